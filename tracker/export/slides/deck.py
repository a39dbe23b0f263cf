"""A deck being written: a slide from a layout, its placeholders filled, its charts, its notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.status import Status
from tracker.domain.sentences.data_months import material_label, months_and_reading
from tracker.domain.sentences.since import day
from tracker.domain.sentences.slides import unapproved_mark
from tracker.export.drawingml import Chart, chart_xml, drawable, workbook_of
from tracker.export.slides.fit import LINE, clipped, fitted_size, height_of
from tracker.export.slides.house import Holder, Template
from tracker.export.slides.marks import NAMESPACES, Box, frame, paragraph, placeholder, run, shape
from tracker.export.slides.tables import Laid, Look, table_box, table_xml

_TITLES, _SMALL = (26, 24, 22, 20, 18), (13, 12, 11, 10)
_FOOT = (10, 9, 8)


class Line(NamedTuple):
    """A paragraph: a label in bold and what it says, with a status's shape in front where it has one."""

    label: str
    text: str
    colour: str = "accent"
    status: Status | None = None

    @property
    def lead(self) -> str:
        return f"{self.label}  " if self.label else ""

    @property
    def shape(self) -> str:
        return f"{self.status.shape} " if self.status is not None else ""


@dataclass
class Deck:
    """``number`` is the snapshot's, empty if it has none."""

    frozen: Frozen
    sha256: str
    number: str
    template: Template
    charts: int = 0
    slides: int = 0

    @property
    def label(self) -> str:
        return material_label(self.number or self.frozen.card.period, self.sha256)

    @property
    def data(self) -> str:
        return months_and_reading(self.frozen.card, self.frozen.frozen_at)

    def foot(self) -> str:
        frozen = self.frozen
        meeting = f"{frozen.name}({day(frozen.meeting_on)})"
        parts = (frozen.card.plan.mark, self.label, self.data, unapproved_mark(frozen.card), meeting)
        return " · ".join(filter(None, parts))


@dataclass
class Page:
    """A slide of a layout. What is put on it is written at ``finish``, in the order it was put."""

    deck: Deck
    layout: str
    _shapes: list[str] = field(default_factory=list)
    _charts: list[tuple[str, Chart]] = field(default_factory=list)
    _last_id: int = 1

    def holder(self, name: str) -> Holder:
        return self.deck.template.holders[self.layout][name]

    def box(self, name: str) -> Box:
        return self.holder(name).box

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def put(self, name: str, text: str, sizes: Sequence[float], *, bold: bool | None = None) -> None:
        """One paragraph in a placeholder, as large as fits, cut where even the smallest doesn't."""
        box, shown = self.box(name), drawable(text)
        size = fitted_size([shown], box.points_wide, box.points_high, sizes)
        lines = max(1, int(box.points_high / (size * LINE)))
        shown = clipped(shown, box.points_wide, size, lines)
        self._hold(name, paragraph(run(shown, size, bold=bold), size))

    def put_heads(self, title: str, about: str) -> None:
        """Title, the line below it, and the foot by which the slide traces back."""
        self.put("标题", title, _TITLES)
        self.put("说明", about, _SMALL)
        self.put_foot()

    def put_foot(self) -> None:
        self.put("来源", self.deck.foot(), _FOOT)

    def put_lines(
        self, name: str, lines: Iterable[Line], sizes: Sequence[float] = (16, 15, 14, 13, 12)
    ) -> None:
        """Paragraphs with bold labels; what doesn't fit at the smallest size is cut, line by line."""
        box = self.box(name)
        kept = [each._replace(label=drawable(each.label), text=drawable(each.text)) for each in lines]
        whole = [f"{each.shape}{each.lead}{each.text}" for each in kept]
        size = fitted_size(whole, box.points_wide, box.points_high, sizes, after=sizes[-1] / 2)
        after, used, shown = size / 2, 0.0, []
        for line in kept:
            free = int((box.points_high - used) / (size * LINE))
            if free < 1:
                break
            # Clipped as one text, as it will stand; then parted again into what differs in look.
            before = line.shape + line.lead
            text = clipped(before + line.text, box.points_wide, size, free)
            used += height_of([text], box.points_wide, size, after)
            shape_run = run(line.shape, size, line.status) if line.status is not None else ""
            lead, rest = text[len(line.shape) : len(before)], text[len(before) :]
            runs = shape_run + run(lead, size, line.colour, bold=True) + run(rest, size)
            shown.append(paragraph(runs, size, after=after))
        self._hold(name, "".join(shown))

    def put_chart(self, name: str, chart: Chart) -> None:
        self._charts.append((name, chart))

    def put_table(self, name: str, look: Look, rows: Sequence[Laid], description: str) -> None:
        holder = self.holder(name)
        self._shapes.append(
            frame(
                self.next_id(),
                name,
                description,
                table_box(look, rows, holder.box),
                "table",
                table_xml(look, rows),
                holder.ph,
            )
        )

    def draw(self, name: str, box: Box, paragraphs: str = "", colour: str = "", anchor: str = "t") -> None:
        """A shape of ours, where no placeholder can be."""
        self._shapes.append(shape(self.next_id(), name, box, paragraphs, colour, anchor))

    def _hold(self, name: str, paragraphs: str) -> None:
        self._shapes.append(placeholder(self.next_id(), name, self.holder(name).ph, paragraphs))

    def finish(self, notes: Iterable[str]) -> None:
        """Write the slide, its charts and its notes into the deck."""
        deck = self.deck.template.deck
        self.deck.slides += 1
        link, slide = deck.part.add_slide(self.deck.template.layouts[self.layout])
        deck.slides._sldIdLst.add_sldId(link)
        for name, chart in self._charts:
            self._shapes.append(self._chart_frame(slide, name, chart))
        tree = slide.shapes._spTree
        # All shapes are parsed at once; a list, because appending takes each out of where it was.
        for element in list(parse_xml(f"<p:spTree {NAMESPACES}>{''.join(self._shapes)}</p:spTree>")):
            tree.append(element)
        # An office's template may have notes pages without room for notes.
        texts = slide.notes_slide.notes_text_frame
        if texts is not None:
            texts.text = "\n".join(drawable(line) for line in notes if line)

    def _chart_frame(self, slide: Any, name: str, chart: Chart) -> str:
        self.deck.charts += 1
        package, number = slide.part.package, self.deck.charts
        workbook = EmbeddedXlsxPart(
            PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            package,
            workbook_of(chart, self.deck.frozen.frozen_at),
        )
        part = ChartPart(
            PackURI(f"/ppt/charts/chart{number}.xml"),
            CONTENT_TYPE.DML_CHART,
            package,
            parse_xml(chart_xml(chart, "rId1")),
        )
        part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE)
        link = slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        inside = f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{link}"/>'
        holder = self.holder(name)
        return frame(self.next_id(), name, chart.description, holder.box, "chart", inside, holder.ph)
