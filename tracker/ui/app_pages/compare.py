"""前后对比: being built."""

import streamlit as st

from tracker.ui.language import _

st.header(_("前后对比"), anchor=False)
