# ruff: noqa: E501
"""The house template, written by a script, so that an office has something to start from.

    python -m tracker.export.slides our-template.pptx

Master, theme and six layouts with named placeholders (layouts.py); no slides. docs/slides-template.md.
"""

from dataclasses import astuple
from functools import cache
from xml.sax.saxutils import quoteattr

from tracker.export.drawingml import fill
from tracker.export.ooxml import zip_bytes
from tracker.export.slides.layouts import COVER, HEIGHT, LAYOUTS, RULE, WIDTH, Place
from tracker.export.slides.marks import MM, NAMESPACES, Box, shape
from tracker.export.theme import theme_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_SIZES = {"title": 32, "ctrTitle": 44, "subTitle": 24, "body": 18, "chart": 14, "tbl": 18}
_SMALL = {"来源": 11, "说明": 16, "落款": 20}
_HINTS = {"title": "结论式标题", "ctrTitle": "标题", "subTitle": "副标题", "chart": "图表", "tbl": "表格"}
_MAP = (
    'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"'
)


@cache
def house_template() -> bytes:
    """The template as bytes: the same ones each time."""
    names = list(LAYOUTS)
    layouts = [
        (f"ppt/slideLayouts/slideLayout{place}.xml", _layout(name)) for place, name in enumerate(names, 1)
    ]
    links = [
        (
            f"ppt/slideLayouts/_rels/slideLayout{place}.xml.rels",
            _links((("slideMaster", "../slideMasters/slideMaster1.xml"),)),
        )
        for place in range(1, len(names) + 1)
    ]
    of_master = [
        ("slideLayout", f"../slideLayouts/slideLayout{place}.xml") for place in range(1, len(names) + 1)
    ]
    parts = [
        ("[Content_Types].xml", _types(len(names))),
        ("_rels/.rels", _links((("officeDocument", "ppt/presentation.xml"),))),
        ("ppt/presentation.xml", _presentation()),
        (
            "ppt/_rels/presentation.xml.rels",
            _links(
                (
                    ("slideMaster", "slideMasters/slideMaster1.xml"),
                    ("theme", "theme/theme1.xml"),
                    ("presProps", "presProps.xml"),
                    ("viewProps", "viewProps.xml"),
                )
            ),
        ),
        ("ppt/presProps.xml", f"{_HEAD}<p:presentationPr {NAMESPACES}/>"),
        ("ppt/viewProps.xml", f"{_HEAD}<p:viewPr {NAMESPACES}/>"),
        ("ppt/slideMasters/slideMaster1.xml", _master(len(names))),
        (
            "ppt/slideMasters/_rels/slideMaster1.xml.rels",
            _links((*of_master, ("theme", "../theme/theme1.xml"))),
        ),
        ("ppt/theme/theme1.xml", theme_xml()),
        *layouts,
        *links,
    ]
    return zip_bytes((name, text.encode()) for name, text in parts)


def _types(layouts: int) -> str:
    kinds = [
        ("ppt/presentation.xml", "presentationml.presentation.main"),
        ("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster"),
        ("ppt/theme/theme1.xml", "theme"),
        ("ppt/presProps.xml", "presentationml.presProps"),
        ("ppt/viewProps.xml", "presentationml.viewProps"),
        *(
            (f"ppt/slideLayouts/slideLayout{place}.xml", "presentationml.slideLayout")
            for place in range(1, layouts + 1)
        ),
    ]
    given = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in kinds
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{given}</Types>'
    )


def _links(targets: tuple[tuple[str, str], ...]) -> str:
    given = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{given}</Relationships>'


def _presentation() -> str:
    return (
        f'{_HEAD}<p:presentation {NAMESPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        f'</p:sldMasterIdLst><p:sldSz cx="{WIDTH}" cy="{HEIGHT}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"<p:defaultTextStyle>{_level(1, 14, 'dk1')}</p:defaultTextStyle></p:presentation>"
    )


