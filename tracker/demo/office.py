"""What the mayor's office and the departments did beside reporting: made up, as the figures are.

A correction, an adjustment and a request for one, countersigning, matters needing a decision, directives,
leaders in charge, a unit that was renamed, words for the meeting.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.meetings.paper import NameOf, Paper, Request
from tracker.domain.meetings.wording import MEETING, Meeting, Touched
from tracker.domain.progress.scorecard import PlanRef, Scorecard, Target
from tracker.domain.sentences.proposals import proposals
from tracker.domain.workflow.adjustment import Proposed
from tracker.domain.workflow.directive import About
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Stance, VerifyMethod
from tracker.domain.workflow.matters import AskedOf
from tracker.domain.workflow.reorganisation import Reform, ReformKind
from tracker.queries.matters import matters as matters_of
from tracker.queries.papers import draft_of, given_names, paper_of
from tracker.queries.submissions import submissions
from tracker.queries.successions import known_units
from tracker.queries.targets import areas_of
from tracker.queries.units import unit_refs
from tracker.services import adjustments, countersigns, directives, leaders, matters, papers
from tracker.services.papers import Decision
from tracker.services.reorganisations import reorganise
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve

Clerks = dict[str, Person]
DEPUTY_NAME = "周副市长"
# Of areas by number; what an area's leader is not in charge of goes with its lead unit.
_IN_CHARGE = {DEPUTY_NAME: (3, 6), "吴副市长": (1, 2), "郑副市长": (4, 7), "王副市长": (5, 8)}


def put_in_charge(session: Session, plan: PlanRef, reviewer: Person, deputy: Person, at: datetime) -> None:
    """Four deputy mayors share the areas; the first has an account."""
    areas = {area.number: area.id for area in areas_of(session, plan.id, plan.periods[0])}
    finance = next(unit.id for unit in unit_refs(session, reviewer) if unit.name == "市财政局")
    for name, numbers in _IN_CHARGE.items():
        is_deputy = name == DEPUTY_NAME
        leader = leaders.add_leader(session, reviewer, name, deputy.account_id if is_deputy else None, at)
        units = (finance,) if is_deputy else ()
        of_areas = [areas[number] for number in numbers]
        leaders.assign(session, reviewer, leader, of_areas, units, date(plan.year, 1, 1), None, at)


def rename(session: Session, plan: PlanRef, administrator: Person) -> None:
    """A unit that leads nothing and co-leads eight targets has another name from the third quarter on."""
    old = next(unit.id for unit in known_units(session) if unit.name == "市传媒中心")
    document = "市委编委关于市传媒中心更名的通知"
    asked = Reform(ReformKind.RENAMED, (old,), ("市融媒体中心",), date(plan.year, 8, 18), document, "", {})
    at = datetime(plan.year, 8, 20, 10, 30, tzinfo=SHANGHAI)
    reorganise(session, administrator, asked, "demo-rename", at)


def correct(session: Session, plan: PlanRef, target: Target, clerk: Person, reviewer: Person) -> None:
    """The second quarter's revenue was sent with two digits exchanged; found when the third was prepared."""
    period, at = Period(plan.year, 2), datetime(plan.year, 10, 10, 15, 20, tzinfo=SHANGHAI)
    typed = {
        Field.VALUE: "3416",
        Field.DATA_MONTH: "6",
        Field.FINALITY: "final",
        Field.PROGRESS: "截至6月底，景区累计营收3416万元。",
        Field.REASON: "二季度上报时数字录入颠倒，经与景区财务报表核对予以更正。",
    }
    seen = Seen(1, {field: (0, text) for field, text in typed.items()})
    report = submit(session, clerk, target.id, period, seen, f"demo-correct-{target.code}", at)
    approve(
        session,
        reviewer,
        report,
        at + timedelta(days=1),
        verified_value=Decimal(3416),
        method=VerifyMethod.DOCUMENTS,
    )


