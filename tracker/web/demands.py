"""What the settings demand of sign-ins, as the rules take it (domain/credentials.py)."""

from tracker.domain.access import Role
from tracker.domain.credentials import Demands
from tracker.settings import Settings


def demands_of(settings: Settings) -> Demands:
    return Demands(
        least=settings.password_least,
        kinds=settings.password_kinds,
        days=settings.password_days,
        former=settings.password_former,
        second_step=frozenset(map(Role, settings.second_step_list)),
        provider_only=settings.oidc_only,
        break_glass=settings.break_glass.casefold(),
    )
