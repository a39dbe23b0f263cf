"""The second step of a sign-in: an app's codes by RFC 6238, and recovery codes for when the phone is gone.

A secret is good for nothing until a code of it has come; a code is taken once, by ``take`` alone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

import pyotp
from sqlmodel import Session, col, delete

from tracker.domain.access import Action, Person, are_peers, require
from tracker.domain.credentials import STEP_SECONDS, Demands, clean_code, steps_to_try
from tracker.domain.guessing import too_many
from tracker.domain.language import _, marked
from tracker.domain.language.errors import NotAllowed, NotFound, Refusal
from tracker.queries.credentials import authenticator_of
from tracker.services import audit
from tracker.services.sign_in import (
    NOT_PROVEN,
    WRONG_PASSWORD,
    Knock,
    count_failure,
    end_sessions,
    fingerprint,
    refused,
    wait_of,
)
from tracker.tables import Account, Authenticator, AuthenticatorDraft, RecoveryCode

ISSUER = "目标进展"
DRAFT_MINUTES = 30
CODES = 10
_LETTERS, _GROUPS = "abcdefghjkmnpqrstuvwxyz23456789", (4, 4, 4, 4)  # 79 bits; none that reads as another
FAILED_CODE = "两步验证失败"
_NO_APP = marked("这个账号没有设置两步验证。")
WRONG_CODE = marked("验证码不正确，请输入应用中当前显示的6位数字；每个验证码只能用一次。")


@dataclass(frozen=True)
class Proof:
    """What the owner gave to prove it again: the knock with whether its password is right, and of who has an
    app a ``code``."""

    tried: Knock
    is_proven: bool
    code: str = ""


def begin(session: Session, account_id: int, key: str, now: datetime) -> str:
    """A secret to show to the account's owner, who has just proven to be it; any shown before is forgotten.

    ``key``: of the sign-in, whole or half, that it is shown to and to no other.
    """
    secret = pyotp.random_base32()
    session.merge(AuthenticatorDraft(account_id=account_id, secret=secret, shown_to=key, begun_at=now))
    return secret


def begin_own(session: Session, person: Person, key: str, proof: Proof, now: datetime) -> tuple[str, str]:
    """The secret, or why there is none."""
    require(person, Action.SEE_PLAN)
    if refusal := unproven(session, person, proof, now):
        return "", refusal
    secret = begin(session, person.account_id, key, now)
    audit.record(session, person, "核对身份", person.name, now, {"login": person.login})
    return secret, ""


def drafted(session: Session, account_id: int, key: str, now: datetime) -> str:
    """The secret that was shown to this sign-in and waits for its first code; empty where none does."""
    draft = session.get(AuthenticatorDraft, account_id)
    if draft is None or draft.shown_to != key or draft.begun_at <= now - timedelta(minutes=DRAFT_MINUTES):
        return ""
    return draft.secret


def confirm_own(
    session: Session, person: Person, key: str, tried: Knock, code: str, now: datetime
) -> tuple[Sequence[str], str]:
    """The recovery codes, or why the app is not in use: a wrong code counts as at the sign-in."""
    require(person, Action.SEE_PLAN)
    audit.queue(session)
    if wait := wait_of(session, tried.login, tried.place, now):
        return (), too_many(wait)
    codes = confirm(session, person, key, code, now)
    return codes, "" if codes else count_failure(session, tried, now, FAILED_CODE, WRONG_CODE)


def confirm(session: Session, person: Person, key: str, code: str, now: datetime) -> Sequence[str]:
    """Put the drafted secret in use if this is a code of it; gives the recovery codes, once, else nothing.

    An app of before counts no more, nor do its recovery codes.
    """
    require(person, Action.SEE_PLAN)
    secret = drafted(session, person.account_id, key, now)
    step = _step_of(secret, clean_code(code), now, 0) if secret else None
    if step is None:
        return ()
    _take_out(session, person.account_id, person.account_id, now)
    session.delete(session.get_one(AuthenticatorDraft, person.account_id))
    made = Authenticator(account_id=person.account_id, secret=secret, confirmed_at=now, last_step=step)
    session.add(made)
    codes = _make_codes(session, person.account_id)
    audit.record(session, person, "启用两步验证", person.name, now, {"login": person.login})
    return codes


def renew_codes_own(
    session: Session, person: Person, proof: Proof, now: datetime
) -> tuple[Sequence[str], str]:
    """New recovery codes in the place of all before, or why there are none; the app stays as it is."""
    require(person, Action.SEE_PLAN)
    audit.queue(session)
    if authenticator_of(session, person.account_id) is None:
        raise NotFound(_(_NO_APP))
    if refusal := unproven(session, person, proof, now):
        return (), refusal
    _forget_codes(session, person.account_id)
    codes = _make_codes(session, person.account_id)
    audit.record(session, person, "更换两步验证备用码", person.name, now, {"login": person.login})
    return codes, ""


def take(session: Session, account: Account, code: str, now: datetime) -> bool:
    """Whether this is a code of the account's app, or one of its recovery codes; it is then used up.

    The ledger's queue is held: of two that come at once one finds it used.
    """
    assert account.id is not None
    given, authenticator = clean_code(code), authenticator_of(session, account.id, lock=True)
    if authenticator is None:
        return False
    step = _step_of(authenticator.secret, given, now, authenticator.last_step)
    if step is not None:
        authenticator.last_step = step
        session.add(authenticator)
        return True
    spare = session.get(RecoveryCode, _hash(given))
    if spare is None or spare.account_id != account.id:
        return False
    session.delete(spare)
    session.flush()
    person = Person(account.id, account.login, account.name, account.role)
    audit.record(session, person, "使用两步验证备用码", account.name, now, {"login": account.login})
    return True


def remove_own(session: Session, person: Person, proof: Proof, now: datetime, demands: Demands) -> str:
    """Do without it again; why not, in words. Raises Refusal where the role must have one."""
    require(person, Action.SEE_PLAN)
    if person.account_role in demands.second_step:
        raise Refusal(_("{role}必须使用两步验证，可以重新设置，不能停用。").format(role=person.role.word))
    if refusal := unproven(session, person, proof, now):
        return refusal
    if _take_out(session, person.account_id, person.account_id, now):
        audit.record(session, person, "停用两步验证", person.name, now, {"login": person.login})
    return ""


def unproven(session: Session, person: Person, proof: Proof, now: datetime) -> str:
    """Why somebody has not proven again to be the owner, counted as at the sign-in; empty when they have.

    The caller records what they did: a code that was taken is a fact.
    """
    audit.queue(session)
    tried = proof.tried
    if refusal := refused(session, tried, proof.is_proven, now, NOT_PROVEN, WRONG_PASSWORD):
        return refusal
    account = session.get_one(Account, person.account_id)
    has_app = authenticator_of(session, person.account_id) is not None
    if has_app and not take(session, account, proof.code, now):
        return count_failure(session, tried, now, FAILED_CODE, WRONG_CODE)
    return ""


def remove_for(session: Session, person: Person | None, account_id: int, now: datetime) -> None:
    """For somebody who lost the phone: the next sign-in asks for the password alone, all others end.

    The owner is told then. ``person`` is None for the command line. Raises NotFound where there is none,
    NotAllowed for one of three administrators.
    """
    if person is not None:
        require(person, Action.GRANT_RIGHTS)
    if person is not None and person.account_id == account_id:
        raise Refusal(_("自己的两步验证请在“我的账号”页办理。"))
    account = session.get(Account, account_id, with_for_update=True)
    if person is not None and account is not None and are_peers(person.role, account.duty):
        raise NotAllowed(lambda: _("管理员的两步验证只能在服务器上用命令解除。"))
    by = None if person is None else person.account_id
    if account is None or not _take_out(session, account_id, by, now):
        raise NotFound(_(_NO_APP))
    # The phone that was lost may be signed in.
    end_sessions(session, account_id, now)
    audit.record(session, person, "解除两步验证", account.name, now, {"login": account.login})


def address_for_app(login: str, secret: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=login, issuer_name=ISSUER)


def _take_out(session: Session, account_id: int, by: int | None, now: datetime) -> bool:
    authenticator = authenticator_of(session, account_id, lock=True)
    if authenticator is None:
        return False
    authenticator.secret, authenticator.removed_at, authenticator.removed_by_id = "", now, by
    session.add(authenticator)
    _forget_codes(session, account_id)
    return True


def _forget_codes(session: Session, account_id: int) -> None:
    codes = col(RecoveryCode.account_id) == account_id
    audit.gone(session, RecoveryCode, codes)
    session.exec(delete(RecoveryCode).where(codes))


def _make_codes(session: Session, account_id: int) -> Sequence[str]:
    """Stored as hashes; given to be shown, once."""
    codes = [_code() for _number in range(CODES)]
    session.add_all(RecoveryCode(code_sha256=_hash(each), account_id=account_id) for each in codes)
    return codes


def _step_of(secret: str, code: str, now: datetime, last: int) -> int | None:
    """The step of time whose code this is."""
    app = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in steps_to_try(now, last):
        if compare_digest(app.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(length)) for length in _GROUPS)


def _hash(code: str) -> str:
    return fingerprint(f"recovery code:{clean_code(code)}")
