"""批示: what leaders wrote and what was answered; what is overdue comes first."""

from collections import Counter

import streamlit as st

from tracker.domain.workflow.directive import DirectiveState
from tracker.queries.directives import directive_of
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, directives, links, plans
from tracker.ui.parts.directive_forms import ACT
from tracker.ui.parts.directives import Placed
from tracker.ui.parts.links import DIRECTIVE, Link

_STATE = "state"  # in the address
_OPEN, _ALL = "", "all"


def page() -> None:
    visits = shell.visits_of_any_period()
    shown_plans = plans.shown(visits)
    lines = directives.over(shown_plans)
    opened = st.query_params.get(DIRECTIVE)
    if opened is not None:
        _show_one(opened)
    elif not lines and not plans.narrowed():
        prose.empty(
            _("没有批示"),
            _("市领导可以在目标、领域和会议材料的页面上写批示,由牵头单位或市府办答复,批示会列在这里。"),
        )
    else:
        asked = st.query_params.get(_STATE, _OPEN)
        state = asked if asked in (_ALL, *DirectiveState) else _OPEN
        words = {_OPEN: _("未销号"), **{each.value: each.word for each in DirectiveState}, _ALL: _("全部")}
        options = {
            key: Link(f"{word} {len(_narrowed(lines, key))}", links.same_page(**{_STATE: key}))
            for key, word in words.items()
        }
        head = bars.choice_html(_("状态"), options, state)
        counts = Counter(visit.plan.code for visit, line in _narrowed(directives.over(visits), state))
        by_plan = plans.choice_html("directives", counts, visits, **{_STATE: state or None})
        shown = _narrowed(lines, state)
        none = "" if shown else f'<p class="note">{_("没有符合条件的批示。")}</p>'
        with_plan = len(shown_plans) > 1
        directives.show_list(shown, by_plan + head + none, is_named=True, with_plan=with_plan)


def _narrowed(lines: list[Placed], state: str) -> list[Placed]:
    if state == _OPEN:
        return [(visit, line) for visit, line in lines if line.end is None]
    return [(visit, line) for visit, line in lines if state in (_ALL, line.state)]


def _show_one(opened: str) -> None:
    """The one that a link names, with the form of the step that it asks for."""
    visit = shell.visit()
    back = Link(_("全部批示"), links.same_page(**{DIRECTIVE: "", ACT: ""}))
    with shell.told():
        # No id is so long, and 0 is none: what is no number is answered as an unknown one is.
        number = int(opened) if opened.isascii() and opened.isdigit() and len(opened) < 10 else 0
        line = shell.read(lambda s, p: directive_of(s, p, visit.plan, number, as_of=visit.as_of))
        head = bars.section_html(_("第{id}号批示").format(id=line.id), links.link_html(back, "go"))
        directives.show_list([(visit, line)], head, is_named=True)
