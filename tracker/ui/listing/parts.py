"""The parts of 全表: the table with its heads and groups, what is taken along, the columns."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from tracker.domain.listing.cells import Column, Row
from tracker.domain.listing.tables import LISTING, in_rhythm
from tracker.domain.listing.wanted import BY_UNIT, Wanted, columns_of, parts_among
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.listing import filters
from tracker.ui.parts import links, target_rows
from tracker.ui.parts.tables import scrolling

PAGE = "targets"
_COLUMNS, _CLICKS = "table-columns", "table-clicks"
_WIDE_FROM = 22  # characters
_ROOM = 1_150  # pixels; columns that need more scroll by themselves


def choose_columns() -> tuple[Column, ...]:
    """The columns of the person, and the field to change them; kept with the account."""
    chosen = columns_of(shell.visit().person.preferences.table_columns)
    opened = st.popover(_("列"), icon=":material/view_column:", key="table-columns-place", on_change="rerun")
    if opened.open:
        with opened:
            _change_columns(chosen)
    return in_rhythm(chosen, shell.visit().plan.rhythm)


def _change_columns(chosen: tuple[Column, ...]) -> None:
    offered = in_rhythm(LISTING, shell.visit().plan.rhythm)
    words = {column.key: column.head for column in offered}
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


def tools_html(card: Scorecard, wanted: Wanted, listed: int) -> str:
    return filters.tools_html(card, wanted, PAGE, listed, links.files_html("targets", wanted.asked))


def table(
    card: Scorecard,
    wanted: Wanted,
    shown: Sequence[Score],
    columns: tuple[Column, ...],
    adjusted: frozenset[int],
    listed: int,
) -> str:
    """A sheet of the list under its groups' heads; ``listed``: how many there are on all sheets."""
    heads = "".join(
        target_rows.head_html(column, card, lambda sort: _sorted(wanted, sort), wanted.sort)
        for column in columns
    )
    places = len(columns) + sum(column.key == "target" for column in columns)
    by = links.UNIT if wanted.grouping == BY_UNIT else links.AREA
    parts = parts_among(card, wanted, shown)
    most = max((part.group.rollup.due for part in parts if part.group is not None), default=1)
    bodies = (
        target_rows.body_html(
            target_rows.group_row(card, part, by, places, most) if len(parts) > 1 or part.group else "",
            (target_rows.row_html(columns, Row(score, card), adjusted) for score in part.scores),
        )
        for part in parts
    )
    name = _("目标全表")
    html = target_rows.table_html(heads, bodies, name)
    width = sum(200 if column.width >= _WIDE_FROM else 84 for column in columns)
    if width > _ROOM:
        html = scrolling(html, name)
    note = _("比率和保持类目标不计完成率,差距为与目标值之差。")
    rules = f'<p class="note">{escape(note)}{escape(card.rules.sentence)}</p>'
    return f"{tools_html(card, wanted, listed)}{html}{rules}"


def _sorted(wanted: Wanted, sort: str) -> str:
    return links.to(PAGE, **{**wanted.asked, "sort": sort or None})
