"""The reviewer's queue: what waits, in the order in which it deserves a look, and which one is open."""

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.measure.period import Period
from tracker.domain.workflow.approval import AWAITS_HEAD
from tracker.domain.workflow.queue import Look, looks, review_order
from tracker.domain.workflow.tasks import counted_apart
from tracker.queries.units import unit_refs
from tracker.queries.waiting import Waiting, waiting
from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.prose import literal
from tracker.ui.parts import register_filters

REPORT = "report"  # the open submission's id in the address
MODE = "mode"
ONE, MANY = "one", "many"
CLICKS = "review-clicks"  # what the last click on the page came to (frame/clicks.py)
_LIST, _MODE = "review-list", "review-mode"


def queue(period: Period) -> tuple[Waiting, ...]:
    """Everything that waits at the quarter, what deserves a look first."""
    visit = shell.visit()
    submissions = shell.known(
        "waiting", lambda s, p: waiting(s, p, visit.plan, period, as_of=visit.as_of), period
    )
    return tuple(
        sorted(
            submissions,
            key=lambda each: review_order(looks_at(each), each.awaits_head, each.submission.report_id),
        )
    )


def looks_at(each: Waiting) -> tuple[Look, ...]:
    return looks(
        each.score,
        each.submission.period,
        each.neighbours,
        replaces=each.replaces,
        signatures=each.submission.countersigns,
        earlier=each.earlier_countersigns,
    )


def mode() -> str:
    """One by one or many at once; stands in the address."""
    names = {ONE: _("逐项审核"), MANY: _("批量审核")}
    address.follow(MODE, _MODE, list(names), default=ONE)
    chosen = st.segmented_control(
        _("方式"),
        list(names),
        format_func=lambda each: names[each],
        key=_MODE,
        required=True,
        on_change=address.put,
        args=(MODE, _MODE),
        label_visibility="collapsed",
    )
    return chosen or ONE


def of_unit(waiting: tuple[Waiting, ...]) -> tuple[Waiting, ...]:
    """The queue, narrowed to one department where one is chosen."""
    names = {each.score.target.lead.id: each.score.target.lead.name for each in waiting}
    # A department whose last submission was just decided stays chosen.
    everybody = {unit.id: unit.name for unit in shell.known("unit names", unit_refs)}
    asked = register_filters.unit_asked(everybody)
    kept = {} if asked is None else {asked: everybody[asked]}
    chosen = register_filters.department(names | kept, "review-unit")
    return tuple(each for each in waiting if chosen in (None, each.score.target.lead.id))


def show_if_gone(listed: tuple[Waiting, ...]) -> None:
    """A link to what was decided or withdrawn meanwhile is answered in words, not passed over."""
    asked = st.query_params.get(REPORT)
    if asked is not None and asked not in {str(each.submission.report_id) for each in listed}:
        sentence = _("链接中的填报不在待审核清单中:可能已审核、已撤回,或不属于所选{noun}和部门。")
        prose.box(sentence.format(noun=shell.visit().plan.rhythm.noun))


def choose(listed: tuple[Waiting, ...]) -> Waiting:
    """One of the queue; the first where none is chosen, or the chosen one is not waiting any more."""
    names = {str(each.submission.report_id): each for each in listed}
    address.follow(REPORT, _LIST, list(names))
    count = _("待审核 {n} 项").format(n=len(listed))
    apart = counted_apart(each.score.target.terms.kind for each in listed)
    chosen = st.radio(
        bracketed(count, apart) if apart else count,
        list(names),
        format_func=lambda key: literal(f"{names[key].score.target.code} {names[key].score.target.name}"),
        captions=[_caption(each) for each in listed],
        key=_LIST,
        on_change=address.put,
        args=(REPORT, _LIST),
    )
    return names.get(chosen or "", listed[0])


def _caption(each: Waiting) -> str:
    words = [each.score.target.lead.name, *(look.reason.word for look in looks_at(each))]
    return literal(" · ".join([*words, _(AWAITS_HEAD)] if each.awaits_head else words))


def following(listed: tuple[Waiting, ...], current: Waiting) -> str | None:
    """The id of the one to go on with after a decision."""
    ids = [str(each.submission.report_id) for each in listed]
    place = ids.index(str(current.submission.report_id))
    # After the last one it goes on with the first.
    rest = ids[place + 1 :] or ids[:place]
    return rest[0] if rest else None


def go_on(next_id: str | None) -> None:
    """Open the next one, or leave the address without any."""
    if next_id is not None:
        st.query_params[REPORT] = next_id
    else:
        st.query_params.pop(REPORT, None)


def open_again(waiting: Waiting) -> None:
    """Open what waits of the same target now, if anything does."""
    listed = queue(waiting.submission.period)
    same = [each for each in listed if each.score.target.id == waiting.score.target.id]
    go_on(str(same[0].submission.report_id) if same else None)
