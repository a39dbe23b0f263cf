# ruff: noqa: E501
"""Text, boxes and frames as PresentationML. Lengths in EMU, sizes in points, colours are palette tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tracker.domain.language.punctuation import full_width
from tracker.domain.language.texts import clean_text
from tracker.export.drawingml import drawable, fill
from tracker.export.slides.fit import LINE

MM, PT = 36_000, 12_700
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_LONGEST = 4_000


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def points_wide(self) -> float:
        return self.width / PT

    @property
    def points_high(self) -> float:
        return self.height / PT

    def part(self, left: float, width: float, top: float = 0, height: float = 1) -> "Box":
        """A part of it, by shares of its width and height."""
        return Box(
            self.left + round(self.width * left),
            self.top + round(self.height * top),
            round(self.width * width),
            round(self.height * height),
        )

    @property
    def xfrm(self) -> str:
        return f'<a:off x="{self.left}" y="{self.top}"/><a:ext cx="{self.width}" cy="{self.height}"/>'


def attribute(text: str) -> str:
    return quoteattr(full_width(" ".join(clean_text(text, limit=len(text) + 1).split())[:_LONGEST]))


def run(text: str, size: float, colour: str = "", *, bold: bool | None = None) -> str:
    """A run of a text that ``drawable`` has been applied to. Without colour or weight: the template's."""
    if not text:
        return ""
    weight = "" if bold is None else f' b="{int(bold)}"'
    inside = fill(colour) if colour else ""
    properties = (
        f'<a:rPr lang="zh-CN" altLang="en-US" sz="{round(size * 100)}"{weight} dirty="0">{inside}</a:rPr>'
    )
    return f"<a:r>{properties}<a:t>{escape(text)}</a:t></a:r>"


def paragraph(
    runs: str, size: float, *, stand: str = "", after: float = 0, inset: float = 0, hang: float = 0
) -> str:
    """Lines of an exact height, so that every program breaks the page where we reckoned.

    ``inset``: points that its lines are set in, all but the first, which stands out by ``hang``.
    """
    aligned = f' algn="{stand}"' if stand else ""
    spaced = f'<a:lnSpc><a:spcPts val="{round(size * LINE * 100)}"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
    spaced += f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft><a:buNone/>'
    end = "" if runs else f'<a:endParaRPr lang="zh-CN" sz="{round(size * 100)}"/>'
    return f'<a:p><a:pPr marL="{round(inset * PT)}" indent="{-round(hang * PT)}"{aligned}>{spaced}</a:pPr>{runs}{end}</a:p>'


class Piece(NamedTuple):
    """A run in a look of its own."""

    text: str
    size: float
    colour: str = "ink"
    bold: bool = False

    @property
    def drawn(self) -> "Piece":
        """Drawable; spaces at its ends part it from its neighbours."""
        text, bare = self.text, self.text.strip(" ")
        before = " " * (len(text) - len(text.lstrip(" ")))
        after = " " * (len(text) - len(bare) - len(before)) if bare else ""
        return self._replace(text=f"{before}{drawable(bare)}{after}")


def line_of(*pieces: Piece) -> str:
    """A paragraph of what is not drawable yet."""
    return paragraph_of([piece.drawn for piece in pieces])


def paragraph_of(pieces: Sequence[Piece], *, stand: str = "", inset: float = 0, hang: float = 0) -> str:
    """Its lines are as high as the largest letters ask. ``drawable`` has been applied to the pieces."""
    runs = "".join(run(each.text, each.size, each.colour, bold=each.bold) for each in pieces)
    return paragraph(runs, max(each.size for each in pieces), stand=stand, inset=inset, hang=hang)


def body(paragraphs: str, anchor: str = "") -> str:
    stands = f' anchor="{anchor}"' if anchor else ""
    return (
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"{stands}><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{paragraphs or '<a:p/>'}</p:txBody>"
    )


def placeholder(number: int, name: str, ph: str, paragraphs: str, box: Box | None = None) -> str:
    """A filled placeholder; look and, without a ``box``, place are the layout's. ``ph`` is its p:ph element."""
    place = f"<p:spPr><a:xfrm>{box.xfrm}</a:xfrm></p:spPr>" if box else "<p:spPr/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{ph}</p:nvPr></p:nvSpPr>{place}{body(paragraphs)}</p:sp>"
    )


def shape(number: int, name: str, box: Box, paragraphs: str = "", colour: str = "", anchor: str = "t") -> str:
    """A rectangle, filled or not, with or without text."""
    painted = fill(colour) if colour else "<a:noFill/>"
    kind = ' txBox="1"' if paragraphs and not colour else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr{kind}/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm>{box.xfrm}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{painted}<a:ln><a:noFill/></a:ln></p:spPr>'
        f"{body(paragraphs, anchor)}</p:sp>"
    )


def frame(number: int, name: str, description: str, box: Box, uri: str, inside: str, ph: str = "") -> str:
    """A graphic frame: a table or a chart, with its alternative text."""
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name={quoteattr(name)} descr={attribute(description)}/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{ph}</p:nvPr></p:nvGraphicFramePr>'
        f'<p:xfrm>{box.xfrm}</p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">'
        f"{inside}</a:graphicData></a:graphic></p:graphicFrame>"
    )
