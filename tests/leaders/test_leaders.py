"""Leaders are put in charge of areas and units; their column, and what they are in charge of as a group."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q2, Desk, rows
from tests.units.test_reforms import card, reform, unit_id
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import BadInput, NotAllowed
from tracker.domain.meetings.snapshot import freeze_content, thaw
from tracker.domain.progress.rollup import roll_up
from tracker.queries.leaders import Charges, charges_of, own_leader
from tracker.queries.plans import plans
from tracker.services.leaders import add_leader, assign, change_leader
from tracker.tables import Account, Area, Audit, LeaderCharge

JAN, AUGUST = date(2025, 1, 1), date(2025, 8, 15)
ZHENG, QIAN = "郑副市长", "钱副市长"


def leader(desk: Desk, name: str = ZHENG, account: str = "", who: str = "周") -> int:
    with transaction(desk.engine) as session:
        found = session.exec(select(Account.id).where(Account.login == account)).first()
        return add_leader(session, desk.people[who], name, found, NOW)


def charge(
    desk: Desk,
    key: int | None,
    units: tuple[str, ...] = (),
    *,
    areas: tuple[int, ...] = (),
    since: date = JAN,
    until: date | None = None,
    who: str = "周",
) -> int:
    ids = [unit_id(desk, each) for each in units]
    with transaction(desk.engine) as session:
        return assign(session, desk.people[who], key, areas, ids, since, until, NOW)


def charged(desk: Desk, day: date = AUGUST) -> Charges:
    with reading(desk.engine) as session:
        return charges_of(session, desk.people["周"], plans(session)[0], day)


def named(desk: Desk, **how: object) -> dict[str, str | None]:
    scores = card(desk, **how).scores  # type: ignore[arg-type]
    return {each.target.name: each.target.leader and each.target.leader.name for each in scores}


def area(desk: Desk) -> int:
    return next(each.id for each in rows(desk.engine, Area))


def test_a_unit_brings_its_leader_to_what_it_leads(desk: Desk) -> None:
    charge(desk, leader(desk), (KEJI,))
    assert named(desk) == {"企业": ZHENG, "增速": ZHENG, "吞吐量": None, "开工": None}


def test_the_area_is_nearer_than_the_unit(desk: Desk) -> None:
    charge(desk, leader(desk), (KEJI,))
    charge(desk, leader(desk, QIAN), areas=(area(desk),))
    assert set(named(desk).values()) == {QIAN}


def test_a_period_has_the_leader_of_its_last_day(desk: Desk) -> None:
    charge(desk, leader(desk), (KEJI,))
    charge(desk, leader(desk, QIAN), (KEJI,), since=AUGUST)
    assert named(desk)["企业"] == QIAN
    assert named(desk, period=Q2)["企业"] == ZHENG
    assert named(desk, as_of=NOW - timedelta(seconds=1))["企业"] is None


def test_a_charge_ends_on_its_day(desk: Desk) -> None:
    charge(desk, leader(desk), (KEJI,), until=date(2025, 6, 30))
    assert (named(desk, period=Q2)["企业"], named(desk)["企业"]) == (ZHENG, None)


def test_a_reformed_unit_keeps_its_leader_until_it_gets_another(desk: Desk) -> None:
    charge(desk, leader(desk), (KEJI,))
    reform(desk)
    assert named(desk)["企业"] == ZHENG
    charge(desk, leader(desk, QIAN), ("市科学技术局",), since=AUGUST)
    assert named(desk)["企业"] == QIAN
    charge(desk, None, ("市科学技术局",), since=date(2025, 9, 1))
    assert named(desk)["企业"] is None


def test_what_a_leader_is_in_charge_of_is_counted_by_the_rules_of_any_group(desk: Desk) -> None:
    desk.approve(desk.submit(value="30"))
    key = leader(desk)
    charge(desk, key, (KEJI,))
    whole, own = card(desk), card(desk).of_leader(key)
    expected = roll_up(score.item for score in whole.targets if score.target.lead.name == KEJI)
    assert own.whole == expected
    assert own.whole == next(group.rollup for group in whole.departments if group.name == KEJI)
    assert own.whole.behind == 1
    assert own.verdict(own.whole) is whole.verdict(expected)
    assert own.leader_id == key
    assert whole.of_leader(99).scores == ()


def test_a_snapshot_without_leaders_has_the_bytes_that_it_always_had(desk: Desk) -> None:
    def frozen() -> str:
        return freeze_content(card(desk), {}, "n", NOW, "周", "材料", NOW.date(), "")

    before = frozen()
    assert "leader" not in before
    charge(desk, leader(desk), (KEJI,))
    after = thaw(frozen())
    assert {each.target.leader and each.target.leader.name for each in after.card.scores} == {ZHENG, None}


def test_the_page_has_leaders_areas_and_units_with_their_history(desk: Desk) -> None:
    key = leader(desk, account="沈")
    charge(desk, key, (KEJI,), areas=(area(desk),))
    charge(desk, leader(desk, QIAN), (KEJI,), since=AUGUST)
    page = charged(desk)
    assert [(line.ref.name, line.login, line.areas, line.units) for line in page.leaders] == [
        (ZHENG, "沈", ("领域",), ()),
        (QIAN, "", (), (KEJI,)),
    ]
    held = {each.name: each for each in page.held}
    assert [name.name for name, _span in held[KEJI].history] == [ZHENG, QIAN]
    assert (held[KEJI].since, held["领域"].since, held[JIAOTONG].leader) == (AUGUST, JAN, None)
    with reading(desk.engine) as session:
        assert own_leader(session, desk.people["沈"]) == key
        assert own_leader(session, desk.people["周"]) is None
    assert [each.name for each in card(desk).leaders] == [ZHENG]


def test_the_same_said_twice_is_stored_once_and_a_correction_adds_a_fact(desk: Desk) -> None:
    key = leader(desk)
    assert [charge(desk, key, (KEJI, JIAOTONG)) for __ in range(2)] == [2, 0]
    assert charge(desk, leader(desk, QIAN), (KEJI,)) == 1
    assert len(rows(desk.engine, LeaderCharge)) == 3
    row = rows(desk.engine, Audit)[-1]
    assert (row.action, row.subject) == ("设置分管", QIAN)


@pytest.mark.parametrize(
    ("name", "account", "says"),
    [
        ("", "", "请填写"),
        ("领" * 65, "", "最多64个字"),
        (ZHENG, "", "已在领导名单中"),
        ("孙副市长", "王", "角色为“市领导”的账号"),
        ("孙副市长", "沈", "已对应领导"),
    ],
)
def test_a_leader_that_can_not_be_added_is_refused_in_words(
    desk: Desk, name: str, account: str, says: str
) -> None:
    leader(desk, account="沈")
    with pytest.raises(BadInput, match=says):
        leader(desk, name, account)


def test_what_does_not_exist_is_not_given_to_anybody(desk: Desk) -> None:
    with pytest.raises(BadInput, match="没有这位领导"):
        charge(desk, 99, (KEJI,))
    with pytest.raises(BadInput, match="不存在"):
        charge(desk, leader(desk), areas=(99,))
    with pytest.raises(BadInput, match="请至少选择一个"):
        charge(desk, None)
    assert rows(desk.engine, LeaderCharge) == []


def test_office_and_administrator_say_who_is_in_charge_and_nobody_else(desk: Desk) -> None:
    for who in ("周", "陈"):
        leader(desk, f"领导{who}", who=who)
    for who in ("王", "沈"):
        with pytest.raises(NotAllowed):
            leader(desk, "领导", who=who)
        with pytest.raises(NotAllowed):
            charge(desk, None, (KEJI,), who=who)


def test_a_leader_is_renamed_and_bound_to_an_account(desk: Desk) -> None:
    key = leader(desk)
    with transaction(desk.engine) as session:
        account = session.exec(select(Account.id).where(Account.role == Role.LEADER)).one()
        change_leader(session, desk.people["周"], key, "郑市长", account, NOW)
    assert [(line.ref.name, line.login) for line in charged(desk).leaders] == [("郑市长", "沈")]
