"""What a meeting was told beside the figures is read again as of its freezing, without what came later."""

import lzma
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.audit.test_damage import Kind, damaged, forged
from tests.entry.ledger import CLOSES, DUE, JIAOTONG, KEJI, NOW, OPENS, Q3, Desk, open_desk
from tracker.db import engine_for, reading, transaction
from tracker.domain.measure.target import Path as Pace
from tracker.domain.meetings.snapshot import SCHEMA, checked
from tracker.domain.sentences.damage import Damage
from tracker.domain.workflow.adjustment import Proposed
from tracker.domain.workflow.directive import About
from tracker.domain.workflow.matters import AskedOf
from tracker.domain.workflow.reorganisation import Reform, ReformKind
from tracker.queries import integrity
from tracker.queries.errata import known_of
from tracker.queries.meeting import records_of
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.targets import targets_of
from tracker.services import (
    adjustments,
    directives,
    errata,
    matters,
    reorganisations,
    reviews,
    schema,
    units,
    windows,
)
from tracker.services.snapshots import freeze
from tracker.tables import Snapshot, TargetTerms
from tracker.tables import Target as TargetRow

KEPT = Path(__file__).parents[1] / f"ledger/earlier/snapshots{SCHEMA}.db.xz"
LISTS = ("adjustments", "corrections", "errata", "matters", "directives")
HELD, SINCE = NOW + timedelta(days=1), NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def without_the_tables_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(integrity._CHECKS, "guards")  # takes as long as all the rest; test_damage.py has it


def newest_terms(session: Session, target: int) -> int:
    of_target = select(TargetTerms.id).where(TargetTerms.target_id == target)
    return session.exec(of_target.order_by(col(TargetTerms.version).desc())).first() or 0


def adjust(session: Session, desk: Desk, value: str, at: datetime) -> None:
    office, target = desk.people["周"], desk.targets["企业"]
    (lead,) = desk.people["王"].unit_ids
    proposed = Proposed(Decimal(value), Pace.EVEN, None, None, lead, Q3)
    seen, words = newest_terms(session, target), ("政策调整。", "会议纪要。", f"adjust {value}")
    request = adjustments.apply(session, office, target, seen, proposed, *words, at)
    adjustments.accept(session, desk.people["吴"], request, "同意。", at)


def read_anew(session: Session, desk: Desk, value: str, at: datetime) -> None:
    office, target = desk.people["周"], desk.targets["吞吐量"]
    (plan,) = plans(session)
    (record,) = targets_of(session, office, plan.id, plan.periods[-1], among={target})
    read = known_of(session, office, record).reading.read
    read = replace(read, terms=replace(read.terms, value=Decimal(value)))
    seen = newest_terms(session, target)
    errata.correct(session, office, target, seen, read, "误读。", f"read {value}", at)


def correct(desk: Desk, number: int, at: datetime) -> None:
    report = desk.submit(value=f"8{number}", number=number, reason="核实后更正。", at=at)
    with transaction(desk.engine, together=True) as session:
        reviews.approve(session, desk.people["周"], report, at)


def ask(session: Session, desk: Desk, words: str, at: datetime) -> tuple[int, int]:
    """A matter and a directive."""
    (plan,), target = plans(session), desk.targets["企业"]
    code = session.exec(select(TargetRow.code).where(TargetRow.id == target)).one()
    asked = ("审批周期较长。", words, AskedOf.OFFICE, None, f"matter {words}", at)
    matter = matters.raise_matter(session, desk.people["王"], plan.id, target, Q3, *asked)
    said = (words, (at + timedelta(days=9)).date(), f"directive {words}", at)
    return matter, directives.write_directive(
        session, desk.people["沈"], plan.id, About.TARGET, code, Q3, *said
    )


def hold_meeting(session: Session, desk: Desk) -> None:
    (plan,), office = plans(session), desk.people["周"]
    card = scorecard(session, plan, Q3, office)
    records = records_of(session, office, card, HELD.date())
    assert all(getattr(records, each) for each in LISTS), "it is told something of each kind"
    freeze(session, office, card, texts_of(session, card), "例会", HELD.date(), HELD, records)


