"""批示 are frozen with the snapshot, and stand in the files that are read at the meeting."""

import json
from dataclasses import replace

import pytest

from tests.domain.frozen import golden
from tests.export import made_up as m
from tests.export.test_matters_in_files import printed
from tracker.domain.meetings.snapshot import is_canonical, thaw
from tracker.domain.sentences.coordination import day_frozen
from tracker.domain.sentences.directives import (
    answer_line,
    closed_directives,
    directive_brief,
    directive_line,
    directives_brief,
    directives_title,
)
from tracker.domain.sentences.speaker import aloud
from tracker.domain.workflow.directive import DirectiveLine
from tracker.export.formats import FORMATS, Format

LISTED = [each for each in FORMATS if each.key in ("docx", "notes.docx", "handout.pptx", "pdf", "xlsx")]


def content(*directives: DirectiveLine) -> str:
    return m.content(kept=replace(m.records(m.card()), directives=directives))


WITH = content(*m.directives(m.card()))


def test_the_directives_come_back_as_they_were_frozen() -> None:
    assert is_canonical(WITH)
    assert thaw(WITH).records.directives == m.directives(m.card())


def test_without_directives_the_bytes_are_those_of_before_they_were_known() -> None:
    assert content() == m.content()
    assert "directives" not in json.loads(m.content())["records"]
    for old in ("schema3", "schema4", "schema5", "schema6"):
        assert thaw(golden(old)).records.directives == ()


def test_what_is_late_comes_first_and_what_is_closed_is_told_by_name() -> None:
    frozen = thaw(WITH)
    assert [each.id for each in frozen.records.open_directives] == [1, 2]
    assert directives_title(frozen) == "批示2件：待答复1件，其中逾期1件，已答复1件"
    assert closed_directives(frozen.records) == "自上次会议以来销号1件：市政府上半年工作例会（市府办）。"


def test_what_was_closed_before_the_last_meeting_is_not_told_again() -> None:
    records = thaw(WITH).records
    assert records.last is not None
    assert replace(records, last=replace(records.last, frozen_at=m.FROZEN_AT)).directives_closed_since == ()


def test_one_is_told_with_what_was_asked_of_whom_and_what_was_answered() -> None:
    frozen = thaw(WITH)
    late, answered = frozen.records.open_directives
    today = day_frozen(frozen)
    assert directive_line(late).endswith("沈市长2025年9月5日批示：请说明滞后原因和赶超措施。")
    assert late.unit is not None
    assert directive_line(late).startswith(f"{late.name}（{late.unit.name}答复）。")
    assert answer_line(late, today) == "应于2025年9月30日前答复，已逾期。"
    assert answer_line(answered, today) == "答复：已完成前期工作。"
    assert answer_line(frozen.records.directives[2], today) == "答复：已完成前期工作。销号说明：材料已补充。"


def test_a_bulletin_says_of_all_in_one_sentence_who_answered_and_who_has_to() -> None:
    frozen = thaw(WITH)
    late, answered = frozen.records.open_directives
    assert late.unit is not None
    assert answered.unit is not None
    told = directives_brief([(late, "甲"), (answered, "乙")], day_frozen(frozen))
    assert told == (
        f"沈市长就“甲”批示，{late.unit.name}应于9月30日前答复，已逾期；就“乙”批示，{answered.unit.name}已答复。"
    )
    other = replace(answered, by="周副市长")
    told = directives_brief([(late, "甲"), (other, "乙")], day_frozen(frozen))
    assert "；周副市长就“乙”批示" in told
    assert directives_brief([], day_frozen(frozen)) == ""


@pytest.mark.parametrize("each", LISTED, ids=lambda each: each.key)
def test_the_files_of_the_meeting_say_what_was_asked_and_answered(each: Format) -> None:
    text = printed(each, WITH)
    assert "已逾期" in text
    assert "沈市长" in text
    if each.key == "docx":  # a 通报 goes to everybody: who answered, not the leader's words
        assert "请说明滞后原因和赶超措施" not in text
        return
    assert "请说明滞后原因和赶超措施" in text
    if each.key != "notes.docx":  # an area's page tells the first, and how many more
        assert "已完成前期工作" in text


@pytest.mark.parametrize("each", LISTED, ids=lambda each: each.key)
def test_without_directives_no_file_speaks_of_any(each: Format) -> None:
    assert "批示" not in printed(each, m.content())


def test_the_speakers_note_tells_an_areas_directives_on_its_page_and_the_others_at_the_end() -> None:
    notes = next(each for each in FORMATS if each.key == "notes.docx")
    area, target, closed = m.directives(m.card())
    text = printed(notes, WITH)
    about = aloud(f"{directive_brief(area, day_frozen(thaw(WITH)))}另有1件批示。")
    assert "".join(about.split()) in text
    assert "市领导批示办理情况自上次会议以来销号1件：市政府上半年工作例会。" in text
    of_office = replace(closed, steps=())
    text = printed(notes, content(of_office))
    asked = "沈市长9月5日就“市政府上半年工作例会”批示"
    assert text.index("市领导批示办理情况") < text.index(asked)
    assert "市领导批示办理情况" not in printed(notes, content(area, target)), "nothing is left for the end"


def test_no_file_speaks_of_what_only_the_system_knows() -> None:
    """WORDS: 快照, 冻结 are said to nobody who reads a file; its number and its proof are, at the foot."""
    for each in LISTED:
        text = printed(each, WITH).replace("快照.json", "")
        assert "快照" not in text, each.key
        assert "冻结" not in text, each.key
