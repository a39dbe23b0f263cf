"""The kinds of file that may be kept as evidence, their words and the endings of their names."""

from enum import StrEnum


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
        return _WORDS[self]

    @property
    def extensions(self) -> tuple[str, ...]:
        """The endings of a name that agree with this content; WPS keeps its files in Microsoft's old form."""
        return _EXTENSIONS[self]

    @property
    def opens_in_browser(self) -> bool:
        """Whether a browser shows it by itself, without running anything of it."""
        return self in (MediaType.PDF, MediaType.PNG, MediaType.JPEG)


_WORDS = {
    MediaType.PDF: "PDF",
    MediaType.PNG: "图片",
    MediaType.JPEG: "图片",
    MediaType.GIF: "图片",
    MediaType.WEBP: "图片",
    MediaType.DOCX: "Word 文档",
    MediaType.XLSX: "Excel 表格",
    MediaType.PPTX: "演示文稿",
    MediaType.DOC: "Word 文档",
    MediaType.XLS: "Excel 表格",
    MediaType.PPT: "演示文稿",
    MediaType.OFD: "OFD 版式文件",
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
ACCEPTED_IN_WORDS = "PDF、图片(PNG、JPG、GIF、WebP)、Word、Excel、PPT、WPS 和 OFD 文件"
