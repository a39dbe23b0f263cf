"""填报情况: who reported, who is missing."""

import streamlit as st

from tracker.ui.language import _

st.header(_("填报情况"), anchor=False)
