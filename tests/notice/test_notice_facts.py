"""What a notice says of itself: title, document number, issuer, day, year."""

from datetime import date

import pytest

from tracker.domain.measure.plan import PlanKind
from tracker.notice.facts import NoticeFacts, day_written, facts_of
from tracker.notice.records import Register

PAPERS = {
    """江北市人民政府办公室关于印发《江北市2026年重点工作任务分解》的通知
江政办发〔2026〕 3 号
各乡镇人民政府：
江北市人民政府办公室
2026年1月20日
一、主要目标""": NoticeFacts(
        "江北市2026年重点工作任务分解",
        PlanKind.BREAKDOWN,
        "江政办发〔2026〕3号",
        "江北市人民政府办公室",
        2026,
        date(2026, 1, 20),
    ),
    """云岭县2026年为民办实事项目
一、老有所养
1.改建床位150张""": NoticeFacts("云岭县2026年为民办实事项目", PlanKind.LIVELIHOOD, year=2026),
    """国务院关于加快推进农业机械化和
农机装备产业转型升级的指导意见
国发〔2018〕42号""": NoticeFacts(
        "国务院关于加快推进农业机械化和农机装备产业转型升级的指导意见",
        document_number="国发〔2018〕42号",
        issuer="国务院",
        year=2018,
    ),
    """江北市2026年重点工作清单
江北发〔2026〕3号
一、新增床位150张
江北市人民政府
2026年1月10日""": NoticeFacts(
        "江北市2026年重点工作清单",
        PlanKind.BREAKDOWN,
        "江北发〔2026〕3号",
        "江北市人民政府",
        2026,
        date(2026, 1, 10),
    ),
    "2026年2月30日": NoticeFacts(),
    "": NoticeFacts(),
}


@pytest.mark.parametrize(("text", "facts"), PAPERS.items())
def test_a_paper_names_itself_and_what_it_does_not_say_stays_empty(text: str, facts: NoticeFacts) -> None:
    assert facts_of(text) == facts


def test_the_home_notice_is_named_as_its_register_has_it(register: Register) -> None:
    read = facts_of(register.text)
    plan = register.plan
    written = plan.title.replace("《", "").replace("》", "")  # as the web page has it
    assert (read.title, read.document_number) == (written, plan.document_number)
    assert (read.issuer, read.year, read.issued) == (plan.issuer, plan.year, plan.issued)


@pytest.mark.parametrize("typed", ["2026年1月20日", "2026-01-20", "2026.1.20", " 2026/1/20 "])
def test_a_day_is_typed_as_papers_write_it(typed: str) -> None:
    assert day_written(typed) == date(2026, 1, 20)


@pytest.mark.parametrize("typed", ["", "2026年2月30日", "1月20日", "2026年1月20日前"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert day_written(typed) is None
