"""批量: the queue as one table, decided in one click; what deserves a look is not preselected."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import Any

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.language import with_colon
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import amount_text
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import target_text
from tracker.domain.sentences.looks import look_tag
from tracker.domain.sentences.rows import gap_cell
from tracker.domain.workflow.approval import AWAITS_HEAD, Refused, open_objections
from tracker.queries.waiting import Waiting
from tracker.services import reviews
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import plans
from tracker.ui.parts.links import Link, link_html
from tracker.ui.review import queue
from tracker.ui.review.record import bare, signed_text

_NUMBERS = ("asked", "before", "value", "change", "gap", "files")
Act = Callable[[Session, Person, list[int], datetime], tuple[Refused, ...]]


@st.fragment
def show(listed: tuple[Waiting, ...]) -> None:
    """What was objected to or waits for its head is no row of the table: it is decided by itself."""
    clicks.follow(queue.CLICKS)
    clicks.show(queue.CLICKS)
    rows = [each for each in listed if not _closed(each)]
    key = _key(rows)
    if rows:
        several = len({each.plan for each in rows}) > 1
        _buttons(rows, key)
        st.dataframe(
            [_record(each) for each in rows],
            key=key,
            hide_index=True,
            column_config=_columns(rows[0].submission.period),
            column_order=[name for name in _columns(rows[0].submission.period) if several or name != "plan"],
            on_select="rerun",
            selection_mode="multi-row",
            selection_default={"selection": {"rows": _without_hint(rows), "columns": [], "cells": []}},
            height="content",
        )
    closed = [each for each in listed if _closed(each)]
    if closed:
        st.html(_closed_html(closed))


def _buttons(rows: list[Waiting], key: str) -> None:
    chosen = len(_chosen(rows, key))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="review-many-bar"):
        st.button(
            _("通过选中的{n}项").format(n=chosen),
            type="primary",
            key="review-many-approve",
            on_click=_approve,
            args=(rows, key),
            disabled=not chosen,
        )
        with st.popover(
            _("退回选中的{n}项…").format(n=chosen), disabled=not chosen, key="review-many-return"
        ):
            st.text_area(
                _("退回意见"),
                key=f"{key}-note",
                height=96,
                persist_state="session",
                placeholder=_("请写明需要修改的内容,选中的各项都用这段意见"),
            )
            st.button(_("退回"), key="review-many-send-back", on_click=_send_back, args=(rows, key))
        for word, name, those in (
            (_("选中没有提示的"), "plain", _without_hint(rows)),
            (_("全不选"), "none", []),
        ):
            st.button(word, type="tertiary", key=f"review-many-{name}", on_click=_choose, args=(key, those))


def _closed(each: Waiting) -> str:
    """Why it can't be approved here; empty where it can."""
    if each.awaits_head:
        return _(AWAITS_HEAD)
    return _("有异议,须逐项答复") if open_objections(each.submission.countersigns) else ""


def _closed_html(closed: list[Waiting]) -> str:
    rows = "".join(
        f"<li>{link_html(Link(each.score.target.name, queue.address_of(each)))}"
        f'<span class="note">{escape(each.score.target.lead.name)}</span>'
        f'<i class="tag">{escape(_closed(each))}</i></li>'
        for each in closed
    )
    title = escape(_("须逐项审核的{n}项").format(n=len(closed)))
    return f'<section class="record-part"><h3>{title}</h3><ul class="one-by-one">{rows}</ul></section>'


def _key(rows: list[Waiting]) -> str:
    """Names what stands in the table: a choice of rows is never carried over to others."""
    ids = ",".join(str(each.submission.report_id) for each in rows)
    return f"review-many-{shell.visit().person.account_id}-{sha256(ids.encode()).hexdigest()[:16]}"


def _without_hint(rows: list[Waiting]) -> list[int]:
    return [place for place, each in enumerate(rows) if not each.looks]


def _choose(key: str, places: list[int]) -> None:
    st.session_state[key] = {"selection": {"rows": places, "columns": [], "cells": []}}


def _chosen(rows: list[Waiting], key: str) -> list[int]:
    """The ids of the chosen rows."""
    held: Any = st.session_state.get(key)
    places = _without_hint(rows) if held is None else held["selection"]["rows"]
    return [rows[place].submission.report_id for place in places]


def _record(each: Waiting) -> dict[str, str]:
    sent, score = each.submission, each.score
    terms, before = score.target.terms, score.previous
    nature = "" if sent.finality is Finality.FINAL else sent.finality.word
    change = score.change
    hints = dict.fromkeys(look_tag(look, score) for look in each.looks)
    return {
        "target": score.target.name,
        "unit": score.target.lead.name,
        "plan": plans.short(each.plan),
        "asked": target_text(terms),
        "before": "—" if before is None else bare(before.value, terms),
        "value": bare(sent.value, terms),
        "change": ""
        if change is None or not terms.kind.is_flow
        else f"{'+' * (change > 0)}{amount_text(change)}",
        "months": f"{span_of_months(sent.data_month)} {nature}".strip(),
        "status": labelled(score.status),
        "gap": gap_cell(score),
        "files": str(len(sent.files)),
        "signed": signed_text(each),
        "hints": _("、").join(hints),
    }


def _columns(period: Period) -> dict[str, Any]:
    words = {
        "target": _("目标"),
        "unit": _("牵头单位"),
        "plan": _("方案"),
        "asked": _("全年目标"),
        "before": period.rhythm.last.capitalize(),
        "value": _("本期上报"),
        "change": _("新增"),
        "status": _("通过后"),
        "hints": _("提示"),
        "months": _("数据月"),
        "gap": _("与时序差"),
        "files": _("佐证"),
        "signed": _("会签"),
    }
    column = st.column_config.TextColumn
    return {
        name: column(word, alignment="right" if name in _NUMBERS else "left") for name, word in words.items()
    }


def _approve(rows: list[Waiting], key: str) -> None:
    _do(rows, key, reviews.approve_many, _("{n}项已审核通过。"), _("{n}项没有通过,其余已通过:"))


def _send_back(rows: list[Waiting], key: str) -> None:
    note = st.session_state.get(f"{key}-note") or ""

    def act(session: Session, person: Person, seen: list[int], now: datetime) -> tuple[Refused, ...]:
        return reviews.send_back_many(session, person, seen, note, now)

    _do(rows, key, act, _("{n}项已退回。"), _("{n}项没有退回,其余已退回:"))


def _do(rows: list[Waiting], key: str, act: Act, done: str, left: str) -> None:
    """Exactly what stood in the table and is chosen, by the ids of the submissions."""
    seen = _chosen(rows, key)

    def told(refused: tuple[Refused, ...]) -> str:
        n = len(seen) - len(refused)
        return done.format(n=n) if n else ""

    refused = clicks.do(
        lambda session, person, now: act(session, person, seen, now),
        key=queue.CLICKS,
        done=told,
        unanswered=_("操作没有完成,一项也没有办理,请再点一次。"),
    ).given
    if refused:
        head = left.format(n=len(refused))
        clicks.refuse(queue.CLICKS, head, *(with_colon(each.code, each.why) for each in refused))
