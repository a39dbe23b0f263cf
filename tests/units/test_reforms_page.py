"""单位, 登记机构变更: what would move is said before; afterwards pages and files speak of the new unit."""

import csv
from collections import Counter
from datetime import date
from io import StringIO

from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import Q3, rows
from tests.pages.conftest import Visit, errors_of, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, NOW, REVIEWER
from tests.units.test_units_page import button
from tracker.db import reading, transaction
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export.formats import FORMATS
from tracker.export.options import Options
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.snapshots import read_snapshot
from tracker.services import snapshots
from tracker.tables import Reorganisation, Target, Unit

KE, NEW = "市科技局", "市科学技术局"


def unit_id(engine: Engine, name: str) -> int:
    return next(each.id for each in rows(engine, Unit) if each.name == name)


def field(at: AppTest, label: str):  # type: ignore[no-untyped-def]
    kinds = ("text_input", "text_area", "selectbox", "multiselect", "date_input")
    return next(each for kind in kinds for each in at.get(kind) if each.label == label)


def filled(visit: Visit, engine: Engine, new: str = NEW) -> AppTest:
    at = visit(ADMINISTRATOR, "units", edit="reform")
    field(at, "原单位").set_value(unit_id(engine, KE)).run()
    field(at, "现单位").set_value(new).run()
    field(at, "变更日期").set_value(date(2025, 7, 8)).run()
    return field(at, "依据").set_value("海委〔2025〕3号").run()


def test_what_would_move_is_said_before_the_click(visit: Visit, world_engine: Engine) -> None:
    at = filled(visit, world_engine)
    assert not at.exception
    assert "项(含预算)" in text_of(at)
    assert "王晓岚" in text_of(at)
    assert "之前各期和已定稿的材料保留原名称" in text_of(at)


def test_a_renamed_unit_has_its_new_name_on_pages_and_the_old_one_before(
    visit: Visit, world_engine: Engine
) -> None:
    button(filled(visit, world_engine), "登记机构变更").click().run()
    at = visit(ADMINISTRATOR, "units")
    assert not at.exception
    ((day, kind, old, new, *_rest),) = rows_of(text_of(at), "机构变更")
    assert (day, kind, old, new) == ("2025-07-08", "更名", KE, NEW)
    listed = {row[0] for row in rows_of(text_of(at), "单位列表")}
    assert NEW in listed
    assert KE not in listed
    for page in ("departments", "targets", "reporting"):
        assert NEW in text_of(visit(REVIEWER, page, "2025Q3"))
    before = text_of(visit(REVIEWER, "departments", "2025Q1"))
    assert KE in before
    assert NEW not in before
    tasks = visit(KEJI, "tasks", "2025Q3")
    assert not tasks.exception
    assert NEW in text_of(visit(KEJI, "departments", "2025Q3"))


def frozen(engine: Engine, number: str = "") -> str:
    """The content of a snapshot that is frozen now, or of an earlier one."""
    with transaction(engine) as session:
        person, plan = person_of_login(session, REVIEWER), plans(session)[0]
        if not number:
            card = scorecard(session, plan, Q3, person, include_unapproved=True)
            number = snapshots.freeze(session, person, card, texts_of(session, card), "材料", NOW.date(), NOW)
        return read_snapshot(session, person, number).content


def leads_in_csv(content: str) -> Counter[str]:
    file = next(each for each in FORMATS if each.key == "csv")
    text = file.bytes_of(content, content_sha256(content), "2025Q3-01", Options()).decode("utf-8-sig")
    return Counter(row["牵头单位"] for row in csv.DictReader(StringIO(text)))


def test_files_frozen_before_keep_the_old_name_and_the_next_have_the_new_one(
    visit: Visit, world_engine: Engine
) -> None:
    content = frozen(world_engine)
    before = leads_in_csv(content)
    button(filled(visit, world_engine), "登记机构变更").click().run()
    assert frozen(world_engine, "2025Q3-01") == content
    after = leads_in_csv(frozen(world_engine))
    assert before[KE] > 0
    assert (after[KE], after[NEW]) == (0, before[KE])
    assert sum(after.values()) == sum(before.values())


def test_a_split_asks_of_each_target_where_it_goes(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "units", edit="reform")
    at.segmented_control(key="reform-0-kind").set_value("split").run()
    field(at, "原单位").set_value(unit_id(world_engine, KE)).run()
    field(at, "现单位").set_value(f"{NEW}\n市数据局").run()
    field(at, "变更日期").set_value(date(2025, 7, 8)).run()
    field(at, "依据").set_value("海委〔2025〕3号").run()
    goes = field(at, "归市数据局的目标")
    assert not [words for words in goes.options if "方案" in words], "one plan names itself nowhere"
    code = goes.options[0].split()[0]
    target = next(each for each in rows(world_engine, Target) if each.code == code)
    goes.set_value([target.id]).run()
    button(at, "登记机构变更").click().run()
    assert not errors_of(at)
    with reading(world_engine) as session:
        card = scorecard(session, plans(session)[0], Q3, person_of_login(session, REVIEWER))
    leads = {score.target.code: score.target.lead.name for score in card.scores}
    assert leads.pop(code) == "市数据局"
    assert NEW in leads.values()
    assert not {KE, "市数据局"} & set(leads.values())


def test_all_that_hinders_is_said_at_once_and_what_was_typed_stays(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(ADMINISTRATOR, "units", edit="reform")
    field(at, "依据").set_value("海委〔2025〕3号").run()
    button(at, "登记机构变更").click().run()
    (error,) = errors_of(at)
    assert "请选择变更前的单位" in error
    assert "请填写变更后的单位" in error
    assert field(at, "依据").value == "海委〔2025〕3号"
    assert rows(world_engine, Reorganisation) == []


def test_a_new_unit_is_given_its_short_name_and_the_usual_one_stands_in_the_field(
    visit: Visit, world_engine: Engine
) -> None:
    at = filled(visit, world_engine)
    assert field(at, "简称").placeholder == "不填为“科学技术局”，已有的单位不填"
    field(at, "简称").set_value("科技").run()
    button(at, "登记机构变更").click().run()
    assert not errors_of(at)
    listed = {row[0]: row[1] for row in rows_of(text_of(visit(ADMINISTRATOR, "units")), "单位列表")}
    assert listed[NEW] == "科技"


def test_each_unit_of_a_split_has_a_field_and_two_of_the_same_short_name_are_refused(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(ADMINISTRATOR, "units", edit="reform")
    at.segmented_control(key="reform-0-kind").set_value("split").run()
    field(at, "原单位").set_value(unit_id(world_engine, KE)).run()
    field(at, "现单位").set_value(f"{NEW}\n市数据局").run()
    field(at, "依据").set_value("海委〔2025〕3号").run()
    for name in (NEW, "市数据局"):
        field(at, f"{name}的简称").set_value("科数").run()
    button(at, "登记机构变更").click().run()
    (error,) = errors_of(at)
    assert "“科数”不能同时是两个单位的名称或简称" in error
    assert rows(world_engine, Reorganisation) == []
