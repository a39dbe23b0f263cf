"""需协调事项: matters needing a decision."""

import streamlit as st

from tracker.ui.language import _

st.header(_("需协调事项"), anchor=False)
