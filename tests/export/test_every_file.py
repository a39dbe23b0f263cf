"""Whatever the format: every number is the snapshot's, nothing typed runs, large plans stay in bounds."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.export.traceable import untraceable
from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.domain.progress.scorecard import Scorecard
from tracker.export import child, kit
from tracker.export.formats import FORMATS, Format
from tracker.export.options import HOUSE

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
NUMBER = "2025Q3-02"
PRINTED = [each for each in FORMATS if each.key != "json"]
EVIL = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1",
    "＝1+1",
    "http://example.com/x",
    "<img src=x onerror=alert(1)>",
    "</w:t></w:r><w:instrText>DDEAUTO c:\\x</w:instrText>",
    "{{7*7}}",
    "${7*7}",
    "{% raw %}",
    '#image("/etc/passwd")',
    '#read("x")',
    "$ x $ _a_ *b* `c` @ref <label>",
    "\\u{41}",
    "&lt;&amp;]]>",
    "\u202e反转",
    "a\x00b\x0bc\ufffe\ud800",
    "_x000D_",
    "😀🀄𠮷",
    "长" * 300,
)
# What would run or load something when the file is opened; none of our files holds any.
_ACTIVE = re.compile(
    rb'<f>|<f |DDEAUTO[^<]*</w:instrText>|<w:fldSimple[^>]*DDE|TargetMode="External"|vbaProject'
    rb"|/JavaScript|/Launch|/EmbeddedFile|/URI"
)


@pytest.mark.parametrize("each", PRINTED, ids=lambda each: each.key)
def test_every_number_of_the_file_is_in_the_snapshot(each: Format) -> None:
    content = m.content()
    sha256 = content_sha256(content)
    text = text_of_file(each.suffix, each.bytes_of(content, sha256, NUMBER, HOUSE))
    assert len(text) > 1000
    # 256 stands in the name SHA-256.
    assert untraceable(text, thaw(content), 256, sha256=sha256, number=NUMBER) == []


@pytest.mark.parametrize("each", PRINTED, ids=lambda each: each.key)
def test_every_file_prints_the_snapshots_number_and_the_head_of_its_hash(each: Format) -> None:
    content = m.content()
    sha256 = content_sha256(content)
    text = text_of_file(each.suffix, each.bytes_of(content, sha256, NUMBER, HOUSE))
    assert NUMBER in text
    assert sha256[:12] in text


def evil_content() -> str:
    """Every name and text that a person can type, each of them hostile."""
    whole, scores, wrote = m.card(), [], {}
    for place, score in enumerate(whole.scores):
        evil = EVIL[place % len(EVIL)]
        target = score.target
        lead, area = replace(target.lead, name=evil), replace(target.area, title=evil)
        anchor, terms = replace(target.anchor, quote=evil), target.terms
        if terms.value is not None:
            terms = replace(terms, unit_of_measure=evil[:12], condition=evil)
        scores.append(
            replace(
                score,
                target=replace(
                    target, name=evil, lead=lead, co_units=(lead,), area=area, anchor=anchor, terms=terms
                ),
            )
        )
        if score.figure is not None:
            wrote[score.figure.report_id] = Texts(evil, evil, evil, evil)
    card = replace(whole, scores=tuple(scores), plan=replace(whole.plan, title=EVIL[0], document=EVIL[7]))
    kept = m.records(card)
    hostile = [replace(each, reason=EVIL[0], basis=EVIL[7], applicant=EVIL[1]) for each in kept.adjustments]
    wrong = [replace(each, reason=EVIL[8], submitted_by=EVIL[2]) for each in kept.corrections]
    assert kept.last is not None
    last = replace(kept.last, name=EVIL[12])
    assert kept.matters is not None
    asked = [
        replace(
            each,
            target_name=evil,
            obstacle=evil,
            request=evil,
            raised_by=evil,
            unit=replace(each.unit, name=evil),
            steps=tuple(replace(step, text=evil) for step in each.steps),
        )
        for evil in EVIL
        for each in kept.matters
    ]
    told = [
        replace(
            each,
            name=evil,
            text=evil,
            by=evil,
            unit=each.unit and replace(each.unit, name=evil),
            steps=tuple(replace(step, text=evil) for step in each.steps),
        )
        for evil in EVIL
        for each in m.directives(whole)
    ]
    kept = replace(
        kept,
        adjustments=tuple(hostile),
        corrections=tuple(wrong),
        last=last,
        matters=tuple(asked),
        directives=tuple(told),
    )
    return m.content(card, wrote, kept).encode(errors="replace").decode()


@pytest.mark.parametrize("each", PRINTED, ids=lambda each: each.key)
def test_nothing_typed_runs_or_stops_a_file(each: Format) -> None:
    content = evil_content()
    data = each.bytes_of(content, content_sha256(content), NUMBER, HOUSE)
    assert len(text_of_file(each.suffix, data)) > 1000
    if each.key == "csv":
        rows = csv.reader(StringIO(data.decode("utf-8-sig")))
        texts = [cell for row in rows for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
        assert [cell for cell in texts if cell.lstrip()[:1] in "=+-@＝＋－＠" and cell.strip()] == []
        return
    assert [found for part in parts_of(data) for found in _ACTIVE.findall(part)] == []


def parts_of(data: bytes) -> list[bytes]:
    """The parts of an Office file, the workbooks of its charts among them; other files as they are."""
    if not data.startswith(b"PK"):
        return [data]
    with ZipFile(BytesIO(data)) as files:
        read = [files.read(name) for name in files.namelist()]
    return [inner for part in read for inner in (parts_of(part) if part.startswith(b"PK") else [part])]


def large(count: int) -> Scorecard:
    """The made-up targets again and again under ids and codes of their own."""
    base, scores = m.scores(), []
    for number in range(1, count + 1):
        score = base[number % len(base)]
        target = replace(score.target, id=number, code=f"T{number:05d}")
        figure = None if score.figure is None else replace(score.figure, report_id=number)
        scores.append(replace(score, target=target, figure=figure))
    return m.card(scores=tuple(scores))


@pytest.mark.parametrize("each", [each for each in FORMATS if each.is_heavy], ids=lambda each: each.key)
def test_a_large_plan_stays_within_the_childs_bounds(each: Format) -> None:
    """1,200 targets here; 5,000 in make bench."""
    content = m.content(large(1_200))
    kit.forget()
    assert kit.targets_in(content) > kit.CHILD_TARGETS
    data = kit.file_bytes(each, content, content_sha256(content), NUMBER, HOUSE)
    assert len(data) < 20 * 2**20
    assert child.MEMORY_BYTES <= 2**30
