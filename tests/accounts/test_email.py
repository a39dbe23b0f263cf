"""The e-mail address of an account: where 催报 goes."""

from datetime import datetime

import pytest
from sqlmodel import select

from tests.accounts.office import Office
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_email
from tracker.queries.people import AccountLine, list_accounts
from tracker.services import accounts
from tracker.tables import Audit


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("", ""),
        ("  ", ""),
        (" wang@example.gov.cn ", "wang@example.gov.cn"),
        ("ｗａｎｇ＠example.gov.cn", "wang@example.gov.cn"),
        ("wang.xl+kpi@mail.example.com", "wang.xl+kpi@mail.example.com"),
    ],
)
def test_an_address_is_read_as_a_mail_server_takes_it(typed: str, address: str) -> None:
    assert clean_email(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "wang",
        "wang@",
        "@example.cn",
        "wang@example",
        "a b@example.cn",
        "王@example.cn",
        "a@b.cn,c@d.cn",
        "a@b.cn\nBcc: c@d.cn",
        "王 <a@b.cn>",
        "a@-b.cn",
        f"{'a' * 200}@b.cn",
        "a@b..cn",
    ],
)
def test_what_is_no_address_is_refused_in_words(typed: str) -> None:
    with pytest.raises(BadInput, match="邮箱地址无法识别"):
        clean_email(typed)


def test_an_address_is_kept_changed_taken_out_and_recorded(office: Office, now: datetime) -> None:
    unit, admin = office.units["市科技局"], office.person("guanli")
    with transaction(office.engine) as session:
        account = accounts.create_account(
            session, admin, "xin", "新人", Role.CLERK, [unit], now, email="xin@example.cn"
        )
    assert address_of(office, "xin", now) == "xin@example.cn"
    with transaction(office.engine) as session:
        accounts.change_account(session, admin, account, "新名", Role.CLERK, [unit], now)
    assert address_of(office, "xin", now) == "xin@example.cn", "not given: as it was"
    with transaction(office.engine) as session:
        accounts.change_account(session, admin, account, "新名", Role.CLERK, [unit], now, email="")
    assert address_of(office, "xin", now) == ""
    with reading(office.engine) as session:
        trail = list(session.exec(select(Audit.detail).where(Audit.action == "修改账号")))
    assert '"email": "xin@example.cn"' in trail[-1], "what it was before stands in the trail"


def test_an_address_that_is_none_changes_nothing(office: Office, now: datetime) -> None:
    with pytest.raises(BadInput), transaction(office.engine) as session:
        accounts.create_account(session, None, "xin", "新人", Role.LEADER, [], now, email="xin@")
    assert "xin" not in {line.login for line in listed(office, now)}


def address_of(office: Office, login: str, now: datetime) -> str:
    return next(line.email for line in listed(office, now) if line.login == login)


def listed(office: Office, now: datetime) -> tuple[AccountLine, ...]:
    with reading(office.engine) as session:
        return list_accounts(session, office.person("guanli"), now)
