"""A plan without a document number, as 民生实事 often are: prepared, shown and printed all the same."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.notice.test_preparing import FACTS, ROADS_LEAD, TEXT, plan_of
from tests.pages.conftest import Visit, half_width, text_of
from tests.pages.world import REVIEWER
from tests.plans.cast import SECOND, TITLES
from tests.plans.preparing import Take
from tracker.domain.meetings.snapshot import content_sha256
from tracker.domain.progress.scorecard import PlanRef
from tracker.export.formats import FORMATS, Format
from tracker.export.options import HOUSE
from tracker.notice.drafting import faults_of, register_of

PRINTED = [each for each in FORMATS if each.key != "json"]
# What is left of 《…》(海政发〔2025〕10号) or of 海政发〔2025〕10号 · 数据为… once the number is taken out.
EMPTY_PLACE = re.compile(r"\(\)|\(,|依据。|^ *· ", re.MULTILINE)


def test_it_is_prepared_without_one(take: Take) -> None:
    facts = replace(FACTS, document_number="")
    plan = plan_of(facts, ROADS_LEAD)
    assert not faults_of(plan)
    assert register_of(plan).plan.document_number == ""
    page = take(TEXT, facts).step("file")
    assert next(field for field in page.text_input if field.label == "文号").placeholder == "可不填"


@pytest.mark.parametrize(
    ("page", "own", "said"),
    [
        ("plans", {"show": SECOND}, "无文号"),
        ("target", {"code": "A1-01"}, f"《{TITLES[SECOND]}》"),
        ("notice", {}, f'<p class="notice-of">{TITLES[SECOND]}</p>'),
        ("overview", {}, f"<small>{TITLES[SECOND]}</small>"),
        ("present", {}, f"<span>{TITLES[SECOND]}</span>"),
    ],
)
def test_a_page_says_what_it_is_called_instead(
    visit: Visit, page: str, own: dict[str, str], said: str
) -> None:
    at = visit(REVIEWER, page, plan=SECOND, q="2025Q3", **own)
    assert not at.exception
    assert said in unescape(text_of(at))


@pytest.mark.parametrize("each", PRINTED, ids=lambda each: each.key)
def test_no_file_leaves_an_empty_place_for_it(each: Format) -> None:
    plan = PlanRef(1, "ms-2025", TITLES[SECOND], "", 2025, date(2025, 1, 8))
    content = m.content(m.card(plan=plan))
    text = half_width(text_of_file(each.suffix, each.bytes_of(content, content_sha256(content), "", HOUSE)))
    assert not EMPTY_PLACE.search(text)
