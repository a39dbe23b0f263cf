"""Adjusting a target: new terms with reason, basis and the quarter from which on they count (DOMAIN §4).

Only value, path, due quarter and lead can be adjusted. The next version is made from the newest one;
at a quarter the highest version counts that is effective by it, so earlier quarters keep their terms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Kind, Path, Terms, planned_text
from tracker.domain.progress.differences import Difference
from tracker.domain.workflow import entry
from tracker.domain.workflow.planned import plan_faults


class RequestState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    SUPERSEDED = "superseded"

    @property
    def word(self) -> str:
        return {
            "waiting": _("待审定"),
            "accepted": _("已同意"),
            "refused": _("不同意"),
            "taken_back": _("已撤回"),
            "superseded": _("已被新申请替代"),
        }[self]


def request_state(*, is_decided: bool, made_terms: bool, note: str, is_newest: bool) -> RequestState:
    """Where a request stands. The office refuses with a note; an end without one is the applicant's own.

    ``is_newest``: no later request asks for the same target. Only the newest can be waiting.
    """
    if is_decided:
        if made_terms:
            return RequestState.ACCEPTED
        return RequestState.REFUSED if note else RequestState.TAKEN_BACK
    return RequestState.WAITING if is_newest else RequestState.SUPERSEDED


KINDS_WITH_DUE = (Kind.MILESTONE, Kind.STOCK)


@dataclass(frozen=True)
class Proposed:
    """What an adjustment may set, all of it; ``value`` None for a milestone.

    ``due``: of a milestone, and of a stock; None: the year's last period.
    """

    value: Decimal | None
    path: Path
    plan_values: tuple[Decimal, ...] | None
    due: Period | None
    lead_unit_id: int
    effective: Period


@dataclass(frozen=True)
class Version:
    """A version of a target's terms: what is asked, who leads, and from which quarter on it counts."""

    terms: Terms
    lead_unit_id: int
    effective: Period


def adjusted(current: Version, proposed: Proposed) -> Version:
    """The version that a proposal makes. Raises BadInput where the terms contradict each other."""
    due = proposed.due if current.terms.kind in KINDS_WITH_DUE else current.terms.due
    steps = current.terms.steps
    if steps and due is not None:
        # The last step is the milestone itself.
        steps = (*steps[:-1], replace(steps[-1], due=due))
    terms = replace(
        current.terms,
        value=proposed.value,
        path=proposed.path,
        plan_values=proposed.plan_values,
        due=due,
        steps=steps,
    )
    return Version(terms, proposed.lead_unit_id, proposed.effective)


def in_force(versions: Sequence[Version], period: Period) -> Version:
    """Of all versions in their order, the one that counts at a quarter: the last effective by it."""
    return next(each for each in reversed(versions) if each.effective <= period)


def paths_open_to(terms: Terms) -> tuple[Path, ...]:
    """The paths that a target may be put on; a milestone has none to choose."""
    kept = terms.kind.paths
    # The path that it is on stays open: else nothing else of it could be adjusted.
    return kept if terms.path in kept else (*kept, terms.path)


def read_proposal(
    terms: Terms,
    value: str,
    path: Path,
    plan: Sequence[str],
    due: Period | None,
    lead_unit_id: int,
    effective: Period,
) -> Proposed:
    """The proposal behind what was typed. Blank is None; raises BadInput for what can't be read."""
    amount = read_amount(_("全年目标"), value, terms)
    planned = [
        read_amount(_("{span}计划值").format(span=period.span), text, terms)
        for period, text in zip(effective.of_year, plan, strict=False)
    ]
    # A plan with a gap is none: check_terms then asks for all its values.
    is_whole = path is Path.OWN_PLAN and len(planned) == effective.rhythm.periods and None not in planned
    values = tuple(planned) if is_whole else None
    return Proposed(
        value=amount,
        path=path,
        plan_values=values,  # type: ignore[arg-type]
        due=due,
        lead_unit_id=lead_unit_id,
        effective=effective,
    )


