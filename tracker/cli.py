"""The command line: python -m tracker serve | init | demo | plan | account | snapshot | remind | verify …

Each command is one function below, those of ``plan`` under their last word; its help is its docstring.
"""

import argparse
import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker import demo as demo_world
from tracker import remind as reminding
from tracker.db import Engine, NotStored, backup_to, engine_for, reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.language.punctuation import full_width
from tracker.domain.measure.period import SHANGHAI, parse_period
from tracker.domain.progress.plans import plan_meant
from tracker.domain.workflow.chasing import REMIND_DAYS
from tracker.domain.workflow.register_changes import RegisterDiffers
from tracker.export import formats, kit
from tracker.export.options import Options
from tracker.queries import integrity
from tracker.queries.meeting import records_of
from tracker.queries.people import account_ids, has_administrator, person_of_login, unit_ids
from tracker.queries.plans import all_plans, newest_step, plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.snapshots import FrozenContent, read_snapshot
from tracker.services import accounts, register, schema
from tracker.services import plans as plan_steps
from tracker.services.snapshots import freeze
from tracker.settings import ROOT, BadSetting, Settings, read_settings

SEED = ROOT / "seed" / "haining-2025"
DEMO_DATABASE = ROOT / "var" / "demo.db"
FIRST_ADMINISTRATOR = "admin"
ALL_FORMATS = "all"
# A command -> its arguments, with what argparse is told of each.
Commands = dict[Callable[[Settings, argparse.Namespace], int], dict[str, dict[str, Any]]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tracker", description="Target tracker of a city government."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, _COMMANDS)
    about = "Load, list, publish, close plans."
    plan = commands.add_parser("plan", help=about, description=about)
    _add(plan.add_subparsers(required=True, metavar="COMMAND"), _OF_PLANS, "plan_")
    given = parser.parse_args(arguments)
    try:
        command_given: Callable[[Settings, argparse.Namespace], int] = given.command
        return command_given(read_settings(), given)
    except RegisterDiffers as refusal:
        print(*refusal.lines, sep="\n", file=sys.stderr)
        return 1
    except (Refusal, BadSetting, schema.NoDatabase, NotStored, OSError) as refusal:
        print(full_width(str(refusal).splitlines()[0]), file=sys.stderr)  # behind it a driver writes its SQL
        return 1


def _add(commands: Any, functions: "Commands", prefix: str = "") -> None:
    for command, options in functions.items():
        about = (command.__doc__ or "").splitlines()[0]
        sub = commands.add_parser(command.__name__.removeprefix(prefix), help=about, description=about)
        for name, settings in options.items():
            sub.add_argument(name, **settings)
        sub.set_defaults(command=command)


def serve(settings: Settings, given: argparse.Namespace) -> int:
    """Bring the database up and serve; prints a link for the first administrator."""
    listener = _listening(settings)
    try:
        init(settings, given)
    except RegisterDiffers as refusal:  # no reason to be away: the plan stands as it was loaded
        print(*refusal.lines, sep="\n", file=sys.stderr, flush=True)
    print(f"\n  {settings.base_url}\n", flush=True)
    return _run_server(settings, listener)


def init(settings: Settings, given: argparse.Namespace) -> int:
    """Bring the database up and load the plan of a seed folder, if one is given; nothing is loaded twice."""
    engine = _ready_engine(settings)
    link = _link_for_first_administrator(engine, settings)
    if link:
        print(f"首位管理员（{FIRST_ADMINISTRATOR}）请在 72 小时内打开此链接设置密码：\n  {link}", flush=True)
    if given.seed is not None:
        with transaction(engine) as session:
            register.load_folder(session, given.seed, _now())
    return 0


def demo(settings: Settings, given: argparse.Namespace) -> int:
    """Serve a database of its own, filled with demonstration figures; prints accounts and passwords."""
    # Before anything is thrown away: the database may be that of a demonstration which is running.
    listener = None if given.fill_only else _listening(settings)
    for leftover in DEMO_DATABASE.parent.glob(f"{DEMO_DATABASE.name}*"):
        leftover.unlink()
    # Also for app.py and the pages, which read their settings anew.
    os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{DEMO_DATABASE}"
    settings = read_settings()
    engine = _ready_engine(settings)
    passwords = demo_world.fill(engine, given.seed, _now())
    engine.dispose()
    print("演示账号（每次启动重新生成）：")
    for login, (role, password) in passwords.items():
        print(f"  {login:<12} {password}   {role}")
    print(f"\n  {settings.base_url}\n", flush=True)
    return 0 if listener is None else _run_server(settings, listener)


def plan_load(settings: Settings, given: argparse.Namespace) -> int:
    """Load the plan of a seed folder as a draft; says what differs where it is loaded already."""
    now = _now()
    with transaction(_existing_engine(settings)) as session:
        plan_id = register.draft_folder(session, given.folder, now)
        if plan_id is not None and given.publish:
            plan_steps.publish(session, None, plan_id, 1, now)
    if plan_id is None:
        print("这份方案已载入，文件没有变化。")
    else:
        print("方案已载入并发布。" if given.publish else "方案已载入为草案，请市府办在“方案”页核对后发布。")
    return 0


def plan_list(settings: Settings, given: argparse.Namespace) -> int:
    """List the plans: code, year, rhythm, state, kind, title."""
    with reading(_existing_engine(settings)) as session:
        for plan in all_plans(session):
            print(
                plan.code, plan.year, plan.rhythm.value, plan.state.word, plan.kind.word, plan.title, sep="\t"
            )
    return 0


def plan_publish(settings: Settings, given: argparse.Namespace) -> int:
    """Publish a draft."""
    return _take(settings, given.code, plan_steps.publish)


def plan_close(settings: Settings, given: argparse.Namespace) -> int:
    """End a plan: it stays readable, nothing is written about it any more."""
    return _take(settings, given.code, plan_steps.close, given.reason)


def plan_reopen(settings: Settings, given: argparse.Namespace) -> int:
    """Put a closed plan in force again."""
    return _take(settings, given.code, plan_steps.reopen, given.reason)


def _take(settings: Settings, code: str, step: Callable[..., None], *reason: str) -> int:
    with transaction(_existing_engine(settings)) as session:
        plan = plan_meant(all_plans(session), code)
        step(session, None, plan.id, newest_step(session, plan.id).number, *reason, _now())
        print(code, newest_step(session, plan.id).state.word, sep="\t")
    return 0


def account(settings: Settings, given: argparse.Namespace) -> int:
    """Create an account, or reissue its link: prints a one-time link that sets the password."""
    engine = _existing_engine(settings)
    with transaction(engine) as session:
        account_id = account_ids(session).get(given.login)
        if account_id is None:
            units, role = unit_ids(session, given.unit), Role(given.role or Role.CLERK)
            name = given.name or given.login
            account_id = accounts.create_account(session, None, given.login, name, role, units, _now())
        elif given.name or given.role or given.unit:
            raise BadInput(f"账号 {given.login} 已存在；姓名、角色和单位请在“账号”页修改。")
        token = accounts.issue_link(session, None, account_id, _now())
    print(f"{settings.base_url}/password/{token}")
    return 0


def snapshot(settings: Settings, given: argparse.Namespace) -> int:
    """Freeze a quarter as a reviewer, or take a frozen snapshot, and write its files."""
    if given.number is None and given.period is None:
        raise BadInput("请给出 --quarter（冻结一个季度）或 --number（导出已冻结的材料）。")
    engine = _existing_engine(settings)
    with transaction(engine) as session:
        person = person_of_login(session, given.login)
        number, code = given.number, given.plan
        if number is None:
            plan, period = (
                plan_meant(plans(session, person), given.plan, given.period),
                parse_period(given.period),
            )
            card = scorecard(
                session, plan, period, person, now=_now(), include_unapproved=given.include_unapproved
            )
            meeting = given.meeting or _now().astimezone(SHANGHAI).date()
            name = given.name or f"{period.label}重点目标进展"
            records = records_of(session, person, card, meeting)
            texts = texts_of(session, card)
            number, code = freeze(session, person, card, texts, name, meeting, _now(), records), plan.code
        frozen = read_snapshot(session, person, number, code)
    print(f"{number}  {frozen.sha256}")
    out = Path(given.out or ".")
    if not out.suffix:
        out.mkdir(exist_ok=True)
    for target, content in _files_of(frozen, Options.chosen(settings), given.format, out):
        target.write_bytes(content)
        print(f"{sha256(content).hexdigest()}  {target}")
    return 0


def _files_of(frozen: FrozenContent, options: Options, key: str, out: Path) -> Iterator[tuple[Path, bytes]]:
    """The files asked for; ``out`` is a folder, or the file itself where one is asked for by its suffix."""
    given = (frozen.content, frozen.sha256, frozen.number, options)
    if key == kit.ZIP:
        yield _named(out, frozen.number, "会议材料.zip", kit.ZIP), kit.zip_of(*given)
    elif key == ALL_FORMATS:
        for file_format, content in kit.files(*given):
            yield out / f"{frozen.number}_{file_format.file_name}", content
    else:
        file_format = formats.format_of(key)
        path = _named(out, frozen.number, file_format.file_name, file_format.suffix)
        yield path, kit.file_bytes(file_format, *given)


def _named(out: Path, number: str, file_name: str, suffix: str) -> Path:
    return out if out.suffix == f".{suffix}" else out / f"{number}_{file_name}"


def remind(settings: Settings, given: argparse.Namespace) -> int:
    """Remind the departments that have something open, for a scheduler; 1 when a message failed."""
    by = () if given.dry_run else reminding.ways(settings, given.channel)
    asked = None if given.period is None else parse_period(given.period)
    failed = False
    for current_round in reminding.rounds_of(_existing_engine(settings), settings, given.plan, asked, _now):
        for line in reminding.remind(current_round, by, given.days):
            print(line.text, flush=True)
            failed |= line.is_failure
    return 1 if failed else 0


def verify(settings: Settings, given: argparse.Namespace) -> int:
    """Check derived rows against facts, the audit chain and every snapshot's hash."""
    with reading(_existing_engine(settings)) as session:
        findings = list(integrity.findings(session))
    for line in findings:
        print(line)
    print("verified: nothing differs" if not findings else f"verified: {len(findings)} finding(s)")
    return 1 if findings else 0


def backup(settings: Settings, given: argparse.Namespace) -> int:
    """Write a consistent copy of the SQLite database while it is in use, and check the copy."""
    if Path(given.file).exists():
        raise BadInput(f"{given.file} 已存在，备份不覆盖已有的文件。")
    backup_to(_existing_engine(settings), Path(given.file))
    print(given.file)
    return 0


_SEED: dict[str, Any] = {"type": Path, "help": "a seed folder; its plan is loaded and published"}
_CODE: dict[str, Any] = {"help": "the plan's code"}
_REASON: dict[str, Any] = {"required": True, "help": "why; stands in the audit trail"}
_COMMANDS: Commands = {
    serve: {"--seed": _SEED},
    init: {"--seed": _SEED},
    demo: {
        "--seed": _SEED | {"default": SEED, "help": "the seed folder to fill with figures"},
        "--fill-only": {"action": "store_true", "help": "fill the database, don't serve"},
    },
    account: {
        "login": {"help": "the sign-in name"},
        "--name": {"help": "the person's name"},
        "--role": {"choices": [role.value for role in Role], "help": "clerk if left out"},
        "--unit": {"action": "append", "default": [], "help": "a unit's name; may be repeated"},
    },
    snapshot: {
        "--login": {"required": True, "help": "the account that acts"},
        "--plan": {"default": "", "help": "the plan's code; the first of the quarter's year if left out"},
        "--quarter": {"dest": "period", "help": "freeze this quarter, e.g. 2025Q3"},
        "--number": {"help": "export this snapshot instead of freezing one"},
        "--name": {"help": "the snapshot's name"},
        "--meeting": {"type": date.fromisoformat, "help": "the meeting's date; today if left out"},
        "--include-unapproved": {"action": "store_true"},
        "--format": {
            "choices": [*(each.key for each in formats.FORMATS), kit.ZIP, ALL_FORMATS],
            "default": "xlsx",
            "help": "which file of the meeting kit; the workbook if left out",
        },
        "--out": {"help": "the folder to write into, or the file"},
    },
    remind: {
        "--plan": {"default": "", "help": "the plan's code; all plans if left out"},
        "--quarter": {"dest": "period", "help": "the quarter; the newest that has opened if left out"},
        "--channel": {"choices": ["email", "dingtalk", "wecom", reminding.ALL], "default": reminding.ALL},
        "--days": {"type": int, "default": REMIND_DAYS, "help": "start so many days before the due date"},
        "--dry-run": {"action": "store_true", "help": "print the messages, send nothing"},
    },
    verify: {},
    backup: {"file": {"help": "the file to write; must not exist"}},
}

_OF_PLANS: Commands = {
    plan_load: {
        "folder": {"type": Path, "help": "a seed folder: plan.csv, notice.txt and the register's tables"},
        "--publish": {"action": "store_true", "help": "publish it at once"},
    },
    plan_list: {},
    plan_publish: {"code": _CODE},
    plan_close: {"code": _CODE, "--reason": _REASON},
    plan_reopen: {"code": _CODE, "--reason": _REASON},
}


def _now() -> datetime:
    return datetime.now(UTC)


def _ready_engine(settings: Settings) -> Engine:
    engine = engine_for(settings.database_url)
    schema.upgrade(engine)
    return engine


def _existing_engine(settings: Settings) -> Engine:
    """For commands that need a ledger: a mistyped path is refused, not answered with an empty one."""
    engine = engine_for(settings.database_url)
    if not schema.is_current(engine):
        where = engine.url.render_as_string(hide_password=True)
        raise BadSetting(f"{where}: no ledger of this version; python -m tracker init makes or upgrades it")
    return engine


def _link_for_first_administrator(engine: Engine, settings: Settings) -> str | None:
    """A link as long as no administrator has set a password; no default password exists."""
    with transaction(engine) as session:
        if has_administrator(session):
            return None
        account_id = account_ids(session).get(FIRST_ADMINISTRATOR) or accounts.create_account(
            session, None, FIRST_ADMINISTRATOR, "系统管理员", Role.ADMINISTRATOR, [], _now()
        )
        token = accounts.issue_link(session, None, account_id, _now())
    return f"{settings.base_url}/password/{token}"


def _listening(settings: Settings) -> socket.socket:
    """A socket on the address to serve on. Raises BadSetting where there can't be one."""
    is_v6 = ":" in settings.host
    try:
        return socket.create_server(
            (settings.host, settings.port),
            family=socket.AF_INET6 if is_v6 else socket.AF_INET,
            dualstack_ipv6=is_v6 and socket.has_dualstack_ipv6(),
        )
    except OSError as error:
        where = f"{settings.host} port {settings.port}"
        raise BadSetting(f"{where}: {error.strerror}; set TRACKER_HOST or TRACKER_PORT") from error


def _run_server(settings: Settings, listener: socket.socket) -> int:
    from tracker.web import serving  # late: Streamlit takes a second, which the other commands spare

    return serving.run(settings, listener)
