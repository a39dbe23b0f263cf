"""会议材料 before 定稿, as the office writes there: proposals, words, how papers look, names in short."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from tests.clicks.buttons import field, press
from tests.pages.conftest import Visit, text_of
from tests.pages.world import LEADER, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.measure.period import Period
from tracker.domain.meetings.paper import NameOf, PaperSection, Request
from tracker.domain.meetings.paper_settings import PaperKind
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.meetings.wording import Touched
from tracker.export import kit
from tracker.export.formats import FORMATS, VERSIONS
from tracker.queries.papers import PaperDraft, newest_names, newest_settings, paper_draft
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.snapshots import read_snapshot
from tracker.services import accounts, papers
from tracker.services.papers import Decision
from tracker.ui.frame import shell

Q3 = Period(2025, 3)


def opened(visit: Visit, part: str = "", **own: str) -> AppTest:
    at = visit(REVIEWER, "meeting", "2025Q3", **({"part": part} if part else {}), **own)
    assert not at.exception
    return at


def draft(engine: Engine) -> PaperDraft:
    with reading(engine) as session:
        return paper_draft(session, person_of_login(session, REVIEWER), plans(session)[0], Q3)


def stored(engine: Engine) -> dict[str, Request | None]:
    return {step.about: step.touched.said for step in draft(engine).steps if not step.touched.is_undone}


def colleague_writes(engine: Engine, about: str, text: str) -> None:
    with transaction(engine, advance=False) as session:
        person = person_of_login(session, "lingban")
        seen = draft(engine).seen.get(about, 0)
        wanted = [Decision(about, Touched(Request(text)), seen)]
        papers.decide(session, person, plans(session)[0].id, Q3, wanted, NOW)


@pytest.fixture
def colleague(world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        accounts.create_account(session, None, "lingban", "林办", Role.REVIEWER, (), NOW)


def button_at(at: AppTest, end: str) -> Any:
    return next(each for each in at.button if (each.key or "").endswith(end))


def test_the_page_opens_with_a_row_a_part_and_few_widgets(visit: Visit) -> None:
    at = opened(visit)
    said = text_of(at)
    rows = re.findall(r'class="paper-row quiet"[^>]*aria-expanded="false"><b>([^<]+)</b>', said)
    parts = ["总体情况", "分领域", "主要问题", "表扬", "提请会议议定", "工作要求", "下一步打算"]
    assert rows == [*parts, "内容取舍", "公文格式", "简称"]
    assert len(at.text_input) + len(at.text_area) + len(at.selectbox) + len(at.multiselect) == 2
    assert "拟稿由数据生成" in said


def test_a_proposal_is_marked_until_it_is_taken(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "request")
    assert '<i class="tag">拟</i>' in text_of(at)
    button_at(at, "take-request-fill-in-0").click().run()
    assert "已定" in text_of(at)
    said = stored(world_engine)["request:fill-in"]
    assert said is not None
    assert (said.heading, said.due) == ("补齐数据", date(2025, 10, 13))
    assert list(stored(world_engine)) == ["request:fill-in"]


def test_one_click_takes_all(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit)
    label = next(each.label for each in at.button if "全部采用拟稿" in each.label)
    press(label)(at)
    assert not at.exception
    count = int(re.findall(r"\d+", label)[0])
    assert len(stored(world_engine)) == count > 1
    assert not any("全部采用拟稿" in each.label for each in at.button)


def test_a_proposal_is_left_out_and_comes_back(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "problem")
    button_at(at, "drop-problem-silent-0").click().run()
    assert stored(world_engine) == {"problem:silent": None}
    assert "left-out" in text_of(at)
    press("恢复拟稿")(at)
    assert stored(world_engine) == {}
    assert "left-out" not in text_of(at)


def test_what_is_typed_into_a_proposal_is_stored_as_it_is_typed(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "request")
    button_at(at, "edit-request-fill-in").click().run()
    field(at, "write-request-fill-in-text").set_value("三日内补报").run()
    field(at, "write-request-fill-in-from").check().run()
    said = stored(world_engine)["request:fill-in"]
    assert said is not None
    assert (said.text, said.due_words) == ("三日内补报", "10月13日起")
    assert len(said.unit_ids) > 1
    assert "已保存" in text_of(at)
    press("完成")(at)
    assert "三日内补报" in text_of(at)
    assert "依据" not in text_of(at).split("三日内补报")[1].split("</article>")[0], "it is the office's now"


def test_a_passage_is_moved_up_and_down(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "request")
    headings = re.findall(r"<h3>\d (?:<span[^>]*>)([^<]+)", text_of(at))
    assert button_at(at, "move--1-request-fill-in-0").disabled
    button_at(at, "move-1-request-fill-in-0").click().run()
    assert not at.exception
    moved = re.findall(r"<h3>\d (?:<span[^>]*>)([^<]+)", text_of(at))
    assert moved == [headings[1], headings[0], *headings[2:]]
    (turn,) = draft(world_engine).seen.values()
    button_at(at, f"move--1-request-fill-in-{turn}").click().run()
    assert re.findall(r"<h3>\d (?:<span[^>]*>)([^<]+)", text_of(at)) == headings


def test_a_passage_of_ones_own_is_added_and_taken_away(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "decision")
    press("另加一条")(at)
    field(at, "-heading").set_value("项目用地").run()
    field(at, "-text").set_value("请会议明确牵头单位。").run()
    assert stored(world_engine) == {"decision:own-1": Request("请会议明确牵头单位。", "项目用地")}
    press("完成")(at)
    press("删除")(at)
    assert stored(world_engine) == {"decision:own-1": None}
    assert "请会议明确牵头单位" not in text_of(at)


def test_each_area_has_its_place(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "area")
    button = next(each for each in at.button if "edit-area-" in (each.key or ""))
    button.click().run()
    at.text_area[0].set_value("要盯住外资项目。").run()
    (about,) = stored(world_engine)
    assert re.fullmatch(r"area:\d+", about)


def test_a_colleagues_word_is_shown_beside_mine_and_neither_is_lost(
    visit: Visit, world_engine: Engine, colleague: None
) -> None:
    at = opened(visit, "overall", edit="overall")
    field(at, "-text").set_value("总体平稳。").run()
    colleague_writes(world_engine, "overall", "总体平稳,个别滞后。")
    field(at, "-text").set_value("总体平稳,要盯紧。").run()
    said = text_of(at)
    assert "林办刚把这一条改为" in said
    assert "总体平稳,个别滞后。" in said
    assert field(at, "-text").value == "总体平稳,要盯紧。"
    press("保留我的内容")(at)
    assert stored(world_engine) == {"overall": Request("总体平稳,要盯紧。")}
    colleague_writes(world_engine, "overall", "以林办为准。")
    field(at, "-text").set_value("我又改了。").run()
    press("采用对方内容")(at)
    assert field(at, "-text").value == "以林办为准。"
    assert stored(world_engine) == {"overall": Request("以林办为准。")}


def test_what_a_colleague_wrote_before_i_typed_is_before_my_eyes(
    visit: Visit, world_engine: Engine, colleague: None
) -> None:
    at = opened(visit, "overall", edit="overall")
    colleague_writes(world_engine, "overall", "总体平稳。")
    at.run()
    assert field(at, "-text").value == "总体平稳。"
    assert "刚把这一条改为" not in text_of(at)


@contextmanager
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:

        @contextmanager
        def transaction(*_given: Any, **_how: Any) -> Iterator[Any]:
            raise OperationalError("BEGIN", {}, Exception("database is locked"))
            yield

        patched.setattr(shell, "transaction", transaction)
        yield


def test_while_the_database_is_away_what_is_typed_stays_and_is_stored_at_the_next_try(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(visit, "overall", edit="overall")
    with away(monkeypatch):
        field(at, "-text").set_value("不能丢。").run()
        assert "尚未保存" in text_of(at)
        assert 'data-stored="papers' in text_of(at)
        assert re.search(r'overall-text:"', text_of(at)), "the tab keeps what is not stored"
        press("完成")(at)
        assert field(at, "-text").value == "不能丢。"
    press("再保存一次")(at)
    assert stored(world_engine) == {"overall": Request("不能丢。")}


def test_when_the_figures_have_moved_a_touched_passage_says_so(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine, advance=False) as session:
        person, plan_id = person_of_login(session, REVIEWER), plans(session)[0].id
        old = Touched(Request("甲未填报。", "数据"), Request("甲未填报。", "数据"))
        papers.decide(session, person, plan_id, Q3, [Decision("problem:silent", old)], NOW)
    at = opened(visit, "problem")
    said = text_of(at)
    assert "数据已变化1" in said
    assert "数据已变化。现在的拟稿:" in said
    press("保留原文")(at)
    assert "数据已变化" not in text_of(at)
    assert stored(world_engine)["problem:silent"] == Request("甲未填报。", "数据")


def test_sections_stand_in_the_order_of_choice(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "shown")
    field(at, "sections-0").set_value(["requests", "problems"]).run()
    assert draft(world_engine).choices.sections == (PaperSection.REQUESTS, PaperSection.PROBLEMS)
    field(at, "点出责任单位").uncheck().run()
    assert not draft(world_engine).choices.names
    assert draft(world_engine).choices.budgets


def test_how_papers_look_is_kept_with_who_and_when(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "format")
    at.segmented_control(key=field(at, "文种").key).set_value("brief").run()
    field(at, "发文机关标志").set_value("江北市人民政府督查室")
    field(at, "期号").set_value("8")
    field(at, "使用红头").check()
    press("保存公文格式")(at)
    with reading(world_engine) as session:
        newest = newest_settings(session, plans(session)[0].id)
    assert newest is not None
    assert (newest.settings.kind, newest.settings.issue, newest.settings.red_head) == (
        PaperKind.BRIEF,
        "8",
        True,
    )
    assert "第1版,周督查,10月9日 09:00" in text_of(at)
    assert "简报第8期" in text_of(at)


def test_a_refused_setting_keeps_what_was_typed(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "format")
    field(at, "使用红头").check()
    field(at, "主送机关").set_value("各镇人民政府")
    press("保存公文格式")(at)
    assert "请填写发文机关标志" in text_of(at)
    assert field(at, "主送机关").value == "各镇人民政府"


def test_a_name_in_short_is_given(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit, "names")
    chosen = field(at, "领域和落后的目标）").value
    field(at, "个字）").set_value("外资大项目").run()
    press("保存简称")(at)
    with reading(world_engine) as session:
        (given,) = newest_names(session)
    assert (f"{given.of}-{given.about_id}", given.name) == (chosen, "外资大项目")
    assert given.of is NameOf.AREA
    assert "<td>外资大项目</td>" in re.sub(r"<span[^>]*>|</span>", "", text_of(at))


def test_the_meeting_that_is_set_is_the_one_that_is_frozen(visit: Visit, world_engine: Engine) -> None:
    at = opened(visit)
    at.date_input[0].set_value(date(2025, 10, 21)).run()
    at.text_input[0].set_value("市政府第十次常务会材料").run()
    again = opened(visit)
    assert (again.date_input[0].value, again.text_input[0].value) == (
        date(2025, 10, 21),
        "市政府第十次常务会材料",
    )
    press("定稿")(again)
    with reading(world_engine) as session:
        frozen = thaw(read_snapshot(session, person_of_login(session, REVIEWER), "2025Q3-01").content)
    assert (frozen.meeting_on, frozen.name) == (date(2025, 10, 21), "市政府第十次常务会材料")


def test_every_file_has_its_preview(visit: Visit) -> None:
    said = text_of(opened(visit))
    ways = re.findall(r'href="/download/preview/2025Q3\.([a-z.]+)[?"]', said)
    assert ways == [*(each.key for each in FORMATS if each.key != "json"), VERSIONS.key, kit.ZIP]


def test_leaders_see_no_draft(visit: Visit) -> None:
    said = text_of(visit(LEADER, "meeting", "2025Q3"))
    assert "文稿" not in said
    assert "/download/preview" not in said
