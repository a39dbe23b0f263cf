"""按领域, 按部门: all groups as rows with bars of their counts, and the choice of one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import repeat

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Scorecard, leaders_of
from tracker.domain.sentences import coverage_short, group_nothing, on_pace_text
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, target_rows
from tracker.ui.parts.bars import choice_html
from tracker.ui.parts.links import AREA, Link, group_address, link_html, method_link
from tracker.ui.parts.sheets import sheet

_FEW, _ROWS = 12, 60
_MOST_OFFERED = 300
_FIND = "find"


@dataclass(frozen=True)
class Board:
    """The groups of a page and how they are linked to; ``name`` is AREA or UNIT."""

    card: Scorecard
    groups: tuple[Group, ...]
    name: str
    noun: str
    co_led: bool = False

    def link_to(self, group: Group) -> Link:
        return Link(group.name, group_address(self.name, str(group.key), co_led=self.co_led))

    @property
    def link_to_all(self) -> Link:
        words = _("全部{noun}({n})").format(noun=self.noun, n=len(self.groups))
        return Link(words, group_address(self.name, "", co_led=self.co_led))

    def why(self, group: Group, text: str = "") -> Link:
        area, unit = (group.key, None) if self.name == AREA else (None, group.key)
        return method_link(area=area, unit=unit, co_led=self.co_led, text=text)

    @property
    def asked(self) -> dict[str, str]:
        """How 全表 is asked for the same targets under the same heads."""
        return {"group": self.name, **({"co": "true"} if self.co_led else {})}

    @property
    def kept_as(self) -> str:
        return f"{self.name} {self.co_led}"


def co_led_asked() -> bool:
    """Whether the address counts with a department what it co-leads."""
    return st.query_params.get("co") == "true"


def co_led_html(group_key: str, *, co_led: bool) -> str:
    """只计牵头 | 含配合, of all departments or of one."""
    words = {False: _("只计牵头"), True: _("含配合")}
    looks = {
        str(with_co): Link(word, group_address(links.UNIT, group_key, co_led=with_co))
        for with_co, word in words.items()
    }
    return choice_html(_("职责"), looks, str(co_led))


def own_unit(board: Board, person: Person) -> str:
    """The department that staff come for; nothing for whoever sees all."""
    own = (str(group.key) for group in board.groups if group.key in person.unit_ids)
    return "" if person.sees_everything else next(own, "")


def choose(board: Board, usual: str = "") -> Group | None:
    """The group of the address, else the ``usual`` one; None for neither, and then all are shown."""
    by_key = {str(group.key): group for group in board.groups}
    asked = st.query_params.get(board.name, usual)
    key = f"board_{board.name}"
    if len(by_key) <= _MOST_OFFERED:
        st.session_state[key] = asked if asked in by_key else None
        st.selectbox(
            board.noun,
            list(by_key),
            format_func=lambda each: by_key[each].name,
            key=key,
            index=None,
            on_change=lambda: _turn_to(board.name, st.session_state[key]),
            filter_mode="contains",
            placeholder=_("选择{noun}").format(noun=board.noun),
            label_visibility="collapsed",
            width=320,
        )
    if asked and asked not in by_key:
        prose.empty(
            _("没有这个{noun},或没有您可以查看的目标").format(noun=board.noun), _("请在下面重新选择。")
        )
    return by_key.get(asked)


def _turn_to(name: str, chosen: str | None) -> None:
    st.query_params.pop("sheet", None)
    # An empty value is kept: it says that all are asked for, also where there is a usual one.
    st.query_params[name] = chosen or ""


def _find() -> None:
    st.query_params.pop("list", None)
    st.query_params[_FIND] = st.session_state[_FIND]


def show_all(board: Board, tools: str = "") -> None:
    """Every group with its counts; a sheet of them at a time, found by words. ``tools``: HTML above them."""
    groups: Sequence[Group] = board.groups
    if len(groups) > _FEW:
        st.session_state[_FIND] = st.query_params.get(_FIND, "")
        words = st.text_input(
            _("查找{noun}").format(noun=board.noun),
            key=_FIND,
            on_change=_find,
            placeholder=_("查找{noun}").format(noun=board.noun),
            icon=":material/search:",
            label_visibility="collapsed",
            width=320,
        ).strip()
        groups = [group for group in groups if words in group.name]
    if not groups:
        prose.empty(_("没有找到"), _("请换几个字再试。"))
        return
    # The switch of sheets stands below the rows, but says which are shown.
    place = st.container()
    shown, _page = sheet(groups, _ROWS, "list")
    name = f"groups {board.kept_as} {[group.key for group in shown]}"
    with place:
        prose.html(shell.keep(board.card, name, lambda: _all_html(board, shown, tools)))


def _all_html(board: Board, shown: Sequence[Group], tools: str) -> str:
    most = max((group.rollup.due for group in board.groups), default=1)
    heads = (
        (board.noun, "of-name"),
        *([(_("分管领导"), "of-leader")] if _has_leaders(board) else []),
        (_("应达目标,按状态"), "of-bar"),
        (_("目标"), "number"),
        (_("应达"), "number"),
        (_("达时序"), "number"),
        (_("落后"), "number"),
        (_("没有判定结果"), "number of-unjudged"),
        (_("达时序率"), "number key"),
        (_("上报"), "number key"),
        (_("判断"), "of-verdict"),
    )
    heads_html = "".join(f'<th scope="col" class="{look}">{escape(word)}</th>' for word, look in heads)
    verdicts, names, whys = map(board.card.verdict, shown), map(board.link_to, shown), map(board.why, shown)
    with_leaders = repeat(_has_leaders(board))
    rows = shell.keep_each(_row, shown, verdicts, names, whys, repeat(most), with_leaders)
    # A target that several departments answer for would be counted once in their sum.
    foot = "" if board.co_led else _whole_row(board)
    bodies = [target_rows.body_html("", rows), target_rows.body_html("", [foot])]
    table = target_rows.table_html(heads_html, bodies, board.noun, look="groups")
    files = links.files_html("targets", board.asked)
    return f'<div class="list-tools"><span>{escape(_order_note(board))}</span>{tools}{files}</div>{table}'


def _has_leaders(board: Board) -> bool:
    return bool(board.card.leaders)


def _order_note(board: Board) -> str:
    if board.name == AREA:
        return _("按文件中的顺序列出,一格为一项应达目标。")
    return _("按应达目标数由多到少列出,一格为一项应达目标。")


def _row(group: Group, verdict: Verdict, name: Link, why: Link, most: int, with_leaders: bool) -> str:
    bar = target_rows.group_bar(group.rollup, verdict, most) or escape(group_nothing(group.rollup))
    leaders = leaders_of(group.scores) or "—" if with_leaders else None
    return _row_html(verdict, link_html(name), leaders, bar, group.rollup, why)


def _whole_row(board: Board) -> str:
    """Without a bar: with cells of the others' width it would be wider than the page."""
    leaders, whole = "" if _has_leaders(board) else None, board.card.whole
    return _row_html(board.card.verdict(whole), escape(_("合计")), leaders, "", whole, method_link())


def _row_html(verdict: Verdict, name: str, leaders: str | None, bar: str, rollup: Rollup, why: Link) -> str:
    """``name``, ``bar``: HTML; ``leaders`` None: without the column. The share leads to its arithmetic.

    A phone shows the ``key`` numbers.
    """
    share = link_html(replace(why, text=on_pace_text(rollup))) if rollup.due else "—"
    of_leader = "" if leaders is None else f'<td class="of-leader">{escape(leaders)}</td>'
    numbers = (rollup.total, rollup.due, rollup.on_pace, rollup.behind, rollup.unjudged)
    cells = "".join(f'<td class="number">{number}</td>' for number in numbers)
    return (
        f'<tr><th scope="row" class="of-name">{name}</th>{of_leader}<td class="of-bar">{bar}</td>{cells}'
        f'<td class="number key">{share}</td>'
        f'<td class="number key">{coverage_short(rollup) if rollup.owed else "—"}</td>'
        f'<td class="of-verdict">{target_rows.verdict_html(verdict)}</td></tr>'
    )
