"""The bulletin's text: 一、 (一) 1. in the order that a meeting reads; what has no data is left out."""

from collections.abc import Iterator

from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import CountsAs, counted_as
from tracker.domain.sentences import bulletin, coordination, directives, since
from tracker.domain.sentences.changes import records_counted
from tracker.export.bulletin.areas import areas_shown
from tracker.export.word.marks import paragraph, run, text

# A bulletin names so many of each kind; the progress table has them all.
LISTED = 100
_BOLD = "<w:b/>"


def sections(frozen: Frozen) -> str:
    numbered = enumerate(filter(lambda part: part[1], _parts(frozen)), 1)
    return "".join(
        text("Heading1", f"{bulletin.ordinal(number)}、{heading}") + inside
        for number, (heading, inside) in numbered
    )


def _parts(frozen: Frozen) -> Iterator[tuple[str, str]]:
    yield "总体情况", _overall(frozen)
    yield "落后的目标", _behind(frozen)
    yield "未填报和待审核的目标", _missing(frozen)
    yield "提请协调解决的事项", _matters(frozen)
    yield "市领导批示办理情况", _directives(frozen)
    yield "与上次会议相比", _since(frozen)
    yield "目标调整、勘误和更正说明", _changed(frozen)
    yield "下一步工作", _next(frozen)


def _overall(frozen: Frozen) -> str:
    card = frozen.card
    lines = (bulletin.overall(card), bulletin.reporting(card), bulletin.areas_compared(card))
    return "".join(text("Normal", line) for line in lines if line) + areas_shown(frozen)


def _behind(frozen: Frozen) -> str:
    shown = text("Normal", bulletin.behind_opening(frozen.card))
    # The furthest behind first: a meeting may not come to the rest.
    by_status = [
        (status, [score for score in frozen.card.behind if score.status is status])
        for status in reversed(counted_as(CountsAs.BEHIND))
    ]
    for number, (status, scores) in enumerate((each for each in by_status if each[1]), 1):
        heading = bulletin.status_heading(status, len(scores))
        shown += text("Heading2", f"({bulletin.ordinal(number)}){heading}")
        shown += "".join(_item(frozen, place, score) for place, score in enumerate(scores[:LISTED], 1))
        if len(scores) > LISTED:
            shown += text("Normal", bulletin.more_behind(len(scores) - LISTED))
    return shown


def _item(frozen: Frozen, place: int, score: Score) -> str:
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    words = bulletin.item_words(score, frozen.card.period, texts)
    return paragraph("Normal", run(f"{place}. {bulletin.item_name(score)}", _BOLD), run(words))


def _missing(frozen: Frozen) -> str:
    card = frozen.card
    waiting = tuple(score for score in card.targets if score.is_waiting)
    unapproved = tuple(
        score for score in card.targets if score.figure is not None and score.figure.is_unapproved
    )
    lines = [bulletin.missing(card.missing), bulletin.waiting(waiting), bulletin.unapproved(unapproved)]
    not_applicable = bulletin.not_applicable(frozen)
    lines = [line for line in lines if line] or [bulletin.all_reported(card)]
    return "".join(text("Normal", line) for line in (*lines, not_applicable) if line)


def _matters(frozen: Frozen) -> str:
    """What departments asked for and what was decided; nothing where nothing is open or was closed."""
    matters, today = frozen.records.open_matters, coordination.day_frozen(frozen)
    ended = coordination.closed_matters(frozen.records)
    if not matters and not ended:
        return ""
    opening = f"{coordination.matters_title(frozen)}。{ended}"
    return _listed(
        opening,
        [coordination.matter_line(matter) + coordination.decision_line(matter, today) for matter in matters],
    )


def _directives(frozen: Frozen) -> str:
    """What leaders asked and what was answered; nothing where nothing is open or was closed."""
    going_on, today = frozen.records.open_directives, coordination.day_frozen(frozen)
    ended = directives.closed_directives(frozen.records)
    if not going_on and not ended:
        return ""
    opening = f"{directives.directives_title(frozen)}。{ended}"
    return _listed(
        opening, [directives.directive_line(each) + directives.answer_line(each, today) for each in going_on]
    )


def _listed(opening: str, lines: list[str]) -> str:
    shown = text("Normal", opening)
    shown += "".join(text("Normal", f"{place}. {line}") for place, line in enumerate(lines[:LISTED], 1))
    return shown + (text("Normal", bulletin.more_behind(len(lines) - LISTED)) if len(lines) > LISTED else "")


def _since(frozen: Frozen) -> str:
    if frozen.last is None:
        return ""
    turned = since.behind_since(frozen.last, frozen.card)
    lines = (since.since_opening(frozen.last), turned, *since.since_lines(frozen.last))
    return "".join(text("Normal", line) for line in lines if line)


def _changed(frozen: Frozen) -> str:
    records = frozen.records
    groups = (
        ("目标调整", [since.adjustment_line(each) for each in records.adjustments_since]),
        ("勘误", [since.erratum_line(each) for each in records.errata_since]),
        ("数据更正", [since.correction_line(each) for each in records.corrections_since]),
    )
    if not any(lines for __, lines in groups):
        return ""
    shown = text("Normal", records_counted(records))
    for number, (heading, lines) in enumerate((group for group in groups if group[1]), 1):
        shown += text("Heading2", f"({bulletin.ordinal(number)}){heading}")
        shown += "".join(text("Normal", f"{place}. {line}") for place, line in enumerate(lines[:LISTED], 1))
        shown += text("Normal", bulletin.more_behind(len(lines) - LISTED)) if len(lines) > LISTED else ""
    return shown


def _next(frozen: Frozen) -> str:
    return "".join(
        paragraph("Normal", run(f"{place}. {lead}。", _BOLD), run(words))
        for place, (lead, words) in enumerate(bulletin.next_steps(frozen), 1)
    )
