"""A snapshot → 汇报, two to six pages as PDF, for a phone or the printer. Pure: same content, same bytes.

The data reach the template as JSON in an input, never as its code, so a name like #read("x") is only a name.
"""

import json
from pathlib import Path

import typst

from tracker.domain.meetings.snapshot import thaw
from tracker.export.options import HOUSE, Options
from tracker.export.report.contents import FONTS, contents_of

_TEMPLATE = Path(__file__).parent / "report.typ"


def report_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The report of a snapshot's content, dated as it is. Raises BadInput for what is none."""
    frozen = thaw(content)
    data = json.dumps(contents_of(frozen, sha256, number, is_preview=options.is_preview), ensure_ascii=False)
    pdf = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        timestamp=int(frozen.frozen_at.timestamp()),
        # To be kept: fonts within, every letter with its character (ISO 19005-2, level U).
        pdf_standards=["a-2u"],
    )
    assert isinstance(pdf, bytes), "one document gives its bytes"
    return pdf
