"""A unit is renamed, merged, split in mid-year: what moves, what keeps the old name, and what is refused."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.entry.ledger import CLOSES, JIAOTONG, KEJI, NOW, OPENS, Q2, Q3, Desk, rows
from tests.units.test_units import add
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, NotAllowed
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.workflow.adjustment import Proposed
from tracker.domain.workflow.directive import About
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.matters import AskedOf
from tracker.domain.workflow.reorganisation import Reform, ReformKind
from tracker.queries.adjustments import adjusted_terms, adjustments_of
from tracker.queries.chasing import to_chase
from tracker.queries.directives import directives
from tracker.queries.matters import matters as listed_matters
from tracker.queries.people import list_accounts, person_of_login
from tracker.queries.plans import plans
from tracker.queries.reorganisations import reforms, what_moves
from tracker.queries.scorecard import scorecard
from tracker.queries.targets import targets_of
from tracker.queries.units import unit_refs
from tracker.queries.windows import let_in_until
from tracker.queries.year import led_over_year
from tracker.services import accounts, adjustments, handover, matters, windows
from tracker.services import directives as directive_service
from tracker.services.reorganisations import reorganise
from tracker.tables import Audit, Target, TargetTerms, TermsUnit, Unit

NEW = "市科学技术局"
REFORMED = date(2025, 7, 8)
RECORDED = NOW


def unit_id(desk: Desk, name: str) -> int:
    return next(each.id for each in rows(desk.engine, Unit) if each.name == name)


def reform(
    desk: Desk,
    kind: ReformKind = ReformKind.RENAMED,
    old: tuple[str, ...] = (KEJI,),
    new: tuple[str, ...] = (NEW,),
    *,
    day: date = REFORMED,
    given: Mapping[int, int] | None = None,
    shorts: tuple[str, ...] = (),
    click: str = "one",
    who: str = "陈",
    at: datetime = RECORDED,
) -> int:
    ids = tuple(unit_id(desk, each) for each in old)
    asked = Reform(kind, ids, new, day, "海委〔2025〕3号", "", given or {}, shorts)
    with transaction(desk.engine) as session:
        return reorganise(session, desk.people[who], asked, click, at)


def person(desk: Desk, login: str) -> Person:
    with reading(desk.engine) as session:
        return person_of_login(session, login)


def renew(desk: Desk, *logins: str) -> None:
    """The people as the database has them now: roles and units are read at each click."""
    desk.people |= {login: person(desk, login) for login in logins}


def card(desk: Desk, period: Period = Q3, who: str = "周", **how: Any) -> Scorecard:
    with reading(desk.engine) as session:
        return scorecard(session, plans(session)[0], period, desk.people[who], **how)


def leads(desk: Desk, period: Period = Q3, **how: Any) -> dict[str, str]:
    return {score.target.name: score.target.lead.name for score in card(desk, period, **how).scores}


def test_a_rename_moves_the_targets_from_its_period_on_and_leaves_history_its_name(desk: Desk) -> None:
    desk.approve(desk.submit(value="50", period=Q2, at=OPENS - timedelta(days=90)))
    reform(desk)
    assert leads(desk) == {"企业": NEW, "增速": NEW, "吞吐量": JIAOTONG, "开工": JIAOTONG}
    assert leads(desk, Q2)["企业"] == KEJI
    assert leads(desk, as_of=RECORDED - timedelta(seconds=1))["企业"] == KEJI
    # One department in each table, and not one figure less.
    assert [group.name for group in card(desk).departments] == [JIAOTONG, NEW]
    assert [group.name for group in card(desk, Q2).departments] == [KEJI, JIAOTONG]
    assert card(desk).of(desk.targets["企业"]).previous.value == Decimal(50)  # type: ignore[union-attr]
    assert card(desk).scores[0].target.area.lead.name == NEW
    assert card(desk, Q2).scores[0].target.area.lead.name == KEJI
    assert desk.differences() == []


def test_what_is_judged_is_the_same_to_the_last_figure(desk: Desk) -> None:
    desk.approve(desk.submit(value="80"))
    before = [(score.status, score.item, score.target.terms) for score in card(desk).scores]
    reform(desk)
    assert [(score.status, score.item, score.target.terms) for score in card(desk).scores] == before


def test_a_units_year_holds_what_was_reported_before_its_reform(desk: Desk) -> None:
    desk.approve(desk.submit(value="50", period=Q2, at=OPENS - timedelta(days=90)))
    reform(desk)
    with reading(desk.engine) as session:
        now = scorecard(session, plans(session)[0], Q3, desk.people["周"])
        year = dict(led_over_year(session, desk.people["周"], now, unit_id(desk, NEW)).year)
    assert [score.target.name for score in year[Q2]] == ["企业", "增速"]
    assert year[Q2][0].figure is not None
    assert [score.target.name for score in year[Q3]] == ["企业", "增速"]


@pytest.mark.parametrize(
    ("shorts", "stored"),
    [
        (("科技", "数据"), ["科技", "数据"]),
        (("", "数据"), ["科学技术局", "数据"]),
        ((), ["科学技术局", "数据局"]),
    ],
)
def test_a_new_unit_has_the_short_name_that_was_typed_or_its_name_without_the_city(
    desk: Desk, shorts: tuple[str, ...], stored: list[str]
) -> None:
    reform(desk, ReformKind.SPLIT, new=(NEW, "市数据局"), shorts=shorts)
    assert [each.short for each in rows(desk.engine, Unit)][-2:] == stored


def test_a_new_unit_whose_name_is_too_long_for_a_short_one_has_none(desk: Desk) -> None:
    name = "海宁市人民政府办公室（市人民防空办公室、市大数据发展管理局、市机关事务服务中心）"
    reform(desk, new=(name,))
    assert [(each.name, each.short) for each in rows(desk.engine, Unit)][-1] == (name, "")


@pytest.mark.parametrize(
    ("new", "short", "says"),
    [
        (NEW, JIAOTONG, f"“{JIAOTONG}”已是{JIAOTONG}"),
        (NEW, KEJI, f"“{KEJI}”已是{KEJI}"),
        (JIAOTONG, "交通", f"“{JIAOTONG}”是已有的单位"),
        (NEW, "长" * 33, "单位简称最多32个字"),
    ],
)
def test_a_short_name_that_leads_to_another_unit_is_refused(
    desk: Desk, new: str, short: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        reform(desk, new=(new,), shorts=(short,))
    assert NEW not in {each.name for each in rows(desk.engine, Unit)}


def test_what_is_usual_but_taken_leaves_a_new_unit_without_a_short_name(desk: Desk) -> None:
    add(desk, "另一单位", "科学技术局")
    reform(desk)
    assert rows(desk.engine, Unit)[-1].short == ""


def test_the_units_people_go_on_with_drafts_returns_and_what_waits(desk: Desk) -> None:
    desk.send_back(desk.submit(value="60"))
    desk.save("王", "增速", Field.VALUE, "12")
    reform(desk)
    renew(desk, "王", "何")
    assert {unit_id(desk, NEW), unit_id(desk, KEJI)} == desk.people["王"].unit_ids
    assert desk.form("王", "增速").cells[Field.VALUE].text == "12"
    waiting = desk.submit(value="61", number=1)
    assert desk.state() is ReportState.SUBMITTED
    desk.approve(waiting)
    assert desk.counted() == 61


def test_a_newcomer_of_the_new_unit_sees_its_history_and_may_correct_it(desk: Desk) -> None:
    desk.approve(desk.submit(value="50", period=Q2, at=OPENS - timedelta(days=90)))
    reform(desk)
    with transaction(desk.engine) as session:
        accounts.create_account(
            session, desk.people["陈"], "xin", "新", Role.CLERK, [unit_id(desk, NEW)], NOW
        )
    newcomer = person(desk, "xin")
    with reading(desk.engine) as session:
        assert [each.name for each in targets_of(session, newcomer, plans(session)[0].id, Q2)] == [
            "企业",
            "增速",
        ]
        (line,) = (each for each in list_accounts(session, desk.people["陈"], NOW) if each.login == "xin")
    assert line.units == (NEW,)  # the unit that has ended is not listed


def test_a_unit_that_has_ended_is_offered_and_taken_no_more(desk: Desk) -> None:
    reform(desk)
    with reading(desk.engine) as session:
        assert KEJI not in {each.name for each in unit_refs(session, desk.people["周"])}
        assert KEJI in {each.name for each in unit_refs(session, desk.people["周"], with_ended=True)}
    with transaction(desk.engine) as session, pytest.raises(BadInput, match="已变更"):
        accounts.create_account(
            session, desk.people["陈"], "xin", "新", Role.CLERK, [unit_id(desk, KEJI)], NOW
        )


def test_handing_the_new_unit_over_takes_its_history_along(desk: Desk) -> None:
    reform(desk)
    king, other = desk.people["王"].account_id, desk.people["李"].account_id
    with transaction(desk.engine) as session:
        done = handover.hand_over(session, desk.people["陈"], unit_id(desk, NEW), king, other, NOW)
    assert done.is_out
    assert person(desk, "王").unit_ids == frozenset()
    assert person(desk, "李").unit_ids == {unit_id(desk, each) for each in (KEJI, NEW, JIAOTONG)}


def test_two_units_merge_and_their_targets_stand_under_one(desk: Desk) -> None:
    reform(desk, ReformKind.MERGED, (KEJI, JIAOTONG), ("市经济局",))
    assert set(leads(desk).values()) == {"市经济局"}
    assert [group.name for group in card(desk).departments] == ["市经济局"]
    assert set(leads(desk, Q2).values()) == {KEJI, JIAOTONG}
    assert person(desk, "李").unit_ids == {unit_id(desk, each) for each in (JIAOTONG, "市经济局")}


def test_a_unit_merges_into_one_that_stands(desk: Desk) -> None:
    reform(desk, ReformKind.MERGED, (KEJI,), (JIAOTONG,))
    assert set(leads(desk).values()) == {JIAOTONG}
    # Its people, too, have the history that came to it.
    assert person(desk, "李").unit_ids == {unit_id(desk, each) for each in (KEJI, JIAOTONG)}


def test_a_split_says_of_each_target_which_unit_gets_it_the_first_by_default(desk: Desk) -> None:
    reform(desk, ReformKind.SPLIT, (KEJI,), ("市科技局新", "市数据局"), given={desk.targets["增速"]: 1})
    assert leads(desk) == {"企业": "市科技局新", "增速": "市数据局", "吞吐量": JIAOTONG, "开工": JIAOTONG}
    assert card(desk).scores[0].target.area.lead.name == "市科技局新"
    with reading(desk.engine) as session:
        now = scorecard(session, plans(session)[0], Q3, desk.people["周"])
        year = dict(led_over_year(session, desk.people["周"], now, unit_id(desk, "市数据局")).year)
    assert [score.target.name for score in year[Q2]] == ["增速"]


def test_a_co_led_target_moves_too_and_a_lead_is_not_its_own_co_unit(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        terms = {each.target_id: each.id for each in rows(desk.engine, TargetTerms)}
        of = desk.targets["吞吐量"]
        session.add(TermsUnit(terms_id=terms[of], position=1, unit_id=unit_id(desk, KEJI)))
    reform(desk)
    (score,) = (each for each in card(desk).scores if each.target.name == "吞吐量")
    assert [unit.name for unit in score.target.co_units] == [NEW]
    reform(desk, ReformKind.MERGED, (NEW,), (JIAOTONG,), click="two")
    (score,) = (each for each in card(desk).scores if each.target.name == "吞吐量")
    assert (score.target.lead.name, score.target.co_units) == (JIAOTONG, ())


def adjustment(desk: Desk, effective: Period = Q3, value: int = 90, lead: str = KEJI) -> int:
    proposed = Proposed(
        Decimal(value), card(desk).scores[0].target.terms.path, None, None, unit_id(desk, lead), effective
    )
    with transaction(desk.engine) as session:
        seen = max(
            (each for each in rows(desk.engine, TargetTerms) if each.target_id == desk.targets["企业"]),
            key=lambda each: each.version,
        )
        return adjustments.apply(
            session,
            desk.people["王"],
            desk.targets["企业"],
            seen.id,
            proposed,
            "理由",
            "依据",
            f"a{value}{effective}",
            NOW,
        )


def test_an_adjustment_that_waits_is_decided_under_the_new_unit(desk: Desk) -> None:
    request = adjustment(desk)
    reform(desk)
    with transaction(desk.engine) as session:
        adjustments.accept(session, desk.people["周"], request, "", NOW)
    score = card(desk).scores[0]
    assert (score.target.terms.value, score.target.lead.name) == (Decimal(90), NEW)


def test_an_adjustment_that_counts_later_survives_the_reform(desk: Desk) -> None:
    request = adjustment(desk, Period(2025, 4))
    with transaction(desk.engine) as session:
        adjustments.accept(session, desk.people["周"], request, "", NOW)
    reform(desk)
    values = [card(desk, period).scores[0].target for period in (Q2, Q3, Period(2025, 4))]
    assert [(each.terms.value, each.lead.name) for each in values] == [
        (Decimal(100), KEJI),
        (Decimal(100), NEW),
        (Decimal(90), NEW),
    ]


def test_a_reform_stands_in_the_targets_history_and_not_among_the_adjustments(desk: Desk) -> None:
    reform(desk)
    with reading(desk.engine) as session:
        target = card(desk).scores[0].target
        (made,) = adjustments_of(session, desk.people["周"], target)
        assert adjusted_terms(session, Target.plan_id == plans(session)[0].id) == ()  # type: ignore[arg-type]
    assert made.is_reform
    assert (made.original_lead, made.adjusted_lead, made.basis) == (KEJI, NEW, "海委〔2025〕3号")
    assert made.reason == f"更名：{KEJI} → {NEW}"
    with reading(desk.engine) as session:
        assert adjustments_of(session, desk.people["周"], target, as_of=RECORDED - timedelta(1)) == ()


def matter(desk: Desk, asked: str | None = KEJI) -> int:
    with transaction(desk.engine) as session:
        return matters.raise_matter(
            session,
            desk.people["李"],
            plans(session)[0].id,
            desk.targets["吞吐量"],
            Q3,
            "用地指标不足",
            "请协调",
            AskedOf.UNIT,
            unit_id(desk, asked or KEJI),
            f"m{asked}",
            NOW,
        )


def test_open_matters_pass_to_the_new_unit_and_closed_ones_keep_the_old_name(desk: Desk) -> None:
    opened, closed = matter(desk), matter(desk, None)
    with transaction(desk.engine) as session:
        matters.withdraw(session, desk.people["李"], closed, 0, "已自行解决", NOW)
    reform(desk)
    renew(desk, "王")
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        lines = {each.id: each for each in listed_matters(session, desk.people["王"], plan)}
        then = listed_matters(session, desk.people["周"], plan, as_of=RECORDED - timedelta(seconds=1))
    asked = {key: line.asked_unit and line.asked_unit.name for key, line in lines.items()}
    assert asked == {opened: NEW, closed: KEJI}
    assert all(each.asked_unit is None or each.asked_unit.name == KEJI for each in then)


def test_what_was_decided_of_a_matter_is_worked_on_by_the_new_unit(desk: Desk) -> None:
    number = matter(desk)
    with transaction(desk.engine) as session:
        matters.decide(
            session, desk.people["周"], number, 0, "请落实", unit_id(desk, KEJI), date(2025, 10, 20), NOW
        )
    reform(desk)
    renew(desk, "王")
    with reading(desk.engine) as session:
        (line,) = listed_matters(session, desk.people["王"], plans(session)[0])
    decision = line.decision
    assert decision is not None
    assert decision.responsible is not None
    assert decision.responsible.name == NEW
    with transaction(desk.engine) as session:
        matters.report_progress(session, desk.people["王"], number, 1, "正在办理", NOW)


def test_an_unanswered_directive_waits_for_the_new_unit_of_its_target(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        directive_service.write_directive(
            session,
            desk.people["沈"],
            plans(session)[0].id,
            About.TARGET,
            "T-1",
            Q3,
            "请说明进度。",
            date(2025, 10, 15),
            "d",
            NOW,
        )
    reform(desk, ReformKind.SPLIT, (KEJI,), ("市科技局新", "市数据局"), given={desk.targets["增速"]: 1})
    with reading(desk.engine) as session:
        (line,) = directives(session, desk.people["周"], plans(session)[0])
    assert line.unit is not None
    assert line.unit.name == "市数据局"


def test_who_was_let_in_after_closing_stays_let_in_under_the_new_name(desk: Desk) -> None:
    until = CLOSES + timedelta(days=5)
    with transaction(desk.engine) as session:
        plan = plans(session)[0].id
        windows.let_in(session, desk.people["周"], plan, Q3, unit_id(desk, KEJI), until, "迟", NOW)
    reform(desk)
    with reading(desk.engine) as session:
        assert let_in_until(session, plan, Q3, unit_id(desk, NEW)) == until


def test_chasing_goes_to_the_people_of_the_new_unit(desk: Desk) -> None:
    reform(desk)
    with reading(desk.engine) as session:
        listed = to_chase(session, desk.people["周"], plans(session)[0], Q3, NOW)
    assert {each.unit.name: each.due.clerks for each in listed} == {NEW: ("王", "何"), JIAOTONG: ("李",)}


def test_the_office_is_told_before_what_would_move(desk: Desk) -> None:
    with reading(desk.engine) as session:
        moving = what_moves(session, desk.people["陈"], (unit_id(desk, KEJI),), REFORMED)
        over = what_moves(session, desk.people["陈"], (unit_id(desk, KEJI),), date(2026, 1, 1))
    assert [target.name for target in moving.targets if target.is_led] == ["企业", "增速"]
    assert set(moving.accounts) == {"王", "何"}
    assert over.targets == ()


def test_a_reform_is_on_record_with_its_document_and_the_same_click_is_one(desk: Desk) -> None:
    assert reform(desk) == reform(desk)
    with reading(desk.engine) as session:
        (line,) = reforms(session, desk.people["陈"])
    assert (line.old, line.new, line.holds_from, line.targets) == ((KEJI,), (NEW,), REFORMED, 2)
    row = rows(desk.engine, Audit)[-1]
    assert (row.action, row.subject) == ("登记机构变更", f"{KEJI} → {NEW}")


def test_a_name_that_a_unit_has_already_means_that_unit(desk: Desk) -> None:
    known = add(desk, NEW)
    reform(desk, new=(f" {NEW} ",))
    assert card(desk).scores[0].target.lead.id == known


def test_a_chain_of_reforms_ends_at_the_last_and_never_turns_back(desk: Desk) -> None:
    reform(desk)
    reform(desk, ReformKind.MERGED, (NEW,), (JIAOTONG,), day=date(2025, 8, 1), click="two")
    assert leads(desk)["企业"] == JIAOTONG
    with pytest.raises(BadInput, match="不能接续其他单位"):
        reform(desk, ReformKind.RENAMED, (JIAOTONG,), (KEJI,), click="three")
    with pytest.raises(BadInput, match="不能再次变更"):
        reform(desk, ReformKind.RENAMED, (KEJI,), ("市某局",), click="four")
    assert desk.differences() == []


def test_only_the_administrator_records_a_reform(desk: Desk) -> None:
    for who in ("王", "周", "沈"):
        with pytest.raises(NotAllowed):
            reform(desk, who=who)
        with pytest.raises(NotAllowed), reading(desk.engine) as session:
            reforms(session, desk.people[who])
