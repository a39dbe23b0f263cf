"""The screens of 投影: the whole plan, areas, departments, each area, what is behind and what is missing.

The classes are those of web/style/present.css, where type is measured by the screen and not in pixels.
"""

from dataclasses import dataclass
from html import escape

import streamlit as st

from tracker.domain.measure.quantity import percent
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import nearly
from tracker.domain.progress.scorecard import Group, Scorecard, by_size
from tracker.domain.progress.status import Status
from tracker.domain.sentences import coverage, nothing_text, plan_counts, shares, timeliness
from tracker.domain.sentences.conclusion import conclusion
from tracker.domain.sentences.data_months import data_months
from tracker.domain.sentences.short_names import plan_cited
from tracker.domain.sentences.slides import (
    area_title,
    areas_title,
    behind_title,
    departments_title,
    nothing_title,
    unapproved_mark,
)
from tracker.ui.frame import moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links
from tracker.ui.parts.badges import shape_html, status_html
from tracker.ui.present import rows

STEP = "step"
PACES = ("10", "20", "40", "60")  # seconds a screen; web/present.js
_ROWS = 10  # what can be read from the last row of chairs
_LONG = 60  # characters of a title that fill two lines


@dataclass(frozen=True)
class Screen:
    """One conclusion and what it rests on; ``body`` is HTML."""

    title: str
    below: str
    body: str


def screens(card: Scorecard, earlier: Scorecard | None) -> tuple[Screen, ...]:
    """The meeting's way through the plan; an area without targets has no screen."""
    departments = by_size(card.departments)
    counted = _legend(card)
    return (
        Screen(conclusion(card), _of_period(card), _whole(card, earlier)),
        Screen(areas_title(card), counted, _groups(card, card.areas, _("领域"))),
        Screen(departments_title(card), counted, _groups(card, departments, _("部门"))),
        *(
            Screen(area_title(group, card), _led(group), body)
            for group, body in zip(card.areas, shell.keep_each(_area, card.areas), strict=True)
        ),
        Screen(behind_title(card), _scale(), _behind(card)),
        Screen(nothing_title(card), "", _missing(card)),
    )


def _of_period(card: Scorecard) -> str:
    told = _("{span} · 时序进度{pace}").format(span=_span(card), pace=percent(card.pace))
    return escape(" · ".join(filter(None, (told, _whose(card)))))


def _whose(card: Scorecard) -> str:
    return _("{leader}分管").format(leader=card.of_whom) if card.of_whom else ""


def _span(card: Scorecard) -> str:
    """2025年前三季度: what the figures cover."""
    return _("{year}年{span}").format(year=card.plan.year, span=card.period.span)


def _scale() -> str:
    return escape(_("完成值/全年目标;竖线为应达进度"))


def _led(group: Group) -> str:
    lead = group.scores[0].target.area.lead
    return escape(" · ".join((coverage(group.rollup), *([lead.name] if lead else ()))))


def _legend(card: Scorecard) -> str:
    """What the shapes and cells of a screen of groups are."""
    return "".join(status_html(status) for status in Status if card.whole.due_counts[status])


def _whole(card: Scorecard, earlier: Scorecard | None) -> str:
    """The counts of the due targets, those with a verdict first; the same as a bar; then the shares."""
    whole = card.whole
    if not whole.due:
        return f'<p class="told">{escape(plan_counts(card))}</p>'
    due = [status for status in Status if whole.due_counts[status]]
    judged = "".join(_count(card, status, earlier) for status in due if status.is_verdict)
    rest = "".join(_count(card, status, None) for status in due if not status.is_verdict)
    told = "<br>".join(escape(text) for text in (shares(whole), timeliness(whole)) if text)
    strip = bars.counts_html(whole, hollow=card.verdict(whole) is Verdict.TOO_LITTLE)
    return (
        f'<div class="tally">{judged}{"<i></i>" if judged and rest else ""}{rest}</div>'
        f'<div class="whole">{strip}</div>'
        f'<p class="told">{told}</p>'
    )


def _count(card: Scorecard, status: Status, earlier: Scorecard | None) -> str:
    """A count with its shape and word, and below it that of the period before."""
    count, below = card.whole.due_counts[status], ""
    if earlier is not None and not earlier.is_unopened:
        span, before = earlier.period.span, earlier.whole.due_counts[status]
        below = (
            _("与{span}持平").format(span=span)
            if before == count
            else _("{span}{count}项").format(span=span, count=before)
        )
    look = "judged" if status.is_verdict else "unjudged"
    return (
        f'<div class="{look}"><b>{shape_html(status)}{count}</b>'
        f"<span>{escape(status.word)}</span><small>{escape(below)}</small></div>"
    )


