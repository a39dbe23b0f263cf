"""总览: the plan at a quarter: the conclusion, counts, areas and departments, what is behind and missing."""

from functools import partial

import streamlit as st

from tracker.charts import Chart, completion_by, status_strip
from tracker.domain.access import may_open
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.sentences import averages, headline, plan_counts
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.overview import parts as overview
from tracker.ui.parts import links, overall, switches


def draw(card: Scorecard, groups: tuple[Group, ...], what: str) -> Chart:
    return completion_by(
        groups, card.rules, overall_pace=card.whole.mean_pace, theme=shell.colours(), what=what
    )


def bars(card: Scorecard) -> None:
    """Completion by area and by department, each with the pace line; a department's bar can co-lead."""
    left, right = st.columns(2, gap="large")
    with left, st.container(horizontal=True, vertical_alignment="center", height=56, border=False):
        st.subheader(_("各领域完成情况"), anchor=False)
    with left:
        to_area = partial(links.group_address, links.AREA)
        shell.chart(card, "by-area", lambda: draw(card, card.areas, _("领域")), leads_to=to_area)
    with right, st.container(horizontal=True, vertical_alignment="center", height=56, border=False):
        st.subheader(_("各部门完成情况"), anchor=False)
        co_led = switches.co_led()
    with right:
        name, groups = (
            ("by-department-co", card.departments_with_co_led)
            if co_led
            else ("by-department", card.departments)
        )
        to_unit = partial(links.group_address, links.UNIT, co_led=co_led)
        shell.chart(card, name, lambda: draw(card, groups, _("部门")), leads_to=to_unit)


def page() -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        period = shell.pick_period()
        unapproved = switches.unapproved()
    card = shell.card(period, unapproved)
    if not card.targets:
        prose.empty(_("没有可显示的目标"), _("您所在单位在本方案中没有牵头或配合的目标。"))
        return

    if not shell.visit().person.sees_everything:
        st.caption(_("以下只含您所在单位牵头或配合的目标。"))
    st.header(headline(card), anchor=False)
    said = _("{first}{last}").format(first=plan_counts(card), last=averages(card.whole))
    st.caption(f"{card.period.label} · {said}")
    shell.chart(
        card,
        "strip",
        lambda: status_strip(card.whole, theme=shell.colours()),
        leads_to=lambda status: overall.list_of(status).address,
    )
    st.html(shell.keep(card, "counts", lambda: overall.counts_html(card)))
    bars(card)
    earlier = None if period.previous is None else shell.card(period.previous, unapproved)
    to_lists = may_open(shell.visit().person.role, "reporting")
    # Kept under another name where its rates are links: people who see the same share what is kept.
    st.html(
        shell.keep(
            card,
            f"account {to_lists}",
            lambda: overview.account_html(
                card, earlier, shell.texts_behind(card, overview.worst(card)), to_lists=to_lists
            ),
        )
    )
    by_department = st.expander(_("各部门填报情况、平均完成率"), key="by-department-table", on_change="rerun")
    if by_department.open:
        name = f"departments {to_lists}"
        by_department.html(shell.keep(card, name, lambda: overview.departments_html(card, to_lists=to_lists)))
    st.caption(card.rules.sentence)
