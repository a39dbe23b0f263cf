"""Every number on a page is the scorecard's: read back from the pages of a city with all kinds of targets.

Strict where a place says one thing (a bar, a row, a reading): it equals what the scorecard says. Loose for
whole pages: no number stands on one that the scorecard, the plan or the calendar does not account for.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.export.traceable import numbers_in, numbers_of_rollup, numbers_of_score, untraceable
from tests.pages.conftest import turn_to
from tests.pages.test_group_pages import numbers_of, rows_of
from tracker import demo
from tracker.db import engine_for, reading, transaction
from tracker.domain.measure import quantity
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.meetings.turns import turns_of
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import change_of_behind, operator_note
from tracker.domain.sentences.budgets import cells
from tracker.domain.sentences.rows import share_of_way, value_cell
from tracker.domain.sentences.standing import judgement_text
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.settings import ROOT
from tracker.tables import Account, SignInSession
from tracker.ui.frame import shell

Q3 = Period(2025, 3)
FLAT = "A1-01"  # made to have a target equal to its baseline, of which the demo has none
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def city(sqlite_filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demonstration city with all five kinds of nothing, and the mayor signed in."""
    file = Path(shutil.copy(sqlite_filled, tmp_path_factory.mktemp("city") / "tracker.db"))
    with sqlite3.connect(file) as ledger:  # terms are append-only; this copy is nobody's ledger
        for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f'DROP TRIGGER "{name}"')
        ledger.execute(
            "UPDATE target_terms SET baseline = value"
            " WHERE target_id IN (SELECT id FROM target WHERE code = ?)",
            (FLAT,),
        )
    engine, now = engine_for(f"sqlite:///{file}"), datetime.now(UTC)
    with transaction(engine) as session:
        mayor = session.exec(select(Account).where(Account.login == demo.LEADER)).one()
        assert mayor.id is not None
        session.add(
            SignInSession(
                token_sha256=demo.LEADER,
                account_id=mayor.id,
                created_at=now,
                seen_at=now,
                expires_at=now + timedelta(hours=8),
            )
        )
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def pages(city: Engine) -> Iterator[Open]:
    """Open a page by its address as the mayor; the pages of a run are kept, as they are in a server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_DATABASE_URL", str(city.url))
        shell.settings.cache_clear()
        at = AppTest.from_file(str(ROOT / "tracker" / "ui" / "main.py"), default_timeout=120)
        at.user = {"sid": demo.LEADER}
        at.run()

        def open_page(page: str, **address: str) -> AppTest:
            at.query_params.clear()
            for name, value in {"q": str(Q3), **address}.items():
                at.query_params[name] = value
            turn_to(at, page)
            assert not at.exception
            return at

        yield open_page
        shell.settings.cache_clear()


def card_of(city: Engine, period: Period = Q3, *, unapproved: bool = False) -> Scorecard:
    with reading(city) as session:
        mayor = person_of_login(session, demo.LEADER)
        plan = plans(session)[0]
        now = datetime.now(UTC)
        return scorecard(session, plan, period, mayor, now=now, include_unapproved=unapproved).rolled_up()


@pytest.fixture(scope="module")
def card(city: Engine) -> Scorecard:
    return card_of(city)


def words_of(at: AppTest) -> str:
    """What the page's main part says, without tags, styles, addresses and the notice's own words."""
    kinds = (at.main.header, at.main.subheader, at.main.markdown, at.main.caption, at.main.text, at.main.html)
    said = "\n".join(str(each.value) for kind in kinds for each in kind if "<style" not in str(each.value))
    # When it was read is the clock's.
    said = re.sub(r'<span class="read-at">.*?</span>', " ", said)
    said = re.sub(r"<blockquote.*?</blockquote>", " ", said, flags=re.DOTALL)
    said = re.sub(r'<div class="data-line">.*?</div>', " ", said)  # when it was read
    titles = " ".join(re.findall(r'title="([^"]*)"', said))
    return unescape(re.sub(r"<[^>]*>", " ", said) + titles).replace("\\", "")


def charts_of(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(each.proto.spec) for each in at.main.get("plotly_chart")]


def marks_of(chart: dict[str, Any]) -> dict[str, float]:
    """The length of every bar by what a click on it names."""
    bars = [trace for trace in chart["data"] if trace["type"] == "bar" and "customdata" in trace]
    return {
        str(data[0]): x for trace in bars for data, x in zip(trace["customdata"], trace["x"], strict=True)
    }


def percent(ratio: Fraction | None) -> float:
    assert ratio is not None
    return pytest.approx(float(ratio * 100))  # type: ignore[no-any-return]


# -- the city


def test_the_city_has_every_kind_of_target_and_every_kind_of_nothing(city: Engine, card: Scorecard) -> None:
    assert {score.target.terms.kind for score in card.scores} == set(Kind)
    never = {Status.NOT_COMPUTABLE}  # of what an earlier version froze
    elsewhere = {Status.MISSED, Status.NOT_UPDATED, Status.NOT_OPEN}  # tests/charts draws them
    assert {score.status for score in card.targets} >= set(Status) - never - elsewhere
    assert any(score.figure is not None and score.figure.value == 0 for score in card_of(city).scores)


# -- strict: one place, one number


@pytest.mark.parametrize("unapproved", [False, True])
def test_the_bars_of_the_overview_are_the_counts_of_areas_and_departments(
    city: Engine, pages: Open, unapproved: bool
) -> None:
    card = card_of(city, unapproved=unapproved)
    sheet = sheet_of(pages("overview", **({"unapproved": "true"} if unapproved else {})))
    assert cells_in(sheet[sheet.index('class="strip"') : sheet.index('class="columns"')]) == due_of(
        card.whole
    )
    for name, groups in (("area", card.areas), ("unit", card.departments)):
        bars = {
            int(key[1]): cells_in(row[0])
            for row in re.finditer(r'<tr><td class="name">.*?</tr>', sheet)
            if (key := re.search(rf"[?;]{name}=(\d+)", row[0]))
        }
        assert bars == {group.key: due_of(group.rollup) for group in groups}


def sheet_of(at: AppTest) -> str:
    return next(str(each.value) for each in at.main.html if 'class="overview' in str(each.value))


def cells_in(html: str) -> dict[str, int]:
    """The cells of a bar by status; the number that stands in a part is how many they are."""
    parts = re.findall(r'<span class="of-(\w+)" style="flex:(\d+)"[^>]*>(\d*)</span>', html)
    assert all(number in ("", cells) for _status, cells, number in parts)
    return {status: int(cells) for status, cells, _number in parts}


def due_of(rollup: Rollup) -> dict[str, int]:
    return {status.value: count for status, count in rollup.due_counts.items() if count}


def test_the_second_chart_has_the_means_of_running_totals(city: Engine, pages: Open) -> None:
    card = card_of(city)
    areas, departments = charts_of(pages("overview", chart="means"))
    for chart, groups in ((areas, card.areas), (departments, card.departments)):
        known = [group for group in groups if group.rollup.mean is not None]
        assert known
        assert marks_of(chart) == {str(each.key): percent(each.rollup.mean) for each in known}


@pytest.mark.parametrize("name", ["areas", "departments"])
def test_the_row_of_every_group_says_its_counts_its_share_and_its_coverage(
    pages: Open, card: Scorecard, name: str
) -> None:
    groups: tuple[Group, ...] = getattr(card, name)
    rows = dict(rows_of(pages(name)))
    assert {group.name: numbers_of(group.rollup) for group in groups}.items() <= rows.items()


def test_the_rows_of_every_area_are_its_targets(pages: Open, card: Scorecard) -> None:
    for group in card.areas:
        (html,) = (
            str(each.value) for each in pages("areas", area=str(group.key)).html if "of-group" in each.value
        )
        rows = {re.findall(r'of-code">([^<]*)<', row)[0]: row for row in re.findall(r"<tr><td.*?</tr>", html)}
        assert list(rows) == [score.target.code for score in group.scores]
        for score in group.scores:
            row, figure, share = rows[score.target.code], score.figure, share_of_way(score)
            value = value_cell(None if figure is None else figure.value, score.target.terms)
            assert f'q={Q3}">{value}</a></td>' in row
            reached = None if share is None else min(max(share, Fraction(0)), Fraction(1))
            drawn = re.findall(r'<span class="bullet"><i[^>]*style="width:([^"]*)"', row)
            assert drawn == ([] if reached is None else [quantity.percent(reached)]), score.target.code
            assert (share is not None) == ('of-completion"><div>' in row), "what has no share has no bar"


@pytest.mark.parametrize("period", [str(each) for each in periods_of(2025)])
def test_every_target_says_its_judgement_of_the_quarter(city: Engine, pages: Open, period: str) -> None:
    card = card_of(city, Period(int(period[:4]), int(period[-1])))
    with reading(city) as session:
        texts = texts_of(session, card, card.scores)
    for score in card.scores[:: 1 if period == str(Q3) else 7]:
        own = None if score.figure is None else texts.get(score.figure.report_id)
        said = words_of(pages("target", code=score.target.code, q=period))
        word, rest = judgement_text(score, card.period, "" if own is None else own.scope_note)
        assert " ".join(filter(None, (word, rest))) in re.sub(r" +", " ", said), score.target.code


# -- loose: nothing from nowhere


def test_no_number_on_the_overview_and_the_wall_comes_from_nowhere(
    city: Engine, pages: Open, card: Scorecard
) -> None:
    frozen = frozen_of(city, card)
    before = card_of(city, Period(2025, 2))
    waiting = [each.figure for each in card_of(city, unapproved=True).scores]
    turned = change_of_behind(turns_of(before, card))
    then = (before.whole.due_counts, before.whole.on_pace_of_judged, turned, waiting)
    assert untraceable(words_of(pages("overview")), frozen, *_shown(card), *then) == []
    places = range(1, 14)  # 3 / 13, at the foot of a screen
    assert untraceable(words_of(pages("present")), frozen, *places, *_shown(card), *then) == []


def test_no_number_on_a_targets_page_belongs_to_another_target(city: Engine, pages: Open) -> None:
    cards = [card_of(city, period, unapproved=more) for more in (False, True) for period in periods_of(2025)]
    with reading(city) as session:
        texts = {id(each): texts_of(session, each, each.scores) for each in cards}
    for score in cards[2].scores[::5]:
        allowed = {str(n) for n in range(13)} | {"100", "2025", "66.7", "75", "50", "25"}
        for each in cards:
            then = each.of(score.target.id)
            if then is not None:
                own = None if then.figure is None else texts[id(each)].get(then.figure.report_id)
                allowed |= numbers_of_score(then, each.period, own) | numbers_of_text(each.rules.sentence)
                allowed |= numbers_of_text(operator_note(then.target.terms, each.rules))
                allowed |= numbers_of_text(judgement_text(then, each.period)[1])
        said = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", " ", words_of(pages("target", code=score.target.code)))
        strange = set(numbers_in(said)) - allowed
        assert strange <= outlook_of(said), score.target.code


def outlook_of(said: str) -> set[str]:
    """The numbers of the sentences that project the year; tests/domain/test_forecast.py judges them."""
    told = re.findall(r"[^\n。]*(?:推算|÷|还差|每季需|原文|第\d+条)[^\n]*", said)
    return {number for each in told for number in numbers_in(each)}


def numbers_of_text(text: str) -> set[str]:
    return set(numbers_in(text))


@pytest.mark.parametrize("name", ["areas", "departments"])
def test_no_number_on_a_groups_page_belongs_to_another_group(
    city: Engine, pages: Open, card: Scorecard, name: str
) -> None:
    year = [(q, s) for q in periods_of(2025) for s in card_of(city, q).scores]
    for group in getattr(card, name):
        allowed = numbers_of_rollup(group.rollup, card.pace) | numbers_of_text(card.rules.sentence)
        allowed |= {str(n) for n in range(13)} | {"100", "2025", "3"}
        belonging = [s for s in card.scores if _is_of(s, group, name)]
        ids = {score.target.id for score in (*group.scores, *belonging)}
        for period, score in year:
            if score.target.id in ids:
                allowed |= numbers_of_score(score, period)
        for total in budget_tree(score for score in belonging if score.target.terms.kind is Kind.BUDGET):
            allowed |= {
                number for each in total.walk() for cell in cells(each) for number in numbers_in(cell)
            }
        at = pages(name, **{"area" if name == "areas" else "unit": str(group.key)})
        said = words_of(at)
        strange = set(numbers_in(said)) - allowed - outlook_of(said) - numbers_of_text(group.name)
        assert strange <= recorded(said), (group.name, strange)


def recorded(said: str) -> set[str]:
    """Shares of the year's reporting record: reported and on time of what is due, quarter by quarter."""
    return {number for line in re.findall(r"[^\n]*上报率[^\n]*", said) for number in numbers_in(line)}


def _is_of(score: Score, group: Group, name: str) -> bool:
    key = score.target.area.number if name == "areas" else score.target.lead.id
    return key == group.key


def _shown(card: Scorecard) -> Iterator[int]:
    """How many rows a page lists of a long list, and how many it leaves out."""
    for total in (len(card.behind), len(card.missing), len(card.departments), len(card.areas), 84):
        yield from (total, *(total - shown for shown in range(1, min(total, 15))))
    yield from (14, 8, 6, 5, 10)


def frozen_of(city: Engine, card: Scorecard) -> Frozen:
    with reading(city) as session:
        texts = texts_of(session, card, card.scores)
    return Frozen(card, dict(texts), "", datetime.now(UTC), "", "", date(2025, 10, 1), "")
