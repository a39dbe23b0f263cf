"""The files that are made of a snapshot: one table."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from tracker.domain.language import _, in_chinese, marked
from tracker.domain.language.errors import NotFound
from tracker.export.options import Options

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """One file of the kit. ``key`` is its ending in addresses, the suffix but for a second file of one kind.

    ``maker``: module:function under tracker.export, (content, sha256, number) -> bytes; imported late.
    ``has_options``: the maker takes the office's ``Options`` behind them.
    """

    key: str
    word: str
    suffix: str
    media_type: str
    maker: str
    is_heavy: bool = False
    has_options: bool = False

    @property
    def file_name(self) -> str:
        return f"{self.word}.{self.suffix}"

    @property
    def title(self) -> str:
        """The file's name in the language of who looks; the file itself keeps its Chinese name."""
        return f"{_(self.word)}.{self.suffix}"

    @in_chinese()
    def bytes_of(self, content: str, sha256: str, number: str, options: Options) -> bytes:
        """The file, made here and now, in Chinese whoever asks. Raises BadInput for what is no snapshot."""
        module, function = self.maker.split(":")
        make: Callable[..., bytes] = getattr(import_module(f"tracker.export.{module}"), function)
        return make(content, sha256, number, *([options] if self.has_options else []))


FORMATS = (
    Format(
        key="pptx",
        word=marked("幻灯片"),
        suffix="pptx",
        media_type=f"{_OFFICE}.presentationml.presentation",
        maker="slides:slides_bytes",
        is_heavy=True,
        has_options=True,
    ),
    Format(
        key="handout.pptx",
        word=marked("附表"),
        suffix="pptx",
        media_type=f"{_OFFICE}.presentationml.presentation",
        maker="slides:handout_bytes",
        is_heavy=True,
        has_options=True,
    ),
    Format(
        key="docx",
        word=marked("通报"),
        suffix="docx",
        media_type=f"{_OFFICE}.wordprocessingml.document",
        maker="bulletin:bulletin_bytes",
        is_heavy=True,
        has_options=True,
    ),
    Format(
        key="notes.docx",
        word=marked("讲话参考"),
        suffix="docx",
        media_type=f"{_OFFICE}.wordprocessingml.document",
        maker="speaker_notes:speaker_notes_bytes",
        is_heavy=True,
        has_options=True,
    ),
    Format(
        key="pdf",
        word=marked("汇报"),
        suffix="pdf",
        media_type="application/pdf",
        maker="report:report_bytes",
        is_heavy=True,
        has_options=True,
    ),
    Format(
        key="xlsx",
        word=marked("进度表"),
        suffix="xlsx",
        media_type=f"{_OFFICE}.spreadsheetml.sheet",
        maker="workbook:workbook_bytes",
        is_heavy=True,
        has_options=True,
    ),
    Format(
        key="csv",
        word=marked("数据"),
        suffix="csv",
        media_type="text/csv; charset=utf-8",
        maker="figures_csv:csv_bytes",
    ),
    Format(
        key="json",
        word=marked("快照"),
        suffix="json",
        media_type="application/json",
        maker="formats:snapshot_bytes",
    ),
)

# Apart from the kit: a zip with a file for each department, area and leader, no file of the meeting itself.
VERSIONS = Format(
    key="versions.zip",
    word=marked("分发版本"),
    suffix="zip",
    media_type="application/zip",
    maker="versions:versions_bytes",
    is_heavy=True,
    has_options=True,
)


def format_of(key: str) -> Format:
    """Raises NotFound for a key that is no file of the kit."""
    for file_format in (*FORMATS, VERSIONS):
        if file_format.key == key:
            return file_format
    raise NotFound(_("没有这种格式的文件。"))


def snapshot_bytes(content: str, sha256: str, number: str = "") -> bytes:
    """The snapshot itself: the bytes whose SHA-256 is the snapshot's."""
    return content.encode()
