"""A plan in preparation: the reader's proposal, and what people decided about it, last word last."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanKind
from tracker.domain.measure.target import Kind, Operator, Path
from tracker.notice.decisions import (
    Decision,
    FactsSet,
    LayoutSet,
    LeadSet,
    MilestoneSet,
    NumberSet,
    Place,
    UnitSet,
    Wanted,
)
from tracker.notice.drafting import Stage, faults_of, register_of
from tracker.notice.layouts import LeadRule
from tracker.notice.preparing import Pile, Prepared, prepared, remembered_of, words_around
from tracker.notice.readings import ReadingKind
from tracker.notice.records import Source

TEXT = """江北市2026年民生实事项目
一、老有所养(由市民政局牵头)
全年新增养老床位150张。
(一)扩大服务供给。新增社区食堂12家,其中上半年建成4家;对符合条件的每家补助5万元。开工建设颐养中心。\
(责任单位:市民政局、市财政局)
二、出行便利
(二)改造道路。改造农村公路80公里,整治隐患点30处。
"""
FACTS = FactsSet(
    title="江北市2026年民生实事项目",
    code="jiangbei-2026",
    document_number="江政发〔2026〕1号",
    issuer="江北市人民政府",
    year=2026,
    issued=date(2026, 1, 8),
    kind=PlanKind.LIVELIHOOD,
)
ROADS_LEAD = LeadSet(Place.ARTICLE, TEXT.index("(二)"), "市交通局", ("市公安局",))


def at(words: str) -> int:
    return TEXT.index(words)


def plan_of(*decisions: Decision) -> Prepared:
    return prepared(TEXT, [FACTS, *decisions])


def asked(plan: Prepared) -> dict[str, tuple[Decimal | None, str]]:
    return {each.wanted.name: (each.wanted.value, each.lead) for each in plan.targets}


def test_the_reader_proposes_and_nobody_has_to_decide_what_is_sure() -> None:
    plan = prepared(TEXT, [])
    assert (plan.facts.title, plan.facts.year, plan.facts.kind) == (FACTS.title, 2026, PlanKind.LIVELIHOOD)
    assert [
        (each.number and TEXT[each.number.start : each.number.end], each.lead) for each in plan.targets
    ] == [
        ("150", "市民政局"),
        ("12", "市民政局"),
        (None, "市民政局"),
        ("80", ""),
        ("30", ""),
    ]
    assert {each.text: each.reads for each in plan.numbers}["5万"] is ReadingKind.STANDARD


def test_values_that_the_notice_names_on_the_way_are_the_path() -> None:
    canteens = next(each for each in plan_of().targets if each.start == at("12家"))
    assert canteens.wanted.path is Path.OWN_PLAN
    # 4 by June; between the points linear, in whole canteens.
    assert canteens.wanted.plan_values == (Decimal(2), Decimal(4), Decimal(8), Decimal(12))


def test_a_person_says_that_a_number_is_no_target_and_that_another_is_one() -> None:
    plan = plan_of(NumberSet(at("150张"), ReadingKind.REFERENCE), NumberSet(at("5万元"), ReadingKind.BUDGET))
    values = [each.wanted.value for each in plan.targets]
    assert Decimal(150) not in values
    assert Decimal(5) in values
    assert next(each for each in plan.targets if each.wanted.value == 5).wanted.kind is Kind.BUDGET


def test_of_two_decisions_on_the_same_number_the_last_holds() -> None:
    plan = plan_of(NumberSet(at("150张"), ReadingKind.REFERENCE), NumberSet(at("150张"), ReadingKind.TARGET))
    assert Decimal(150) in [each.wanted.value for each in plan.targets]


def test_what_a_target_asks_is_as_a_person_set_it() -> None:
    wanted = Wanted(
        name="新增养老床位",
        kind=Kind.STOCK,
        operator=Operator.ABOUT,
        value=Decimal(150),
        unit_of_measure="张",
        due=Period(2026, 3),
    )
    plan = plan_of(NumberSet(at("150张"), ReadingKind.TARGET, wanted))
    assert next(each.wanted for each in plan.targets if each.start == at("150张")) == wanted


def test_milestones_are_added_and_taken_away() -> None:
    words = "改造农村公路"
    found = MilestoneSet(
        at(words), at(words) + 6, Wanted(name="公路开工", kind=Kind.MILESTONE, due=Period(2026, 2))
    )
    plan = plan_of(found, MilestoneSet(at("开工建设颐养"), at("开工建设颐养") + 9, None))
    milestones = [each for each in plan.targets if each.wanted.kind is Kind.MILESTONE]
    assert [(each.wanted.name, each.article, each.wanted.due) for each in milestones] == [
        ("公路开工", 2, Period(2026, 2))
    ]


def test_units_set_by_hand_answer_for_an_article_and_are_marked() -> None:
    plan = plan_of(ROADS_LEAD)
    roads = next(each for each in plan.targets if each.start == at("80公里"))
    assert (roads.lead, roads.co_units, roads.is_led_by_rule) == ("市交通局", ("市公安局",), False)


def test_a_lead_of_one_target_wins_over_that_of_its_article() -> None:
    own = LeadSet(Place.TARGET, at("30处"), "市公安局")
    leads = {each.start: each.lead for each in plan_of(ROADS_LEAD, own).targets}
    assert (leads[at("80公里")], leads[at("30处")]) == ("市交通局", "市公安局")


def test_a_layout_that_a_person_sets_is_read_anew() -> None:
    plan = plan_of(LayoutSet("", "一、", LeadRule.FIRST_LISTED))
    assert not plan.structure.areas
    assert [each.title for each in plan.structure.articles][:1] == ["老有所养"]


def test_what_people_said_of_such_a_number_before_is_offered_and_looked_at() -> None:
    before = [(TEXT, [NumberSet(at("150张"), ReadingKind.REFERENCE)])]
    plan = prepared(TEXT.replace("150张", "180张"), [], remembered_of(before))
    beds = next(each for each in plan.numbers if each.text == "180")
    assert (beds.reads, beds.remembered, beds.pile) == (ReadingKind.TARGET, ReadingKind.REFERENCE, Pile.LOOK)


def test_two_numbers_are_alike_by_the_words_around_them() -> None:
    beds = plan_of().numbers[1].span
    assert words_around(TEXT, beds) == words_around(TEXT.replace("150张", "180张"), beds)


@pytest.mark.parametrize(
    ("decisions", "stage", "words"),
    [
        ((FactsSet(title="方案"),), Stage.FILE, "请填写发文机关、年度、成文日期、编号"),
        ((FACTS, NumberSet(at("150张"), ReadingKind.UNDECIDED)), Stage.NUMBERS, "“150”"),
        ((FACTS,), Stage.OUTLINE, "(二)改造道路的2项目标牵头单位待定"),
        (
            (
                FACTS,
                NumberSet(
                    at("150张"),
                    ReadingKind.TARGET,
                    Wanted(
                        name="新增养老床位",
                        kind=Kind.RUNNING_TOTAL,
                        value=Decimal("1.5"),
                        unit_of_measure="张",
                    ),
                ),
            ),
            Stage.NUMBERS,
            "按整数计",
        ),
    ],
)
def test_what_is_open_keeps_it_from_becoming_a_draft(
    decisions: tuple[Decision, ...], stage: Stage, words: str
) -> None:
    assert any(words in fault.text for fault in faults_of(prepared(TEXT, decisions)) if fault.stage is stage)


def test_a_code_in_use_and_a_unit_that_resembles_one_are_said() -> None:
    faults = faults_of(plan_of(ROADS_LEAD), ["jiangbei-2026"], {"市交通局": ["市交通运输局"]})
    assert [fault.stage for fault in faults] == [Stage.FILE, Stage.UNITS]
    settled = plan_of(ROADS_LEAD, UnitSet("市交通局", "市交通运输局"))
    assert not faults_of(settled, [], {"市交通局": ["市交通运输局"]})


def test_the_register_says_what_was_read_and_what_was_set_by_hand() -> None:
    plan = plan_of(
        ROADS_LEAD, UnitSet("市交通局", "市交通运输局"), NumberSet(at("5万元"), ReadingKind.REFERENCE)
    )
    assert not faults_of(plan)
    register = register_of(plan)
    assert (register.plan.code, register.plan.kind) == ("jiangbei-2026", PlanKind.LIVELIHOOD)
    assert [(area.number, area.lead) for area in register.areas] == [(1, "市民政局"), (2, "")]
    assert register.articles[1].units[0].name == "市交通运输局"
    roads = next(each for each in register.targets if each.terms.value == 80)
    assert (roads.lead, roads.co_units, roads.lead_source) == ("市交通运输局", ("市公安局",), Source.BY_HAND)
    assert all(TEXT[each.quote_start : each.quote_end] == each.quote for each in register.targets)
    sources = {each.text: each.source for each in register.readings}
    assert (sources["5万"], sources["150"]) == (Source.BY_HAND, Source.BY_RULE)
