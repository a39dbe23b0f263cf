"""佐证材料: the files that stand behind a figure; how many, how large, under which names, in which order."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput, Change, StaleState
from tracker.domain.language.texts import NAME_LIMIT, clean_text
from tracker.domain.workflow.file_types import media_type_of
from tracker.domain.workflow.media_types import MediaType

FILE_LIMIT = 20 << 20
REPORT_LIMIT = 100 << 20
COUNT_LIMIT = 20
WORD = marked("佐证材料")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: made by ``check`` and by nothing else."""

    name: str
    media_type: MediaType
    sha256: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class EvidenceFile:
    """A file in a list, without its bytes.

    ``report_id``: the submission that names it; None while it is in a draft only. ``by`` and ``at``:
    who put it into the draft, or made the submission.
    """

    sha256: str
    name: str
    size: int
    media_type: MediaType
    report_id: int | None
    position: int
    by: str
    at: datetime


@dataclass(frozen=True)
class DraftFiles:
    """What a draft changes of the files of the last submission."""

    added: tuple[EvidenceFile, ...] = ()
    removed: tuple[EvidenceFile, ...] = ()

    @property
    def has_changes(self) -> bool:
        return bool(self.added or self.removed)

    def with_change(self, file: EvidenceFile, is_removed: bool) -> "DraftFiles":
        added, removed = (() if is_removed else (file,)), ((file,) if is_removed else ())
        return DraftFiles(self.added + added, self.removed + removed)

    def on_top_of(self, submitted: Iterable[EvidenceFile]) -> tuple[EvidenceFile, ...]:
        """The files as they would be submitted now: the former ones first, in their order."""
        gone = {each.sha256 for each in self.removed}
        kept = (each for each in submitted if each.sha256 not in gone)
        return (*kept, *sorted(self.added, key=lambda file: (file.at, file.name)))


def check(name: str, content: bytes) -> CheckedFile:
    """Look at an uploaded file before anything is stored; raises BadInput in words that name the file."""
    cleaned = clean_file_name(name)
    if len(content) > FILE_LIMIT:
        limit = size_text(FILE_LIMIT)
        raise BadInput(
            _("“{cleaned}”没有上传:文件为 {size},单个文件最大 {limit}。").format(
                cleaned=cleaned, size=size_text(len(content)), limit=limit
            )
        )
    try:
        kind = media_type_of(content, cleaned)
    except BadInput as refusal:
        raise BadInput(_("“{cleaned}”没有上传:{refusal}").format(cleaned=cleaned, refusal=refusal)) from None
    return CheckedFile(cleaned, kind, hashlib.sha256(content).hexdigest(), content)


def require_room(sizes: Collection[int], added: CheckedFile) -> None:
    """Raise BadInput when a report's files would become too many, or together too large."""
    require_count(len(sizes), added.name)
    if sum(sizes) + added.size > REPORT_LIMIT:
        raise BadInput(
            _("“{added}”没有上传:每次填报的{word}合计最大 {size},现有 {size2},这份 {size3}。").format(
                added=added.name,
                word=_(WORD),
                size=size_text(REPORT_LIMIT),
                size2=size_text(sum(sizes)),
                size3=size_text(added.size),
            )
        )


def require_count(present: int, added: str) -> None:
    """Raise BadInput when one more file is too many."""
    if present >= COUNT_LIMIT:
        raise BadInput(
            _("“{added}”没有上传:每次填报最多{count_limit}份{word}。").format(
                added=added, count_limit=COUNT_LIMIT, word=_(WORD)
            )
        )


def require_seen(
    submitted: Iterable[EvidenceFile], draft: DraftFiles, seen: frozenset[str]
) -> tuple[EvidenceFile, ...]:
    """The files that would be submitted now, if they are those that were seen; else StaleState says which."""
    files = draft.on_top_of(submitted)
    new = next((each for each in files if each.sha256 not in seen), None)
    if new is not None:
        change = Change(WORD, "", new.name, new.by)
        raise StaleState(
            _("{by}刚添加了{word}“{new}”,请查看后再操作。").format(by=new.by, word=_(WORD), new=new.name),
            (change,),
        )
    gone = seen - {each.sha256 for each in files}
    if gone:
        taken = next((each for each in draft.removed if each.sha256 in gone), None)
        if taken is None:
            raise StaleState(_("您看到的一份{word}刚被移除,请查看后再操作。").format(word=_(WORD)))
        change = Change(WORD, taken.name, "", taken.by)
        raise StaleState(
            _("{by}刚移除了{word}“{taken}”,请查看后再操作。").format(
                by=taken.by, word=_(WORD), taken=taken.name
            ),
            (change,),
        )
    return files


def clean_file_name(name: str) -> str:
    """One line of at most 200 characters without folders; what is too long is cut before its ending."""
    one_line = " ".join(clean_text(name, 10 * NAME_LIMIT, _("文件名")).split())
    bare = one_line.replace("\\", "/").rpartition("/")[2].strip().rstrip(" .")
    stem, dot, ending = bare.rpartition(".")
    if not dot:
        stem, ending = bare, ""
    kept = NAME_LIMIT - len(dot) - len(ending)
    if kept < 1:
        raise BadInput(_("文件名的扩展名太长。"))
    shown = stem[:kept].strip(" .") or WORD
    return f"{shown}{dot}{ending}"


def size_text(size: int) -> str:
    """820 B, 34 KB, 2.5 MB; rounded up, so that what is too large never reads as the limit."""
    if size < 1 << 10:
        return f"{size} B"
    if size < 1 << 20:
        return f"{-(-size // (1 << 10))} KB"
    tenths = -(-size * 10 // (1 << 20))
    return f"{tenths // 10}.{tenths % 10} MB" if tenths % 10 else f"{tenths // 10} MB"
