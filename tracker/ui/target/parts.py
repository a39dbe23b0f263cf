"""The parts of 目标: the choice, then rows of words: clause, terms, three readings, year, history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

import streamlit as st

from tracker.domain.access import Action, require
from tracker.domain.language.errors import NotFound
from tracker.domain.listing.cells import Row as FigureRow
from tracker.domain.listing.columns import units_text
from tracker.domain.listing.tables import YEAR
from tracker.domain.measure.figure import ReportState, Texts
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Kind, value_in_words
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score, Scorecard, Target
from tracker.domain.sentences import (
    caught_up_text,
    change_text,
    completion_text,
    gap_text,
    operator_note,
    planned_text,
    progress,
    required_text,
    target_text,
    verified_text,
)
from tracker.domain.sentences import (
    why as arithmetic_of,
)
from tracker.queries.plans import Clause
from tracker.queries.submissions import Submission
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, figures
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import method_link, target_link
from tracker.ui.parts.tables import Row

_MOST_OFFERED = 300
Series = Iterable[tuple[Period, Score]]


def choose(card: Scorecard) -> Score | None:
    """The target of the address (?code=…), None if the card has no such; choosing writes the address.

    In a large plan the choice is among the targets that hold what is typed into a field before it.
    """
    asked = st.query_params.get("code") or (card.targets or card.scores)[0].target.code
    by_code = shell.keep(card, "by-code", lambda: {score.target.code: score for score in card.scores})
    offered = list(by_code) if len(by_code) <= _MOST_OFFERED else _found(by_code, asked)
    key = f"target_{shell.visit().person.account_id}"
    # The address leads: links, reloads and the browser's back button all come through it.
    st.session_state[key] = asked if asked in by_code else None
    chosen = st.selectbox(
        _("目标"),
        offered,
        index=0 if asked in by_code else None,
        format_func=lambda code: f"{code}  {by_code[code].target.name}",
        key=key,
        on_change=lambda: st.query_params.update(code=st.session_state[key] or ""),
        placeholder=_("输入编号或名称查找目标"),
        filter_mode="contains",
    )
    return by_code.get(chosen or "")


def _found(by_code: Mapping[str, Score], asked: str) -> list[str]:
    """What the typed words find, the asked one first: 10,000 names in a box are 400 kB and 12 ms."""
    words = st.text_input(
        _("查找目标"), key="target_words", placeholder=_("输入编号、名称或牵头单位中的几个字")
    ).strip()
    holds = (
        code
        for code, score in by_code.items()
        if words in f"{code} {score.target.name} {score.target.lead.name}" and code != asked
    )
    return [*([asked] if asked in by_code else []), *islice(holds, _MOST_OFFERED)]


def show_moves(card: Scorecard, score: Score) -> None:
    """The target before and behind this one, in the notice's order."""
    codes = shell.keep(card, "codes", lambda: [each.target.code for each in card.scores])
    place = codes.index(score.target.code)
    _move(_("上一项"), "arrow_back", codes[place - 1] if place else None, "Alt+Up")
    _move(_("下一项"), "arrow_forward", codes[place + 1] if place + 1 < len(codes) else None, "Alt+Down")


def _move(name: str, icon: str, code: str | None, keys: str) -> None:
    st.button(
        name,
        icon=f":material/{icon}:",
        key=f"target-move-{icon}",
        disabled=code is None,
        shortcut=keys,
        on_click=lambda: st.query_params.update(code=code or ""),
    )


def refuse() -> None:
    """Why the target of the address is not shown: in words, to whom it is not theirs to see."""
    with shell.told():
        require(shell.visit().person, Action.SEE_TARGET)
        raise NotFound(_("没有这项目标,请在上面重新选择。"))


