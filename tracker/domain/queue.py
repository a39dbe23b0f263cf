"""Reviewing: which waiting submission deserves a look first, and the value that the office found."""

from decimal import Decimal

from tracker.domain.errors import BadInput
from tracker.domain.lifecycle import Finality
from tracker.domain.quantity import parse_amount
from tracker.domain.status import Status
from tracker.domain.target import Kind, Terms


def review_order(
    status: Status, is_correction: bool, finality: Finality, arrival: int
) -> tuple[int, int, int]:
    """A sort key: behind before slightly behind, then corrections, estimates, the rest; each as it came."""
    if status.is_behind:
        return 0, 0 if status is Status.BEHIND else 1, arrival
    if is_correction:
        return 1, 0, arrival
    return (2 if finality is Finality.ESTIMATE else 3), 0, arrival


def reasons_to_look(status: Status, is_correction: bool, finality: Finality) -> tuple[str, ...]:
    """The same in words: 滞后, 更正, 预计; empty where nothing stands out."""
    found = [status.word] if status.is_behind else []
    found += ["更正"] if is_correction else []
    return (*found, finality.word) if finality is Finality.ESTIMATE else tuple(found)


def read_verified(text: str, terms: Terms) -> Decimal | None:
    """The 审核值 as typed, in the target's unit of measure; None when nothing was typed.

    Raises BadInput, with a sentence, for what can't be read. A milestone is 1 (done) or 0.
    """
    if not text.strip():
        return None
    if terms.kind is Kind.MILESTONE:
        if text not in ("0", "1"):
            raise BadInput("节点类目标的审核值只能是已完成或未完成。")
        return Decimal(text)
    may_be_negative = terms.kind is Kind.RATE or terms.is_reduction
    return parse_amount(text, terms.unit_of_measure, may_be_negative=may_be_negative)
