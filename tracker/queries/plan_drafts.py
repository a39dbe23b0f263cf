"""Plans in preparation: the notices, what was decided about each, and the plan that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.workflow.unit_names import Certainty, UnitMatch, match_unit, may_be
from tracker.notice import decisions as of
from tracker.notice.decisions import Decision
from tracker.notice.facts import facts_of
from tracker.notice.preparing import Prepared, prepared, remembered_of
from tracker.notice.readings import ReadingKind
from tracker.queries.successions import known_units
from tracker.tables import Account, PlanDraft, PlanDraftStep

# By what a step is about, up to its colon.
_ADAPTERS: Mapping[str, TypeAdapter[Decision]] = {
    about: TypeAdapter(kind)
    for about, kind in {
        "facts": of.FactsSet,
        "layout": of.LayoutSet,
        "number": of.NumberSet,
        "milestone": of.MilestoneSet,
        "lead": of.LeadSet,
        "part": of.PartSet,
        "unit": of.UnitSet,
        "last": of.LastYearSet,
        "drafted": of.Drafted,
        "dropped": of.Dropped,
    }.items()
}


def as_json(decision: Decision) -> str:
    """How a step stores what was decided; amounts exactly."""
    return _ADAPTERS[decision.about.split(":")[0]].dump_json(decision).decode()


@lru_cache(4096)  # the page reads all steps at each run
def _decision(kind: str, content: str) -> Decision:
    return _ADAPTERS[kind].validate_json(content)


@dataclass(frozen=True)
class DraftStep:
    """A decision with who took it and when; ``number`` counts from 1."""

    number: int
    decision: Decision
    by: str
    at: datetime
    by_id: int


@dataclass(frozen=True)
class DraftInWork:
    """A notice on its way to a plan. ``drafted``: the plan's code once it is in the register."""

    id: int
    file_name: str
    text: str
    created_by: str
    created_at: datetime
    steps: tuple[DraftStep, ...]

    @property
    def seen(self) -> int:
        """How many steps there are; who decides says how many they saw."""
        return len(self.steps)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(step.decision for step in self.steps)

    @property
    def drafted(self) -> str:
        step = self.step_about("drafted")
        return step.decision.code if step and isinstance(step.decision, of.Drafted) else ""

    @property
    def is_dropped(self) -> bool:
        return self.step_about("dropped") is not None

    @property
    def title(self) -> str:
        """As a person set it, else as the paper says it, else the file's name."""
        step = self.step_about("facts")
        facts = step.decision if step else None
        set_by_hand = facts.title if isinstance(facts, of.FactsSet) else ""
        return set_by_hand or facts_of(self.text).title or self.file_name

    def step_about(self, about: str) -> DraftStep | None:
        return self._newest.get(about)

    @cached_property
    def _newest(self) -> Mapping[str, DraftStep]:
        return {step.decision.about: step for step in self.steps}


def plan_drafts(session: Session, person: Person) -> tuple[DraftInWork, ...]:
    """All of them, the newest first."""
    require(person, Action.MANAGE_PLAN)
    return tuple(reversed(_drafts(session)))


def plan_draft(session: Session, person: Person, draft_id: int) -> DraftInWork:
    """One of them. Raises NotFound."""
    require(person, Action.MANAGE_PLAN)
    return draft_in_work(session, draft_id)


def draft_in_work(session: Session, draft_id: int) -> DraftInWork:
    """The same, for callers that have checked who asks."""
    found = _drafts(session, draft_id)
    if not found:
        raise NotFound(_("没有这份正在编制的方案。"))
    return found[0]


def prepared_plan(session: Session, person: Person, draft_id: int) -> Prepared:
    """The plan as the notice and all decisions make it, with what is remembered of notices before."""
    require(person, Action.MANAGE_PLAN)
    draft = draft_in_work(session, draft_id)
    return prepared(draft.text, draft.decisions, remembered(session, person, draft_id))


def remembered(session: Session, person: Person, draft_id: int) -> Mapping[str, ReadingKind]:
    """What people said of numbers in the notices before this one, by the words around them."""
    require(person, Action.MANAGE_PLAN)
    before = (each for each in _drafts(session) if each.id < draft_id)
    return remembered_of((each.text, each.decisions) for each in before)


def steps_taken(session: Session, person: Person, draft_id: int) -> tuple[int, int]:
    """How many decisions there are on a notice, and on those before it: what is made of it rests on them."""
    require(person, Action.MANAGE_PLAN)
    of_drafts = select(func.count()).select_from(PlanDraftStep)
    own = of_drafts.where(PlanDraftStep.draft_id == draft_id)
    before = of_drafts.where(col(PlanDraftStep.draft_id) < draft_id)
    return session.exec(own).one(), session.exec(before).one()


def unit_matches(session: Session, person: Person, plan: Prepared) -> Mapping[str, UnitMatch]:
    """By each name of the notice, the city's unit that it means, or those that it may mean (DOMAIN §1)."""
    require(person, Action.MANAGE_PLAN)
    known, on = known_units(session), plan.facts.issued or date.max
    return {name: match_unit(plan.units.get(name, name), known, on) for name in plan.unit_names}


def alike(matches: Mapping[str, UnitMatch]) -> Mapping[str, tuple[str, ...]]:
    """Names that no unit bears, with units that they may mean; a person says which, or that it is new."""
    meant = {
        name: tuple(
            unit.name for unit in match.offered if match.certainty is Certainty.SPLIT or may_be(name, unit)
        )
        for name, match in matches.items()
        if not match.certainty.is_sure
    }
    return {name: names for name, names in meant.items() if names}


def _drafts(session: Session, draft_id: int | None = None) -> list[DraftInWork]:
    query = select(PlanDraft, Account.name).join(Account, col(Account.id) == PlanDraft.created_by_id)
    steps = select(PlanDraftStep, Account.name).join(Account, col(Account.id) == PlanDraftStep.taken_by_id)
    if draft_id is not None:
        query = query.where(PlanDraft.id == draft_id)
        steps = steps.where(PlanDraftStep.draft_id == draft_id)
    taken: dict[int, list[DraftStep]] = {}
    for row, name in session.exec(steps.order_by(col(PlanDraftStep.draft_id), col(PlanDraftStep.number))):
        decision = _decision(row.about.split(":")[0], row.content)
        step = DraftStep(row.number, decision, name, row.taken_at, row.taken_by_id)
        taken.setdefault(row.draft_id, []).append(step)
    return [
        DraftInWork(row.id, row.file_name, row.text, name, row.created_at, tuple(taken.get(row.id, ())))
        for row, name in session.exec(query.order_by(col(PlanDraft.id)))
        if row.id is not None
    ]
