"""催报: the message to each department."""

import streamlit as st

from tracker.ui.language import _

st.header(_("催报"), anchor=False)
