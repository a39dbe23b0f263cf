"""怎么算, 规则与口径: the rule set in force, what each status and share means, what is expected by when."""

from html import escape

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
from tracker.ui.frame import moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, bars, facts, links
from tracker.ui.parts.links import Link

RULES, WHY, CALLS = "rules", "why", "calls"


def part_asked() -> str:
    """The part of the page that the address asks for (?part=)."""
    asked = st.query_params.get("part", RULES)
    return asked if asked in (RULES, WHY, CALLS) else RULES


def parts_html(part: str) -> str:
    """The parts of the page, as links."""
    words = {RULES: _("规则与口径"), WHY: _("逐项计算"), CALLS: _("研判回顾")}
    ways = {key: Link(word, links.to("method", part=key)) for key, word in words.items()}
    return bars.choice_html(_("内容"), ways, part)


def rules_html() -> str:
    """What holds for every number on every page."""
    visit = shell.visit()
    history = shell.read(lambda s, p: rule_history(s, p, visit.plan.id, as_of=visit.as_of))
    rhythm = visit.plan.rhythm
    paths = [(path.word_in(rhythm), path_meaning(path, rhythm)) for path in Path]
    own_plan = _("{adjective}计划").format(adjective=rhythm.adjective)
    forecasts = (
        (_("按月均衡"), forecast_assumption(Basis.YEAR_SHARE, rhythm)),
        (own_plan, forecast_assumption(Basis.OWN_PLAN, rhythm)),
        (_("水平、比率"), forecast_assumption(Basis.HOLDS, rhythm)),
        (_("研判回顾"), calls_meaning(rhythm)),
    )
    sections = (
        (_("判定规则"), _version_html(history[0]) if history else ""),
        (_("一项目标的各项读数"), facts.listed_html(readings_meaning(rhythm))),
        (_("应达到的数量"), facts.listed_html(paths)),
        (_("状态"), statuses_html()),
        (_("应报、应达和达时序率"), f"<p>{escape(shares_meaning())}</p>"),
        (
            _("领域和部门的判断"),
            facts.listed_html(verdicts_meaning()) + f'<p class="note">{escape(exactness())}</p>',
        ),
        (_("年底研判"), facts.listed_html(forecasts)),
    )
    return "".join(
        f'<section class="of-method">{bars.section_html(title)}{body}</section>' for title, body in sections
    )


def _version_html(each: RuleVersion) -> str:
    rules = each.rules
    listed = facts.listed_html(
        (
            (_("版本"), _("第{version}版").format(version=rules.version)),
            (_("制定"), each.author or _("随方案载入")),
            (_("时间"), moments.moment(each.created_at)),
            (_("理由"), each.reason),
        )
    )
    return (
        f"<p><b>{escape(rules.name)}</b> · {escape(rules.method.word)}</p>"
        f"<p>{escape(rules.sentence)}</p>{listed}"
    )


def statuses_html() -> str:
    """Each status with its shape and meaning; the kinds of nothing, and the zero that is none of them."""
    rows = "".join(
        f"<div><dt>{badges.status_html(status)}</dt><dd>{escape(status.meaning)}</dd></div>"
        for status in Status
    )
    zero = f"<div><dt>0</dt><dd>{escape(zero_meaning())}</dd></div>"
    return f'<dl class="facts">{rows}{zero}</dl>'
