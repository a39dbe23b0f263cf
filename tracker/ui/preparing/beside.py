"""Step 4: the notice's units beside the city's, and last year's targets beside the new ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.unit_names import Certainty, UnitMatch
from tracker.notice.decisions import LastYearSet, UnitSet
from tracker.notice.last_year import Asked, Carried, Pair, beside_last_year
from tracker.notice.preparing import PreparedTarget
from tracker.notice.records import Source
from tracker.queries.adjustments import newest_targets
from tracker.queries.plan_drafts import unit_matches
from tracker.queries.units import current_units
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.preparing import wanted
from tracker.ui.preparing.work import AT, NUMBERS, PART, PILE, STEP, Work, decide, plans_of_last_year

_UNIT = "unit"


def show(work: Work) -> None:
    _show_units(work)
    _show_last_year(work)


@lru_cache(maxsize=8)
def matches_of(work: Work) -> Mapping[str, UnitMatch]:
    """The city's units that the notice's names mean, by each name."""
    return shell.read(lambda s, p: unit_matches(s, p, work.plan))


def _show_units(work: Work) -> None:
    matches = matches_of(work)
    written = work.plan.unit_names
    new = [name for name, match in matches.items() if match.unit is None]
    st.html(
        section_html(
            _("责任单位 {n}个").format(n=len(written)), escape(_("其中{n}个是新单位").format(n=len(new)))
        )
    )
    if not written:
        return
    asked = st.query_params.get(PART, "")
    if work.is_open and asked in written:
        _ask_unit(work, asked, matches[asked])
    rows = [_unit_row(work, name, matches[name]) for name in written]
    st.html(tables.table_html(rows, _("责任单位"), width=340))


def _unit_row(work: Work, name: str, match: UnitMatch) -> tables.Row:
    means = work.plan.units.get(name, name) if match.unit is None else match.unit.name
    is_new = match.certainty is Certainty.UNKNOWN or (match.unit is None and name in work.plan.units)
    is_set = match.unit is not None and name in work.plan.units
    state = _("新单位") if is_new else Source.BY_HAND.word if is_set else match.certainty.word
    return {
        _("原文写法"): name,
        _("对应单位"): means,
        _("状态"): state,
        "": Link(_("改"), links.same_page(**{PART: name})) if work.is_open else "",
    }


def _ask_unit(work: Work, written: str, match: UnitMatch) -> None:
    """Those that it may mean first, then all others; its own name is a new unit, which has to be said as well
    where another is called alike."""
    known = shell.known("units of the city", lambda s, _p: current_units(s))
    likely = [unit.name for unit in match.offered]
    options = [*dict.fromkeys([written, *likely, *sorted(unit.name for unit in known.values())])]
    is_open = match.certainty in (Certainty.ALIKE, Certainty.SPLIT) and written not in work.plan.units
    now = work.plan.units.get(written, written) if match.unit is None else match.unit.name
    place = options.index(now) if now in options else 0
    own = "" if any(unit.name == written for unit in known.values()) else written
    key = work.key(_UNIT, work.turn(UnitSet(written, "").about), written)
    st.selectbox(
        _("“{written}”对应的单位").format(written=written),
        options,
        index=None if is_open else place,
        format_func=lambda each: with_colon(_("新单位"), each) if each == own else each,
        key=key,
        placeholder=_("请选择"),
        on_change=_set_unit,
        args=(work, written, key),
        width=420,
    )


def _set_unit(work: Work, written: str, key: str) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        decide(work, UnitSet(written, chosen), done=_("已保存。"))


def _show_last_year(work: Work) -> None:
    last = _last_year(work)
    if last is None:
        none = _("系统里没有上一年的同类方案({kind})。").format(kind=work.plan.facts.kind.word)
        st.html(section_html(_("与上年对照")) + f'<p class="note">{escape(none)}</p>')
        return
    plan, pairs = last.plan, last.pairs
    counts = " · ".join(
        f"{carried.word}{sum(pair.carried is carried for pair in pairs)}" for carried in Carried
    )
    st.html(section_html(_("与{year}年对照").format(year=plan.year), escape(counts)))
    asked = st.query_params.get(AT, "")
    if work.is_open and asked in work.plan.target_at:
        _ask_last(work, work.plan.target_at[asked], last)
    st.html(_pairs_html(work, links.same_page(**{AT: ""})))


@lru_cache(maxsize=8)
def _pairs_html(work: Work, _here: str) -> str:
    """``_here``: the address of the page, which the links of the rows go on from."""
    last = _last_year(work)
    assert last is not None, "its caller has seen it"
    own_at = links.same_page_at(AT, **{STEP: NUMBERS, PILE: "targets"})
    change_at = links.same_page_at(AT)
    rows = [_pair_row(work, pair, last.plan, own_at, change_at) for pair in last.pairs]
    return tables.table_html(rows, _("与上年对照"), width=640, stacks=True, shares=(48, 8, 38, 6))


@dataclass(frozen=True)
class _LastYear:
    """The plan of its kind of the year before, its targets, and what became of each."""

    plan: PlanRef
    targets: tuple[Target, ...]
    pairs: tuple[Pair, ...]


@lru_cache(maxsize=8)
def _last_year(work: Work) -> _LastYear | None:
    before = plans_of_last_year(work)
    if not before:
        return None
    plan = max(before, key=lambda each: each.issued)
    targets = shell.read(lambda s, p: newest_targets(s, p, plan))
    return _LastYear(plan, targets, _pairs(work, targets))


def _pairs(work: Work, targets: tuple[Target, ...]) -> tuple[Pair, ...]:
    last = [
        Asked(each.code, each.name, each.terms.value, each.terms.unit_of_measure, each.lead.name)
        for each in targets
    ]
    this = [
        Asked(str(each.start), each.wanted.name, each.wanted.value, each.wanted.unit_of_measure, each.lead)
        for each in work.plan.targets
    ]
    decided: Mapping[str, str] = {str(start): code for start, code in work.plan.last_year.items()}
    return beside_last_year(last, this, decided)


def _pair_row(
    work: Work,
    pair: Pair,
    plan: PlanRef,
    own_at: Callable[[object], str],
    change_at: Callable[[object], str],
) -> tables.Row:
    this = work.plan.target_at[pair.this.key] if pair.this else None
    own: Link | str = "—"
    if this is not None:
        words = f"{this.code} {this.wanted.name} {wanted.aim_text(this.wanted)}"
        own = Link(words, own_at(this.start))
    last = f"{pair.last.key} {pair.last.name} {_amount(pair.last)}" if pair.last else "—"
    change = Link(_("改"), change_at(this.start)) if this is not None and work.is_open else ""
    return {_("今年"): own, _("变化"): pair.carried.word, str(plan.year): last, "": change}


def _amount(asked: Asked) -> str:
    return "" if asked.value is None else f"{asked.value.normalize():f}{asked.unit_of_measure}"


def _ask_last(work: Work, own: PreparedTarget, last: _LastYear) -> None:
    words = {"": _("今年新增,上年没有")} | {each.code: f"{each.code} {each.name}" for each in last.targets}
    start = own.start
    pair = next(each for each in last.pairs if each.this and each.this.key == str(start))
    now = pair.last.key if pair.last else ""
    key = work.key("last", work.turn(LastYearSet(start, "").about), start)
    st.selectbox(
        _("“{name}”延续上年的哪一项").format(name=own.wanted.name),
        list(words),
        index=list(words).index(now),
        format_func=words.__getitem__,
        key=key,
        on_change=_set_last,
        args=(work, start, key),
        width=560,
    )


def _set_last(work: Work, start: int, key: str) -> None:
    decide(work, LastYearSet(start, st.session_state[key]), done=_("已保存。"))
