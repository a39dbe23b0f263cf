"""Office files as the same bytes on any day and host: what their libraries leave to the clock is fixed.

Identical for one version of the libraries and of zlib: requirements.txt pins them.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The format asks for these two in front; everything else is sorted by name.
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DATES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(<)")
_OLDEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o600 << 16


def normalise_ooxml(data: bytes, when: datetime) -> bytes:
    """The same document with sorted parts, fixed dates, and ``when`` (aware) as created and modified.

    Workbooks inside (of native charts) are normalised too.
    """
    stamp = f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    with ZipFile(BytesIO(data)) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    first = [name for name in _FIRST if name in contents]
    names = [*first, *sorted(contents.keys() - set(first))]
    return zip_bytes((name, _part(name, contents[name], stamp, when)) for name in names)


def _part(name: str, content: bytes, stamp: bytes, when: datetime) -> bytes:
    if name.endswith(".xlsx"):
        return normalise_ooxml(content, when)
    if name == "docProps/core.xml":
        return _DATES.sub(lambda match: match[1] + stamp + match[2], content)
    return content


def zip_bytes(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip with these files in this order and nothing of the clock; names that are not ASCII as UTF-8."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as parts:
        for name, content in files:
            # Without an entry of our own, writestr would take the clock and the host's system.
            entry = ZipInfo(name, _OLDEST)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _READABLE, _UNIX
            parts.writestr(entry, content)
    return target.getvalue()