def adjust(
    session: Session, plan: PlanRef, targets: dict[str, Target], clerks: Clerks, office: Person
) -> None:
    """What the notice itself made depend on the state's funds is lowered; another request waits."""
    lifts, at = targets["T40-05"], datetime(plan.year, 9, 16, 10, 0, tzinfo=SHANGHAI)
    request = adjustments.apply(
        session,
        clerks[lifts.lead.name],
        lifts.id,
        lifts.terms_id,
        _lowered(lifts, 150, plan),
        "上级核准的超长期国债资金可支持150台，按文件“以资金拨付数为准”的约定相应调整。",
        "省级超长期特别国债资金安排通知",
        f"demo-adjust-{lifts.code}",
        at,
    )
    adjustments.accept(session, office, request, "情况属实，同意。", at + timedelta(days=3))
    foreign = targets["T26-01"]
    adjustments.apply(
        session,
        clerks[foreign.lead.name],
        foreign.id,
        foreign.terms_id,
        _lowered(foreign, 4, plan),
        "受投资方决策延期影响，1个在谈项目预计推迟至明年一季度签约。",
        "项目联系单",
        f"demo-adjust-{foreign.code}",
        datetime(plan.year, 10, 14, 9, 40, tzinfo=SHANGHAI),
    )


def _lowered(target: Target, value: int, plan: PlanRef) -> Proposed:
    terms = replace(target.terms, value=Decimal(value))
    return Proposed(terms.value, terms.path, terms.plan_values, None, target.lead.id, Period(plan.year, 3))


def countersign(session: Session, plan: PlanRef, target: Target, clerks: Clerks, office: Person) -> None:
    """Co-responsible units speak on what waits for review: the first objects, the others confirm."""
    waiting = next(
        each
        for each in submissions(session, office, target)
        if each.period == Period(plan.year, 3) and each.state is ReportState.SUBMITTED
    )
    at = datetime(plan.year, 10, 13, 11, 5, tzinfo=SHANGHAI)
    units = [unit for unit in target.co_units if unit.name in clerks]
    for number, unit in enumerate(units):
        stance = Stance.OBJECT if number == 0 else Stance.CONFIRM
        note = "其中12场为镇（街道）自办活动，建议核减后上报。" if number == 0 else ""
        clerk, then = clerks[unit.name], at + timedelta(hours=number)
        countersigns.sign(session, clerk, waiting.report_id, unit.id, stance, note, then)


def raise_matters(
    session: Session, plan: PlanRef, targets: dict[str, Target], clerks: Clerks, office: Person
) -> None:
    """One is open, one decided and worked on, one closed with its note."""
    third = Period(plan.year, 3)
    berths, fund, charge = targets["T18-01"], targets["T29-02"], targets["T33-05"]

    def put(target: Target, obstacle: str, request: str, at: datetime) -> int:
        return matters.raise_matter(
            session,
            clerks[target.lead.name],
            plan.id,
            target.id,
            third,
            obstacle,
            request,
            AskedOf.LEADER,
            None,
            f"demo-matter-{target.code}",
            at,
        )

    put(
        fund,
        "3个中长期贷款项目资本金比例不足，银行审批停滞。",
        "请协调落实项目资本金来源。",
        datetime(plan.year, 10, 15, 9, 30, tzinfo=SHANGHAI),
    )
    at = datetime(plan.year, 7, 14, 9, 0, tzinfo=SHANGHAI)
    decided = put(berths, "4个泊位岸线使用和用地预审尚未批复，无法开工。", "请协调加快岸线、用地审批。", at)
    land = targets["T35-01"].lead
    matters.decide(
        session,
        office,
        decided,
        0,
        "7月底前完成用地预审，专班每周调度。",
        land.id,
        date(plan.year, 7, 31),
        at + timedelta(days=7),
    )
    matters.report_progress(
        session, clerks[land.name], decided, 1, "用地预审已报省厅，预计11月批复。", at + timedelta(days=60)
    )
    at = datetime(plan.year, 4, 15, 9, 0, tzinfo=SHANGHAI)
    closed = put(charge, "农村公共停车场电力增容费用未明确承担主体。", "请明确增容费用承担方式。", at)
    matters.decide(
        session,
        office,
        closed,
        0,
        "由市供电公司按乡村电网改造项目列支。",
        charge.lead.id,
        date(plan.year, 5, 31),
        at + timedelta(days=6),
    )
    matters.close(
        session,
        office,
        closed,
        1,
        "增容费用已列入电网改造计划，首批33个点位完成接电。",
        at + timedelta(days=50),
    )


