"""操作日志: who did what."""

import streamlit as st

from tracker.ui.language import _

st.header(_("操作日志"), anchor=False)
