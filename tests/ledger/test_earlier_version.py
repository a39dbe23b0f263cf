"""A ledger that version 0.1.0 wrote (commit 87c7505) is upgraded and says what it said then.

``earlier/0.1.0.db.xz`` is the demonstration world with an own plan, a switched head's confirmation, a second
rule set, a unit let in and a snapshot with unapproved figures. ``0.1.0.json`` is what it read from that:
per period ("+": with unapproved figures) and target the figure, the reported one, its month, status,
completion, pace and gap; snapshot number -> SHA-256; the head of the audit chain and its length.
"""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tracker.db import engine_for, reading
from tracker.domain.measure.period import periods_of
from tracker.domain.progress.scorecard import Score
from tracker.queries import integrity
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.queries.snapshots import read_snapshot
from tracker.services import schema

EARLIER = Path(__file__).parent / "earlier"


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    file = tmp_path_factory.mktemp("earlier") / "tracker.db"
    file.write_bytes(lzma.decompress((EARLIER / "0.1.0.db.xz").read_bytes()))
    engine = engine_for(f"sqlite:///{file}")
    schema.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def then() -> Any:
    return json.loads((EARLIER / "0.1.0.json").read_text("utf-8"))


def test_every_figure_is_judged_as_it_was(upgraded: Engine, then: Any) -> None:
    with reading(upgraded) as session:
        reviewer, (plan,) = person_of_login(session, "ducha"), plans(session)
        for period in periods_of(plan.year):
            for unapproved in (False, True):
                card = scorecard(session, plan, period, reviewer, include_unapproved=unapproved)
                now = {score.target.code: _said(score) for score in card.scores}
                assert now == then["figures"][f"{period}{'+' if unapproved else ''}"]


def test_every_snapshot_reads_as_it_was_frozen(upgraded: Engine, then: Any) -> None:
    with reading(upgraded) as session:
        reviewer = person_of_login(session, "ducha")
        for number, sha256 in then["snapshots"].items():
            assert read_snapshot(session, reviewer, number).sha256 == sha256


def test_the_audit_chain_stands_as_it_stood(upgraded: Engine, then: Any) -> None:
    with upgraded.connect() as connection:
        head = connection.execute(text("SELECT sha256 FROM audit ORDER BY id DESC LIMIT 1")).scalar()
        rows = connection.execute(text("SELECT count(*) FROM audit")).scalar()
    assert (head, rows) == (then["audit"], then["audit_rows"])


def test_verify_finds_nothing(upgraded: Engine, then: Any) -> None:
    with reading(upgraded) as session:
        assert list(integrity.findings(session)) == then["verify"] == []


def test_what_an_earlier_demonstration_filled_says_so_from_now_on(upgraded: Engine) -> None:
    with reading(upgraded) as session:
        assert plans(session)[0].mark == "演示数据，非真实填报"


def _said(score: Score) -> list[object]:
    figure, judged = score.figure, score.judgement
    ratios = [None if share is None else str(share) for share in (judged.completion, judged.pace, judged.gap)]
    if figure is None:
        return [None, None, None, judged.status.value, *ratios]
    amounts = [None if amount is None else str(amount) for amount in (figure.value, figure.reported_value)]
    return [*amounts, figure.data_month, judged.status.value, *ratios]
