"""负责人确认: the unit's head stands behind figures."""

import streamlit as st

from tracker.ui.language import _

st.header(_("负责人确认"), anchor=False)
