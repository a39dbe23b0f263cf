"""A file's text as read: what positions of a proposal count."""

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput


def text_of_file(name: str, content: bytes) -> str:
    """The text of a .txt in UTF-8 or GB 18030, line ends as ``\\n``. Raises BadInput in words."""
    if not name.lower().endswith(".txt"):
        raise BadInput(_("{name}不是文本文件(.txt),请另存为 .txt 后再读。").format(name=name))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise BadInput(_("{name}不是 UTF-8 或 GB 18030 编码的文本,请另存为 UTF-8。").format(name=name))
