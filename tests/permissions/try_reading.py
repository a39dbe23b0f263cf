"""Reading: the plan, its targets, what belongs to them, what was frozen."""

from uuid import uuid4

from tests.entry.ledger import NOW
from tests.permissions.registry import LED, tries
from tests.permissions.stage import Stage
from tests.permissions.try_office import let_in, proposal, requested, withdrawn
from tracker.domain.access import Action, Person
from tracker.domain.meetings.paper import NameOf, Request
from tracker.domain.meetings.paper_settings import HOUSE_PAPER, PaperSettings
from tracker.domain.meetings.wording import Touched
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.erratum import ReadAs
from tracker.queries import adjustments as asked_adjustments
from tracker.queries import (
    carrying,
    corrections,
    first_steps,
    meeting,
    plans,
    scorecard,
    submissions,
    targets,
    year,
)
from tracker.queries import errata as made_errata
from tracker.queries import evidence as kept_evidence
from tracker.queries import notice as read_notice
from tracker.queries import papers as written
from tracker.queries import rules as rule_sets
from tracker.queries import snapshots as frozen
from tracker.queries import units as register_units
from tracker.queries import windows as set_windows
from tracker.services import papers, reports, snapshots
from tracker.services.papers import Decision
from tracker.tables import Reading

# SEE_PLAN


@tries(Action.SEE_PLAN, scorecard.scorecard)
def read_the_scorecard(on: Stage) -> object:
    return scorecard.scorecard(on.session, on.world.plan, on.period, on.person) is not None


@tries(Action.SEE_PLAN, scorecard.read_card)
def read_the_scorecard_with_what_it_rests_on(on: Stage) -> object:
    return scorecard.read_card(on.session, on.world.plan, on.period, on.person) is not None


@tries(Action.SEE_PLAN, carrying.carried_on)
def carry_a_scorecard_on(on: Stage) -> object:
    read = scorecard.read_card(on.session, on.world.plan, on.period, on.person)
    return carrying.carried_on(on.session, read, on.world.plan, on.person, None) is not None


@tries(Action.SEE_PLAN, first_steps.steps_done)
def read_how_far_the_installation_has_come(on: Stage) -> object:
    return bool(first_steps.steps_done(on.session, on.person, on.world.plan))


@tries(Action.SEE_PLAN, plans.clause_around)
def read_the_clause(on: Stage) -> object:
    return plans.clause_around(on.session, on.person, on.world.plan.id, 0) is not None


@tries(Action.SEE_PLAN, read_notice.notice)
def read_the_notice(on: Stage) -> object:
    return read_notice.notice(on.session, on.person, on.world.plan, on.period) is not None


@tries(Action.SEE_PLAN, made_errata.units_named)
def read_who_is_named_around_a_place(on: Stage) -> object:
    return made_errata.units_named(on.session, on.person, on.world.plan, 0) is not None


@tries(Action.SEE_PLAN, rule_sets.rule_history)
def read_the_rules_in_force(on: Stage) -> object:
    return bool(rule_sets.rule_history(on.session, on.person, on.world.plan.id))


@tries(Action.SEE_PLAN, register_units.unit_refs, to_staff_of=LED)
def find_the_unit_in_the_list(on: Stage) -> object:
    return on.lead_unit in {unit.id for unit in register_units.unit_refs(on.session, on.person)}


@tries(Action.SEE_PLAN, set_windows.exceptions, to_staff_of=LED)
def see_who_was_let_in(on: Stage) -> object:
    let_in(on)
    found = set_windows.exceptions(on.session, on.person, on.world.plan.id, on.period)
    return on.lead_unit in {each.unit.id for each in found}


# SEE_TARGET


@tries(Action.SEE_TARGET, targets.targets_of)
def find_the_target_in_the_list(on: Stage) -> object:
    listed = targets.targets_of(on.session, on.person, on.world.plan.id, on.period)
    return on.target_id in {each.id for each in listed}


