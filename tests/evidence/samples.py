"""Files as people upload them, good and bad, made here: nothing is read from disk."""

import struct
import zipfile
import zlib
from io import BytesIO

import xlsxwriter

DOCX, XLSX, PPTX = "wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(words: str = "evidence") -> bytes:
    """One page with a line of text, which a browser's viewer can show."""
    drawn = f"BT /F1 24 Tf 40 100 Td ({words}) Tj ET".encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    end = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + head + table + end


def png(red: int = 200, side: int = 60) -> bytes:
    row = b"\0" + bytes((red, 40, 40)) * side
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * side)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg(thumbnail: bytes = b"") -> bytes:
    """The frame of a JPEG: segments, then a scan; a thumbnail has an end of its own."""
    exif = b"Exif\0\0" + thumbnail
    return (
        b"\xff\xd8\xff\xe1"
        + struct.pack(">H", len(exif) + 2)
        + exif
        + b"\xff\xda\x00\x02"
        + b"\x11\x22\x33" * 50
        + b"\xff\xd9"
    )


def gif() -> bytes:
    return b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


def webp() -> bytes:
    return b"RIFF" + struct.pack("<I", 12) + b"WEBPVP8L\0\0\0\0"


def xlsx() -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet("进度").write_row(0, 0, ["单位", 36])
    book.close()
    return made.getvalue()


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def content_types(main: str, *more: str) -> bytes:
    types = (f"application/vnd.openxmlformats-officedocument.{main}.main+xml" if main else "", *more)
    listed = "".join(f'<Override PartName="/p{n}" ContentType="{kind}"/>' for n, kind in enumerate(types))
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{space}">{listed}</Types>'.encode()


def office(main: str = DOCX, *more: str, parts: dict[str, bytes] | None = None) -> bytes:
    """The least of an Office Open XML file, with more content types or parts in it."""
    return zipped({"[Content_Types].xml": content_types(main, *more), "_rels/.rels": b"<r/>"} | (parts or {}))


def linked(kind: str, place: str, main: str = DOCX) -> bytes:
    """A document with one relation of this kind to a place outside."""
    about = f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = (
        f'<Relationships xmlns="{space}">'
        f'<Relationship Id="r1" {about} Target="{place}" TargetMode="External"/></Relationships>'
    )
    return office(main, parts={"word/_rels/settings.xml.rels": relations.encode()})


def field(*pieces: str) -> bytes:
    """A document with one field, whose code is cut into these pieces."""
    code = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    text = f"{marks[0]}{code}{marks[1]}<w:r><w:t>1</w:t></w:r>{marks[2]}"
    return office(parts={"word/document.xml": paragraph(text)})


def paragraph(text: str) -> bytes:
    """Of Word, with the namespaces that its files declare; x is foreign to it."""
    return (
        f'<w:p xmlns:w="{WORDS}" xmlns:x="urn:x"'
        f' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{text}</w:p>'
    ).encode()


def pdf_with(action: bytes) -> bytes:
    """The page, with this in an action of its catalogue."""
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << " + action + b" >>")


def pdf_of_objects(objects: bytes, about: bytes = b"/Type /ObjStm /N 1 /First 4") -> bytes:
    """The page, and a stream of compressed objects."""
    return pdf_of_stream(zlib.compress(b"9 0 " + objects), about + b" /Filter /FlateDecode")


def pdf_of_stream(packed: bytes, about: bytes, end_of_line: bytes = b"\n") -> bytes:
    head = b"9 0 obj << %b /Length %d >> stream%b" % (about, len(packed), end_of_line)
    return pdf().replace(b"xref", head + packed + b"\nendstream endobj\nxref", 1)


def ofd() -> bytes:
    return zipped({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<d/>"})


def compound(*entries: str, kind: int = 2) -> bytes:
    """A compound file's header and a directory with these entries."""
    listed = ("Root Entry", *entries)
    return OLE.ljust(512, b"\0") + b"".join(_entry(name, kind) for name in listed).ljust(1024, b"\0")


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (text.ljust(64, b"\0") + struct.pack("<HB", len(text), kind)).ljust(128, b"\0")


def bomb(size: int = 300 << 20) -> bytes:
    """A document whose one part unpacks to ``size`` bytes; its real bytes are a few hundred kilobytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", content_types(DOCX))
        with file.open("word/document.xml", "w") as part:
            for _ in range(size >> 20):
                part.write(b"\0" * (1 << 20))
    return made.getvalue()


def with_zip64_directory(content: bytes) -> bytes:
    """The same zip with a zip64 locator before its end: other numbers than the end record's would count."""
    end = content.rfind(b"PK\5\6")
    size, start = struct.unpack("<II", content[end + 12 : end + 20])
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1, 1, size, start)
    locator = b"PK\6\7" + struct.pack("<IQI", 0, end, 1)
    return content[:end] + record + locator + content[end:]
