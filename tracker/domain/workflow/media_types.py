"""The kinds of file that may be kept as evidence, their words and the endings of their names."""

from enum import StrEnum

from tracker.domain.language import _, marked


class MediaType(StrEnum):
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    GIF = "image/gif"
    WEBP = "image/webp"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    PPT = "application/vnd.ms-powerpoint"
    OFD = "application/ofd"

    @property
    def word(self) -> str:
        return _(_WORDS[self])

    @property
    def extensions(self) -> tuple[str, ...]:
        """The endings of a name that agree with this content; WPS keeps its files in Microsoft's old form."""
        return _EXTENSIONS[self]

    @property
    def opens_in_browser(self) -> bool:
        """Whether a browser shows it by itself, without running anything of it."""
        return self in (MediaType.PDF, MediaType.PNG, MediaType.JPEG)

    @property
    def is_picture(self) -> bool:
        return self in (MediaType.PNG, MediaType.JPEG, MediaType.GIF, MediaType.WEBP)

    @property
    def is_read_as_text(self) -> bool:
        """Whether its words can be shown in a page: what no browser shows by itself."""
        return self in (MediaType.DOCX, MediaType.XLSX, MediaType.PPTX)


_WORDS = {
    MediaType.PDF: "PDF",
    MediaType.PNG: marked("图片"),
    MediaType.JPEG: marked("图片"),
    MediaType.GIF: marked("图片"),
    MediaType.WEBP: marked("图片"),
    MediaType.DOCX: marked("Word 文档"),
    MediaType.XLSX: marked("Excel 表格"),
    MediaType.PPTX: marked("演示文稿"),
    MediaType.DOC: marked("Word 文档"),
    MediaType.XLS: marked("Excel 表格"),
    MediaType.PPT: marked("演示文稿"),
    MediaType.OFD: marked("OFD 版式文件"),
}
_EXTENSIONS = {
    MediaType.PDF: ("pdf",),
    MediaType.PNG: ("png",),
    MediaType.JPEG: ("jpg", "jpeg"),
    MediaType.GIF: ("gif",),
    MediaType.WEBP: ("webp",),
    MediaType.DOCX: ("docx",),
    MediaType.XLSX: ("xlsx",),
    MediaType.PPTX: ("pptx",),
    MediaType.DOC: ("doc", "wps"),
    MediaType.XLS: ("xls", "et"),
    MediaType.PPT: ("ppt", "dps"),
    MediaType.OFD: ("ofd",),
}
ACCEPTED = tuple(ending for kind in MediaType for ending in kind.extensions)
ACCEPTED_IN_WORDS = marked("PDF、图片(PNG、JPG、GIF、WebP)、Word、Excel、PPT、WPS 和 OFD 文件")
