# ruff: noqa: E501
"""What slides and Word documents draw alike: fills, texts, and native charts with their workbook inside.

An office can edit such a chart: columns, lying bars, a dashed line. Colours are palette tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter import Workbook

from tracker.domain.language.texts import clean_text
from tracker.domain.measure.quantity import plain, rounded
from tracker.domain.progress.palette import LIGHT, letters_on
from tracker.domain.sentences import full_width

# White letters on these are hard to read.
_SHORT_BAR, _SHORT_FOR_WORDS = Decimal(14), Decimal(50)
_HIDES_ZERO = "0;;;"
_LONGEST = 4_000


def drawable(text: str) -> str:
    """What was typed or said, fit to be drawn: no control characters, one line, full-width marks."""
    kept = clean_text(text, limit=len(text) + 1)
    return full_width(" ".join(kept[:_LONGEST].split()))


@cache
def fill(token: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{LIGHT[token][1:]}"/></a:solidFill>'


HOLLOW = "hollow:"


@cache
def painted(token: str) -> str:
    """An area in a colour; of a token behind ``HOLLOW`` only its edge: what has no verdict, or nobody said."""
    if token.startswith(HOLLOW):
        edge = fill(token.removeprefix(HOLLOW))
        return f'<c:spPr>{fill("paper")}<a:ln w="15875">{edge}</a:ln></c:spPr>'
    # A white edge keeps two areas apart in grey print.
    return f'<c:spPr>{fill(token)}<a:ln w="9525">{fill("paper")}</a:ln></c:spPr>'


def _ink_on(token: str) -> str:
    return "ink" if token.startswith(HOLLOW) else letters_on(token)


@dataclass(frozen=True)
class Series:
    """Values of one name, None where there is none; a palette token for all, or one for each value.

    ``is_labelled``: with its value on it, or with its text where ``texts`` are given. ``is_line``: the dashed line over columns. ``is_frame``: a dashed
    frame around lying bars, which can have no such line. ``formats``: of each value the number format of its label, empty for none.
    """

    name: str
    values: tuple[Decimal | None, ...]
    colours: tuple[str, ...]
    is_labelled: bool = True
    is_line: bool = False
    is_frame: bool = False
    texts: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    @property
    def is_colourful(self) -> bool:
        return len(self.colours) > 1

    def colour(self, place: int) -> str:
        return self.colours[place if self.is_colourful else 0]


@dataclass(frozen=True)
class Chart:
    """``is_percent``: a scale from 0 to 100 with one decimal; else counts, stacked.

    ``has_scale``: numbers along it. ``letters``: their size in points. ``faces``: the Latin and the East Asian one, the theme's unless given.
    ``is_beside``: counts beside each other, their labels at the ends. ``plot``: the bars' rectangle (left, top, width, height) in shares of
    the chart's, where something outside is drawn beside the bars. ``most``: the end of the scale. ``gap``: between bars, in hundredths of one.
    """

    names: tuple[str, ...]
    series: tuple[Series, ...]
    description: str
    is_percent: bool = True
    is_horizontal: bool = False
    has_legend: bool = True
    has_names: bool = True
    has_scale: bool = True
    letters: float = 11
    faces: tuple[str, str] = ("+mn-lt", "+mn-ea")
    is_beside: bool = False
    plot: tuple[float, float, float, float] | None = None
    most: Decimal | None = None
    gap: int | None = None

    @property
    def format(self) -> str:
        return "0.0" if self.is_percent else _HIDES_ZERO


def workbook_of(chart: Chart, when: datetime) -> bytes:
    target = BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(target, options)
    book.set_properties({"created": when.astimezone(UTC).replace(tzinfo=None)})
    sheet, quoted = book.add_worksheet("Sheet1"), book.add_format({"quote_prefix": True})
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, drawable(series.name))
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, float(value))
    for row, name in enumerate(chart.names, 1):
        # An empty text would make an empty cell with a format: nothing is not written.
        if name:
            sheet.write_string(row, 0, drawable(name), quoted)
    book.close()
    return target.getvalue()


def chart_xml(chart: Chart, workbook_link: str) -> bytes:
    # The index is a series' column in the workbook inside, whichever of the two plots it goes to.
    bars = [(place, each) for place, each in enumerate(chart.series) if not each.is_line]
    lines = [(place, each) for place, each in enumerate(chart.series) if each.is_line]
    is_over = not (chart.is_percent or chart.is_beside) or any(series.is_frame for series in chart.series)
    gap = chart.gap or (45 if chart.is_horizontal else 60)
    overlap = '<c:overlap val="100"/>' if is_over else ""
    plot = (
        f'<c:barChart><c:barDir val="{"bar" if chart.is_horizontal else "col"}"/>'
        f'<c:grouping val="{"clustered" if chart.is_percent or chart.is_beside else "stacked"}"/><c:varyColors val="0"/>'
        f"{''.join(_series(chart, *each) for each in bars)}"
        f'<c:gapWidth val="{gap}"/>{overlap}<c:axId val="101"/><c:axId val="102"/></c:barChart>'
    )
    if lines:
        plot += (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{"".join(_series(chart, *each) for each in lines)}'
            '<c:marker val="1"/><c:axId val="101"/><c:axId val="102"/></c:lineChart>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{_layout(chart)}{plot}{_axes(chart)}</c:plotArea>{_legend(chart)}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_letters(chart)}"
        f'<c:externalData r:id="{workbook_link}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _layout(chart: Chart) -> str:
    if chart.plot is None:
        return "<c:layout/>"
    places = zip("xywh", chart.plot, strict=True)
    modes = "".join(f'<c:{side}Mode val="edge"/>' for side in "xy")
    given = "".join(f'<c:{side} val="{part:.5f}"/>' for side, part in places)
    return (
        f'<c:layout><c:manualLayout><c:layoutTarget val="inner"/>{modes}{given}</c:manualLayout></c:layout>'
    )


def _series(chart: Chart, index: int, series: Series) -> str:
    letter, last = chr(ord("B") + index), len(chart.names) + 1
    in_lines = ["\n".join(map(drawable, name.split("\n"))) for name in chart.names]
    names = "".join(
        f'<c:pt idx="{place}"><c:v>{escape(name)}</c:v></c:pt>' for place, name in enumerate(in_lines)
    )
    numbers = "".join(
        f'<c:pt idx="{place}"><c:v>{plain(value)}</c:v></c:pt>'
        for place, value in enumerate(series.values)
        if value is not None
    )
    tail = '<c:smooth val="0"/>' if series.is_line else ""
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>Sheet1!${letter}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(drawable(series.name))}</c:v></c:pt></c:strCache></c:strRef>'
        f"</c:tx>{_DASHED if series.is_line else _shapes(chart, series)}"
        f'<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{len(chart.names)}"/>'
        f"{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${letter}$2:${letter}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(chart.names)}"/>{numbers}</c:numCache></c:numRef></c:val>{tail}</c:ser>'
    )


def _legend(chart: Chart) -> str:
    """A series in several colours has no key of its own."""
    if not chart.has_legend:
        return ""
    left_out = "".join(
        f'<c:legendEntry><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        for place, series in enumerate(chart.series)
        if series.is_colourful
    )
    return f'<c:legend><c:legendPos val="t"/>{left_out}<c:overlay val="0"/>{_letters(chart)}</c:legend>'


def _shapes(chart: Chart, series: Series) -> str:
    """Each bar in its colour, its number in letters that stand out on it, or beside it where it is short."""
    if series.is_frame:
        return f'{_FRAME}<c:invertIfNegative val="0"/><c:dLbls><c:delete val="1"/></c:dLbls>'
    own = "".join(
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"{painted(colour)}</c:dPt>"
        for place, colour in enumerate(series.colours if series.is_colourful else ())
    )
    bars = f'{painted(series.colours[0])}<c:invertIfNegative val="0"/>{own}'
    if not series.is_labelled:
        return f'{bars}<c:dLbls><c:delete val="1"/></c:dLbls>'
    labels = "".join(_label(chart, series, place) for place in range(len(series.values)))
    where = "inBase" if chart.is_percent else "outEnd" if chart.is_beside else "ctr"
    ink = "ink" if chart.is_beside else _ink_on(series.colours[0])
    labels = labels if chart.is_percent else _formatted(chart, series, ink)
    return (
        f'{bars}<c:dLbls>{labels}<c:numFmt formatCode="{chart.format}" sourceLinked="0"/>'
        f"{_BARE}{_letters(chart, ink, bold=True)}"
        f'<c:dLblPos val="{where}"/>{_SHOWS_VALUE}</c:dLbls>'
    )


def _formatted(chart: Chart, series: Series, ink: str) -> str:
    """The labels of counts that have a format of their own."""
    return "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
        if not given
        else f'<c:dLbl><c:idx val="{place}"/><c:numFmt formatCode={quoteattr(given)} sourceLinked="0"/>{_BARE}'
        f'{_letters(chart, ink, bold=True)}<c:dLblPos val="ctr"/>{_SHOWS_VALUE}</c:dLbl>'
        for place, given in enumerate(series.formats)
    )


def _label(chart: Chart, series: Series, place: int) -> str:
    value = series.values[place]
    is_short = value is not None and value < (_SHORT_FOR_WORDS if series.texts else _SHORT_BAR)
    ink = "ink" if is_short else _ink_on(series.colour(place))
    words = ""
    if series.texts:
        words = (
            f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_given(chart, ink, bold=True)}</a:pPr>"
            f"<a:r>{_given(chart, ink, bold=True, tag='rPr')}<a:t>{escape(drawable(series.texts[place]))}</a:t></a:r>"
            "</a:p></c:rich></c:tx>"
        )
    return (
        f'<c:dLbl><c:idx val="{place}"/>{words}<c:numFmt formatCode="{chart.format}" sourceLinked="0"/>{_BARE}'
        f"{_letters(chart, ink, bold=True)}"
        f'<c:dLblPos val="{"outEnd" if is_short else "inBase"}"/>{_SHOWS_VALUE}</c:dLbl>'
    )


_BARE = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_SHOWS_VALUE = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _letters(
    chart: Chart, colour: str = "ink", *, smaller: float = 0, bold: bool = False, level: bool = False
) -> str:
    """``level`` wraps long names instead of slanting them."""
    turned = '<a:bodyPr rot="0" vert="horz"/>' if level else '<a:bodyPr wrap="none"/>'
    given = _given(chart, colour, smaller=smaller, bold=bold)
    return (
        f'<c:txPr>{turned}<a:lstStyle/><a:p><a:pPr>{given}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _given(chart: Chart, colour: str, *, smaller: float = 0, bold: bool = False, tag: str = "defRPr") -> str:
    latin, east_asian = chart.faces
    return (
        f'<a:{tag} sz="{round((chart.letters - smaller) * 100)}" b="{int(bold)}">{fill(colour)}'
        f'<a:latin typeface="{latin}"/><a:ea typeface="{east_asian}"/></a:{tag}>'
    )


_DASHED = (
    f'<c:spPr><a:ln w="22225" cap="flat">{fill("pace")}<a:prstDash val="dash"/><a:round/></a:ln></c:spPr>'
    '<c:marker><c:symbol val="dash"/><c:size val="12"/>'
    f'<c:spPr>{fill("pace")}<a:ln><a:noFill/></a:ln></c:spPr></c:marker><c:dLbls><c:delete val="1"/></c:dLbls>'
)
_FRAME = f'<c:spPr><a:noFill/><a:ln w="12700">{fill("pace")}<a:prstDash val="sysDash"/></a:ln></c:spPr>'
_NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"


def _axes(chart: Chart) -> str:
    """Categories from the top down where bars lie; counts need no scale: each bar has its number."""
    flat = chart.is_horizontal
    turned = "maxMin" if flat else "minMax"
    grid = f'<c:majorGridlines><c:spPr><a:ln w="6350">{fill("line")}</a:ln></c:spPr></c:majorGridlines>'
    most = Decimal(100) if chart.is_percent else chart.most
    bounds = f'{"" if most is None else f"<c:max val={chr(34)}{plain(most)}{chr(34)}/>"}<c:min val="0"/>'
    base = f'<c:spPr><a:ln w="9525">{fill("bar")}</a:ln></c:spPr>'
    return (
        f'<c:catAx><c:axId val="101"/><c:scaling><c:orientation val="{turned}"/></c:scaling><c:delete val="{int(not chart.has_names)}"/>'
        f'<c:axPos val="{"l" if flat else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{base}{_letters(chart, level=True)}'
        '<c:crossAx val="102"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="102"/><c:scaling><c:orientation val="minMax"/>{bounds}</c:scaling>'
        f'<c:delete val="{int(not chart.is_percent or not chart.has_scale)}"/><c:axPos val="{"b" if flat else "l"}"/>{grid if chart.is_percent else ""}'
        f'<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{_NO_LINE}{_letters(chart, "muted", smaller=1)}<c:crossAx val="101"/>'
        f'<c:crosses val="{"max" if flat else "autoZero"}"/><c:crossBetween val="between"/>'
        f"{'<c:majorUnit val=' + chr(34) + '25' + chr(34) + '/>' if chart.is_percent else ''}</c:valAx>"
    )


def percent_of(shares: Sequence[Any]) -> tuple[Decimal | None, ...]:
    """Shares as percentages with one decimal; None stays None."""
    return tuple(None if share is None else rounded(share * 100) for share in shares)
