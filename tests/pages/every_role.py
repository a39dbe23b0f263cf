"""Every page for each role that may open it: the people of the small world, and a head who has to confirm."""

from sqlalchemy import Engine

from tests.countersign.cast import HEAD, seat_a_head
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.access import PAGES, Role, may_open
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import options

LOGINS = dict(zip(Role, (KEJI, HEAD, REVIEWER, LEADER, ADMINISTRATOR), strict=True))
OPENED = [(role, page) for role in Role for page in PAGES if may_open(role, page)]


def seat_a_head_who_confirms(engine: Engine) -> None:
    seat_a_head(engine)
    with transaction(engine) as session:
        office = person_of_login(session, REVIEWER)
        options.set_head_confirms(session, office, plans(session)[0].id, True, NOW)