def write_directives(
    session: Session, plan: PlanRef, targets: dict[str, Target], clerks: Clerks, leader: Person
) -> None:
    """One is answered and waits to be closed, one waits for its answer."""
    charge, enterprises = targets["T33-05"], targets["A1-01"]

    def put(target: Target, text: str, due_on: date, at: datetime) -> int:
        return directives.write_directive(
            session,
            leader,
            plan.id,
            About.TARGET,
            target.code,
            Period(plan.year, 3),
            text,
            due_on,
            f"demo-directive-{target.code}",
            at,
        )

    at = datetime(plan.year, 10, 13, 8, 30, tzinfo=SHANGHAI)
    answered = put(charge, "连续滞后，请说明原因和年底前的安排。", date(plan.year, 10, 17), at)
    directives.answer(
        session,
        clerks[charge.lead.name],
        answered,
        0,
        "主要是村级配套资金筹措偏慢。已落实2个镇的资金，10月底前开工30根，12月10日前全部完工。",
        at + timedelta(days=2),
    )
    put(
        enterprises,
        "请列出年底前可以认定的企业名单，逐家说明进度。",
        date(plan.year, 10, 31),
        at + timedelta(days=4),
    )


# What the office adds for the meeting, and how it calls long names there.
_OVERALL = "四季度要把力量放在对外开放和工程建设上。"
_SHORT = {
    "T26-01": "外资大项目",
    "T27-01": "领航企业",
    "T18-01": "内河泊位",
    "T33-05": "农村充电桩",
    "T35-02": "高标准农田",
    "T40-05": "老旧电梯更新",
    "T22-02": "境外展会参展",
    "T22-03": "服务贸易增速",
    "T10-02": "数字化试点",
    "T28-01": "产业用地指标",
    "T08-01": "设备更新",
    "T31-02": "电量供给",
    "T31-04": "交易电量",
    "T03-01": "科创强基",
    "T43-05": "康复辅具",
    "T15-01": "人力资源机构",
    "T29-02": "中长期项目贷款",
    "A1-01": "高新技术企业",
    "T11-01": "专精特新企业",
    "T13-01": "5A景区创建",
    "T13-02": "盐官景区游客",
    "T13-03": "盐官景区营收",
    "T13-05": "文艺赋美活动",
    "T13-07": "省级体育赛事",
    "T42-01": "医院挂牌",
}


def write_papers(
    session: Session, card: Scorecard, targets: dict[str, Target], reviewer: Person, at: datetime
) -> Paper:
    """The office takes what the figures propose, and adds what they do not know."""
    plan, period = card.plan, card.period
    known = matters_of(session, reviewer, plan)
    for code, name in _SHORT.items():
        if code in targets:
            papers.give_short_name(session, reviewer, plan.id, NameOf.TARGET, targets[code].id, name, at)
    named = Paper(names=given_names(session, reviewer, card))
    taken = [
        Decision(each.about, Touched(each.said, each.basis))
        for each in proposals(card, known, at.date(), named)
    ]
    own = [
        Decision(MEETING, Meeting(at.date())),
        Decision("overall", Touched(Request(_OVERALL))),
    ]
    papers.decide(session, reviewer, plan.id, period, [*own, *taken], at)
    return paper_of(session, draft_of(session, plan.id, period), card, known, at.date())
