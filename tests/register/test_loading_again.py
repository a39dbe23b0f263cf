"""A seed folder that is loaded again: the same changes nothing, another one is told, with what to do."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from tracker.cli import SEED, main
from tracker.db import engine_for, reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.workflow.erratum import ReadAs
from tracker.domain.workflow.register_changes import RegisterDiffers, Remedy
from tracker.notice.readings import ReadingKind
from tracker.notice.records import Register
from tracker.notice.register import load_register
from tracker.queries.targets import targets_of
from tracker.services import accounts, errata, register
from tracker.tables import Article, ArticleUnit, Plan, TargetTerms, Unit

Shell = Callable[..., tuple[int, str]]
CODE = "A1-01"


@pytest.fixture(scope="module")
def seed() -> Register:
    return load_register(SEED)


def with_target(given: Register, code: str = CODE, **changed: object) -> Register:
    targets = (replace(each, **changed) if each.code == code else each for each in given.targets)  # type: ignore[arg-type]
    return replace(given, targets=tuple(targets))


def worth(given: Register, value: int) -> Register:
    return with_target(given, terms=replace(given.target(CODE).terms, value=Decimal(value)))


def without(given: Register, code: str) -> Register:
    readings = tuple(replace(each, target=None) if each.target == code else each for each in given.readings)
    targets = tuple(each for each in given.targets if each.code != code)
    return replace(given, targets=targets, readings=readings)


def other_reading(given: Register) -> Register:
    at = next(n for n, each in enumerate(given.readings) if each.kind is ReadingKind.STANDARD)
    changed = replace(given.readings[at], kind=ReadingKind.CONDITION)
    return replace(given, readings=(*given.readings[:at], changed, *given.readings[at + 1 :]))


def in_groups(given: Register, groups: int) -> Register:
    """With the units of an article that has several in so many groups, each with its lead."""
    at = next(n for n, each in enumerate(given.articles) if len(each.units) > groups)
    units = given.articles[at].units
    split = (*((unit,) for unit in units[: groups - 1]), units[groups - 1 :])
    article = replace(given.articles[at], groups=split if groups > 1 else ())
    return replace(given, articles=(*given.articles[:at], article, *given.articles[at + 1 :]))


def told(engine: Engine, given: Register, now: datetime) -> list[tuple[Remedy, str]]:
    with pytest.raises(RegisterDiffers) as refusal, transaction(engine) as session:
        register.load(session, given, now)
    return [(change.remedy, change.text) for change in refusal.value.changes]


@pytest.mark.parametrize(
    ("change", "remedy", "words"),
    [
        (lambda r: worth(r, 120), Remedy.TARGET, "目标 A1-01 新增高新技术企业：目标值 100家 → 120家"),
        (lambda r: with_target(r, name="高企"), Remedy.TARGET, "目标名称 新增高新技术企业 → 高企"),
        (lambda r: with_target(r, lead="市商务局"), Remedy.TARGET, "牵头单位 市科技局 → 市商务局"),
        (lambda r: with_target(r, co_units=("市数据局",)), Remedy.TARGET, "→ 市数据局"),
        (lambda r: without(r, CODE), Remedy.WITHDRAWN, "目标 A1-01 新增高新技术企业：文件中 有 → 无"),
        (lambda r: replace(r, plan=replace(r.plan, title="另一方案")), Remedy.NEW_CODE, "方案名称"),
        (lambda r: replace(r, plan=replace(r.plan, year=2026)), Remedy.NEW_CODE, "2025 → 2026"),
        (lambda r: replace(r, plan=replace(r.plan, rhythm=Rhythm.MONTHLY)), Remedy.NEW_CODE, "季度 → 月度"),
        (lambda r: in_groups(r, 2), Remedy.NEW_CODE, "条目"),
        (lambda r: replace(r, text=r.text.replace("100家", "110家", 1)), Remedy.NEW_CODE, "原文："),
        (
            lambda r: replace(r, areas=(replace(r.areas[0], lead="市商务局"), *r.areas[1:])),
            Remedy.NEW_CODE,
            "领域1",
        ),
        (other_reading, Remedy.READING, "补助标准 → 认定条件"),
    ],
    ids=[
        "value",
        "name",
        "lead",
        "co-units",
        "gone",
        "title",
        "year",
        "rhythm",
        "groups",
        "text",
        "area",
        "reading",
    ],
)
def test_what_differs_is_told_with_what_to_do_about_it(
    sqlite_engine: Engine,
    seed: Register,
    now: datetime,
    change: Callable[[Register], Register],
    remedy: Remedy,
    words: str,
) -> None:
    with transaction(sqlite_engine) as session:
        assert register.load(session, seed, now)
    ((found, text),) = told(sqlite_engine, change(seed), now)
    assert (found, words in text) == (remedy, True), text
    with reading(sqlite_engine) as session:
        assert len(session.exec(select(Plan)).all()) == 1, "nothing is loaded over"


def test_units_stay_in_the_groups_that_the_notice_names_them_in(
    engine: Engine, seed: Register, now: datetime
) -> None:
    two = in_groups(seed, 2)
    (article,) = (each for each in two.articles if each.groups)
    with transaction(engine) as session:
        assert register.load(session, two, now)
        assert not register.load(session, two, now), "the same is no difference"
    with reading(engine) as session:
        rows = session.exec(
            select(ArticleUnit.group_number, Unit.name)
            .join(Unit)
            .join(Article, col(Article.id) == ArticleUnit.article_id)
            .where(Article.number == article.number)
            .order_by(col(ArticleUnit.position))
        ).all()
    assert rows == [(n, unit.name) for n, group in enumerate(article.groups, 1) for unit in group]
    ((remedy, text),) = told(engine, seed, now)
    assert (remedy, "；" in text) == (Remedy.NEW_CODE, True), text


def test_an_article_that_names_nobody_is_the_same_when_loaded_again(
    sqlite_engine: Engine, seed: Register, now: datetime
) -> None:
    bare = replace(seed, articles=(replace(seed.articles[0], units=()), *seed.articles[1:]))
    with transaction(sqlite_engine) as session:
        assert register.load(session, bare, now)
        assert not register.load(session, bare, now)


def test_a_target_that_the_stored_plan_lacks_is_told(
    sqlite_engine: Engine, seed: Register, now: datetime
) -> None:
    with transaction(sqlite_engine) as session:
        register.load(session, without(seed, CODE), now)
    assert told(sqlite_engine, seed, now) == [(Remedy.MISSED, "目标 A1-01 新增高新技术企业：已载入 无 → 有")]


def test_what_an_erratum_has_brought_about_is_no_difference_any_more(
    engine: Engine, seed: Register, now: datetime
) -> None:
    with transaction(engine) as session:
        register.load(session, seed, now)
        account = accounts.create_account(session, None, "zhou", "周", Role.REVIEWER, [], now)
        office = Person(account, "zhou", "周", Role.REVIEWER)
        listed = targets_of(session, office, 1, Period(2025, 4))
        target = next(each for each in listed if each.code == CODE)
        terms = replace(target.terms, value=Decimal(120))
        read = ReadAs(target.name, terms, target.lead, target.co_units)
        newest = session.exec(select(TargetTerms.id).where(TargetTerms.target_id == target.id)).one() or 0
        errata.correct(session, office, target.id, newest, read, "原文为120家。", "k", now)
    with transaction(engine) as session:
        assert not register.load(session, worth(seed, 120), now), "the folder says what stands"
        assert not register.load(session, seed, now), "the folder says what was loaded"
    assert [remedy for remedy, _text in told(engine, worth(seed, 130), now)] == [Remedy.TARGET]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'tracker.db'}")

    def run(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        given = capsys.readouterr()
        return code, given.out + given.err

    return run


def test_a_command_loads_a_draft_says_what_differs_and_never_nothing(shell: Shell, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SEED, tmp_path / "seed"))
    assert shell("init")[0] == 0
    assert shell("plan", "list") == (0, "")
    assert shell("plan", "load", str(folder)) == (0, "方案已载入为草案，请市府办在“方案”页核对后发布。\n")
    assert "草案" in shell("plan", "list")[1]
    assert shell("plan", "load", str(folder)) == (0, "这份方案已载入，文件没有变化。\n")
    targets = folder / "targets.csv"
    targets.write_text(
        targets.read_text("utf-8-sig").replace(",新增高新技术企业,", ",新增高新企业,"), "utf-8-sig"
    )
    code, said = shell("plan", "load", str(folder))
    assert (code, said.count("\n")) == (1, 3)
    assert "目标名称 新增高新技术企业 → 新增高新企业\n登记时读错原文的，在“勘误”页更正" in said
    assert shell("init", "--seed", str(folder))[0] == 1, (
        "neither does a folder given at the start go by in silence"
    )


def test_a_command_publishes_closes_and_opens_a_plan_again(shell: Shell) -> None:
    shell("init")
    shell("plan", "load", str(SEED))
    assert shell("plan", "publish", "haining-2025") == (0, "haining-2025\t执行中\n")
    assert shell("plan", "close", "haining-2025", "--reason", " ")[0] == 1
    assert shell("plan", "close", "haining-2025", "--reason", "年度结束")[1] == "haining-2025\t已结束\n"
    assert shell("remind", "--dry-run") == (0, ""), "nobody is chased about what has ended"
    assert shell("remind", "--dry-run", "--plan", "haining-2025")[0] == 1
    assert shell("plan", "reopen", "haining-2025", "--reason", "补报")[1] == "haining-2025\t执行中\n"
    assert shell("plan", "publish", "unknown")[0] == 1
    assert shell("verify")[0] == 0


def test_a_plan_is_loaded_and_published_at_once(shell: Shell, tmp_path: Path) -> None:
    shell("init")
    assert shell("plan", "load", str(SEED), "--publish") == (0, "方案已载入并发布。\n")
    assert "执行中" in shell("plan", "list")[1]


@pytest.mark.parametrize("code", ["Haining-2025", "海宁-2025", "a b", "-x", "x" * 33, "a/b"])
def test_a_code_that_does_not_fit_into_an_address_is_refused(shell: Shell, tmp_path: Path, code: str) -> None:
    folder = Path(shutil.copytree(SEED, tmp_path / "seed"))
    facts = folder / "plan.csv"
    facts.write_text(facts.read_text("utf-8-sig").replace("haining-2025", code), "utf-8-sig")
    shell("init")
    said = shell("plan", "load", str(folder))
    assert said[0] == 1
    assert "编号只能用小写字母" in said[1]


def test_a_folder_that_is_given_at_the_start_is_in_force(shell: Shell, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SEED, tmp_path / "seed"))
    facts = folder / "plan.csv"
    facts.write_text(facts.read_text("utf-8-sig") + "kind,livelihood\nshort,民生实事\n", "utf-8-sig")
    assert shell("init", "--seed", str(folder))[0] == 0
    assert shell("plan", "list")[1].split("\t")[3:5] == ["执行中", "民生实事"]
    engine = engine_for(f"sqlite:///{tmp_path / 'tracker.db'}")
    with reading(engine) as session:
        assert session.exec(select(Plan.short)).one() == "民生实事"
    engine.dispose()
