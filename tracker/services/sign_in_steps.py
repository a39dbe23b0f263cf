"""What is asked after the password: a code, an app to set up where the role must have one, a new password.

A half sign-in opens nothing; what was asked for last makes a whole one of it. A wrong code counts as a wrong
password does, for the same login in the same place.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import days_kept
from tracker.domain.credentials import Demands, Missing
from tracker.domain.guessing import NO_WAIT, too_many
from tracker.domain.language import _, marked
from tracker.queries.credentials import missing_of
from tracker.queries.people import person_of
from tracker.services import audit, second_step
from tracker.services.passwords import store
from tracker.services.sign_in import (
    Knock,
    Outcome,
    admit,
    count_failure,
    end_sessions,
    fingerprint,
    forgive,
    wait_of,
)
from tracker.tables import Account, HalfSignIn

LOST = marked("登录已超时，请重新输入账号和密码。")


def give_code(
    session: Session, token: str, code: str, now: datetime, hours: int, demands: Demands
) -> Outcome:
    """The code of the app, or a recovery code. In a transaction with advance=False, as the two below."""
    found = _held(session, token, now)
    if found is None:
        return Outcome(None, _(LOST))
    half, account, tried = found
    if wait := wait_of(session, tried.login, tried.place, now):
        return Outcome(None, too_many(wait), step=token)
    if not second_step.take(session, account, code, now):
        told = count_failure(session, tried, now, second_step.FAILED_CODE, second_step.WRONG_CODE)
        return Outcome(None, told, step=token)
    half.code_given = True
    return _go_on(session, half, token, account, tried, now, hours, demands)


def show_secret(session: Session, token: str, now: datetime, demands: Demands) -> tuple[str, str]:
    """Login and secret to set up the app that is asked for: those shown before, as long as they are good."""
    found = _held(session, token, now)
    if found is None or missing_of(session, found[1], demands, now) is not Missing.ENROLMENT:
        return "", ""
    account = found[1]
    assert account.id is not None
    key = fingerprint(token)
    secret = second_step.drafted(session, account.id, key, now)
    secret = secret or second_step.begin(session, account.id, key, now)
    return account.login, secret


def set_up(
    session: Session, token: str, code: str, now: datetime, hours: int, demands: Demands
) -> tuple[Outcome, Sequence[str]]:
    """The first code of the app that is asked for; with the recovery codes."""
    found = _held(session, token, now)
    if found is None:
        return Outcome(None, _(LOST)), ()
    half, account, tried = found
    if wait := wait_of(session, tried.login, tried.place, now):
        return Outcome(None, too_many(wait), step=token), ()
    if missing_of(session, account, demands, now) is not Missing.ENROLMENT:
        return Outcome(None, _(LOST)), ()
    codes = second_step.confirm(session, person_of(account), fingerprint(token), code, now)
    if not codes:
        return Outcome(
            None,
            count_failure(session, tried, now, second_step.FAILED_CODE, second_step.WRONG_CODE),
            step=token,
        ), ()
    half.code_given = True
    return _go_on(session, half, token, account, tried, now, hours, demands), codes


def renew_password(
    session: Session, token: str, password_hash: str, now: datetime, hours: int, demands: Demands
) -> Outcome:
    """A new password in the place of one that is too old, after ``passwords.prepared``."""
    found = _held(session, token, now)
    if found is None:
        return Outcome(None, _(LOST))
    half, account, tried = found
    asked = missing_of(session, account, demands, now, code_given=half.code_given)
    if asked is not Missing.NEW_PASSWORD or account.id is None:
        return Outcome(None, _(LOST))
    store(session, account, password_hash, now, demands)
    session.flush()
    detail = {"login": account.login, "ended": end_sessions(session, account.id, now)}
    forgive(session, account.login)
    audit.record(session, person_of(account), "修改密码", account.name, now, detail)
    # Nothing is asked after a new password.
    return admit(session, account, tried, now, hours, days=days_kept(account.role, str(half.days)))


def _held(session: Session, token: str, now: datetime) -> tuple[HalfSignIn, Account, Knock] | None:
    """The half sign-in under the ledger's lock, so that no code is looked at twice at once."""
    audit.queue(session)
    half = session.get(HalfSignIn, fingerprint(token))
    account = None if half is None or half.expires_at <= now else session.get(Account, half.account_id)
    if half is None or account is None or not account.is_active:
        return None
    return half, account, Knock(account.login, half.address, half.place, NO_WAIT, None, half.agent)


def _go_on(
    session: Session,
    half: HalfSignIn,
    token: str,
    account: Account,
    tried: Knock,
    now: datetime,
    hours: int,
    demands: Demands,
) -> Outcome:
    session.flush()
    if missing_of(session, account, demands, now, code_given=half.code_given) is not None:
        session.add(half)
        detail = {"login": account.login, "address": tried.address}
        audit.record(session, person_of(account), "通过两步验证", account.name, now, detail)
        return Outcome(None, step=token)
    days = days_kept(account.role, str(half.days))  # the role may be another than when the password was given
    session.delete(half)
    return admit(session, account, tried, now, hours, days=days)
