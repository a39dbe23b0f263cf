"""Bars of HTML: a cell a target, hollow where nothing is concluded, and words where there is no bar."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.export import made_up as m
from tracker.domain.measure.target import Kind, Path
from tracker.domain.progress.rollup import Rollup, roll_up
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences import group_nothing
from tracker.ui.parts.bars import bullet_html, counts_html

HUNDRED = m.terms(value="100", unit="家")
YEAR_END = m.terms(value="100", unit="家", path=Path.YEAR_END)
DONE = m.score(m.terms(Kind.MILESTONE), "1")


def of(*values: str | None) -> list[Score]:
    return [m.score(HUNDRED, value, at, reported=value is not None) for at, value in enumerate(values)]


def not_open(count: int) -> list[Score]:
    return [replace(score, judgement=Judgement(Status.NOT_OPEN)) for score in of(*[None] * count)]


def rollup(scores: Sequence[Score]) -> Rollup:
    return roll_up(score.item for score in scores)


def cells(html: str) -> str:
    """◆1 ●1: each part's shape, and how many cells it spans."""
    parts = re.findall(r'class="of-(\w+)" style="flex:(\d+)"', html)
    return " ".join(f"{Status(status).shape}{count}" for status, count in parts)


ODD_GROUPS = [
    ("due in the order of the statuses", of("10", "60", "80", None, "128"), "◆1 ●1 ▲1 ■1 □1", ""),
    ("what is not due is not in it", [*of("80"), m.score(YEAR_END, "40")], "●1", ""),
    ("a finished department is no ×", [DONE], "", "1项提前完成"),
    ("nothing due yet", [m.score(YEAR_END, None, reported=False)] * 2, "", "2项未到节点"),
    ("not applicable", [m.score(HUNDRED, None)], "", "1项不适用"),
    ("a period that is not open", not_open(3), "", "未开放"),
    ("no target at all", [], "", "没有目标"),
]


@pytest.mark.parametrize(
    ("scores", "bar", "words"), [c[1:] for c in ODD_GROUPS], ids=[c[0] for c in ODD_GROUPS]
)
def test_odd_groups_are_drawn_as_what_they_are(scores: list[Score], bar: str, words: str) -> None:
    whole = rollup(scores)
    assert cells(counts_html(whole)) == bar
    assert (group_nothing(whole) if not whole.due else "") == words


def test_cells_below_each_other_have_one_width_and_say_what_they_are() -> None:
    whole = rollup(of("80", "80", "10"))
    assert 'style="width:15%"' in counts_html(whole, of=20)
    assert 'title="达时序2项">2</span>' in counts_html(whole, of=20)
    assert 'title="滞后1项"></span>' in counts_html(whole, of=20), "one cell needs no number"
    assert 'title="滞后1项">1</span>' in counts_html(whole), "a bar that fills its place is numbered"


def test_a_group_of_which_nothing_is_concluded_is_hollow() -> None:
    assert counts_html(rollup(of("80")), hollow=True).startswith('<span class="counts hollow"')


@pytest.mark.parametrize(
    ("value", "bullet"),
    [
        ("80", '<i style="width:80%"></i><u style="left:calc(75% - 1px)"></u>'),  # good news is grey
        ("10", '<i class="of-behind" style="width:10%"></i><u style="left:calc(75% - 1px)"></u>'),
        ("0", '<i class="of-behind" style="width:0%"></i><u style="left:calc(75% - 1px)"></u>'),
        ("300", '<i style="width:100%"></i><u style="left:calc(75% - 1px)"></u>'),
    ],
)
def test_a_bullet_ends_with_its_scale_and_is_coloured_where_it_is_behind(value: str, bullet: str) -> None:
    assert bullet_html(m.score(HUNDRED, value)) == f'<span class="bullet">{bullet}</span>'


@pytest.mark.parametrize("score", [*of(None), DONE, m.score(m.terms(Kind.LEVEL, "91", "%"), "50")])
def test_what_has_come_no_way_has_no_bullet(score: Score) -> None:
    assert bullet_html(score) == ""
