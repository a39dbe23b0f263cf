"""What the lists of the door 目标 look for: it stands in the address; the fields to change it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.domain.listing.wanted import (
    ALL,
    BY_AREA,
    BY_UNIT,
    EARLY,
    FLAT,
    GROUPS,
    NO,
    ON_TRACK,
    YES,
    Wanted,
    wanted_asked,
)
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import choice_html
from tracker.ui.parts.links import Link

SHEET, SHEET_SIZE = "p", 100


def row() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="small", key="listing-filters")


def ask(card: Scorecard) -> Wanted:
    """What the address looks for, and the fields to change it."""
    wanted = wanted_asked(st.query_params.to_dict())
    st.session_state[_key("search")] = wanted.search
    st.text_input(
        _("筛选"),
        key=_key("search"),
        on_change=_put,
        args=("search",),
        max_chars=100,
        placeholder=_("在{n}项中筛选").format(n=len(card.targets)),
        icon=":material/search:",
        label_visibility="collapsed",
        width=230,
    )
    _choose("area", _("领域"), {str(group.key): group.name for group in card.areas}, wanted.area)
    _choose("unit", _("部门"), shell.keep(card, "units of the table", lambda: _units(card)), wanted.unit)
    _choose("status", _("状态"), _statuses(), wanted.status)
    _choose("kind", _("类别"), {kind.value: kind.word for kind in Kind} | {ALL: _("含预算")}, wanted.kind)
    more = {"stretch": wanted.stretch, "co": wanted.co}
    count = sum(map(bool, more.values()))
    more_word = _("更多({n})").format(n=count) if count else _("更多")
    opened = st.popover(more_word, key=_key("more"), on_change="rerun")
    if opened.open:
        with opened:
            stretch = {YES: _("力争目标"), NO: _("非力争目标")}
            _choose("stretch", _("力争"), stretch, wanted.stretch, is_labelled=True)
            # Who co-leads is a question about one department only.
            if wanted.unit:
                _choose("co", _("职责"), {"true": _("牵头和配合")}, wanted.co, is_labelled=True)
            else:
                st.caption(_("选择部门后可以加上它配合的目标。"))
    return wanted


def _units(card: Scorecard) -> dict[str, str]:
    """Those that lead or co-lead, by name."""
    of_budgets = (unit for score in card.budgets for unit in (score.target.lead, *score.target.co_units))
    named = {str(group.key): group.name for group in card.departments_with_co_led}
    named |= {str(unit.id): unit.name for unit in of_budgets}
    return dict(sorted(named.items(), key=lambda each: each[1]))


def _statuses() -> dict[str, str]:
    groups = {name: (_("达时序及以上") if name == ON_TRACK else _("未达时序")) for name in GROUPS}
    early = {EARLY: f"{Status.ACHIEVED.shape} {_('提前完成')}"}
    return groups | {status.value: labelled(status) for status in Status} | early


def _choose(name: str, label: str, options: dict[str, str], asked: str, *, is_labelled: bool = False) -> None:
    """A filter's field, named by its own words while nothing is chosen; what is asked for is shown even
    where nothing has it."""
    names = {**({asked: asked} if asked else {}), **options}
    st.session_state[_key(name)] = asked or None
    st.selectbox(
        label,
        list(names),
        format_func=lambda each: names[each],
        key=_key(name),
        index=None,
        placeholder=_("全部") if is_labelled else label,
        on_change=_put,
        args=(name,),
        filter_mode="contains",
        label_visibility="visible" if is_labelled else "collapsed",
        width=220 if is_labelled else 132,
    )


def _put(name: str) -> None:
    """What was chosen goes into the address; the list starts again from its first sheet."""
    chosen = st.session_state[_key(name)]
    st.query_params.pop(SHEET, None)
    # Asked about the department before; its field is gone where none is chosen.
    if name == "unit":
        st.query_params.pop("co", None)
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def tools_html(card: Scorecard, wanted: Wanted, page: str, listed: int, *beside: str) -> str:
    """How many are shown, the way back to all, under which heads they stand; ``beside``: HTML behind."""
    asked = {name: text for name, text in wanted.asked.items() if name not in ("group", "sort")}
    total = len(card.targets)
    words = _("{total}项").format(total=total)
    if asked:
        words = _("共{total}项,符合条件{listed}项").format(total=total, listed=listed)
    group, sort = wanted.group, wanted.sort
    every = Link(_("清空条件"), links.to(page, group=group or None, sort=sort or None))
    clear = f' <a class="go" href="{every.address}">{every.text}</a>' if asked else ""
    heads = {BY_AREA: _("按领域"), BY_UNIT: _("按部门"), FLAT: _("不分组")}
    grouped = {
        key: Link(word, links.to(page, **{**wanted.asked, "group": key})) for key, word in heads.items()
    }
    choice = choice_html(_("分组"), grouped, wanted.grouping)
    return f'<div class="list-tools"><span>{words}{clear}</span>{choice}{"".join(beside)}</div>'


def _key(name: str) -> str:
    return f"listing_{name}"
