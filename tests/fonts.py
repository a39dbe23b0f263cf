"""Cut the PDF's fonts from Debian's fonts-noto-cjk: python -m tests.fonts (needed once; the result is kept).

GB 2312's characters and the signs that our files print, in two weights, under a name of their own, as the
SIL Open Font License asks of what is changed.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from tracker.settings import ROOT

FOLDER = ROOT / "tracker" / "export" / "fonts"
SOURCES = Path("/usr/share/fonts/opentype/noto")
FAMILY = "Tracker Sans"
_SIGNS = "●○◎◆◇■□▲△▼▽×－−—–…·•★☆≥≤≈±÷→←↑↓┃“”‘’「」〔〕【】《》〈〉〓①②③④⑤⑥⑦⑧⑨⑩‰℃㎡²³％＋＝＠￥¥€"
# Beyond GB 2312, but in names of people and places.
_NAMES = "喆堃玥瑆珺昇翀祎韡炘烨燚淼鑫垚犇骉羴赟贇玮瑀睿煜曦祺琪璟瓅铄镕镠濮鄞瓯"


def covered() -> list[int]:
    found = set(range(0x20, 0x7F)) | set(range(0xA1, 0x100)) | {ord(sign) for sign in _SIGNS + _NAMES}
    for first in range(0xA1, 0xF8):
        for second in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((first, second)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    found |= set(range(0xFF01, 0xFF5F))
    return sorted(found)


def main() -> None:
    kept: set[int] | None = None
    for weight in ("Regular", "Bold"):
        collection = TTCollection(SOURCES / f"NotoSansCJK-{weight}.ttc")
        font = next(
            each
            for each in collection.fonts
            if each["name"].getDebugName(1) == "Noto Sans CJK SC"
            or each["name"].getDebugName(16) == "Noto Sans CJK SC"
        )
        options = subset.Options(layout_features=["kern", "palt"], hinting=False, name_IDs=[0, 1, 2, 13, 14])
        options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=covered())
        cutter.subset(font)
        _rename(font, weight)
        font["head"].created = font["head"].modified = 0
        font.recalcTimestamp = False
        font.save(FOLDER / f"TrackerSans-{weight}.otf")
        has = set(font.getBestCmap())
        kept = has if kept is None else kept & has
    (FOLDER / "covered.txt").write_text("".join(map(chr, sorted(kept or set()))), "utf-8", newline="")


def _rename(font: TTFont, weight: str) -> None:
    names = font["name"]
    licence = names.getDebugName(0)
    names.names = []
    plain = f"{FAMILY.replace(' ', '')}-{weight}"
    for number, text in (
        (0, licence),
        (1, FAMILY),
        (2, weight),
        (3, plain),
        (4, f"{FAMILY} {weight}"),
        (5, "Version 1.0"),
        (6, plain),
        (14, "https://openfontlicense.org"),
    ):
        names.setName(text, number, 3, 1, 0x409)
    table = font["CFF "].cff
    table.fontNames = [plain]
    top = table.topDictIndex[0]
    top.FullName, top.FamilyName = f"{FAMILY} {weight}", FAMILY


if __name__ == "__main__":
    main()
