"""How papers look: versions kept with the plan, the environment's values as defaults; names in short."""

from dataclasses import replace

import pytest
from sqlmodel import select

from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q3, Desk
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, NotFound, StaleState
from tracker.domain.meetings.paper import NameOf
from tracker.domain.meetings.paper_settings import PaperKind, PaperSettings
from tracker.export.options import Options
from tracker.queries.papers import names_of, newest_settings, settings_in_force
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services import papers
from tracker.settings import Settings, read_settings
from tracker.tables import Area, Audit, Unit

OFFICE = PaperSettings(office="江北市人民政府督查室", series="江政督", addressee="市政府各部门")


def keep(desk: Desk, settings: PaperSettings, seen: int = 0) -> int:
    with transaction(desk.engine) as session:
        plan_id = plans(session)[0].id
        return papers.set_paper_settings(session, desk.people["周"], plan_id, settings, seen, NOW)


def test_the_newest_version_is_in_force_and_of_each_kind_the_newest_is_offered(desk: Desk) -> None:
    brief = replace(OFFICE, kind=PaperKind.BRIEF, issue="8", red_head=True)
    assert [keep(desk, OFFICE), keep(desk, brief, 1), keep(desk, brief, 2)] == [1, 2, 2]
    with reading(desk.engine) as session:
        plan_id = plans(session)[0].id
        in_force = settings_in_force(session, desk.people["沈"], plan_id, PaperSettings())
        notice = newest_settings(session, plan_id, PaperKind.NOTICE)
        actions = session.exec(select(Audit.action, Audit.subject, Audit.detail)).all()
    assert in_force == brief
    assert notice is not None
    assert (notice.settings, notice.version, notice.by, notice.at) == (OFFICE, 1, "周", NOW)
    assert ("设置公文格式", "简报", '{"kind": "brief", "version": 2}') in [tuple(each) for each in actions]


def test_where_the_office_set_nothing_the_environment_holds(desk: Desk) -> None:
    given = {"TRACKER_BULLETIN_OFFICE": "江北市人民政府", "TRACKER_BULLETIN_SIGNATURE": "江北市督查室"}
    given |= {"TRACKER_BULLETIN_COPIES": "市委办", "TRACKER_BULLETIN_PRINTED_BY": "市府办"}
    house = Options.chosen(read_settings(given)).paper
    with reading(desk.engine) as session:
        found = settings_in_force(session, desk.people["周"], plans(session)[0].id, house)
    assert found == PaperSettings(
        office="江北市人民政府", signature="江北市督查室", copies="市委办", printed_by="市府办"
    )
    assert Options.chosen(Settings()).paper == PaperSettings()


def test_who_saw_an_older_version_is_told(desk: Desk) -> None:
    keep(desk, OFFICE)
    with pytest.raises(StaleState, match="周刚刚修改了公文格式"):
        keep(desk, replace(OFFICE, series="江府督"))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (PaperSettings(red_head=True), "请填写发文机关标志"),
        (PaperSettings(issue="八"), "期号请填数字"),
        (PaperSettings(office="长" * 41), "发文机关标志太长"),
    ],
)
def test_settings_that_make_no_paper_are_refused_in_words(
    desk: Desk, settings: PaperSettings, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        keep(desk, settings)


def give(desk: Desk, of: NameOf, about: int, name: str) -> None:
    with transaction(desk.engine) as session:
        plan_id = plans(session)[0].id
        papers.give_short_name(session, desk.people["周"], plan_id, of, about, name, NOW)


def names(desk: Desk) -> dict[tuple[NameOf, int], str]:
    with reading(desk.engine) as session:
        card = scorecard(session, plans(session)[0], Q3, desk.people["周"])
        return {(each.of, each.id): each.name for each in names_of(session, card)}


def test_a_short_name_holds_until_it_is_changed_or_taken_back(desk: Desk) -> None:
    target = desk.targets["吞吐量"]
    give(desk, NameOf.TARGET, target, " 港口\n吞吐 ")
    assert names(desk) == {(NameOf.TARGET, target): "港口 吞吐"}
    give(desk, NameOf.TARGET, target, "吞吐")
    assert names(desk) == {(NameOf.TARGET, target): "吞吐"}
    give(desk, NameOf.TARGET, target, "")
    assert names(desk) == {}


def test_a_units_own_short_name_is_offered_and_another_goes_before_it(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        units = {unit.name: unit for unit in session.exec(select(Unit))}
        units[JIAOTONG].short = "交通局"
        keji, jiaotong = units[KEJI].id, units[JIAOTONG].id
        area = session.exec(select(Area.id)).one()
    assert keji is not None
    assert jiaotong is not None
    assert area is not None
    assert names(desk) == {(NameOf.UNIT, jiaotong): "交通局"}
    give(desk, NameOf.UNIT, jiaotong, "交通")
    give(desk, NameOf.UNIT, keji, "科技局")
    give(desk, NameOf.AREA, area, "科创")
    assert names(desk) == {
        (NameOf.AREA, area): "科创",
        (NameOf.UNIT, keji): "科技局",
        (NameOf.UNIT, jiaotong): "交通",
    }


def test_two_of_a_kind_bear_no_one_name(desk: Desk) -> None:
    give(desk, NameOf.TARGET, desk.targets["企业"], "高企")
    with pytest.raises(BadInput, match="已经用于另一项"):
        give(desk, NameOf.TARGET, desk.targets["增速"], "高企")
    with pytest.raises(BadInput, match="简称太长"):
        give(desk, NameOf.TARGET, desk.targets["增速"], "长" * 17)


@pytest.mark.parametrize("of", NameOf)
def test_what_the_plan_has_not_gets_no_name(desk: Desk, of: NameOf) -> None:
    with pytest.raises(NotFound, match="没有这一项"):
        give(desk, of, 999_999, "简")
