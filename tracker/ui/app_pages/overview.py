"""总览: the plan at a quarter: the conclusion, counts, areas and departments, what is behind and missing."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from tracker.charts import Chart, completion_by, status_strip
from tracker.domain.access import may_open
from tracker.domain.language import with_colon
from tracker.domain.scorecard import Group, Scorecard
from tracker.domain.sentences import averages, headline, plan_counts, timeliness
from tracker.ui import links, overview, shell, widgets
from tracker.ui.groups import AREA, UNIT
from tracker.ui.language import _


def show_table(name: str, make: Callable[[], list[overview.Row]]) -> None:
    st.html(shell.keep(card, name, lambda: widgets.table_html(make(), name, width=900)))


def draw(groups: tuple[Group, ...], what: str) -> Chart:
    return completion_by(
        groups, card.rules, overall_pace=card.whole.mean_pace, theme=shell.colours(), what=what
    )


def bars(card: Scorecard) -> None:
    """Completion by area and by department, each with the pace line; a department's bar can co-lead."""
    left, right = st.columns(2, gap="large")
    with left, st.container(horizontal=True, vertical_alignment="center", height=56, border=False):
        st.subheader(_("各领域完成情况"), anchor=False)
    with left:
        to_area = partial(links.group_address, card, AREA)
        shell.chart(card, "by-area", lambda: draw(card.areas, _("领域")), leads_to=to_area)
    with right, st.container(horizontal=True, vertical_alignment="center", height=56, border=False):
        st.subheader(_("各部门完成情况"), anchor=False)
        co_led = widgets.co_led_switch()
    with right:
        name, groups = (
            ("by-department-co", card.departments_with_co_led)
            if co_led
            else ("by-department", card.departments)
        )
        to_unit = partial(links.group_address, card, UNIT, co_led=co_led)
        shell.chart(card, name, lambda: draw(groups, _("部门")), leads_to=to_unit)


with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    quarter = shell.pick_quarter()
    unapproved = widgets.unapproved_switch()
card = shell.card(quarter, unapproved)
if not card.targets:
    widgets.empty(_("没有可显示的目标"), _("您所在单位在本方案中没有牵头或配合的目标。"))
    st.stop()

if not shell.visit().person.sees_everything:
    st.caption(_("以下只含您所在单位牵头或配合的目标。"))
st.header(headline(card), anchor=False)
said = _("{first}{last}").format(first=plan_counts(card), last=averages(card.whole))
st.caption(f"{card.quarter.label} · {said}")
shell.chart(
    card, "strip", lambda: status_strip(card.whole, theme=shell.colours()),
    leads_to=lambda status: overview.list_of(card, status).address,
)  # fmt: skip
st.html(shell.keep(card, "counts", lambda: overview.counts_html(card)))
bars(card)
ways = [
    links.groups_link(card, "areas", _("逐个领域查看")),
    links.groups_link(card, "departments", _("逐个部门查看")),
    links.method_link(quarter, unapproved=unapproved, text=_("平均完成率怎么算")),
]
st.html(" · ".join(map(widgets.link_html, ways)))

if quarter.previous is not None:
    earlier = shell.card(quarter.previous, unapproved)
    st.subheader(_("比上季度"), anchor=False)
    since = shell.keep(card, "since", lambda: overview.since_html(earlier, card))
    if since:
        st.html(since)
    else:
        st.caption(_("与上季度相比,没有目标转为或脱离时序进度。"))

st.subheader(_("未达时序进度的目标(差距由大到小)"))
if card.behind:
    worst = card.behind[: overview.BEHIND_SHOWN]
    show_table(
        _("未达时序进度的目标"),
        lambda: overview.behind_rows(worst, shell.texts_behind(card, worst), quarter),
    )
    if len(card.behind) > len(worst):
        st.caption(_("共 {total} 项,此处列差距最大的 {shown} 项。").format(
            total=len(card.behind), shown=len(worst)))  # fmt: skip
else:
    st.success(_("没有落后于时序进度的目标。"))

st.subheader(with_colon(_("填报情况"), timeliness(card.whole)))
to_lists = may_open(shell.visit().person.role, "reporting")
if to_lists:
    st.html(" · ".join(map(widgets.link_html, overview.links_to_lists(quarter))))
with st.expander(_("未填报 {n} 项").format(n=len(card.missing)), expanded=0 < len(card.missing) <= 10):
    if card.missing:
        missing = card.missing[: overview.MISSING_SHOWN]
        show_table(_("未填报的目标"), lambda: overview.missing_rows(missing, quarter))
        if len(card.missing) > len(missing):
            st.caption(_("此处列前 {shown} 项。").format(shown=len(missing)))
    else:
        st.write(_("应报目标均已填报。"))
by_department = st.expander(_("各部门填报情况、平均完成率"), key="by-department-table", on_change="rerun")
if by_department.open:
    with by_department:
        # Kept under another name where its rates are links: people who see the same share what is kept.
        name = _("各部门填报情况和清单") if to_lists else _("各部门填报情况")
        show_table(name, lambda: overview.department_rows(card.departments, quarter if to_lists else None))
st.caption(card.rules.sentence)
