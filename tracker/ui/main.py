"""The Streamlit entry: the visit, the doors of the role, the head of the page, then the page."""

import streamlit as st

from tracker.domain.access import may_open
from tracker.domain.language import of_door
from tracker.ui import navigation
from tracker.ui.find import dialog as find
from tracker.ui.frame import address, past, prose, shell, sidebar
from tracker.ui.frame.language import _
from tracker.ui.parts import greeting, head, style, watermark

visit = shell.enter()
role = visit.person.role
# Expanded: else Streamlit hides most behind an English “View more”.
chosen = st.navigation(
    navigation.pages(role, visit.person.preferences.language, has_plan=visit.has_plan), expanded=True
)
path = chosen.url_path
address.come_back(path)
address.keep_along(path)
st.set_page_config(
    # Of a door's first page the navigation has the door's name; the tab of the browser has the page's.
    page_title=f"{shell.titled(navigation.PLACES[path].title) if path else chosen.title} · {_('目标进展')}",
    page_icon=":material/track_changes:",
    layout="wide",
    initial_sidebar_state=208,
)
if not path:
    chosen.run()  # turns to the page that the role comes for

place, door = navigation.PLACES[path], navigation.door_of(role, path)
is_of_role = door in navigation.DOORS[role]
is_about_plan = path not in navigation.WITHOUT_PLAN
lacks_plan = is_about_plan and not visit.has_plan
shows = place.shows if may_open(role, path) and not lacks_plan else head.PLAIN
mark = watermark.css(visit.person)
if shows.bare:
    prose.html(style.dress(visit.person.preferences, head.bare_css(), mark))
    head.look_at_leader(path, shows)
else:
    is_now, is_home = visit.as_of is None, path == navigation.home_of(role, has_plan=visit.has_plan)
    waits = shell.own_work() if is_now else {}
    doors = navigation.doors_css(role, door, waits)
    dress = style.dress(visit.person.preferences, doors, head.unopened_css(), mark)
    sidebar.show(visit)
    finds = head.show(of_door(door.title) if is_of_role else shell.titled(place.title), shows, dress)
    head.look_at_leader(path, shows)
    if finds:
        find.show()
    past.banner(visit)
    if is_about_plan:
        greeting.show_state()
    steps = greeting.first_steps_html() if is_now and is_home else ""
    head.show_below(door.tabs_of(role), path, shows, waits, steps)
    if is_now:
        greeting.show(path)
if lacks_plan and may_open(role, path):
    greeting.show_no_plan()
else:
    chosen.run()
