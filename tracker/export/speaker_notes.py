"""A snapshot → 讲话参考, what a leader reads aloud, as a Word document. Pure: same content, same bytes."""

from collections.abc import Iterable
from decimal import Decimal

from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.paper import Passage
from tracker.domain.meetings.snapshot import Frozen, thaw
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.sentences import full_width, speaker
from tracker.domain.sentences.bulletin import closed, ordinal
from tracker.domain.sentences.coordination import day_frozen, matter_brief
from tracker.domain.sentences.data_months import material_label, months_and_reading
from tracker.domain.sentences.directives import closed_directives, directive_brief
from tracker.domain.sentences.meeting_counts import change_said, request_said
from tracker.domain.sentences.speaker import aloud
from tracker.domain.workflow.directive import About, DirectiveLine
from tracker.export.bulletin import preview_and_demonstration
from tracker.export.bulletin.sections import short_directive, short_matter, untold_matters
from tracker.export.options import HOUSE, Options
from tracker.export.word.marks import kept_with_next, line_break, paragraph, run, text
from tracker.export.word.package import (
    Document,
    Properties,
    docx_bytes,
    heads,
    page_numbers,
    section_properties,
)
from tracker.export.word.styles import KAI, face

_LINE = Decimal(28)
_PROPOSED = "〔拟〕"


def speaker_notes_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The speech of a snapshot's content. ``number`` is the snapshot's, for its foot.

    Raises BadInput when the content is not one that this version reads.
    """
    frozen = thaw(content)
    card = frozen.card
    parts = [(heading, lines) for heading, lines in _parts(frozen) if lines]
    first, second = speaker.speech_title(card.period)
    body = paragraph("Title", run(first), line_break(), run(second)) + paragraph("Flush")
    body += text("Flush", "同志们:") + text("Normal", speaker.speech_opening(card.period, len(parts)))
    for place, (heading, lines) in enumerate(parts, 1):
        body += text("Heading1", f"{ordinal(place)}、{heading}") + lines
    # The source, small below it, is no page of its own.
    body += kept_with_next(text("Normal", speaker.speech_closing(card.period)))
    source = f"{months_and_reading(card, frozen.frozen_at)}。{material_label(number or card.period, sha256)}"
    body += text("TableNote", source) + section_properties(line=_LINE)
    properties = Properties(
        full_width(f"{first}{second}"),
        card.plan.title[:200],
        frozen.author[:100],
        f"{number or card.period} SHA-256 {sha256}",
        frozen.frozen_at,
    )
    marks = heads(*preview_and_demonstration(card.plan.mark, options))
    return docx_bytes(Document(body, properties, _LINE, page_numbers(), marks))


def _parts(frozen: Frozen) -> Iterable[tuple[str, str]]:
    """Each section's heading with its paragraphs; one without any is left out."""
    card, words = frozen.card, frozen.paper.words
    whole = [
        speaker.counts_aloud(card),
        _own(words.overall),
        aloud(change_said(frozen.last, card)),
        _own(words.praise) or speaker.done_aloud(card, frozen.paper),
        "以上含尚未审核的数据。" if card.include_unapproved else "",
    ]
    yield "前一阶段的总体情况", _lines(whole)
    yield (
        "各领域的进展和问题",
        "".join(_area(frozen, group, place) for place, group in enumerate(card.areas, 1)),
    )
    yield "市领导批示办理情况", _lines(_directives_left(frozen))
    yield (
        "需要会议研究的事项",
        _numbered((each.heading, each.text, each.is_proposed) for each in words.decisions),
    )
    yield (
        "下一步工作要求",
        _numbered((each.heading, request_said(each, card), each.is_proposed) for each in words.requests)
        + _lines([_own(words.next_steps)]),
    )


def _area(frozen: Frozen, group: Group, place: int) -> str:
    """Its counts, what the office says, each target behind, who is silent, what is asked and was directed."""
    card, paper = frozen.card, frozen.paper
    own = paper.words.of_area(group.scores[0].target.area.id)
    told, others = speaker.behind_lines(card, group)
    return text("Heading2", f"({ordinal(place)}){aloud(group.name)}") + _lines(
        [
            speaker.area_aloud(group),
            "" if own is None else _marked(aloud(closed(own.text)), own.is_proposed),
            *(speaker.behind_aloud(score, _texts(frozen, score), paper) for score in told),
            speaker.others_aloud(others, paper),
            speaker.silent_aloud(group.scores, paper),
            _asked(frozen, group),
            _directed(frozen, group),
        ]
    )


def _texts(frozen: Frozen, score: Score) -> Texts:
    return frozen.texts_of(None if score.figure is None else score.figure.report_id)


def _asked(frozen: Frozen, group: Group) -> str:
    """What the area's departments ask a decision for, and what was decided; the first, and how many more."""
    own = {score.target.id for score in group.scores}
    matters = [each for each in untold_matters(frozen) if each.target_id in own]
    if not matters:
        return ""
    first, rest = matters[0], len(matters) - 1
    line = aloud(matter_brief(short_matter(first), day_frozen(frozen), first.target_name))
    return line + (f"另有{rest}件需协调事项。" if rest else "")


def _directed(frozen: Frozen, group: Group) -> str:
    """What a leader asked of the area or of its targets, and the answer; the first, and how many more."""
    listed = [each for each in frozen.records.open_directives if _is_about(each, group)]
    if not listed:
        return ""
    line, rest = _directive(frozen, listed[0]), len(listed) - 1
    return line + (f"另有{rest}件批示。" if rest else "")


def _is_about(directive: DirectiveLine, group: Group) -> bool:
    if directive.about is About.AREA:
        return directive.key == str(group.key)
    return directive.about is About.TARGET and directive.key in {score.target.code for score in group.scores}


def _directive(frozen: Frozen, directive: DirectiveLine) -> str:
    return aloud(directive_brief(short_directive(directive), day_frozen(frozen)))


def _directives_left(frozen: Frozen) -> list[str]:
    """What was asked of no area, and what was closed since the last meeting."""
    areas = frozen.card.areas
    others = [
        _directive(frozen, each)
        for each in frozen.records.open_directives
        if not any(_is_about(each, group) for group in areas)
    ]
    return [*others, aloud(closed_directives(frozen.records))]


def _lines(lines: Iterable[str]) -> str:
    return "".join(text("Normal", line) for line in lines if line)


def _numbered(passages: Iterable[tuple[str, str, bool]]) -> str:
    """第一,补齐数据。…: the heading in its face."""
    return "".join(
        paragraph(
            "Normal",
            run(
                _marked(f"第{ordinal(place)},{closed(heading)}", proposed),
                face(KAI),
            ),
            run(aloud(closed(said))),
        )
        for place, (heading, said, proposed) in enumerate(passages, 1)
    )


def _own(passage: Passage | None) -> str:
    return "" if passage is None else _marked(aloud(closed(passage.text)), passage.is_proposed)


def _marked(said: str, is_proposed: bool) -> str:
    return f"{_PROPOSED}{said}" if is_proposed else said
