"""What a department does: its tasks, its figures, its head's word, its say on others' figures."""

from decimal import Decimal
from uuid import uuid4

from tests.entry.ledger import NOW
from tests.permissions.registry import tries
from tests.permissions.stage import FILE, Stage
from tracker.domain.access import Action
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Stance, VerifyMethod
from tracker.queries import confirmations as to_confirm
from tracker.queries import countersigns as to_countersign
from tracker.queries import entries, forms
from tracker.queries import evidence as kept_evidence
from tracker.queries.forms import read_ledger
from tracker.queries.targets import targets_of
from tracker.services import (
    confirmations,
    countersigns,
    drafts,
    evidence,
    options,
    reports,
    reviews,
    supplements,
)

# SEE_OWN_TASKS


def ledger(on: Stage) -> entries.Ledger:
    """That of all targets: what is handed to the forms must not decide who may read them."""
    listed = targets_of(on.session, on.office, on.world.plan.id, on.period)
    return read_ledger(on.session, on.world.plan, listed, on.period, None)


@tries(Action.SEE_OWN_TASKS, entries.tasks)
def read_ones_tasks(on: Stage) -> object:
    return bool(entries.tasks(on.session, on.person, ledger(on)))


@tries(Action.SEE_OWN_TASKS, entries.filed_forms)
def read_ones_forms(on: Stage) -> object:
    return bool(entries.filed_forms(on.person, ledger(on), NOW))


@tries(Action.SEE_OWN_TASKS, entries.ledger_of)
def read_what_ones_forms_rest_on(on: Stage) -> object:
    return bool(entries.ledger_of(on.session, on.person, on.world.plan, on.period).targets)


# REPORT


@tries(Action.REPORT, entries.form_of)
def read_a_form_alone(on: Stage) -> object:
    return entries.form_of(on.session, on.person, on.world.plan, on.target, on.period, NOW) is not None


@tries(Action.REPORT, entries.form)
def open_the_form(on: Stage) -> object:
    return entries.form(on.session, on.person, ledger(on), on.target, NOW) is not None


@tries(Action.REPORT, forms.draft_of)
def read_the_draft(on: Stage) -> object:
    return forms.draft_of(on.session, on.person, on.target, on.period) is not None


@tries(Action.REPORT, drafts.save_cell)
def type_into_the_draft(on: Stage) -> object:
    return drafts.save_cell(on.session, on.person, on.target_id, on.period, Field.VALUE, "30", 0, NOW)


@tries(Action.REPORT, drafts.discard)
def throw_the_draft_away(on: Stage) -> None:
    version = drafts.save_cell(on.session, on.clerk, on.target_id, on.period, Field.VALUE, "30", 0, NOW)
    drafts.discard(on.session, on.person, on.target_id, on.period, {Field.VALUE: version})


@tries(Action.REPORT, evidence.attach)
def attach_a_file(on: Stage) -> None:
    evidence.attach(on.session, on.person, on.target_id, on.period, FILE, NOW)


@tries(Action.REPORT, evidence.detach)
def take_a_file_away(on: Stage) -> None:
    evidence.detach(on.session, on.person, on.target_id, on.period, on.attached().sha256, NOW)


@tries(Action.REPORT, kept_evidence.draft_file)
def read_a_file_of_the_draft(on: Stage) -> object:
    sha256 = on.attached().sha256
    return kept_evidence.draft_file(on.session, on.person, on.target_id, on.period, sha256) is not None


@tries(Action.REPORT, reports.submit)
def submit(on: Stage) -> object:
    return reports.submit(on.session, on.person, on.target_id, on.period, on.seen(), uuid4().hex, NOW)


@tries(Action.REPORT, reports.withdraw)
def withdraw_the_submission(on: Stage) -> None:
    reports.withdraw(on.session, on.person, on.submitted(), NOW)


@tries(Action.REPORT, supplements.supplement)
def explain_a_figure_that_was_verified_lower(on: Stage) -> None:
    on_pace = {Field.VALUE: (0, "90"), Field.PROBLEM: (0, ""), Field.NEXT_STEP: (0, "")}
    seen = reports.Seen(0, {**on.seen().cells, **on_pace})
    report = reports.submit(on.session, on.clerk, on.target_id, on.period, seen, uuid4().hex, NOW)
    value = Decimal(1)
    reviews.approve(on.session, on.office, report, NOW, verified_value=value, method=VerifyMethod.PHONE)
    supplements.supplement(on.session, on.person, report, "审批较慢。", "逐月调度。", NOW)


@tries(Action.REPORT, entries.tasks)
def find_the_target_among_ones_tasks(on: Stage) -> object:
    found = entries.tasks(on.session, on.person, ledger(on))
    return on.target_id in {each.target.id for each in found}


@tries(Action.REPORT, entries.drafted_forms)
def read_the_draft_among_ones_tasks(on: Stage) -> object:
    on.attached()
    return on.target_id in entries.drafted_forms(on.session, on.person, ledger(on), NOW)


# CONFIRM


def awaiting_the_head(on: Stage) -> int:
    options.set_head_confirms(on.session, on.office, on.world.plan.id, True, NOW)
    return on.submitted()


@tries(Action.CONFIRM, confirmations.confirm)
def confirm_a_submission(on: Stage) -> None:
    confirmations.confirm(on.session, on.person, awaiting_the_head(on), NOW)


@tries(Action.CONFIRM, confirmations.confirm_many)
def confirm_several(on: Stage) -> object:
    return not confirmations.confirm_many(on.session, on.person, [awaiting_the_head(on)], NOW)


@tries(Action.CONFIRM, confirmations.send_back)
def send_back_within_the_unit(on: Stage) -> None:
    confirmations.send_back(on.session, on.person, awaiting_the_head(on), "请核对。", NOW)


@tries(Action.CONFIRM, to_confirm.to_confirm)
def find_it_among_what_waits_for_the_head(on: Stage) -> object:
    report = awaiting_the_head(on)
    found = to_confirm.to_confirm(on.session, on.person, on.world.plan, on.period)
    return report in {each.submission.report_id for each in found}


# COUNTERSIGN


@tries(Action.COUNTERSIGN, countersigns.sign)
def agree(on: Stage) -> None:
    report, unit = on.submitted(), on.world.own_unit
    countersigns.sign(on.session, on.person, report, unit, Stance.CONFIRM, "", NOW)


@tries(Action.COUNTERSIGN, countersigns.sign)
def object_to_it(on: Stage) -> None:
    report, unit = on.submitted(), on.world.own_unit
    countersigns.sign(on.session, on.person, report, unit, Stance.OBJECT, "口径不一致。", NOW)


@tries(Action.COUNTERSIGN, to_countersign.to_countersign)
def find_it_among_what_can_be_countersigned(on: Stage) -> object:
    report = on.submitted()
    found = to_countersign.to_countersign(on.session, on.person, on.world.plan, on.period, NOW)
    return report in {each.submission.report_id for each in found}
