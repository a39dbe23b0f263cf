"""Content-Disposition: under which name a browser keeps a file, and whether it may show it."""

import re
from urllib.parse import quote


def disposition(name: str, plain: str, *, shown: bool = False) -> str:
    """The header with the Chinese name (RFC 5987) and an ASCII one for old programs."""
    cleaned = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", name)
    how = "inline" if shown else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(cleaned, safe='')}"
