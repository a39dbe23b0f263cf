"""The CSV files of a draft carry what the notice says of time, steps, totals and several groups of units."""

import csv
from pathlib import Path

import pytest

from tracker.notice.decisions import FactsSet
from tracker.notice.draft import write_draft
from tracker.notice.drafting import register_of
from tracker.notice.preparing import prepared
from tracker.notice.register import load_register
from tracker.notice.seed_csv import write_rows

NOTICE = """海平市2026年重点任务分解方案
一、做强产业
（一）培育企业。新增企业100家，一季度20家、上半年50家（由市工信局牵头，市科技局配合）；到2028年，规上企业达到300家（由市统计局牵头）。
（二）安排资金。市级财政预算安排2亿元，其中技改资金1.2亿元、人才资金0.8亿元。（牵头单位：市财政局；责任单位：市工信局）
（三）提升服务。农村自来水普及率由88%提高到92%，6月底前达到90%。（牵头单位：市水利局）
"""
FACTS = {
    "code": "haiping-2026",
    "title": "海平市2026年重点任务分解方案",
    "document_number": "海政发〔2026〕1号",
    "issuer": "海平市人民政府",
    "year": "2026",
    "issued": "2026-01-05",
    "published": "2026-01-05",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_draft(tmp_path, NOTICE, 2026)
    (tmp_path / "notice.txt").write_text(NOTICE, "utf-8")
    write_rows(tmp_path, "plan.csv", [{"key": key, "value": value} for key, value in FACTS.items()])
    return tmp_path


def _rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_steps_of_the_year_become_a_path_and_a_later_year_the_due_period(folder: Path) -> None:
    new, later = (row for row in _rows(folder, "targets.csv") if row["article"] == "1")
    planned = [new[f"plan_q{number}"] for number in range(1, 5)]
    assert (new["path"], planned) == ("own_plan", ["20", "50", "75", "100"])
    assert (later["due"], later["kind"], later["path"]) == ("2028Q4", "stock", "year_end")


def test_parts_of_a_budget_name_their_total_and_a_base_is_kept(folder: Path) -> None:
    rows = {row["value"]: row for row in _rows(folder, "targets.csv")}
    assert rows["1.2"]["part_of"] == rows["0.8"]["part_of"] == rows["2"]["code"]
    assert (rows["92"]["baseline"], rows["92"]["kind"]) == ("88", "stock")


def test_a_step_that_makes_no_path_is_noted(folder: Path) -> None:
    """Of what is no flow nothing is guessed between the steps."""
    row = next(row for row in _rows(folder, "targets.csv") if row["value"] == "92")
    assert row["note"] == "原文另有阶段值：2026年6月90%。"


def test_an_article_carries_all_its_groups_and_each_target_its_own(folder: Path) -> None:
    article = _rows(folder, "articles.csv")[0]
    assert article["units"] == "市工信局;市科技局|市统计局"
    register = load_register(folder)
    assert [unit.name for unit in register.articles[0].units] == ["市工信局", "市科技局", "市统计局"]
    assert [target.lead for target in register.targets if target.article == 1] == ["市工信局", "市统计局"]


def test_the_files_load_as_the_register_that_the_page_makes(folder: Path) -> None:
    loaded = load_register(folder)
    page = register_of(prepared(NOTICE, [FactsSet(year=2026, issued=loaded.plan.issued)]))
    assert loaded.targets == page.targets
    assert loaded.articles == page.articles
    assert loaded.areas == page.areas
    assert loaded.readings == page.readings


def test_a_name_ends_before_what_the_target_starts_from(folder: Path) -> None:
    row = next(row for row in _rows(folder, "targets.csv") if row["value"] == "92")
    assert row["name"] == "农村自来水普及率"
