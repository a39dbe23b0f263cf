"""A password set anew by its owner: compared with those of before, stored, and what else it ends.

As at the sign-in: gather (``held``), compare outside any transaction (``prepared``), apply.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person, require
from tracker.domain.credentials import Demands, check_strength
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.queries.credentials import replaced_hashes
from tracker.services import audit
from tracker.services.second_step import Proof, unproven
from tracker.services.sign_in import Outcome, count_attempt, end_sessions, hashed, mark_of, matches
from tracker.tables import Account, PasswordChange


@dataclass(frozen=True)
class Held:
    """Whose password is set, and the hashes that a new one must not be that of, the present one first."""

    login: str
    hashes: tuple[str, ...]


def held(session: Session, account_id: int, demands: Demands) -> Held:
    account = session.get_one(Account, account_id)
    present = () if account.password_hash is None else (account.password_hash,)
    before = replaced_hashes(session, account_id, demands.former - 1) if demands.former > 1 else ()
    return Held(account.login, (*present, *before))


def prepared(of: Held, password: str, demands: Demands) -> str:
    """The hash of a password that may be set. Raises BadInput, saying what to change.

    Slow (29 ms for each that is compared), so outside of every transaction.
    """
    check_strength(password, of.login, demands)
    if demands.former and any(matches(each, password) for each in of.hashes):
        raise BadInput(_("不能使用最近{former}次用过的密码。").format(former=demands.former))
    return hashed(password)


def store(session: Session, account: Account, password_hash: str, now: datetime, demands: Demands) -> None:
    """Set it. The hash of the one before is kept where the city asks for it, and nowhere else."""
    assert account.id is not None
    replaced = account.password_hash if demands.former > 1 else None
    session.add(PasswordChange(account_id=account.id, set_at=now, replaced_hash=replaced or ""))
    account.password_hash = password_hash
    session.add(account)


def change_own(
    session: Session,
    person: Person,
    key: str,
    proof: Proof,
    password_hash: str,
    now: datetime,
    demands: Demands,
) -> Outcome:
    """The owner's own change, proven again; other sign-ins end, that under ``key`` stays.

    What proves nothing counts as at the sign-in and is told in ``message``; else ``mark`` is what the browser
    is known by from now on. A success ends the count of failures: were the password enough for it, who knows
    that alone would begin their guesses at the code anew. In a transaction with advance=False.
    """
    require(person, Action.SEE_PLAN)
    if refusal := unproven(session, person, proof, now):
        return Outcome(None, refusal)
    account = session.get_one(Account, person.account_id, with_for_update=True)
    store(session, account, password_hash, now, demands)
    ended = end_sessions(session, person.account_id, now, but=key)
    count_attempt(session, account.login, proof.tried.place, True, now)
    audit.record(session, person, "修改密码", account.name, now, {"login": account.login, "ended": ended})
    return Outcome(None, mark=mark_of(account.login, password_hash, now))
