"""A ledger that version 0.1.0 wrote (commit 87c7505) is upgraded and says what it said then.

``earlier/0.1.0.db.xz`` is the demonstration world with an own plan, a switched head's confirmation, a second
rule set, a unit let in and a snapshot with unapproved figures. ``0.1.0.json`` is what it read from that:
per period ("+": with unapproved figures) and target the figure, the reported one, its month, status,
completion, pace and gap; snapshot number -> SHA-256; the head of the audit chain and its length.
"""

import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tracker.db import engine_for, reading
from tracker.domain.measure.period import parse_period, periods_of
from tracker.domain.measure.plan import PlanKind, PlanState
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score
from tracker.queries import integrity
from tracker.queries.integrity.frozen import Then
from tracker.queries.people import person_of_login
from tracker.queries.plans import plan_lines, plans
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


def test_its_snapshots_are_held_against_their_facts_also_where_times_go_with_the_trail(
    upgraded: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demonstration's clock does not: its clicks are of 2025, and its accounts were made in 2026."""
    monkeypatch.setattr(Then, "_time_tells", True)
    with reading(upgraded) as session:
        assert list(map(str, integrity.findings(session))) == []


def test_every_figure_stands_as_it_stood(upgraded: Engine, then: Any) -> None:
    """A milestone that was done is carried on since; a completion changes with a base read since."""
    with reading(upgraded) as session:
        reviewer, (plan,) = person_of_login(session, "ducha"), plans(session)
        for period in periods_of(plan.year):
            for unapproved in (False, True):
                card = scorecard(session, plan, period, reviewer, include_unapproved=unapproved)
                stood = then["figures"][f"{period}{'+' if unapproved else ''}"]
                for score in card.scores:
                    value, reported, month, _status, completion, *_rest = stood[score.target.code]
                    now = _figure(score)
                    is_carried = score.target.terms.kind is Kind.MILESTONE and value is None
                    assert now[:3] == [value, reported, month] or (is_carried and now[0] == "1.0000")
                    assert now[3] == completion or score.target.code == "T30-01"


# What the second edition judges otherwise: whole units of what is counted, stocks before they are
# due, levels that have to hold all year, what was done before it was due. Per period: was, is, how many.
JUDGED_OTHERWISE = {
    "2025Q1": {
        ("behind", "not_due"): 9,
        ("on_pace", "not_due"): 6,
        ("slightly_behind", "on_pace"): 4,
        ("achieved", "on_pace"): 1,
    },
    "2025Q2": {
        ("behind", "not_due"): 3,
        ("slightly_behind", "on_pace"): 2,
        ("on_pace", "not_due"): 2,
        ("slightly_behind", "not_due"): 1,
        ("achieved", "on_pace"): 1,
    },
    "2025Q3": {
        ("achieved", "on_pace"): 2,
        ("on_pace", "not_due"): 2,
        ("behind", "not_due"): 2,
        ("slightly_behind", "on_pace"): 1,
        ("not_reported", "not_due"): 1,
    },
    "2025Q4": {("not_reported", "achieved"): 3},
}


@pytest.mark.parametrize("period", JUDGED_OTHERWISE)
def test_what_is_judged_otherwise_is_known(upgraded: Engine, then: Any, period: str) -> None:
    with reading(upgraded) as session:
        reviewer, (plan,) = person_of_login(session, "ducha"), plans(session)
        card = scorecard(session, plan, parse_period(period), reviewer)
    turns = Counter(
        (was, score.status.value)
        for score in card.scores
        if (was := then["figures"][period][score.target.code][3]) != score.status
    )
    assert turns == JUDGED_OTHERWISE[period]


def test_every_snapshot_reads_as_it_was_frozen(upgraded: Engine, then: Any) -> None:
    with reading(upgraded) as session:
        reviewer = person_of_login(session, "ducha")
        for number, sha256 in then["snapshots"].items():
            assert read_snapshot(session, reviewer, number).sha256 == sha256


def test_the_audit_chain_stands_as_it_stood_and_then_vouches_for_every_fact(
    upgraded: Engine, then: Any
) -> None:
    with upgraded.connect() as connection:
        trail = connection.execute(text("SELECT sha256, action FROM audit ORDER BY id")).all()
    assert trail[then["audit_rows"] - 1].sha256 == then["audit"]
    assert {row.action for row in trail[then["audit_rows"] :]} == {"补录存证"}


def test_verify_finds_nothing(upgraded: Engine, then: Any) -> None:
    with reading(upgraded) as session:
        assert list(integrity.findings(session)) == then["verify"] == []


def test_its_plan_is_in_force_since_it_was_loaded_and_nobody_did_that(upgraded: Engine) -> None:
    with reading(upgraded) as session:
        ((plan, targets, steps),) = [
            (line.plan, line.targets, line.steps)
            for line in plan_lines(session, person_of_login(session, "ducha"))
        ]
        loaded = session.connection().execute(text("SELECT at FROM audit ORDER BY id LIMIT 1")).scalar_one()
    assert (plan.state, plan.kind, plan.short) == (PlanState.PUBLISHED, PlanKind.POLICY, "")
    assert targets == 117
    (step,) = steps
    assert (step.by, step.reason) == ("", "系统升级前已在执行")
    assert f"{step.at:%Y-%m-%d}" == loaded[:10]


def test_what_an_earlier_demonstration_filled_says_so_from_now_on(upgraded: Engine) -> None:
    with reading(upgraded) as session:
        assert plans(session)[0].mark == "演示数据，非真实填报"


def _figure(score: Score) -> list[object]:
    """The value, the reported one, its month, and the completion."""
    figure, done = score.figure, score.judgement.completion
    completion = None if done is None else str(done)
    if figure is None:
        return [None, None, None, completion]
    amounts = [None if amount is None else str(amount) for amount in (figure.value, figure.reported_value)]
    return [*amounts, figure.data_month, completion]
