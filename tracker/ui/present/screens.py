"""投影: one conclusion a screen, from the whole plan to each area, what is behind and what is missing.

The step stands in the address (?step=3); arrow and page keys, which clickers send, go on and back;
?every=20 turns the screens by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from tracker.charts import Chart, completion_by, counts_by, status_strip
from tracker.charts.bullets import bullets
from tracker.domain.listing.cells import Row
from tracker.domain.listing.tables import NO_DATA
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.sentences import (
    coverage,
    headline,
    mean_text,
    nothing_text,
    plan_counts,
    shares,
    timeliness,
)
from tracker.domain.sentences.slides import (
    area_title,
    areas_title,
    behind_title,
    departments_title,
    nothing_title,
)
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, overall, switches, tables
from tracker.ui.parts.columns import cells_of

STEP, EVERY = "step", "every"
PACES = ("10", "20", "40", "60")  # seconds a screen
_BARS, _BULLETS, _ROWS = 14, 8, 6  # what can be read from the last row of chairs
_TIMES = 1.45
# Streamlit's own frame is put away; on a wall everything is half as large again.
STYLE = """<style>
[data-testid=stSidebar],[data-testid=stHeader],[data-testid=stExpandSidebarButton]{display:none!important}
[data-testid=stMainBlockContainer]{max-width:none;padding:1.2rem 2rem}
@media (min-width:1400px){html{font-size:24px}}
</style>"""


@dataclass(frozen=True)
class Screen:
    """One conclusion and what it rests on."""

    title: str
    show: Callable[[], None]


def screens(card: Scorecard) -> tuple[Screen, ...]:
    """The meeting's way through the plan; an area without targets has no screen."""
    departments = overall.by_size(card.departments)
    return (
        Screen(headline(card), partial(_whole, card)),
        Screen(areas_title(card), partial(_bars, card, card.areas, "areas")),
        Screen(departments_title(card), partial(_bars, card, departments, "departments")),
        *(Screen(area_title(group, card), partial(_area, card, group)) for group in card.areas),
        Screen(behind_title(card), partial(_behind, card)),
        Screen(nothing_title(card), partial(_missing, card)),
    )


def _whole(card: Scorecard) -> None:
    _chart(card, "strip", lambda: status_strip(card.whole, theme=shell.colours()))
    st.html(shell.keep(card, "tiles on the wall", lambda: overall.tiles_html(card)))
    mean = _("{text}。").format(text=mean_text(card.whole, card.pace)) if card.whole.due else ""
    for sentence in (plan_counts(card), shares(card.whole), mean, timeliness(card.whole)):
        if sentence:
            st.markdown(prose.literal(sentence))


def _bars(card: Scorecard, groups: tuple[Group, ...], what: str) -> None:
    kind, shown = switches.chart(), groups[:_BARS]

    def draw() -> Chart:
        by = completion_by if kind == switches.MEANS else counts_by
        word = _("领域") if what == "areas" else _("部门")
        return by(shown, card, theme=shell.colours(), what=word)

    _chart(card, f"{what} {kind}", draw)
    _rest(len(groups) - len(shown))


def _chart(card: Scorecard, name: str, draw: Callable[[], Chart | None]) -> None:
    shell.chart(card, f"screen {name}", draw, times=_TIMES)


def _area(card: Scorecard, group: Group) -> None:
    """What is behind comes first; the rest of a long area is counted."""
    behind = {score.target.id for score in group.scores if score.status.is_behind}
    ordered = sorted(group.scores, key=lambda score: (score.target.id not in behind, score.item.order))
    shown = tuple(ordered[:_BULLETS])
    st.caption(f"{coverage(group.rollup)} · {group.scores[0].target.area.lead.name}")
    draw = partial(bullets, shown, card.period, theme=shell.colours())
    _chart(card, f"area {group.key}", draw)
    _rest(len(ordered) - len(shown))


def _behind(card: Scorecard) -> None:
    worst = card.behind[:_ROWS]
    if worst:
        texts = shell.texts_behind(card, worst)
        tables.table(overall.behind_rows(card, worst, texts), _("落后的目标"), width=900)
    _rest(len(card.behind) - len(worst))


def _missing(card: Scorecard) -> None:
    blank = [score for score in card.targets if nothing_text(score, card.period)]
    shown = blank[:_ROWS]
    if shown:
        rows = [cells_of(NO_DATA, Row(score, card)) for score in shown]
        tables.table(rows, _("没有数据的目标"), width=900)
    _rest(len(blank) - len(shown))


def _rest(count: int) -> None:
    if count > 0:
        st.caption(_("另有 {count} 项,见全表。").format(count=count))


def step_asked(total: int) -> int:
    """The screen that the address asks for, from 1; beyond the last it is the last."""
    text = st.query_params.get(STEP, "1")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return min(max(asked, 1), total)


def go(step: int) -> None:
    st.query_params[STEP] = str(step)


def show_moves(step: int, total: int) -> None:
    """The keys' buttons. Each key that a clicker sends has one; only two of them are seen."""
    st.html("<style>[class*=st-key-key_]{display:none}</style>")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        back, on = max(step - 1, 1), min(step + 1, total)
        st.button(_("上一屏"), on_click=go, args=(back,), shortcut="Left", disabled=step == 1)
        st.button(_("下一屏"), on_click=go, args=(on,), shortcut="Right", disabled=step == total)
        st.caption(f"{step} / {total}", width="content")
        st.link_button(_("退出投影"), links.to("overview"), icon=":material/close_fullscreen:")
        for key, there in (("PageUp", back), ("PageDown", on), ("Space", on), ("Home", 1), ("End", total)):
            st.button(key, key=f"key_{key}", on_click=go, args=(there,), shortcut=key)


def pace_asked() -> str:
    """Seconds a screen, empty while a person turns them."""
    asked = st.query_params.get(EVERY, "")
    return asked if asked in PACES else ""


def choose_pace() -> str:
    words = {"": _("手动翻屏")} | {each: _("每 {n} 秒自动翻屏").format(n=each) for each in PACES}
    st.session_state["every"] = pace_asked()
    st.selectbox(
        _("翻屏"),
        list(words),
        format_func=lambda each: words[each],
        key="every",
        on_change=_put_pace,
        label_visibility="collapsed",
        width=200,
    )
    return pace_asked()


def _put_pace() -> None:
    chosen = st.session_state["every"]
    if chosen:
        st.query_params[EVERY] = chosen
    else:
        st.query_params.pop(EVERY, None)


def turn_by_itself(seconds: str, step: int, total: int) -> None:
    """The next screen after so many seconds, the first behind the last; the figures are then anew."""
    drawn_at = shell.now()

    @st.fragment(run_every=int(seconds))
    def turn() -> None:
        # The fragment also runs with the page itself: only a run of its own, later, turns.
        if (shell.now() - drawn_at).total_seconds() >= int(seconds) - 1:
            go(step % total + 1)
            st.rerun()

    turn()
