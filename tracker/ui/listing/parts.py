"""The parts of 全表: what is looked for, which stands in the address; the page's rows; the columns."""

import streamlit as st

from tracker.domain.listing.cells import Column, Row
from tracker.domain.listing.tables import LISTING
from tracker.domain.listing.wanted import (
    EARLY,
    GROUPS,
    NO,
    ON_TRACK,
    TARGETS,
    YES,
    Wanted,
    columns_of,
    wanted_asked,
)
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.tables import table_html

PAGE_SIZE = 50
PAGE = "p"
_WIDE_FROM = 22  # characters
_COLUMNS, _CLICKS = "table-columns", "table-clicks"


def ask(card: Scorecard) -> Wanted:
    """What the address looks for, and the fields to change it."""
    wanted = wanted_asked({name: st.query_params[name] for name in st.query_params})
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.session_state[_key("search")] = wanted.search
        st.text_input(
            _("查找"),
            key=_key("search"),
            on_change=_put,
            args=("search",),
            max_chars=100,
            placeholder=_("编号、名称、原文或单位"),
            width=230,
        )
        areas = {str(group.key): group.name for group in card.areas}
        _choose("area", _("领域"), areas, wanted.area)
        _choose("unit", _("部门"), shell.keep(card, "units of the table", lambda: _units(card)), wanted.unit)
        # Who co-leads is a question about one department only.
        if wanted.unit:
            _choose("co", _("职责"), {"true": _("牵头和配合")}, wanted.co, everything=_("牵头"))
        _choose("status", _("状态"), _statuses(), wanted.status)
        kinds = {TARGETS: _("不含预算")} | {kind.value: kind.word for kind in Kind}
        _choose("kind", _("类别"), kinds, wanted.kind)
        _choose("stretch", _("力争"), {YES: _("力争目标"), NO: _("非力争目标")}, wanted.stretch)
        _choose("sort", _("排序"), _orders(), wanted.sort, everything=_("原文顺序"))
    return wanted


def _units(card: Scorecard) -> dict[str, str]:
    """Those that lead or co-lead, by name."""
    named = {
        str(unit.id): unit.name
        for score in card.scores
        for unit in (score.target.lead, *score.target.co_units)
    }
    return dict(sorted(named.items(), key=lambda each: each[1]))


def _statuses() -> dict[str, str]:
    groups = {name: (_("达时序及以上") if name == ON_TRACK else _("未达时序")) for name in GROUPS}
    early = {EARLY: f"{Status.ACHIEVED.shape} {_('提前完成')}"}
    return groups | {status.value: labelled(status) for status in Status} | early


def _orders() -> dict[str, str]:
    up = {column.key: _("{column} ↑").format(column=column.head) for column in LISTING}
    down = {f"-{column.key}": _("{column} ↓").format(column=column.head) for column in LISTING}
    return {key: word for pair in zip(up.items(), down.items(), strict=True) for key, word in pair}


def _choose(name: str, label: str, options: dict[str, str], asked: str, everything: str = "") -> None:
    """A filter's field; what the address asks for is shown even where nothing has it."""
    names = {"": everything or _("全部"), **({asked: asked} if asked else {}), **options}
    st.session_state[_key(name)] = asked
    st.selectbox(
        label,
        list(names),
        format_func=lambda each: names[each],
        key=_key(name),
        on_change=_put,
        args=(name,),
        filter_mode="contains",
        width=160,
    )


def _put(name: str) -> None:
    """What was chosen goes into the address; the list starts again from its first page."""
    chosen = st.session_state[_key(name)]
    st.query_params.pop(PAGE, None)
    # Asked about the department before; its field is gone where none is chosen.
    if name == "unit":
        st.query_params.pop("co", None)
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def clear() -> None:
    for name in (*Wanted().__dataclass_fields__, PAGE):
        st.query_params.pop(name, None)


def choose_columns() -> tuple[Column, ...]:
    """The columns of the person, and the field to change them; kept with the account."""
    chosen = columns_of(shell.visit().person.preferences.table_columns)
    words = {column.key: column.head for column in LISTING}
    with st.popover(_("列"), icon=":material/view_column:"):
        st.session_state[_COLUMNS] = [column.key for column in chosen]
        st.multiselect(
            _("显示的列(按选择的先后排列)"),
            list(words),
            format_func=lambda key: words[key],
            key=_COLUMNS,
            on_change=lambda: clicks.prefer(_CLICKS, table_columns=tuple(st.session_state[_COLUMNS])),
            width=420,
        )
        st.button(_("恢复常用列"), on_click=lambda: clicks.prefer(_CLICKS, table_columns=()))
        clicks.show(_CLICKS)
        st.caption(_("随账号保存,下载的文件用同样的列。全部取消即恢复常用列。"))
    return chosen


def table(card: Scorecard, scores: tuple[Score, ...], columns: tuple[Column, ...]) -> str:
    rows = [cells_of(columns, Row(score, card)) for score in scores]
    width = sum(200 if column.width >= _WIDE_FROM else 84 for column in columns)
    return table_html(rows, _("目标全表"), width=width)


def _key(name: str) -> str:
    return f"listing_{name}"
