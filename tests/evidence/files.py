"""Clicks with evidence on the small ledger: each is one transaction."""

from datetime import datetime

from tests.entry.ledger import NOW, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.evidence import EvidenceFile, check
from tracker.queries.evidence import EvidenceContent, draft_file, evidence_file
from tracker.queries.plans import plans
from tracker.queries.submissions import Submission, submissions
from tracker.queries.targets import targets_of
from tracker.services import evidence
from tracker.tables import ReportFile, StoredFile


def attach(
    desk: Desk, name: str, content: bytes, who: str = "王", target: str = "企业", at: datetime = NOW
) -> EvidenceFile | None:
    checked = check(name, content)
    with transaction(desk.engine, advance=False) as session:
        return evidence.attach(session, desk.people[who], desk.targets[target], Q3, checked, at)


def detach(desk: Desk, sha256: str, who: str = "王", target: str = "企业", at: datetime = NOW) -> None:
    with transaction(desk.engine, advance=False) as session:
        evidence.detach(session, desk.people[who], desk.targets[target], Q3, sha256, at)


def hashes(desk: Desk, who: str = "王", target: str = "企业") -> frozenset[str]:
    """What the person has before their eyes."""
    return frozenset(each.sha256 for each in desk.form(who, target).files)


def names(desk: Desk, who: str = "王", target: str = "企业") -> list[str]:
    return [each.name for each in desk.form(who, target).files]


def reported(desk: Desk) -> list[tuple[int, int, str]]:
    return [(row.report_id, row.position, row.name) for row in rows(desk.engine, ReportFile)]


def stored(desk: Desk) -> set[str]:
    return {row.sha256 for row in rows(desk.engine, StoredFile)}


def history(desk: Desk, who: str = "周", target: str = "企业") -> tuple[Submission, ...]:
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        listed = targets_of(session, desk.people["周"], plan.id, Q3)
        record = next(each for each in listed if each.id == desk.targets[target])
        return submissions(session, desk.people[who], record)


def read(desk: Desk, report_id: int, sha256: str, who: str = "周") -> EvidenceContent:
    with reading(desk.engine) as session:
        return evidence_file(session, desk.people[who], report_id, sha256)


def read_draft(
    desk: Desk, sha256: str, who: str = "王", target: str = "企业", period: Period = Q3
) -> EvidenceContent:
    with reading(desk.engine) as session:
        return draft_file(session, desk.people[who], desk.targets[target], period, sha256)
