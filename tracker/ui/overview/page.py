"""总览: the plan at a quarter: the conclusion, counts, areas and departments, what is behind and missing."""

import streamlit as st

from tracker.charts import status_strip
from tracker.domain.access import may_open
from tracker.domain.sentences import headline, mean_text, plan_counts
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.overview import bars
from tracker.ui.overview import parts as overview
from tracker.ui.parts import overall


def page() -> None:
    card = shell.current_card()
    if not card.targets:
        prose.empty(_("没有可显示的目标"), _("您所在单位在本方案中没有牵头或配合的目标。"))
        return

    st.subheader(headline(card), anchor=False)
    sentence = plan_counts(card)
    if card.whole.due:
        mean = mean_text(card.whole, card.pace)
        sentence = _("{counts}{mean}。").format(counts=sentence, mean=mean)
    st.caption(prose.literal(f"{card.period.label} · {sentence}"))
    before = card.period.previous
    earlier = None if before is None else shell.card(before, shell.visit().unapproved)
    st.html(shell.keep(card, "tiles", lambda: overall.tiles_html(card, earlier)))
    shell.chart(
        card,
        "strip",
        lambda: status_strip(card.whole, theme=shell.colours()),
        leads_to=lambda status: overall.list_of(status).address,
    )
    bars.show(card)
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
    by_department = st.expander(_("各部门填报情况、达时序率"), key="by-department-table", on_change="rerun")
    if by_department.open:
        name = f"departments {to_lists}"
        by_department.html(shell.keep(card, name, lambda: overview.departments_html(card, to_lists=to_lists)))
    st.caption(card.rules.sentence)
