"""The reviewer's queue: what waits, in the order in which it deserves a look, and which one is open."""

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from typing import TypeVar

import streamlit as st

from tracker.domain.language import bracketed, with_colon
from tracker.domain.sentences.looks import look_tag
from tracker.domain.workflow.approval import AWAITS_HEAD
from tracker.domain.workflow.queue import review_order
from tracker.domain.workflow.tasks import counted_apart
from tracker.queries.units import unit_refs
from tracker.queries.waiting import Waiting, waiting
from tracker.ui.frame import address, clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import links, plans, register_filters
from tracker.ui.parts.links import UNIT, Link
from tracker.ui.parts.plans import OF

Key = TypeVar("Key")
REPORT = "report"  # the open submission's id in the address
MODE = "mode"
ONE, MANY, DONE = "one", "many", "done"
CLICKS = "review-clicks"  # what the last click on the page came to (frame/clicks.py)


def queue(visits: Iterable[Visit]) -> tuple[Waiting, ...]:
    """Everything that waits in some plans, what deserves a look first."""
    return tuple(
        sorted(
            (each for visit in visits for each in _waiting(visit)),
            key=lambda each: review_order(each.looks, each.awaits_head, each.submission.report_id),
        )
    )


def _waiting(visit: Visit) -> tuple[Waiting, ...]:
    period = shell.period_of(visit)
    with shell.about(visit):
        return shell.known(
            "waiting", lambda s, p: waiting(s, p, visit.plan, period, as_of=visit.as_of), period
        )


def mode() -> str:
    """逐项, 批量 or 已审, as the address asks."""
    asked = st.query_params.get(MODE, ONE)
    return asked if asked in (ONE, MANY, DONE) else ONE


def unit_asked() -> int | None:
    """The department that the queue is narrowed to. One whose last submission was decided stays chosen."""
    return register_filters.unit_asked({unit.id: unit.name for unit in shell.known("unit names", unit_refs)})


def of_unit(waiting: tuple[Waiting, ...], unit_id: int | None) -> tuple[Waiting, ...]:
    return tuple(each for each in waiting if unit_id in (None, each.score.target.lead.id))


def show_if_gone(listed: tuple[Waiting, ...]) -> None:
    """A link to what was decided or withdrawn meanwhile is answered in words, not passed over."""
    asked = st.query_params.get(REPORT)
    if asked is not None and asked not in {_id(each) for each in listed}:
        sentence = _("链接中的填报不在待审核清单中:可能已审核、已撤回,或不属于所选{noun}和部门。")
        prose.box(sentence.format(noun=shell.visit().plan.rhythm.noun))


def opened(listed: tuple[Waiting, ...]) -> Waiting:
    """The one that the address names; the first where it names none, or that one is not waiting any more."""
    asked = st.query_params.get(REPORT)
    return next((each for each in listed if _id(each) == asked), listed[0])


def list_html(listed: tuple[Waiting, ...], current: Waiting) -> str:
    """Each with its unit and the reasons to look; links, so that Back opens what was open before."""
    rows = "".join(_row_html(each, is_open=each is current) for each in listed)
    label = escape(_("待审核清单"))
    return f'<nav class="queue" aria-label="{label}">{rows}</nav>'


def _row_html(each: Waiting, *, is_open: bool) -> str:
    target = each.score.target
    tags = list(dict.fromkeys(look_tag(look, each.score) for look in each.looks))
    tags += [_(AWAITS_HEAD)] if each.awaits_head else []
    marks = "".join(f'<i class="tag">{escape(tag)}</i>' for tag in tags)
    there = escape(address_of(each, unit=st.query_params.get(UNIT), of=plans.narrowed()))
    unit = " · ".join(filter(None, (target.lead.name, plans.short(each.plan))))
    return (
        f'<a href="{there}"{" aria-current=true" * is_open}><b>{escape(target.name)}</b>'
        f"<span>{escape(unit)}</span>{marks}</a>"
    )