@tries(Action.SEE_TARGET, scorecard.scorecard)
def find_the_target_on_the_scorecard(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    return on.target_id in {score.target.id for score in card.scores}


@tries(Action.SEE_TARGET, read_notice.notice)
def find_the_target_behind_its_number_in_the_notice(on: Stage) -> object:
    row = Reading(
        plan_id=on.world.plan.id,
        start=0,
        end=1,
        text="1",
        kind="target",
        source="by hand",
        target_id=on.target_id,
    )
    on.session.add(row)
    on.session.flush()
    (found,) = read_notice.notice(on.session, on.person, on.world.plan, on.period).numbers
    return found.target is not None and found.target.id == on.target_id


@tries(Action.SEE_TARGET, submissions.submissions)
def read_the_submissions(on: Stage) -> object:
    on.submitted()
    return bool(submissions.submissions(on.session, on.person, on.target))


@tries(Action.SEE_TARGET, year.year_of)
def find_the_target_in_the_year_of_a_group(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    found = year.year_of(on.session, on.person, card, (on.target_id,))
    return any(scores for _period, scores in found.year)


@tries(Action.SEE_TARGET, year.led_over_year)
def find_the_target_in_the_record_of_its_lead(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    found = year.led_over_year(on.session, on.person, card, on.lead_unit)
    return any(score.target.id == on.target_id for _period, scores in found.year for score in scores)


@tries(Action.SEE_TARGET, year.year_after)
def find_the_target_in_a_year_that_is_carried_on(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.person)
    read = year.year_of(on.session, on.person, card, (on.target_id,))
    found = year.year_after(on.session, on.person, card, read)
    return found is not None and any(scores for _period, scores in found.year)


@tries(Action.SEE_TARGET, submissions.scores_over_year)
def read_the_year(on: Stage) -> object:
    return bool(submissions.scores_over_year(on.session, on.person, on.world.plan, on.target))


@tries(Action.SEE_TARGET, asked_adjustments.versions)
def read_the_versions_of_the_terms(on: Stage) -> object:
    return bool(asked_adjustments.versions(on.session, on.person, on.target))


@tries(Action.SEE_TARGET, asked_adjustments.adjustments_of)
def read_the_adjustments_of_a_target(on: Stage) -> object:
    return asked_adjustments.adjustments_of(on.session, on.person, on.target) is not None


@tries(Action.SEE_TARGET, asked_adjustments.preview)
def preview_an_adjustment(on: Stage) -> object:
    return (
        asked_adjustments.preview(on.session, on.person, on.world.plan, on.target, proposal(on)) is not None
    )


@tries(Action.SEE_TARGET, asked_adjustments.newest_targets)
def find_the_target_among_the_adjustable(on: Stage) -> object:
    listed = asked_adjustments.newest_targets(on.session, on.person, on.world.plan)
    return on.target_id in {each.id for each in listed}


@tries(Action.SEE_TARGET, asked_adjustments.adjustments)
def find_the_request_in_the_register(on: Stage) -> object:
    request = requested(on)
    found = asked_adjustments.adjustments(on.session, on.person, on.world.plan)
    return request in {each.request_id for each in found}


@tries(Action.SEE_TARGET, made_errata.known_of)
def read_how_a_clause_is_read(on: Stage) -> object:
    return bool(made_errata.known_of(on.session, on.person, on.target).versions)


@tries(Action.SEE_TARGET, made_errata.preview_of)
def preview_an_erratum(on: Stage) -> object:
    target = on.target
    read = ReadAs("另一名称", target.terms, target.lead, target.co_units)
    return made_errata.preview_of(on.session, on.person, on.world.plan, target, read) is not None


@tries(Action.SEE_TARGET, made_errata.errata)
def find_the_erratum_in_the_register(on: Stage) -> object:
    made = withdrawn(on, on.office)
    found = made_errata.errata(on.session, on.person, on.world.plan)
    return made in {each.erratum_id for each in found}


@tries(Action.SEE_TARGET, made_errata.withdrawn_targets)
def find_the_target_among_the_withdrawn(on: Stage) -> object:
    withdrawn(on, on.office)
    found = made_errata.withdrawn_targets(on.session, on.person, on.world.plan)
    return on.target_id in {each.id for each in found}


@tries(Action.SEE_TARGET, corrections.corrections)
def find_the_correction_in_the_register(on: Stage) -> object:
    on.approved()
    texts = on.seen().cells | {Field.REASON: (0, "核减。"), Field.VALUE: (0, "29")}
    again = reports.Seen(1, texts)
    report = reports.submit(on.session, on.clerk, on.target_id, on.period, again, uuid4().hex, NOW)
    found = corrections.corrections(on.session, on.person, on.world.plan)
    return report in {each.report_id for each in found}


# SEE_EVIDENCE


@tries(Action.SEE_EVIDENCE, kept_evidence.evidence_file)
def read_a_file_of_the_submission(on: Stage) -> object:
    sha256 = on.attached().sha256
    report = on.submitted(frozenset({sha256}))
    return kept_evidence.evidence_file(on.session, on.person, report, sha256) is not None


@tries(Action.SEE_EVIDENCE, submissions.submissions)
def find_the_file_beside_the_submission(on: Stage) -> object:
    on.submitted(frozenset({on.attached().sha256}))
    (found,) = submissions.submissions(on.session, on.person, on.target)
    return bool(found.files)


# FREEZE_SNAPSHOT, READ_SNAPSHOT


def freeze(on: Stage, person: Person) -> str:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.office).rolled_up()
    return snapshots.freeze(on.session, person, card, {}, "三季度", NOW.date(), NOW)


@tries(Action.FREEZE_SNAPSHOT, snapshots.freeze)
def freeze_a_period(on: Stage) -> object:
    return freeze(on, on.person)


@tries(Action.READ_SNAPSHOT, frozen.snapshots)
def see_what_was_frozen(on: Stage) -> object:
    freeze(on, on.office)
    return bool(frozen.snapshots(on.session, on.person, on.world.plan.id))


@tries(Action.READ_SNAPSHOT, frozen.read_snapshot)
def read_what_was_frozen(on: Stage) -> object:
    return frozen.read_snapshot(on.session, on.person, freeze(on, on.office)) is not None


@tries(Action.READ_SNAPSHOT, meeting.records_of)
def read_what_is_told_beside_it(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.office)
    return meeting.records_of(on.session, on.person, card, NOW.date()) is not None


@tries(Action.READ_SNAPSHOT, meeting.known_records)
def read_what_was_adjusted_mended_and_asked(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.office)
    return meeting.known_records(on.session, on.person, card) is not None


# The papers before they are frozen


SAID = Decision("overall", Touched(Request("总体平稳。")))


def decide(on: Stage, person: Person) -> int:
    return papers.decide(on.session, person, on.world.plan.id, on.period, [SAID], NOW)


def set_settings(on: Stage, person: Person) -> int:
    wanted = PaperSettings(office="江北市人民政府督查室")
    return papers.set_paper_settings(on.session, person, on.world.plan.id, wanted, 0, NOW)


@tries(Action.FREEZE_SNAPSHOT, papers.decide)
def write_a_sentence(on: Stage) -> object:
    return decide(on, on.person)


@tries(Action.FREEZE_SNAPSHOT, papers.set_paper_settings)
def set_how_papers_look(on: Stage) -> object:
    return set_settings(on, on.person)


@tries(Action.FREEZE_SNAPSHOT, papers.give_short_name)
def give_a_short_name(on: Stage) -> None:
    plan_id, of = on.world.plan.id, NameOf.TARGET
    papers.give_short_name(on.session, on.person, plan_id, of, on.target_id, "吞吐", NOW)


@tries(Action.FREEZE_SNAPSHOT, written.paper_draft)
def read_what_is_written(on: Stage) -> object:
    decide(on, on.office)
    return bool(written.paper_draft(on.session, on.person, on.world.plan, on.period).steps)


@tries(Action.FREEZE_SNAPSHOT, written.prepared_papers)
def see_the_papers_before_they_are_frozen(on: Stage) -> object:
    decide(on, on.office)
    made = written.prepared_papers(on.session, on.person, on.world.plan, on.period, NOW)
    return made.paper.words.overall is not None


@tries(Action.READ_SNAPSHOT, written.paper_settings)
def read_how_papers_look(on: Stage) -> object:
    set_settings(on, on.office)
    return written.paper_settings(on.session, on.person, on.world.plan.id) is not None


@tries(Action.READ_SNAPSHOT, written.settings_in_force)
def read_what_files_are_made_with(on: Stage) -> object:
    set_settings(on, on.office)
    return written.settings_in_force(on.session, on.person, on.world.plan.id, HOUSE_PAPER) != HOUSE_PAPER


@tries(Action.READ_SNAPSHOT, written.given_names)
def read_the_short_names(on: Stage) -> object:
    card = scorecard.scorecard(on.session, on.world.plan, on.period, on.office)
    return written.given_names(on.session, on.person, card) is not None
