"""目标: one target at a quarter — what the notice says, how far it is, and everything that was reported."""

import streamlit as st

from tracker.charts import target_path
from tracker.domain.quarter import quarters_of
from tracker.domain.sentences import caught_up_text, progress, required_text
from tracker.queries.plans import clause_around
from tracker.queries.submissions import scores_over_year, submissions
from tracker.ui import adjustments, evidence, shell, widgets
from tracker.ui import target as words
from tracker.ui.language import _

here = shell.visit()
place_of_choice = st.container()
with st.container(horizontal=True, vertical_alignment="center"):
    quarter = shell.pick_quarter()
    unapproved = widgets.unapproved_switch()
card = shell.card(quarter, unapproved)
if not card.scores:
    widgets.empty(_("没有可以查看的目标"), _("您所在单位没有牵头或配合的目标。如有疑问,请联系系统管理员。"))
    st.stop()
with place_of_choice:
    score = words.choose(card)
if score is None:
    words.refuse()
    st.stop()
target = score.target
clause = shell.read(lambda s, p: clause_around(s, p, here.plan.id, target.anchor.quote_start))
year = shell.read(
    lambda s, p: scores_over_year(s, p, here.plan, target, as_of=here.as_of, include_unapproved=unapproved)
)
history = shell.read(lambda s, p: submissions(s, p, target, as_of=here.as_of))
texts = shell.texts_behind(card, (score,))
by_quarter = dict(zip(quarters_of(here.plan.year), year, strict=True)) | {quarter: score}
series = [(q, s) for q, s in by_quarter.items() if q <= quarter or s.figure]

st.header(widgets.literal(target.name), anchor=False)
st.caption(widgets.literal(f"{target.code} · {words.units(target)}"))
with st.container(horizontal=True, vertical_alignment="center"):
    widgets.badge(score.status)
    st.text(progress(score, quarter, texts.get(score.figure.report_id) if score.figure else None))
notes = (words.verdict(score, card.rules), required_text(score), caught_up_text(score))
for line in (*notes, words.waiting_note(score, quarter, history)):
    if line:
        st.caption(widgets.literal(line))
readings = words.readings(score, quarter, card.rules)
for column, each in zip(st.columns(3) if readings else (), readings, strict=True):
    with column:
        widgets.reading(each.title, each.said, each.arithmetic)

left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader(_("全年进度"), anchor=False)
    shell.chart(card, f"path-{target.code}", lambda: target_path(series, theme=shell.colours()))
with right:
    st.subheader(_("目标要求"), anchor=False)
    widgets.facts(words.terms_rows(target, card.rules))
    adjustments.offer(target)

st.subheader(_("文件原文"), anchor=False)
st.caption(widgets.literal(words.place(target, clause, here.plan.document)))
widgets.clause(words.clause_parts(clause, target.anchor))

st.subheader(_("各季度数据"), anchor=False)
widgets.table(words.year_rows(series), _("各季度数据"))
st.caption(widgets.literal(card.rules.sentence))

adjustments.show_versions(target)
st.subheader(_("填报与审核记录"), anchor=False)
if not history:
    widgets.empty(_("还没有填报记录"), _("牵头单位提交后,每一次填报和审核都会留在这里。"))
for submission in history:
    with st.container(border=True):
        st.markdown(f"**{widgets.literal(words.submission_title(submission))}**")
        widgets.facts(words.submission_rows(submission, target.terms))
        evidence.show_files(submission.files)
