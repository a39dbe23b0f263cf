"""What others say of a submission before it counts (DOMAIN §6).

The head of the lead unit confirms it where the city has switched that on. Co-responsible units may
confirm or object (会签): an objection has to be answered before approval, silence blocks nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracker.domain.language import _, marked, with_colon
from tracker.domain.language.errors import BadInput, Change, Locked, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, Terms, milestone_choices
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.entry import require_whole
from tracker.domain.workflow.lifecycle import Stance, VerifyMethod, WindowState

SILENT = marked("未表态")
AWAITS_HEAD = marked("待单位负责人确认")


@dataclass(frozen=True)
class Signature:
    """One word of a co-responsible unit; ``answer`` is what the office said to it on approval."""

    id: int
    unit_id: int
    unit: str
    stance: Stance
    note: str
    signed_by: str
    signed_at: datetime
    answer: str = ""


@dataclass(frozen=True)
class Refused:
    """One of many that was not done, and why; the others were. ``key``: the id that was clicked on."""

    key: int
    code: str
    why: str


def newest_words(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """The word that counts of each unit; ``signatures`` are in the order in which they were given."""
    return tuple({each.unit_id: each for each in signatures}.values())


def open_objections(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """What is still objected to, and not answered."""
    return tuple(
        each for each in newest_words(signatures) if each.stance is Stance.OBJECT and not each.answer
    )


def silent_units(units: Iterable[UnitRef], signatures: Iterable[Signature]) -> tuple[UnitRef, ...]:
    """The co-responsible units that have said nothing."""
    heard = {each.unit_id for each in signatures}
    return tuple(unit for unit in units if unit.id not in heard)


def check_confirmation(head_confirms: bool, is_confirmed: bool) -> None:
    """Whether the head can confirm, or send back instead. Raises Locked."""
    if not head_confirms:
        raise Locked(_("目前没有启用单位负责人确认。"))
    if is_confirmed:
        raise Locked(_("这项填报已由单位负责人确认,正在等待市府办审核。"))


def check_confirmed(head_confirms: bool, is_confirmed: bool) -> None:
    """Nothing is approved that waits for the head of its unit. Raises Locked."""
    if head_confirms and not is_confirmed:
        raise Locked(_("这项填报待单位负责人确认,确认后才能审核通过。"))


def check_answers(objections: Sequence[Signature], answers: Mapping[int, str]) -> None:
    """An approval answers each open objection, and names by its id each that was seen.

    Raises StaleState for one that came since, BadInput for one without an answer.
    """
    unseen = [each for each in objections if each.id not in answers]
    if unseen:
        units = _("、").join(each.unit for each in unseen)
        raise StaleState(
            _("{units}对这项数据有异议,请查看并答复后再审核通过。").format(units=units),
            tuple(
                Change(
                    _("{unit}会签").format(unit=each.unit),
                    "",
                    with_colon(each.stance.word, each.note),
                    each.signed_by,
                )
                for each in unseen
            ),
        )
    for objection in objections:
        if not answers[objection.id].strip():
            raise BadInput(_("{unit}有异议,请先写明答复,再审核通过。").format(unit=objection.unit))


def differing_value(
    terms: Terms, reported: Decimal | None, verified: Decimal | None, method: VerifyMethod | None
) -> Decimal | None:
    """The verified value (审核值) that an approval keeps: None where the office found what was reported.

    Raises BadInput for a value that can't be, or one of which is not said how it was verified.
    """
    if verified is None:
        return None
    if reported is None:
        raise BadInput(_("这项填报为“不适用”,没有可核定的数值。"))
    if terms.kind is Kind.MILESTONE and plain(verified) not in milestone_choices(terms):
        raise BadInput(_("节点类目标的审核值请从选项中选择。"))
    require_whole(verified, terms.unit_of_measure)
    if verified == reported:
        return None
    if method is None:
        raise BadInput(_("审核值与填报值不同,请选择核实方式。"))
    return verified


def check_signing(state: ReportState, counts: bool, window: WindowState) -> None:
    """Whether a co-responsible unit can still say something of a submission. Raises Locked.

    While it waits, always; once it is approved and counts, until the quarter's window has closed:
    an objection then stands beside the approved figure.
    """
    if state is ReportState.SUBMITTED:
        return
    if state is not ReportState.APPROVED:
        raise Locked(_("这次填报{state},不能再会签。").format(state=state.word))
    if not counts:
        raise Locked(_("这次填报已被更正,不能再会签。"))
    if window is WindowState.CLOSED:
        raise Locked(_("这项数据已审核,填报也已关闭,不能再会签。"))
