"""What follows a matter or a directive, step by step: each is taken on the state that its taker saw."""

from collections.abc import Sequence

from sqlmodel import Session

from tracker.domain.language import _
from tracker.domain.language.errors import Change, StaleState
from tracker.queries.people import account_name
from tracker.tables import DirectiveStep, MatterStep

Row = MatterStep | DirectiveStep
_SAME = ("step", "text", "responsible_unit_id", "due_on", "taken_by_id")


def is_second_click(session: Session, steps: Sequence[Row], seen: int, row: Row, came: str) -> bool:
    """Whether a person repeats what they did last: the second of two clicks, or of two tries.

    ``seen``: how many steps there were on the page. Raises StaleState where others came since; ``came`` says
    so, with {name} and {step}.
    """
    if len(steps) == seen:
        return False
    if len(steps) == seen + 1 and _is_same(steps[-1], row):
        return True
    since = steps[seen:]
    if not since:
        raise StaleState(_("页面与现在的记录不一致,请刷新后再操作。"))
    names = [account_name(session, step.taken_by_id) for step in since]
    changes = [Change(step.step.word, "", step.text, by) for step, by in zip(since, names, strict=True)]
    raise StaleState(came.format(name=names[-1], step=since[-1].step.word), tuple(changes))


def _is_same(stored: Row, row: Row) -> bool:
    return all(getattr(stored, name, None) == getattr(row, name, None) for name in _SAME)
