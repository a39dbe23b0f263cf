"""What stands around the bulletin's text: red head, title, addressee, signature, imprint 版记."""

from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.sentences.bulletin import appendix_title, opening, title
from tracker.domain.sentences.since import day
from tracker.export.options import Options
from tracker.export.word.marks import line_break, paragraph, run, text
from tracker.export.word.styles import SONG_TITLE, face, size

_RED = '<w:color w:val="FF0000"/>'
# The office's name is at most 22 mm high, and on one line of 156 mm.
_TALLEST, _LINE_WIDTH = 62, 436
_EMPTY = paragraph("Flush")


def head(frozen: Frozen, options: Options) -> str:
    lines = _red_head(frozen, options) if options.has_red_head else _EMPTY * 2
    first, second = title(frozen.card.period)
    lines += paragraph("Title", run(first), line_break(), run(second)) + _EMPTY
    if options.bulletin_addressee.strip():
        lines += text("Flush", f"{options.bulletin_addressee.strip().rstrip(':：')}:")
    return lines + text("Normal", opening(frozen))


def _red_head(frozen: Frozen, options: Options) -> str:
    office = " ".join(options.bulletin_office.split())
    height = max(22, min(_TALLEST, _LINE_WIDTH // max(1, len(office))))
    letters = f'{face(SONG_TITLE, SONG_TITLE)}{_RED}<w:spacing w:val="0"/>{size(2 * height)}'
    spaced = (
        f'<w:spacing w:before="560" w:after="560" w:line="{round(height * 1.3) * 20}" w:lineRule="exact"/>'
    )
    centred = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    rule = (
        '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="8" w:color="FF0000"/></w:pBdr>'
        f'<w:snapToGrid w:val="0"/>{centred}'
    )
    name = paragraph("Flush", run(office, letters), properties=f'<w:snapToGrid w:val="0"/>{spaced}{centred}')
    issued = options.document_number(frozen.frozen_at.astimezone(SHANGHAI).year)
    return name + paragraph("Flush", run(issued), properties=rule) + _EMPTY * 2


def attachment_note(period: Period) -> str:
    """附件:…情况表, one line below the text, two characters in."""
    return _EMPTY + text("Normal", f"附件:{appendix_title(period)}")


def signature(frozen: Frozen, options: Options) -> str:
    """The office, if one is set, and the day on which the figures were frozen; four characters in."""
    side = (
        '<w:ind w:rightChars="400" w:right="1264" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>'
    )
    on = day(frozen.frozen_at.astimezone(SHANGHAI).date())
    name = options.bulletin_office
    office = text("Flush", name, f"<w:keepNext/>{side}") if name.strip() else ""
    return text("Flush", "", "<w:keepNext/>") * 2 + office + text("Flush", on, side)


def imprint(frozen: Frozen, sha256: str, number: str) -> str:
    """版记: by which snapshot and which rule the figures were made; kept together, ruled above and below."""
    card = frozen.card
    lines = (
        f"数据来源:会议材料{number or card.period}“{frozen.name}”,存证编号{sha256[:16]}",
        card.rules.sentence,
        f"{frozen.author}定稿,会议日期{day(frozen.meeting_on)}",
    )
    last = len(lines) - 1
    return text("Flush", "", "<w:keepNext/>") + "".join(
        text(
            "Imprint",
            line,
            ("<w:keepNext/>" if place < last else "") + f"<w:keepLines/>{_rules(place, last)}",
        )
        for place, line in enumerate(lines)
    )


def _rules(place: int, last: int) -> str:
    """Thick rules at both ends, hair rules between."""
    top = f'<w:top w:val="single" w:sz="{6 if place else 8}" w:space="3" w:color="000000"/>'
    bottom = '<w:bottom w:val="single" w:sz="8" w:space="3" w:color="000000"/>' if place == last else ""
    between = '<w:between w:val="single" w:sz="6" w:space="3" w:color="000000"/>'
    return f"<w:pBdr>{top}{bottom}{between}</w:pBdr>"
