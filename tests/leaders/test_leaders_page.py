"""领导分工 and what it changes: a column, a filter of every table, and a leader's first page."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import Q3, rows
from tests.pages.conftest import Visit, errors_of, is_refused, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tests.units.test_reforms_page import field, unit_id
from tests.units.test_units_page import button
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.meetings.snapshot import content_sha256, freeze_content
from tracker.domain.progress.scorecard import Scorecard
from tracker.export.formats import FORMATS, VERSIONS
from tracker.export.options import Options
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services.leaders import add_leader, assign
from tracker.services.snapshots import freeze
from tracker.tables import Account, LeaderCharge

ZHENG = "郑副市长"


@pytest.fixture
def zheng(world_engine: Engine) -> int:
    """A leader with the leader's account, in charge of 市科技局."""
    with transaction(world_engine) as session:
        office = person_of_login(session, REVIEWER)
        account = person_of_login(session, LEADER).account_id
        key = add_leader(session, office, ZHENG, account, NOW)
        unit = unit_id(world_engine, "市科技局")
        assign(session, office, key, (), (unit,), date(2025, 1, 1), None, NOW)
    return key


def card(engine: Engine, login: str = REVIEWER) -> Scorecard:
    with reading(engine) as session:
        return scorecard(session, plans(session)[0], Q3, person_of_login(session, login))


def test_the_office_adds_a_leader_and_says_of_what(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "leaders")
    assert "还没有分管领导" in text_of(at)
    at = visit(REVIEWER, "leaders", edit="new")
    field(at, "姓名").set_value(ZHENG).run()
    leader_account = next(each.id for each in rows(world_engine, Account) if each.login == LEADER)
    field(at, "账号").set_value(leader_account).run()
    button(at, "新增领导").click().run()
    assert not errors_of(at)
    at = visit(REVIEWER, "leaders")
    field(at, "分管领导").set_value(1).run()
    field(at, "领域和单位").set_value([f"unit-{unit_id(world_engine, '市科技局')}"]).run()
    field(at, "起始日期").set_value(date(2025, 1, 1)).run()
    button(at, "保存分工").click().run()
    assert not errors_of(at)
    assert "分工已保存" in text_of(at)
    assert [row[3] for row in rows_of(text_of(visit(REVIEWER, "leaders")), "分管领导 1位")] == ["市科技局"]
    assert len(rows(world_engine, LeaderCharge)) == 1


def test_nothing_chosen_is_said_and_stored_nowhere(visit: Visit, world_engine: Engine, zheng: int) -> None:
    at = visit(ADMINISTRATOR, "leaders")
    field(at, "分管领导").set_value(zheng).run()
    button(at, "保存分工").click().run()
    assert errors_of(at) == ["请至少选择一个领域或单位。"]
    assert len(rows(world_engine, LeaderCharge)) == 1


def test_clerks_and_leaders_do_not_open_it(visit: Visit) -> None:
    assert all(is_refused(visit(login, "leaders")) for login in (KEJI, LEADER))


@pytest.mark.parametrize(
    "page", ["overview", "areas", "departments", "targets", "periods", "reporting", "chase"]
)
def test_every_table_can_be_narrowed_to_a_leader(
    visit: Visit, world_engine: Engine, zheng: int, page: str
) -> None:
    at = visit(REVIEWER, page, "2025Q3")
    assert not at.exception
    assert f"leader={zheng}" in text_of(at)
    assert "市交通运输局" in text_of(at) or page == "areas"
    at = visit(REVIEWER, page, "2025Q3", leader=str(zheng))
    assert not at.exception
    assert "市科技局" in text_of(at) or page == "areas"
    assert "市交通运输局" not in re.sub("配合.*", "", text_of(at)) or page in ("targets", "periods")


def test_the_counts_of_a_leader_are_those_of_the_rules(
    visit: Visit, world_engine: Engine, zheng: int
) -> None:
    own = card(world_engine).of_leader(zheng)
    text = text_of(visit(REVIEWER, "targets", "2025Q3", leader=str(zheng)))
    assert f"{len(own.targets)}项" in text
    listed = {
        score.target.name for score in card(world_engine).targets if score.target.lead.name == "市科技局"
    }
    assert {score.target.name for score in own.targets} == listed
    assert all(name in text for name in listed)


def test_a_leaders_first_page_shows_their_own_and_the_whole_city_at_a_click(
    visit: Visit, world_engine: Engine, zheng: int
) -> None:
    own, whole = card(world_engine).of_leader(zheng).whole, card(world_engine).whole
    assert own.due != whole.due
    at = visit(LEADER, "overview", "2025Q3")
    assert "我分管的" in text_of(at)
    assert f"应达{own.due}项" in text_of(at)
    at = visit(LEADER, "overview", "2025Q3", leader="all")
    assert f"应达{whole.due}项" in text_of(at)
    # Its own links keep to what is looked at.
    assert "leader=all" in text_of(at)
    # Other pages are about the whole, unless a link leads there.
    assert "市交通运输局" in text_of(visit(LEADER, "departments", "2025Q3"))


