"""What is expected by a month is one number, wherever a page or a paper says it."""

from fractions import Fraction

import pytest

from tests.domain.build import Q3, beside, dec
from tests.export import made_up as m
from tracker.charts.path import target_path
from tracker.domain.listing.cells import Row, shown
from tracker.domain.listing.columns import BY_KEY, expected_text
from tracker.domain.measure.quantity import due_amount
from tracker.domain.sentences import bulletin
from tracker.domain.sentences.standing import judgement_text
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.entry.plausibility import slip_asked, suspected_slip
from tracker.export.rows_csv import for_programs
from tracker.ui.paths import parts as paths
from tracker.ui.review.beside import _year_html


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        pytest.param("2753.25/100", "27.53", id="a share of the year's to two decimals"),
        pytest.param("27.535", "27.54", id="half up"),
        pytest.param("-27.535", "-27.54", id="half away from nothing"),
        pytest.param("75", "75", id="whole"),
        pytest.param("11/12", "0.9167", id="below 1 to the ledger's four"),
        pytest.param("0.99999", "1", id="just below 1"),
        pytest.param("0", "0", id="nothing yet"),
    ],
)
def test_an_expected_amount_is_printed_as_people_read_it(expected: str, printed: str) -> None:
    numerator, _, denominator = expected.partition("/")
    assert due_amount(Fraction(numerator) / Fraction(denominator or 1)) == dec(printed)


@pytest.mark.parametrize(("aim", "printed"), [("36.71", "27.53"), ("1.2221", "0.9166")])
def test_every_place_says_the_same_number(aim: str, printed: str) -> None:
    terms = m.terms(value=aim, unit="亿元")
    score = m.score(terms, "0.5")
    row = Row(score, m.card(scores=(score,)))
    path = target_path([(Q3, score)])
    slip = suspected_slip(30 * dec(aim), 9, Q3, terms, beside(Q3))
    assert path is not None
    assert slip is not None
    assert {
        shown(BY_KEY["expected"].read(row)),
        expected_text(row),
        bulletin.expected(score, Q3),
        paths.amount(Fraction(aim) * 9 / 12),
        dict(zip(path.figure["data"][0]["x"], path.figure["data"][0]["text"], strict=True))[9],
    } == {printed}
    assert f"应达{printed}亿元" in judgement_text(score, Q3)[1]
    assert f"<td>{printed}</td>" in _year_html([Q3], [score])
    assert f"时序应达值 {printed}亿元" in slip_asked(Field.VALUE, slip, terms).message


def test_a_file_for_programs_has_the_ledgers_four_decimals() -> None:
    score = m.score(m.terms(value="36.71", unit="亿元"), "0.5")
    assert for_programs(BY_KEY["expected"].read(Row(score, m.card()))) == "27.5325"
