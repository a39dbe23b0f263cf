"""Evidence in a draft: attached and taken away at once, submitted with the figure, carried over."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from sqlmodel import Session

from tests.conftest import MakeEngine
from tests.entry.ledger import CLOSES, NOW, Q3, Desk, rows
from tests.evidence import samples
from tests.evidence.files import attach, detach, hashes, history, names, read, reported, stored
from tracker import db
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, StaleState
from tracker.domain.workflow import evidence as rules
from tracker.domain.workflow.evidence import check
from tracker.queries.entries import ledger_of, tasks
from tracker.queries.plans import plans
from tracker.services import drafts, evidence
from tracker.tables import Audit, DraftFile, StoredFile

MONTHLY, PHOTO = samples.pdf("monthly"), samples.png()


def sha(content: bytes) -> str:
    return sha256(content).hexdigest()


def test_an_attached_file_stands_in_the_draft_with_who_and_when(desk: Desk) -> None:
    assert attach(desk, "月报.pdf", MONTHLY, who="何") is None
    (file,) = desk.form().files
    assert (file.name, file.size, file.sha256) == ("月报.pdf", len(MONTHLY), sha(MONTHLY))
    assert (file.by, file.at, file.report_id) == ("何", NOW, None)
    assert desk.form().has_draft, "a file alone is a draft"
    (row,) = rows(desk.engine, StoredFile)
    assert (row.content, row.media_type) == (MONTHLY, "application/pdf")


def test_a_file_alone_makes_the_task_a_draft(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    with reading(desk.engine) as session:
        person = desk.people["王"]
        listed = tasks(session, person, ledger_of(session, person, plans(session)[0], Q3))
    assert [task.word for task in listed] == ["草稿", "待填报"]


def test_the_same_content_twice_is_once_and_the_second_is_told(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    same = attach(desk, "月报(副本).pdf", MONTHLY, who="何")
    assert same is not None
    assert same.name == "月报.pdf"
    assert names(desk) == ["月报.pdf"]


def test_the_same_content_of_two_units_is_stored_once(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    attach(desk, "联合月报.pdf", MONTHLY, who="李", target="吞吐量")
    assert stored(desk) == {sha(MONTHLY)}
    detach(desk, sha(MONTHLY))
    assert names(desk, "李", "吞吐量") == ["联合月报.pdf"]
    assert stored(desk) == {sha(MONTHLY)}, "another draft still names it"
    detach(desk, sha(MONTHLY), who="李", target="吞吐量")
    assert stored(desk) == set()


def test_taking_away_twice_takes_away_once(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    detach(desk, sha(MONTHLY))
    detach(desk, sha(MONTHLY))
    assert rows(desk.engine, DraftFile) == []


def test_only_the_lead_units_clerks_attach_and_take_away(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    for who in ("李", "周", "沈", "陈"):
        with pytest.raises(NotAllowed):
            attach(desk, "现场.png", PHOTO, who=who)
        with pytest.raises(NotAllowed):
            detach(desk, sha(MONTHLY), who=who)
    assert names(desk) == ["月报.pdf"]


def test_nothing_is_attached_or_taken_away_while_the_figure_is_locked(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    with pytest.raises(Locked):
        attach(desk, "现场.png", PHOTO, at=CLOSES + timedelta(hours=1))
    desk.submit(files=hashes(desk))
    with pytest.raises(Locked):
        attach(desk, "现场.png", PHOTO)
    with pytest.raises(Locked):
        detach(desk, sha(MONTHLY))
    assert names(desk) == ["月报.pdf"]


def test_a_report_takes_so_many_bytes_and_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "REPORT_LIMIT", len(MONTHLY) + len(PHOTO))
    attach(desk, "月报.pdf", MONTHLY)
    attach(desk, "现场.png", PHOTO)
    with pytest.raises(BadInput, match="合计最大"):
        attach(desk, "现场2.png", samples.png(red=9))
    monkeypatch.setattr(rules, "REPORT_LIMIT", 1 << 30)
    monkeypatch.setattr(rules, "COUNT_LIMIT", 2)
    with pytest.raises(BadInput, match="最多2份"):
        attach(desk, "现场2.png", samples.png(red=9))
    assert names(desk) == ["月报.pdf", "现场.png"]


def test_a_submission_names_its_files_in_the_order_of_attaching(desk: Desk) -> None:
    attach(desk, "乙.pdf", MONTHLY, who="何")
    attach(desk, "甲.png", PHOTO, at=NOW + timedelta(minutes=1))
    report = desk.submit(files=hashes(desk))
    assert reported(desk) == [(report, 1, "乙.pdf"), (report, 2, "甲.png")]
    assert rows(desk.engine, DraftFile) == []
    assert [file.name for file in history(desk)[0].files] == ["乙.pdf", "甲.png"]
    said = json.loads(rows(desk.engine, Audit)[-1].detail)
    assert [(file["name"], file["by"]) for file in said["files"]] == [("乙.pdf", "何"), ("甲.png", "王")]


def test_a_second_click_on_submit_names_the_files_once(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    seen = hashes(desk)
    first = desk.submit(click="once", files=seen)
    assert desk.submit(click="once", files=seen) == first
    assert len(reported(desk)) == 1


def test_what_another_hand_added_is_not_submitted_unseen(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    seen = hashes(desk)
    attach(desk, "现场.png", PHOTO, who="何")
    with pytest.raises(StaleState, match=r"何刚添加了佐证材料“现场\.png”") as stale:
        desk.submit(files=seen)
    assert (stale.value.changes[0].now, stale.value.changes[0].by) == ("现场.png", "何")
    with pytest.raises(StaleState, match=r"月报\.pdf"):
        desk.submit()
    desk.submit(files=hashes(desk))
    assert len(reported(desk)) == 2


def test_what_another_hand_took_away_is_told_before_it_is_submitted(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    seen = hashes(desk)
    detach(desk, sha(MONTHLY), who="何")
    with pytest.raises(StaleState, match="一份佐证材料刚被移除"):
        desk.submit(files=seen)
    attach(desk, "月报.pdf", MONTHLY)
    desk.send_back(desk.submit(files=seen))
    detach(desk, sha(MONTHLY), who="何")
    with pytest.raises(StaleState, match=r"何刚移除了佐证材料“月报\.pdf”"):
        desk.submit(number=1, files=seen)


def test_what_is_sent_back_keeps_its_files_for_the_next_submission(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    first = desk.submit(files=hashes(desk))
    desk.send_back(first)
    assert names(desk) == ["月报.pdf"]
    assert not desk.form().has_draft
    attach(desk, "现场.png", PHOTO)
    second = desk.submit(number=1, files=hashes(desk))
    assert reported(desk) == [(first, 1, "月报.pdf"), (second, 1, "月报.pdf"), (second, 2, "现场.png")]


def test_a_withdrawn_submissions_files_are_the_draft_to_go_on_from(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    desk.withdraw("王", desk.submit(files=hashes(desk)))
    assert names(desk) == ["月报.pdf"]


def test_a_correction_takes_one_away_and_the_approved_one_keeps_it(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    attach(desk, "现场.png", PHOTO, at=NOW + timedelta(minutes=1))
    first = desk.submit(files=hashes(desk))
    desk.approve(first)
    detach(desk, sha(MONTHLY))
    assert names(desk) == ["现场.png"]
    assert desk.form().has_draft
    second = desk.submit(number=1, reason="月报有误。", files=hashes(desk))
    assert reported(desk) == [(first, 1, "月报.pdf"), (first, 2, "现场.png"), (second, 1, "现场.png")]
    assert read(desk, first, sha(MONTHLY)).content == MONTHLY
    assert desk.differences() == []


def test_what_was_taken_away_comes_back_under_its_former_name(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    desk.send_back(desk.submit(files=hashes(desk)))
    detach(desk, sha(MONTHLY))
    assert names(desk) == []
    attach(desk, "又一份.pdf", MONTHLY)
    assert names(desk) == ["月报.pdf"]
    assert not desk.form().has_draft


def test_a_draft_thrown_away_takes_its_files_along(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    desk.approve(desk.submit(files=hashes(desk)))
    detach(desk, sha(MONTHLY))
    attach(desk, "现场.png", PHOTO)
    discard(desk, hashes(desk))
    assert names(desk) == ["月报.pdf"]
    assert stored(desk) == {sha(MONTHLY)}


def test_a_draft_with_an_unseen_file_is_not_thrown_away(desk: Desk) -> None:
    seen = hashes(desk)
    attach(desk, "现场.png", PHOTO, who="何")
    with pytest.raises(StaleState, match="何刚添加了"):
        discard(desk, seen)
    assert names(desk) == ["现场.png"]


def discard(desk: Desk, files: frozenset[str]) -> None:
    seen = {name: cell.version for name, cell in desk.form().cells.items()}
    with transaction(desk.engine, advance=False) as session:
        drafts.discard(session, desk.people["王"], desk.targets["企业"], Q3, seen, files)


def test_two_clerks_attach_different_files_at_once(desk: Desk, another_engine: MakeEngine) -> None:
    _together(desk, another_engine, [("王", "企业", "月报.pdf", MONTHLY), ("何", "企业", "现场.png", PHOTO)])
    assert set(names(desk)) == {"月报.pdf", "现场.png"}


def test_two_units_attach_the_same_bytes_at_once(desk: Desk, another_engine: MakeEngine) -> None:
    for round_number in range(5):
        content = samples.pdf(f"round {round_number}")
        name = f"{round_number}.pdf"
        _together(desk, another_engine, [("王", "企业", name, content), ("李", "吞吐量", name, content)])
    assert len(names(desk)) == len(names(desk, "李", "吞吐量")) == len(stored(desk)) == 5


@pytest.mark.parametrize("first", ["takes away", "attaches"])
def test_bytes_that_one_takes_away_while_another_attaches_them_stay(
    desk: Desk, another_engine: MakeEngine, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes second waits for the first to end, and then sees what the first did."""
    monkeypatch.setitem(db._TIMEOUTS, "lock_timeout", 60)
    attach(desk, "月报.pdf", MONTHLY)
    checked = check("联合.pdf", MONTHLY)

    def take_away(session: Session) -> None:
        evidence.detach(session, desk.people["王"], desk.targets["企业"], Q3, sha(MONTHLY), NOW)

    def give(session: Session) -> None:
        evidence.attach(session, desk.people["李"], desk.targets["吞吐量"], Q3, checked, NOW)

    one, two = (take_away, give) if first == "takes away" else (give, take_away)
    engine = another_engine()

    def follow() -> None:
        with transaction(engine, advance=False) as session:
            two(session)

    with ThreadPoolExecutor(1) as pool:
        with transaction(desk.engine, advance=False) as session:
            one(session)
            session.flush()
            following = pool.submit(follow)
            with pytest.raises(TimeoutError):
                following.result(0.7)
        following.result(60)
    assert stored(desk) == hashes(desk, "李", "吞吐量") == {sha(MONTHLY)}
    assert names(desk) == desk.differences() == []


def _together(desk: Desk, another_engine: MakeEngine, jobs: list[tuple[str, str, str, bytes]]) -> None:
    start = Barrier(len(jobs))

    def act(job: tuple[str, str, str, bytes]) -> None:
        who, target, name, content = job
        engine, checked = another_engine(), check(name, content)
        start.wait()
        with transaction(engine, advance=False) as session:
            evidence.attach(session, desk.people[who], desk.targets[target], Q3, checked, NOW)

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(act, jobs))
