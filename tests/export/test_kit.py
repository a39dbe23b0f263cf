"""The meeting kit: every file of a snapshot, the same bytes everywhere, in bounds, and in one zip."""

import csv
import os
import subprocess
import sys
from dataclasses import replace
from gettext import NullTranslations
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.export import made_up as m
from tracker.domain import language
from tracker.domain.language.errors import NotFound, Refusal
from tracker.domain.measure.quantity import plain, rounded
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import child, kit
from tracker.export.formats import FORMATS, Format, format_of
from tracker.export.options import HOUSE, Options
from tracker.settings import Settings

ROOT = Path(__file__).parents[2]
CONTENT = m.content()
SHA256 = content_sha256(CONTENT)
NUMBER = "2025Q3-02"
GIVEN = CONTENT, SHA256, NUMBER, HOUSE


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kit.forget()


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.key)
def test_every_format_is_made(each: Format) -> None:
    assert len(each.bytes_of(*GIVEN)) > 1000


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.key)
def test_the_file_is_chinese_whatever_language_the_person_reads(
    each: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = each.bytes_of(*GIVEN)
    monkeypatch.setattr(language, "_asked", lambda: language.ENGLISH)
    monkeypatch.setattr(language, "_catalogue", lambda _: Shouting())
    assert language._("达到") == "TRANSLATED"
    assert each.bytes_of(*GIVEN) == expected


class Shouting(NullTranslations):
    def gettext(self, message: str) -> str:
        return "TRANSLATED"


def test_keys_and_file_names_are_each_one_files_own() -> None:
    assert len({each.key for each in FORMATS}) == len({each.file_name for each in FORMATS})
    assert len({each.key for each in FORMATS}) == len(FORMATS)
    with pytest.raises(NotFound):
        format_of("exe")


def test_the_json_is_the_snapshot_itself() -> None:
    found = kit.file_bytes(format_of("json"), *GIVEN)
    assert found == CONTENT.encode()
    assert sha256(found).hexdigest() == SHA256


def test_the_zip_holds_every_file_under_its_chinese_name_with_hashes_to_check() -> None:
    with ZipFile(BytesIO(kit.zip_of(*GIVEN))) as files:
        names = [each.file_name for each in FORMATS]
        assert files.namelist() == [*names, "SHA256SUMS.txt"]
        assert all(files.getinfo(name).flag_bits & 0x800 for name in names)
        for line in files.read("SHA256SUMS.txt").decode().splitlines():
            known, name = line.split("  ")
            assert sha256(files.read(name)).hexdigest() == known


HOSTS = [("1", "Asia/Shanghai"), ("99", "America/New_York")]


def test_every_file_is_the_same_bytes_on_another_host() -> None:
    script = (
        "from tests.export import made_up as m; from tracker.export import kit; import hashlib\n"
        "from tracker.domain.meetings.snapshot import content_sha256\n"
        "from tracker.export.options import HOUSE\n"
        "c = m.content(); s = content_sha256(c)\n"
        f"for f, b in kit.files(c, s, {NUMBER!r}, HOUSE): print(f.key, hashlib.sha256(b).hexdigest())\n"
        f"print('zip', hashlib.sha256(kit.zip_of(c, s, {NUMBER!r}, HOUSE)).hexdigest())"
    )
    said = []
    for seed, zone in HOSTS:
        host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=host, capture_output=True, check=True
        )
        said.append(run.stdout.decode().splitlines())
    assert len(said[0]) == len(FORMATS) + 1
    assert said[0] == said[1]


def test_a_content_that_is_not_what_its_hash_says_is_refused() -> None:
    with pytest.raises(Refusal, match="存证编号"):
        kit.file_bytes(format_of("json"), CONTENT.replace("王督查", "别人"), SHA256, NUMBER, HOUSE)


def test_what_was_made_is_kept_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    each = format_of("json")
    kit.file_bytes(each, *GIVEN)
    assert kit.kept(each, SHA256, NUMBER, HOUSE)
    monkeypatch.setattr(kit, "_KEPT_BYTES", 10)
    kit.file_bytes(format_of("csv"), *GIVEN)
    assert not kit.kept(each, SHA256, NUMBER, HOUSE)


def test_targets_are_counted_without_reading_the_content() -> None:
    card = m.card()
    assert kit.targets_in(CONTENT) == len(card.scores)
    told = m.content(card, {1: m.Texts('{"judgement":1}')}, m.records(card))
    assert kit.targets_in(told) == len(card.scores)


def test_what_another_office_chose_is_another_file() -> None:
    each = format_of("docx")
    office = Options.chosen(Settings(bulletin_addressee="各镇人民政府"))
    assert kit.file_bytes(each, *GIVEN) != kit.file_bytes(each, CONTENT, SHA256, NUMBER, office)
    assert kit.kept(each, SHA256, NUMBER, office)
    assert not kit.kept(each, SHA256, NUMBER, replace(office, paper=replace(office.paper, series="海政办发")))


HEAVY = replace(format_of("csv"), is_heavy=True)


def test_a_heavy_file_of_a_large_plan_comes_from_a_child_and_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = HEAVY.bytes_of(*GIVEN)
    monkeypatch.setattr(kit, "CHILD_TARGETS", 10)
    asked: list[str] = []
    made = child.made_in_child
    monkeypatch.setattr(
        child, "made_in_child", lambda each, *given: asked.append(each.key) or made(each, *given)
    )
    assert kit.file_bytes(HEAVY, *GIVEN) == here
    assert asked == ["csv"]


def test_a_child_beyond_its_memory_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MEMORY_BYTES", 12 * 2**20)
    with pytest.raises(Refusal, match="数据没有生成"):
        child.made_in_child(HEAVY, *GIVEN)


def test_a_child_beyond_its_time_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_WALL_SECONDS", 0.01)
    with pytest.raises(Refusal, match="数据没有生成"):
        child.made_in_child(HEAVY, *GIVEN)


def rows() -> list[dict[str, str]]:
    data = format_of("csv").bytes_of(*GIVEN).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(data)))


def test_each_row_of_the_csv_holds_what_its_figure_rests_on() -> None:
    for row, score in zip(rows(), m.card().scores, strict=True):
        figure, terms = score.figure, score.target.terms
        assert (row["快照编号"], row["快照SHA-256"]) == (NUMBER, SHA256)
        assert (row["编号"], row["状态代码"]) == (score.target.code, score.status.value)
        assert row["目标值"] == ("" if terms.value is None else plain(terms.value))
        reported = None if figure is None else figure.reported_value
        assert row["上报值"] == ("" if reported is None else plain(reported))
        done = None if terms.kind.is_kept else score.judgement.completion
        share = "" if done is None else plain(rounded(done, 6))
        is_budget = terms.kind is Kind.BUDGET
        assert (row["完成率"], row["执行率"]) == (("", share) if is_budget else (share, ""))


def test_a_reported_zero_and_nothing_are_two_things_in_the_csv() -> None:
    by_code = {row["编号"]: row for row in rows()}
    zero = next(score for score in m.card().scores if score.figure is not None and score.figure.value == 0)
    nothing = next(score for score in m.card().scores if score.figure is None)
    assert by_code[zero.target.code]["上报值"] == "0"
    assert by_code[nothing.target.code]["上报值"] == by_code[nothing.target.code]["完成率"] == ""
    assert by_code[nothing.target.code]["没有数据的原因"]
