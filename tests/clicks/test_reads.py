"""After a refusal the one form is read once, alone, and all that is to be known follows from that."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.clicks.buttons import TYPED
from tests.entry.ledger import rows
from tests.entry.test_entry_page import another_hand, field, filled, press
from tests.evidence.test_entry_files import PHOTO, a_colleague_attaches
from tests.pages.conftest import Visit, passages_of, text_of
from tests.pages.world import JIAOTONG, KEJI, NOW
from tracker.db import reading, transaction
from tracker.domain.language.errors import NotAllowed
from tracker.domain.language.texts import DRAFT_LIMIT
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.queries import entries
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services.reports import Seen, submit
from tracker.tables import DraftCell, Report
from tracker.ui.frame import shell

Q3 = Period(2025, 3)
Meanwhile = Callable[[Engine], object]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many targets the ledger was asked, at each time that it was."""
    sizes: list[int] = []
    real = entries.read_ledger

    def counted(session: Any, plan: Any, targets: Any, *how: Any) -> entries.Ledger:
        sizes.append(len(targets))
        return real(session, plan, targets, *how)

    monkeypatch.setattr(entries, "read_ledger", counted)
    return sizes


def types(name: Field, text: str) -> Callable[[AppTest], AppTest]:
    return lambda at: field(at, name).set_value(text).run()


def a_colleague_submits(engine: Engine) -> None:
    """The draft as it stands, but for a text of their own."""
    another_hand(engine, "T02-01", Field.PROGRESS, "另一份进展。")
    cells = rows(engine, DraftCell)
    month = {Field.DATA_MONTH: (0, "9")}
    seen = Seen(0, month | {Field(cell.field): (cell.version, cell.text) for cell in cells})
    with transaction(engine) as session:
        submit(session, person_of_login(session, KEJI), cells[0].target_id, Q3, seen, "a colleague's", NOW)


def submits(at: AppTest) -> AppTest:
    return press(at, "提交")


@pytest.mark.parametrize(
    ("meanwhile", "click", "said"),
    [
        pytest.param(
            lambda engine: another_hand(engine, "T02-01", Field.PROGRESS, "另一份进展。"),
            types(Field.PROGRESS, TYPED),
            "王晓岚刚把“进展情况”改为:",
            id="a text saved over a colleague's",
        ),
        pytest.param(
            lambda engine: another_hand(engine, "T02-01", Field.PROGRESS, "另一份进展。"),
            submits,
            "王晓岚刚把“进展情况”改为:",
            id="submitted over a colleague's text",
        ),
        pytest.param(
            lambda engine: a_colleague_attaches(engine, "现场.png", PHOTO),
            submits,
            "王晓岚刚添加了佐证材料“现场.png”",
            id="submitted over a colleague's file",
        ),
    ],
)
def test_what_a_colleague_did_is_learned_by_one_read_of_the_one_target(
    visit: Visit,
    world_engine: Engine,
    read: list[int],
    meanwhile: Meanwhile,
    click: Callable[[AppTest], AppTest],
    said: str,
) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"))
    meanwhile(world_engine)
    read.clear()
    click(at)
    assert not at.exception
    assert said in text_of(at)
    assert read == [1]
    assert field(at, Field.VALUE).value == "15", "nothing typed is lost"


def test_a_refusal_that_says_all_asks_for_no_read(
    visit: Visit, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"))
    read.clear()
    types(Field.PROGRESS, "长" * (DRAFT_LIMIT + 1))(at)
    assert "草稿最多保存" in text_of(at)
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=30))
    monkeypatch.setattr(shell, "person_now", lambda session: person_of_login(session, KEJI))
    types(Field.PROBLEM, TYPED)(at)
    assert "已于10月20日18:00关闭填报" in text_of(at)
    assert TYPED in passages_of(at)
    assert read == []


def test_a_colleagues_submission_is_told_and_the_page_drawn_anew(
    visit: Visit, world_engine: Engine, read: list[int]
) -> None:
    at = filled(visit(KEJI, "entry", code="T02-01"))
    a_colleague_submits(world_engine)
    submitted = len(rows(world_engine, Report))
    read.clear()
    submits(at)
    assert "王晓岚已就这项数据提交了新的填报,您的内容没有提交。" in text_of(at)
    assert "正在等待审核" in text_of(at)
    assert len(rows(world_engine, Report)) == submitted
    assert read[0] == 1
    assert len(read) == 2, "the page itself reads the department's, once, because the ledger moved on"


def test_one_form_read_alone_is_the_departments_form(world_engine: Engine) -> None:
    with reading(world_engine) as session:
        plan = plans(session)[0]
        for login in (KEJI, JIAOTONG):
            person = person_of_login(session, login)
            for period in (Period(2025, 2), Q3):
                ledger = entries.ledger_of(session, person, plan, period)
                for target in ledger.targets:
                    alone = entries.form_of(session, person, plan, target, period, NOW)
                    assert alone == entries.form(session, person, ledger, target, NOW)
                    if target.id not in entries.drafted(session, person, ledger):
                        assert alone == entries.filed_form(person, ledger, target, NOW)


def test_one_form_is_refused_to_those_whose_target_it_is_not(world_engine: Engine) -> None:
    with reading(world_engine) as session:
        plan, keji = plans(session)[0], person_of_login(session, KEJI)
        target = entries.ledger_of(session, keji, plan, Q3).targets[0]
        with pytest.raises(NotAllowed):
            entries.form_of(session, person_of_login(session, JIAOTONG), plan, target, Q3, NOW)
        ledger = entries.ledger_of(session, keji, plan, Q3)
        with pytest.raises(NotAllowed):
            entries.filed_form(person_of_login(session, JIAOTONG), ledger, target, NOW)
