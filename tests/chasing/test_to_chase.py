"""Who is chased for what: it equals what the lists on the screens hold; what was sent is on record."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from tests.directives.desk import Directives
from tests.entry.ledger import CLOSES, DUE, JIAOTONG, KEJI, NOW, OPENS, Q3, Desk, rows
from tests.matters.office import Agenda
from tracker.db import Engine, reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import NotAllowed, NotFound
from tracker.domain.meetings.reporting import Listed, filings
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.chasing import Channel, Kind
from tracker.domain.workflow.directive import About
from tracker.queries.chasing import ToChase, sent, to_chase, was_just_sent, was_sent_today
from tracker.queries.plans import plans
from tracker.queries.reporting import filed
from tracker.queries.scorecard import scorecard
from tracker.services import accounts, chasing, rules
from tracker.tables import Account, Audit, ChaseMessage, Unit


def chased(desk: Desk, now=NOW, as_of=None, who="周") -> dict[str, ToChase]:  # type: ignore[no-untyped-def]
    with reading(desk.engine) as session:
        found = to_chase(session, desk.people[who], plans(session)[0], Q3, now, as_of)
    return {each.unit.name: each for each in found}


def codes(each: ToChase, kind: Kind) -> list[str]:
    return [one.code for one in getattr(each.due, kind.value)]


def log(
    desk: Desk,
    unit: str = KEJI,
    channel: Channel = Channel.EMAIL,
    error: str = "",
    at=NOW,  # type: ignore[no-untyped-def]
    who: str | None = "周",
    words: str = "请填报。",
) -> None:
    with transaction(desk.engine) as session:
        unit_id = session.exec(select(Unit.id).where(Unit.name == unit)).one() or 0
        person = None if who is None else desk.people[who]
        chasing.log(session, person, 1, Q3, unit_id, channel, "wang@example.cn", words, error, at)


def test_each_lead_department_is_listed_with_what_it_has_not_reported(desk: Desk) -> None:
    found = chased(desk)
    assert codes(found[KEJI], Kind.MISSING) == ["T-0", "T-1"]
    assert codes(found[JIAOTONG], Kind.MISSING) == ["T-2", "T-3"]
    assert found[KEJI].due.clerks == ("王", "何")


def test_nothing_is_missing_before_the_window_has_opened(desk: Desk) -> None:
    assert chased(desk, OPENS - timedelta(minutes=1)) == {}
    assert len(chased(desk, OPENS)) == 2
    assert codes(chased(desk, CLOSES)[KEJI], Kind.MISSING) == ["T-0", "T-1"]


def test_what_is_submitted_is_open_no_more_and_what_is_returned_is_open_with_its_note(desk: Desk) -> None:
    desk.submit(target="企业")
    returned = desk.submit(target="增速")
    desk.send_back(returned, "请核对口径。")
    due = chased(desk)[KEJI].due
    assert due.missing == ()
    assert [(one.code, one.note) for one in due.returned] == [("T-1", "请核对口径。")]


def test_what_was_withdrawn_is_missing_again(desk: Desk) -> None:
    desk.withdraw("王", desk.submit(target="企业"))
    assert codes(chased(desk)[KEJI], Kind.MISSING) == ["T-0", "T-1"]


def test_a_correction_that_was_sent_back_is_returned_though_a_figure_counts(desk: Desk) -> None:
    desk.approve(desk.submit(target="企业"))
    correction = desk.submit(target="企业", number=1, reason="统计口径有误。", value="81")
    desk.send_back(correction, "请附依据。")
    assert codes(chased(desk)[KEJI], Kind.RETURNED) == ["T-0"]


def test_a_department_with_everything_in_is_not_listed(desk: Desk) -> None:
    desk.submit(target="企业")
    desk.submit(target="增速", value="20")
    assert list(chased(desk)) == [JIAOTONG]


def test_who_fell_behind_by_later_rules_without_the_texts_is_asked_for_them(desk: Desk) -> None:
    desk.submit(target="企业", value="78", problem="", next_step="")
    desk.submit(target="增速", value="20")
    assert KEJI not in chased(desk)
    with transaction(desk.engine) as session:
        plan = plans(session)[0]
        strict = replace(RuleSet(), name="从严", paced_on=Decimal(120), paced_slight=Decimal(110))
        rules.set_rules(session, desk.people["陈"], plan.id, strict, "从严", 1, NOW)
    due = chased(desk)[KEJI].due
    assert [(one.code, one.note) for one in due.unexplained] == [("T-0", "滞后，未写存在问题、下一步举措")]
    assert due.missing == ()


def test_a_figure_of_an_older_month_is_still_asked_for(desk: Desk) -> None:
    desk.approve(desk.submit(target="企业", data_month="6", scope_note="统计数据尚未发布。"))
    due = chased(desk)[KEJI].due
    assert [(one.code, one.note) for one in due.missing] == [
        ("T-0", "未更新：仍为1—6月数据80家"),
        ("T-1", ""),
    ]


def test_a_decision_past_its_day_is_chased_at_the_unit_that_works_on_it(desk: Desk) -> None:
    agenda = Agenda(desk)
    matter = agenda.raised()
    with transaction(desk.engine) as session:
        session.add(Unit(name="市资规局"))
    agenda.decided(matter, "市资规局", due_on=date(2025, 10, 9))
    assert "市资规局" not in chased(desk)
    late = chased(desk, NOW + timedelta(days=1))["市资规局"]
    assert [(one.id, one.code, one.due_on) for one in late.due.matters] == [
        (matter, "T-0", date(2025, 10, 9))
    ]
    agenda.closed(matter)
    assert "市资规局" not in chased(desk, NOW + timedelta(days=1))


def test_a_directive_past_its_day_is_chased_at_the_unit_that_answers(desk: Desk) -> None:
    on = Directives(desk)
    for target in ("企业", "增速"):  # nothing else is open at 市科技局
        desk.approve(desk.submit(target=target))
    number = on.written(due_on=NOW.date())
    on.written(about=About.SNAPSHOT, key=on.frozen(), due_on=NOW.date())  # the office reminds itself
    assert KEJI not in chased(desk)
    late = chased(desk, NOW + timedelta(days=1))[KEJI]
    assert [(one.id, one.name, one.text) for one in late.due.directives] == [
        (number, "企业", "请说明滞后原因和赶超措施。")
    ]
    on.answered(number)
    assert KEJI not in chased(desk, NOW + timedelta(days=1))


def test_only_the_office_chases_and_reads_what_was_sent(desk: Desk) -> None:
    for who in ("王", "沈", "陈"):
        with pytest.raises(NotAllowed):
            chased(desk, who=who)
        with pytest.raises(NotAllowed):
            log(desk, who=who)
        with pytest.raises(NotAllowed), reading(desk.engine) as session:
            sent(session, desk.people[who], plans(session)[0], Q3)
    assert rows(desk.engine, ChaseMessage) == []


def test_addresses_are_those_of_active_clerks(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        for name, email in (("王", "wang@example.cn"), ("何", "he@example.cn"), ("周", "zhou@example.cn")):
            account = session.exec(select(Account).where(Account.login == name)).one()
            account.email = email
            session.add(account)
        accounts.set_active(session, None, desk.people["何"].account_id, False, NOW)
    found = chased(desk)
    assert (found[KEJI].due.clerks, found[KEJI].emails) == (("王",), ("wang@example.cn",))
    assert found[JIAOTONG].emails == ()


def test_what_went_out_and_what_could_not_is_on_record(desk: Desk) -> None:
    log(desk, error="邮件服务器15秒内没有应答。")
    assert chased(desk)[KEJI].last is None
    log(desk, who=None, at=NOW + timedelta(minutes=1))
    with reading(desk.engine) as session:
        went = sent(session, desk.people["周"], plans(session)[0], Q3)
    assert [(each.by, bool(each.error), each.unit.name) for each in went] == [
        ("", False, KEJI),
        ("周", True, KEJI),
    ]
    last = chased(desk)[KEJI].last
    assert last is not None
    assert (last.at, last.channel) == (NOW + timedelta(minutes=1), Channel.EMAIL)
    assert rows(desk.engine, Audit)[-1].action == "催报"
    with pytest.raises(NotFound):
        log_to_nobody(desk)
    for sql in ("UPDATE chase_message SET error = ''", "DELETE FROM chase_message"):
        with pytest.raises(DBAPIError), transaction(desk.engine) as session:
            session.connection().execute(text(sql))


def log_to_nobody(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        chasing.log(session, None, 1, Q3, 999, Channel.COPY, "", "", "", NOW)


def test_what_could_not_go_out_does_not_count_as_sent(desk: Desk) -> None:
    log(desk, error="没有发送。")
    log(desk, channel=Channel.WECOM)
    with reading(desk.engine) as session:
        went = sent(session, desk.people["周"], plans(session)[0], Q3)
    unit = went[0].unit.id
    assert was_sent_today(went, unit, Channel.WECOM, NOW)
    assert not was_sent_today(went, unit, Channel.EMAIL, NOW)
    assert not was_sent_today(went, unit, Channel.WECOM, NOW + timedelta(days=1))
    assert was_just_sent(went, unit, Channel.WECOM, "请填报。", NOW)
    assert not was_just_sent(went, unit, Channel.WECOM, "请补报。", NOW)
    assert not was_just_sent(went, unit + 1, Channel.WECOM, "请填报。", NOW)


def test_the_past_is_chased_as_it_was_known(desk: Desk) -> None:
    desk.submit(target="企业", at=NOW)
    returned = desk.submit(target="增速", at=NOW)
    desk.send_back(returned)
    log(desk, at=NOW)
    before = chased(desk, as_of=NOW - timedelta(minutes=1))[KEJI]
    assert codes(before, Kind.MISSING) == ["T-0", "T-1"]
    assert before.last is None
    now = chased(desk, as_of=NOW)[KEJI]
    assert (codes(now, Kind.MISSING), codes(now, Kind.RETURNED)) == ([], ["T-1"])
    assert now.last is not None


def test_the_counts_are_those_of_the_reporting_page(world: Engine) -> None:
    """未报 there is what was never submitted, withdrawn or sent back; budgets stand apart there."""
    office = Person(0, "", "", Role.REVIEWER)
    with reading(world) as session:
        plan = plans(session)[0]
        card = scorecard(session, plan, Q3, office)
        listed = filings(card, filed(session, office, card))
        found = {each.unit.id: each for each in to_chase(session, office, plan, Q3, DUE)}
    budgets = {line.score.target.code for line in listed[0].of(Listed.BUDGET)}
    assert any(each.due.missing for each in found.values()), "a world in which nothing is open proves nothing"
    for filing in listed[1:]:
        each = found.get(filing.unit_id or 0)
        open_codes = set() if each is None else {*codes(each, Kind.MISSING), *codes(each, Kind.RETURNED)}
        missing = {line.score.target.code for line in filing.of(Listed.MISSING)}
        assert open_codes - budgets == missing
        returned = {line.score.target.code for line in filing.of(Listed.RETURNED)}
        assert returned <= (set() if each is None else set(codes(each, Kind.RETURNED)))
