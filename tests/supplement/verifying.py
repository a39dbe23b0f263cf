"""In the pages' world: T02-01 (20 项) reported on pace without a word of problems, and verified far lower."""

from decimal import Decimal

from sqlalchemy import Engine

from tests.pages.world import KEJI, NOW, REVIEWER
from tests.review.test_review_page import send
from tracker.db import transaction
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.queries.people import person_of_login
from tracker.services.reviews import approve


def verified_lower(engine: Engine) -> int:
    report = send(engine, KEJI, "T02-01", value="15", problem="", next_step="")
    with transaction(engine) as session:
        office = person_of_login(session, REVIEWER)
        approve(
            session,
            office,
            report,
            NOW,
            verified_value=Decimal(8),
            method=VerifyMethod.PHONE,
            note="核减7项。",
        )
    return report
