"""Bulletin and speaker's note: numbers are the snapshot's, the grid the standard's, the bytes fixed."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.shared import Mm, Pt
from openxml_audit import OpenXmlValidator

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.export.traceable import numbers_in, numbers_of_score, untraceable
from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.paper_settings import PaperSettings
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences import full_width
from tracker.domain.sentences.bulletin import ordinal
from tracker.export import child
from tracker.export.bulletin import bulletin_bytes
from tracker.export.bulletin.appendix import APPENDED
from tracker.export.bulletin.sections import LISTED
from tracker.export.bulletin.tables import BEHIND_LISTED
from tracker.export.formats import format_of
from tracker.export.options import HOUSE, Options
from tracker.export.speaker_notes import speaker_notes_bytes
from tracker.export.word.marks import NO_BREAK
from tracker.export.word.styles import RED
from tracker.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
NUMBER = "2025Q3-98"
EVIL = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "<w:p/>&amp;\"'",
    "a\x00b\x0bc\ufffe\ud800d",
    "]]>",
    "\u202e反转",
    "长" * 20_000,
]
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
Maker = Callable[..., bytes]
BOTH = pytest.mark.parametrize("maker", [bulletin_bytes, speaker_notes_bytes])


def written(maker: Maker = bulletin_bytes, content: str | None = None, **more: Any) -> bytes:
    content = m.content() if content is None else content
    return maker(content, content_sha256(content), NUMBER, **more)


def opened(data: bytes) -> Opened:
    return Document(BytesIO(data))


def texts_of(document: Opened) -> Iterator[str]:
    yield from (paragraph.text.replace(NO_BREAK, "") for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table._tbl.tr_lst:
            for cell in row.tc_lst:
                yield " ".join(part.text or "" for part in cell.iter(_TEXT)).replace(NO_BREAK, "")
    for section in document.sections:
        yield from (paragraph.text for paragraph in section.footer.paragraphs)


def silent() -> Scorecard:
    """Nobody has reported yet."""
    asked = [m.score(m.terms(), None, number, reported=False, area=number % 3 + 1) for number in range(1, 9)]
    return m.card(scores=tuple(asked))


def large() -> Scorecard:
    return m.card(scores=tuple(m.score(m.terms(), "9.5", number) for number in range(1, 601)))


WORLDS: dict[str, Callable[[], str]] = {
    "made up": m.content,
    "empty": lambda: m.content(m.card(scores=())),
    "silent": lambda: m.content(silent(), {}),
    "one area": lambda: m.content(m.card(scores=(m.score(m.terms(), "27"),))),
    "large": lambda: m.content(large(), {}),
}


@pytest.fixture(scope="module")
def bulletin() -> Opened:
    return opened(written())


@BOTH
@pytest.mark.parametrize("world", WORLDS)
def test_every_printed_number_is_the_snapshots(maker: Maker, world: str) -> None:
    content = WORLDS[world]()
    frozen, known = thaw(content), content_sha256(content)
    text = "\n".join(texts_of(opened(written(maker, content))))
    # 1 and 2: of tables and pages; the caps of lists, and the months that are left.
    more = (1, 2, APPENDED, BEHIND_LISTED, LISTED, 12 - frozen.card.period.last_month)
    assert untraceable(text, frozen, *more, sha256=known, number=NUMBER) == []


def test_the_table_of_what_is_behind_prints_each_targets_own_numbers_only(bulletin: Opened) -> None:
    card, frozen = m.card(), thaw(m.content())
    head, *rows = [[cell.text for cell in row.cells] for row in bulletin.tables[1].rows]
    assert head == ["目标", "现值 / 目标", "应达", "牵头单位", "问题与下一步"]
    far = [score for score in card.behind if score.status.is_far_behind]
    assert len(rows) == BEHIND_LISTED < len(far)
    for row, score in zip(rows, far, strict=False):
        assert row[0] == full_width(score.target.name)
        assert row[3] == score.target.lead.name
        texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
        assert set(numbers_in(" ".join(row))) <= numbers_of_score(score, card.period, texts)
        assert len(row[4]) <= 26
    text = "".join(p.text for p in bulletin.paragraphs)
    assert f"列前{BEHIND_LISTED}项，其余{len(far) - BEHIND_LISTED}项见附件" in text
    assert f"稍慢的{len(card.behind) - len(far)}项见附件" in text


def test_the_table_of_areas_adds_up_and_prints_no_verdict_that_most_have(bulletin: Opened) -> None:
    rows = [[cell.text for cell in row.cells] for row in bulletin.tables[0].rows]
    assert rows[0] == ["领域", "应达", "已完成", "达时序", "稍慢", "滞后", "未报", "判断"]
    *areas, whole = [[cell.replace("—", "0") for cell in row] for row in rows[1:]]
    assert [row[0] for row in areas] == [group.name for group in m.card().areas]
    for column in range(1, 7):
        assert int(whole[column]) == sum(int(row[column]) for row in areas)
    for row in (*areas, whole):
        assert int(row[1]) == sum(map(int, row[2:7]))
        assert row[-1] in ("", "落后较多", "数据不足")


def test_what_turned_since_the_last_meeting_adds_up(bulletin: Opened) -> None:
    (line,) = [p.text for p in bulletin.paragraphs if p.text.startswith("与上半年相比")]
    before, after = map(int, re.findall(r"由(\d+)项.到(\d+)项", line)[0])
    told = {word: int(count) for word, count in re.findall(r"(不再滞后|新滞后)的(\d+)项中", line)}
    assert before - told["不再滞后"] + told["新滞后"] == after == m.card().whole.far_behind
    for word, count in told.items():
        parts = line.partition(f"{word}的{count}项中")[2]
        listed = re.split("，新滞后|；", parts)[0]
        assert sum(map(int, re.findall(r"(\d+)项", listed))) == count


@BOTH
@pytest.mark.parametrize("world", WORLDS)
def test_the_file_has_no_finding_of_the_schema(maker: Maker, world: str, tmp_path: Path) -> None:
    file = tmp_path / "file.docx"
    file.write_bytes(written(maker, WORLDS[world]()))
    result = OpenXmlValidator().validate(file)
    assert [error.description for error in result.errors] == []


@BOTH
def test_no_typed_text_breaks_the_file(maker: Maker, tmp_path: Path) -> None:
    asked = (m.terms(unit=evil[:32]) for evil in EVIL)
    scores = [m.score(terms, "9", place, named=EVIL[place - 1][:200]) for place, terms in enumerate(asked, 1)]
    card = m.card(scores=tuple(scores), plan=replace(m.PLAN, title="".join(EVIL)[:200]))
    wrote = {place: Texts(evil, evil, evil, evil) for place, evil in enumerate(EVIL, 1)}
    file = tmp_path / "file.docx"
    # A lone surrogate has no UTF-8 and so no hash: the ledger never lets one in, and the file drops it.
    file.write_bytes(maker(m.content(card, wrote), "ab" * 32, NUMBER))
    assert [error.description for error in OpenXmlValidator().validate(file).errors] == []
    text = "".join(texts_of(opened(file.read_bytes())))
    assert "=1+1" in text
    assert "<w:p/>&amp;" in text
    assert not set("\x00\x0b\ufffe\ud800\u202e") & set(text)


@pytest.mark.parametrize("line", ["28", "28.95"])
def test_the_page_is_the_standards(line: str) -> None:
    document = opened(written(options=Options(PaperSettings(line_spacing=line))))
    first, last = document.sections
    assert (first.page_width, first.top_margin, first.left_margin) == pytest.approx(
        (Mm(210), Mm(37), Mm(28)), abs=999
    )
    assert last.page_width > last.page_height
    normal = document.styles["Normal"]
    assert normal.paragraph_format.line_spacing == pytest.approx(Pt(float(line)), abs=Pt(0.05))
    assert normal.font.size == Pt(16)
    assert 'w:eastAsia="仿宋_GB2312"' in normal.element.xml
    assert 'w:eastAsia="方正小标宋简体"' in document.styles["Title"].element.xml
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = first.footer.paragraphs[0], first.even_page_footer.paragraphs[0]
    assert (odd.text, even.text) == ("— 1 —", "— 1 —") or (odd.text, even.text) == ("—  —", "—  —")
    assert 'w:jc w:val="right"' in odd._p.xml
    assert 'w:jc w:val="left"' in even._p.xml


def headings_of(document: Opened) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]


def test_sections_are_numbered_and_those_without_data_left_out(bulletin: Opened) -> None:
    assert headings_of(bulletin) == [
        "一、总体情况",
        "二、主要问题",
        "三、提请协调解决的事项",
        "四、目标调整、勘误和更正",
    ]
    assert headings_of(opened(written(content=WORLDS["silent"]()))) == ["一、总体情况", "二、主要问题"]
    assert [ordinal(n) for n in (1, 10, 11, 20, 32)] == ["一", "十", "十一", "二十", "三十二"]


def test_the_text_has_the_marks_of_printed_chinese(bulletin: Opened) -> None:
    for text in texts_of(bulletin):
        assert re.search("[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]", text) is None, text


def test_who_has_not_reported_is_named(bulletin: Opened) -> None:
    text = "".join(texts_of(bulletin))
    assert m.card().missing
    for score in m.card().missing:
        assert full_width(score.target.name) in text
        assert full_width(score.target.lead.name) in text


def test_the_red_head_is_there_only_when_it_is_asked_for() -> None:
    office = Options(PaperSettings(red_head=True, office="海宁市人民政府办公室", series="海政办发"))
    text = [p.text for p in opened(written(options=office)).paragraphs]
    assert text[:4] == ["海宁市人民政府办公室", "", "", "海政办发〔2025〕 号"]
    assert RED in written_xml(office)
    assert RED not in written_xml(HOUSE)
    assert not PaperSettings(red_head=True).has_red_head


def written_xml(options: Options) -> str:
    with ZipFile(BytesIO(written(options=options))) as parts:
        return parts.read("word/document.xml").decode()


def test_the_appendix_repeats_its_head_marks_leads_and_is_capped() -> None:
    document = opened(written(content=WORLDS["large"]()))
    table = document.tables[-1]
    rows = table._tbl.tr_lst
    assert "tblHeader" in rows[0].xml
    assert all("cantSplit" in row.xml for row in rows[:3])
    numbered = [row for row in rows[1:] if len(row.tc_lst) == 9]
    assert len(numbered) == APPENDED
    assert "".join(numbered[0].tc_lst[8].itertext()).startswith("★市科技局")
    assert any("其余100项详见进度表" in paragraph.text for paragraph in document.paragraphs)


def test_budgets_stand_apart_from_the_targets_with_what_was_executed_of_them(bulletin: Opened) -> None:
    targets, budgets = bulletin.tables[-2:]
    assert [cell.text for cell in budgets.rows[0].cells][:4] == ["预算", "年度预算", "累计执行", "执行率"]
    rows = [[cell.text for cell in row.cells] for row in budgets.rows[1:]]
    assert [row[0] for row in rows] == [score.target.name for score in m.card().budgets]
    assert rows[0][1:4] == ["36.71亿元", "25.6亿元", "69.7%"]
    assert not {row[0] for row in rows} & {row.cells[1].text for row in targets.rows}
    assert "≥" not in "".join(map("".join, rows))


def test_the_foot_of_the_appendix_traces_the_paper_back_and_its_text_speaks_of_no_system(
    bulletin: Opened,
) -> None:
    *text, foot = [p.text for p in bulletin.paragraphs if p.text]
    assert NUMBER in foot
    assert content_sha256(m.content())[:12] in foot
    assert full_width(m.RULES.sentence) in foot
    assert content_sha256(m.content()) in bulletin.core_properties.comments
    for word in ("SHA", "存证", "快照", "冻结", "09:00", NUMBER):
        assert word not in "".join(text)


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("99", "America/New_York")])
def test_the_same_content_gives_the_same_bytes_on_another_host(seed: str, zone: str) -> None:
    script = "from tests.export.test_bulletin import *; "
    script += "print(sha256(written() + written(speaker_notes_bytes)).hexdigest())"
    host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=host, capture_output=True, check=True)
    assert run.stdout.decode().strip() == sha256(written() + written(speaker_notes_bytes)).hexdigest()


def settings_of_an_office() -> Settings:
    return read_settings(
        {
            "TRACKER_BULLETIN_LINE_SPACING": "28.95",
            "TRACKER_BULLETIN_RED_HEAD": "true",
            "TRACKER_BULLETIN_OFFICE": "海宁市人民政府办公室",
            "TRACKER_BULLETIN_SERIES": "海政办发",
            "TRACKER_BULLETIN_ADDRESSEE": "各镇人民政府,市政府各部门",
        }
    )


def test_the_offices_settings_switch_line_spacing_and_red_head() -> None:
    office = Options.chosen(settings_of_an_office())
    assert office == Options(
        PaperSettings(
            line_spacing="28.95",
            red_head=True,
            office="海宁市人民政府办公室",
            series="海政办发",
            addressee="各镇人民政府,市政府各部门",
        )
    )
    switched = written(options=office)
    assert switched != written()
    text = text_of_file("docx", switched)
    for words in ("海宁市人民政府办公室", "海政办发〔2025〕 号", "各镇人民政府，市政府各部门："):
        assert words in text


def test_what_no_setting_chooses_is_the_houses() -> None:
    assert Options.chosen(Settings()) == HOUSE


def test_a_bulletin_made_in_a_child_process_follows_them_too() -> None:
    content = m.content()
    given = content, content_sha256(content), NUMBER, Options.chosen(settings_of_an_office())
    assert child.made_in_child(format_of("docx"), *given) == bulletin_bytes(*given)
