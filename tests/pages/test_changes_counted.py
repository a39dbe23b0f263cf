"""前后对比, the workbook, slides, bulletin and report: one word has one count, and budgets their own."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.pages.conftest import Visit, half_width, text_of
from tests.pages.world import NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.meetings.comparison import ChangeKind, Comparison, Count, compare
from tracker.domain.meetings.meeting import Records
from tracker.domain.meetings.snapshot import content_sha256
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences.changes import records_counted
from tracker.export.formats import FORMATS
from tracker.export.options import HOUSE
from tracker.tables import Account, Plan, Snapshot

BUDGET = 77


def cards() -> tuple[Scorecard, Scorecard]:
    """The made-up quarter and the one before it, in which a budget's figure was not yet corrected."""
    made = m.card()
    scores = tuple(
        replace(each, previous=m.figure(1077, "17", data_month=6)) if each.target.id == BUDGET else each
        for each in made.scores
    )
    whole = replace(made, scores=scores)
    older = m.older_card(whole)
    then = tuple(
        replace(each, figure=m.figure(901, "19", data_month=6)) if each.target.id == BUDGET else each
        for each in older.scores
    )
    return replace(older, scores=then), whole


def compared() -> Comparison:
    return compare(*cards())


def kept() -> Records:
    """What happened since: a target adjusted twice, one corrected twice, and a budget corrected."""
    records = m.records(m.card())
    (adjusted,), (corrected,) = records.adjustments, records.corrections
    budget = next(each.target for each in cards()[1].scores if each.target.id == BUDGET)
    of_budget = replace(
        corrected,
        target_id=BUDGET,
        code=budget.code,
        name=budget.name,
        terms=budget.terms,
        old_value=Decimal(19),
        new_value=Decimal(17),
    )
    assert records.last is not None
    return replace(
        records,
        adjustments=(adjusted, replace(adjusted, version=3)),
        corrections=(corrected, replace(corrected, report_id=902), of_budget),
        last=replace(records.last, comparison=compared()),
    )


def file_text(key: str) -> str:
    form = next(each for each in FORMATS if each.key == key)
    content = m.content(cards()[1], kept=kept())
    data = form.bytes_of(content, content_sha256(content), "2025Q3-02", HOUSE)
    return half_width("".join(text_of_file(form.suffix, data).split()))


@pytest.mark.parametrize("key", ["xlsx", "handout.pptx", "pdf"])
def test_a_file_counts_targets_and_budgets_as_the_comparison_does(key: str) -> None:
    text, counts = file_text(key), compared().counts
    assert any(each.budgets for each in counts)
    assert any(each.targets for each in counts)
    for each in counts:
        if each.targets:
            assert f"{each.kind.word}{each.targets}项" in text, each
        if each.budgets:
            told = f"{each.kind.word}{each.budgets}项"
            apart = "".join(text.split("预算单独统计:")[1:])
            if key == "handout.pptx":  # a row of the table instead of a sentence
                told, apart = f"{each.kind.word}(预算){each.budgets}项", text
            assert told in apart, each


def test_the_bulletins_sentence_of_what_turned_counts_as_the_comparison_does() -> None:
    """It says from where: those that caught up from 滞后 and from 稍慢 are the comparison's 补上进度."""
    text, comparison = file_text("docx"), compared()
    (said,) = re.findall("与上半年相比,.*?。", text)

    def told(*patterns: str) -> int:
        return sum(int(count) for pattern in patterns for count in re.findall(rf"(\d+)项{pattern}", said))

    def counted(kind: ChangeKind) -> int:
        return sum(each.targets for each in comparison.counts if each.kind is kind)

    assert told("补上进度", "由稍慢补上进度") == counted(ChangeKind.CAUGHT_UP) > 0
    assert told("转为稍慢") == counted(ChangeKind.EASED) > 0
    assert told("原为稍慢") == counted(ChangeKind.WORSENED)


def test_the_sentence_about_the_records_says_how_often_and_keeps_budgets_apart() -> None:
    assert half_width(records_counted(kept())) == (
        "自上次会议以来,目标调整1项(2次)、勘误1项、数据更正1项(2次);预算单独统计:数据更正1项。"
    )


@pytest.mark.parametrize("key", ["xlsx", "handout.pptx", "docx", "pdf"])
def test_a_file_says_the_same_sentence_about_the_records(key: str) -> None:
    assert half_width(records_counted(kept())).rstrip("。") in file_text(key)


def test_a_record_without_a_change_since_the_last_meeting_is_no_change_of_a_target() -> None:
    """A figure of the first quarter, which the second quarter's meeting has shown only as one before."""
    records = kept()
    earlier = replace(records.corrections[0], target_id=1, period=Period(2025, 1))
    text = records_counted(replace(records, corrections=(*records.corrections, earlier)))
    assert half_width(text).endswith(";另有数据更正1次,不单列为与上次会议相比的变化。")
    assert "数据更正1项(2次)" in half_width(text)


def test_two_figures_of_one_target_corrected_are_one_target() -> None:
    older = m.score(m.terms(), "20", previous="10")
    assert older.figure is not None
    assert older.previous is not None
    newer = replace(
        older,
        figure=replace(older.figure, report_id=900, value=Decimal(21)),
        previous=replace(older.previous, report_id=901, value=Decimal(11)),
    )
    corrected = compare(m.card(scores=(older,)), m.card(scores=(newer,)))
    assert len(corrected.of(ChangeKind.CORRECTED)) == 2
    assert corrected.counts == (Count(ChangeKind.CORRECTED, 1, 0),)


def test_the_first_meeting_counts_the_targets_of_all_records() -> None:
    assert half_width(records_counted(replace(kept(), last=None))) == (
        "本计划目标调整1项(2次)、勘误1项、撤销目标1项、数据更正1项(2次);预算单独统计:数据更正1项。"
    )


def test_the_page_counts_targets_and_budgets_as_the_comparison_does(
    visit: Visit, world_engine: Engine
) -> None:
    older, whole = cards()
    with transaction(world_engine) as session:
        plan, account = session.exec(select(Plan.id)).first(), session.exec(select(Account.id)).first()
        for number, card in (("2025Q2-01", older), ("2025Q3-01", whole)):
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
    assert re.findall("<h2>(.*?)</h2>", text_of(at)) == expected


def test_changes_of_budgets_alone_are_no_changes_of_targets() -> None:
    found = compared()
    only = replace(found, changes=tuple(each for each in found.changes if each.is_budget))
    assert {each.targets for each in only.counts} == {0}
    assert sum(each.budgets for each in only.counts) == len(only.changes)
