"""What in a file of evidence would act by itself where it is opened: run a program, fetch from elsewhere.

Read are, within bounds, the relations, field codes and links of Office Open XML, what old and embedded
compound files hold, and a PDF's actions, also those inside its compressed objects.
"""

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput

OLE_PACKAGE = "\x01ole10native"  # the stream in which Office keeps a file of any other program
_COMPOUND, _ENTRY = bytes.fromhex("d0cf11e0a1b11ae1"), 128  # its first bytes; of its directory
_XML_LIMIT = 64 << 20
_PIECE = 1 << 16  # whole entries
_OBJECTS_LIMIT = 64 << 20
_FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
# A drive of the reader's own machine, or a place beside the file.
_NEAR = re.compile(r"(?i)(file:/{0,3})?[a-z](:|%3a)[\\/]|(?![\\/]{2}|[a-z][a-z0-9+.-]+:)")
# The parts of a workbook's links to others; read wherever they lie, refused where they are called otherwise.
_OF_LINKS = re.compile(r"(?:^|/)externallinks/[^/]+$")
# What Word must find sound; whatever else lies in the file, a picture or a font, may be none of its texts.
_OF_TEXT = re.compile(r"word/.*\.xml\Z|\[content_types\]\.xml\Z")
_WORDS_OWN = (  # as expat puts them before a name
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_CODE = frozenset(space + tag for space in _WORDS_OWN for tag in ("instrText", "delInstrText"))
_ELEMENTS_LIMIT = 2_000_000
_ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# Of several bytes a sign; of all codecs of Python none that is slow, or no encoding of texts.
_NOT_OF_EXPAT = (b"gb", b"hz", b"cp9", b"ms9", b"big5", b"euc", b"shift", b"ks", b"iso-2022", b"utf-7")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_DDE_FIELD = re.compile(r"(?i)\s*DDE(AUTO)?\b")
ODD_ZIP = marked("文件内部结构异常,不能上传。请用办公软件打开后另存,再上传。")
_LINKED = marked(
    "文件链接了别处的模板或对象,打开时会自行读取,不能上传。请在办公软件中断开链接后另存,或导出为 PDF。"
)
_PACKAGED = marked("文件中嵌有其他程序的文件(OLE 对象),不能上传。请删去该对象后另存,把其中的文件单独上传。")
_DDE = marked("文件含有 DDE 链接,打开时会运行其他程序,不能上传。请删去该链接后另存,或导出为 PDF。")
_ACTING = marked("PDF 含有脚本或启动其他程序的动作,不能上传。请用“打印到 PDF”另存后再上传。")


def _name(name: str) -> bytes:
    """A PDF name as a pattern: each letter may be written as # and its number."""
    return b"/" + _word(name)


def _word(name: str) -> bytes:
    """The same behind its stroke: a search is quick whose every choice begins with one certain sign."""
    letters = (b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in name.encode())
    return b"".join(letters) + rb"(?![^\0\s\x80\xff/<>\[\](){}%])"  # \x80, \xff: blanks of Chromium's viewer


# A rendition is a film or a sound, which may stand there; beside a script it runs that. A form of XFA has its
# scripts in XML; what follows its name is asked for because bytes of a picture are soon three letters.
_ACTIONS = re.compile(
    b"/(?:(?P<acts>%b|%b|%b)|%b)"
    % (
        _word("JavaScript"),
        _word("Launch"),
        _word("XFA") + rb"(?=[\0\s\x80\xff]*[\[\d%])",
        _word("Rendition"),
    )
)
_RENDITIONS_SCRIPT = re.compile(_name("JS"))
# Names that tell of objects within a stream (/First of a reference is an outline's), and any stream.
_MARKS = re.compile(
    b"/(?P<tells>"
    + _word("ObjStm")
    + b"|"
    + _word("First")
    + rb"(?!\s*\d+\s+\d+\s+R\b))|stream(?<!endstream)"
)
# An object; its dictionary, what is asked of that, and what follows it where it is a stream's.
_OBJECT = re.compile(rb"obj(?<!endobj)")
_SMALL = re.compile(rb"[\0\s]{0,9}+<<[^<>()%]{0,999}+>>\s{0,9}endobj")  # as most are
_NO_BLANK, _LINE_END = re.compile(rb"[^\0\s\x80\xff]"), re.compile(rb"[\r\n]")
_BRACKET, _OPENS = re.compile(rb"[<>\[\](%]"), {b">>": b"<<", b"]": b"["}
_IN_TEXT = re.compile(rb"[()\\]")
_STEPS_AT_MOST = 1_000_000
_OF_OBJECTS, _COUNTED, _PLACED = (re.compile(_name(name)) for name in ("ObjStm", "N", "First"))
# Where its bytes begin: programs differ in what they pass over behind the word.
_BEGINNINGS = (re.compile(rb"[\0\t\f ]{0,100}(?:\r\n?|\n)?"), re.compile(rb"[^\r\n]{0,100}(?:\r\n?|\n)?"))
_PACKED = tuple(bytes([first]) for first in range(0x08, 0x80, 0x10))
_STREAMS_AT_MOST = 100_000
_ITS_NAMES = 1_000  # so far before a stream a name tells of what it holds, whosever it is
_PREDICTED = re.compile(_name("DecodeParms") + b"|" + _name("DP"))
_NUMBERED = re.compile(rb"\s*\d+[\0\s]+\d")
# A stream of objects begins with their numbers and places, behind which the first of them stands; in what
# draws a page an operator stands there. A comment may stand anywhere.
_OBJECTS = re.compile(rb"[\0\s]*(?:[+-]?\d{1,10}[\0\s]+)*(?:%|[+-]?\d{1,10}[\0\s]*(?:[<\[(/%tfn]|\Z))")
_HEAD = 512
_SEARCHED, _LONGEST = 1 << 18, 128


@dataclass(frozen=True)
class _Stream:
    """``at``: behind its word. ``is_announced``: a name near it tells of objects; ``is_typed``: its own.

    ``is_plain``: nothing in its dictionary says that its bytes are to be computed once unpacked.
    """

    at: int
    is_announced: bool
    is_typed: bool
    is_plain: bool


def require_passive_pdf(content: bytes) -> None:
    """Raises BadInput where a script or a /Launch stands in the file or in one of its streams of objects.

    A stream is read whole where a name before it tells of objects, else where it begins like them. One that
    says that it holds objects, and is not packed as all programs pack them, is refused unread.
    """
    _require_no_action(content)
    left = _OBJECTS_LIMIT
    for number, stream in enumerate(_streams(content)):
        for at in {found.end() for each in _BEGINNINGS if (found := each.match(content, stream.at))}:
            objects, read, is_sound = _unpacked(memoryview(content)[at:], left, is_any=stream.is_announced)
            _require_no_action(objects)
            if stream.is_typed and not (is_sound and stream.is_plain and _NUMBERED.match(objects or b"0 0")):
                raise BadInput(_(ODD_ZIP))
            left -= max(read, len(objects))
        if left <= 0 or number >= _STREAMS_AT_MOST:
            raise BadInput(_(ODD_ZIP))


def _streams(content: bytes) -> Iterator[_Stream]:
    typed = _of_objects(content)
    told = -_ITS_NAMES
    for found in _each(_MARKS, content):
        if found.lastgroup == "tells":
            told = found.end()
        else:
            at = found.end()
            yield _Stream(at, at in typed or told > at - _ITS_NAMES, at in typed, typed.get(at, True))


def _of_objects(content: bytes) -> dict[int, bool]:
    """The streams whose own dictionary, however long, says that they hold objects, and whether it is plain.

    A program that opens the file comes to a stream by its object alone.
    """
    typed: dict[int, bool] = {}
    walk = _Walk(content)
    for found in _each(_OBJECT, content):
        walk.step()
        if _SMALL.match(content, found.end()):
            continue
        at = end = walk.behind_blanks(found.end())
        if content.startswith(b"<<", at):
            closed = walk.behind_dictionary(at)
            end = walk.behind_blanks(closed)
            if content.startswith(b"stream", end) and _holds_objects(about := content[at:closed]):
                is_plain = not any(_each(_PREDICTED, about))
                typed[end + 6] = typed.get(end + 6, True) and is_plain
        walk.spend(end - found.start())
    return typed


class _Walk:
    """Through objects, which do not lie within each other. Raises BadInput at what can't be followed."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._steps, self._bytes = _STEPS_AT_MOST, 2 * len(content)

    def step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise BadInput(_(ODD_ZIP))

    def spend(self, walked: int) -> None:
        self._bytes -= walked
        if self._bytes < 0:
            raise BadInput(_(ODD_ZIP))

    def behind_blanks(self, at: int) -> int:
        while (at := self._next(_NO_BLANK, at)) < len(self._content) and self._content[at] == ord("%"):
            at = self._next(_LINE_END, at)
        return at

    def behind_dictionary(self, at: int) -> int:
        opened: list[bytes] = []
        while (at := self._next(_BRACKET, at)) < len(self._content):
            is_double = self._content.startswith((b"<<", b">>"), at)
            mark = self._content[at : at + 1 + is_double]
            at += len(mark)
            if mark in (b"<<", b"["):
                opened.append(mark)
            elif mark == b"(":
                at = self._behind_text(at)
            elif mark == b"%":
                at = self._next(_LINE_END, at)
            elif mark == b"<":
                at = self._content.find(b">", at) + 1 or len(self._content)
            elif mark in _OPENS:
                if opened.pop() != _OPENS[mark]:
                    break
                if not opened:
                    return at
        raise BadInput(_(ODD_ZIP))

    def _behind_text(self, at: int) -> int:
        depth = 1
        while depth and (at := self._next(_IN_TEXT, at)) < len(self._content):
            sign = self._content[at : at + 1]
            at += 2 if sign == b"\\" else 1
            depth += {b"(": 1, b")": -1}.get(sign, 0)
        return at

    def _next(self, pattern: re.Pattern[bytes], at: int) -> int:
        """Where the sign stands that is looked for, else the end."""
        self.step()
        for begin in range(at, len(self._content), _SEARCHED):
            if found := pattern.search(self._content, begin, begin + _SEARCHED):
                return found.start()
        return len(self._content)


def _holds_objects(about: bytes) -> bool:
    if any(_each(_PLACED, about)) and any(_each(_COUNTED, about)):
        return True
    return any(_each(_OF_OBJECTS, about))


def _require_no_action(content: bytes) -> None:
    has_rendition = False
    for found in _each(_ACTIONS, content):
        if found.lastgroup == "acts":
            raise BadInput(_(_ACTING))
        has_rendition = True
    if has_rendition and any(_each(_RENDITIONS_SCRIPT, content)):
        raise BadInput(_(_ACTING))


def _each(pattern: re.Pattern[bytes], content: bytes) -> Iterator[re.Match[bytes]]:
    """The matches, looked for piece by piece: a search holds up every other thread of the server."""
    for at in range(0, len(content), _SEARCHED):
        found = pattern.finditer(content, at, at + _SEARCHED + _LONGEST)
        yield from (each for each in found if each.start() < at + _SEARCHED)


def _unpacked(stream: memoryview, limit: int, *, is_any: bool) -> tuple[bytes, int, bool]:
    """A stream of objects as far as it can be unpacked, how much of the file was read, whether all went well.

    Nothing of a stream that does not begin like objects, unless ``is_any``. A wrong sum at the end is passed
    over, as programs do.
    """
    if stream[:1] not in _PACKED or int.from_bytes(stream[:2]) % 31:
        return b"", 0, False
    unpacker, pieces, at = zlib.decompressobj(-zlib.MAX_WBITS), [b""], 2 + _HEAD
    try:
        pieces.append(unpacker.decompress(stream[2:at], _HEAD))
        if not is_any and pieces[-1] and not _OBJECTS.match(pieces[-1]):
            return b"", 0, True
        waiting = unpacker.unconsumed_tail
        while (at < len(stream) or waiting) and not unpacker.eof and limit > 0:
            pieces.append(unpacker.decompress(waiting or stream[at : at + _PIECE], _PIECE))
            at += 0 if waiting else _PIECE
            waiting = unpacker.unconsumed_tail
            limit -= len(pieces[-1])
    except zlib.error:
        return b"".join(pieces), at, False
    return b"".join(pieces), at - len(unpacker.unused_data), True


def require_no_package(entries: Collection[str]) -> None:
    """``entries``: the names in a compound file's directory, in small letters."""
    if OLE_PACKAGE in entries:
        raise BadInput(_(_PACKAGED))


def require_passive_office(
    archive: zipfile.ZipFile,
    parts: Mapping[str, zipfile.ZipInfo],
    entries_of: Callable[[bytes], Collection[str]],
    *,
    is_text: bool,
) -> None:
    """``parts``: by name in small letters. Raises BadInput; what zipfile and expat raise is the caller's.

    ``is_text``: whether any of them says that it is of Word, which finds its parts by relations, under any
    name.
    """
    left, elements = _XML_LIMIT, _ELEMENTS_LIMIT
    for name, part in parts.items():
        reader = _Reader(name, is_text=is_text and _is_xml(archive, part))
        if not reader.hears:
            with archive.open(part) as content:
                _require_no_package_in(content, entries_of)
            continue
        left -= part.file_size
        if left < 0:
            raise BadInput(_(ODD_ZIP))
        with archive.open(part) as xml:
            elements = reader.read(xml, elements)


def _require_no_package_in(content: IO[bytes], entries_of: Callable[[bytes], Collection[str]]) -> None:
    """Of a compound file, whatever it is called: a relation leads to any name."""
    piece = content.read(_ENTRY)
    if piece.startswith(_COMPOUND):
        while piece:
            require_no_package(entries_of(piece))
            piece = content.read(_PIECE)


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Also what begins with blanks alone: what follows may be."""
    with archive.open(part) as content:
        head = content.read(_HEAD)
    begun = head.lstrip(_BEFORE_XML)
    return begun.startswith(b"<") or (len(head) == _HEAD and not begun)


class _Reader:
    """Reads one part for what may act in it.

    Word reads any part that a relation leads to; of what it does not name itself, pictures and fonts
    among it, only that counts which can be read.
    """

    def __init__(self, name: str, *, is_text: bool) -> None:
        self._elements_left = 0
        self._fields = _Fields() if is_text else None
        self._meets: list[Callable[[str, dict[str, str]], None]] = []
        if name.endswith(".rels"):
            self._meets.append(_meet_relation)
        if _OF_LINKS.search(name):
            self._meets.append(_meet_link)
        self._must_be_sound = bool(self._meets) or bool(_OF_TEXT.match(name))
        if self._fields:
            self._meets.append(self._fields.start)
        self.hears = bool(self._meets)

    def read(self, xml: IO[bytes], elements: int) -> int:
        """How many of the elements are left; each costs a call under the interpreter's lock.

        Raises BadInput, and ExpatError where the part must be sound.
        """
        self._elements_left = elements
        head = xml.read(_HEAD)
        decode, encoding = _decoder_of(head)
        parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._meet_entities
        parser.StartElementHandler = self._meet
        if self._fields:
            parser.buffer_text = True
            parser.EndElementHandler, parser.CharacterDataHandler = self._fields.end, self._fields.text
        try:
            while head:
                parser.Parse(decode(head), False)
                head = xml.read(_PIECE)
            parser.Parse(b"", True)
        except expat.ExpatError:
            if self._must_be_sound or (self._fields and self._fields.were_met):
                raise
        return self._elements_left

    def _meet(self, tag: str, about: dict[str, str]) -> None:
        self._elements_left -= 1
        if self._elements_left < 0:
            raise BadInput(_(ODD_ZIP))
        for meet in self._meets:
            meet(tag, about)

    def _meet_entities(self, *_declared: object) -> None:
        """No program of Office opens a part with them; a picture may have them."""
        if self._must_be_sound:
            raise BadInput(_(ODD_ZIP))
        raise expat.ExpatError


def _decoder_of(head: bytes) -> tuple[Callable[[bytes], bytes], str | None]:
    """What makes of a part what expat reads, and the encoding to tell it: it knows few, Word many."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    told = next((encoding for mark, encoding in marks if head.startswith(mark)), None)
    declared = None if told else _ENCODING.match(head)
    if declared is None or not declared[1].lower().startswith(_NOT_OF_EXPAT):
        return bytes, told
    try:
        decoder = codecs.getincrementaldecoder(declared[1].decode("ascii"))("replace")
    except LookupError:
        return bytes, None
    return lambda piece: decoder.decode(piece).encode("utf-8", "replace"), "utf-8"


def _meet_relation(_tag: str, about: dict[str, str]) -> None:
    kind, target = about.get("Type", "").strip().casefold(), about.get("Target", "").strip()
    if kind.endswith("/afchunk"):  # another file, of any kind, that Word takes in where it opens this one
        raise BadInput(_(ODD_ZIP))
    if about.get("TargetMode") != "External":
        if kind.endswith("/externallink") and not _OF_LINKS.search(target.casefold()):
            raise BadInput(_(ODD_ZIP))
    elif kind.endswith(_FETCHED) and not _NEAR.match(target):
        raise BadInput(_(_LINKED))


def _meet_link(tag: str, _about: dict[str, str]) -> None:
    if tag.rpartition(" ")[2] == "ddeLink":
        raise BadInput(_(_DDE))


@dataclass
class _Story:
    """The text within one element of another namespace, or all around them: fields begin and end within."""

    code: list[str] = field(default_factory=list)
    open_fields: int = 0


class _Fields:
    """Word's field codes, which are cut into pieces as the writer pleased.

    What stands within an element of another namespace Word may take or leave out, by what it knows of it:
    it neither adds to a field outside nor ends one, and a field that is not whole within is refused.
    """

    def __init__(self) -> None:
        self._stories: list[_Story | None] = [None]  # made where something of a field stands in it
        self._is_code = False
        self.were_met = False

    def start(self, tag: str, about: dict[str, str]) -> None:
        if not tag.startswith(_WORDS_OWN):
            self._stories.append(None)
            return
        self.were_met = True
        if tag in _CODE:
            self._is_code = True
        elif tag.endswith(" fldChar"):
            self._mark(about.get(f"{tag}Type", ""))
        elif tag.endswith(" fldSimple"):
            for code in (text for name, text in about.items() if name.rpartition(" ")[2] == "instr"):
                self._judge(code)

    def end(self, tag: str) -> None:
        if tag.startswith(_WORDS_OWN):
            if tag in _CODE:
                self._is_code = False
            return
        story = self._stories.pop()
        if story and (story.code or story.open_fields):
            raise BadInput(_(ODD_ZIP))

    def text(self, words: str) -> None:
        if self._is_code:
            self._story().code.append(words)

    def _story(self) -> _Story:
        story = self._stories[-1] = self._stories[-1] or _Story()
        return story

    def _mark(self, kind: str) -> None:
        story, is_within = self._story(), len(self._stories) > 1
        if is_within and not story.open_fields and (story.code or kind != "begin"):
            raise BadInput(_(ODD_ZIP))
        self._judge("".join(story.code))
        story.code.clear()
        story.open_fields += {"begin": 1, "end": -1}.get(kind, 0)

    def _judge(self, code: str) -> None:
        if _DDE_FIELD.match(code):
            raise BadInput(_(_DDE))
