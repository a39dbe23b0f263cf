"""The Office theme of our files: the palette's colours, and one Chinese font, set once.

Charts name a Latin font only; their Chinese letters fall to the theme's East Asian font.
"""

from tracker.domain.progress.palette import LIGHT

EAST_ASIAN = "微软雅黑"
_NAMES = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_ACCENTS = ("accent", "on_pace", "slightly_behind", "behind", "bar", "not_computable")
_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"


def theme_xml(font: str = EAST_ASIAN) -> str:
    """The part theme1.xml; ``font`` for offices without 微软雅黑 (e.g. 思源黑体)."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{_SPACE}" name="tracker"><a:themeElements>'
        f"{_colours()}{_fonts(font)}{_FORMATS}</a:themeElements></a:theme>"
    )


def _colours() -> str:
    fixed = {"dk1": LIGHT["ink"], "lt1": LIGHT["paper"], "dk2": LIGHT["muted"], "lt2": LIGHT["ground"]}
    accents = {name: LIGHT[token] for name, token in zip(_NAMES, _ACCENTS, strict=True)}
    links = {"hlink": LIGHT["accent"], "folHlink": LIGHT["muted"]}
    parts = (
        f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        for name, colour in (fixed | accents | links).items()
    )
    return f'<a:clrScheme name="tracker">{"".join(parts)}</a:clrScheme>'


def _fonts(font: str) -> str:
    face = f'<a:latin typeface="{font}"/><a:ea typeface="{font}"/><a:cs typeface=""/>'
    face += f'<a:font script="Hans" typeface="{font}"/>'
    both = f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>"
    return f'<a:fontScheme name="tracker">{both}</a:fontScheme>'


# The format demands three of each; ours are flat: no gradients, no shadows.
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
_FORMATS = (
    f'<a:fmtScheme name="tracker"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)
