"""投影: being built."""

import streamlit as st

from tracker.ui.language import _

st.header(_("投影"), anchor=False)
