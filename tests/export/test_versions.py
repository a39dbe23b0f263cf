"""分发版本: each department, area and leader gets what is theirs, in files that hold nothing from nowhere."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.export.test_every_file import _ACTIVE, EVIL, evil_content, large, parts_of
from tests.export.traceable import untraceable
from tracker.domain.measure.figure import Texts, YearEndCall
from tracker.domain.measure.target import Kind, Operator
from tracker.domain.meetings.meeting import Records
from tracker.domain.meetings.paper import (
    NO_PAPER,
    AreaPassage,
    GivenName,
    NameOf,
    Paper,
    Passage,
    Request,
    Words,
)
from tracker.domain.meetings.snapshot import content_sha256, freeze_content, thaw
from tracker.domain.progress.scorecard import DEMONSTRATION, LeaderRef, Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import full_width
from tracker.domain.sentences.versions import lacking_in_year, lacking_now
from tracker.export import kit
from tracker.export.formats import VERSIONS, format_of
from tracker.export.options import HOUSE, Options
from tracker.export.versions import versions_bytes
from tracker.export.versions.tables import ASKED_ABOUT, LISTED

ROOT = Path(__file__).parents[2]
NUMBER = "2025Q3-02"
LEADERS = (LeaderRef(1, "陆副市长"), LeaderRef(2, "周副市长"))


def led(**more: Any) -> Scorecard:
    """The made-up card, its first four areas under one leader, three under another, the last under nobody."""
    scores = []
    for score in m.card().scores:
        place = (score.target.area.number - 1) // 4
        leader = None if score.target.area.number == 8 else LEADERS[place]
        scores.append(replace(score, target=replace(score.target, leader=leader)))
    return m.card(scores=tuple(scores), **more)


def content_of(card: Scorecard, paper: Paper = NO_PAPER, wrote: dict[int, Texts] | None = None) -> str:
    return freeze_content(
        card,
        m.texts(card) if wrote is None else wrote,
        "9f" * 32,
        m.FROZEN_AT,
        "王督查",
        "市政府第三季度工作例会",
        date(2025, 10, 15),
        "ab" * 32,
        records=m.records(m.card()) if len(card.scores) > 70 else Records(),
        paper=paper,
    )


def files_of(content: str, options: Options = HOUSE) -> dict[str, bytes]:
    with ZipFile(BytesIO(versions_bytes(content, content_sha256(content), NUMBER, options))) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def texts_of(content: str, options: Options = HOUSE) -> dict[str, str]:
    return {name: text_of_file("docx", data) for name, data in files_of(content, options).items()}


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return files_of(content_of(led()))


def test_every_department_that_leads_something_every_area_and_every_leader_has_a_file(
    made: dict[str, bytes],
) -> None:
    card = led()
    leads = {score.target.lead.name for score in card.scores}
    assert {name.removeprefix("部门/") for name in made if name.startswith("部门/")} == {
        f"{name}.docx" for name in leads
    }
    areas = [f"领域/{place:02d}_{area.name}.docx" for place, area in enumerate(card.areas, 1)]
    assert [name for name in made if name.startswith("领域/")] == areas
    assert [name for name in made if name.startswith("分管领导/")] == [
        f"分管领导/{leader.name}.docx" for leader in LEADERS
    ]


def test_without_leaders_there_is_no_folder_of_theirs() -> None:
    assert not any(name.startswith("分管领导/") for name in files_of(content_of(m.card())))


def test_every_number_of_every_version_is_in_the_snapshot(made: dict[str, bytes]) -> None:
    content = content_of(led())
    frozen, hashed = thaw(content), content_sha256(content)
    texts = [text_of_file("docx", data) for data in made.values()]
    assert min(map(len, texts)) > 150
    # All at once: what the snapshot allows takes a third of a second to gather.
    assert untraceable("\n".join(texts), frozen, sha256=hashed, number=NUMBER) == []


def test_a_department_sees_what_it_leads_and_none_of_the_others(made: dict[str, bytes]) -> None:
    card = led()
    for group in card.departments:
        document = Document(BytesIO(made[f"部门/{group.name}.docx"]))
        names = [row.cells[0].text for row in document.tables[0].rows[1:]]
        assert sorted(names) == sorted(full_width(score.target.name) for score in group.scores)


def test_what_is_behind_stands_first_and_in_the_list_to_mend(made: dict[str, bytes]) -> None:
    card = led()
    group = max(card.departments, key=lambda each: each.rollup.behind)
    late = [score for score in card.behind if score.target.lead.name == group.name]
    document = Document(BytesIO(made[f"部门/{group.name}.docx"]))
    assert [row.cells[0].text for row in document.tables[0].rows[1 : 1 + len(late)]] == [
        full_width(score.target.name) for score in late
    ]
    assert [row.cells[1].text for row in document.tables[-1].rows[1:]] == [
        full_width(score.target.name) for score in late
    ]
    empty = [cell.text for row in document.tables[-1].rows[1:] for cell in row.cells[5:]]
    assert set(empty) == {""}, "measure, person and date are for the department to fill in"


def test_nothing_behind_nothing_to_mend() -> None:
    done = m.score(m.terms(value="10", unit="个"), "10", named="新增泊位")
    text = texts_of(content_of(m.card(scores=(done,))))["部门/市科技局.docx"]
    assert "整改清单" not in text
    assert "签字" not in text


UNIT = m.UNITS[0]
ASKED = Words(
    requests=(
        Request("补报数据", unit_ids=(UNIT.id,), due=date(2025, 10, 24)),
        Request("研判年底能否完成", to_leaders=True, target_ids=(3,), due=date(2025, 11, 7)),
        Request("审结待审核的1项数据", target_ids=(3,)),
        Request("审签整改清单", to_leaders=True, due=date(2025, 10, 31)),
        Request("只请一位领导定", to_leaders=True, target_ids=(3,)),
        Request("督查室审结待审核的数据", due=date(2025, 10, 24)),
    ),
    areas=(AreaPassage(m.AREAS[0].id, "本领域科技项目集中在四季度验收。"),),
    decisions=(Passage("是否调整目标"),),
)


def test_a_request_typed_once_stands_with_whom_it_asks_and_nowhere_else() -> None:
    card = led()
    texts = texts_of(content_of(card, Paper(ASKED)))
    one = next(score for score in card.scores if score.target.id == 3)
    assert [name for name, text in texts.items() if "补报数据。" in text] == [f"部门/{UNIT.name}.docx"]
    area = next(name for name in texts if name.endswith(f"_{one.target.area.title}.docx"))
    assert one.target.leader is not None
    assert {name for name, text in texts.items() if "研判年底能否完成" in text} == {
        f"部门/{one.target.lead.name}.docx",
        f"分管领导/{one.target.leader.name}.docx",
        area,
    }
    assert "配合分管市领导研判年底能否完成。" in texts[f"部门/{one.target.lead.name}.docx"]
    assert "11月7日前　研判年底能否完成。" in texts[area]
    signing = {name for name, text in texts.items() if "审签整改清单" in text}
    assert signing == {f"分管领导/{leader.name}.docx" for leader in LEADERS}
    assert [name for name, text in texts.items() if "只请一位领导定" in text and name.startswith("分管")] == [
        f"分管领导/{one.target.leader.name}.docx"
    ]
    assert not any("审结" in text for text in texts.values()), "the office asks that of itself"


def test_a_department_reads_how_much_of_a_request_is_its_own() -> None:
    card = led()
    own = [score.target.id for score in card.targets if score.target.lead == UNIT][:2]
    others = [score.target.id for score in card.targets if score.target.lead != UNIT][:3]
    words = Words(
        requests=(
            Request("报送5项目标的整改清单", unit_ids=(UNIT.id,), target_ids=(*own, *others)),
            Request("逐旬报告2项目标进展", unit_ids=(UNIT.id,), target_ids=tuple(own)),
        )
    )
    text = texts_of(content_of(card, Paper(words)))[f"部门/{UNIT.name}.docx"]
    assert "报送5项目标的整改清单（其中你局2项）。" in text
    assert "逐旬报告2项目标进展。" in text, "all of it is its own"


def test_what_the_office_says_of_an_area_stands_in_its_version() -> None:
    texts = texts_of(content_of(led(), Paper(ASKED)))
    named = [name for name, text in texts.items() if "集中在四季度验收" in text]
    assert named == [f"领域/01_{m.AREAS[0].title}.docx"]


def test_without_the_offices_words_what_is_missing_is_asked_for() -> None:
    silent = m.score(m.terms(value="10", unit="个"), None, reported=False, named="新增泊位")
    assert "补报“新增泊位”。" in texts_of(content_of(m.card(scores=(silent,))))["部门/市科技局.docx"]


def test_a_proposed_request_is_marked_in_a_preview_and_every_page_says_that_it_is_one() -> None:
    words = Words(requests=(Request("填好整改清单", unit_ids=(UNIT.id,), is_proposed=True),))
    texts = texts_of(content_of(led(), Paper(words)), Options(is_preview=True))
    assert "〔拟〕填好整改清单。" in texts[f"部门/{UNIT.name}.docx"]
    assert all("预览" in text for text in texts.values())
    assert not any("预览" in text for text in texts_of(content_of(led())).values())


def test_short_names_that_people_gave_stand_in_the_tables() -> None:
    late = m.score(m.terms(value="10", unit="个"), "1", named="新增内河500吨级及以上泊位")
    paper = Paper(names=(GivenName(NameOf.TARGET, late.target.id, "内河泊位"),))
    text = texts_of(content_of(m.card(scores=(late,)), paper))["部门/市科技局.docx"]
    assert "内河泊位" in text
    assert "500吨级" not in text


def test_a_leader_reads_counts_what_to_ask_about_and_what_has_no_verdict(made: dict[str, bytes]) -> None:
    own = led().of_leader(LEADERS[0].id)
    document = Document(BytesIO(made[f"分管领导/{LEADERS[0].name}.docx"]))
    by_area, asked = document.tables
    assert [row.cells[0].text for row in by_area.rows[1:]] == [*(area.name for area in own.areas), "合计"]
    assert [row.cells[1].text for row in by_area.rows[1:]] == [
        *(str(area.rollup.due) for area in own.areas),
        str(own.whole.due),
    ]
    named = [row.cells[0].paragraphs[0].text for row in asked.rows[1:]]
    assert named == [full_width(score.target.name) for score in own.behind[:ASKED_ABOUT]]
    text = text_of_file("docx", made[f"分管领导/{LEADERS[0].name}.docx"])
    assert f"另有{len(own.behind) - ASKED_ABOUT}项落后目标，见进度表。" in text
    assert f"暂无判定的{own.whole.unjudged}项" in text


@pytest.mark.parametrize(
    ("asked", "value", "now", "year"),
    [
        (m.terms(value="80", unit="个"), "45", "差15个", "差35个"),
        (m.terms(value="5", unit="家"), "1", "差2家", "差4家"),  # 3.75 家 are 3 whole ones
        (m.terms(Kind.RATE, "20", "%"), "18", "差2个百分点", "差2个百分点"),
        (m.terms(Kind.LEVEL, "14100", "元"), "14000.5", "差99.5元", "差99.5元"),
        (m.terms(Kind.MILESTONE, due=m.Q3), "0", "未完成", "未完成"),
        (m.terms(Kind.LEVEL, "5", "%", operator=Operator.AT_MOST), "5.5", "超0.5个百分点", "超0.5个百分点"),
        (
            m.terms(Kind.LEVEL, "3", "家", operator=Operator.RANGE, upper=Decimal(5)),
            "7",
            "超2家",
            "超2家",
        ),
        (m.terms(value="10", unit="起", operator=Operator.AT_MOST), "9", "超2起", "已达到"),
    ],
)
def test_what_is_missing_is_said_in_the_targets_own_unit(asked: Any, value: str, now: str, year: str) -> None:
    score = m.score(asked, value)
    assert (lacking_now(score, m.Q3), lacking_in_year(score, m.card(scores=(score,)))) == (now, year)


def test_far_behind_is_a_dark_fill_with_white_letters_and_slightly_behind_a_pale_one() -> None:
    far, slight = m.score(m.terms(), "5", 1), m.score(m.terms(), "25", 2)
    assert (far.status, slight.status) == (Status.BEHIND, Status.SLIGHTLY_BEHIND)
    data = files_of(content_of(m.card(scores=(far, slight))))["部门/市科技局.docx"]
    xml = BytesIO(data)
    with ZipFile(xml) as parts:
        cells = re.findall(r"<w:tc>.*?</w:tc>", parts.read("word/document.xml").decode(), re.DOTALL)
    (dark,) = [cell for cell in cells if ">滞后<" in cell]
    (pale,) = [cell for cell in cells if ">稍慢<" in cell]
    assert 'w:fill="B4232A"' in dark
    assert 'w:color w:val="FFFFFF"' in dark
    assert 'w:fill="F5DFB3"' in pale
    assert 'w:color w:val="000000"' in pale


def test_made_up_figures_say_so_at_the_head_of_every_page() -> None:
    card = led()
    marked = files_of(content_of(replace(card, plan=replace(card.plan, is_demonstration=True))))
    for name, data in marked.items():
        with ZipFile(BytesIO(data)) as parts:
            heads = [parts.read(part).decode() for part in parts.namelist() if "word/header" in part]
        assert len(heads) >= 2, name
        assert all(DEMONSTRATION in head for head in heads), name


def test_every_version_is_a_valid_word_file(made: dict[str, bytes], tmp_path: Path) -> None:
    picked = [next(name for name in made if name.startswith(folder)) for folder in ("部门", "领域", "分管")]
    for place, name in enumerate(picked):
        path = tmp_path / f"{place}.docx"
        path.write_bytes(made[name])
        assert list(OpenXmlValidator().validate(path).errors) == [], name


def test_nothing_typed_runs_or_escapes_the_zip() -> None:
    made = files_of(evil_content())
    for name, data in made.items():
        assert re.fullmatch(r'[^/\\:*?"<>|\x00-\x1f]+/[^/\\:*?"<>|\x00-\x1f]+\.docx', name), name
        assert not name.split("/")[1].startswith("."), name
        assert [found for part in parts_of(data) for found in _ACTIVE.findall(part)] == []
    assert len({name.casefold() for name in made}) == len(made)
    assert sum(name.startswith("部门/") for name in made) >= len(EVIL)


@pytest.mark.parametrize("scores", [(), (m.score(m.terms(), None, reported=False),)], ids=["none", "silent"])
def test_a_plan_without_targets_or_figures_still_gives_a_zip(scores: tuple[Any, ...]) -> None:
    texts = texts_of(content_of(m.card(scores=scores)))
    assert len(texts) == 2 * len(scores)
    for text in texts.values():
        assert labelled(Status.NOT_REPORTED).replace(" ", "") in text.replace(" ", "").replace("\n", "")


def test_a_department_of_a_large_plan_gets_a_list_with_a_pointer_and_no_book() -> None:
    card = large(1_200)
    texts = texts_of(content_of(card, wrote={}))
    many = [group for group in card.departments if len(group.scores) > LISTED]
    assert len(many) > 10
    for group in many:
        text = texts[f"部门/{group.name}.docx"]
        assert f"另有{len(group.scores) - LISTED}项目标，见进度表。" in text
        assert len(text) < 12_000


def test_long_texts_are_cut_where_they_stand_in_cells() -> None:
    late = m.score(m.terms(value="10", unit="个"), "1", call=YearEndCall.ADJUST)
    assert late.figure is not None
    wrote = {late.figure.report_id: Texts("进" * 2000, "问" * 2000, "步" * 2000, "")}
    text = texts_of(content_of(m.card(scores=(late,)), wrote=wrote))["部门/市科技局.docx"]
    assert "问" * 17 + "…" in text
    assert "问" * 18 not in text


def test_it_is_a_format_of_its_own_beside_the_kit() -> None:
    content = content_of(led())
    kit.forget()
    assert format_of("versions.zip") is VERSIONS
    data = kit.file_bytes(VERSIONS, content, content_sha256(content), NUMBER, HOUSE)
    assert data == versions_bytes(content, content_sha256(content), NUMBER)


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("99", "America/New_York")])
def test_the_same_content_gives_the_same_bytes_on_another_host(seed: str, zone: str) -> None:
    script = "from tests.export.test_versions import *; c = content_of(led()); "
    script += "print(sha256(versions_bytes(c, content_sha256(c), NUMBER)).hexdigest())"
    host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=host, capture_output=True, check=True)
    content = content_of(led())
    here = sha256(versions_bytes(content, content_sha256(content), NUMBER)).hexdigest()
    assert run.stdout.decode().strip() == here
