"""The address without a page: leads each role to the page it comes for.

Streamlit serves its default page under "/" only, and the others only under their names; with this
hidden page as the default, every real page has a name that a link can carry.
"""

import streamlit as st

from tracker.domain.access import may_open
from tracker.ui.frame import address, shell


def page() -> None:
    role = shell.visit().person.role
    st.switch_page(address.page_at("tasks" if may_open(role, "tasks") else "overview"))
