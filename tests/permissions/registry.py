"""Every action, tried through each service and query that carries it out.

An attempt does what its button or page does. It is allowed if nothing is refused; one that answers
False was passed over without a word (a list that leaves the target out). ``covers`` names the
function that is tried: a service or query that takes a person and is tried nowhere fails a test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.permissions.stage import Stage
from tracker.domain.access import Action, Relation

Try = Callable[[Stage], object]
ANY = frozenset(Relation)
OWN = frozenset({Relation.LEADS, Relation.CO_LEADS})
LED = frozenset({Relation.LEADS})


@dataclass(frozen=True)
class Attempt:
    """``to_staff_of``: everybody may ask, and department staff get what is theirs in this way."""

    name: str
    action: Action
    covers: Callable[..., object]
    act: Try
    to_staff_of: frozenset[Relation]


ATTEMPTS: list[Attempt] = []


def tries(
    action: Action, covers: Callable[..., object], *, to_staff_of: frozenset[Relation] = ANY
) -> Callable[[Try], Try]:
    """Register a try of ``action`` by the function ``covers``."""

    def keep(act: Try) -> Try:
        ATTEMPTS.append(Attempt(act.__name__, action, covers, act, to_staff_of))
        return act

    return keep
