"""What a register that is loaded again says otherwise than it did, and how that comes to count (DOMAIN §5).

Facts are append-only: a plan is not loaded over. What was misread is mended by an erratum, an aim that
changed by an adjustment; another notice is another plan, under a code of its own.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.language import _, marked, with_colon
from tracker.domain.language.errors import Refusal
from tracker.domain.progress.differences import Difference
from tracker.domain.workflow.erratum import ReadAs, differences


class Remedy(StrEnum):
    """How a change comes to count."""

    NEW_CODE = "new_code"
    TARGET = "target"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    READING = "reading"

    @property
    def sentence(self) -> str:
        return _(_REMEDIES[self])


_REMEDIES = {
    Remedy.NEW_CODE: marked(
        "原文、领域、条目和方案信息载入后不改,请在 plan.csv 中换用新的编号,作为另一份方案载入。"
    ),
    Remedy.TARGET: marked("登记时读错原文的,在“勘误”页更正;目标经批准变更的,在“目标调整”页办理。"),
    Remedy.MISSED: marked("登记时遗漏的目标,在“勘误”页补登。"),
    Remedy.WITHDRAWN: marked("不应作为目标的,在“勘误”页撤销。"),
    Remedy.READING: marked("不是目标的数字怎样读不影响目标,保留载入时的读法。"),
}


@dataclass(frozen=True)
class Registered:
    """What of a register is compared.

    ``facts``: of the plan, its areas and articles, by what they are. ``readings``: of each number that is no
    target's, by where it starts, its text and how it is read. ``targets``: by code.
    """

    facts: Mapping[str, str]
    notice: str
    readings: Mapping[int, tuple[str, str]]
    targets: Mapping[str, ReadAs]


@dataclass(frozen=True)
class RegisterChange:
    """What differs of one thing, ``subject``."""

    subject: str
    differences: tuple[Difference, ...]
    remedy: Remedy

    @property
    def text(self) -> str:
        return with_colon(self.subject, _("、").join(each.text.strip() for each in self.differences))


class RegisterDiffers(Refusal):
    """The folder says otherwise than the plan of its code; ``lines``: the changes, and what to do."""

    def __init__(self, code: str, changes: tuple[RegisterChange, ...]) -> None:
        self.changes = changes
        head = _("方案 {code} 已载入,与这次的文件有{n}处不同,没有改动:").format(code=code, n=len(changes))
        remedies = dict.fromkeys(change.remedy.sentence for change in changes)
        self.lines = (head, *(f"  {change.text}" for change in changes), *remedies)
        super().__init__("\n".join(self.lines))


def register_changes(
    stored: Registered, given: Registered, stands: Mapping[str, Collection[ReadAs]]
) -> tuple[RegisterChange, ...]:
    """What the given register says otherwise than the stored one, as it was loaded.

    ``stands``: by code, how targets are read now. What errata and adjustments have brought about already is
    no change any more; a target that was withdrawn stands as nothing.
    """
    return tuple(_changes(stored, given, stands))


def _changes(
    stored: Registered, given: Registered, stands: Mapping[str, Collection[ReadAs]]
) -> Iterator[RegisterChange]:
    for what in dict.fromkeys((*stored.facts, *given.facts)):
        before, after = stored.facts.get(what, "—"), given.facts.get(what, "—")
        if before != after:
            yield RegisterChange(what, (Difference("", before, after),), Remedy.NEW_CODE)
    if stored.notice != given.notice:
        place = Difference("", *_passages(stored.notice, given.notice))
        yield RegisterChange(_("原文"), (place,), Remedy.NEW_CODE)
    else:  # in another text every position is another
        yield from _other_readings(stored, given)
    for code, read in given.targets.items():
        known = (*((stored.targets[code],) if code in stored.targets else ()), *stands.get(code, ()))
        if not known:
            yield _change_of(code, read, Remedy.MISSED, Difference(_("已载入"), _("无"), _("有")))
        elif all(differences(each, read) for each in known):
            yield _change_of(code, known[0], Remedy.TARGET, *differences(known[0], read))
    for code, read in stored.targets.items():
        if code not in given.targets and stands.get(code, (read,)):
            yield _change_of(code, read, Remedy.WITHDRAWN, Difference(_("文件中"), _("有"), _("无")))


def _change_of(code: str, read: ReadAs, remedy: Remedy, *what: Difference) -> RegisterChange:
    return RegisterChange(_("目标 {code} {name}").format(code=code, name=read.name), what, remedy)


def _other_readings(stored: Registered, given: Registered) -> Iterator[RegisterChange]:
    for start in sorted(stored.readings.keys() | given.readings.keys()):
        before, after = (side.readings.get(start, ("", "—")) for side in (stored, given))
        if before[1] != after[1]:
            subject = _("原文第{place}字“{text}”").format(place=start + 1, text=before[0] or after[0])
            yield RegisterChange(subject, (Difference(_("读作"), before[1], after[1]),), Remedy.READING)


_AROUND = 12  # characters shown from where two texts part


def _passages(before: str, after: str) -> tuple[str, str]:
    """Where two texts part, a few characters of each from there on."""
    pairs = enumerate(zip(before, after, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(before), len(after)))
    start = max(0, at - _AROUND)
    return tuple(f"…{text[start : at + _AROUND]}…".replace("\n", " ") for text in (before, after))  # type: ignore[return-value]
