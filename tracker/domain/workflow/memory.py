"""What zlib and expat say where memory runs out: in errors that else tell of a broken file."""

import zlib
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError, errors

_NO_MEMORY = errors.codes[errors.XML_ERROR_NO_MEMORY]


def require_memory(error: Exception) -> None:
    """Raises MemoryError where the error says so: the file that was read may be whole."""
    if isinstance(error, zlib.error):
        is_want = str(error).startswith("Error -4 ")  # Z_MEM_ERROR
    else:
        is_want = isinstance(error, ExpatError | ParseError) and error.code == _NO_MEMORY
    if is_want:
        raise MemoryError from None
