"""Notices of other places and other layouts are read as a person reads them."""

import pytest

from tests.notice import scoring
from tests.notice.documents import document_of, pdf
from tests.notice.scoring import NOTHING, Read
from tracker.notice.files import text_of_file
from tracker.notice.proposal import propose

WRITTEN = [*scoring.marked(), *scoring.later()]
SHARED = list(scoring.shared())
needs_shared = pytest.mark.skipif(not SHARED, reason="the real notices of ../shared/notices are not here")


@pytest.mark.parametrize("read", WRITTEN, ids=lambda read: read.name)
def test_a_written_notice_is_read(read: Read) -> None:
    reached = scoring.score(read)
    assert reached.targets.f1 >= 0.97, reached.wrong
    assert reached.leads.share == 1, reached.wrong
    assert reached.readings.share >= 0.97, reached.wrong
    assert reached.terms.share >= 0.95, reached.wrong


@needs_shared
@pytest.mark.parametrize("read", SHARED, ids=lambda read: read.name)
def test_a_real_notice_is_read(read: Read) -> None:
    reached = scoring.score(read)
    assert reached.targets.f1 >= 0.98, reached.wrong
    assert reached.leads.share == 1, reached.wrong
    assert reached.readings.share >= 0.97, reached.wrong


@needs_shared
def test_all_real_notices_together_are_read() -> None:
    total = sum(map(scoring.score, SHARED), NOTHING)
    assert total.targets.f1 >= 0.99, total.wrong
    assert total.readings.share >= 0.99, total.wrong
    assert total.terms.share >= 0.98, total.wrong


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("county_tasks", "docx"),
        ("livelihood_table", "docx"),
        ("indicators_plan", "docx"),
        ("park_list", "docx"),
        ("goals_split", "docx"),
        ("merged_leads", "docx"),
        ("annual_plan", "pdf"),
    ],
)
def test_the_file_is_read_as_its_text(name: str, file: str) -> None:
    text = next(read.text for read in WRITTEN if read.name == name)
    content = document_of(text) if file == "docx" else pdf(text.rstrip("\n").split("\n"))
    assert _promises(text_of_file(f"a.{file}", content).text) == _promises(text)


def _promises(text: str) -> list[tuple[object, ...]]:
    return [
        (each.terms.value, each.terms.unit_of_measure, each.article, each.leads, each.co_units)
        for each in propose(text).targets
        if each.terms
    ]


def test_the_score_tells_a_wrong_reading_from_a_right_one() -> None:
    """The scorer itself: a wrong unit, lead, article and kind each count."""
    right = (
        "{M 1}{§ 市发改局|市财政局}.新增企业{T 100|家|>=}，给予每家{S 10}万元补助。"
        "（牵头单位：市发改局；责任单位：市财政局）"
    )
    assert scoring.score(scoring.unmarked("right", right)).wrong == ()
    for edit, what in (
        (("100|家|>=}", "100|=户|>=}家"), "terms"),
        (("§ 市发改局", "§ 市财政局"), "lead"),
        (("{S 10}", "{B 10}"), "reading"),
        (("|>=}", "|<=}"), "words"),
    ):
        wrong = scoring.score(scoring.unmarked("wrong", right.replace(*edit))).wrong
        assert any(f"wrong: {what}" in each for each in wrong), (edit, wrong)
