"""Office files as LibreOffice draws them, and where the letters of a page stand, from the PDF's own boxes."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pypdfium2
import pytest

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed here: apt-get install libreoffice"
)
_MM = 25.4 / 72
DOTS = 10  # of a picture, to the millimetre
# The files name the faces of the readers' machines; here Noto stands for them.
_SERIF = ("仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "宋体")
_SANS = ("黑体", "微软雅黑")


@dataclass(frozen=True)
class Letters:
    """A sign, or letters that stand beside one another; from the page's left and upper edges."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A drawn page, in millimetres. ``lines``: letters side by side; its signs and its picture when asked."""

    width: float
    height: float
    lines: tuple[Letters, ...]
    number: int
    pdf: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    def within(self, top: float, bottom: float) -> list[Letters]:
        """The lines between two heights: without head and foot."""
        return [line for line in self.lines if line.top >= top and line.bottom <= self.height - bottom]

    @cached_property
    def signs(self) -> tuple[Letters, ...]:
        """Each sign on its own, without spaces."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            reader = document[self.number].get_textpage()
            found = (
                (reader.get_text_range(place, 1), reader.get_charbox(place))
                for place in range(reader.count_chars())
            )
            return tuple(_letters(text, box, self.height) for text, box in found if text.strip())

    @cached_property
    def picture(self) -> np.ndarray:
        with pypdfium2.PdfDocument(self.pdf) as document:
            return document[self.number].render(scale=DOTS * _MM).to_numpy()

    @cached_property
    def block_lines(self) -> list[str]:
        """The lines of a letter's block, between head and foot, by the feet of their signs."""
        inside = [sign for sign in self.signs if sign.top > 24 and sign.bottom < self.height - 24]
        inside = [sign for sign in inside if sign.left > 25.5 or self.width < self.height]
        by_foot = sorted(inside, key=lambda sign: (round(sign.bottom), sign.left))
        return ["".join(s.text for s in line) for _foot, line in groupby(by_foot, lambda s: round(s.bottom))]


def heights_of(is_ink: np.ndarray) -> list[float]:
    """The heights of a picture at which more than half of the width is ink."""
    return [row / DOTS for row in np.flatnonzero(is_ink.mean(axis=1) > 0.5)]


def drawn(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Page]]:
    """By name the pages of each file."""
    return {name: list(pages_of(pdf)) for name, pdf in printed(files, folder).items()}


def printed(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """By name each file as a PDF; all are drawn by one start of the office."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts(folder), "utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'office'}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *(str(folder / name) for name in files)]
    env = os.environ | {"FONTCONFIG_FILE": str(fonts), "HOME": str(folder)}
    subprocess.run(command, check=True, capture_output=True, timeout=1800, env=env)
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in files}


def pages_of(pdf: bytes) -> Iterator[Page]:
    """Without the empty pages that a section leaves free: LibreOffice prints none.

    pypdfium2 reads the PDF, another program than drew it.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            width, height = (each * _MM for each in page.get_size())
            reader = page.get_textpage()
            boxes = [reader.get_rect(place) for place in range(reader.count_rects())]
            lines = (_letters(reader.get_text_bounded(*box), box, height) for box in boxes)
            yield Page(width, height, tuple(line for line in lines if line.text.strip()), number, pdf)


def _letters(text: str, box: tuple[float, float, float, float], height: float) -> Letters:
    left, bottom, right, top = (each * _MM for each in box)
    return Letters(text, left, height - top, right, height - bottom)


def rows_of(lines: list[Letters]) -> int:
    """How many lines a reader counts: what stands at one height is one."""
    return len({round(line.bottom / 1.4) for line in lines})


def _fonts(folder: Path) -> str:
    faces = [
        *((name, "Noto Serif CJK SC") for name in _SERIF),
        *((name, "Noto Sans CJK SC") for name in _SANS),
    ]
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family>'
        f"<prefer><family>{face}</family></prefer></alias>"
        for name, face in faces
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include>{aliases}<cachedir>{folder}/cache</cachedir></fontconfig>"
    )


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Signs of which one lies over a third of another or more."""
    found = []
    signs = sorted(page.signs, key=lambda sign: sign.left)
    for place, one in enumerate(signs):
        for other in signs[place + 1 :]:
            if other.left >= one.right:
                break
            across = min(one.right, other.right) - other.left
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            smaller = min((sign.right - sign.left) * (sign.bottom - sign.top) for sign in (one, other))
            if down > 0 and smaller > 0 and across * down > smaller / 3:
                found.append((one.text, other.text))
    return found
