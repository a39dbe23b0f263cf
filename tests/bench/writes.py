"""What a click of the newest plan's third quarter changes: a figure is corrected, and approved."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from tests.bench import world
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Target
from tracker.domain.workflow.entry import Field
from tracker.queries.entries import form_of
from tracker.queries.people import person_of_login
from tracker.queries.targets import targets_of
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve

_NOW = world.reported_at(world.NEWEST) + timedelta(days=3)
_clicks = count()


def corrections(engine: Engine) -> Iterator[None]:
    """Each step is two clicks about the next target, in two transactions; it never ends."""
    with reading(engine) as session:
        person = world.leader(session)
        listed = targets_of(session, person, world.newest_plan(session).id, world.NEWEST)
    while True:
        for target in listed:
            if target.terms.kind is Kind.RUNNING_TOTAL:
                _correct(engine, target)
                yield


def _correct(engine: Engine, target: Target) -> None:
    with transaction(engine, together=True) as session:
        report = _submitted(session, target)
    with transaction(engine, together=True) as session:
        reviewer = person_of_login(session, f"somebody-{Role.REVIEWER}")
        approve(session, reviewer, report, _NOW)


def _submitted(session: Session, target: Target) -> int:
    clerk, number = world.clerk_of(target.lead.id), next(_clicks)
    shown = form_of(session, clerk, world.newest_plan(session), target, world.NEWEST, _NOW)
    typed = {
        Field.VALUE: str(50 + number % 40),
        Field.DATA_MONTH: str(world.NEWEST.last_month),
        Field.FINALITY: "final",
        Field.PROGRESS: "按计划推进。",
        Field.PROBLEM: "个别项目验收偏慢。",
        Field.NEXT_STEP: "年底前完成验收。",
        Field.REASON: "核减后更正。",
    }
    seen = Seen(shown.number, {field: (0, text) for field, text in typed.items()})
    return submit(session, clerk, target.id, world.NEWEST, seen, uuid4().hex, _NOW)
