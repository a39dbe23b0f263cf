"""What the 汇报 says, as words and shares for its template. Texts are made safe for its fonts here."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tracker.domain.language import bracketed
from tracker.domain.language.texts import clean_text
from tracker.domain.listing.cells import Row
from tracker.domain.listing.columns import expected_text
from tracker.domain.meetings.meeting import LastMeeting
from tracker.domain.meetings.paper import AreaPassage, NameOf, Passage, Request
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.palette import LIGHT, letters_on
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import (
    behind_for_text,
    coverage_short,
    full_width,
    headline,
    nothing_text,
    on_pace_text,
    plan_counts,
    value_text,
)
from tracker.domain.sentences.bulletin import reporting
from tracker.domain.sentences.changes import budgets_counted, records_counted, targets_counted
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
from tracker.domain.sentences.rows import gap_cell
from tracker.domain.sentences.since import (
    adjustment_line,
    behind_since,
    correction_line,
    erratum_line,
    since_opening,
)
from tracker.domain.sentences.slides import areas_title, behind_title, departments_title, nothing_title
from tracker.domain.sentences.versions import problem_and_next
from tracker.export.group_chart import by_due
from tracker.export.status_marks import mark_of

FONTS = Path(__file__).parent.parent / "fonts"
FAMILY = "Tracker Sans"
MISSING_GLYPH = "〓"  # what Chinese printers set for a character that they have no type for
_BEHIND, _MISSING, _RECORDS, _BARS = 40, 12, 8, 20
_LONGEST_TEXT, _LONGEST_NAME, _LONGEST_LINE = 30, 40, 160


@cache
def covered() -> frozenset[str]:
    """The characters that the fonts hold (tests/fonts.py writes them down)."""
    return frozenset((FONTS / "covered.txt").read_text("utf-8")) | {"\n"}


def printable(text: str, longest: int = 10_000) -> str:
    """A text that the fonts can set, cut where it is too long; what they lack becomes 〓."""
    kept = clean_text(text, limit=len(text) + 1)
    kept = kept if len(kept) <= longest else f"{kept[: longest - 1]}…"
    return "".join(sign if sign in covered() else MISSING_GLYPH for sign in kept)


def contents_of(frozen: Frozen, sha256: str, number: str, *, is_preview: bool = False) -> dict[str, Any]:
    """The template's data: texts, and shares of a bar's length, 0 to 1; in the order of the slides."""
    card, words = frozen.card, frozen.paper.words
    counted = "含未审核数据" if card.include_unapproved else "只含已审核数据"
    rules = f"判定规则第{card.rules.version}版"
    marks = ("预览" if is_preview else "", card.plan.mark)
    foot = (*marks, material_label(number or card.period, sha256), counted, rules)
    months = f"{months_and_reading(card, frozen.frozen_at)}。"
    overall = "" if words.overall is None else _passage(words.overall)
    return {
        "font": FAMILY,
        "colours": {str(name): value for name, value in LIGHT.items()},
        "title": _sentence(f"{card.period.label}重点目标任务进展汇报"),
        "author": printable(frozen.author, 100),
        "mark": printable(" ".join(filter(None, marks))),
        "kicker": _sentence(f"{card.plan.title} · {card.period.label} · {frozen.name}", 200),
        "headline": _sentence(headline(card)),
        "opening": [
            _sentence(line) for line in (plan_counts(card), reporting(card), months, overall) if line
        ],
        "counts": [_count(status, count) for status, count in card.whole.drawn.items() if count],
        "areas": _bars(areas_title(card), card.areas, frozen),
        "said_of_areas": [
            _item(area.name, _passage(said), "accent")
            for area in card.areas
            if (said := words.of_area(area.scores[0].target.area.id)) is not None
        ],
        "behind": _behind_table(frozen),
        "problems": [_item(each.heading, _passage(each), "accent") for each in words.problems],
        "parts": [part for part in _parts(frozen) if part["items"]],
        "departments": _bars(
            departments_title(card), by_due(card.departments), frozen, "按应达项数从多到少;"
        ),
        "rules": _sentence(card.rules.sentence),
        "foot": printable(" ".join(filter(None, foot))),
    }


def _passage(passage: Passage | AreaPassage) -> str:
    """What the office wrote; a proposed sentence, of previews only, is marked."""
    return f"〔拟〕{passage.text}" if passage.is_proposed else passage.text


def _sentence(sentence: str, longest: int = 10_000) -> str:
    return printable(full_width(sentence), longest)


def _count(status: Status, count: int) -> dict[str, Any]:
    word, tone = f"{status.word} {count}项", LIGHT[status]
    return {"status": status, "tone": tone, "shape": status.shape, "word": word, "count": count}


def _bars(title: str, groups: Sequence[Group], frozen: Frozen, order: str = "") -> dict[str, Any]:
    note = f"{order}条为应达目标按状态的项数,一项一格;右为达时序率(应达不足5项的为项数)和已报/应报"
    shown = groups[:_BARS]
    if len(groups) > len(shown):
        note += f";此处列前{len(shown)}个,共{len(groups)}个,其余见进度表"
    return {
        "title": _sentence(title),
        "note": _sentence(note),
        "bars": [
            _bar(group, frozen, max(sum(group.rollup.drawn.values()) for group in shown)) for group in shown
        ],
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
        for status, count in group.rollup.drawn.items()
        if count
    ]
    word = f"{verdict.word} " if verdict.is_told else ""
    return {
        "name": _sentence(group.name, _LONGEST_NAME),
        "parts": parts,
        "said": _sentence(f"{word}{on_pace_text(group.rollup)} {coverage_short(group.rollup)}"),
    }


def _behind_table(frozen: Frozen) -> dict[str, Any]:
    """Each behind item once, the furthest behind first, so that a cut leaves out the least of them."""
    card = frozen.card
    rows = [_behind(score, frozen) for score in card.behind[:_BEHIND]]
    note = "应达为截至数据月份应达到的数量;按现值与应达之比由低到高列出"
    if len(card.behind) > len(rows):
        note += f";此处列前{len(rows)}项,共{len(card.behind)}项,其余见进度表"
    heads = ["目标、牵头单位", "现值、目标", "应达", "差距", "状态", "问题与下一步"]
    return {"title": _sentence(behind_title(card)), "note": _sentence(note), "heads": heads, "rows": rows}


def _parts(frozen: Frozen) -> Iterator[dict[str, Any]]:
    """What is to be decided, the turn since the last meeting, who is to do what, what stands behind it."""
    card, records, words = frozen.card, frozen.records, frozen.paper.words
    today = day_frozen(frozen)
    decide = [_item("", _passage(each), "accent") for each in words.decisions]
    yield _part("提请会议研究的事项", decide, 0)
    matters = [
        _item(matter_state(each, today), matter_line(each), "accent", [decision_line(each, today)])
        for each in records.open_matters[:_RECORDS]
    ]
    yield _part(matters_title(frozen), matters, len(records.open_matters) - len(matters))
    if frozen.last is not None:
        told = behind_since(frozen.last, card), _changes_counted(frozen.last)
        changes = [_item("", line, "accent") for line in told if line]
        yield _part(since_opening(frozen.last), changes, 0)
    if words.praise is not None:
        yield _part("表扬", [_item("", _passage(words.praise), "accent")], 0)
    asked = [_request(each, frozen) for each in words.requests]
    yield _part("工作要求", asked, 0)
    if words.next_steps is not None:
        yield _part("下一步打算", [_item("", _passage(words.next_steps), "accent")], 0)
    blank = [score for score in card.targets if nothing_text(score, card.period)]
    shown = [_blank(score, frozen) for score in blank[:_MISSING]]
    yield _part(nothing_title(card), shown, len(blank) - len(shown))
    if records.open_directives:
        answered = [
            _item(directive_state(each, today), directive_line(each), "accent", [answer_line(each, today)])
            for each in records.open_directives[:_RECORDS]
        ]
        yield _part(directives_title(frozen), answered, len(records.open_directives) - len(answered))
    lines = [adjustment_line(each) for each in records.adjustments_since]
    lines += [erratum_line(each) for each in records.errata_since]
    lines += [correction_line(each) for each in records.corrections_since]
    changed = [_item("", line, "accent") for line in lines[:_RECORDS]]
    yield _part(records_counted(records), changed, len(lines) - len(changed))


def _changes_counted(last: LastMeeting) -> str:
    """补上进度10项,新落后3项;预算单独统计:… Counts alone: whom they are, the tables and the workbook name."""
    told = (",".join(targets_counted(last.comparison)), budgets_counted(last.comparison))
    counted = ";".join(filter(None, told))
    return f"{counted}。" if counted else ""


def _request(request: Request, frozen: Frozen) -> dict[str, Any]:
    """By when and who, then what: 10月24日前 市商务局 | 补报…"""
    units = {
        unit.id: unit.name
        for score in frozen.card.scores
        for unit in (score.target.lead, *score.target.co_units)
    }
    asked = [units[key] for key in request.unit_ids if key in units]
    asked += ["分管领导"] if request.to_leaders else []
    head = " ".join(filter(None, (request.due_words, "、".join(asked))))
    mark = "〔拟〕" if request.is_proposed else ""
    return _item(head, f"{mark}{request.text}", "accent")


def _part(title: str, items: list[dict[str, Any]], rest: int) -> dict[str, Any]:
    pointer = f"另有{rest}项,详见进度表。" if rest > 0 else ""
    return {"title": _sentence(title.rstrip("。")), "items": items, "rest": _sentence(pointer)}


def _item(head: str, sentence: str, status: str, lines: Iterable[str] = ()) -> dict[str, Any]:
    shown = [_sentence(line, _LONGEST_LINE) for line in lines if line]
    return {"head": _sentence(head, 120), "said": _sentence(sentence, 400), "status": status, "lines": shown}


def _behind(score: Score, frozen: Frozen) -> dict[str, Any]:
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    row, mark = Row(score, frozen.card), mark_of(score.status)
    long = behind_for_text(score)
    return {
        "name": _sentence(
            frozen.paper.name_of(NameOf.TARGET, score.target.id, score.target.name), _LONGEST_NAME
        ),
        "lead": _lead(score, frozen),
        "value": _sentence(value_text(score) or "—"),
        "aim": _sentence(score.target.aim),
        "expected": _sentence(expected_text(row)),
        "gap": _sentence(gap_cell(score) or "—"),
        "status": labelled(score.status),
        "fill": mark.fill or LIGHT["paper"],
        "ink": mark.ink,
        "long": _sentence(long),
        "told": _sentence(problem_and_next(texts, _LONGEST_TEXT)),
    }


def _lead(score: Score, frozen: Frozen) -> str:
    """Who leads, unless the office chose that nobody is named beside what is behind or silent."""
    return _sentence(score.target.lead.name, _LONGEST_NAME) if frozen.paper.choices.names else ""


def _blank(score: Score, frozen: Frozen) -> dict[str, Any]:
    lead = _lead(score, frozen)
    name = frozen.paper.name_of(NameOf.TARGET, score.target.id, score.target.name)
    head = f"{labelled(score.status)} {bracketed(name, lead) if lead else name}"
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    return _item(head, nothing_text(score, frozen.card.period, texts.scope_note) or "", score.status)
