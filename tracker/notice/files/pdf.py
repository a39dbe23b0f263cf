"""A .pdf with text -> its paragraphs and ruled tables, in their order.

PDFium says of each character what and where it is, and which straight lines a page draws; what is a line, a
paragraph or a cell is judged by these places (layout, grids), since a PDF knows none of them.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2
from pypdfium2 import raw

from tracker.domain.language import marked
from tracker.notice.files.grids import Grid, Rule, grids_of, rows_of
from tracker.notice.files.layout import (
    Edges,
    Line,
    Sign,
    edges_of,
    lines_of,
    paragraphs,
    usual_step,
    without_furniture,
)
from tracker.notice.files.reading import Unreadable, Words

PAGE_LIMIT = 500
_BROKEN = marked("PDF 文件已损坏或没有传完。请重新导出后再上传,或把正文粘贴进来。")
_ENCRYPTED = marked("PDF 文件设有密码。请打开后去掉密码另存,再上传,或把正文粘贴进来。")
_TOO_LONG = marked("PDF 文件有{pages}页,最多读{limit}页。请只导出通知的正文再上传。")
_SCANNED = marked(
    "PDF 文件是扫描件或图片,多数页里没有文字。请上传原来的 Word 文件,或识别成带文字的 PDF 后再上传。"
)
_GARBLED = marked("PDF 文件里的文字没有编码信息,读出来是乱码。请上传原来的 Word 文件,或把正文粘贴进来。")
PAGES_WITHOUT_TEXT = marked("第{pages}页没有文字,可能是扫描图片,没有读入。")
SIGNS_WITHOUT_CODE = marked("有{count}个字读不出来,以“{sign}”代替,请对照原文补上。")
_UNKNOWN = "〓"
_UNKNOWN_SHARE = 0.1
_IS_SAID = 5  # characters from which a page counts as one with text
_BLANK = (0x0A, 0x0D, 0x20)
_THIN = 2.5  # points
_OBJECTS = 20_000  # drawn on a page; what has more is a map
_ASKED = 300  # characters of a page that are asked how they stand
_SHAPES = 50  # of a page without text, from which they may be its letters
_MANY_LINES = 30  # from which the edges of a kind of page are known


@dataclass
class _Page:
    """``signs``: how many characters it has, ``unknown``: of these without a code."""

    width: float
    height: float
    signs: int
    unknown: int
    grids: list[Grid]
    lines: list[Line]
    is_drawn: bool


def words_of_pdf(content: bytes) -> Words:
    """Raises Unreadable: broken, protected by a password, scanned, garbled, too long."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        needs_password = error.err_code == raw.FPDF_ERR_PASSWORD
        raise Unreadable(_ENCRYPTED if needs_password else _BROKEN) from None
    if len(document) > PAGE_LIMIT:
        raise Unreadable(_TOO_LONG, {"pages": str(len(document)), "limit": str(PAGE_LIMIT)})
    try:
        pages = [_page(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise Unreadable(_BROKEN) from None
    silent = [at + 1 for at, page in enumerate(pages) if page.signs < _IS_SAID and page.is_drawn]
    signs, unknown = sum(page.signs for page in pages), sum(page.unknown for page in pages)
    if not signs or 2 * len(silent) > len(pages):
        raise Unreadable(_SCANNED)
    if unknown > _UNKNOWN_SHARE * signs:
        raise Unreadable(_GARBLED)
    words = Words("\n".join(_lines(pages)), pages=len(pages))
    if silent:
        words.remarks.append((PAGES_WITHOUT_TEXT, {"pages": "、".join(map(str, silent))}))
    if unknown:
        words.remarks.append((SIGNS_WITHOUT_CODE, {"count": str(unknown), "sign": _UNKNOWN}))
    return words


def _page(page: pypdfium2.PdfPage) -> _Page:
    text = page.get_textpage()
    turned = _Turn(_quarters(text), page.get_bbox())
    # What lies outside the page is not seen: marks of a printer.
    signs = [
        sign
        for sign in _signs(text, turned)
        if 0 <= sign.left + sign.size / 2 <= turned.width and 0 <= sign.base <= turned.height
    ]
    rules, is_drawn = _drawn(page, turned)
    grids, outside = grids_of(rules, signs)
    text.close()
    page.close()
    unknown = sum(sign.text == _UNKNOWN for sign in signs)
    return _Page(turned.width, turned.height, len(signs), unknown, grids, lines_of(outside), is_drawn)


def _quarters(text: pypdfium2.PdfTextPage) -> int:
    """How often the page is turned clockwise for most of its characters to stand upright.

    What the page says of its own turn is not asked: a wide table may lie on an upright page.
    """
    matrix = raw.FS_MATRIX()
    found: Counter[int] = Counter()
    count = raw.FPDFText_CountChars(text)
    for at in range(0, count, count // _ASKED + 1):
        if raw.FPDFText_IsGenerated(text, at) != 1:
            raw.FPDFText_GetMatrix(text, at, matrix)
            found[round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4] += 1
    return max(found, key=found.__getitem__, default=0)


@dataclass(frozen=True)
class _Turn:
    """A page as it is shown: turned clockwise by ``quarters``, its lower left corner at 0, 0."""

    quarters: int
    box: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        return self._sides[self.quarters % 2]

    @property
    def height(self) -> float:
        return self._sides[1 - self.quarters % 2]

    @property
    def _sides(self) -> tuple[float, float]:
        left, lower, right, upper = self.box
        return right - left, upper - lower

    def direction(self, x: float, y: float) -> tuple[float, float]:
        return ((x, y), (y, -x), (-x, -y), (-y, x))[self.quarters]

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, lower, right, upper = self.box
        return (
            (x - left, y - lower),
            (y - lower, right - x),
            (right - x, upper - y),
            (upper - y, x - left),
        )[self.quarters]


def _signs(text: pypdfium2.PdfTextPage, turned: _Turn) -> Iterator[Sign]:
    """The characters that stand upright; a watermark across the page does not."""
    x, y, matrix, box = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX(), raw.FS_RECTF()
    high = 0
    for at in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, at)
        # PDFium adds blanks and line ends of its own.
        if code in _BLANK and raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00 if high else 0
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetMatrix(text, at, matrix)
        right, up = turned.direction(matrix.a, matrix.b)
        if right <= 0 or abs(up) > 0.1 * right:
            continue
        left, base = turned.point(x.value, y.value)
        end = max(turned.point(box.left, box.bottom)[0], turned.point(box.right, box.top)[0])
        size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        yield Sign(_sign(code), left, end, base, size)


def _sign(code: int) -> str:
    if code == 2:  # a hyphen at a line's end, as PDFium names it
        return "-"
    is_known = code >= 0x20 and code not in (0xFFFD, 0xFFFE, 0xFFFF) and not 0xE000 <= code < 0xF900
    return chr(code) if is_known else _UNKNOWN


def _drawn(page: pypdfium2.PdfPage, turned: _Turn) -> tuple[list[Rule], bool]:
    """The straight lines of a page, and whether it shows pictures, or shapes that may be letters."""
    rules: list[Rule] = []
    seen: Counter[int] = Counter()
    for drawn in page.get_objects(max_depth=5):
        seen[drawn.type] += 1
        if seen.total() > _OBJECTS:
            return [], True
        if drawn.type == raw.FPDF_PAGEOBJ_PATH:
            matrix = drawn.get_matrix()
            container = drawn.container
            while container is not None:
                matrix = matrix.multiply(container.get_matrix())
                container = container.container
            rules += _rules(drawn.raw, matrix, turned)
    return rules, bool(seen[raw.FPDF_PAGEOBJ_IMAGE]) or seen[raw.FPDF_PAGEOBJ_PATH] > _SHAPES


def _rules(path: object, matrix: pypdfium2.PdfMatrix, turned: _Turn) -> Iterator[Rule]:
    """The level and upright lines of a path: strokes, and fills that are as thin as one."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke):
        return
    for corners in _parts(path, matrix, turned):
        if stroke.value:
            for (x, y), (to_x, to_y) in pairwise(corners):
                yield from _rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        elif fill.value:
            across, down = zip(*corners, strict=True)
            yield from _rule(min(across), min(down), max(across), max(down))


def _rule(left: float, lower: float, right: float, upper: float) -> Iterator[Rule]:
    wide, high = right - left, upper - lower
    if high <= _THIN < wide:
        yield Rule(True, (lower + upper) / 2, left, right)
    elif wide <= _THIN < high:
        yield Rule(False, (left + right) / 2, lower, upper)


def _parts(path: object, matrix: pypdfium2.PdfMatrix, turned: _Turn) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; a part with curves is no rule and is left out."""
    corners: list[tuple[float, float]] = []
    is_straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(raw.FPDFPath_CountSegments(path), _OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1 and is_straight:
                yield corners
            corners, is_straight = [], True
        is_straight = is_straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append(turned.point(*matrix.on_point(x.value, y.value)))
        if raw.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if len(corners) > 1 and is_straight:
        yield corners


def _lines(pages: list[_Page]) -> Iterator[str]:
    """Paragraphs and rows of tables; both may go on over the end of a page."""
    kept = without_furniture([page.lines for page in pages], [page.height for page in pages])
    step = usual_step([line for lines in kept for line in lines])
    flow: list[tuple[Line | Grid, Edges]] = []
    edges: dict[tuple[int, int], Edges] = {}
    for at, page in enumerate(pages):
        items: list[Line | Grid] = [*kept[at], *page.grids]
        kind = (round(page.width), at % 2)
        if kind not in edges:
            edges[kind] = _edges(pages, kept, at)
        flow += [(one, edges[kind]) for one in sorted(items, key=_top, reverse=True)]
    for is_table, group in groupby(flow, key=lambda one: isinstance(one[0], Grid)):
        if is_table:
            yield from rows_of([one for one, _ in group if isinstance(one, Grid)])
        else:
            yield from paragraphs([(one, edges) for one, edges in group if isinstance(one, Line)], step)


def _top(one: Line | Grid) -> float:
    return one.base if isinstance(one, Line) else one.top


def _edges(pages: list[_Page], kept: list[list[Line]], at: int) -> Edges:
    """Of the pages of this width; left and right pages may have other margins."""
    alike = [number for number, page in enumerate(pages) if abs(page.width - pages[at].width) < 1]
    for chosen in ([number for number in alike if number % 2 == at % 2], alike):
        lines = [line for number in chosen for line in kept[number]]
        if len(lines) > _MANY_LINES:
            break
    return edges_of(lines, pages[at].width)
