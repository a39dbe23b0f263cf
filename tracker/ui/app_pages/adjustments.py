"""目标调整: every changed target."""

import streamlit as st

from tracker.ui.language import _

st.header(_("目标调整"), anchor=False)
