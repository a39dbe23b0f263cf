"""计算说明: being built."""

import streamlit as st

from tracker.ui.language import _

st.header(_("计算说明"), anchor=False)