def show_head(
    score: Score, period: Period, rules: RuleSet, texts: Texts | None, history: tuple[Submission, ...]
) -> None:
    """What it is, how it stands, and the sentences about it."""
    target = score.target
    st.subheader(prose.literal(target.name), anchor=False)
    st.caption(prose.literal(f"{target.code} · {units_text(target)}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        badges.badge(score.status)
        st.text(progress(score, period, texts))
    verdict = arithmetic_of(score, period, rules).verdict
    notes = (verdict, verified_text(score), required_text(score), caught_up_text(score))
    for line in (*notes, waiting_note(score, period, history)):
        if line:
            st.caption(prose.literal(line))


def show_readings(score: Score, period: Period, rules: RuleSet) -> None:
    """The three readings beside each other, each with the way to its explanation."""
    cards = readings(score, period, rules)
    why = method_link(target=score.target)
    for column, reading in zip(st.columns(3) if cards else (), cards, strict=True):
        with column:
            figures.reading(reading.title, reading.said, reading.arithmetic, why)


@dataclass(frozen=True)
class Reading:
    title: str
    said: str
    arithmetic: tuple[str, ...]


def place(target: Target, clause: Clause, document: str) -> str:
    """海政发〔2025〕10号 · 加快先进制造业发展 · 第8条 推进设备更新."""
    article = target.anchor.label + ("" if target.anchor.article is None else f" {clause.title}")
    return " · ".join((document, target.area.title, article))


def readings(score: Score, period: Period, rules: RuleSet) -> tuple[Reading, ...]:
    """Completion, the one gap and change, never merged; empty where none of the three exists."""
    completion, gap, change = completion_text(score), gap_text(score), change_text(score, period)
    if completion is None and gap is None and change is None:
        return ()
    # The verdict stands by the status.
    steps = arithmetic_of(score, period, rules)
    terms = score.target.terms
    share = _("执行率") if terms.kind is Kind.BUDGET else _("完成率")
    against = _("与目标差") if terms.kind.is_kept or terms.is_ceiling else _("与时序差")
    return (
        Reading(share, completion or "—", (steps.completion,) if steps.completion else ()),
        Reading(against, gap or "—", tuple(filter(None, (steps.expected, steps.gap)))),
        Reading(_("变化"), change or "—", _change_arithmetic(score)),
    )


def waiting_note(score: Score, period: Period, history: tuple[Submission, ...]) -> str:
    """That something waits for review which the page, showing approved figures, does not show."""
    newest = next((each for each in history if each.period == period), None)
    shown = score.figure is not None and newest is not None and score.figure.report_id == newest.report_id
    if newest is None or newest.state is not ReportState.SUBMITTED or shown:
        return ""
    return _("{period}的数据已提交、等待审核,打开“含未审核”可以查看。").format(period=period.label)


def _change_arithmetic(score: Score) -> tuple[str, ...]:
    if score.figure is None or score.figure.value is None or score.change is None:
        return ()
    before = score.figure.value - score.change
    return (f"{amount_text(score.figure.value)} − {amount_text(before)} = {amount_text(score.change)}",)


def terms_rows(target: Target, rules: RuleSet) -> tuple[tuple[str, str], ...]:
    terms, adjective = target.terms, shell.visit().plan.rhythm.adjective
    return (
        (_("目标"), target_text(terms)),
        (_("读法"), operator_note(terms, rules)),
        (_("类型"), terms.kind.word),
        (_("进度路径"), terms.path.word),
        (_("{adjective}计划").format(adjective=adjective), planned_text(terms)),
        (_("基数"), value_in_words(terms.baseline, terms) if terms.baseline else ""),
        (_("语气"), _("力争(努力方向,仍按目标值对照)") if terms.is_stretch else ""),
        (_("附加条件"), terms.condition),
        (_("目标版本"), _("第{version}版").format(version=target.terms_version)),
    )


def year_rows(card: Scorecard, series: Series) -> list[Row]:
    """The figures quarter by quarter, each a link to it; what does not exist is a dash, never a 0."""
    return [
        {period.rhythm.noun.capitalize(): target_link(score.target, period.span, period)}
        # The columns take the quarter of a figure from the card.
        | cells_of(YEAR, FigureRow(score, replace(card, period=period)))
        for period, score in series
    ]
