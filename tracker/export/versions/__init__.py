"""A snapshot → 分发版本: a zip with a sheet for each department, each area and each leader in charge.

Each is a page or two in Word: what is theirs, what they are asked, what to fill in. Pure: same content, same
bytes.
"""

import re
from collections.abc import Iterator

from tracker.domain.meetings.snapshot import Frozen, thaw
from tracker.domain.sentences import full_width
from tracker.export.ooxml import zip_bytes
from tracker.export.options import HOUSE, Options
from tracker.export.versions import frame, papers

_LONGEST_NAME = 60
_NO_FILE_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+')


def versions_bytes(content: str, sha256: str, number: str = "", options: Options = HOUSE) -> bytes:
    """The zip of a snapshot's content. Raises BadInput for a content that this version does not read."""
    frozen = thaw(content)
    taken: set[str] = set()
    files = []
    for folder, name, paper in _papers(frozen):
        path = _free(f"{folder}/{_file_name(name)}", taken)
        body, named = frame.title(paper.title) + paper.body, "".join(paper.title)
        made = frame.document(frozen, paper.scores, sha256, number, options, named, body)
        files.append((path, made))
    return zip_bytes(files)


def _papers(frozen: Frozen) -> Iterator[tuple[str, str, papers.Paper]]:
    """Folder, name and paper."""
    for unit in papers.units_of(frozen):
        yield "部门", unit.name, papers.department(unit, frozen)
    for place, group in enumerate(frozen.card.areas, 1):
        yield "领域", f"{place:02d}_{group.name}", papers.area(group, frozen)
    for ref in frozen.card.leaders:
        yield "分管领导", ref.name, papers.leader(ref, frozen)


def _file_name(name: str) -> str:
    """A name that Windows and zip programs take; empty ones get a word."""
    safe = _NO_FILE_NAME.sub("_", full_width(name)).strip("._ ")[:_LONGEST_NAME]
    return safe or "未命名"


def _free(path: str, taken: set[str]) -> str:
    """The path with its ending, numbered where two have the same name on a system that ignores case."""
    free, count = path, 1
    while free.casefold() in taken:
        count += 1
        free = f"{path}_{count}"
    taken.add(free.casefold())
    return f"{free}.docx"
