"""更正登记: every corrected figure."""

import streamlit as st

from tracker.ui.language import _

st.header(_("更正登记"), anchor=False)
