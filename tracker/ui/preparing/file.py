"""Step 1: what identifies the plan, read from the paper, mended here; and the text as it was read."""

from datetime import date
from html import escape

import streamlit as st

from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.measure.plan import PlanKind
from tracker.domain.measure.rhythm import Rhythm
from tracker.notice.decisions import FactsSet
from tracker.notice.facts import day_written
from tracker.services.plan_drafts import drop
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import typed
from tracker.ui.parts.bars import section_html
from tracker.ui.preparing.work import CLICKS, Work, decide, plans_of_last_year, refuse

_TEXTS = {
    "title": (120, 200),
    "document_number": (64, 64),
    "issuer": (64, 64),
    "short": (12, 32),
    "code": (32, 32),
}


def show(work: Work) -> None:
    facts = work.plan.facts
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.html(section_html(_("方案信息")))
        _text(work, "title", _("方案名称"), facts.title)
        one, two = st.columns(2)
        with one:
            optional = _("可不填")
            _text(work, "document_number", _("文号"), facts.document_number, placeholder=optional)
            _text(work, "year", _("年度"), str(facts.year or ""))
            code = facts.code or _code_of_last_year(work)
            _text(work, "code", _("编号(网址中用)"), code, placeholder=_("如 haining-2026"))
            _pick(work, "kind", _("类别"), {each.value: each.word for each in PlanKind}, facts.kind.value)
        with two:
            _text(work, "issuer", _("发文机关"), facts.issuer)
            _text(
                work,
                "issued",
                _("成文日期"),
                facts.issued.isoformat() if facts.issued else "",
                placeholder="2026-01-15",
            )
            _text(work, "short", _("简称(表格中用)"), facts.short, placeholder=optional)
            words = {each.value: each.adjective for each in Rhythm}
            _pick(work, "rhythm", _("填报周期"), words, facts.rhythm.value)
        if work.is_open:
            sent = {_key(work, name): getattr(facts, name) for name in _TEXTS}
            st.html(typed.marks_html(sent=sent))
            st.button(
                _("保存方案信息"), type="primary", key=work.key("save-facts"), on_click=_save, args=(work,)
            )
            with st.expander(_("不再编制这份方案"), key=work.key("dropping")):
                st.text_input(_("理由"), key=work.key("drop-reason"))
                st.button(_("不再编制"), key=work.key("drop"), on_click=_drop, args=(work,))
    with right:
        name, length = escape(work.draft.file_name), f"{len(work.plan.text):,}"
        st.html(
            section_html(_("读到的原文"))
            + f'<p class="note">{name} · {escape(_("{n}字").format(n=length))}</p>'
            + f'<div class="preparing-text" tabindex="0">{escape(work.plan.text)}</div>'
        )


def _code_of_last_year(work: Work) -> str:
    """The code of the same kind's plan of the year before, a year on; empty where there is none."""
    taken, year = {plan.code for plan in shell.visit().plans}, str(work.plan.facts.year)
    codes = (plan.code.replace(str(plan.year), year) for plan in plans_of_last_year(work))
    return next((code for code in codes if code not in taken), "")


def _text(work: Work, name: str, label: str, value: str, placeholder: str = "") -> None:
    st.text_input(
        label,
        value,
        key=_key(work, name),
        autocomplete="off",
        persist_state="session",
        placeholder=placeholder or None,
        disabled=not work.is_open,
    )


def _pick(work: Work, name: str, label: str, words: dict[str, str], value: str) -> None:
    st.selectbox(
        label,
        list(words),
        index=list(words).index(value),
        format_func=lambda each: words[each],
        key=_key(work, name),
        disabled=not work.is_open,
    )


def _key(work: Work, name: str) -> str:
    step = work.draft.step_about("facts")
    return work.key("facts", step.number if step else 0, name)


def _typed(work: Work, name: str) -> str:
    return str(st.session_state.get(_key(work, name)) or "").strip()


def _save(work: Work) -> None:
    try:
        facts = FactsSet(
            title=_typed(work, "title"),
            short=_typed(work, "short"),
            code=_typed(work, "code").lower(),
            document_number=_typed(work, "document_number"),
            issuer=_typed(work, "issuer"),
            year=_year(_typed(work, "year")),
            issued=_day(_typed(work, "issued")),
            kind=PlanKind(_typed(work, "kind")),
            rhythm=Rhythm(_typed(work, "rhythm")),
        )
        for name, (__, longest) in _TEXTS.items():
            if len(getattr(facts, name)) > longest:
                raise BadInput(_("文字太长,最多{longest}个字。").format(longest=longest))
    except Refusal as refusal:
        refuse(refusal)
        return
    decide(work, facts, done=_("方案信息已保存。"))


def _year(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 2000 <= int(typed) <= 2100):
        raise BadInput(_("年度写四位数字,如 2026。"))
    return int(typed)


def _day(typed: str) -> date | None:
    day = day_written(typed)
    if typed and day is None:
        raise BadInput(_("成文日期写作 2026-01-15。"))
    return day


def _drop(work: Work) -> None:
    reason = str(st.session_state.get(work.key("drop-reason")) or "")
    clicks.do(
        lambda s, p, now: drop(s, p, work.draft.id, work.draft.seen, reason, now),
        key=CLICKS,
        done=_("已不再编制。"),
    )
