"""Who reads evidence, what lists show of it, and what ``verify`` finds of it."""

from hashlib import sha256

import pytest

from tests.entry.ledger import Desk, rows
from tests.evidence import samples
from tests.evidence.files import attach, hashes, history, read, read_draft
from tracker.db import transaction
from tracker.domain.language.errors import NotAllowed, NotFound
from tracker.tables import StoredFile, TargetTerms, TermsUnit

MONTHLY, PHOTO, TABLE = samples.pdf("monthly"), samples.png(), samples.xlsx()


def sha(content: bytes) -> str:
    return sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("who", "may"), [("王", True), ("何", True), ("周", True), ("沈", True), ("李", False), ("陈", False)]
)
def test_a_submissions_files_are_for_its_units_reviewers_and_leaders(desk: Desk, who: str, may: bool) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    report = desk.submit(files=hashes(desk))
    if may:
        found = read(desk, report, sha(MONTHLY), who)
        assert (found.name, found.content) == ("月报.pdf", MONTHLY)
        return
    with pytest.raises(NotAllowed) as there:
        read(desk, report, sha(MONTHLY), who)
    with pytest.raises(NotAllowed) as nowhere:
        read(desk, report + 99, sha(MONTHLY), who)
    assert str(there.value) == str(nowhere.value), "it is not told whether there is such a file"


def test_who_may_see_it_is_told_that_there_is_no_such_file(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    report = desk.submit(files=hashes(desk))
    for key, content in ((report, PHOTO), (report + 99, MONTHLY)):
        with pytest.raises(NotFound):
            read(desk, key, sha(content))


def test_a_co_responsible_unit_sees_the_files_of_the_submission_and_not_of_the_draft(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    terms = next(row for row in rows(desk.engine, TargetTerms) if row.target_id == desk.targets["企业"])
    (unit,) = desk.people["李"].unit_ids
    with transaction(desk.engine) as session:
        session.add(TermsUnit(terms_id=terms.id, unit_id=unit, position=1))
    with pytest.raises(NotAllowed):
        read_draft(desk, sha(MONTHLY), "李")
    report = desk.submit(files=hashes(desk))
    assert read(desk, report, sha(MONTHLY), "李").content == MONTHLY


@pytest.mark.parametrize("who", ["李", "周", "沈", "陈"])
def test_a_drafts_file_is_for_the_clerks_who_fill_it_in(desk: Desk, who: str) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    assert read_draft(desk, sha(MONTHLY), "何").content == MONTHLY
    with pytest.raises(NotAllowed):
        read_draft(desk, sha(MONTHLY), who)
    with pytest.raises(NotFound):
        read_draft(desk, sha(PHOTO), "何")


def test_lists_never_load_the_bytes(desk: Desk) -> None:
    attach(desk, "台账.xlsx", TABLE)
    report = desk.submit(files=hashes(desk))
    desk.send_back(report)
    assert TABLE not in repr((desk.form(), history(desk))).encode()
    assert history(desk)[0].files == desk.form().files


def test_verify_reads_every_file_again(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    desk.submit(files=hashes(desk))
    assert desk.differences() == []
    with desk.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(StoredFile.__table__.update().values(content=b"%PDF-other"))  # type: ignore[attr-defined]
    assert desk.differences() == [f"佐证材料{sha(MONTHLY)}的内容与其 SHA-256 不一致。"]


def test_verify_misses_bytes_that_a_submission_names(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    report = desk.submit(files=hashes(desk))
    with desk.engine.connect() as connection:
        if desk.engine.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("DELETE FROM stored_file")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.exec_driver_sql("DELETE FROM stored_file")
            connection.exec_driver_sql("SET session_replication_role = DEFAULT")
            connection.commit()
    said = f"填报第{report}号（T-0 2025Q3）的佐证材料“月报.pdf”的内容不见了：{sha(MONTHLY)}。"
    assert said in desk.differences()


def test_bytes_that_a_submission_names_cannot_be_deleted(desk: Desk) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    desk.submit(files=hashes(desk))
    with (
        pytest.raises(Exception, match=r"(?i)foreign key"),
        desk.engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        connection.exec_driver_sql("DELETE FROM stored_file")
    assert desk.differences() == []