def read_amount(what: str, text: str, terms: Terms) -> Decimal | None:
    if not text.strip() or terms.kind is Kind.MILESTONE:
        return None
    try:
        return entry.read_amount(text, terms)
    except BadInput as refusal:
        raise BadInput(_("{label}: {text}").format(label=what, text=refusal)) from refusal


def check_proposal(
    current: Version, proposed: Proposed, reason: str, basis: str, year: int
) -> tuple[str, ...]:
    """Why an adjustment can't be asked for, each in a sentence; empty when it can."""
    refusals = list(check_terms(current, proposed, year))
    if not reason.strip():
        refusals.append(_("请写明调整理由。"))
    if not basis.strip():
        refusals.append(_("请写明调整依据(文件名称、文号或会议纪要)。"))
    return tuple(refusals)


def check_terms(current: Version, proposed: Proposed, year: int) -> tuple[str, ...]:
    """The same of the proposed terms alone, without what is said for them."""
    is_milestone = current.terms.kind is Kind.MILESTONE
    refusals = _milestone_refusals(proposed, year) if is_milestone else _amount_refusals(current, proposed)
    rhythm = proposed.effective.rhythm
    if proposed.effective.year != year:
        refusals.append(_("生效{noun}应在{year}年之内。").format(noun=rhythm.noun, year=year))
    if proposed.path not in paths_open_to(current.terms):
        refusals.append(
            _("{kind}类目标不能采用“{path}”。").format(
                kind=current.terms.kind.word, path=proposed.path.word_in(proposed.effective.rhythm)
            )
        )
    if refusals:
        return tuple(refusals)
    try:
        new = adjusted(current, proposed)
    except BadInput as refusal:
        return (str(refusal),)
    if faults := plan_faults(new.terms):
        return faults
    is_same = (new.terms, new.lead_unit_id) == (current.terms, current.lead_unit_id)
    # Also a change: what was to count from October counts from July already.
    if is_same and new.effective >= current.effective:
        return (_("没有改动,请至少调整一项内容。"),)
    return ()


def _milestone_refusals(proposed: Proposed, year: int) -> list[str]:
    noun = proposed.effective.rhythm.noun
    if proposed.value is not None:
        return [_("节点类目标没有目标值。")]
    if proposed.due is None:
        return [_("请选择完成{noun}。").format(noun=noun)]
    return (
        [] if proposed.due.year == year else [_("完成{noun}应在{year}年之内。").format(noun=noun, year=year)]
    )


def _amount_refusals(current: Version, proposed: Proposed) -> list[str]:
    rhythm = proposed.effective.rhythm
    if proposed.value is None:
        return [_("请填写全年目标。")]
    if proposed.due is not None and current.terms.kind not in KINDS_WITH_DUE:
        return [_("只有节点类、存量类目标有完成{noun}。").format(noun=rhythm.noun)]
    if proposed.path is not Path.OWN_PLAN:
        return []
    if len(proposed.plan_values or ()) != rhythm.periods:
        return [_("请填写{periods}的计划值。").format(periods=rhythm.all_of_year)]
    return []


def what_changes(old: Version, new: Version, unit_names: Mapping[int, str]) -> tuple[Difference, ...]:
    """The parts in which two versions differ, in words; the effective quarter is said apart."""
    rhythm = new.effective.rhythm
    parts = (
        (_("全年目标"), _value_text(old.terms), _value_text(new.terms)),
        (_("进度路径"), old.terms.path_word, new.terms.path_word),
        (
            _("{adjective}计划").format(adjective=rhythm.adjective),
            planned_text(old.terms) or "—",
            planned_text(new.terms) or "—",
        ),
        (_("完成{noun}").format(noun=rhythm.noun), _due_text(old.terms), _due_text(new.terms)),
        (_("牵头单位"), unit_names[old.lead_unit_id], unit_names[new.lead_unit_id]),
    )
    return tuple(Difference(*part) for part in parts if part[1] != part[2])


def _value_text(terms: Terms) -> str:
    if terms.value is None:
        return "—"
    upper = "" if terms.upper is None else f"—{amount_text(terms.upper)}"
    return f"{amount_text(terms.value)}{upper}{terms.unit_of_measure}"


def _due_text(terms: Terms) -> str:
    return "—" if terms.due is None else terms.due.label
