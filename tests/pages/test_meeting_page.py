"""会议材料: the office freezes, leaders read, nobody else opens the page."""

import re
from datetime import date

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, errors_of, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, REVIEWER
from tracker.db import reading
from tracker.domain.access import Person, Role
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.export.formats import FORMATS
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.queries.snapshots import read_snapshot

EVERYBODY = Person(0, "", "", Role.REVIEWER)


def freeze(at: AppTest) -> AppTest:
    return next(each for each in at.button if each.label == "定稿").click().run()


def test_a_reviewer_freezes_the_quarter_as_the_scorecard_has_it(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "meeting", "2025Q2")
    assert at.text_input[0].value == "2025年上半年重点目标进展"
    at.date_input[0].set_value(date(2025, 10, 20))
    freeze(at)
    assert not at.exception
    assert "2025Q2" in str(at.success[0].value)
    with reading(world_engine) as session:
        stored = read_snapshot(session, EVERYBODY, "2025Q2-01")
        plan = plans(session)[0]
        now = scorecard(session, plan, thaw(stored.content).card.period, EVERYBODY)
    frozen = thaw(stored.content)
    assert frozen.card.scores == now.scores
    assert frozen.meeting_on == date(2025, 10, 20)
    assert frozen.author == "周督查"
    assert content_sha256(stored.content) == stored.sha256


def test_the_list_shows_number_hash_and_download(visit: Visit, world_engine: Engine) -> None:
    at = freeze(visit(REVIEWER, "meeting", "2025Q2"))
    with reading(world_engine) as session:
        sha256 = read_snapshot(session, EVERYBODY, "2025Q2-01").sha256
    said = text_of(at)
    assert f"<code>{sha256}</code>" in said
    assert 'href="/download/snapshot/2025Q2-01.xlsx"' in said
    assert 'href="/download/snapshot/2025Q2-01.pdf?inline=1"' in said
    assert "2025-01" not in said
    assert '周督查 · <span class="whole">2025-10-09 09:00' in said
    assert "仅已审核数据" in said


def test_freezing_warns_of_what_is_missing_and_what_waits(visit: Visit) -> None:
    said = text_of(visit(REVIEWER, "meeting", "2025Q3"))
    assert re.search(r"目标\d+项应报未报,目标1项已提交、尚待审核", said)


def test_unapproved_figures_are_frozen_only_when_asked_for(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "meeting", "2025Q3")
    at.checkbox[0].check()
    freeze(at)
    with reading(world_engine) as session:
        card = thaw(read_snapshot(session, EVERYBODY, "2025Q3-01").content).card
    found = next(score for score in card.scores if score.target.code == "A1-01")
    assert card.include_unapproved
    assert found.figure is not None
    assert found.figure.is_unapproved
    assert "含未审核数据" in text_of(at)


def test_a_second_freeze_gets_the_next_number_and_leaves_the_first(visit: Visit) -> None:
    at = freeze(freeze(visit(REVIEWER, "meeting", "2025Q2")))
    urls = re.findall(r'href="(/download/snapshot/[^"]+xlsx)"', text_of(at))
    assert urls == ["/download/snapshot/2025Q2-02.xlsx", "/download/snapshot/2025Q2-01.xlsx"]


def test_a_material_without_a_name_is_refused_in_words(visit: Visit) -> None:
    at = visit(REVIEWER, "meeting", "2025Q2")
    at.text_input[0].set_value("  ")
    freeze(at)
    assert errors_of(at) == ["请填写材料名称。"]


def test_a_name_is_shown_as_written(visit: Visit) -> None:
    at = visit(REVIEWER, "meeting", "2025Q2")
    at.text_input[0].set_value("**常务会** :red[材料]")
    freeze(at)
    assert '<div class="strong">**常务会** :red[材料]</div>' in text_of(at)


def test_leaders_see_the_list_without_the_form(visit: Visit) -> None:
    at = visit(LEADER, "meeting")
    assert not at.exception
    assert "定稿" not in {each.label for each in at.button}
    assert "还没有会议材料" in text_of(at)
    freeze(visit(REVIEWER, "meeting", "2025Q2"))
    assert "2025Q2-01" in text_of(visit(LEADER, "meeting"))


@pytest.mark.parametrize("login", [KEJI, ADMINISTRATOR])
def test_nobody_else_opens_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "meeting"))


def test_every_file_of_the_kit_has_its_link_and_all_of_them_are_one_click(visit: Visit) -> None:
    said = text_of(freeze(visit(REVIEWER, "meeting", "2025Q2")))
    place = "/download/snapshot/2025Q2-01"
    files = said[said.index('<details class="menu">') :]
    links = re.findall(r'href="(/download/[^"]+)"', files[: files.index("</details>")])
    assert links == [f"{place}.{each.key}" for each in FORMATS]
    assert f'href="{place}.zip">打包下载<' in said
    assert f'href="{place}.versions.zip">分发版本<' in said


def test_the_hash_is_checked_against_the_stored_content(visit: Visit) -> None:
    said = text_of(freeze(visit(REVIEWER, "meeting", "2025Q2")))
    assert 'href="/meeting?check=2025Q2-01&amp;q=2025Q2"' in said
    checked = text_of(visit(REVIEWER, "meeting", "2025Q2", check="2025Q2-01"))
    assert "2025Q2-01 一致:内容自定稿以来没有改动" in checked


def test_a_snapshot_leads_to_what_changed_since_the_one_before(visit: Visit) -> None:
    at = freeze(freeze(visit(REVIEWER, "meeting", "2025Q2")))
    assert "/compare?a=2025Q2-01&amp;b=2025Q2-02" in text_of(at)
