# ruff: noqa: E501
"""A native chart for Word: columns of completion, coloured by status, and the dashed line of pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook

from tracker.domain.measure.quantity import plain
from tracker.domain.progress.palette import LIGHT, letters_on
from tracker.export.word.marks import attribute, words
from tracker.export.word.package import CHART_LINK, Chart
from tracker.export.word.styles import FANGSONG

_EMU = 36_000


@dataclass(frozen=True)
class Point:
    """A column: percentages with one decimal, None where there is none; ``colour`` is a palette token."""

    name: str
    done: Decimal | None
    pace: Decimal | None
    colour: str


def drawing(description: str, width: float = 154, height: float = 78) -> str:
    """The run that shows the chart; lengths in millimetres."""
    across, down = round(width * _EMU), round(height * _EMU)
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="1" name="Chart 1" descr={attribute(description)}/><wp:cNvGraphicFramePr/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.'
        f'openxmlformats.org/drawingml/2006/chart" r:id="{CHART_LINK}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def native_chart(points: Sequence[Point], names: tuple[str, str], when: datetime) -> Chart:
    """``names``: of the columns and of the line, as the legend and the workbook show them."""
    return Chart(_chart_xml(points, names), _workbook(points, names, when))


def _workbook(points: Sequence[Point], names: tuple[str, str], when: datetime) -> bytes:
    target = BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(target, options)
    book.set_properties({"created": when.astimezone(UTC).replace(tzinfo=None)})
    sheet, quoted = book.add_worksheet("Sheet1"), book.add_format({"quote_prefix": True})
    for column, name in enumerate(names, 1):
        sheet.write_string(0, column, name)
    for place, point in enumerate(points, 1):
        sheet.write_string(place, 0, point.name, quoted)
        for column, value in ((1, point.done), (2, point.pace)):
            if value is not None:
                sheet.write_number(place, column, float(value))
    book.close()
    return target.getvalue()


def _chart_xml(points: Sequence[Point], names: tuple[str, str]) -> str:
    columns = _series(0, names[0], points, [point.done for point in points], _column_look(points))
    pace = _series(1, names[1], points, [point.pace for point in points], (_DASHED, ""))
    return (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{columns}'
        '<c:gapWidth val="70"/><c:axId val="101"/><c:axId val="102"/></c:barChart>'
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{pace}<c:marker val="1"/>'
        '<c:axId val="101"/><c:axId val="102"/></c:lineChart>'
        f"{_AXES}</c:plotArea>"
        '<c:legend><c:legendPos val="t"/><c:legendEntry><c:idx val="0"/><c:delete val="1"/></c:legendEntry>'
        f'<c:overlay val="0"/>{_letters(1050)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_letters(900)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series(
    index: int,
    name: str,
    points: Sequence[Point],
    values: Sequence[Decimal | None],
    look: tuple[str, str],
) -> str:
    letter, last = "BC"[index], len(points) + 1
    shapes, labels = look
    categories = "".join(
        f'<c:pt idx="{place}"><c:v>{words(point.name)}</c:v></c:pt>' for place, point in enumerate(points)
    )
    numbers = "".join(
        f'<c:pt idx="{place}"><c:v>{plain(value)}</c:v></c:pt>'
        for place, value in enumerate(values)
        if value is not None
    )
    tail = '<c:smooth val="0"/>' if index else ""
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>Sheet1!${letter}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef>'
        f"</c:tx>{shapes}{labels}"
        f'<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{len(points)}"/>'
        f"{categories}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${letter}$2:${letter}${last}</c:f><c:numCache><c:formatCode>0.0</c:formatCode>"
        f'<c:ptCount val="{len(points)}"/>{numbers}</c:numCache></c:numRef></c:val>{tail}</c:ser>'
    )


def _column_look(points: Sequence[Point]) -> tuple[str, str]:
    """Each column in its status's colour, its number in letters that stand out on it."""
    shapes = "".join(
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{_solid(LIGHT[point.colour])}</c:spPr></c:dPt>"
        for place, point in enumerate(points)
    )
    labels = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f"{_letters(1000, LIGHT[letters_on(point.colour)], bold=True)}"
        f'<c:dLblPos val="inBase"/>{_SHOWS_VALUE}</c:dLbl>'
        for place, point in enumerate(points)
    )
    return (
        f'<c:spPr>{_solid(LIGHT["bar"])}</c:spPr><c:invertIfNegative val="0"/>{shapes}',
        f'<c:dLbls>{labels}<c:numFmt formatCode="0.0" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln>'
        f"</c:spPr>{_letters(1000, LIGHT['paper'], bold=True)}"
        f'<c:dLblPos val="inBase"/>{_SHOWS_VALUE}</c:dLbls>',
    )


_SHOWS_VALUE = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'


def _letters(size: int, colour: str = LIGHT["ink"], *, bold: bool = False, level: bool = False) -> str:
    """``size`` in hundredths of a point; ``level`` wraps long names instead of slanting them."""
    frame = '<a:bodyPr rot="0" vert="horz"/>' if level else "<a:bodyPr/>"
    given = f'<a:defRPr sz="{size}" b="{int(bold)}">{_solid(colour)}<a:latin typeface="Times New Roman"/>'
    given += f'<a:ea typeface="{FANGSONG}"/></a:defRPr>'
    return (
        f'<c:txPr>{frame}<a:lstStyle/><a:p><a:pPr>{given}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


_DASHED = (
    f'<c:spPr><a:ln w="22225" cap="flat">{_solid(LIGHT["pace"])}<a:prstDash val="dash"/><a:round/></a:ln></c:spPr>'
    '<c:marker><c:symbol val="none"/></c:marker>'
)
_HAIR = f'<a:ln w="6350">{_solid(LIGHT["line"])}</a:ln>'
_BASE = f'<a:ln w="9525">{_solid(LIGHT["bar"])}</a:ln>'
_AXES = (
    '<c:catAx><c:axId val="101"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
    f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_BASE}</c:spPr>{_letters(900, level=True)}'
    '<c:crossAx val="102"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
    '<c:noMultiLvlLbl val="1"/></c:catAx>'
    '<c:valAx><c:axId val="102"/><c:scaling><c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/></c:scaling>'
    f'<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr>{_HAIR}</c:spPr></c:majorGridlines>'
    '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    f'<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_letters(900)}<c:crossAx val="101"/>'
    '<c:crosses val="autoZero"/><c:crossBetween val="between"/><c:majorUnit val="25"/></c:valAx>'
)
