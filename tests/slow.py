"""What takes long and why: ``make test`` begins with it, and names at its end what is above two seconds.

``REASONS`` is longest first. pytest-xdist hands out whole files in the order in which they are collected: the
long ones first, so that no worker is left alone with one at the end. No time is asserted, machines differ.
"""

import os
from collections import defaultdict

import pytest

THRESHOLD = 2.0  # seconds
SHARED = "Chromium and a served tracker: about a second for each page that is opened"
PAGES = "opens pages: each is a run of Streamlit's whole script, the first of a worker imports all of it"
POSTGRES = "a database of its own on each of two servers"
HASHED = "an office on each engine, whose passwords are hashed as slowly as in use"
FILLED = "fills the demonstration year on the worker's own server, through the services"
# The file, or file::test up to its parameters -> why it takes longer.
REASONS = {
    "tests/walk/test_every_page.py": "75 pages of five roles in Chromium, axe-core on what is new in each",
    "tests/tasks/test_grid_in_browser.py": "keys at a person's pace, drafts that are saved after a pause",
    "tests/entry/test_nothing_typed_is_lost.py": "keys at a person's pace, a server stopped and started",
    "tests/journey/test_first_quarter.py": "a year's work of four people, about 60 reruns in Chromium",
    "tests/asof/test_histories.py": "random histories through the services; mutants until one is found out",
    "tests/scorecard/test_carrying.py": "random histories with readers between the writes",
    "tests/scorecard/test_shown_after_writes.py": "the same, with pages for the readers",
    "tests/entry/test_state_machine.py": "random walks of three editors and a reviewer",
    "tests/export/test_bulletin_on_paper.py": "LibreOffice draws five papers, some ten seconds each",
    "tests/monthly/test_pages.py": "every page of five roles for a monthly plan",
    "tests/monthly/test_files_and_commands.py": "all files of a meeting; nine months through the services",
    "tests/permissions/test_matrix.py": "opens a world on each engine for 2,885 cells",
    "tests/paths/test_paths_in_browser.py": "keys at a person's pace",
    "tests/walk/test_clicks.py": SHARED,
    "tests/walk/test_overview.py": SHARED,
    "tests/walk/test_other_plans.py": "every page once about a monthly plan; make walk: once for each role",
    "tests/several/test_two_processes.py": "two served trackers behind nginx, from an empty database",
    "tests/several/test_deploy_files.py": "serves a copy of the product as a process of its own",
    "tests/chasing/test_two_rounds_at_once.py": "two commands at once, a mail server that takes its time",
    "tests/walk/test_lost_connection.py": "ends a served tracker under an open page, and serves it again",
    "tests/present/test_keys_in_browser.py": "thirteen screens at four sizes in Chromium",
    "tests/walk/test_paper.py": SHARED,
    "tests/walk/test_what_a_tab_is_told.py": SHARED,
    "tests/asof/test_before_everything.py": PAGES,
    "tests/pages/test_hostile_names.py": PAGES,
    "tests/walk/test_picture.py": SHARED,
    "tests/own_account/test_own_account_page.py": PAGES,
    "tests/own_account/test_second_step.py": HASHED,
    "tests/own_account/test_own_password.py": HASHED,
    "tests/own_account/test_own_sign_ins.py": HASHED,
    "tests/own_account/test_provider_only.py": HASHED,
    "tests/own_account/test_at_the_shell.py": "makes a ledger as `python -m tracker init` does",
    "tests/attack/test_jammed_door.py": "a served tracker and 34 tabs",
    "tests/web/test_malformed.py": "a running Streamlit; a page of 14 widgets for each wrong value",
    "tests/web/test_uploads.py": "a running Streamlit that is sent 100 MB",
    "tests/web/test_forgetting.py": "a running Streamlit for each test",
    "tests/web/test_connections.py": "waits for connections that are given up",
    "tests/cli/test_handles.py": "a process of its own for each limit",
    "tests/evidence/test_in_browser.py": SHARED,
    "tests/watermark/test_watermark_in_browser.py": SHARED,
    "tests/chasing/test_copying_in_browser.py": SHARED,
    "tests/review/test_keys_in_browser.py": "keys at a person's pace",
    "tests/audit/test_damage.py": "a ledger on each engine, looked through once for each kind of damage",
    "tests/audit/test_vouched_facts.py": "every column of every table is changed by hand",
    "tests/audit/test_no_false_alarm.py": "random histories through the services",
    "tests/evidence/test_previews.py": "a child process for each file",
    "tests/plans/test_new_plan_in_browser.py": "the five steps with 117 targets; two people",
    "tests/plans/test_step_of_file.py": "a child process for each file",
    "tests/notice/test_refused_files.py": "the same, and files that unpack to 300 MB",
    "tests/notice/test_text_of_pdf.py": "the same; sets 200 pages and reads them",
    "tests/notice/test_text_of_word.py": "the same",
    "tests/pages/test_notice_page.py": "reads every number of the register on its page",
    "tests/scorecard/test_demo_world.py": FILLED,
    "tests/scorecard/test_reporting.py": FILLED,
    "tests/chasing/test_to_chase.py": FILLED,
    "tests/plans/test_open_plans.py": "every page of what waits, beside two more plans",
    "tests/plans/test_lists_over_plans.py": "the same of what is listed",
    "tests/leaders/test_leaders_page.py": PAGES,
    "tests/papers/test_papers_page.py": PAGES,
    "tests/papers/test_papers_in_browser.py": SHARED,
    "tests/papers/test_preview.py": "every file of the kit, on each engine",
    "tests/units/test_account_list_page.py": PAGES,
    "tests/units/test_reforms_page.py": PAGES,
    "tests/units/test_account_list.py": "5,000 accounts on each engine, a bomb, a child process a sheet",
    "tests/clicks/test_every_button.py": "some sixty buttons, each pressed with the database away, and again",
    "tests/notice/test_second_opinion.py": "trains the weights four times, thrice without a batch of notices",
    "tests/notice/test_any_text.py": "some hundred mutated texts, and texts of ten thousand numbers",
    "tests/pages/test_links.py": "every page of the mayor and of the office, link by link",
    "tests/pages/test_numbers.py": "every page of the demonstration city, number by number",
    "tests/language/test_pages_in_english.py": "every page of every role, in English",
    "tests/export/test_slides.py": "a second program audits every part of an Office file, in thirteen worlds",
    "tests/export/test_handout.py": "the same",
    "tests/export/test_slides_on_paper.py": "LibreOffice draws seven decks",
    "tests/export/test_bulletin.py": "the same",
    "tests/export/test_bulletin_words.py": "the same",
    "tests/export/test_every_file.py": "the same, of a large plan too",
    "tests/export/test_tables_on_paper.py": "LibreOffice draws six files",
    "tests/export/test_workbook.py": "opens workbooks of ten sheets, on two hosts",
    "tests/export/test_versions.py": "the same, 35 files at once",
    "tests/domain/test_comparison_properties.py": "a hundred pairs of scorecards for each property",
    "tests/supply/test_requirements.py": "runs pip twice, and reads what every package says that it needs",
    "tests/supply/test_sbom.py": "the format's own checker reads a bill of 67 parts",
    "tests/cli/test_commands.py": "fills the demonstration year as `python -m tracker demo` does",
    "tests/paths/test_paths_page.py": "both hands of a statement, page by page",
    "tests/oidc/test_in_a_browser.py": SHARED,
    "tests/walk/test_keyboard_only.py": SHARED,
    "tests/web/test_returning.py": "runs of a page, one after the other, in a real Streamlit",
    "tests/web/test_nine_session_cases.py": "starts the whole application, Streamlit and all, in the process",
    "tests/crash/test_kill.py": "kills a writing process again and again",
    "tests/ledger/test_roles.py": FILLED,
    "tests/ledger/test_waiting.py": "waits until those who wait are told",
    "tests/ledger/test_together.py": "eight threads that write and fail, on each engine",
    "tests/evidence/test_file_types.py": "files of sixty thousand parts, and random ones",
    "tests/ledger/test_exact_numbers.py": "adds a tenth a hundred thousand times",
    "tests/cli/test_serving.py": "starts the product as a process of its own, and ends it",
    "tests/pages/test_changes_counted.py": "makes four files of a meeting",
    "tests/duties/test_duty_pages.py": PAGES,
    "tests/duties/test_first_links.py": "makes a ledger by every migration, and upgrades it at each start",
    "tests/export/test_matters_in_files.py": "makes every file of a meeting",
    "tests/export/test_directives_in_files.py": "the same",
    "tests/supplement/test_in_files.py": "the same",
    "tests/pages/test_meeting_page.py": "the same, on the page",
    "tests/directives/test_directives_page.py": "a directive from its writing to its closing, page by page",
    "tests/matters/test_matters_page.py": "a matter from its raising to its closing, page by page",
    "tests/domain/test_group_verdict.py": "sixty groups for each property, each judged twice",
    "tests/ledger/test_earlier_version.py": "upgrades a ledger of the version before and judges its year",
    "tests/backup/test_copy.py": FILLED,
    "tests/backup/test_restore.py": "backups and restores on each engine; serves the tracker as a process",
    "tests/backup/test_backup.py": "the same, of an older ledger too",
    "tests/backup/test_versions.py": "upgrades ledgers on each engine, starts every command",
    "tests/drill/test_drill.py": "starts two writers, kills a backup, restores on both engines",
    "tests/ledger/test_way_down.py": "every migration down, on both engines",
    "tests/ledger/test_migrations.py": "every migration up, down and up again, on both engines",
    "tests/plans/test_step_of_targets.py": "forms of a notice, filled on the page",
    "tests/plans/test_pages_of_plans.py": "every page, beside two more plans",
    "tests/test_layers.py": "reads every module of the code",
    "tests/language/test_catalogue.py": "reads every text of the code",
    "tests/adjustments/test_adjustments_page.py": PAGES,
    "tests/audit/test_audit_page.py": PAGES,
    "tests/audit/test_taken_on_pages.py": PAGES,
    "tests/audit/test_shipping.py": POSTGRES,
    "tests/audit/test_taken.py": POSTGRES,
    "tests/watermark/test_watermark.py": PAGES,
    "tests/condition/test_status_page.py": PAGES,
    "tests/condition/test_ready.py": POSTGRES,
    "tests/condition/test_log.py": POSTGRES,
    "tests/condition/test_log_of_a_walk.py": SHARED,
    "tests/chasing/test_chase_page.py": PAGES,
    "tests/confirm/test_confirm_page.py": PAGES,
    "tests/corrections/test_corrections_page.py": PAGES,
    "tests/corrections/test_register.py": POSTGRES,
    "tests/countersign/test_countersign_page.py": PAGES,
    "tests/entry/test_entry_page.py": PAGES,
    "tests/errata/test_errata_page.py": PAGES,
    "tests/evidence/test_entry_files.py": PAGES,
    "tests/frame/test_doors.py": PAGES,
    "tests/frame/test_finding.py": PAGES,
    "tests/frame/test_greeting.py": PAGES,
    "tests/handover/test_handover_page.py": PAGES,
    "tests/listing/test_budgets_page.py": PAGES,
    "tests/listing/test_periods_page.py": PAGES,
    "tests/listing/test_targets_page.py": PAGES,
    "tests/oidc/test_unbinding_page.py": PAGES,
    "tests/accounts/test_waits_page.py": PAGES,
    "tests/web/test_fragments.py": PAGES,
    "tests/pages/test_accounts_page.py": PAGES,
    "tests/pages/test_back.py": PAGES,
    "tests/pages/test_budgets_of_an_area.py": PAGES,
    "tests/pages/test_changes_row.py": PAGES,
    "tests/pages/test_compare_page.py": PAGES,
    "tests/pages/test_group_pages.py": PAGES,
    "tests/pages/test_letting_in_page.py": PAGES,
    "tests/pages/test_method_page.py": PAGES,
    "tests/pages/test_overview_page.py": PAGES,
    "tests/pages/test_preferences.py": PAGES,
    "tests/pages/test_reporting_page.py": PAGES,
    "tests/pages/test_target_page.py": PAGES,
    "tests/pages/test_windows_page.py": PAGES,
    "tests/permissions/test_pages.py": PAGES,
    "tests/present/test_present_page.py": PAGES,
    "tests/review/test_review_page.py": PAGES,
    "tests/rules/test_rules_page.py": PAGES,
    "tests/supplement/test_supplement_page.py": PAGES,
    "tests/tasks/test_grid_keeps_cells.py": "keys at a person's pace, a server stopped and started",
    "tests/tasks/test_grid_sent_again.py": PAGES,
    "tests/tasks/test_tasks_page.py": PAGES,
    "tests/frame/test_warming.py": PAGES,
    "tests/units/test_units_page.py": PAGES,
    "tests/frame/test_server_restarted.py": "a server stopped and started",
    "tests/frame/test_links_in_browser.py": SHARED,
    "tests/frame/test_plain_html.py": SHARED,
    "tests/walk/test_drills.py": SHARED,
    "tests/export/test_report.py": "typesets a report of a thousand targets",
    "tests/export/test_kit.py": "makes every file of a meeting",
    "tests/export/test_demonstration.py": "the same",
    "tests/domain/test_snapshot.py": "a process of its own for each hash seed",
    "tests/entry/test_entry_page.py::test_a_part_is_held_against_its_total": "fills in four forms",
}


def reason_of(nodeid: str) -> str:
    test = nodeid.split("[")[0]
    return REASONS.get(test) or REASONS.get(test.split("::")[0], "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        places = {name: place for place, name in enumerate(REASONS)}
        items.sort(key=lambda item: places.get(item.nodeid.split("::")[0], len(places)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    seconds: dict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid] += report.duration
    slow = sorted(((took, test) for test, took in seconds.items() if took > THRESHOLD), reverse=True)
    if slow:
        terminalreporter.section(f"above {THRESHOLD:.0f} s, set-up and all")
        for took, test in slow:
            reason = reason_of(test) or "NO REASON GIVEN (tests/slow.py)"
            terminalreporter.line(f"{took:6.1f} s  {test}: {reason}")
