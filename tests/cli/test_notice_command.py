"""python -m tracker notice FILE: what a notice says, before anything is stored."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.cli import main

NOTICE = (
    "2026年重点工作任务分解\n一、产业\n（一）企业。新增企业100家，研发投入占比达到3.1%，由30家增加到50家。"
    "（牵头单位：市科技局、市经信局，责任单位：市财政局）\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_the_json_is_one_object_with_exact_numbers(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notice", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert [(one["value"], one["unit"], one["operator"]) for one in said["targets"]] == [
        (100, "家", ">="),
        (Decimal("3.1"), "%", ">="),
        (50, "家", ">="),
    ]
    first = said["targets"][0]
    assert NOTICE[first["start"] : first["end"]] == "100"
    assert NOTICE[first["quote_start"] :].startswith(first["quote"])
    assert (first["area"], first["article"], first["lead"], first["co"]) == (
        1,
        1,
        "市科技局、市经信局",
        ["市财政局"],
    )
    assert first["article_start"] == said["articles"][0]["start"] == NOTICE.index("（一）")
    assert said["areas"][0]["label"] == "一"
    assert said["targets"][2]["baseline"] == 30
    kinds = {NOTICE[one["start"] : one["end"]]: one["kind"] for one in said["readings"]}
    assert kinds == {"2026年": "date", "100": "target", "3.1%": "target", "30": "reference", "50": "target"}


def test_the_summary_is_chinese(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notice", str(file)]) == 0
    said = capsys.readouterr().out
    assert "以“一、”分领域，以“(一)”分条" in said or "以“一、”分领域，以“（一）”分条" in said
    assert "新增企业100家  [市科技局、市经信局]" in said


def test_a_text_in_the_older_encoding_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(NOTICE.encode("gb18030"))
    assert main(["notice", str(path), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["targets"]) == 3


def test_what_is_no_text_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notice.bin"
    path.write_bytes(b"\x00")
    assert main(["notice", str(path)]) == 1
    assert "另存为" in capsys.readouterr().err


def test_a_file_that_is_not_of_its_kind_is_refused_by_its_ending(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notice.docx"
    path.write_bytes(b"")
    assert main(["notice", str(path), "--json"]) == 1
    assert "扩展名 .docx 不符" in capsys.readouterr().err
