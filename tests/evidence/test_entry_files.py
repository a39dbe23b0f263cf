"""佐证材料 in the entry form: chosen, stored at once, taken away, submitted; what others did is told."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.entry.test_entry_page import field, filled, labels, press
from tests.evidence import samples
from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Beside, Field, note_of
from tracker.domain.workflow.evidence import COUNT_LIMIT, CheckedFile, check
from tracker.queries.people import person_of_login
from tracker.services import evidence
from tracker.services.reviews import send_back
from tracker.tables import DraftFile, Report, ReportFile, StoredFile, Target
from tracker.ui.entry import files
from tracker.ui.frame import shell

CODE, Q3 = "T02-01", Period(2025, 3)
MONTHLY, PHOTO = samples.pdf("monthly"), samples.png()
File = tuple[str, bytes]


def choose(at: AppTest, *files: File) -> AppTest:
    return at.file_uploader[0].set_value([(name, content, "x/x") for name, content in files]).run()


def take_away(at: AppTest, number: int = 0) -> AppTest:
    return [button for button in at.button if button.label == "移除"][number].click().run()


def a_colleague_attaches(engine: Engine, name: str, content: bytes) -> None:
    target = next(each.id for each in rows(engine, Target) if each.code == CODE)
    with transaction(engine, advance=False) as session:
        evidence.attach(session, person_of_login(session, KEJI), target, Q3, check(name, content), NOW)


def submitted(at: AppTest, *files: File) -> AppTest:
    choose(filled(at), *files)
    return press(at, "提交")


def test_chosen_files_are_on_the_list_and_in_the_database_at_once(visit: Visit, world_engine: Engine) -> None:
    at = choose(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY), ("现场.png", PHOTO))
    assert not at.exception
    said = text_of(at)
    assert "月报.pdf</a>" in said
    assert f"PDF · {len(MONTHLY)} B" in said
    assert "王晓岚 · 10月9日 09:00" in said
    assert {row.name for row in rows(world_engine, DraftFile)} == {"月报.pdf", "现场.png"}
    assert at.file_uploader[0].value == [], "the uploader is empty again"


def test_chosen_files_survive_a_closed_browser(visit: Visit) -> None:
    choose(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY))
    assert "月报.pdf</a>" in text_of(visit(KEJI, "entry", code=CODE))


def test_streamlit_does_not_keep_the_bytes(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[str] = []
    monkeypatch.setattr(
        MemoryUploadedFileManager, "remove_file", lambda _self, _session, file: freed.append(file)
    )
    at = visit(KEJI, "entry", code=CODE)
    key = at.file_uploader[0].key
    choose(at, ("月报.pdf", MONTHLY), ("假.pdf", b"MZ"))
    assert len(set(freed)) == 2
    assert at.file_uploader[0].key != key


def test_no_more_files_are_looked_into_than_a_report_may_hold(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One takes up to seconds, under the interpreter's lock."""
    looked: list[str] = []

    def looked_into(name: str, content: bytes) -> CheckedFile:
        looked.append(name)
        return check(name, content)

    monkeypatch.setattr(files, "check", looked_into)
    many = [(f"{number}.pdf", b"MZ") for number in range(COUNT_LIMIT + 2)]
    said = text_of(choose(visit(KEJI, "entry", code=CODE), *many))
    assert looked == [name for name, _ in many[:COUNT_LIMIT]]
    assert f"“{COUNT_LIMIT + 1}.pdf”没有上传:每次填报最多{COUNT_LIMIT}份" in said


def test_a_file_that_is_not_taken_is_named_with_the_reason_beside_the_others(
    visit: Visit, world_engine: Engine
) -> None:
    at = choose(
        visit(KEJI, "entry", code=CODE),
        ("<b>假.pdf", b"MZ"),
        ("月报.pdf", MONTHLY),
        ("副本.pdf", MONTHLY),
        ("数据.csv", b"a,b"),
    )
    said = text_of(at)
    assert "“&lt;b&gt;假.pdf”没有上传:文件内容与扩展名 .pdf 不符" in said
    assert "“数据.csv”没有上传:不接受这类文件(.csv)" in said
    assert "“副本.pdf”与已有的“月报.pdf”内容相同,只保留一份。" in said
    assert len(rows(world_engine, DraftFile)) == 1
    take_away(at)
    assert "假.pdf”没有上传" not in text_of(at)


def test_a_file_taken_away_leaves_list_and_database(visit: Visit, world_engine: Engine) -> None:
    at = choose(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY))
    take_away(at)
    assert "月报.pdf" not in text_of(at)
    assert rows(world_engine, StoredFile) == []
    assert "移除" not in labels(at)


def test_the_files_are_submitted_with_the_figure_and_shown_while_it_waits(
    visit: Visit, world_engine: Engine
) -> None:
    at = submitted(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY))
    assert not at.exception
    assert [row.name for row in rows(world_engine, ReportFile)] == ["月报.pdf"]
    said = text_of(at)
    assert "佐证材料(1份)" in said
    assert f'href="/download/evidence/{rows(world_engine, Report)[-1].id}/' in said
    assert not at.file_uploader


