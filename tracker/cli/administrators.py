"""The first administrators and the links by which they set their passwords: of serve and init."""

from datetime import timedelta
from itertools import chain, count

from tracker.cli import clock
from tracker.db import Engine, Session, transaction
from tracker.domain.access import Duty, Role
from tracker.queries.people import account_ids, administrator_for, has_administrator, has_link_since
from tracker.services import accounts, duties
from tracker.settings import Settings
from tracker.web.demands import demands_of

FIRST_ADMINISTRATOR = "admin"
_FIRST_OF = {Duty.SYSTEM: FIRST_ADMINISTRATOR, Duty.SECURITY: "security-admin", Duty.AUDIT: "audit-admin"}


def links_for_administrators(
    engine: Engine, settings: Settings, unless_given_for: timedelta
) -> list[tuple[str, str]]:
    """By whom it is for a link, as long as no administrator has set a password; there is no default one.

    Where administration is split, one for each of the three: from here on the accounts stand as the setting
    says. Where passwords are not in use there is no link: ``account LOGIN --role administrator`` makes an
    administrator for the city's provider.
    """
    split = settings.three_administrators
    has_links = demands_of(settings).admits_password(FIRST_ADMINISTRATOR)
    with transaction(engine) as session:
        if split and administrator_for(session, None) is None:
            _first_administrator(session, None)
        if duties.put_in_force(session, split, clock.now()):
            print("三员分立已启用。" if split else "三员分立已停用，系统管理员办理全部管理事项。", flush=True)
        duties_held = (Duty if split else (None,)) if has_links else ()
        asked = [each for each in duties_held if not has_administrator(session, each)]
        links = [_link_for_administrator(session, each, unless_given_for) for each in asked]
    return [(whose, f"{settings.base_url}/password/{token}") for whose, token in links if token]


def _link_for_administrator(
    session: Session, duty: Duty | None, unless_given_for: timedelta
) -> tuple[str, str]:
    """Whose link it is, and its token; none where another of several processes that start at once gave one:

    a second link would end the first one.
    """
    ids = account_ids(session)
    known = ids.get(FIRST_ADMINISTRATOR) if duty is None else administrator_for(session, duty)
    account_id = known or _first_administrator(session, duty)
    login = next(login for login, key in account_ids(session).items() if key == account_id)
    whose = f"{'首位管理员' if duty is None else duty.word}（{login}）"
    if has_link_since(session, account_id, clock.now() - unless_given_for):
        told = f"{whose}的链接刚由另一个进程给出，仍然有效；需要新的：python -m tracker init"
        print(told, flush=True)
        return whose, ""
    return whose, accounts.issue_link(session, None, account_id, clock.now())


def _first_administrator(session: Session, duty: Duty | None) -> int:
    """A new account, under a login that is free."""
    taken, wanted = account_ids(session), _FIRST_OF[duty or Duty.SYSTEM]
    login = next(each for each in chain((wanted,), (f"{wanted}-{n}" for n in count(2))) if each not in taken)
    name = (duty or Duty.SYSTEM).word
    return accounts.create_account(session, None, login, name, Role.ADMINISTRATOR, [], clock.now(), duty=duty)
