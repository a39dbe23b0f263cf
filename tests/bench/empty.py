"""The floor of a rerun: a Streamlit page that shows one word."""

import streamlit as st

st.write("空页")
