"""What the 汇报 says, as words and shares for its template. Texts are made safe for its fonts here."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tracker.domain.language.texts import clean_text
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.palette import LIGHT, letters_on
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import (
    behind_line,
    coverage_short,
    full_width,
    headline,
    nothing_text,
    on_pace_text,
    plan_counts,
)
from tracker.domain.sentences.bulletin import reporting
from tracker.domain.sentences.changes import records_counted
from tracker.domain.sentences.coordination import (
    day_frozen,
    decision_line,
    matter_line,
    matter_state,
    matters_title,
)
from tracker.domain.sentences.data_months import material_label, months_and_reading
from tracker.domain.sentences.directives import (
    answer_line,
    directive_line,
    directive_state,
    directives_title,
)
from tracker.domain.sentences.since import (
    adjustment_line,
    behind_since,
    correction_line,
    erratum_line,
    since_lines,
    since_opening,
)
from tracker.domain.sentences.slides import areas_title, behind_title, departments_title, nothing_title
from tracker.export.group_chart import by_due

FONTS = Path(__file__).parent.parent / "fonts"
FAMILY = "Tracker Sans"
MISSING_GLYPH = "〓"  # what Chinese printers set for a character that they have no type for
_BEHIND, _MISSING, _RECORDS, _BARS = 16, 12, 8, 20
_LONGEST_TEXT, _LONGEST_NAME = 160, 40


@cache
def covered() -> frozenset[str]:
    """The characters that the fonts hold (tests/fonts.py writes them down)."""
    return frozenset((FONTS / "covered.txt").read_text("utf-8")) | {"\n"}


def printable(text: str, longest: int = 10_000) -> str:
    """A text that the fonts can set, cut where it is too long; what they lack becomes 〓."""
    kept = clean_text(text, limit=len(text) + 1)
    kept = kept if len(kept) <= longest else f"{kept[: longest - 1]}…"
    return "".join(sign if sign in covered() else MISSING_GLYPH for sign in kept)


def contents_of(frozen: Frozen, sha256: str, number: str) -> dict[str, Any]:
    """The template's data: texts, and shares of a bar's length between 0 and 1."""
    card = frozen.card
    counted = "含未审核数据" if card.include_unapproved else "只含已审核数据"
    rules = f"判定规则第{card.rules.version}版"
    foot = (card.plan.mark, material_label(number or card.period, sha256), counted, rules)
    return {
        "font": FAMILY,
        "colours": {str(name): value for name, value in LIGHT.items()},
        "title": _sentence(f"{card.period.label}重点目标任务进展汇报"),
        "author": printable(frozen.author, 100),
        "kicker": _sentence(f"{card.plan.title} · {card.period.label} · {frozen.name}", 200),
        "headline": _sentence(headline(card)),
        "opening": [
            _sentence(line)
            for line in (
                plan_counts(card),
                reporting(card),
                f"{months_and_reading(card, frozen.frozen_at)}。",
            )
            if line
        ],
        "counts": [_count(status, count) for status, count in card.whole.counts.items() if count],
        "areas": _bars(areas_title(card), card.areas, frozen),
        "departments": _bars(
            departments_title(card), by_due(card.departments), frozen, "按应达项数从多到少;"
        ),
        "parts": [part for part in _parts(frozen) if part["items"]],
        "rules": _sentence(card.rules.sentence),
        "foot": printable(" ".join(filter(None, foot))),
    }


def _sentence(sentence: str, longest: int = 10_000) -> str:
    return printable(full_width(sentence), longest)


def _count(status: Status, count: int) -> dict[str, Any]:
    word, tone = f"{status.word} {count}项", LIGHT[status]
    return {"status": status, "tone": tone, "shape": status.shape, "word": word, "count": count}


def _bars(title: str, groups: Sequence[Group], frozen: Frozen, order: str = "") -> dict[str, Any]:
    note = f"{order}条为各状态的项数,一项一格;右为达时序率(应达不足5项的为项数)和已报/应报"
    shown = groups[:_BARS]
    if len(groups) > len(shown):
        note += f";此处列前{len(shown)}个,共{len(groups)}个,其余见进度表"
    return {
        "title": _sentence(title),
        "note": _sentence(note),
        "bars": [_bar(group, frozen, max(group.rollup.total for group in shown)) for group in shown],
    }


def _bar(group: Group, frozen: Frozen, longest: int) -> dict[str, Any]:
    """``parts``: (status, share of the length of the longest bar, number) in the order of legends."""
    verdict = frozen.card.verdict(group)
    parts = [
        {
            "status": status,
            "length": count / longest,
            "number": f"{status.shape}{count}",
            "ink": LIGHT[letters_on(status)],
        }
        for status, count in group.rollup.counts.items()
        if count
    ]
    word = f"{verdict.word} " if verdict.is_told else ""
    return {
        "name": _sentence(group.name, _LONGEST_NAME),
        "parts": parts,
        "said": _sentence(f"{word}{on_pace_text(group.rollup)} {coverage_short(group.rollup)}"),
    }


def _parts(frozen: Frozen) -> Iterable[dict[str, Any]]:
    card, records = frozen.card, frozen.records
    if frozen.last is not None:
        told = (behind_since(frozen.last, card), *since_lines(frozen.last))
        changes = [_item("", line, "accent") for line in told if line]
        yield _part(since_opening(frozen.last), changes, 0)
    # card.behind has the furthest behind in front, so that a cut leaves out the least of them.
    worst = card.behind[:_BEHIND]
    yield _part(
        behind_title(card), [_behind(score, frozen) for score in worst], len(card.behind) - len(worst)
    )
    blank = [score for score in card.targets if nothing_text(score, card.period)]
    shown = [_blank(score, frozen) for score in blank[:_MISSING]]
    yield _part(nothing_title(card), shown, len(blank) - len(shown))
    today = day_frozen(frozen)
    matters = [
        _item(matter_state(each, today), matter_line(each), "accent", [decision_line(each, today)])
        for each in records.open_matters[:_RECORDS]
    ]
    yield _part(matters_title(frozen), matters, len(records.open_matters) - len(matters))
    if records.open_directives:
        asked = [
            _item(directive_state(each, today), directive_line(each), "accent", [answer_line(each, today)])
            for each in records.open_directives[:_RECORDS]
        ]
        yield _part(directives_title(frozen), asked, len(records.open_directives) - len(asked))
    lines = [adjustment_line(each) for each in records.adjustments_since]
    lines += [erratum_line(each) for each in records.errata_since]
    lines += [correction_line(each) for each in records.corrections_since]
    changed = [_item("", line, "accent") for line in lines[:_RECORDS]]
    yield _part(records_counted(records), changed, len(lines) - len(changed))


def _part(title: str, items: list[dict[str, Any]], rest: int) -> dict[str, Any]:
    pointer = f"另有{rest}项,详见进度表。" if rest > 0 else ""
    return {"title": _sentence(title.rstrip("。")), "items": items, "rest": _sentence(pointer)}


def _item(head: str, sentence: str, status: str, lines: Iterable[str] = ()) -> dict[str, Any]:
    shown = [_sentence(line, _LONGEST_TEXT) for line in lines if line]
    return {"head": _sentence(head, 120), "said": _sentence(sentence, 400), "status": status, "lines": shown}


def _behind(score: Score, frozen: Frozen) -> dict[str, Any]:
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    lines = (
        f"存在问题:{texts.problem}" if texts.problem else "",
        f"下一步:{texts.next_step}" if texts.next_step else "",
    )
    head = f"{labelled(score.status)} {score.target.name}({score.target.lead.name})"
    return _item(head, behind_line(score, frozen.card.period), score.status, lines)


def _blank(score: Score, frozen: Frozen) -> dict[str, Any]:
    head = f"{labelled(score.status)} {score.target.name}({score.target.lead.name})"
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    return _item(head, nothing_text(score, frozen.card.period, texts.scope_note) or "", score.status)
