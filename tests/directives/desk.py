"""Directives on the small ledger, one click each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from tests.entry.ledger import NOW, Q3, Desk
from tracker.db import reading, transaction
from tracker.domain.workflow.directive import About, DirectiveLine
from tracker.queries import directives as queries
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services import directives
from tracker.services.snapshots import freeze

DUE_ON = date(2025, 10, 20)
LEADER, OFFICE, CLERK = "沈", "周", "王"
_clicks = count()


@dataclass(frozen=True)
class Directives:
    """``seen`` is what stands when the person looks: given only where somebody looks at an older state."""

    desk: Desk

    def written(
        self,
        who: str = LEADER,
        about: About = About.TARGET,
        key: str = "T-0",
        *,
        text: str = "请说明滞后原因和赶超措施。",
        due_on: date | None = DUE_ON,
        click: str = "",
        at: datetime = NOW,
    ) -> int:
        with transaction(self.desk.engine) as session:
            return directives.write_directive(
                session,
                self.desk.people[who],
                plans(session)[0].id,
                about,
                key,
                Q3,
                text,
                due_on,
                click or f"d-{next(_clicks)}",
                at,
            )

    def answered(
        self, number: int, who: str = CLERK, text: str = "已报批。", *, seen: int | None = None
    ) -> None:
        steps = self._seen(number, seen)
        with transaction(self.desk.engine) as session:
            person = self.desk.people[who]
            directives.answer(session, person, number, steps, text, NOW + timedelta(hours=1))

    def asked_further(
        self,
        number: int,
        who: str = LEADER,
        text: str = "请再核实。",
        due_on: date | None = DUE_ON + timedelta(days=10),
    ) -> None:
        with transaction(self.desk.engine) as session:
            person, at = self.desk.people[who], NOW + timedelta(hours=2)
            directives.ask_further(session, person, number, len(self.line(number).steps), text, due_on, at)

    def closed(
        self, number: int, who: str = LEADER, text: str = "已落实。", *, seen: int | None = None
    ) -> None:
        steps = self._seen(number, seen)
        with transaction(self.desk.engine) as session:
            person = self.desk.people[who]
            directives.close(session, person, number, steps, text, NOW + timedelta(hours=3))

    def frozen(self) -> str:
        """A snapshot's number."""
        with transaction(self.desk.engine) as session:
            plan, office = plans(session)[0], self.desk.people[OFFICE]
            card = scorecard(session, plan, Q3, office)
            return freeze(session, office, card, {}, "三季度材料", NOW.date(), NOW)

    def of(self, who: str = OFFICE, as_of: datetime | None = None) -> tuple[DirectiveLine, ...]:
        with reading(self.desk.engine) as session:
            return queries.directives(session, self.desk.people[who], plans(session)[0], as_of=as_of)

    def waiting(self, who: str) -> list[int]:
        with reading(self.desk.engine) as session:
            lines = queries.directives_waiting(session, self.desk.people[who], plans(session)[0])
        return [line.id for line in lines]

    def line(self, number: int) -> DirectiveLine:
        return next(line for line in self.of() if line.id == number)

    def _seen(self, number: int, seen: int | None) -> int:
        return len(self.line(number).steps) if seen is None else seen
