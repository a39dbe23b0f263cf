"""会签: what co-responsible units say of figures."""

import streamlit as st

from tracker.ui.language import _

st.header(_("会签"), anchor=False)
