"""工作交接: what the next clerk must know."""

import streamlit as st

from tracker.ui.language import _

st.header(_("工作交接"), anchor=False)