def _groups(card: Scorecard, groups: tuple[Group, ...], noun: str) -> str:
    shown = groups[:_ROWS]
    return rows.groups_html(card, shown, noun) + _rest(len(groups) - len(shown), _("另有{count}个。"))


def _area(group: Group) -> str:
    """What is behind comes first; the rest of a long area is counted."""
    ordered = sorted(group.scores, key=lambda score: (not score.status.is_behind, nearly(score.item.order)))
    return rows.targets_html(ordered[:_ROWS]) + _rest(len(ordered) - _ROWS)


def _behind(card: Scorecard) -> str:
    if not card.behind:
        return ""
    return rows.targets_html(card.behind[:_ROWS]) + _rest(len(card.behind) - _ROWS)


def _missing(card: Scorecard) -> str:
    """What has no verdict, what is due first."""
    blank = [score for score in card.targets if nothing_text(score, card.period)]
    blank.sort(key=lambda score: not score.judgement.is_due)
    return rows.missing_html(blank[:_ROWS], card.period) + _rest(len(blank) - _ROWS) if blank else ""


def _rest(count: int, text: str = "") -> str:
    if count <= 0:
        return ""
    return f'<p class="rest">{escape((text or _("另有{count}项,见全表。")).format(count=count))}</p>'


def foot_html(card: Scorecard) -> str:
    """What stands at the foot of every screen: what the data are, of which plan, and as of when."""
    as_of = shell.visit().as_of
    looked_back = "" if as_of is None else _("截至{day}").format(day=moments.day(moments.day_of(as_of)))
    told = (
        _span(card),
        _whose(card),
        looked_back,
        data_months(card),
        unapproved_mark(card) if card.include_unapproved else "",
        plan_cited(card.plan),
        _("演示数据") if card.plan.mark else "",
    )
    return "".join(f"<span>{escape(text)}</span>" for text in told if text)


def step_asked(total: int) -> int:
    """The screen that the address asks for, from 1; beyond the last it is the last."""
    text = st.query_params.get(STEP, "1")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return min(max(asked, 1), total)


def wall_html(shown: tuple[Screen, ...], step: int, foot: str) -> str:
    """All screens, the one of ``step`` in sight, and the bar that a moved mouse or a touch brings."""
    total = len(shown)
    parts = "".join(
        _screen_html(screen, number, total, foot, is_shown=number == step)
        for number, screen in enumerate(shown, 1)
    )
    return f'<div class="wall" data-total="{total}">{parts}</div>{_bar_html()}'


def _screen_html(screen: Screen, number: int, total: int, foot: str, *, is_shown: bool) -> str:
    title = escape(screen.title)
    looks = ("quoted", screen.title.startswith("“")), ("long", len(title) > _LONG)
    heading = f'<h1 class="{" ".join(name for name, is_so in looks if is_so)}">{title}</h1>'
    dots = "".join("<i class=on></i>" if each == number else "<i></i>" for each in range(1, total + 1))
    return (
        f'<section class="{"screen shown" if is_shown else "screen"}" aria-label="{number} / {total}">'
        f"<header>{heading}<p>{screen.below}</p></header>"
        f'<div class="body">{screen.body}</div>'
        f'<footer><span class="dots" aria-hidden="true">{dots}</span>'
        f'<span class="place">{number} / {total}</span>{foot}</footer></section>'
    )


def _bar_html() -> str:
    """上一屏, 下一屏, the pace, 全屏 and the way out; every one of them has a key."""
    paces = f'<option value="">{escape(_("手动翻屏"))}</option>' + "".join(
        f'<option value="{each}">{escape(_("每{n}秒自动翻屏").format(n=each))}</option>' for each in PACES
    )
    buttons = (("back", _("上一屏")), ("on", _("下一屏")), ("full", _("全屏")))
    back, on, full = (
        f'<button type="button" data-turn="{turn}">{escape(word)}</button>' for turn, word in buttons
    )
    way_out = f'<a data-turn="leave" href="{escape(links.to("overview"))}">{escape(_("退出投影"))}</a>'
    choice = f'<select aria-label="{escape(_("翻屏"))}">{paces}</select>'
    return f'<nav class="wall-bar" aria-label="{escape(_("投影"))}">{back}{on}{choice}{full}{way_out}</nav>'
