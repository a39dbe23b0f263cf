"""The meeting kit: every file of a snapshot, the same bytes everywhere, in bounds, and in one zip."""

import csv
import os
import re
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
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import child, kit
from tracker.export.figures_csv import COLUMNS

ROOT = Path(__file__).parents[2]
CONTENT = m.content()
SHA256 = content_sha256(CONTENT)
NUMBER = "2025Q3-02"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kit.forget()


@pytest.mark.parametrize("each", kit.FORMATS, ids=lambda each: each.key)
def test_every_format_is_made(each: kit.Format) -> None:
    assert len(each.bytes_of(CONTENT, SHA256, NUMBER)) > 1000


@pytest.mark.parametrize("each", kit.FORMATS, ids=lambda each: each.key)
def test_the_file_is_chinese_whatever_language_the_person_reads(
    each: kit.Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = each.bytes_of(CONTENT, SHA256, NUMBER)
    monkeypatch.setattr(language, "_asked", lambda: language.ENGLISH)
    monkeypatch.setattr(language, "_catalogue", lambda _: Shouting())
    assert language._("达到") == "TRANSLATED"
    assert each.bytes_of(CONTENT, SHA256, NUMBER) == expected


class Shouting(NullTranslations):
    def gettext(self, message: str) -> str:
        return "TRANSLATED"


def test_keys_and_file_names_are_each_one_files_own() -> None:
    assert len({each.key for each in kit.FORMATS}) == len({each.file_name for each in kit.FORMATS})
    assert len({each.key for each in kit.FORMATS}) == len(kit.FORMATS)
    with pytest.raises(NotFound):
        kit.format_of("exe")


def test_the_json_is_the_snapshot_itself() -> None:
    found = kit.file_bytes(kit.format_of("json"), CONTENT, SHA256, NUMBER)
    assert found == CONTENT.encode()
    assert sha256(found).hexdigest() == SHA256


def test_the_zip_holds_every_file_under_its_chinese_name_with_hashes_to_check() -> None:
    with ZipFile(BytesIO(kit.zip_of(CONTENT, SHA256, NUMBER))) as files:
        names = [each.file_name for each in kit.FORMATS]
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
        "c = m.content(); s = content_sha256(c)\n"
        f"for f, b in kit.files(c, s, {NUMBER!r}): print(f.key, hashlib.sha256(b).hexdigest())\n"
        f"print('zip', hashlib.sha256(kit.zip_of(c, s, {NUMBER!r})).hexdigest())"
    )
    said = []
    for seed, zone in HOSTS:
        host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=host, capture_output=True, check=True
        )
        said.append(run.stdout.decode().splitlines())
    assert len(said[0]) == len(kit.FORMATS) + 1
    assert said[0] == said[1]


def test_a_content_that_is_not_what_its_hash_says_is_refused() -> None:
    with pytest.raises(Refusal, match="SHA-256"):
        kit.file_bytes(kit.format_of("json"), CONTENT.replace("王督查", "别人"), SHA256, NUMBER)


def test_what_was_made_is_kept_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    each = kit.format_of("json")
    kit.file_bytes(each, CONTENT, SHA256, NUMBER)
    assert kit.is_made(each, SHA256, NUMBER)
    monkeypatch.setattr(kit, "_KEPT_BYTES", 10)
    kit.file_bytes(kit.format_of("csv"), CONTENT, SHA256, NUMBER)
    assert not kit.is_made(each, SHA256, NUMBER)


def test_targets_are_counted_without_reading_the_content() -> None:
    card = m.card()
    assert kit.targets_in(CONTENT) == len(card.scores)
    told = m.content(card, {1: m.Texts('{"judgement":1}')}, m.records(card))
    assert kit.targets_in(told) == len(card.scores)


HEAVY = replace(kit.format_of("csv"), is_heavy=True)


def test_a_heavy_file_of_a_large_plan_comes_from_a_child_and_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = HEAVY.bytes_of(CONTENT, SHA256, NUMBER)
    monkeypatch.setattr(kit, "CHILD_TARGETS", 10)
    asked: list[str] = []
    made = child.made_in_child
    monkeypatch.setattr(
        child, "made_in_child", lambda each, *given: asked.append(each.key) or made(each, *given)
    )
    assert kit.file_bytes(HEAVY, CONTENT, SHA256, NUMBER) == here
    assert asked == ["csv"]


def test_a_child_beyond_its_memory_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MEMORY_BYTES", 12 * 2**20)
    with pytest.raises(Refusal, match="数据没有生成"):
        child.made_in_child(HEAVY, CONTENT, SHA256, NUMBER)


def test_a_child_beyond_its_time_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_WALL_SECONDS", 0.01)
    with pytest.raises(Refusal, match="数据没有生成"):
        child.made_in_child(HEAVY, CONTENT, SHA256, NUMBER)


def rows() -> list[dict[str, str]]:
    data = kit.format_of("csv").bytes_of(CONTENT, SHA256, NUMBER).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(data)))


def test_each_row_of_the_csv_holds_what_its_figure_rests_on() -> None:
    for row, score in zip(rows(), m.card().scores, strict=True):
        figure, terms = score.figure, score.target.terms
        assert (row["快照编号"], row["快照SHA-256"]) == (NUMBER, SHA256)
        assert (row["编号"], row["状态代码"]) == (score.target.code, score.status.value)
        assert row["目标值"] == ("" if terms.value is None else plain(terms.value))
        reported = None if figure is None else figure.reported_value
        assert row["上报值"] == ("" if reported is None else plain(reported))
        done = score.judgement.completion
        assert row["完成率"] == ("" if done is None else plain(rounded(done, 6)))


def test_a_reported_zero_and_nothing_are_two_things_in_the_csv() -> None:
    by_code = {row["编号"]: row for row in rows()}
    zero = next(score for score in m.card().scores if score.figure is not None and score.figure.value == 0)
    nothing = next(score for score in m.card().scores if score.figure is None)
    assert by_code[zero.target.code]["上报值"] == "0"
    assert by_code[nothing.target.code]["上报值"] == by_code[nothing.target.code]["完成率"] == ""
    assert by_code[nothing.target.code]["没有数据的原因"]


def test_every_column_of_the_csv_is_documented_in_order() -> None:
    text = (ROOT / "docs" / "export-columns.md").read_text("utf-8")
    assert re.findall(r"^\| (\S+) \|", text, re.MULTILINE)[1:] == [column.name for column in COLUMNS]
