"""Contact sheets of the meeting kit, to look at: python -m tests.looks [FOLDER]; var/looks unless named.

LibreOffice draws the Office files as PDF, poppler the pages, ImageMagick one sheet of each file.
"""

import subprocess
import sys
from pathlib import Path

from tests.export import made_up
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import kit
from tracker.export.options import HOUSE
from tracker.settings import ROOT

_DRAWN = ("pptx", "docx", "xlsx", "pdf")
_NUMBER = "2025Q3-02"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = made_up.content()
    for each, data in kit.files(content, content_sha256(content), _NUMBER, HOUSE):
        place = folder / each.file_name
        place.write_bytes(data)
        if each.suffix in _DRAWN:
            print(_sheet(place), flush=True)


def _sheet(file: Path) -> Path:
    """One picture with every page of a file, three in a row."""
    pdf = file.with_suffix(".pdf")
    if file.suffix != ".pdf":
        profile = f"-env:UserInstallation=file://{file.parent.resolve()}/.office"
        pdf = file.with_name(f"{file.stem}-drawn.pdf")
        _run(
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(file.parent / ".drawn"),
            str(file),
        )
        (file.parent / ".drawn" / f"{file.stem}.pdf").replace(pdf)
    pages = file.parent / ".pages" / file.stem
    pages.mkdir(parents=True, exist_ok=True)
    for old in pages.glob("*.png"):
        old.unlink()
    _run("pdftoppm", "-r", "60", "-png", str(pdf), str(pages / "page"))
    sheet = file.with_name(f"{file.stem}-sheet.png")
    drawn = [str(page) for page in sorted(pages.glob("*.png"))]
    _run("montage", *drawn, "-tile", "3x", "-geometry", "+8+8", "-background", "#888", str(sheet))
    return sheet


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "looks")
