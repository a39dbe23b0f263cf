"""What a step of 新方案 works on, and how a decision is stored from its widgets."""

from dataclasses import dataclass

import streamlit as st

from tracker.domain.language.errors import Refusal
from tracker.domain.progress.scorecard import PlanRef
from tracker.notice.decisions import Decision
from tracker.notice.preparing import Prepared
from tracker.queries.plan_drafts import DraftInWork
from tracker.services import plan_drafts
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links

DRAFT, STEP, AT, PILE, PART = "draft", "step", "at", "pile", "part"  # in the address
CLICKS = "preparing"
FILE, OUTLINE, NUMBERS, BESIDE, CHECK = STEPS = ("file", "outline", "numbers", "beside", "check")


@dataclass(frozen=True, eq=False)
class Work:
    """A notice in preparation, and the plan that it is by now.

    One record for each state of the ledger and of the decisions: what is made of it is kept with it.
    """

    draft: DraftInWork
    plan: Prepared

    @property
    def is_open(self) -> bool:
        """Whether anything can still be decided."""
        return not self.draft.drafted and not self.draft.is_dropped

    def key(self, *names: object) -> str:
        """Of a widget: a field shows anew what is stored once the step that it shows is another.

        It names the person: the tab keeps what is typed under it (ui/parts/typed.py).
        """
        account = shell.visit().person.account_id
        return "-".join(str(name) for name in ("preparing", account, self.draft.id, *names))

    def decided_by(self, *about: str) -> str:
        """Who took the last decision on these, and when; empty where nobody did."""
        steps = [step for each in about if (step := self.draft.step_about(each))]
        if not steps:
            return ""
        last = max(steps, key=lambda step: step.number)
        return _("由{name}于{moment}确定").format(name=last.by, moment=moments.day_and_clock(last.at))

    def turn(self, *about: str) -> int:
        """Which decision on these was the last: what a colleague decides elsewhere moves no field in use."""
        steps = (self.draft.step_about(each) for each in about)
        return max((step.number for step in steps if step), default=0)


def decide(work: Work, *decisions: Decision, then: str | None = None, done: str = "") -> bool:
    """Store what a click decides; ``then``: the number that is looked at next. Whether it was stored."""
    clicked = clicks.do(
        lambda s, p, now: plan_drafts.decide(s, p, work.draft.id, work.draft.seen, decisions, now),
        key=CLICKS,
        done=done,
        advance=False,  # no figure rests on it
    )
    if clicked.is_done and then is not None:
        if then:
            st.query_params[AT] = then
        else:
            st.query_params.pop(AT, None)
    if clicked.has_moved_on and hasattr(decisions[0], "start"):
        st.query_params[AT] = str(decisions[0].start)  # what a colleague decided is shown
    return clicked.is_done


def plans_of_last_year(work: Work) -> tuple[PlanRef, ...]:
    """Those of its kind: against another kind everything would be new, and all the other's dropped."""
    facts = work.plan.facts
    return tuple(
        plan for plan in shell.visit().plans if plan.kind is facts.kind and plan.year + 1 == facts.year
    )


def refuse(refusal: Refusal) -> None:
    """Keep why a click was not done, for the next run."""
    clicks.refuse(CLICKS, str(refusal))


def step_address(step: str, **own: object) -> str:
    """Another step of the same notice; what was looked at within a step is left."""
    return links.same_page(**({STEP: step, AT: "", PILE: "", PART: ""} | own))