def _master(layouts: int) -> str:
    """Page number and hair rule stand here."""
    rule = _rule(2)
    page = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="3" name="页码"/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{303 * MM}" y="{round(179.5 * MM)}"/><a:ext cx="{20 * MM}" cy="{6 * MM}"/></a:xfrm><a:prstGeom prst="rect">'
        f'<a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="zh-CN" sz="1100">'
        f'{fill("muted")}</a:rPr><a:t>‹#›</a:t></a:fld><a:endParaRPr lang="zh-CN" sz="1100"/></a:p></p:txBody></p:sp>'
    )
    title = _holder(LAYOUTS["表格"][0], 5, in_master=True)
    texts = _holder(Place("正文", "body", 1, LAYOUTS["要点"][-1].box), 6, in_master=True)
    ids = "".join(
        f'<p:sldLayoutId id="{2147483649 + place}" r:id="rId{place + 1}"/>' for place in range(layouts)
    )
    return (
        f"{_HEAD}<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{fill('paper')}<a:effectLst/></p:bgPr></p:bg>{_tree(rule + page + title + texts)}"
        f"</p:cSld><p:clrMap {_MAP}/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>{_styles()}</p:sldMaster>"
    )


def _rule(number: int) -> str:
    left, top, across = (round(part * MM) for part in RULE)
    return shape(number, "脚线", Box(left, top, across, 9_525), colour="line")


def _tree(shapes: str) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
        f"{shapes}</p:spTree>"
    )


def _styles() -> str:
    """Faces come from the theme's East Asian font; nothing names a font of its own."""
    title = _level(1, 32, "dk1", bold=True)
    texts = "".join(_level(number, 18, "dk1") for number in range(1, 6))
    return (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{texts}</p:bodyStyle>"
        f"<p:otherStyle>{_level(1, 14, 'dk1')}</p:otherStyle></p:txStyles>"
    )


def _level(number: int, size: float, colour: str, *, bold: bool = False) -> str:
    face = "mj" if bold else "mn"
    scheme = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2"}[colour]
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr lang="zh-CN" sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{scheme}"/></a:solidFill>'
        f'<a:latin typeface="+{face}-lt"/><a:ea typeface="+{face}-ea"/><a:cs typeface="+{face}-cs"/></a:defRPr></a:lvl{number}pPr>'
    )


def _layout(name: str) -> str:
    is_cover = name == COVER
    shapes = _cover_marks() if is_cover else ""
    shapes += "".join(_holder(each, 10 + place) for place, each in enumerate(LAYOUTS[name]))
    hidden = ' showMasterSp="0"' if is_cover else ""
    return (
        f'{_HEAD}<p:sldLayout {NAMESPACES}{hidden} userDrawn="1"><p:cSld name={quoteattr(name)}>{_tree(shapes)}</p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _cover_marks() -> str:
    """A bar beside the texts, the rule above the foot; no emblem: its use is restricted by law."""
    left, top, _width, _height = (part / MM for part in astuple(LAYOUTS[COVER][0].box))
    bar = Box(round((left - 8) * MM), round((top + 3) * MM), round(1.8 * MM), 66 * MM)
    return shape(2, "竖线", bar, colour="accent") + _rule(3)


def _holder(place: Place, number: int, *, in_master: bool = False) -> str:
    index = f' idx="{place.index}"' if place.index else ""
    size = _SIZES[place.kind]
    size = _SMALL.get(place.name, size)
    colour = "dk2" if place.name in (*_SMALL, "副标题") else "dk1"
    anchor = {"ctrTitle": "b", "title": "ctr"}.get(place.kind, "t")
    style = _level(1, size, colour, bold=place.kind in ("title", "ctrTitle"))
    hint = _HINTS.get(place.kind, place.name)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(place.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr{"" if in_master else " userDrawn=" + chr(34) + "1" + chr(34)}><p:ph type="{place.kind}"{index}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr><a:xfrm>{place.box.xfrm}</a:xfrm>"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f'<a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle><a:p><a:r><a:rPr lang="zh-CN"/><a:t>{hint}</a:t></a:r></a:p></p:txBody></p:sp>'
    )
