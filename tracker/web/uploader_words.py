"""The words of Streamlit's file uploader, which takes none from us and speaks English.

They stand in two of its scripts, whose names carry a hash of the content: change a word here only
together with Streamlit's version, or browsers keep the old one for a year. tests/web/test_assets.py
fails when an upgrade words them otherwise.
"""

import re

_SCRIPT = re.compile(r"(FileUploader|utils)\.[\w-]+\.js")
_WORDS = (
    (rb"`Upload`", "`选择文件`"),
    (rb"`Add files`", "`继续添加`"),
    (rb"`Drag and drop files here`", "`松开鼠标，上传文件`"),
    (rb"`(\$\{[^`]+?\}) per file`", r"`单个文件最大 \1`"),
    (rb"`File must be (\$\{[^`]+?`b`\)\}) or smaller\.`", r"`文件太大，最大 \1。`"),
    (rb"`\$\{\w\.type\} files are not allowed\.`", "`不接受这类文件。`"),
    (rb"`Upload failed`", "`没有上传成功`"),
    (rb"`Unexpected error\. Please try again\.`", "`没有上传成功，请重试。`"),
    (rb"`Cancel upload of (\$\{\w\.name\})`", r"`取消上传 \1`"),
    (rb"`Remove (\$\{\w\.name\})`", r"`移除 \1`"),
)


def has_words(name: str) -> bool:
    """Whether a script of this name may hold words of the uploader."""
    return _SCRIPT.fullmatch(name) is not None


def in_chinese(script: bytes) -> bytes:
    for english, chinese in _WORDS:
        script = re.sub(english, chinese.encode(), script)
    return script
