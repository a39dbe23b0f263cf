"""前后对比, the workbook, slides, bulletin and report: one word has one count, and budgets their own."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.pages.conftest import Visit, half_width
from tests.pages.world import NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.meetings.comparison import ChangeKind, Comparison, compare
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export.formats import FORMATS
from tracker.export.options import HOUSE
from tracker.tables import Account, Plan, Snapshot

# The bulletin and the report tell these in a section of their own, from the records with their reasons.
IN_SECTIONS = (ChangeKind.CORRECTED, ChangeKind.ADJUSTED)


def compared() -> Comparison:
    whole = m.card()
    return compare(m.older_card(whole), whole)


def file_text(key: str) -> str:
    form = next(each for each in FORMATS if each.key == key)
    content = m.content()
    data = form.bytes_of(content, content_sha256(content), "2025Q3-02", HOUSE)
    return half_width("".join(text_of_file(form.suffix, data).split()))


@pytest.mark.parametrize("key", ["xlsx", "pptx", "docx", "pdf"])
def test_a_file_counts_targets_and_budgets_as_the_comparison_does(key: str) -> None:
    text, counts = file_text(key), compared().counts
    assert any(each.budgets for each in counts)
    assert any(each.targets for each in counts)
    for each in counts:
        if key in ("docx", "pdf") and each.kind in IN_SECTIONS:
            continue
        if each.targets:
            assert f"{each.kind.word}{each.targets}项" in text, each
        if each.budgets:
            told = f"{each.kind.word}{each.budgets}项"
            apart = text.partition("预算单独统计:")[2]
            if key == "pptx":  # a row of the table instead of a sentence
                told, apart = f"{each.kind.word}(预算){each.budgets}项", text
            assert told in apart, each


def test_the_page_counts_targets_and_budgets_as_the_comparison_does(
    visit: Visit, world_engine: Engine
) -> None:
    whole = m.card()
    with transaction(world_engine) as session:
        plan, account = session.exec(select(Plan.id)).first(), session.exec(select(Account.id)).first()
        for number, card in (("2025Q2-01", m.older_card(whole)), ("2025Q3-01", whole)):
            content = m.content(card)
            session.add(
                Snapshot(
                    number=number,
                    plan_id=plan,
                    period=card.period,
                    name="例会",
                    meeting_on=NOW.date(),
                    include_unapproved=False,
                    content=content,
                    sha256=content_sha256(content),
                    frozen_by_id=account,
                    frozen_at=NOW,
                )
            )
    at = visit(REVIEWER, "compare", a="2025Q2-01", b="2025Q3-01")
    assert not at.exception
    expected = [
        f"{word} {count}项"
        for each in compared().counts
        for word, count in ((each.kind.word, each.targets), (f"{each.kind.word}(预算)", each.budgets))
        if count
    ]
    assert [half_width(sub.value) for sub in at.subheader] == expected


def test_changes_of_budgets_alone_are_no_changes_of_targets() -> None:
    found = compared()
    only = replace(found, changes=tuple(each for each in found.changes if each.is_budget))
    assert {each.targets for each in only.counts} == {0}
    assert sum(each.budgets for each in only.counts) == len(only.changes)
