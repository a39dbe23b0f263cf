"""按领域, 按部门: all groups as cards, the choice of one, and how that one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from tracker.charts.counts import cells_of
from tracker.domain.access import Person
from tracker.domain.language import with_colon
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import (
    counts,
    coverage,
    due_text,
    group_nothing,
    mean_text,
    on_pace_text,
    share_text,
    shares,
    timeliness,
)
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, figures, links
from tracker.ui.parts.links import AREA, Link, group_address, method_link, target_link
from tracker.ui.parts.sheets import sheet

_CARDS = 12
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
        return self._link(group.name, str(group.key))

    @property
    def link_to_all(self) -> Link:
        words = _("全部{noun}({n})").format(noun=self.noun, n=len(self.groups))
        return self._link(words, "")

    def _link(self, text: str, key: str) -> Link:
        return Link(text, group_address(self.name, key, co_led=self.co_led))

    def why(self, group: Group, text: str = "") -> Link:
        area, unit = (group.key, None) if self.name == AREA else (None, group.key)
        return method_link(area=area, unit=unit, co_led=self.co_led, text=text)

    @property
    def kept_as(self) -> str:
        return f"{self.name} {self.co_led}"


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
            placeholder=_("选择{noun},或点击下面的名称").format(noun=board.noun),
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


def show_all(board: Board) -> None:
    """Every group with its completion and coverage; a page of them at a time, found by words."""
    groups: Sequence[Group] = board.groups
    if len(groups) > _CARDS:
        st.session_state[_FIND] = st.query_params.get(_FIND, "")
        words = st.text_input(
            _("查找{noun}").format(noun=board.noun),
            key=_FIND,
            on_change=_find,
            placeholder=_("输入名称中的几个字"),
        ).strip()
        groups = [group for group in groups if words in group.name]
    if not groups:
        prose.empty(_("没有找到"), _("请换几个字再试。"))
    # The switch of pages stands below the cards, but says which are shown.
    place = st.container()
    shown, _page = sheet(groups, _CARDS, "list")
    name = f"cards {board.kept_as} {[group.key for group in shown]}"
    with place:
        st.html(shell.keep(board.card, name, lambda: cards_html(board, shown)))
    st.caption(order_note(board))


def order_note(board: Board) -> str:
    if board.name == AREA:
        return _("按文件中的顺序列出。一格为一项目标,实心为已判定,空心为没有判定结果或本期不作要求。")
    return _("按应达目标数由多到少列出。一格为一项目标,实心为已判定,空心为没有判定结果或本期不作要求。")


def cards_html(board: Board, shown: Sequence[Group]) -> str:
    # One width of a cell for all: small groups look small.
    most = max((group.rollup.total for group in board.groups), default=1)
    cards = "".join(_card(board, group, most) for group in shown)
    return f'<div class="cards">{cards}</div>'


def _card(board: Board, group: Group, most: int) -> str:
    rollup, verdict = group.rollup, board.card.verdict(group)
    share = links.link_html(board.why(group, on_pace_text(rollup))) if rollup.due else ""
    word = f'<span class="whole">{escape(verdict.word)}</span>' if is_told(verdict) else ""
    text = due_text(rollup) if rollup.due else group_nothing(rollup)
    below = f"{escape(text)}<br>{escape(coverage(rollup))}" if rollup.owed else escape(text)
    return (
        f'<div class="card"><div class="name">{links.link_html(board.link_to(group))}</div>'
        f'<div class="stands"><strong>{share}</strong>{word}</div>'
        f"{_cells(group, verdict, most)}"
        f'<div class="below">{below}</div></div>'
    )


def is_told(verdict: Verdict) -> bool:
    """Whether a list prints it: most groups have something behind, and some have nothing due."""
    return verdict not in (Verdict.SOME_BEHIND, Verdict.NOTHING_DUE)


def _cells(group: Group, verdict: Verdict, most: int) -> str:
    """A cell a target, by status as the charts draw it; the words beside it say the same."""
    hollow = verdict is Verdict.TOO_LITTLE
    drawn, end = [], 0.0
    for each in cells_of(group.rollup):
        is_hollow = hollow or not each.status.is_verdict
        drawn += ['<i style="flex:0.5"></i>'] * (each.start > end)
        token = each.status
        look = f"border:1.5px solid var(--{token})" if is_hollow else f"background:var(--{each.status})"
        drawn += [f'<b style="{look}" title="{escape(labelled(each.status))}"></b>'] * each.count
        end = each.start + each.count
    rest = f'<i style="flex:{max(most + 0.5 - end, 0):g}"></i>'
    return f'<div class="cells" aria-hidden="true">{"".join(drawn)}{rest}</div>'


def show_head(board: Board, group: Group) -> None:
    """What the group is, its verdict, its counts and shares, each with the way to its arithmetic."""
    card, rollup = board.card, group.rollup
    verdict = card.verdict(group)
    st.html(links.link_html(board.link_to_all))
    st.subheader(prose.literal(group.name), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_told(verdict):
            badges.badge(verdict.status, verdict.word)
        st.text(counts(rollup, _("目标")))
    why = board.why(group)
    mean, timely = _("{text}。").format(text=mean_text(rollup, card.pace)), timeliness(rollup)
    is_open = not rollup.counts[Status.NOT_OPEN]
    readings = (
        (_("达时序率"), on_pace_text(rollup), (shares(rollup) or due_text(rollup),)),
        (_("累计量平均完成率"), _mean(rollup, card), (mean,) if is_open else ()),
        (
            _("填报"),
            coverage(rollup),
            (_("{text}。").format(text=timely),) if rollup.owed else (),
        ),
    )
    for column, (title, text, lines) in zip(st.columns(3), readings, strict=True):
        with column:
            figures.reading(title, text, lines, why)
    _show_worst(group)


def _mean(rollup: Rollup, card: Scorecard) -> str:
    return "—" if rollup.mean is None else share_text(rollup.mean, card.pace)


def _show_worst(group: Group) -> None:
    worst = next((each for each in group.scores if each.target.id == group.rollup.worst_target_id), None)
    if worst is not None and worst.status.is_behind:
        link = links.link_html(target_link(worst.target))
        st.html(with_colon(_("离应达最远的一项"), f"{link} {badges.status_html(worst.status)}"))