def test_a_leader_without_a_charge_has_the_whole_city(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        office, account = person_of_login(session, REVIEWER), person_of_login(session, LEADER).account_id
        add_leader(session, office, ZHENG, account, NOW)
    at = visit(LEADER, "overview", "2025Q3")
    assert "我分管的" not in text_of(at)
    assert f"应达{card(world_engine).whole.due}项" in text_of(at)


@pytest.mark.parametrize("asked", ["99", "0", "-1", "x", "٣", "9" * 40])
def test_an_address_that_names_no_leader_breaks_nothing(visit: Visit, zheng: int, asked: str) -> None:
    for page in ("overview", "targets", "departments", "reporting", "chase", "periods"):
        assert not visit(REVIEWER, page, "2025Q3", leader=asked).exception


def made(content: str, key: str) -> bytes:
    file = next(each for each in FORMATS if each.key == key)
    return file.bytes_of(content, content_sha256(content), "2025Q3-01", Options())


def test_files_have_the_column_where_anybody_is_in_charge(world_engine: Engine, zheng: int) -> None:
    content = freeze_content(card(world_engine), {}, "n", NOW, "周", "材料", NOW.date(), "")
    of_file = list(csv.DictReader(StringIO(made(content, "csv").decode("utf-8-sig"))))
    assert {row["牵头单位"]: row["分管领导"] for row in of_file}["市科技局"] == ZHENG
    assert [*of_file[0]][-1] == "分管领导"
    sheet = load_workbook(BytesIO(made(content, "xlsx")))["进度表"]
    assert sheet["B4"].value == "分管领导"
    assert ZHENG in {cell.value for cell in sheet["B"]}
    data = load_workbook(BytesIO(made(content, "xlsx")))["全部数据"]
    assert [cell.value for cell in data[2]][-1] == "分管领导"
    with ZipFile(
        BytesIO(VERSIONS.bytes_of(content, content_sha256(content), "2025Q3-01", Options()))
    ) as files:
        assert f"分管领导/{ZHENG}.docx" in files.namelist()


def test_files_of_a_plan_without_leaders_look_as_before(world_engine: Engine) -> None:
    content = freeze_content(card(world_engine), {}, "n", NOW, "周", "材料", NOW.date(), "")
    sheet = load_workbook(BytesIO(made(content, "xlsx")))["进度表"]
    heads = ["序号", "主要目标", "年度目标", "1—9月", "完成率", "状态", "存在问题与下一步", "责任单位"]
    assert [cell.value for cell in sheet[4]] == heads


def test_the_wall_shows_a_leaders_charge_and_says_whose_it_is(
    visit: Visit, world_engine: Engine, zheng: int
) -> None:
    own = card(world_engine).of_leader(zheng)
    at = visit(REVIEWER, "present", q="2025Q3", leader=str(zheng))
    assert not at.exception
    screens = re.findall(r'<section class="screen[^>]*>.*?</section>', text_of(at))
    assert f"应达{own.whole.due}项" in screens[0]
    assert f"{ZHENG}分管" in screens[0].split("<footer>")[0]
    assert all(f"<span>{ZHENG}分管</span>" in screen.split("<footer>")[1] for screen in screens)
    assert "市交通运输局" not in "".join(screens)
    assert f"leader={zheng}" in "".join(re.findall(r'data-turn="leave" href="([^"]*)"', text_of(at)))
    whole = text_of(visit(REVIEWER, "present", q="2025Q3"))
    assert "分管</span>" not in whole
    assert "市交通运输局" in whole
    from_overview = re.findall(r'href="(/present[^"]*)"', text_of(visit(LEADER, "overview", "2025Q3")))
    assert any(f"leader={zheng}" in link for link in from_overview), (
        "their own first page leads to their own wall"
    )
    assert "所选领导在本期没有分管的目标" in text_of(visit(REVIEWER, "present", q="2025Q3", leader="99"))


def moves(at: AppTest) -> list[str]:
    """The codes of the targets before and behind the one that is shown."""
    found = re.search(r'<span class="moves">(.*?)</span>', text_of(at))
    return re.findall(r"code=([^&\"]+)", found[1]) if found else []


def test_from_a_narrowed_list_one_goes_from_target_to_target_of_the_charge(
    visit: Visit, world_engine: Engine, zheng: int
) -> None:
    known = card(world_engine)
    own = [score.target.code for score in known.of_leader(zheng).scores]
    every = [score.target.code for score in known.scores]
    assert every.index(own[-1]) < len(every) - 1
    at = visit(REVIEWER, "target", "2025Q3", code=own[-1], leader=str(zheng))
    assert not at.exception
    assert moves(at) == [own[-2]], "the last of theirs"
    assert f"‹ 全表 · {ZHENG}分管" in text_of(at)
    assert f"leader={zheng}" in re.findall(r'href="(/targets[^"]*)"', text_of(at))[0]
    assert len(moves(visit(REVIEWER, "target", "2025Q3", code=own[-1]))) == 2
    other = next(code for code in every if code not in own)
    at = visit(REVIEWER, "target", "2025Q3", code=other, leader=str(zheng))
    assert not errors_of(at), "what is not theirs is shown, among all"
    assert set(moves(at)) <= set(every)
    assert "分管</a>" not in text_of(at)


def test_what_changed_between_two_meetings_is_narrowed_to_a_leader(
    visit: Visit, world_engine: Engine, zheng: int
) -> None:
    """One change of 市科技局, which 郑副市长 is in charge of, and one of 市交通运输局."""

    def frozen(period: Period) -> None:
        with transaction(world_engine) as session:
            office, plan = person_of_login(session, REVIEWER), plans(session)[0]
            known = scorecard(session, plan, period, office)
            freeze(session, office, known, texts_of(session, known), "材料", NOW.date(), NOW)

    frozen(Period(2025, 2))
    frozen(Q3)
    whole = text_of(visit(REVIEWER, "compare"))
    assert "市交通运输局" in whole
    own = visit(REVIEWER, "compare", leader=str(zheng))
    assert not own.exception
    assert "市科技局" in text_of(own)
    assert "市交通运输局" not in text_of(own)
    counts = [
        int(re.search(r"全部变化 (\d+)", page)[1])  # type: ignore[index]
        for page in (whole, text_of(own))
    ]
    assert 0 < counts[1] < counts[0]
    none = text_of(visit(REVIEWER, "compare", leader="99"))
    assert "所选领导分管的目标没有变化" in none
