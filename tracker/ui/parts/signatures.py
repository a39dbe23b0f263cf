"""What others said of a submission, in words: the co-responsible units (会签) and the unit's head."""

from collections.abc import Iterable

from tracker.domain.language import bracketed, named, with_colon
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.approval import SILENT, Signature, newest_words, silent_units
from tracker.queries.submissions import Submission
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import day_and_clock
from tracker.ui.parts.facts import Fact


def words(each: Signature) -> str:
    """有异议:口径不一致(李建国,10月9日 09:00);市府办答复:…"""
    stance = with_colon(each.stance.word, each.note) if each.note else each.stance.word
    text = bracketed(stance, each.signed_by + _(",") + day_and_clock(each.signed_at))
    return text + (_(";市府办答复:{text}").format(text=each.answer) if each.answer else "")


def by_unit(signatures: Iterable[Signature], units: Iterable[UnitRef]) -> tuple[Fact, ...]:
    """Each unit with its newest word; who said nothing is listed too."""
    countersigns = tuple(signatures)
    heard = {each.unit_id: (named(each.unit), words(each)) for each in newest_words(countersigns)}
    listed = tuple(units)
    silent = {unit.id: (unit.name, _(SILENT)) for unit in silent_units(listed, countersigns)}
    by_id = heard | silent
    # Who signed and is no longer among the units comes after them.
    order = [unit.id for unit in listed if unit.id in by_id]
    return tuple(by_id[key] for key in (*order, *(key for key in by_id if key not in order)))


def history(submission: Submission) -> str:
    """Every word that was said of it, one a line."""
    return "\n".join(f"{each.unit}{words(each)}" for each in submission.countersigns)


def confirmed(submission: Submission) -> str:
    if submission.confirmed_at is None:
        return ""
    return f"{submission.confirmed_by} · {day_and_clock(submission.confirmed_at)}"
