# ruff: noqa: E501
"""The faces and the grid of GB/T 9704-2012, by name: the readers' machines have these fonts.

22 lines of 28 characters in a block of 156 × 225 mm: 三号 (16 pt) set 0.2 pt closer, because 28 × 16 pt
is 5.8 pt wider than the block. Sizes in half points.
"""

from decimal import Decimal

SONG_TITLE, FANGSONG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
SIZE, TITLE_SIZE, PAGE_NUMBER_SIZE, TABLE_SIZE, CAPTION_SIZE = 32, 44, 28, 21, 24
SMALL_SIZE, MARK_SIZE = 18, 18
RED, GREY = "D7000F", "6B7686"
_CLOSER = '<w:spacing w:val="-4"/>'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def face(east_asian: str, latin: str = LATIN) -> str:
    """The hint has “ ” … drawn by the Chinese face."""
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}" '
        'w:hint="eastAsia"/>'
    )


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spacing(twips: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{twips}" w:lineRule="exact"/>'


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_OFF_GRID = '<w:snapToGrid w:val="0"/>'


def styles_xml(line: Decimal) -> str:
    """word/styles.xml; ``line`` is the line spacing in points."""
    twips = round(line * 20)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles {NAMESPACES}>'
        f"<w:docDefaults><w:rPrDefault><w:rPr>{face(FANGSONG)}{size(SIZE)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + "".join(_styles(twips))
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + _table_look("Grid", "公文表格", _BORDERS)
        + _table_look("Open", "公文三线表", _OPEN)
        + _table_look("Ruled", "版记表格", _IMPRINT)
        + "</w:styles>"
    )


def _table_look(key: str, name: str, borders: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>'
    )


def _borders(*sides: tuple[str, int, str]) -> str:
    """Each side with its weight in eighths of a point, 0 for none, and its colour; in the schema's order."""
    return "".join(
        f'<w:{side} w:val="{"single" if weight else "nil"}" w:sz="{weight}" w:space="0" w:color="{colour}"/>'
        for side, weight, colour in sides
    )


_BLACK, _FINE = "000000", "8590A0"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = _borders(
    *((side, weight, _BLACK) for side, weight in zip(_SIDES, (8, 4, 8, 4, 4, 4), strict=True))
)
_OPEN = _borders(
    *zip(_SIDES, (8, 0, 8, 0, 4, 0), (_BLACK, _BLACK, _BLACK, _BLACK, _FINE, _FINE), strict=True)
)
# 版记: rules of 0.35 mm around, of 0.25 mm between.
_IMPRINT = _borders(
    *((side, weight, _BLACK) for side, weight in zip(_SIDES, (8, 0, 8, 0, 6, 0), strict=True))
)


def _styles(line: int) -> tuple[str, ...]:
    body = '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    title_line = max(line, 660)
    return (
        _style(
            "Normal",
            "Normal",
            f'{body}{_spacing(line)}{_INDENT}<w:jc w:val="both"/>',
            f"{face(FANGSONG)}{_CLOSER}{size(SIZE)}",
            base="",
            default=True,
        ),
        _style(
            "Title",
            "Title",
            f'<w:keepNext/>{_OFF_GRID}{_spacing(title_line)}{_FLUSH}<w:jc w:val="center"/>',
            f"{face(SONG_TITLE, SONG_TITLE)}{size(TITLE_SIZE)}",
        ),
        _style("Heading1", "heading 1", '<w:keepNext/><w:outlineLvl w:val="0"/>', face(HEI)),
        _style("Heading2", "heading 2", '<w:keepNext/><w:outlineLvl w:val="1"/>', face(KAI)),
        _style("Flush", "顶格", _FLUSH, ""),
        _style("Attachment", "附件标识", f"<w:keepNext/>{_FLUSH}", face(HEI)),
        _style(
            "Caption",
            "caption",
            f'<w:keepNext/>{_OFF_GRID}{_spacing(400)}{_FLUSH}<w:jc w:val="center"/>',
            f"{face(HEI)}{size(CAPTION_SIZE)}",
        ),
        _style(
            "TableNote",
            "表注",
            f'<w:keepLines/>{_OFF_GRID}{_spacing(260, 40, 60)}{_FLUSH}<w:jc w:val="left"/>',
            f'<w:spacing w:val="0"/>{size(SMALL_SIZE)}',
        ),
        _style(
            "TableCell",
            "表格",
            f'{_OFF_GRID}<w:spacing w:before="16" w:after="16" w:line="256" '
            f'w:lineRule="exact"/>{_FLUSH}<w:jc w:val="left"/>',
            f'<w:spacing w:val="0"/>{size(TABLE_SIZE)}',
        ),
        _style("TableHead", "表头", '<w:jc w:val="center"/>', face(HEI), base="TableCell"),
        _style("TableBand", "表格分组", "", face(HEI), base="TableCell"),
        # 附件: as many rows as a page holds.
        _style("SmallCell", "附表", _spacing(220, 10, 10), size(SMALL_SIZE), base="TableCell"),
        _style("SmallHead", "附表表头", '<w:jc w:val="center"/>', face(HEI), base="SmallCell"),
        _style("SmallBand", "附表分组", "", face(HEI), base="SmallCell"),
        _style(
            "Imprint",
            "版记",
            f'{_OFF_GRID}{_spacing(480)}{_FLUSH}<w:jc w:val="left"/>',
            f'<w:spacing w:val="0"/>{size(28)}',
        ),
        _style(
            "Head",
            "页眉标记",
            f'{_OFF_GRID}{_spacing(280)}{_FLUSH}<w:jc w:val="center"/>',
            f'{face(HEI)}<w:color w:val="{GREY}"/><w:spacing w:val="0"/>{size(MARK_SIZE)}',
        ),
        _style(
            "Source",
            "来源",
            f'{_OFF_GRID}<w:spacing w:line="240" w:lineRule="auto"/>{_FLUSH}<w:jc w:val="right"/>',
            f'<w:spacing w:val="0"/>{size(TABLE_SIZE)}',
        ),
        _style(
            "Footer",
            "footer",
            f"{_OFF_GRID}{_spacing(320)}{_FLUSH}",
            f'{face(SONG, SONG)}<w:spacing w:val="0"/>{size(PAGE_NUMBER_SIZE)}',
        ),
    )


def _style(
    key: str, name: str, paragraph: str, runs: str, *, base: str = "Normal", default: bool = False
) -> str:
    kind = 'w:default="1"' if default else ""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph" {kind} w:styleId="{key}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{runs}</w:rPr></w:style>"
    )
