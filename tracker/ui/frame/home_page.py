"""The address without a page: leads each role to the page it comes for.

Streamlit serves its default page under "/" only, and the others only under their names; with this
hidden page as the default, every real page has a name that a link can carry.
"""

import streamlit as st

from tracker.ui.frame import address


def page(leads_to: str) -> None:
    st.switch_page(address.page_at(leads_to))
