"""How a plan goes from draft to its end, who takes the steps, and what may be written on the way (DOMAIN §1).

What each state admits stands in one table; every service that writes about a plan asks it. Reading is no
part of it: a draft is seen by those who may see drafts, all else by everybody.
"""

from dataclasses import dataclass

from tracker.domain.access import Action
from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput, Locked
from tracker.domain.measure.plan import PlanState

# What is written about a plan. Accounts and units are the city's: no plan's state stops their upkeep.
WRITES = frozenset(
    {
        Action.REPORT,
        Action.CONFIRM,
        Action.COUNTERSIGN,
        Action.REVIEW,
        Action.SET_WINDOW,
        Action.CHASE,
        Action.STATE_PATH,
        Action.AGREE_PATH,
        Action.REQUEST_ADJUSTMENT,
        Action.DECIDE_ADJUSTMENT,
        Action.MAKE_ERRATUM,
        Action.LINK_TARGETS,
        Action.RAISE_MATTER,
        Action.WORK_ON_MATTER,
        Action.DECIDE_MATTER,
        Action.WRITE_DIRECTIVE,
        Action.ANSWER_DIRECTIVE,
        Action.CLOSE_DIRECTIVE,
        Action.FREEZE_SNAPSHOT,
        Action.MANAGE_RULES,
    }
)


@dataclass(frozen=True)
class _Record:
    """``admits``: of WRITES. ``refusal``: what is said to the others. ``leads_to``: the states after it."""

    admits: frozenset[Action]
    refusal: str
    leads_to: frozenset[PlanState]


_STATES = {
    # A draft is prepared: misreadings are mended, targets linked, windows and rules set.
    PlanState.DRAFT: _Record(
        frozenset({Action.MAKE_ERRATUM, Action.LINK_TARGETS, Action.SET_WINDOW, Action.MANAGE_RULES}),
        marked("这份方案还是草案,发布后才能办理。"),
        frozenset({PlanState.PUBLISHED}),
    ),
    PlanState.PUBLISHED: _Record(WRITES, "", frozenset({PlanState.CLOSED})),
    # One that was closed by mistake is opened again; nothing else could undo it.
    PlanState.CLOSED: _Record(
        frozenset(),
        marked("这份方案已结束,只能查看。确需补办的,请市府办在“方案”页恢复执行。"),
        frozenset({PlanState.PUBLISHED}),
    ),
}


def refusal_of(state: PlanState, action: Action) -> str | None:
    """Why this is not written about a plan in this state, in words; None where it may be."""
    return None if action in _STATES[state].admits else _(_STATES[state].refusal)


def check_admits(state: PlanState, action: Action) -> None:
    """Raises Locked for what the state does not admit."""
    refusal = refusal_of(state, action)
    if refusal is not None:
        raise Locked(refusal)


def may_follow(before: PlanState | None, after: PlanState) -> bool:
    """Whether a plan goes from one state to the other; None is a plan that begins.

    One begins as a draft; those of before there were drafts stand as published.
    """
    return after is not PlanState.CLOSED if before is None else after in _STATES[before].leads_to


def check_step(before: PlanState, after: PlanState, reason: str) -> None:
    """Raises Locked for a step that the state does not lead to, BadInput for one without its reason."""
    if not may_follow(before, after):
        raise Locked(_("这份方案现在是“{state}”,不能办理这一步。").format(state=before.word))
    if not reason and PlanState.CLOSED in (before, after):
        raise BadInput(
            _("请写明结束这份方案的理由。")
            if after is PlanState.CLOSED
            else _("请写明恢复执行这份方案的理由。")
        )
