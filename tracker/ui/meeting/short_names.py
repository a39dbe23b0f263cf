"""会议材料, 简称: names in short for slides and tables, given once and offered again at the next meeting."""

import streamlit as st

from tracker.domain.meetings.paper import NameOf
from tracker.domain.sentences.short_names import areas_short
from tracker.queries.papers import given_names
from tracker.services.papers import NAME_LIMIT, give_short_name
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.meeting import papers
from tracker.ui.meeting.papers import Papers
from tracker.ui.parts import links, tables, typed
from tracker.ui.parts.links import Link

_NAME = "name"  # in the address: what is named, as target-12


def title() -> str:
    return _("简称")


def summary(work: Papers) -> tuple[str, str]:
    """How many there are, and as HTML which."""
    given = _given(work)
    state = _("已设{n}个").format(n=len(given)) if given else _("未设置")
    return state, papers.in_chinese_html(_("、").join(given.values()))


def show(work: Papers) -> None:
    given, whole = _given(work), _whole_names(work)
    asked = st.query_params.get(_NAME, "")
    options = list(whole)
    areas = {each: name for each, name in whole.items() if each.startswith(NameOf.AREA)}
    by_rule = {each: areas_short(areas.values())[name] for each, name in areas.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        chosen = st.selectbox(
            _("全称(先列名称长的领域和落后的目标)"),
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=lambda each: whole[each],
            key=work.key("whole", asked),
            filter_mode="contains",
            width=460,
        )
        key = work.key("short", chosen, given.get(chosen, ""))
        st.text_input(
            _("简称(最多{n}个字)").format(n=NAME_LIMIT),
            given.get(chosen, ""),
            key=key,
            max_chars=NAME_LIMIT,
            placeholder=by_rule.get(chosen),
            autocomplete="off",
            persist_state="session",
            width=260,
        )
        st.button(_("保存简称"), key=work.key("save-name"), on_click=_save, args=(chosen, key))
    st.html(typed.marks_html(sent={key: given.get(chosen, "")}))
    rows: list[tables.Row] = [
        {
            _("全称"): whole[each],
            _("简称"): name,
            "": Link(_("改"), links.same_page(**{_NAME: each})),
        }
        for each, name in given.items()
        if each in whole
    ]
    if rows:
        st.html(tables.table_html(rows, _("简称"), width=340))


def _given(work: Papers) -> dict[str, str]:
    plan, key = shell.visit().plan, str(work.period)
    found = shell.known("short names", lambda s, p: given_names(s, p, work.card), plan.id, key)
    return {f"{each.of}-{each.id}": each.name for each in found}


def _whole_names(work: Papers) -> dict[str, str]:
    """Areas, targets that are behind, units, the other targets; long names first within each."""
    behind = {score.target.id for score in work.card.behind}
    areas = {score.target.area.id: score.target.area.title for score in work.card.scores}
    units = {score.target.lead.id: score.target.lead.name for score in work.card.scores}
    targets = {score.target.id: f"{score.target.name}" for score in work.card.scores}
    late = {each: name for each, name in targets.items() if each in behind}
    rest = {each: name for each, name in targets.items() if each not in behind}
    found: dict[str, str] = {}
    for of, names in (
        (NameOf.AREA, areas),
        (NameOf.TARGET, late),
        (NameOf.UNIT, units),
        (NameOf.TARGET, rest),
    ):
        in_order = sorted(names.items(), key=lambda item: -len(item[1]))
        found |= {f"{of}-{each}": name for each, name in in_order}
    return found


def _save(chosen: str, key: str) -> None:
    of, about = chosen.split("-")
    name, plan_id = str(st.session_state.get(key) or ""), shell.visit().plan.id
    clicks.do(
        lambda s, p, now: give_short_name(s, p, plan_id, NameOf(of), int(about), name, now),
        key=papers.CLICKS,
        done=_("简称已保存。"),
    )
