"""单位: the units."""

import streamlit as st

from tracker.ui.language import _

st.header(_("单位"), anchor=False)
