"""计算说明, 规则与口径: the rule set in force, what each status and share means, what is expected by when."""

import streamlit as st

from tracker.domain.measure.target import Path
from tracker.domain.progress.forecast import Basis
from tracker.domain.progress.status import Status
from tracker.domain.sentences import shares_meaning, zero_meaning
from tracker.domain.sentences.method import (
    exactness,
    path_meaning,
    readings_meaning,
    verdicts_meaning,
)
from tracker.domain.sentences.outlook import calls_meaning, forecast_assumption
from tracker.queries.rules import RuleVersion, rule_history
from tracker.ui.frame import address, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import facts, tables

_PART = "method_part"
RULES, WHY, CALLS = "rules", "why", "calls"


def choose_part() -> str:
    """The part of the page; stands in the address as ?part=."""
    words = {RULES: _("规则与口径"), WHY: _("逐项计算"), CALLS: _("年末预判回顾")}
    address.follow("part", _PART, list(words), default=RULES)
    chosen = st.segmented_control(
        _("内容"),
        list(words),
        format_func=words.__getitem__,
        key=_PART,
        on_change=address.put,
        args=("part", _PART),
        required=True,
        label_visibility="collapsed",
    )
    return chosen or RULES


def show_rules() -> None:
    """What holds for every number on every page."""
    visit = shell.visit()
    history = shell.read(lambda s, p: rule_history(s, p, visit.plan.id, as_of=visit.as_of))
    rhythm = visit.plan.rhythm
    st.subheader(_("判定规则"), anchor=False)
    if history:
        _show_version(history[0])
    st.subheader(_("一项目标的各项读数"), anchor=False)
    facts.listed(readings_meaning(rhythm))
    st.subheader(_("应达到的数量"), anchor=False)
    facts.listed((path.word, path_meaning(path, rhythm)) for path in Path)
    st.subheader(_("状态"), anchor=False)
    show_statuses()
    st.subheader(_("应报、应达和达时序率"), anchor=False)
    st.text(shares_meaning())
    st.subheader(_("领域和部门的判断"), anchor=False)
    facts.listed(verdicts_meaning())
    st.caption(exactness())
    st.subheader(_("年底预判"), anchor=False)
    facts.listed(
        (
            (_("按月均衡"), forecast_assumption(Basis.YEAR_SHARE, rhythm)),
            (
                _("{adjective}计划").format(adjective=rhythm.adjective),
                forecast_assumption(Basis.OWN_PLAN, rhythm),
            ),
            (_("水平、比率"), forecast_assumption(Basis.HOLDS, rhythm)),
            (_("研判回顾"), calls_meaning(rhythm)),
        )
    )


def _show_version(each: RuleVersion) -> None:
    rules = each.rules
    with st.container(border=True):
        st.markdown(f"**{prose.literal(rules.name)}** · {rules.method.word}")
        st.text(rules.sentence)
        facts.listed(
            (
                (_("版本"), _("第{version}版").format(version=rules.version)),
                (_("制定"), each.author or _("随方案载入")),
                (_("时间"), moments.moment(each.created_at)),
                (_("理由"), each.reason),
            )
        )


def show_statuses() -> None:
    """Each status with its shape and meaning; the kinds of nothing, and the zero that is none of them."""
    rows = [{_("状态"): f"{status.shape} {status.word}", _("含义"): status.meaning} for status in Status]
    tables.table([*rows, {_("状态"): "0", _("含义"): zero_meaning()}], _("状态"), width=320)
