"""Accounts and their one-time links: account."""

import argparse
import sys
from collections.abc import Sequence

from tracker.cli import clock
from tracker.cli.arguments import Commands
from tracker.cli.engines import existing_engine
from tracker.db import Engine, Session, reading, transaction
from tracker.domain.access import Duty, Role
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.sentences.password_links import link_message
from tracker.domain.workflow.unit_names import Certainty
from tracker.notify.password_links import tell
from tracker.queries.people import account_ids, account_of_login, person_of_login, units_named
from tracker.services import accounts, second_step
from tracker.settings import Settings
from tracker.web.demands import demands_of


def account(settings: Settings, given: argparse.Namespace) -> int:
    """Create an account, or reissue its link: prints a one-time link that sets the password."""
    engine, demands = existing_engine(settings), demands_of(settings)
    if given.remove_second_step:
        return _remove_second_step(engine, given.login)
    with transaction(engine) as session:
        account_id = account_ids(session).get(given.login)
        if account_id is None:
            units = _units(session, given.unit)
            name = given.name or given.login
            duty = None if given.duty is None else Duty(given.duty)
            role = Role(given.role or (Role.CLERK if duty is None else Role.ADMINISTRATOR))
            account_id = accounts.create_account(
                session, None, given.login, name, role, units, clock.now(), duty=duty
            )
        elif given.name or given.role or given.unit or given.duty:
            raise BadInput(f"账号 {given.login} 已存在；姓名、角色和单位请在“账号”页修改。")
        if not demands.admits_password(given.login.casefold()):
            print(f"账号 {given.login} 通过{settings.oidc_label}登录，不使用密码。")
            return 0
        token = accounts.issue_link(session, None, account_id, clock.now(), demands)
    print(f"{settings.base_url}/password/{token}")
    _tell_owner(engine, settings, account_id, given.login)
    return 0


def _remove_second_step(engine: Engine, login: str) -> int:
    """For the administrator who lost the phone and whom no other can help."""
    with transaction(engine) as session:
        second_step.remove_for(session, None, person_of_login(session, login).account_id, clock.now())
    print(f"账号 {login} 的两步验证已解除，登录已结束；本人下次登录时会看到提示。")
    return 0


def _tell_owner(engine: Engine, settings: Settings, account_id: int, login: str) -> None:
    """By mail where that can be; what became of it is said beside the link and stands in the trail."""
    with reading(engine) as session:
        owner = account_of_login(session, login)
        assert owner is not None, "it just got a link"
        email, name = owner.email, owner.name
    now = clock.now()
    error = tell(settings, email, link_message(name, login, "", now, None, settings.base_url), now)
    if error is None:
        return
    with transaction(engine) as session:
        accounts.record_told(session, None, account_id, email, error, now)
    print(f"告知邮件没有发出：{error}" if error else f"已发邮件告知本人：{email}", file=sys.stderr)


def _units(session: Session, names: Sequence[str]) -> list[int]:
    """The units meant; that another stands for the one named today is said, and not on standard output."""
    found = []
    for name, match in zip(
        names, units_named(session, names, clock.now().astimezone(SHANGHAI).date()), strict=True
    ):
        assert match.unit is not None
        if match.certainty is Certainty.SUCCESSOR:
            print(f"“{name}”现为“{match.unit.name}”，账号设在“{match.unit.name}”。", file=sys.stderr)
        found.append(match.unit.id)
    return found


COMMANDS: Commands = {
    account: {
        "login": {"help": "the sign-in name"},
        "--name": {"help": "the person's name"},
        "--role": {"choices": [role.value for role in Role], "help": "clerk if left out"},
        "--duty": {
            "choices": [duty.value for duty in Duty],
            "help": "of an administrator, where administration is split over three people",
        },
        "--unit": {
            "action": "append",
            "default": [],
            "help": "a unit's name, alias or name of before; may be repeated",
        },
        "--remove-second-step": {
            "action": "store_true",
            "help": "the phone is lost: the next sign-in asks for the password alone; gives no link",
        },
    },
}
