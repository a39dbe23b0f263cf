"""全表: being built."""

import streamlit as st

from tracker.ui.language import _

st.header(_("全表"), anchor=False)
