"""Snapshots of today's form are judged again by ``verify``: what judging gives is part of that form."""

from dataclasses import astuple
from decimal import Decimal
from hashlib import sha256
from itertools import product

from tests.export.made_up import terms
from tracker.domain.measure.period import periods_of
from tracker.domain.measure.target import Kind, Operator, Path
from tracker.domain.meetings.snapshot import SCHEMA
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rule_sets import Method, RuleSet, starting_point

ASKED = [
    *(terms(kind, "36", unit) for kind, unit in product(Kind, ("家", "%"))),
    *(terms(operator=operator) for operator in Operator if operator is not Operator.RANGE),
    *(terms(path=path) for path in (Path.YEAR_END, Path.FLAT)),
    *(terms(kind, "36", baseline=Decimal(12)) for kind in (Kind.RUNNING_TOTAL, Kind.STOCK)),
]
# By form of snapshots what the verdicts below come to.
GIVEN = {6: "adedce09d23918e6"}


def test_another_verdict_is_another_form_of_snapshots() -> None:
    """Where this fails judging has changed: raise SCHEMA of meetings/snapshot.py, and pin what it gives now.

    Else ``verify`` accuses every snapshot that was judged before.
    """
    given = sha256()
    for asked, value, period, rules in product(
        ASKED,
        ("0", "1", "12", "18.5", "27", "34.2", "35", "36", "36.5", "40"),
        periods_of(2025),
        (RuleSet(), starting_point(RuleSet(), Method.POINTS)),
    ):
        for month in (period.last_month, period.last_month - 1):
            said = judge(asked, Decimal(value), month, period, rules)
            given.update(repr([str(part) for part in astuple(said)]).encode())
    assert given.hexdigest()[:16] == GIVEN[SCHEMA]
