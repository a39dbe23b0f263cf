"""What the mayor's office does: review, windows, chasing, adjustments, errata, matters, directives."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import uuid4

from tests.entry.ledger import CLOSES, DUE, NOW, OPENS
from tests.linking.cast import add_second_plan
from tests.notice.test_preparing import FACTS, ROADS_LEAD
from tests.notice.test_preparing import TEXT as NOTICE
from tests.permissions.registry import OWN, tries
from tests.permissions.stage import Stage
from tracker.domain.access import Action, Person, Role
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.meetings.reporting import Line, filings
from tracker.domain.workflow.adjustment import Proposed
from tracker.domain.workflow.chasing import Channel
from tracker.domain.workflow.directive import About
from tracker.domain.workflow.erratum import ReadAs
from tracker.domain.workflow.matters import AskedOf
from tracker.domain.workflow.news import News
from tracker.domain.workflow.stated_path import Asked, StatedPath
from tracker.domain.workflow.windows import Timetable
from tracker.notice.decisions import Decision, NumberSet, UnitSet
from tracker.notice.readings import ReadingKind
from tracker.notice.records import Register
from tracker.notice.register import load_register
from tracker.queries import audit as trail
from tracker.queries import chasing as chased
from tracker.queries import countersigns as to_countersign
from tracker.queries import decided as decisions
from tracker.queries import directives as listed_directives
from tracker.queries import linked, own_work, reminders, reporting, scorecard, waiting
from tracker.queries import matters as listed_matters
from tracker.queries import news as told_news
from tracker.queries import plan_drafts as in_work
from tracker.queries import plans as listed_plans
from tracker.queries import stated_paths as read_paths
from tracker.services import (
    adjustments,
    chasing,
    directives,
    errata,
    links,
    matters,
    options,
    plan_drafts,
    plans,
    register,
    reviews,
    stated_paths,
    windows,
)
from tracker.settings import ROOT
from tracker.tables import TargetTerms

# REVIEW


@tries(Action.REVIEW, decisions.decided)
def what_was_decided(on: Stage) -> bool:
    reviews.approve(on.session, on.office, on.submitted(), NOW)
    return decisions.decided(on.session, on.person, on.world.plan, on.period, most=9).count == 1


@tries(Action.REVIEW, waiting.waiting)
def read_the_queue(on: Stage) -> object:
    report = on.submitted()
    found = waiting.waiting(on.session, on.person, on.world.plan, on.period)
    return report in {each.submission.report_id for each in found}


@tries(Action.REVIEW, own_work.own_work)
def see_at_the_door_that_something_waits(on: Stage) -> object:
    on.submitted()
    return "review" in own_work.own_work(on.session, on.person, on.world.plan, on.period, NOW)


@tries(Action.REVIEW, to_countersign.objected_to)
def read_the_objections(on: Stage) -> object:
    return to_countersign.objected_to(on.session, on.person, on.world.plan, on.period) is not None


@tries(Action.REVIEW, reviews.approve)
def approve_a_submission(on: Stage) -> None:
    reviews.approve(on.session, on.person, on.submitted(), NOW)


@tries(Action.REVIEW, reviews.approve_many)
def approve_several(on: Stage) -> object:
    return not reviews.approve_many(on.session, on.person, [on.submitted()], NOW)


@tries(Action.REVIEW, reviews.send_back_many)
def send_several_back(on: Stage) -> object:
    return not reviews.send_back_many(on.session, on.person, [on.submitted()], "请核对口径。", NOW)


@tries(Action.REVIEW, reviews.send_back)
def send_a_submission_back(on: Stage) -> None:
    reviews.send_back(on.session, on.person, on.submitted(), "请核对口径。", NOW)


@tries(Action.REVIEW, told_news.news)
def be_told_that_something_came(on: Stage) -> object:
    on.submitted()
    told = told_news.news(on.session, on.person, on.world.plan, OPENS - timedelta(days=400), NOW)
    return News.SUBMITTED in {item.kind for item in told}


# SET_WINDOW


@tries(Action.SET_WINDOW, windows.set_window)
def set_a_window(on: Stage) -> None:
    windows.set_window(on.session, on.person, on.world.plan.id, on.period, OPENS, DUE, CLOSES, NOW)


@tries(Action.SET_WINDOW, windows.set_timetable)
def set_all_windows(on: Stage) -> None:
    assert windows.set_timetable(on.session, on.person, on.world.plan, Timetable(), NOW)


def let_in(on: Stage) -> None:
    until = CLOSES + timedelta(days=9)
    windows.let_in(
        on.session, on.office, on.world.plan.id, on.period, on.lead_unit, until, "系统故障。", CLOSES
    )


@tries(Action.SET_WINDOW, windows.let_in)
def let_a_unit_in(on: Stage) -> None:
    until = CLOSES + timedelta(days=9)
    windows.let_in(
        on.session, on.person, on.world.plan.id, on.period, on.lead_unit, until, "系统故障。", CLOSES
    )


@tries(Action.SET_WINDOW, windows.end_exception)
def shut_a_unit_out_again(on: Stage) -> None:
    let_in(on)
    exception = windows.newest_exception(on.session, on.world.plan.id, on.period, on.lead_unit)
    assert exception is not None
    assert exception.id is not None
    windows.end_exception(on.session, on.person, exception.id, CLOSES)


@tries(Action.SET_WINDOW, options.set_head_confirms)
def switch_the_confirmation_on(on: Stage) -> None:
    options.set_head_confirms(on.session, on.person, on.world.plan.id, True, NOW)


# SEE_REPORTING, CHASE


@tries(Action.SEE_REPORTING, reporting.filed)
def see_who_has_reported(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    return reporting.filed(on.session, on.person, card) is not None


@tries(Action.SEE_REPORTING, reporting.read_filings)
def see_what_was_filed_by_department(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    return bool(reporting.read_filings(on.session, on.person, card).filings)


@tries(Action.SEE_REPORTING, reporting.filings_after)
def see_it_carried_on(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    read = reporting.FilingsRead(filings(card, map(Line, card.scores)), trail.newest_row(on.session))
    return reporting.filings_after(on.session, on.person, card, read) is not None


@tries(Action.SEE_REPORTING, reporting.drafts_of)
def read_who_has_begun(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    return reporting.drafts_of(on.session, on.person, card) is not None


@tries(Action.CHASE, chased.open_by_unit)
def see_what_is_open_by_unit(on: Stage) -> object:
    return chased.open_by_unit(on.session, on.person, on.world.plan, on.period, NOW) is not None


@tries(Action.CHASE, chased.with_last_sent)
def see_what_was_sent_last(on: Stage) -> object:
    return chased.with_last_sent(on.session, on.person, on.world.plan, on.period, ()) is not None


@tries(Action.CHASE, chased.to_chase)
def see_whom_to_chase(on: Stage) -> object:
    return chased.to_chase(on.session, on.person, on.world.plan, on.period, NOW) is not None


@tries(Action.CHASE, chased.sent)
def see_who_was_chased(on: Stage) -> object:
    return chased.sent(on.session, on.person, on.world.plan, on.period) is not None


@tries(Action.CHASE, reminders.sent_about)
def see_who_was_chased_in_several_plans(on: Stage) -> object:
    return reminders.sent_about(on.session, on.person, [(on.world.plan, on.period)]) is not None


@tries(Action.CHASE, chasing.log)
def chase(on: Stage) -> None:
    chasing.log(
        on.session,
        on.person,
        on.world.plan.id,
        on.period,
        on.lead_unit,
        Channel.COPY,
        "",
        "请尽快填报。",
        "",
        NOW,
    )


# STATE_PATH, AGREE_PATH

SPRING = datetime(2025, 1, 20, 9, tzinfo=SHANGHAI)


def asked(on: Stage) -> Asked:
    return Asked(on.target_id, on.world.terms[on.name], None, StatedPath(Path.YEAR_END))


def stated(on: Stage) -> list[int]:
    assert stated_paths.state(on.session, on.clerk, [asked(on)], SPRING) == ()
    listed = read_paths.path_rows(on.session, on.office, on.world.plan)
    return [row.newest.id for row in listed if row.newest is not None]


@tries(Action.STATE_PATH, stated_paths.state)
def state_a_path(on: Stage) -> object:
    return not stated_paths.state(on.session, on.person, [asked(on)], SPRING)


@tries(Action.AGREE_PATH, stated_paths.agree)
def agree_to_a_path(on: Stage) -> object:
    return not stated_paths.agree(on.session, on.person, stated(on), SPRING)


@tries(Action.AGREE_PATH, stated_paths.send_back)
def send_a_path_back(on: Stage) -> object:
    return not stated_paths.send_back(on.session, on.person, stated(on), "请核实。", SPRING)


@tries(Action.SEE_TARGET, read_paths.path_rows)
def find_the_target_among_the_stated_paths(on: Stage) -> object:
    listed = read_paths.path_rows(on.session, on.person, on.world.plan)
    return on.target_id in {row.target.id for row in listed}


# REQUEST_ADJUSTMENT, DECIDE_ADJUSTMENT


def proposal(on: Stage) -> Proposed:
    terms = on.target.terms
    return Proposed(Decimal(33), terms.path, None, None, on.lead_unit, on.period)


def apply(on: Stage, person: Person) -> int:
    terms, why, basis = on.world.terms[on.name], "外部环境变化。", "海政发〔2025〕3号"
    return adjustments.apply(
        on.session, person, on.target_id, terms, proposal(on), why, basis, uuid4().hex, NOW
    )


def requested(on: Stage) -> int:
    return apply(on, on.clerk)


@tries(Action.REQUEST_ADJUSTMENT, adjustments.apply)
def ask_for_other_terms(on: Stage) -> object:
    return apply(on, on.person)


@tries(Action.REQUEST_ADJUSTMENT, adjustments.take_back)
def take_ones_request_back(on: Stage) -> None:
    """The office takes back what it asked for itself, a clerk what the own unit asked for."""
    request = apply(on, on.person) if on.role is Role.REVIEWER else requested(on)
    adjustments.take_back(on.session, on.person, request, NOW)


@tries(Action.DECIDE_ADJUSTMENT, adjustments.accept)
def accept_other_terms(on: Stage) -> object:
    return adjustments.accept(on.session, on.person, requested(on), "同意。", NOW)


@tries(Action.DECIDE_ADJUSTMENT, adjustments.refuse)
def turn_other_terms_down(on: Stage) -> None:
    adjustments.refuse(on.session, on.person, requested(on), "依据不足。", NOW)


# SEE_DRAFT_PLAN, MANAGE_PLAN


@cache
def _small_register() -> Register:
    whole = load_register(ROOT / "seed" / "haining-2025")
    return replace(whole, targets=(whole.target("A1-01"),), readings=(), articles=whole.articles[:5])


def drafted(on: Stage, person: Person | None) -> int:
    """Another plan, in draft; its id."""
    plan_id = register.draft(on.session, person, _small_register(), NOW)
    assert plan_id is not None
    return plan_id


@tries(Action.SEE_DRAFT_PLAN, listed_plans.plans)
def see_a_draft_among_the_plans(on: Stage) -> object:
    plan_id = drafted(on, None)
    return plan_id in {plan.id for plan in listed_plans.plans(on.session, on.person)}


@tries(Action.SEE_DRAFT_PLAN, listed_plans.plan_lines)
def read_how_far_the_plans_are(on: Stage) -> object:
    return bool(listed_plans.plan_lines(on.session, on.person))


@tries(Action.SEE_DRAFT_PLAN, listed_plans.publishers)
def see_who_may_publish(on: Stage) -> object:
    return listed_plans.publishers(on.session, on.person, on.world.plan.id).others != ()


@tries(Action.MANAGE_PLAN, register.draft)
def draft_a_plan(on: Stage) -> object:
    return drafted(on, on.person)


@tries(Action.MANAGE_PLAN, plans.publish)
def publish_a_plan(on: Stage) -> None:
    plans.publish(on.session, on.person, drafted(on, on.office), 1, NOW)


@tries(Action.MANAGE_PLAN, plans.close)
def close_a_plan(on: Stage) -> None:
    plans.close(on.session, on.person, on.world.plan.id, 1, "年度结束。", NOW)


@tries(Action.MANAGE_PLAN, plans.reopen)
def open_a_plan_again(on: Stage) -> None:
    plans.close(on.session, on.office, on.world.plan.id, 1, "年度结束。", NOW)
    plans.reopen(on.session, on.person, on.world.plan.id, 2, "误结束。", NOW)


def in_preparation(on: Stage, person: Person, *decisions: Decision) -> int:
    """A notice on its way to a plan; its id."""
    draft_id = plan_drafts.take_notice(on.session, person, "通知.txt", NOTICE, uuid4().hex, NOW)
    if decisions:
        plan_drafts.decide(on.session, person, draft_id, 0, decisions, NOW)
    return draft_id


@tries(Action.MANAGE_PLAN, plan_drafts.take_notice)
def take_a_notice_in(on: Stage) -> object:
    return in_preparation(on, on.person)


@tries(Action.MANAGE_PLAN, plan_drafts.decide)
def decide_on_a_number(on: Stage) -> object:
    draft_id, said = in_preparation(on, on.office), NumberSet(0, ReadingKind.DATE)
    return plan_drafts.decide(on.session, on.person, draft_id, 0, [said], NOW)


@tries(Action.MANAGE_PLAN, plan_drafts.make_draft)
def draft_a_plan_from_a_notice(on: Stage) -> object:
    means = UnitSet("市交通局", "市交通运输局")
    draft_id = in_preparation(on, on.office, FACTS, ROADS_LEAD, means)
    return plan_drafts.make_draft(on.session, on.person, draft_id, 3, NOW)


@tries(Action.MANAGE_PLAN, plan_drafts.drop)
def give_a_notice_up(on: Stage) -> None:
    plan_drafts.drop(on.session, on.person, in_preparation(on, on.office), 0, "文件已撤回。", NOW)


@tries(Action.MANAGE_PLAN, in_work.plan_drafts)
def list_what_is_in_preparation(on: Stage) -> object:
    return in_work.plan_drafts(on.session, on.person)


@tries(Action.MANAGE_PLAN, in_work.plan_draft)
def see_a_notice_in_preparation(on: Stage) -> object:
    return in_work.plan_draft(on.session, on.person, in_preparation(on, on.office))


@tries(Action.MANAGE_PLAN, in_work.remembered)
def see_what_was_said_of_such_numbers(on: Stage) -> object:
    return in_work.remembered(on.session, on.person, in_preparation(on, on.office))


@tries(Action.MANAGE_PLAN, in_work.steps_taken)
def see_how_much_was_decided_before(on: Stage) -> object:
    return in_work.steps_taken(on.session, on.person, in_preparation(on, on.office))


@tries(Action.MANAGE_PLAN, in_work.unit_matches)
def see_which_units_a_notice_names(on: Stage) -> object:
    draft_id = in_preparation(on, on.office)
    plan = in_work.prepared_plan(on.session, on.office, draft_id)
    return in_work.unit_matches(on.session, on.person, plan)


@tries(Action.MANAGE_PLAN, in_work.prepared_plan)
def see_the_plan_that_a_notice_makes(on: Stage) -> object:
    return in_work.prepared_plan(on.session, on.person, in_preparation(on, on.office))


# MAKE_ERRATUM


def withdrawn(on: Stage, person: Person) -> int:
    terms = on.world.terms[on.name]
    return errata.withdraw(on.session, person, on.target_id, terms, "", "原文是对照数。", uuid4().hex, NOW)


@tries(Action.MAKE_ERRATUM, errata.correct)
def correct_a_reading(on: Stage) -> object:
    target, terms = on.target, on.world.terms[on.name]
    read = ReadAs("另一名称", target.terms, target.lead, target.co_units)
    return errata.correct(on.session, on.person, target.id, terms, read, "名称有误。", uuid4().hex, NOW)


@tries(Action.MAKE_ERRATUM, errata.add_missed)
def add_a_missed_target(on: Stage) -> object:
    terms = Terms(Kind.RUNNING_TOTAL, Operator.AT_LEAST, Decimal(2000), "人", Path.EVEN)
    read, plan = ReadAs("引进人才", terms, on.target.lead), on.world.plan.id
    quote = "引进人才2000人以上"
    return errata.add_missed(
        on.session, on.person, plan, quote, "2000", read, "登记时遗漏。", uuid4().hex, NOW
    )


@tries(Action.MAKE_ERRATUM, errata.withdraw)
def withdraw_a_target(on: Stage) -> object:
    return withdrawn(on, on.person)


@tries(Action.MAKE_ERRATUM, errata.restore)
def restore_a_withdrawn_target(on: Stage) -> object:
    withdrawn(on, on.office)
    return errata.restore(on.session, on.person, on.target_id, "撤销有误。", uuid4().hex, NOW)


# LINK_TARGETS


def twin(on: Stage) -> int:
    """A target of another plan that asks the same of the same lead."""
    terms = on.session.get_one(TargetTerms, on.world.terms[on.name])
    rhythm = on.period.rhythm
    return add_second_plan(on.session, {on.name: terms.terms}, terms.lead_unit_id, rhythm=rhythm)[on.name]


@tries(Action.LINK_TARGETS, links.link)
def link_two_targets(on: Stage) -> object:
    return links.link(on.session, on.person, on.target_id, twin(on), "同一批企业。", NOW)


@tries(Action.LINK_TARGETS, links.unlink)
def part_two_targets(on: Stage) -> object:
    links.link(on.session, on.office, on.target_id, twin(on), "同一批企业。", NOW)
    return links.unlink(on.session, on.person, on.target_id, "口径不同。", NOW)


@tries(Action.LINK_TARGETS, linked.linkable)
def see_what_can_be_linked(on: Stage) -> object:
    other = twin(on)
    found = linked.linkable(on.session, on.person, on.world.plan, on.target)
    return other in {side.target.id for side in found}


# SEE_MATTERS, RAISE_MATTER, WORK_ON_MATTER, DECIDE_MATTER


def raised(on: Stage, person: Person) -> int:
    return matters.raise_matter(
        on.session,
        person,
        on.world.plan.id,
        on.target_id,
        on.period,
        "用地指标不足。",
        "请协调指标。",
        AskedOf.OFFICE,
        None,
        uuid4().hex,
        NOW,
    )


def decided(on: Stage) -> int:
    matter = raised(on, on.clerk)
    day = (NOW + timedelta(days=20)).date()
    matters.decide(on.session, on.office, matter, 0, "同意调剂。", on.lead_unit, day, NOW)
    return matter


@tries(Action.SEE_MATTERS, listed_matters.matters)
def read_the_matters(on: Stage) -> object:
    return listed_matters.matters(on.session, on.person, on.world.plan) is not None


@tries(Action.SEE_MATTERS, listed_matters.units_to_ask)
def see_whom_to_ask(on: Stage) -> object:
    return bool(listed_matters.units_to_ask(on.session, on.person))


@tries(Action.SEE_MATTERS, listed_matters.matter_of, to_staff_of=OWN)
def read_one_matter(on: Stage) -> object:
    return listed_matters.matter_of(on.session, on.person, on.world.plan, raised(on, on.clerk)) is not None


@tries(Action.RAISE_MATTER, matters.raise_matter)
def raise_a_matter(on: Stage) -> object:
    return raised(on, on.person)


@tries(Action.RAISE_MATTER, matters.withdraw)
def take_a_matter_back(on: Stage) -> None:
    matters.withdraw(on.session, on.person, raised(on, on.clerk), 0, "已自行解决。", NOW)


@tries(Action.WORK_ON_MATTER, matters.report_progress)
def say_what_was_done_about_a_matter(on: Stage) -> None:
    matters.report_progress(on.session, on.person, decided(on), 1, "已完成调剂。", NOW)


@tries(Action.DECIDE_MATTER, matters.decide)
def decide_a_matter(on: Stage) -> None:
    matter, day = raised(on, on.clerk), (NOW + timedelta(days=20)).date()
    matters.decide(on.session, on.person, matter, 0, "同意调剂。", on.lead_unit, day, NOW)


@tries(Action.DECIDE_MATTER, matters.close)
def close_a_matter(on: Stage) -> None:
    matters.close(on.session, on.person, decided(on), 1, "已落实,予以销号。", NOW)


# SEE_DIRECTIVES, WRITE_DIRECTIVE, ANSWER_DIRECTIVE, CLOSE_DIRECTIVE


def written(on: Stage, person: Person) -> int:
    return directives.write_directive(
        on.session,
        person,
        on.world.plan.id,
        About.TARGET,
        on.target.code,
        on.period,
        "请说明原因。",
        (NOW + timedelta(days=20)).date(),
        uuid4().hex,
        NOW,
    )


@tries(Action.SEE_DIRECTIVES, listed_directives.directives)
def read_the_directives(on: Stage) -> object:
    return listed_directives.directives(on.session, on.person, on.world.plan) is not None


@tries(Action.SEE_DIRECTIVES, listed_directives.directive_of, to_staff_of=OWN)
def read_one_directive(on: Stage) -> object:
    return listed_directives.directive_of(on.session, on.person, on.world.plan, written(on, on.leader))


@tries(Action.SEE_DIRECTIVES, listed_directives.directives_waiting)
def see_which_directives_wait(on: Stage) -> object:
    return listed_directives.directives_waiting(on.session, on.person, on.world.plan) is not None


@tries(Action.WRITE_DIRECTIVE, directives.write_directive)
def write_a_directive(on: Stage) -> object:
    return written(on, on.person)


@tries(Action.WRITE_DIRECTIVE, directives.ask_further)
def ask_further(on: Stage) -> None:
    day = (NOW + timedelta(days=30)).date()
    directives.ask_further(on.session, on.person, written(on, on.leader), 0, "请再核实。", day, NOW)


@tries(Action.ANSWER_DIRECTIVE, directives.answer)
def answer_a_directive(on: Stage) -> None:
    number = written(on, on.leader)
    directives.answer(on.session, on.person, number, 0, "已查明。", NOW)


@tries(Action.CLOSE_DIRECTIVE, directives.close)
def close_a_directive(on: Stage) -> None:
    number = written(on, on.leader)
    directives.answer(on.session, on.clerk, number, 0, "已查明。", NOW)
    directives.close(on.session, on.person, number, 1, "已落实。", NOW)
