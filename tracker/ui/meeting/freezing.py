"""会议材料, 定稿: what the frozen material would lack, and the form that freezes it."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.meetings.wording import COMPARED_NEWEST, COMPARED_NONE, MEETING, Meeting
from tracker.domain.sentences import plan_counts
from tracker.domain.workflow.tasks import counted_in_words
from tracker.export import kit
from tracker.export.formats import VERSIONS
from tracker.queries.papers import prepared_papers
from tracker.queries.snapshots import SnapshotLine
from tracker.queries.waiting import waiting
from tracker.services.papers import Decision, decide
from tracker.services.snapshots import freeze
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.meeting import papers
from tracker.ui.meeting.papers import Papers
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html


def gaps_html(period: Period) -> str:
    """What the frozen material would lack: said before, because afterwards it can't be mended."""
    visit, card = shell.visit(), shell.card(period)
    missing = len(card.missing)
    queued = shell.read(lambda s, p: waiting(s, p, visit.plan, period, as_of=visit.as_of))
    title = _("{period}定稿").format(period=period.label)
    head = section_html(title) + f'<p class="note freezing-counts">{escape(plan_counts(card))}</p>'
    lacking = [_("目标{missing}项应报未报").format(missing=missing)] if missing else []
    if queued:
        counted = counted_in_words(each.score.target.terms.kind for each in queued)
        lacking.append(_("{queued}已提交、尚待审核").format(queued=counted))
    if not lacking:
        return head
    sentence = _("{lacking}。定稿后不会再变,请确认是否现在定稿。").format(lacking=_(",").join(lacking))
    return f'{head}<div role="status" class="caution">{escape(sentence)}</div>'


def freeze_form(work: Papers, frozen: Sequence[SnapshotLine]) -> None:
    """本次会议: its day, what to compare with, the files as they would be, and 定稿.

    What is set is kept at once: the previews and the proposals' dates go by it.
    """
    visit, meeting = shell.visit(), work.draft.meeting
    # The number of snapshots in the keys: the second click of a double click meets no button.
    turn = f"{work.period}_{len(frozen)}_{work.draft.seen.get(MEETING, 0)}"
    kept: dict[str, Any] = {"on_change": _keep, "args": (work, turn)}
    name, day, earlier = st.columns([3, 1.2, 2.4], gap="medium")
    name.text_input(
        _("材料名称"),
        meeting.name_at(work.period),
        key=f"name_{turn}",
        max_chars=200,
        autocomplete="off",
        **kept,
    )
    day.date_input(_("会议日期"), work.meeting_on, key=f"meeting_{turn}", format="YYYY-MM-DD", **kept)
    offered = _offered(work, frozen)
    earlier.selectbox(
        _("与哪一份对比"),
        list(offered),
        index=list(offered).index(meeting.compared) if meeting.compared in offered else 0,
        format_func=lambda each: offered[each],
        key=f"compared_{turn}",
        **kept,
    )
    st.html(f'<div class="paper-files">{_previews_html(work.period)}</div>')
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        # One button a number of snapshots: the keys of the fields turn with what is kept.
        clicked = st.button(
            _("定稿"), type="primary", icon=":material/lock:", key=f"freeze_{work.period}_{len(frozen)}"
        )
        st.checkbox(
            _("包含未审核的数据(材料中会标明)"), meeting.include_unapproved, key=f"unapproved_{turn}", **kept
        )
    if not clicked:
        return
    wanted = Decision(MEETING, _held(work, turn), work.draft.seen.get(MEETING, 0))
    title = str(st.session_state[f"name_{turn}"] or "")

    def act(session: Session, person: Person, now: datetime) -> str:
        # Read and stored in one transaction: what is frozen is what was there.
        decide(session, person, visit.plan.id, work.period, [wanted], now)
        made = prepared_papers(session, person, visit.plan, work.period, now)
        return freeze(
            session, person, made.card, made.texts, title, made.meeting_on, now, made.records, made.paper
        )

    clicks.at_once(act, lambda number: _("已定稿,编号 {number}。").format(number=number))


def _held(work: Papers, turn: str) -> Meeting:
    """What the fields hold. The usual name is no name of its own, nor a day that nobody chose."""
    name, on, compared, unapproved = (
        st.session_state[f"{field}_{turn}"] for field in ("name", "meeting", "compared", "unapproved")
    )
    on = work.draft.meeting.on if on == work.meeting_on else on
    return Meeting(on, "" if name == Meeting().name_at(work.period) else name or "", compared, unapproved)


def _keep(work: Papers, turn: str) -> None:
    papers.decide(work, Decision(MEETING, _held(work, turn), work.draft.seen.get(MEETING, 0)))


def _offered(work: Papers, frozen: Sequence[SnapshotLine]) -> dict[str, str]:
    """By number the snapshots that are not of a later period; the usual one and none."""
    usual = next((line for line in _by_meeting(frozen) if _is_before(line, work)), None)
    said = _("上次会议(暂无)") if usual is None else _("上次会议:{number}").format(number=usual.number)
    lines = [line for line in frozen if line.period <= work.period]
    named = {line.number: f"{line.number} {line.name} {moments.day(line.meeting_on)}" for line in lines}
    return {COMPARED_NEWEST: said} | named | {COMPARED_NONE: _("不对比")}


def _by_meeting(frozen: Sequence[SnapshotLine]) -> list[SnapshotLine]:
    return sorted(frozen, key=lambda line: line.meeting_on, reverse=True)


def _is_before(line: SnapshotLine, work: Papers) -> bool:
    return line.meeting_on < work.meeting_on and line.period <= work.period


def _previews_html(period: Period) -> str:
    """Each file as it would be, and all of them at one click; the PDF opens beside the page."""
    ways = "".join(
        f'<a class="go" href="{escape(links.preview_file(period, key))}" target="_blank">{escape(word)}</a>'
        for key, word in (
            *((form.key, _(form.word)) for form in (*kit.PREVIEWED, VERSIONS)),
            (kit.ZIP, _("全部打包")),
        )
    )
    return f"<span>{escape(_('定稿前预览'))}</span>{ways}"
