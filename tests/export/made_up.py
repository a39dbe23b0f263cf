# ruff: noqa: E501
"""A made-up quarter for charts and files: every kind of target, every status, every kind of nothing.

Nothing here is a real result. ``card()`` gives 76 targets in 8 areas under 25 departments.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from tracker.domain.measure.figure import Figure, Finality, ReportState, Texts, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.meetings.comparison import compare
from tracker.domain.meetings.meeting import AdjustedTerms, CorrectedFigure, ErratumLine, LastMeeting, Records
from tracker.domain.meetings.snapshot import freeze_content
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import (
    AreaRef,
    ClauseAnchor,
    PlanRef,
    Score,
    Scorecard,
    Target,
    UnitRef,
)
from tracker.domain.workflow.directive import About, DirectiveLine, DirectiveStepLine
from tracker.domain.workflow.directive import Step as DirectiveStep
from tracker.domain.workflow.erratum import ErratumKind, ReadAs
from tracker.domain.workflow.matters import AskedOf, MatterLine, MatterStepLine, Step
from tracker.domain.workflow.windows import default_window

Q3 = Period(2025, 3)
RULES = RuleSet()
PLAN = PlanRef(
    1,
    "2025",
    "海宁市贯彻浙江省关于推动经济高质量发展若干政策(2025年版)承接落实方案",
    "海政发〔2025〕10号",
    2025,
    date(2025, 6, 10),
)
FROZEN_AT = datetime(2025, 10, 10, 1, 30, tzinfo=UTC)
_AREAS = (
    "推进教育科技人才一体发展",
    "加快先进制造业发展",
    "推进服务业高质量发展",
    "推进高水平交通强市建设",
    "推进高水平对外开放",
    "全力扩大有效投资",
    "推进城乡融合发展",
    "保障和改善民生",
)
_UNITS = (
    "市科技局",
    "市经信局",
    "市发改局",
    "市交通运输局",
    "市商务局",
    "市农业农村局",
    "市人力社保局",
    "市财政局〔国资办〕",
    "市自然资源和规划局",
    "市文旅体局",
    "市住建局",
    "市教育局",
    "市卫生健康局",
    "市医保局",
    "市民政局",
    "市水利局",
    "市市场监管局",
    "市税务局",
    "市公安局",
    "市邮政管理局",
    "嘉兴海关海宁办事处",
    "中国信保嘉兴营业部",
    "盐官度假区",
    "市委组织部〔人才办〕",
    "国家金融监督管理总局嘉兴监管分局海宁支局",
)
UNITS = tuple(UnitRef(number, name) for number, name in enumerate(_UNITS, 1))
AREAS = tuple(AreaRef(number, number, title, UNITS[number - 1]) for number, title in enumerate(_AREAS, 1))

_LONG = (
    "截至9月底,已建立重点项目清单化管理、闭环式推进机制,逐项明确责任领导、责任科室和完成时限;累计召开专题"
    "协调会12次,现场解决用地、资金、审批等方面问题37个,其中涉及跨部门协调的事项9个均已办结。"
)
_PROBLEM = (
    "受上级资金下达较晚、前期手续办理周期较长以及三季度高温多雨天气影响,部分项目进场施工较计划推迟约45天。"
)
_NEXT = (
    "倒排工期、挂图作战,10月底前完成剩余点位招标;按周调度,必要时提请市政府分管领导专题协调,确保年底前完成。"
)


def terms(kind: Kind = Kind.RUNNING_TOTAL, value: str = "36", unit: str = "万标箱", **more: Any) -> Terms:
    """Terms as most targets have them; a milestone has no value."""
    given: dict[str, Any] = {
        "kind": kind,
        "operator": Operator.AT_LEAST,
        "value": None if kind is Kind.MILESTONE else Decimal(value),
        "unit_of_measure": "" if kind is Kind.MILESTONE else unit,
        "path": kind.usual_path,
        "due": Period(2025, 4) if kind is Kind.MILESTONE else None,
    }
    return Terms(**(given | more))


def target(number: int, asked: Terms, name: str = "集装箱吞吐量", area: int = 1, lead: int = 1) -> Target:
    quote = f"{name}{'' if asked.value is None else plain(asked.value)}{asked.unit_of_measure}"
    co_units = tuple(UNITS[(lead + step) % len(UNITS)] for step in range(1, 1 + number % 3))
    anchor = ClauseAnchor(area, number % 43 + 1, quote, 100 * number, None, None)
    return Target(
        number,
        f"T{number:02d}-01",
        name,
        AREAS[area - 1],
        anchor,
        asked,
        number,
        1,
        UNITS[lead - 1],
        co_units,
    )


def figure(report_id: int, value: str | None, **more: Any) -> Figure:
    amount = None if value is None else Decimal(value)
    given: dict[str, Any] = {
        "report_id": report_id,
        "value": amount,
        "reported_value": amount,
        "data_month": 9,
        "finality": Finality.FINAL,
        "state": ReportState.APPROVED,
        "submitted_at": datetime(2025, 10, 8, 2, 0, tzinfo=UTC),
        "is_on_time": True,
        "is_correction": False,
    }
    return Figure(**(given | more))


def score(
    asked: Terms,
    value: str | None,
    number: int = 1,
    *,
    reported: bool = True,
    previous: str | None = None,
    period: Period = Q3,
    named: str = "集装箱吞吐量",
    area: int = 1,
    lead: int = 1,
    **more: Any,
) -> Score:
    """A judged score. ``value`` None with ``reported`` is 不适用, without it 未填报 or 未到节点."""
    found = figure(number, value, **more) if reported else None
    month = period.last_month if found is None else found.data_month
    before = None if previous is None else figure(1000 + number, previous, data_month=6)
    said = judge(
        asked,
        found.value if found else None,
        month,
        period,
        RULES,
        not_applicable=found is not None and found.value is None,
    )
    then = None if before is None else judge(asked, before.value, 6, Period(2025, 2), RULES).status
    return Score(target(number, asked, named, area, lead), found, said, before, then)


_NAMES = (
    "新增高新技术企业",
    "内河港区集装箱吞吐量",
    "新增专精特新“小巨人”和省级专精特新中小企业",
    "农村公路优良路率",
    "服务贸易进出口额增速",
    "住宅老旧电梯更新改造",
    "盐官观潮景区启动创建国家5A级景区",
    "民间投资要素保障比例(专项基金、用地、能耗)",
    "综合交通投资",
    "新增村级健身广场、体育公园等便民设施",
    "国债、专项债、中央预算内资金占嘉兴份额",
    "城乡居民最低生活保障标准",
    "政策性、开发性银行中长期项目贷款",
    "新建(认定)高标准农田",
)
_MADE: tuple[tuple[Terms, str | None], ...] = (
    (terms(value="100", unit="家"), "68"),
    (terms(operator=Operator.MORE_THAN), "36"),
    (terms(value="50", unit="家"), "39"),
    (terms(Kind.LEVEL, "91", "%"), "90"),
    (terms(Kind.RATE, "20", "%"), "15.3"),
    (terms(value="230", unit="台"), "92"),
    (terms(Kind.MILESTONE), "0"),
    (terms(Kind.RATE, "80", "%"), "81.5"),
    (terms(value="16", unit="亿元", is_stretch=True), "12.4"),
    (terms(value="159", unit="个"), None),
    (terms(Kind.RATE, "20", "%"), "18"),
    (terms(Kind.LEVEL, "14100", "元"), "14100"),
    (terms(value="23", unit="亿元"), "24.6"),
    (terms(value="1.5", unit="万亩", path=Path.YEAR_END), None),
)


def scores() -> tuple[Score, ...]:
    made = []
    for number in range(1, 77):
        asked, value = _MADE[(number * 5 + number // 14) % len(_MADE)]
        area, lead = (number - 1) // 10 + 1, (number * 7 + number // 25) % len(UNITS) + 1
        name = _NAMES[_MADE.index((asked, value))]
        lead = 25 if value is None and number % 2 else min(lead, 24) if number % 4 else area
        made.append(_one(number, asked, value, name, min(area, 8), lead))
    made[3] = score(terms(Kind.MILESTONE, due=Period(2025, 2)), "0", 4, named="海宁星光作业区建成运营")
    made[9] = score(terms(value="5", unit="项"), "0", 10, named="省级以上标准制修订", lead=17)
    made[19] = score(terms(value="0", unit="起"), "0", 20, named="较大以上安全生产事故", area=2, lead=19)
    made[29] = score(
        terms(value="10", unit="个"), None, 30, named="新增内河500吨级及以上泊位", area=3, lead=4
    )
    made[39] = score(terms(Kind.MILESTONE, due=Q3), "1", 40, named="高质量一体化发展规划出台", area=4, lead=4)
    read_anew = made[READ_ANEW_TARGET - 1]
    made[READ_ANEW_TARGET - 1] = replace(
        read_anew, target=replace(read_anew.target, terms_version=2, errata=1)
    )
    budgets = (terms(Kind.BUDGET, "36.71", "亿元"), terms(Kind.BUDGET, "5.98", "亿元"))
    made.append(score(budgets[0], "25.6", 77, named="教育科技人才一体发展市级财政预算", lead=8))
    made.append(score(budgets[1], None, 78, reported=False, named="科技创新投入"))
    return tuple(made)


def _one(number: int, asked: Terms, value: str | None, name: str, area: int, lead: int) -> Score:
    if value is None or number % 11 == 0:
        return score(asked, None, number, reported=False, named=name, area=area, lead=lead)
    drift = Decimal(100 + number * 13 % 29 - 12) / 100
    shown = value if asked.kind is Kind.MILESTONE or number % 6 == 0 else _like(value, drift)
    extra: dict[str, Any] = {}
    if number % 9 == 0:
        extra = {"finality": Finality.ESTIMATE, "call": YearEndCall.DIFFICULT, "data_month": 8}
    if number % 10 == 0:
        extra |= {"state": ReportState.SUBMITTED, "is_on_time": False}
    if number % 13 == 0:
        extra |= {"reported_value": Decimal(shown) + 1, "call": YearEndCall.CAN}
    previous = None if asked.kind is Kind.MILESTONE else _like(shown, Decimal("0.62"))
    return score(asked, shown, number, previous=previous, named=name, area=area, lead=lead, **extra)


def _like(value: str, factor: Decimal) -> str:
    """A share of a value, to as many decimals."""
    exact = Decimal(value)
    return f"{(exact * factor).quantize(exact):f}"


def card(**more: Any) -> Scorecard:
    whole = Scorecard(PLAN, Q3, RULES, scores(), include_unapproved=True, as_of=FROZEN_AT, sequence=812)
    return replace(whole, **more)


def texts(whole: Scorecard) -> dict[int, Texts]:
    found: dict[int, Texts] = {}
    for one in whole.scores:
        if one.figure is not None:
            behind = one.status.is_behind
            note = "上级指标调整,本季度不再单独考核" if one.figure.value is None else ""
            progress = _LONG if one.target.id % 3 else "按计划推进。"
            found[one.figure.report_id] = Texts(
                progress, _PROBLEM if behind else "", _NEXT if behind else "", note
            )
    return found


# The meeting before, in July: the second quarter, its first target not yet adjusted, its second figure uncorrected.
LAST_FROZEN_AT = datetime(2025, 7, 21, 1, 0, tzinfo=UTC)
LAST_CONTENT_SHA256 = "5e" * 32
_REASON = "受上级专项资金核减影响,原定规模无法落实;经评估,按实际到位资金相应调整。"
_BASIS = "市政府第58次常务会议纪要(海政纪〔2025〕31号)"


def older_card(whole: Scorecard) -> Scorecard:
    """The quarter before as it was frozen in July: what ``whole`` knows of it, but for two facts since."""
    then = []
    for one in whole.scores:
        if one.target.id == NEW_TARGET:
            continue
        previous = one.previous
        if previous is not None and previous.value is not None and one.target.id == CORRECTED_TARGET:
            value = previous.value + 2
            previous = replace(previous, report_id=900, value=value, reported_value=value)
        target = one.target
        if target.id == ADJUSTED_TARGET and target.terms.value is not None:
            original = replace(target.terms, value=target.terms.value + 20)
            target = replace(target, terms=original, terms_version=target.terms_version - 1)
        if target.id == READ_ANEW_TARGET:
            target = replace(target, name="误登的名称", terms_version=1, errata=0)
        judged = judge(target.terms, None if previous is None else previous.value, 6, Period(2025, 2), RULES)
        then.append(Score(target, previous, judged))
    return replace(
        whole,
        period=Period(2025, 2),
        scores=tuple(then),
        include_unapproved=False,
        as_of=LAST_FROZEN_AT,
        sequence=401,
    )


ADJUSTED_TARGET, CORRECTED_TARGET, NEW_TARGET, READ_ANEW_TARGET = 6, 9, 12, 16


def matters(whole: Scorecard) -> tuple[MatterLine, ...]:
    """One waits for a decision, one is late with its work, one was closed since the last meeting."""
    targets = [one.target for one in whole.scores][:3]
    follow = (
        (),
        (_decided(date(2025, 9, 30)), _step(2, Step.PROGRESS, "已报省厅,等待批复。", 9)),
        (_decided(date(2025, 9, 20)), _step(2, Step.CLOSED, "用地已落实,项目开工。", 19)),
    )
    return tuple(
        MatterLine(
            number,
            Q3,
            target.id,
            target.code,
            target.name,
            target.lead,
            "用地指标尚缺12亩。",
            "请协调落实用地指标",
            AskedOf.LEADER,
            None,
            "李建国",
            datetime(2025, 8, 5, 2, tzinfo=UTC),
            steps,
        )
        for number, (target, steps) in enumerate(zip(targets, follow, strict=False), 1)
    )


def _decided(due_on: date) -> MatterStepLine:
    unit = UnitRef(77, "市资规局")
    at = datetime(2025, 8, 20, 2, tzinfo=UTC)
    return MatterStepLine(1, Step.DECIDED, "由市资规局在存量指标中调剂", unit, due_on, "王督查", at)


def _step(number: int, step: Step, text: str, day: int) -> MatterStepLine:
    at = datetime(2025, 9, day, 2, tzinfo=UTC)
    return MatterStepLine(number, step, text, None, None, "李建国", at)


def directives(whole: Scorecard) -> tuple[DirectiveLine, ...]:
    """One is late, on an area; one is answered; one on a snapshot was closed since the last meeting."""
    target = whole.scores[0].target
    office = (About.SNAPSHOT, "2025Q2-01", "市政府上半年工作例会", None)
    answered = DirectiveStepLine(1, DirectiveStep.ANSWERED, "已完成前期工作", None, "李建国", _AFTER)
    closing = DirectiveStepLine(2, DirectiveStep.CLOSED, "材料已补充。", None, "沈市长", _AFTER)
    subjects = (
        ((About.AREA, str(target.area.number), target.area.title, target.area.lead), ()),
        ((About.TARGET, target.code, target.name, target.lead), (answered,)),
        (office, (answered, closing)),
    )
    return tuple(
        DirectiveLine(
            id=number,
            period=Q3,
            about=about,
            key=key,
            name=name,
            unit=unit,
            text="请说明滞后原因和赶超措施",
            first_due_on=date(2025, 9, 30),
            by_id=4,
            by="沈市长",
            at=datetime(2025, 9, 5, 2, tzinfo=UTC),
            steps=steps,
        )
        for number, ((about, key, name, unit), steps) in enumerate(subjects, 1)
    )


_AFTER = datetime(2025, 9, 12, 2, tzinfo=UTC)


def errata(found: dict[int, Score]) -> tuple[ErratumLine, ...]:
    """One reading that was corrected since the last meeting, and a target withdrawn before it."""
    if READ_ANEW_TARGET not in found:
        return ()
    target = found[READ_ANEW_TARGET].target
    read = ReadAs(target.name, target.terms, target.lead)
    made = partial(ErratumLine, place="（十二）", quote=target.anchor.quote, made_by="王督查")
    return (
        made(
            99,
            "T12-09",
            ErratumKind.WITHDRAWN,
            original=replace(read, name="往年完成数"),
            corrected=None,
            reason="原文是上年对照数。",
            made_at=datetime(2025, 6, 18, 3, tzinfo=UTC),
            number_reads="reference",
        ),
        made(
            target.id,
            target.code,
            ErratumKind.CORRECTED,
            original=replace(read, name="误登的名称"),
            corrected=read,
            reason="名称登记有误。",
            made_at=datetime(2025, 9, 18, 3, tzinfo=UTC),
        ),
    )


def records(whole: Scorecard) -> Records:
    """One adjustment, two errata, one correction, the window, and the last meeting with the comparison."""
    older, found = older_card(whole), {one.target.id: one for one in whole.scores}
    then = {one.target.id: one for one in older.scores}
    adjustments, corrections = [], []
    if ADJUSTED_TARGET in found:
        now, before = found[ADJUSTED_TARGET].target, then[ADJUSTED_TARGET].target
        adjustments.append(
            AdjustedTerms(
                now.id,
                now.code,
                now.name,
                2,
                before.terms,
                now.terms,
                before.lead.name,
                now.lead.name,
                Period(2025, 1),
                Q3,
                _REASON,
                _BASIS,
                "李建国",
                "王督查",
                datetime(2025, 8, 18, 3, tzinfo=UTC),
            )
        )
    if CORRECTED_TARGET in found:
        now, old = found[CORRECTED_TARGET], then[CORRECTED_TARGET]
        assert now.previous is not None
        assert old.figure is not None
        assert now.previous_status is not None
        corrections.append(
            CorrectedFigure(
                now.previous.report_id,
                now.target.id,
                now.target.code,
                now.target.name,
                now.target.lead.name,
                Period(2025, 2),
                now.target.terms,
                old.figure.value,
                now.previous.value,
                old.status,
                now.previous_status,
                "统计口径重复计算,予以核减。",
                "王晓岚",
                datetime(2025, 8, 1, 2, tzinfo=UTC),
                ReportState.APPROVED,
                "王督查",
                datetime(2025, 8, 4, 2, tzinfo=UTC),
            )
        )
    last = LastMeeting(
        "2025Q2-01",
        LAST_CONTENT_SHA256,
        "市政府上半年工作例会",
        Period(2025, 2),
        date(2025, 7, 22),
        LAST_FROZEN_AT,
        compare(older, whole),
    )
    return Records(
        tuple(adjustments), tuple(corrections), default_window(Q3), last, matters(whole), errata(found)
    )


def content(
    whole: Scorecard | None = None, wrote: dict[int, Texts] | None = None, kept: Records | None = None
) -> str:
    """A content with the made-up records where the made-up card is frozen; none for a card of one's own."""
    if kept is None:
        kept = records(card()) if whole is None else Records()
    whole = card() if whole is None else whole
    return freeze_content(
        whole,
        texts(whole) if wrote is None else wrote,
        "9f" * 32,
        FROZEN_AT,
        "王督查",
        "市政府第三季度工作例会",
        date(2025, 10, 15),
        "ab" * 32,
        None,
        kept,
    )