def address_of(each: Waiting, **own: object) -> str:
    """One submission by itself, with the plan and the period that it is of."""
    own |= {"plan": links.in_address(each.plan)}
    if own["plan"] is not None:
        own["q"] = each.submission.period
    return links.to("review", report=_id(each), **own)


def head_html(everything: tuple[Waiting, ...], listed: tuple[Waiting, ...], unit_id: int | None) -> str:
    """How many wait, and the departments to narrow them to."""
    count = _("待审{n}项").format(n=len(listed))
    apart = counted_apart(each.score.target.terms.kind for each in listed)
    hinted = sum(bool(each.looks) for each in listed)
    order = _("{n}项有提示,在前").format(n=hinted) if hinted else _("均无提示")
    words = f"<b>{escape(bracketed(count, apart) if apart else count)}</b><span>{escape(order)}</span>"
    counts = Counter(each.plan.code for each in everything)
    ways = plans.ways("review", counts, mode=st.query_params.get(MODE))
    chosen = plans.narrowed() or ""
    by_plan = _unfolding(_("方案"), ways, chosen) if len(ways) > 1 else ""
    return f'<div class="queue-head">{words}{by_plan}{_units_html(everything, unit_id)}</div>'


def _units_html(everything: tuple[Waiting, ...], unit_id: int | None) -> str:
    """部门 ▾: unfolds the departments with something waiting, and the chosen one."""
    leads = [each.score.target.lead for each in everything]
    counts = Counter(unit.id for unit in leads)
    names = {unit.id: unit.name for unit in leads}
    if unit_id is not None and unit_id not in names:
        names |= {each.id: each.name for each in shell.known("unit names", unit_refs) if each.id == unit_id}
    if len(names) < 2:
        return ""
    own = {MODE: st.query_params.get(MODE), OF: plans.narrowed()}
    ways = {None: Link(_("全部部门"), links.to("review", **own))} | {
        key: Link(with_colon(name, str(counts[key])), links.to("review", **own, unit=key))
        for key, name in sorted(names.items(), key=lambda item: item[1])
    }
    return _unfolding(_("部门") if unit_id is None else names[unit_id], ways, unit_id)


def _unfolding(title: str, ways: Mapping[Key, Link], chosen: Key) -> str:
    rows = "".join(
        f'<a href="{escape(link.address)}"{" aria-current=true" * (key == chosen)}>{escape(link.text)}</a>'
        for key, link in ways.items()
    )
    return f'<details class="queue-units"><summary>{escape(title)}</summary><div>{rows}</div></details>'


def beside(listed: tuple[Waiting, ...], current: Waiting) -> tuple[Waiting | None, Waiting | None]:
    """Those before and behind it in the queue; around its ends it goes on, alone it has none."""
    if len(listed) < 2:
        return None, None
    place = [_id(each) for each in listed].index(_id(current))
    return listed[place - 1], listed[(place + 1) % len(listed)]


def decide(waiting: Waiting, behind: Waiting | None, act: clicks.Act[None], done: str, note: str) -> None:
    """What is decided is the submission that was seen; what came meanwhile is opened in its place."""
    code = waiting.score.target.code
    clicked = clicks.do(act, key=CLICKS, done=done.format(code=code), about=code, unsent=note, together=True)
    if clicked.is_done:
        go_on(behind)
    elif clicked.has_moved_on:
        open_again(waiting)


def go_on(behind: Waiting | None) -> None:
    """Open the next one, in its plan, or leave the address without any."""
    if behind is None:
        st.query_params.pop(REPORT, None)
        return
    st.query_params[REPORT] = _id(behind)
    code = links.in_address(behind.plan)
    if code is not None:
        st.query_params.update({address.PLAN: code, address.PERIOD: str(behind.submission.period)})


def open_again(waiting: Waiting) -> None:
    """Open what waits of the same target now, if anything does."""
    listed = queue(shell.visits_shown())
    go_on(next((each for each in listed if each.score.target.id == waiting.score.target.id), None))


def _id(each: Waiting) -> str:
    return str(each.submission.report_id)
