"""What ``python -m tracker verify`` checks: the engine, the guards, the trail, and all that rests on them.

Each check is a function of a session that gives one finding for each thing that does not hold. A check that
cannot read its rows is a finding itself, and the others are still made, as far as the database answers.
"""

from collections.abc import Callable, Collection, Iterator

from sqlmodel import Session

from tracker.db import NotStored
from tracker.domain.language.errors import Refusal
from tracker.domain.sentences.damage import Damage, Finding, check_word, found
from tracker.queries.audit import Anchor
from tracker.queries.integrity import derived, engine, guards, snapshots, trail

Check = Callable[[Session], Iterator[Finding]]
_CHECKS: dict[str, Check] = {
    "engine": engine.findings,
    "guards": guards.findings,
    "numbers": engine.gaps,
    "plans": derived.plans_stray,
    "standing": derived.standing_differs,
    "snapshots": snapshots.findings,
    "files": snapshots.files_differ,
}


def findings(session: Session, outside: Collection[Anchor] = ()) -> Iterator[Finding]:
    """One for each thing that does not hold; nothing when all is well.

    ``outside``: heads of the trail that were kept where the database's owner can't write.
    """

    def trail_and_facts(session: Session) -> Iterator[Finding]:
        return trail.findings(session, outside)

    for name, check in {**_CHECKS, "trail": trail_and_facts}.items():
        try:
            yield from check(session)
        except NotStored as error:
            if name == "engine":  # a file that is torn can't be looked through either
                yield found(Damage.ENGINE, said=_in_short(error))
            else:
                yield found(Damage.UNREADABLE, check=check_word(name), said=_in_short(error))
            if session.connection().dialect.name != "sqlite":
                return  # after an error PostgreSQL answers nothing more in this transaction
        except (Refusal, ValueError, LookupError, TypeError, ArithmeticError) as error:
            yield found(Damage.UNREADABLE, check=check_word(name), said=_in_short(error))


def _in_short(error: Exception) -> str:
    """Its first line: behind it a driver writes its SQL."""
    return (str(error) or type(error).__name__).splitlines()[0]
