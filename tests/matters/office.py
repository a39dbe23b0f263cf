"""Matters on the small ledger, one click each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from sqlmodel import select

from tests.entry.ledger import NOW, Q3, Desk
from tracker.db import reading, transaction
from tracker.domain.workflow.matters import AskedOf, MatterLine
from tracker.queries import matters as queries
from tracker.queries.plans import plans
from tracker.services import matters
from tracker.tables import Unit

DUE_ON = date(2025, 10, 20)
_clicks = count()


@dataclass(frozen=True)
class Agenda:
    """``seen`` is what stands when the person looks: given only where somebody looks at an older state."""

    desk: Desk

    def unit(self, name: str) -> int:
        with reading(self.desk.engine) as session:
            return session.exec(select(Unit.id).where(Unit.name == name)).one() or 0

    def raised(
        self,
        who: str = "王",
        target: str = "企业",
        *,
        of: AskedOf = AskedOf.LEADER,
        unit: str = "",
        click: str = "",
        at: datetime = NOW,
        obstacle: str = "用地指标没有落实。",
    ) -> int:
        with transaction(self.desk.engine) as session:
            return matters.raise_matter(
                session,
                self.desk.people[who],
                plans(session)[0].id,
                self.desk.targets[target],
                Q3,
                obstacle,
                "请协调用地指标。",
                of,
                self.unit(unit) if unit else None,
                click or f"m-{next(_clicks)}",
                at,
            )

    def decided(
        self,
        matter: int,
        unit: str,
        who: str = "周",
        *,
        text: str = "由该单位牵头落实。",
        due_on: date | None = DUE_ON,
        seen: int | None = None,
        at: datetime = NOW + timedelta(hours=1),
    ) -> None:
        steps, unit_id = self._seen(matter, seen), self.unit(unit) if unit else None
        with transaction(self.desk.engine) as session:
            person = self.desk.people[who]
            matters.decide(session, person, matter, steps, text, unit_id, due_on, at)

    def progressed(self, matter: int, who: str, text: str = "已报批。", *, seen: int | None = None) -> None:
        steps, at = self._seen(matter, seen), NOW + timedelta(hours=2)
        with transaction(self.desk.engine) as session:
            matters.report_progress(session, self.desk.people[who], matter, steps, text, at)

    def closed(
        self, matter: int, who: str = "周", text: str = "指标已下达。", *, seen: int | None = None
    ) -> None:
        steps, at = self._seen(matter, seen), NOW + timedelta(hours=3)
        with transaction(self.desk.engine) as session:
            matters.close(session, self.desk.people[who], matter, steps, text, at)

    def withdrawn(self, matter: int, who: str = "王", *, seen: int | None = None) -> None:
        steps = self._seen(matter, seen)
        with transaction(self.desk.engine) as session:
            matters.withdraw(session, self.desk.people[who], matter, steps, "已自行解决。", NOW)

    def of(self, who: str = "周", as_of: datetime | None = None) -> tuple[MatterLine, ...]:
        with reading(self.desk.engine) as session:
            return queries.matters(session, self.desk.people[who], plans(session)[0], as_of=as_of)

    def line(self, matter: int) -> MatterLine:
        return next(line for line in self.of() if line.id == matter)

    def _seen(self, matter: int, seen: int | None) -> int:
        found = (line for line in self.of() if line.id == matter)
        return seen if seen is not None else len(next(found).steps)
