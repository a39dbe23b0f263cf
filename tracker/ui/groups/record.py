"""按部门: the unit's reporting record over the year: asked, on time, late, missing, quarter by quarter."""

import streamlit as st

from tracker.domain.access import may_open
from tracker.domain.measure.period import Period
from tracker.domain.meetings.reporting import Filing, Listed, record_of
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.sentences import share_text
from tracker.domain.workflow.lifecycle import WindowState, window_state
from tracker.queries.year import Year, led_over_year
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.groups.one import kept_year
from tracker.ui.parts import tables
from tracker.ui.parts.links import reporting_link
from tracker.ui.parts.tables import Row

_COUNTED = (Listed.DUE, Listed.ON_TIME, Listed.LATE, Listed.MISSING)


def show(card: Scorecard, group: Group) -> None:
    """For the office and leaders each unit's, each count a link to its list; for staff their own unit's."""
    person = shell.visit().person
    if not person.sees_everything and group.key not in person.unit_ids:
        return
    st.subheader(_("填报记录"), anchor=False)
    visit, linked = shell.visit(), may_open(person.role, "reporting")
    states = {each.period: window_state(each.window, visit.now) for each in visit.windows}
    # What is kept may not rest on the clock unless its name says so.
    name = f"record {group.key} {linked} {sorted(states.items())}"
    year = kept_year(
        card, f"led by {group.key}", lambda s, p: led_over_year(s, p, card, group.key, visit.now)
    )
    st.html(shell.keep_parts(card, name, lambda: (year,), lambda: _table(group, year, states, linked)))
    st.caption(
        _(
            "按{then}牵头的目标和已审核、待审核的数据统计,预算除外。"
            "上报率 = 已报 ÷ 应报,按时上报率 = 按期 ÷ 应报;按期以首次提交时间为准。"
        ).format(then=card.period.rhythm.then)
    )


def _table(group: Group, year: Year, states: dict[Period, WindowState], linked: bool) -> str:
    rows = []
    for period, scores in year:
        filing, state = record_of(group.name, group.key, scores), states.get(period, WindowState.NOT_SET)
        head: Row = {period.rhythm.noun.capitalize(): period.name, _("填报时间"): state.word}
        rows.append(head | _counts(period, filing, state, linked))
    return tables.table_html(rows, _("填报记录"))


def _counts(period: Period, filing: Filing, state: WindowState, linked: bool) -> Row:
    """Nobody is missing before the window has opened."""
    rates = {
        _("上报率"): (filing.rollup.completeness, Listed.MISSING),
        _("按时上报率"): (filing.rollup.timeliness, Listed.NOT_ON_TIME),
    }
    if not state.has_opened:
        return dict.fromkeys((*(each.word for each in _COUNTED), *rates), "—")
    row: Row = {}
    for listed in _COUNTED:
        count = filing.count(listed)
        link = reporting_link(listed, str(count), filing.unit_id, period=period)
        row[listed.word] = link if linked and count else str(count)
    for name, (rate, listed) in rates.items():
        share = _("无应报") if rate is None else share_text(rate)
        known = linked and rate is not None
        row[name] = reporting_link(listed, share, filing.unit_id, period=period) if known else share
    return row
