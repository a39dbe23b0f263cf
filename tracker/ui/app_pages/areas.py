"""按领域: being built."""

import streamlit as st

from tracker.ui.language import _

st.header(_("按领域"), anchor=False)