def test_a_colleagues_file_is_shown_before_it_is_submitted(visit: Visit, world_engine: Engine) -> None:
    at = filled(visit(KEJI, "entry", code=CODE))
    before = len(rows(world_engine, Report))
    a_colleague_attaches(world_engine, "现场.png", PHOTO)
    press(at, "提交")
    assert len(rows(world_engine, Report)) == before
    assert "王晓岚刚添加了佐证材料“现场.png”" in text_of(at)
    assert "现场.png</a>" in text_of(at)
    assert field(at, Field.VALUE).value == "15", "nothing typed is lost"
    press(at, "提交")
    assert [row.name for row in rows(world_engine, ReportFile)] == ["现场.png"]


def test_a_correction_of_files_alone_can_be_begun_and_given_up(visit: Visit, world_engine: Engine) -> None:
    at = press(visit(KEJI, "entry", "2025Q2", code="A1-01"), "更正")
    choose(at, ("月报.pdf", MONTHLY))
    again = visit(KEJI, "entry", "2025Q2", code="A1-01")
    assert "提交更正" in labels(again), "a file alone keeps the correction open"
    press(again, "取消更正")
    assert not again.exception
    assert rows(world_engine, DraftFile) == rows(world_engine, StoredFile) == []
    assert "更正" in labels(again)


def test_a_database_that_is_away_is_told_with_the_files_name(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = visit(KEJI, "entry", code=CODE)

    def away(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(evidence, "attach", away)
        choose(at, ("月报.pdf", MONTHLY))
    assert not at.exception
    assert "“月报.pdf”没有保存:暂时无法写入数据库,请重新选择。" in text_of(at)
    choose(at, ("月报.pdf", MONTHLY))
    assert len(rows(world_engine, DraftFile)) == 1


def test_a_window_that_closes_meanwhile_takes_no_file_and_says_so(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = visit(KEJI, "entry", code=CODE)
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=30))
    monkeypatch.setattr(shell, "person_now", lambda session: person_of_login(session, KEJI))
    choose(at, ("月报.pdf", MONTHLY))
    assert not at.exception
    assert "关闭填报" in text_of(at)
    assert not at.file_uploader
    assert rows(world_engine, StoredFile) == []


@pytest.mark.parametrize(
    ("login", "sees"), [(KEJI, True), (REVIEWER, True), (LEADER, True), (ADMINISTRATOR, False)]
)
def test_the_targets_history_lists_the_files_for_those_who_may(visit: Visit, login: str, sees: bool) -> None:
    submitted(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY))
    said = text_of(visit(login, "target", "2025Q3", code=CODE))
    assert ("月报.pdf</a>" in said) is sees
    assert ("SHA-256" in said) is sees


def test_the_reviewer_sees_the_files_beside_the_figure(visit: Visit, world_engine: Engine) -> None:
    submitted(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY), ("台账.xlsx", samples.xlsx()))
    at = visit(REVIEWER, "review", "2025Q3", report=str(rows(world_engine, Report)[-1].id))
    assert not at.exception
    said = text_of(at)
    assert "2份" in said
    assert said.count("?inline=1") == 1, "a PDF opens in the browser, a sheet is saved"
    assert said.count("?preview=1") == 2, "both can be looked into within the page"


def test_a_note_on_the_evidence_stands_beside_the_uploader(visit: Visit, world_engine: Engine) -> None:
    submitted(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY))
    with transaction(world_engine) as session:
        report = rows(world_engine, Report)[-1].id
        note = note_of({None: "请核对。", Beside.EVIDENCE: "月报没有盖章。"})
        send_back(session, person_of_login(session, REVIEWER), report, note, NOW)
    said = text_of(visit(KEJI, "entry", code=CODE))
    assert "意见见各项下方:佐证材料" in said
    assert "</span> 月报没有盖章。</div>" in said


def test_the_reviewer_is_told_when_only_the_files_changed(visit: Visit, world_engine: Engine) -> None:
    submitted(visit(KEJI, "entry", code=CODE), ("月报.pdf", MONTHLY))
    with transaction(world_engine) as session:
        report = rows(world_engine, Report)[-1].id
        send_back(session, person_of_login(session, REVIEWER), report, "请附现场照片。", NOW)
    press(choose(visit(KEJI, "entry", code=CODE), ("现场.png", PHOTO)), "提交")
    at = visit(REVIEWER, "review", "2025Q3", report=str(rows(world_engine, Report)[-1].id))
    said = text_of(at)
    assert "内容相同" not in said
    assert f"月报.pdf({digest(MONTHLY)})、现场.png({digest(PHOTO)})" in said


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:8]


def test_another_department_has_no_uploader_for_it(visit: Visit) -> None:
    at = visit(JIAOTONG, "entry", code=CODE)
    assert "不由您所在单位牵头" in text_of(at)
