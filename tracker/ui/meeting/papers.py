"""What the parts of 会议材料 before 定稿 work on, and how a decision is stored from their widgets."""

from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.language import in_chinese
from tracker.domain.measure.period import Period
from tracker.domain.meetings.paper import Paper
from tracker.domain.meetings.wording import Part, Piece, Touched, pieces
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences.proposals import proposals
from tracker.queries.matters import matters
from tracker.queries.papers import PaperDraft, given_names, paper_draft
from tracker.services import papers as service
from tracker.services.papers import Decision
from tracker.ui.frame import clicks, moments, shell

CLICKS = "papers"
PART, EDIT = "part", "edit"  # in the address: the part that is open, the place that is written at


@dataclass(frozen=True)
class Papers:
    """A period's papers as they stand: what was decided, what the figures propose; in Chinese."""

    period: Period
    draft: PaperDraft
    card: Scorecard
    found: tuple[Piece, ...]
    meeting_on: date

    def of(self, part: Part) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.found if piece.part is part)

    def piece(self, about: str) -> Piece:
        return next((piece for piece in self.found if piece.about == about), Piece(about))

    @property
    def untouched(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.found if not piece.is_touched)

    def key(self, *names: object) -> str:
        """Of a widget. It names the person: the tab keeps what is typed under it (ui/parts/typed.py)."""
        visit = shell.visit()
        parts = ("papers", visit.person.account_id, visit.plan.id, self.period, *names)
        return "-".join(str(name) for name in parts).replace(":", "-")


@in_chinese()
def gather(period: Period) -> Papers:
    """Words move no figure: the ledger's sequence stands, and they are read at every run."""
    visit = shell.visit()
    draft = shell.read(lambda s, p: paper_draft(s, p, visit.plan, period))
    card = shell.card(period, draft.meeting.include_unapproved)
    raised = shell.known("matters in chinese", lambda s, p: matters(s, p, visit.plan))
    meeting_on = draft.meeting.day(moments.day_of(visit.now))
    named = shell.known("short names", lambda s, p: given_names(s, p, card), visit.plan.id, str(period))
    proposed = proposals(card, raised, meeting_on, Paper(choices=draft.choices, names=named))
    return Papers(period, draft, card, pieces(proposed, draft.steps, draft.orders), meeting_on)


def decide(papers: Papers, *decisions: Decision, done: str = "") -> clicks.Clicked[int]:
    """Store what a click decides, all of it in one transaction."""
    plan_id = shell.visit().plan.id
    return clicks.do(
        lambda s, p, now: service.decide(s, p, plan_id, papers.period, decisions, now),
        key=CLICKS,
        done=done,
        advance=False,  # no figure rests on it
    )


def taken(piece: Piece) -> Decision:
    """The proposal as it stands, from now on the office's own word."""
    assert piece.proposal is not None, "only what is proposed is taken"
    return Decision(piece.about, Touched(piece.proposal.said, piece.proposal.basis), piece.seen)


def in_chinese_html(words: str) -> str:
    """Words of a paper: Chinese, whoever looks."""
    return f'<span lang="zh-CN">{escape(words)}</span>' if words else ""


def edit(about: str) -> None:
    st.query_params[EDIT] = about


def leave_editing() -> None:
    st.query_params.pop(EDIT, None)
