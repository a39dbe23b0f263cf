"""The office's own words, choices and marks in the 通报, the 专报, the 简报 and the speech."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.export.traceable import untraceable
from tests.export.worded import OFFICE, PAPER, WORDS, content
from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.paper import (
    Choices,
    GivenName,
    NameOf,
    Paper,
    PaperSection,
    Passage,
    Request,
    Words,
)
from tracker.domain.meetings.paper_settings import PaperKind, PaperSettings
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.export.bulletin import bulletin_bytes
from tracker.export.bulletin.appendix import APPENDED
from tracker.export.bulletin.sections import LISTED
from tracker.export.bulletin.tables import BEHIND_LISTED
from tracker.export.options import HOUSE, Options
from tracker.export.speaker_notes import speaker_notes_bytes

NUMBER = "2025Q3-98"
MADE = Options(OFFICE)
Maker = Callable[..., bytes]


def bulletin(paper: Paper = PAPER, options: Options = MADE, **more: Any) -> bytes:
    frozen = content(paper, **more)
    return bulletin_bytes(frozen, content_sha256(frozen), NUMBER, options)


def speech(paper: Paper = PAPER, options: Options = HOUSE, **more: Any) -> bytes:
    frozen = content(paper, **more)
    return speaker_notes_bytes(frozen, content_sha256(frozen), NUMBER, options)


def lines_of(data: bytes) -> list[str]:
    return text_of_file("docx", data).split("\n")


def headings_of(data: bytes) -> list[str]:
    document = Document(BytesIO(data))
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]


def test_the_words_stand_in_their_sections() -> None:
    data = bulletin()
    assert headings_of(data) == [
        "一、总体情况",
        "二、主要问题",
        "三、提请协调解决的事项",
        "四、表扬",
        "五、目标调整、勘误和更正",
        "六、工作要求",
        "七、下一步打算",
    ]
    lines = lines_of(data)
    assert "总体上好于上年同期，但分化明显。" in lines
    assert "“推进高水平对外开放”：外资和外贸两头承压。" in lines
    assert "（一）对外开放目标滞后集中。市商务局牵头的目标滞后较多，外资大项目尚无突破。" in lines
    assert "（一）中长期项目贷款。请市领导协调落实项目资本金来源。" in lines
    assert "四季度每旬调度一次。" in lines


def test_each_request_says_who_by_when_and_what() -> None:
    lines = lines_of(bulletin())
    asked = lines[lines.index("六、工作要求") + 1 :]
    assert asked[:4] == [
        "（一）补齐数据。市科技局等5个单位10月24日前补报、更新数据。",
        "（二）逐项整改。市商务局10月31日前报送整改清单，写明缺口、措施、责任人和时限。",
        "（三）专题研判。分管市领导11月7日前牵头研判年底有困难的目标。",
        "（四）跟踪督办。海宁市人民政府督查室11月起逐旬报告连续滞后的目标。",
    ]


def asked_of(*requests: Request, problems: tuple[Passage, ...] = ()) -> list[str]:
    words = replace(WORDS, requests=requests, problems=problems)
    lines = lines_of(bulletin(replace(PAPER, words=words)))
    return lines[lines.index("六、工作要求") + 1 :]


def test_what_the_office_does_by_the_same_day_stands_with_what_others_do() -> None:
    fill_in = Request("补报2项数据", "补齐数据", (1, 2), due=date(2025, 10, 24))
    review = Request("审结待审核的6项", "及时审核", due=date(2025, 10, 24))
    together = "补齐数据。市科技局、市经信局10月24日前补报2项数据；海宁市人民政府督查室同日审结待审核的6项。"
    assert asked_of(fill_in, review)[0] == together
    later = replace(review, due=date(2025, 10, 25))
    assert asked_of(fill_in, later)[1] == "（二）及时审核。海宁市人民政府督查室10月25日前审结待审核的6项。"
    own = replace(review, unit_ids=(5,))
    assert asked_of(fill_in, own)[1] == "（二）及时审核。市商务局10月24日前审结待审核的6项。"


def test_units_that_were_named_before_are_counted_in_a_request() -> None:
    asked = Request("补报数据", "补齐数据", (1, 2, 3), due=date(2025, 10, 24))
    assert asked_of(asked)[0] == "补齐数据。市科技局、市经信局、市发改局10月24日前补报数据。"
    silent = (Passage("甲（市科技局）、乙（市经信局）、丙（市发改局）未填报。", "未报送"),)
    assert asked_of(asked, problems=silent)[0] == "补齐数据。市科技局等3个单位10月24日前补报数据。"


def test_changes_are_told_in_short_by_the_names_that_people_gave() -> None:
    given = tuple(
        GivenName(NameOf.TARGET, each.target_id, "简称甲") for each in m.records(m.card()).corrections
    )
    lines = lines_of(bulletin(replace(PAPER, names=given)))
    told = lines[lines.index("五、目标调整、勘误和更正") + 1]
    assert told.startswith("自上次会议以来，")
    assert "；简称甲" in told
    assert told.endswith("理由见进度表。")


@pytest.mark.parametrize("make", [bulletin, speech])
def test_every_number_is_of_the_snapshot_or_of_the_words(make: Maker) -> None:
    frozen = content()
    more = (1, 2, APPENDED, BEHIND_LISTED, LISTED, 3, "海政督〔2025〕8号")
    known = content_sha256(frozen)
    assert untraceable(text_of_file("docx", make()), thaw(frozen), *more, sha256=known, number=NUMBER) == []


def test_the_silent_and_the_endangered_are_listed_unless_the_words_name_them() -> None:
    said = "".join(lines_of(bulletin()))
    assert "（三）数据未按时报送。" in said
    assert "（四）完成难度大。" in said
    silent = "、".join(score.target.name for score in m.card().missing)
    told = replace(PAPER, words=replace(WORDS, problems=(Passage(f"{silent}未填报。", "数据不全"),)))
    assert "数据未按时报送" not in "".join(lines_of(bulletin(told)))


def test_sections_stand_as_they_were_chosen() -> None:
    chosen = (PaperSection.REQUESTS, PaperSection.OVERALL)
    assert headings_of(bulletin(replace(PAPER, choices=Choices(chosen)))) == ["一、工作要求", "二、总体情况"]


def test_units_are_named_only_where_the_papers_name_them() -> None:
    quiet = replace(
        PAPER, words=replace(WORDS, requests=(), problems=(), praise=None), choices=Choices(names=False)
    )
    document = Document(BytesIO(bulletin(quiet, records=m.Records())))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert not any("牵头单位" in head or "责任单位" in head for head in heads[:3])
    text = "".join(p.text for p in document.paragraphs) + "".join(
        cell.text for table in document.tables[:3] for row in table.rows for cell in row.cells
    )
    for unit in m.UNITS:
        assert unit.name not in text


def test_budgets_are_spoken_of_only_where_the_papers_speak_of_them() -> None:
    assert "财政预算" in "".join(lines_of(bulletin()))
    quiet = replace(PAPER, choices=Choices(budgets=False))
    assert "财政预算" not in "".join(lines_of(bulletin(quiet)))


def test_short_names_stand_in_texts_and_tables_and_whole_ones_in_the_appendix() -> None:
    tables = Document(BytesIO(bulletin())).tables
    behind, appendix = ([[cell.text for cell in row.cells] for row in table.rows] for table in tables[1:3])
    assert "制修订标准" in [row[0] for row in behind]
    assert "省级以上标准制修订" in [row[1] for row in appendix]


@pytest.mark.parametrize("make", [bulletin, speech])
def test_what_was_only_proposed_is_marked_in_a_preview(make: Maker) -> None:
    proposed = proposals()
    text = text_of_file("docx", make(Paper(proposed), replace(MADE, is_preview=True)))
    assert text.count("〔拟〕") == 4
    assert text_of_file("docx", make()).count("〔拟〕") == 0


def proposals() -> Words:
    return replace(
        WORDS,
        overall=Passage("拟写的总体情况。", is_proposed=True),
        areas=(replace(WORDS.areas[0], is_proposed=True),),
        problems=(),
        praise=Passage("拟写的表扬。", is_proposed=True),
        requests=(Request("拟写的要求", "拟", is_proposed=True),),
    )


@pytest.mark.parametrize("make", [bulletin, speech])
def test_a_preview_says_so_at_the_head_of_every_page(make: Maker) -> None:
    heads = heads_of(make(PAPER, replace(MADE, is_preview=True)))
    assert heads
    assert all("预览" in head for head in heads)
    assert not any("预览" in head for head in heads_of(make()))


def heads_of(data: bytes) -> list[str]:
    with ZipFile(BytesIO(data)) as parts:
        return [parts.read(name).decode() for name in parts.namelist() if name.startswith("word/header")]


KINDS = {
    PaperKind.NOTICE: ("关于2025年前三季度重点目标\n进展情况的通报", "通报如下", "海政督〔2025〕8号"),
    PaperKind.SPECIAL: ("关于2025年前三季度重点目标\n进展情况的专报", "报告如下", "第8期"),
    PaperKind.BRIEF: ("2025年前三季度重点目标进展情况", "刊发如下", "第8期"),
}


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("red_head", [True, False])
def test_each_kind_of_paper_has_its_own_head(kind: PaperKind, red_head: bool) -> None:
    paper = replace(OFFICE, kind=kind, red_head=red_head, issue="8")
    document = Document(BytesIO(bulletin(options=Options(paper))))
    title, told, issue = KINDS[kind]
    titles = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Title"]
    assert titles[0] == title
    text = "\n".join(p.text for p in document.paragraphs)
    assert told in text
    assert (issue in text) is (red_head or kind is not PaperKind.NOTICE or "第8期" in issue)


def test_the_imprint_stands_at_the_foot_of_an_even_page_of_its_own() -> None:
    document = Document(BytesIO(bulletin()))
    last = document.sections[-1]
    assert "EVEN_PAGE" in str(last.start_type)
    for foot in (last.footer, last.even_page_footer):
        (table,) = foot.tables
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["抄送：市委办公室、市人大常委会办公室、市政协办公室。"] * 2,
            ["海宁市人民政府办公室", "2025年10月10日印发"],
        ]
    assert len(document.sections) == 3


def test_without_a_printing_office_there_is_no_imprint_and_no_page_for_it() -> None:
    document = Document(BytesIO(bulletin(options=Options(replace(OFFICE, printed_by="")))))
    assert len(document.sections) == 2
    assert not any(section.footer.tables for section in document.sections)


@pytest.mark.parametrize(
    "office", ["督查室", "海宁市人民政府督查室", "海宁市人民政府办公室重点目标任务督查工作专班"]
)
def test_the_signature_is_centred_over_the_day(office: str) -> None:
    document = Document(BytesIO(bulletin(options=Options(replace(OFFICE, office=office)))))
    texts = [p.text for p in document.paragraphs]
    place = texts.index("2025年10月10日", 8)
    signed, day = document.paragraphs[place - 1 : place + 1]
    assert signed.text == office
    for paragraph in (signed, day):
        assert 'w:jc w:val="center"' in paragraph._p.xml
        assert paragraph.paragraph_format.right_indent == 0
    assert signed.paragraph_format.left_indent == day.paragraph_format.left_indent
    middle = (442.2 - day.paragraph_format.left_indent.pt) / 2
    assert middle - width_of(day.text) / 2 >= 4 * 15.8 - 0.5
    assert middle - width_of(office) / 2 >= 2 * 15.8 - 0.5


def width_of(line: str) -> float:
    return sum(7.8 if sign.isascii() else 15.8 for sign in line)


def test_the_last_request_the_attachment_the_signature_and_the_day_stay_together() -> None:
    document = Document(BytesIO(bulletin()))
    texts = [p.text for p in document.paragraphs]
    last = texts.index("四季度每旬调度一次。")
    day = next(place for place in range(last, len(texts)) if texts[place] == "2025年10月10日")
    assert all(p.paragraph_format.keep_with_next for p in document.paragraphs[last:day])
    assert day - last == 6


def test_nothing_of_the_text_is_bold_and_faces_have_others_in_their_place() -> None:
    with ZipFile(BytesIO(bulletin())) as parts:
        document, styles, fonts = (
            parts.read(f"word/{name}.xml").decode() for name in ("document", "styles", "fontTable")
        )
        settings = parts.read("word/settings.xml").decode()
    assert "<w:b/>" not in document + styles
    assert re.search('w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>', fonts)
    assert re.search('w:name="楷体_GB2312"><w:altName w:val="楷体"/>', fonts)
    assert "<w:mirrorMargins/>" in settings


def test_texts_at_their_limits_make_no_longer_paper() -> None:
    wordy = {place: Texts(*["长句没有标点" * 333] * 4) for place in range(1, 79)}
    plain, long = (text_of_file("docx", bulletin(texts=texts)) for texts in (m.texts(m.card()), wordy))
    assert len(long) < len(plain) * 1.2


@pytest.mark.parametrize("make", [bulletin, speech])
def test_the_file_has_no_finding_of_the_schema(make: Maker, tmp_path: Path) -> None:
    file = tmp_path / "file.docx"
    file.write_bytes(make(PAPER, replace(MADE, is_preview=True)))
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []


def test_hostile_words_and_marks_break_nothing(tmp_path: Path) -> None:
    evil = "<w:p/>&amp;\"']]>\u202e反\x0b转{0}"
    words = replace(
        WORDS, overall=Passage(evil), problems=(Passage(evil, evil),), requests=(Request(evil, evil),)
    )
    office = PaperSettings(
        red_head=True, **dict.fromkeys(("office", "addressee", "copies", "printed_by"), evil)
    )
    file = tmp_path / "file.docx"
    file.write_bytes(bulletin(Paper(words), Options(office)))
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []
    assert "<w:p/>&amp;" in "".join(lines_of(file.read_bytes()))