def furnish(desk: Desk) -> None:
    """A meeting, and something more of each kind since; one unit has another name, then both are one."""
    desk.approve(desk.submit())
    correct(desk, 1, NOW)
    with transaction(desk.engine) as session:
        adjust(session, desk, "90", NOW)
        read_anew(session, desk, "40", NOW)
        matter, directive = ask(session, desk, "请协调。", NOW)
    with transaction(desk.engine) as session:
        hold_meeting(session, desk)
    correct(desk, 2, SINCE)
    with transaction(desk.engine) as session:
        (plan,), office, clerk = plans(session), desk.people["周"], desk.people["王"]
        (unit,) = clerk.unit_ids
        matters.decide(session, office, matter, 0, "抓紧办理。", unit, SINCE.date(), SINCE)
        directives.answer(session, clerk, directive, 0, "已经办理。", SINCE)
        adjust(session, desk, "95", SINCE)
        read_anew(session, desk, "50", SINCE)
        ask(session, desk, "请再协调。", SINCE)
        windows.set_window(session, office, plan.id, Q3, OPENS, DUE, CLOSES + timedelta(days=9), SINCE)
        units.rename_unit(session, desk.people["陈"], unit, (KEJI, ""), "市科学局", "", SINCE)
    with transaction(desk.engine) as session:
        both = (unit, *desk.people["李"].unit_ids)
        merged = Reform(ReformKind.MERGED, both, ("市科技和交通局",), SINCE.date(), "海委〔2025〕3号")
        reorganisations.reorganise(session, desk.people["陈"], merged, "merge", SINCE + timedelta(hours=1))


def test_what_came_since_the_meeting_is_no_finding(engine: Engine) -> None:
    desk = open_desk(engine)
    furnish(desk)
    with reading(engine) as session:
        assert [each.text for each in integrity.findings(session)] == []


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = engine_for(f"sqlite:///{tmp_path_factory.mktemp('records') / 'tracker.db'}")
    schema.upgrade(engine)
    furnish(open_desk(engine))
    yield engine
    engine.dispose()


def test_a_ledger_that_was_kept_when_this_form_was_new_is_accused_of_nothing(tmp_path: Path) -> None:
    """Where this fails what a record tells has changed: raise SCHEMA, as where judging gives something else.

    A new form keeps a ledger of its own: ``python -m tests.audit.keep``.
    """
    (tmp_path / "tracker.db").write_bytes(lzma.decompress(KEPT.read_bytes()))
    engine = engine_for(f"sqlite:///{tmp_path / 'tracker.db'}")
    schema.upgrade(engine)
    with reading(engine) as session:
        told = session.exec(select(Snapshot.content)).one()
        assert checked(told).judged_alike
        assert [each.text for each in integrity.findings(session)] == []
    engine.dispose()


def record(kind: str, field: str, value: object) -> Callable[[Any], None]:
    """The first record of a kind says something else."""

    def change(stored: Any) -> None:
        assert stored["records"][kind][0][field] != value
        stored["records"][kind][0][field] = value

    return change


def unit_called(kind: str, field: str) -> Callable[[Any], None]:
    """The same unit under a name that it never had."""

    def change(stored: Any) -> None:
        stored["records"][kind][0][field]["name"] = JIAOTONG

    return change


def without(kind: str) -> Callable[[Any], None]:
    return lambda stored: stored["records"].pop(kind)


def moved(stored: Any) -> None:
    stored["records"]["window"]["due_at"] = stored["records"]["window"]["closes_at"]


ANSWER = {
    "number": 1,
    "step": "answered",
    "text": "已经办理。",
    "due_on": None,
    "by": "王",
    "at": "2025-10-13T00:00:00+00:00",
}
FORGED = {
    **{f"no {kind}": without(kind) for kind in (*LISTS, "window")},
    "an adjustment's reason": record("adjustments", "reason", "别的。"),
    "which version was made": record("adjustments", "version", 3),
    "a value before its correction": record("corrections", "old_value", "79"),
    "the verdict on it": record("corrections", "old_status", "behind"),
    "what an erratum quotes": record("errata", "quote", "别的"),
    "what a matter asks": record("matters", "request", "别的。"),
    "a directive's day": record("directives", "first_due_on", "2025-12-31"),
    "an answer that came later": record("directives", "steps", [ANSWER]),
    "the last day of the period": moved,
    "the unit that raised a matter": unit_called("matters", "unit"),
    "the unit that a directive went to": unit_called("directives", "unit"),
    "the lead before an adjustment": record("adjustments", "original_lead", JIAOTONG),
    "the lead of a corrected figure": record("corrections", "lead", JIAOTONG),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_another_record_is_found_whatever_vouches_for_it(
    change: Callable[[Any], None], furnished: Engine
) -> None:
    with damaged(furnished, Kind(forged(change), Damage.SNAPSHOT_RECORDS)) as session:
        said = [each.text for each in integrity.findings(session)]
    assert said == [
        "会议材料2025Q3-01 t所列的目标调整、勘误、更正、事项、批示或填报时间与定稿时的记录不一致。"
    ]
