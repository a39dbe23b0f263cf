"""A snapshot → the speaker's note, one page per area, as a Word document. Pure: same content, same bytes."""

from decimal import Decimal

from tracker.domain.meetings.snapshot import Frozen, thaw
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.sentences import full_width, speaker
from tracker.domain.sentences.bulletin import ordinal
from tracker.domain.sentences.coordination import day_frozen, decision_line, matter_line
from tracker.domain.sentences.data_months import material_label
from tracker.domain.sentences.directives import answer_line, closed_directives, directive_line
from tracker.domain.workflow.directive import About, DirectiveLine
from tracker.export.word.marks import text, words
from tracker.export.word.package import Document, Properties, docx_bytes, section, text_footers

_LINE = Decimal(28)
# A page holds 22 lines of 28 characters; the heading and the paragraphs' ends take their share.
_LINES, _CHARACTERS = 21, 27
_TALKED_ABOUT = 4
_LONGEST = 180


def speaker_notes_bytes(content: str, sha256: str, number: str = "") -> bytes:
    """The notes of a snapshot's content. ``number`` is the snapshot's, for the foot of each page.

    Raises BadInput when the content is not one that this version reads.
    """
    frozen = thaw(content)
    card = frozen.card
    pages = "".join(_page(frozen, group, place) for place, group in enumerate(card.areas, 1)) or text(
        "Normal", "本计划没有可讲的领域。"
    )
    pages += _directives_page(frozen)
    source = (
        f"{card.plan.mark} {card.period.label} {material_label(number or card.period, sha256)} "
        f"判定规则第{card.rules.version}版"
    ).strip()
    properties = Properties(
        full_width(f"{card.period.label}分领域讲话参考"),
        card.plan.title[:200],
        frozen.author[:100],
        f"{number or card.period} SHA-256 {sha256}",
        frozen.frozen_at,
    )
    body = pages + section(line=_LINE, last=True)
    return docx_bytes(Document(body, properties, _LINE, text_footers(source)))


def _page(frozen: Frozen, group: Group, place: int) -> str:
    before = "<w:pageBreakBefore/>" if place > 1 else ""
    return text("Heading1", f"{ordinal(place)}、{group.name}", before) + "".join(
        text("Normal", line) for line in _lines(frozen, group)
    )


def _lines(frozen: Frozen, group: Group) -> list[str]:
    """As many sentences as a page holds; who is left out of the talk is still counted and named."""
    slow = tuple(score for score in frozen.card.behind if score.target.area.number == group.key)
    begin = (speaker.speaker_opening(group, frozen.card.period), speaker.good_news(group))
    end = (
        speaker.silent_line(group),
        _asked(frozen, group),
        _directed(frozen, group),
        speaker.unapproved_note(frozen),
    )
    talks = [_slow(frozen, score) for score in slow[:_TALKED_ABOUT]]
    # One talked-about target less until it all fits; the rest moves into one sentence.
    for told in range(len(talks), -1, -1):
        lines = [*begin, *talks[:told], speaker.other_slow(slow[told:]), *end]
        if sum(map(_height, lines)) <= _LINES:
            break
    return [line for line in lines if line]


def _slow(frozen: Frozen, score: Score) -> str:
    """With problem and next step, unless somebody wrote a page of them."""
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    line = speaker.slow_line(score, frozen.card.period, texts)
    return _cut(line)


def _asked(frozen: Frozen, group: Group) -> str:
    """What the area's departments ask a decision for, and what was decided; the first, and how many more."""
    own = {score.target.id for score in group.scores}
    matters = [each for each in frozen.records.open_matters if each.target_id in own]
    if not matters:
        return ""
    first, rest = matters[0], len(matters) - 1
    line = _cut(f"需协调:{matter_line(first)}{decision_line(first, day_frozen(frozen))}")
    return f"{line}另有{rest}件需协调事项。" if rest else line


def _directed(frozen: Frozen, group: Group) -> str:
    """What a leader asked of the area or of its targets, and the answer; the first, and how many more."""
    listed = [each for each in frozen.records.open_directives if _is_about(each, group)]
    if not listed:
        return ""
    line, rest = _directive(frozen, listed[0]), len(listed) - 1
    return f"{line}另有{rest}件批示。" if rest else line


def _is_about(directive: DirectiveLine, group: Group) -> bool:
    if directive.about is About.AREA:
        return directive.key == str(group.key)
    return directive.about is About.TARGET and directive.key in {score.target.code for score in group.scores}


def _directive(frozen: Frozen, directive: DirectiveLine) -> str:
    return _cut(f"批示:{directive_line(directive)}{answer_line(directive, day_frozen(frozen))}")


def _directives_page(frozen: Frozen) -> str:
    """At the end what was asked of no area, and what was closed since the last meeting; else nothing."""
    areas = frozen.card.areas
    others = [
        _directive(frozen, each)
        for each in frozen.records.open_directives
        if not any(_is_about(each, group) for group in areas)
    ]
    lines = [each for each in (*others, closed_directives(frozen.records)) if each]
    if not lines:
        return ""
    heading = text("Heading1", f"{ordinal(len(areas) + 1)}、市领导批示办理情况", "<w:pageBreakBefore/>")
    return heading + "".join(text("Normal", line) for line in lines)


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…(全文见系统)"


def _height(line: str) -> int:
    """In lines of the page; ASCII letters and digits are half as wide."""
    wide = sum(1.0 if ord(sign) > 0x2000 else 0.55 for sign in words(line))
    return 0 if not line else int((wide + 2) // _CHARACTERS) + 1
