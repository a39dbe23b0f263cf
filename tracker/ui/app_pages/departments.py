"""按部门: being built."""

import streamlit as st

from tracker.ui.language import _

st.header(_("按部门"), anchor=False)
