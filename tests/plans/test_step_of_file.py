"""新方案, step 1: a file or pasted words are taken in, or refused in a sentence with nothing half read."""

from html import unescape

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.notice.documents import docx, paragraph
from tests.notice.test_preparing import TEXT
from tests.notice.test_refused_files import HTML, PAGES, changed
from tests.pages.conftest import Visit, half_width, text_of
from tests.pages.world import REVIEWER
from tests.plans.preparing import Take
from tests.plans.test_step_of_numbers import press
from tracker.db import reading
from tracker.domain.language.errors import BadInput
from tracker.notice.files import text_of_file
from tracker.queries.people import person_of_login
from tracker.queries.plan_drafts import DraftInWork, plan_drafts


def drafts(engine: Engine) -> tuple[DraftInWork, ...]:
    with reading(engine) as session:
        return plan_drafts(session, person_of_login(session, REVIEWER))


def given(visit: Visit, name: str, content: bytes) -> AppTest:
    page = visit(REVIEWER, "new-plan")
    page.file_uploader[0].set_value((name, content, "application/octet-stream")).run()
    return press(page, "读取文件")


def test_a_word_file_is_read_and_its_facts_stand_in_the_fields(visit: Visit, world_engine: Engine) -> None:
    page = given(visit, "实事.docx", docx("".join(map(paragraph, TEXT.splitlines()))))
    (draft,) = drafts(world_engine)
    assert page.query_params["draft"] == str(draft.id)
    typed = {field.label: field.value for field in page.text_input}
    assert (typed["方案名称"], typed["年度"]) == ("江北市2026年民生实事项目", "2026")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.docx", HTML),
        ("通知.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("通知.pdf", PAGES[:200]),
        ("加密.pdf", changed(PAGES, lambda writer: writer.encrypt("x"))),
        ("通知.exe", b"MZ" + bytes(100)),
        ("空.txt", b""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_can_not_be_read_is_refused_on_the_page_in_the_readers_sentence(
    visit: Visit, world_engine: Engine, name: str, content: bytes
) -> None:
    with pytest.raises(BadInput) as refusal:
        text_of_file(name, content)
    page = given(visit, name, content)
    assert half_width(str(refusal.value)) in unescape(text_of(page))
    assert not drafts(world_engine)


def test_a_notice_without_targets_and_without_units_says_what_is_missing(take: Take) -> None:
    said = text_of(take("关于做好安全生产工作的通知\n各单位要高度重视,加强领导,压实责任。\n").step("check"))
    assert "还没有一项目标" in said
    assert "请填写" in said


def test_the_code_is_proposed_from_last_years_plan_of_the_same_kind(take: Take) -> None:
    text = "江北市2027年促进经济发展若干政策承接方案\n一、工业(由市经信局牵头)\n新增企业9家。\n"
    page = take(text).step("file")
    (code,) = (field.value for field in page.text_input if "编号" in field.label)
    assert code.endswith("2027")
