"""A deck being written: a slide from a layout, its placeholders filled, its charts, its notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from tracker.domain.meetings.paper import NameOf, Paper
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Group, UnitRef
from tracker.domain.progress.status import Status
from tracker.domain.sentences.data_months import material_label, months_and_reading
from tracker.domain.sentences.slides import unapproved_mark
from tracker.export.drawingml import Chart, chart_xml, drawable, workbook_of
from tracker.export.options import HOUSE, Options
from tracker.export.slides.fit import LINE, clipped, fitted_size, height_of, width_of
from tracker.export.slides.house import Holder, Template
from tracker.export.slides.layouts import LAYOUTS, TABLE
from tracker.export.slides.marks import MM, NAMESPACES, PT, Box, frame, paragraph, placeholder, run, shape
from tracker.export.slides.tables import Laid, Look, table_box, table_xml

TITLES, PRINTED_TITLES = (32, 30, 28, 26, 24, 22, 20, 18, 16), (24, 22, 20, 18)
_SMALL = (14, 13, 12, 11, 10)
_FOOT = (11, 10, 9, 8)
_PREVIEW, _BETWEEN = "预览", " · "


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


class Letters(NamedTuple):
    """Sizes of a slide's table in points: its text, what is beside it, its heads; smaller in a narrow one."""

    text: float
    small: float
    head: float
    large: float


_LETTERS, _NARROW = Letters(18, 15, 14, 24), 0.95


@dataclass
class Deck:
    """``number`` is the snapshot's, empty if it has none."""

    frozen: Frozen
    sha256: str
    number: str
    template: Template
    options: Options = HOUSE
    charts: int = 0
    slides: int = 0

    @property
    def label(self) -> str:
        return material_label(self.number or self.frozen.card.period, self.sha256)

    @property
    def data(self) -> str:
        return months_and_reading(self.frozen.card, self.frozen.frozen_at)

    @property
    def letters(self) -> Letters:
        across = self.template.holders[TABLE]["表格"].box.width / LAYOUTS[TABLE][-1].box.width
        return Letters(*(size if across > _NARROW else round(size * across) for size in _LETTERS))

    @property
    def paper(self) -> Paper:
        return self.frozen.paper

    def target_name(self, target_id: int, whole: str) -> str:
        """The short name that people gave it, or the whole one."""
        return self.paper.name_of(NameOf.TARGET, target_id, whole)

    def unit_name(self, unit: UnitRef) -> str:
        return self.paper.name_of(NameOf.UNIT, unit.id, unit.name)

    def area_name(self, group: Group, otherwise: str = "") -> str:
        """``otherwise``: what it is called where nobody gave it a short name."""
        area = group.scores[0].target.area
        return self.paper.name_of(NameOf.AREA, area.id, otherwise or area.title)

    def foot(self) -> str:
        card = self.frozen.card
        return _BETWEEN.join(filter(None, (self.data, card.plan.document, self.label, self._unapproved)))

    @property
    def badge(self) -> str:
        """What is said of the whole file on each of its slides."""
        shown = (_PREVIEW if self.options.is_preview else "", self.frozen.card.plan.mark)
        return _BETWEEN.join(filter(None, shown))

    @property
    def _unapproved(self) -> str:
        card = self.frozen.card
        has_any = any(score.figure is not None and score.figure.is_unapproved for score in card.scores)
        return unapproved_mark(card) if has_any else ""


