"""评价规则: the rule set."""

import streamlit as st

from tracker.ui.language import _

st.header(_("评价规则"), anchor=False)
