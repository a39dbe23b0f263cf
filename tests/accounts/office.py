"""A small office for the tests of accounts and of the web: two units, four people, their passwords."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Engine

from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.queries.people import person_of_login
from tracker.services import accounts, sign_in
from tracker.tables import Unit

PASSWORD = "河边有三只白鹭在等着雨停"
NEW_PASSWORD = "correct horse battery staple"
ADDRESS = "10.1.2.3"
HOURS, IDLE = 10, 30


@dataclass(frozen=True)
class Office:
    engine: Engine
    now: datetime
    units: dict[str, int]
    ids: dict[str, int]

    def person(self, login: str) -> Person:
        with reading(self.engine) as session:
            return person_of_login(session, login)

    def try_sign_in(
        self,
        login: str,
        password: str = PASSWORD,
        now: datetime | None = None,
        address: str = ADDRESS,
        keep: str = "",
        marks: str = "",
    ) -> sign_in.Outcome:
        """As the web does it: gather, verify, apply."""
        now = now or self.now
        with reading(self.engine) as session:
            tried = sign_in.knock(session, login, address, now, marks)
        is_proven = not tried.wait and sign_in.matches(tried.password_hash, password)
        with transaction(self.engine, advance=False) as session:
            return sign_in.enter(session, tried, is_proven, now, HOURS, keep)

    def key_of(self, login: str) -> str:
        """Sign somebody in; the key of the session."""
        token = self.try_sign_in(login).token
        assert token is not None
        return sign_in.fingerprint(token)

    def link_for(self, login: str, now: datetime | None = None) -> str:
        with transaction(self.engine) as session:
            return accounts.issue_link(session, None, self.ids[login], now or self.now)

    def set_password(self, login: str, password: str, now: datetime | None = None) -> None:
        token = self.link_for(login, now)
        with transaction(self.engine) as session:
            accounts.set_password(session, token, password, now or self.now)


def open_office(engine: Engine, now: datetime) -> Office:
    people = [
        ("keji", "王晓岚", Role.CLERK),
        ("ducha", "周督查", Role.REVIEWER),
        ("lingdao", "沈市长", Role.LEADER),
        ("guanli", "陈管理", Role.ADMINISTRATOR),
    ]
    with transaction(engine) as session:
        rows = [Unit(name="市科技局"), Unit(name="市交通运输局")]
        session.add_all(rows)
        session.flush()
        units = {row.name: row.id or 0 for row in rows}
        ids = {}
        for login, name, role in people:
            own = [units["市科技局"]] if role is Role.CLERK else []
            ids[login] = accounts.create_account(session, None, login, name, role, own, now)
            token = accounts.issue_link(session, None, ids[login], now)
            accounts.set_password(session, token, PASSWORD, now, made=_hash_for(login))
    return Office(engine, now, units, ids)


@cache
def _hash_for(login: str) -> str:
    """Made once: 29 ms for each of four people, for each test that opens an office."""
    return sign_in.hashed(PASSWORD)