@dataclass
class Page:
    """A slide of a layout. What is put on it is written at ``finish``, in the order it was put."""

    deck: Deck
    layout: str
    _shapes: list[str] = field(default_factory=list)
    _charts: list[tuple[str, Chart, Box | None]] = field(default_factory=list)
    _last_id: int = 1

    def holder(self, name: str) -> Holder:
        return self.deck.template.holders[self.layout][name]

    def box(self, name: str) -> Box:
        return self.holder(name).box

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def put(
        self,
        name: str,
        text: str,
        sizes: Sequence[float],
        *,
        bold: bool | None = None,
        box: Box | None = None,
    ) -> None:
        """One paragraph in a placeholder, as large as fits, cut where even the smallest doesn't.

        ``box`` gives it another place than the layout's.
        """
        place, box, shown = box, box or self.box(name), drawable(text)
        size = fitted_size([shown], box.points_wide, box.points_high, sizes)
        lines = max(1, int(box.points_high / (size * LINE)))
        shown = clipped(shown, box.points_wide, size, lines)
        self._hold(name, paragraph(run(shown, size, bold=bold), size), place)

    def put_heads(self, title: str, about: str) -> None:
        """Title, the line below it, and the foot by which the slide traces back; for what is printed."""
        self.put("标题", title, PRINTED_TITLES)
        self.put("说明", about, _SMALL)
        self.put_foot()

    def put_title(self, title: str) -> None:
        self.put("标题", title, TITLES)
        self.put_foot()

    def put_foot(self) -> None:
        """Where the figures come from; at its end what is said of the whole file, white on dark."""
        box, badge = self.box("来源"), drawable(self.deck.badge)
        if badge:
            wide = round((width_of(badge, _FOOT[0]) + 2 * _FOOT[0]) * PT)
            sign = Box(
                box.left + box.width - wide, box.top, wide, min(box.height, round(1.4 * _FOOT[0] * PT))
            )
            size = fitted_size([badge], sign.points_wide, sign.points_high, _FOOT)
            text = paragraph(run(badge, size, "paper"), size, stand="ctr")
            self.draw("标记", sign, text, "ink", "ctr")
            box = Box(box.left, box.top, box.width - wide - 3 * MM, box.height)
        self.put("来源", self.deck.foot(), _FOOT, box=box if badge else None)

    def free(self, name: str) -> Box:
        """The placeholder's room with that of the line below the title, where none stands."""
        box, about = self.box(name), self.box("说明")
        is_above = about.top < box.top and abs(about.left - box.left) < box.width / 4
        top = about.top if is_above else box.top
        return Box(box.left, top, box.width, box.top + box.height - top)

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

    def put_chart(self, name: str, chart: Chart, box: Box | None = None) -> None:
        """A chart in a placeholder, or, with a ``box``, beside what else stands in its room."""
        self._charts.append((name, chart, box))

    def put_table(
        self, name: str, look: Look, rows: Sequence[Laid], description: str, box: Box | None = None
    ) -> None:
        """A table in a placeholder, or, with a ``box``, one of several things in its room."""
        holder = self.holder(name)
        place, ph = table_box(look, rows, box or holder.box), "" if box else holder.ph
        inside = table_xml(look, rows)
        self._shapes.append(frame(self.next_id(), name, description, place, "table", inside, ph))

    def draw(self, name: str, box: Box, paragraphs: str = "", colour: str = "", anchor: str = "t") -> None:
        """A shape of ours, where no placeholder can be."""
        self._shapes.append(shape(self.next_id(), name, box, paragraphs, colour, anchor))

    def _hold(self, name: str, paragraphs: str, box: Box | None = None) -> None:
        self._shapes.append(placeholder(self.next_id(), name, self.holder(name).ph, paragraphs, box))

    def finish(self, notes: Iterable[str] = ()) -> None:
        """Write the slide, its charts and its notes into the deck; a slide to be read has none."""
        deck = self.deck.template.deck
        self.deck.slides += 1
        link, slide = deck.part.add_slide(self.deck.template.layouts[self.layout])
        deck.slides._sldIdLst.add_sldId(link)
        for name, chart, box in self._charts:
            self._shapes.append(self._chart_frame(slide, name, chart, box))
        tree = slide.shapes._spTree
        # All shapes are parsed at once; a list, because appending takes each out of where it was.
        for element in list(parse_xml(f"<p:spTree {NAMESPACES}>{''.join(self._shapes)}</p:spTree>")):
            tree.append(element)
        told = "\n".join(drawable(line) for line in notes if line)
        # An office's template may have notes pages without room for notes.
        texts = slide.notes_slide.notes_text_frame if told else None
        if texts is not None:
            texts.text = told

    def _chart_frame(self, slide: Any, name: str, chart: Chart, box: Box | None) -> str:
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
        place, ph = (box, "") if box else (holder.box, holder.ph)
        return frame(self.next_id(), name, chart.description, place, "chart", inside, ph)
