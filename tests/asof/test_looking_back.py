"""回看: a day in the address shows every page as it was known at that day's end, and takes no writes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, text_of, turn_to, unfold
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.access import PAGES, Role, may_open
from tracker.domain.measure.period import SHANGHAI
from tracker.services import accounts
from tracker.tables import Audit, SignInSession, Unit
from tracker.ui.frame import address, kept, moments

DAY = "2025-07-01"
BANNER = "正在回看2025年7月1日24时的情况,只能查看"
HEAD = "juzhang"
ROLES = {
    KEJI: Role.CLERK,
    JIAOTONG: Role.CLERK,
    HEAD: Role.HEAD,
    REVIEWER: Role.REVIEWER,
    LEADER: Role.LEADER,
    ADMINISTRATOR: Role.ADMINISTRATOR,
}
# What the world holds of the time after that day: the third quarter's figures and the note of a return.
LATER = ("68家", "27万标箱", "请核对口径", "2025-09-27", "2025-10-08")


@pytest.fixture
def head(world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        unit = next(each.id for each in rows(world_engine, Unit) if each.name == "市科技局")
        account = accounts.create_account(session, None, HEAD, "钱局长", Role.HEAD, [unit], NOW)
        session.add(
            SignInSession(
                token_sha256=HEAD,
                account_id=account,
                created_at=NOW,
                seen_at=NOW,
                expires_at=NOW + timedelta(hours=8),
            )
        )


OPEN = [(login, page) for login, role in ROLES.items() for page in PAGES if may_open(role, page)]
PRESENT_ONLY = {"accounts", "units"}


@pytest.mark.parametrize(("login", "page"), OPEN, ids=[f"{login}-{page}" for login, page in OPEN])
def test_every_page_stands_in_the_past_without_a_later_fact(
    visit: Visit, head: None, login: str, page: str
) -> None:
    at = visit(login, page, asof=DAY)
    assert not at.exception
    shown = text_of(at)
    # The wall has no controls: it says at the foot of every screen as of when it is.
    assert ("截至2025年7月1日" if page == "present" else BANNER) in shown
    if page in PRESENT_ONLY:
        assert "显示的是现在的情况" in shown
        return
    shown += "\n".join(str(frame.value) for frame in at.dataframe)
    assert [text for text in LATER if text in shown] == []


@pytest.mark.parametrize(("login", "page"), [(KEJI, "target"), (REVIEWER, "overview"), (KEJI, "tasks")])
def test_before_the_register_was_loaded_a_page_says_so_in_words(visit: Visit, login: str, page: str) -> None:
    at = visit(login, page, asof="2024-01-01")
    assert not at.exception
    assert "没有" in text_of(at)


def test_the_banner_leads_back(visit: Visit) -> None:
    at = visit(LEADER, "overview", asof=DAY)
    next(each for each in at.button if each.label == "返回现在").click().run()
    assert not at.exception
    assert BANNER not in text_of(at)
    assert "asof" not in at.query_params


def test_the_day_of_the_head_goes_into_the_address_and_clearing_it_leads_back(visit: Visit) -> None:
    at = unfold(visit(LEADER, "overview"), "asof")
    at.date_input(key="past_day").set_value(date(2025, 7, 1)).run()
    assert BANNER in text_of(at)
    assert at.query_params["asof"] in (DAY, [DAY])
    unfold(at, "asof").date_input(key="past_day").set_value(None).run()
    assert BANNER not in text_of(at)


def test_the_past_goes_along_to_another_page_and_ends_where_it_was_left(visit: Visit) -> None:
    at = visit(LEADER, "overview", asof=DAY)
    del at.query_params["asof"]  # as Streamlit's navigation does
    turn_to(at, "target")
    assert BANNER in text_of(at)
    assert at.query_params["asof"] in (DAY, [DAY])
    next(each for each in at.button if each.label == "返回现在").click().run()
    turn_to(at, "overview")
    assert BANNER not in text_of(at)


def test_taking_the_day_out_of_the_address_leads_back(visit: Visit) -> None:
    at = visit(LEADER, "overview", asof=DAY)
    del at.query_params["asof"]
    at.run()
    assert not at.exception
    assert BANNER not in text_of(at)


def test_links_between_pages_carry_the_day(visit: Visit) -> None:
    at = visit(LEADER, "overview", "2025Q2", asof=DAY)
    links = [each for html in at.html for each in html.value.split('href="')[1:]]
    assert links
    assert all("asof=2025-07-01" in link.split('"')[0] for link in links)


@pytest.mark.parametrize(
    "day", ["", "x", "2025-13-01", "9999-12-31", "2025-10-09", "2026-01-01", "2025-07-01T00"]
)
def test_today_the_future_and_the_unreadable_are_the_present(visit: Visit, day: str) -> None:
    at = visit(LEADER, "overview", asof=day)
    assert not at.exception
    assert "正在回看" not in text_of(at)


def test_yesterday_is_the_newest_past(visit: Visit) -> None:
    assert "正在回看2025年10月8日" in text_of(visit(LEADER, "overview", asof="2025-10-08"))


@pytest.mark.parametrize(("page", "form"), [("units", "edit"), ("accounts", "account")])
def test_a_click_in_the_past_is_refused_and_nothing_is_stored(
    visit: Visit, world_engine: Engine, page: str, form: str
) -> None:
    at = visit(ADMINISTRATOR, page, asof=DAY, **{form: "new"})
    before = len(rows(world_engine, Audit))
    next(each for each in at.button if each.label in ("新增单位", "新建账号")).click().run()
    assert any("正在回看过去的情况" in each for each in errors_of(at))
    assert len(rows(world_engine, Audit)) == before


@pytest.mark.parametrize("period", ["2025Q1", "2025Q2", "2025Q3"])
def test_the_office_finds_nothing_to_decide_or_to_set_in_the_past(visit: Visit, period: str) -> None:
    for page, day in (("review", "2025-09-28"), ("windows", DAY), ("meeting", DAY)):
        at = visit(REVIEWER, page, period if page != "meeting" else "", asof=day)
        assert not at.exception
        labels = {each.label for each in at.button}
        assert labels.isdisjoint({"审核通过", "通过并看下一项", "退回…", "退回", "保存", "冻结"})


def test_a_clerks_form_shows_what_was_submitted_then_and_is_locked(visit: Visit) -> None:
    at = visit(KEJI, "entry", "2025Q3", asof="2025-10-05", code="A1-01")
    assert "正在回看过去的情况,只能查看,不能填报。" in text_of(at)
    assert "68" in text_of(at)
    assert not [each for each in at.button if each.label in ("提交", "撤回", "更正")]
    at = visit(KEJI, "entry", "2025Q3", asof="2025-09-26", code="A1-01")
    assert "68" not in text_of(at)


def test_the_end_of_a_day_is_its_last_moment_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "day_asked", lambda: "2025-10-08")
    end = address.moment_asked(NOW)
    assert end == datetime(2025, 10, 8, 23, 59, 59, 999999, tzinfo=SHANGHAI)
    assert end is not None
    assert moments.day_of(end.astimezone(UTC)) == date(2025, 10, 8)


def test_of_past_scorecards_only_the_newest_few_are_kept() -> None:
    made: list[int] = []
    days = [NOW - timedelta(days=number) for number in range(10)]
    for number, day in enumerate(days):
        kept.kept("test:past", 1, "card", lambda number=number: made.append(number), as_of=day)
    kept.kept("test:past", 1, "card", lambda: made.append(99))
    kept.kept("test:past", 1, "card", lambda: made.append(-1), as_of=days[-1])
    assert made == [*range(10), 99], "the newest past is still there"
    kept.kept("test:past", 1, "card", lambda: made.append(-1), as_of=days[0])
    assert made[-1] == -1, "the oldest was thrown away"
    kept.kept("test:past", 1, "card", lambda: made.append(100))
    assert made[-1] == -1, "the present is not pushed out by the past"
