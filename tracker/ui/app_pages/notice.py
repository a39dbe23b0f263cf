"""原文: being built."""

import streamlit as st

from tracker.ui.language import _

st.header(_("原文"), anchor=False)
