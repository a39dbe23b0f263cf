"""我的任务: what a department has to do this quarter."""

import streamlit as st

from tracker.ui.language import _

st.header(_("我的任务"), anchor=False)
