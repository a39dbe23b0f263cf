"""The months of the figures and the day of reading are said apart."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.domain.build import total
from tests.domain.test_scorecard import card, figure, score
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.sentences import full_width
from tracker.domain.sentences.data_months import data_months, months_and_reading

READ = datetime(2025, 10, 20, 1, tzinfo=UTC)


def _score(number: int, month: int | None) -> Score:
    reported = score(number, total(), None if month is None else "50")
    return reported if month is None else replace(reported, figure=figure("50", month))


def of_months(*months: int | None) -> Scorecard:
    return card(*map(_score, range(1, len(months) + 1), months))


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ((9, 9, 9), "数据为1—9月"),
        ((9, 8, 9, 8, 9), "数据为1—9月（2项为1—8月）"),
        ((8, 7, 8, 9, 8), "数据为1—8月（1项为1—9月，1项为1—7月）"),
        ((9, 8), "数据为1—9月（1项为1—8月）"),
        ((12, 12, 11), "数据为全年（1项为1—11月）"),
        ((9, None, None), "数据为1—9月"),
        ((None,), "尚无数据"),
        ((), "尚无数据"),
    ],
)
def test_most_figures_give_the_months_and_the_others_are_counted(
    months: tuple[int | None, ...], said: str
) -> None:
    assert full_width(data_months(of_months(*months))) == said


def test_what_does_not_apply_covers_no_month() -> None:
    one = _score(1, 9)
    assert one.figure is not None
    blank = replace(one, figure=replace(one.figure, value=None, data_month=8))
    assert data_months(card(blank, _score(2, 9))) == "数据为1—9月"


@pytest.mark.parametrize(
    ("read_at", "said"),
    [
        (READ, "数据为1—9月，提取于10月20日"),
        (datetime(2025, 10, 19, 17, tzinfo=UTC), "数据为1—9月，提取于10月20日"),
        (datetime(2026, 1, 12, 1, tzinfo=UTC), "数据为1—9月，提取于2026年1月12日"),
    ],
)
def test_the_day_of_reading_is_that_of_shanghai(read_at: datetime, said: str) -> None:
    assert full_width(months_and_reading(of_months(9), read_at)) == said
