"""Each kind of damage, done past the guards as somebody with the database in hand would: found, said, placed.

A trail that is cut at its end, or made anew from the start, is betrayed by a head that was kept elsewhere.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, insert, select, text, update
from sqlmodel import Session

from tests.entry.ledger import NOW, Q3, Desk, open_desk
from tests.evidence import samples
from tests.evidence.files import attach, hashes
from tracker.db import Base, engine_for, reading, transaction
from tracker.domain.meetings.chain import GENESIS, chained_hash, facts_of, facts_text
from tracker.domain.meetings.paper import NameOf
from tracker.domain.sentences.damage import Damage, Finding
from tracker.queries import integrity
from tracker.queries.audit import Anchor, head_of_chain
from tracker.queries.meeting import records_of
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.vouched import hashes_in
from tracker.services import leaders, options, papers, schema, units
from tracker.services.snapshots import freeze
from tracker.tables import APPEND_ONLY

Act = Callable[[Connection], None]
Made = tuple[Desk, Anchor]
AUDIT = Base.metadata.tables["audit"]


@dataclass(frozen=True)
class Kind:
    """``does``: a statement, or what does it; ``words`` stand in the sentence."""

    does: str | Act
    damage: Damage
    words: tuple[str, ...] = ()
    on: tuple[str, ...] = ("sqlite",)


def each(*acts: str | Act) -> Act:
    def do(connection: Connection) -> None:
        for act in acts:
            if isinstance(act, str):
                connection.execute(text(act))
            else:
                act(connection)

    return do


def rechain(connection: Connection) -> None:
    """All hashes anew, as a forger who knows the program would make them."""
    previous = GENESIS
    for row in connection.execute(select(AUDIT).order_by(AUDIT.c.id)).all():
        content = (row.at, row.actor_id, row.actor_name, row.action, row.subject, row.detail)
        now = chained_hash(previous, *content, row.address, row.facts)
        of_row = AUDIT.c.id == row.id
        connection.execute(update(AUDIT).where(of_row).values(previous_sha256=previous, sha256=now))
        previous = now


def resealed(table: str) -> Act:
    """The trail says of a table's rows what now stands there, in the rows that vouched for them."""

    def do(connection: Connection) -> None:
        now = dict(hashes_in(Session(connection), table))
        for row in connection.execute(select(AUDIT)).all():
            facts = {name: dict(rows) for name, rows in facts_of(row.facts).items()}
            facts[table] = {key: now[key] for key in facts.get(table, {}) if key in now}
            said = facts_text({name: rows for name, rows in facts.items() if rows})
            connection.execute(update(AUDIT).where(AUDIT.c.id == row.id).values(facts=said))
        rechain(connection)

    return do


def appended(connection: Connection) -> None:
    """A forger's row at the end, in the program's own form, that vouches for what was changed."""
    newest = connection.execute(select(AUDIT).order_by(AUDIT.c.id.desc()).limit(1)).one()
    said = facts_text({"report": dict(hashes_in(Session(connection), "report"))})
    content = {"at": NOW, "actor_id": None, "actor_name": "系统", "action": "补录存证", "subject": "升级"}
    row = content | {"detail": "{}", "address": None, "facts": said, "previous_sha256": newest.sha256}
    hashed = chained_hash(newest.sha256, NOW, None, "系统", "补录存证", "升级", "{}", None, said)
    connection.execute(insert(AUDIT).values(row | {"id": newest.id + 1, "sha256": hashed}))


def renewed(table: str, column: str, hash_column: str) -> Act:
    """Another text with its own hash beside it."""

    def do(connection: Connection) -> None:
        there = Base.metadata.tables[table]
        changed = connection.execute(select(there.c[column])).scalars().first().replace("企业", "企 业", 1)
        hashed = sha256(changed.encode()).hexdigest()
        connection.execute(update(there).values({column: changed, hash_column: hashed}))

    return do


def forged(change: Callable[[Any], None], number: str = "2025Q3-01") -> Act:
    """A snapshot of other content, with its hash, all that the trail says of it, and the whole chain.

    Of the second one times do not tell what was known: something was done in the microsecond of its freezing.
    """

    def do(connection: Connection) -> None:
        there = Base.metadata.tables["snapshot"]
        of_number = there.c.number == number
        content, hash_before = connection.execute(
            select(there.c.content, there.c.sha256).where(of_number)
        ).one()
        stored = json.loads(content)
        before = canonical(stored)
        change(stored)
        changed = canonical(stored)
        assert changed != before
        hashed = sha256(changed.encode()).hexdigest()
        connection.execute(update(there).where(of_number).values(content=changed, sha256=hashed))
        detail = func.replace(AUDIT.c.detail, hash_before, hashed)
        connection.execute(update(AUDIT).values(detail=detail))

    return each(do, resealed("snapshot"))


def canonical(stored: Any) -> str:
    return json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def put(value: object, *path: str, target: int = 0) -> Callable[[Any], None]:
    """Of the score of T-0, or another, a field by its path gets another value."""

    def change(stored: Any) -> None:
        inner = stored["card"]["scores"][target]
        for name in path[:-1]:
            inner = inner[name]
        assert inner.get(path[-1]) != value
        inner[path[-1]] = value

    return change


def at_head(value: object, *path: str) -> Callable[[Any], None]:
    def change(stored: Any) -> None:
        for name in path[:-1]:
            stored = stored[name]
        stored[path[-1]] = value

    return change


def word(field: str) -> Callable[[Any], None]:
    """A text of T-0's submission."""
    return lambda stored: stored["texts"]["1"].update({field: "已全部完成。"})


def rewritten(table: str, part: str, other: str) -> Act:
    """A part of a table's statement, past all that SQLite would ask."""

    def do(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        changed = connection.execute(
            text(
                "UPDATE sqlite_master SET sql = replace(sql, :part, :other) WHERE name = :table RETURNING sql"
            ),
            {"part": part, "other": other, "table": table},
        ).scalar_one()
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
        assert other in changed

    return do


FIGURE = {
    "report_id": 1,
    "value": "1",
    "reported_value": "1",
    "data_month": 6,
    "finality": "final",
    "state": "approved",
    "submitted_at": "2025-07-01T00:00:00+00:00",
    "is_on_time": True,
    "is_correction": False,
}
ORDER = "CREATE OR REPLACE FUNCTION own_order(int4, int4) RETURNS int4 LANGUAGE sql IMMUTABLE AS 'SELECT {}'"
REPORT = "UPDATE report SET {} WHERE number = 1 AND click_key = 'first'"
END_CUT = "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)"
SECOND = "(SELECT min(id) FROM audit) + 1"
SWAPPED = each(
    f"UPDATE audit SET id = 9000 WHERE id = {SECOND}",
    "UPDATE audit SET id = id - 1 WHERE id = (SELECT min(id) FROM audit) + 2",
    "UPDATE audit SET id = (SELECT min(id) FROM audit) + 2 WHERE id = 9000",
)
INSERTED = (
    "INSERT INTO audit (id, at, actor_name, action, subject, detail, previous_sha256, sha256, facts) "
    "SELECT 9000, at, '系统', '记', '插入', detail, sha256, sha256, facts FROM audit WHERE id = {}"
)
BY_HAND = Damage.STRANGE
# What a check does is the same on both; what the engines do themselves is tried on each.
ON_SQLITE, ON_POSTGRESQL, ON_BOTH = ("sqlite",), ("postgresql",), ("sqlite", "postgresql")
FACTS = {
    "a figure": Kind(REPORT.format("value = value + 1"), Damage.CHANGED, ("填报第1号（T-0 2025Q3）",)),
    "a zero for no figure": Kind(
        "UPDATE target_terms SET value = 0 WHERE value IS NULL", Damage.CHANGED, ("目标要求", "T-3")
    ),
    "a text": Kind(REPORT.format("progress = '已完成'"), Damage.CHANGED, ("填报第1号",)),
    "who submitted": Kind(REPORT.format("submitted_by_id = submitted_by_id + 1"), Damage.CHANGED),
    "when it was submitted": Kind(
        "UPDATE report SET submitted_at = (SELECT max(closes_at) FROM reporting_window)", Damage.CHANGED
    ),
    "whether in time": Kind("UPDATE report SET is_on_time = NOT is_on_time", Damage.CHANGED),
    "a verdict": Kind("UPDATE review SET decision = 'returned'", Damage.CHANGED, ("审核", "T-0 2025Q3")),
    "no verdict that is one": Kind("UPDATE review SET decision = 'yes'", Damage.CHANGED, ("审核",)),
    "a verified value": Kind("UPDATE review SET verified_value = 10000", Damage.CHANGED, ("审核",)),
    "a review taken back": Kind("DELETE FROM review WHERE report_id = 1", Damage.GONE, ("审核第1号",)),
    "a submission taken away": Kind("DELETE FROM report WHERE id = 2", Damage.GONE, ("填报第2号",)),
    "a submission by hand": Kind(
        "INSERT INTO report SELECT 900, target_id, period, 2, 'x', value, is_not_applicable, data_month, "
        "finality, progress, problem, next_step, scope_note, call, call_value, reason, corrects_id, "
        "is_on_time, submitted_by_id, submitted_at FROM report WHERE id = 1",
        BY_HAND,
        ("填报第900号（T-0 2025Q3）",),
    ),
    "a review by hand": Kind(
        "INSERT INTO review (id, report_id, decision, note, decided_by_id, decided_at) "
        "SELECT 900, 3, 'approved', '', decided_by_id, decided_at FROM review WHERE report_id = 1",
        BY_HAND,
        ("审核第900号",),
    ),
    "what a target asks": Kind("UPDATE target_terms SET value = value / 2", Damage.CHANGED, ("目标要求",)),
    "who leads": Kind("UPDATE target_terms SET lead_unit_id = 2 WHERE id = 1", Damage.CHANGED),
    "a target's name": Kind(
        "UPDATE target SET name = '别的' WHERE id = 1", Damage.CHANGED, ("目标第1号（T-0）",)
    ),
    "a window's end": Kind("UPDATE reporting_window SET closes_at = due_at", Damage.CHANGED, ("填报窗口",)),
    "a threshold": Kind("UPDATE rule_set SET paced_slight = 1", Damage.CHANGED, ("判定规则第1号（t）",)),
    "an option": Kind("UPDATE plan_option SET head_confirms = NOT head_confirms", Damage.CHANGED),
    "a plan's state": Kind("UPDATE plan_step SET state = 'closed'", Damage.CHANGED, ("方案状态",)),
    "the notice, with its hash": Kind(
        renewed("plan", "notice", "notice_sha256"), Damage.CHANGED, ("方案第1号（t）",)
    ),
    "the notice": Kind("UPDATE plan SET notice = 'x'", Damage.NOTICE_HASH, ("方案t的通知原文",)),
    "how papers look": Kind("UPDATE short_name SET name = '别的'", Damage.CHANGED, ("简称",)),
    "a mark of made-up figures": Kind(
        "INSERT INTO demonstration (id, filled_at) SELECT 1, at FROM audit LIMIT 1",
        BY_HAND,
        ("演示数据标记第1号",),
    ),
}
EVIDENCE = {
    "its bytes": Kind("UPDATE stored_file SET content = X'78'", Damage.FILE_HASH, ("佐证材料",), ON_SQLITE),
    "its bytes there": Kind("UPDATE stored_file SET content = '\\x00'", Damage.FILE_HASH, (), ON_POSTGRESQL),
    "its size": Kind("UPDATE stored_file SET size = 1", Damage.CHANGED, ("佐证材料",)),
    "its kind": Kind("UPDATE stored_file SET media_type = 'text/html'", Damage.CHANGED, ("佐证材料",)),
    "its name": Kind(
        "UPDATE report_file SET name = '别的.pdf'", Damage.CHANGED, ("填报所附材料", "T-0 2025Q3")
    ),
    "that it was attached": Kind("DELETE FROM report_file", Damage.GONE, ("填报所附材料第1-1号",)),
    "all of it": Kind("DELETE FROM stored_file", Damage.FILE_GONE, ("填报第1号", "月报.pdf")),
    "another for it": Kind("UPDATE report_file SET sha256 = 'x'", Damage.FILE_GONE, ("月报.pdf",)),
}
PEOPLE = {
    "a role": Kind(
        "UPDATE account SET role = 'administrator' WHERE login = '王'",
        Damage.CHANGED,
        ("账号第1号（王（王））",),
    ),
    "a unit given": Kind(
        "INSERT INTO account_unit VALUES (4, 1)", BY_HAND, ("账号所在单位第4-1号（周（周））",)
    ),
    "a unit taken": Kind(
        "DELETE FROM account_unit WHERE account_id = 1", Damage.GONE, ("账号所在单位第1-1号",)
    ),
    "a password": Kind(
        "UPDATE account SET password_hash = 'x' WHERE login = '周'", Damage.CHANGED, ("账号",)
    ),
    "a dead account alive": Kind("UPDATE account SET is_active = NOT is_active", Damage.CHANGED, ("账号",)),
    "where links go": Kind("UPDATE account SET email = 'a@b.cn' WHERE id = 1", Damage.CHANGED, ("账号",)),
    "an account": Kind(
        "INSERT INTO account (id, login, name, role, is_active, email, created_at) "
        "SELECT 900, 'x', 'x', 'reviewer', is_active, '', created_at FROM account WHERE id = 1",
        BY_HAND,
        ("账号第900号（x（x））",),
    ),
    "a unit's name": Kind(
        "UPDATE unit SET name = '别的局' WHERE id = 1", Damage.CHANGED, ("单位第1号（别的局）",)
    ),
    "a unit": Kind("INSERT INTO unit VALUES (900, '新局', '')", BY_HAND, ("单位第900号（新局）",)),
    "an alias elsewhere": Kind("UPDATE unit_alias SET unit_id = 2", Damage.CHANGED, ("单位别名第科技局号",)),
    "an alias gone": Kind("DELETE FROM unit_alias", Damage.GONE, ("单位别名",)),
    "a leader's account": Kind("UPDATE leader SET account_id = 1", Damage.CHANGED, ("分管领导第1号（沈）",)),
    "an identity": Kind(
        "INSERT INTO external_identity SELECT 'https://sso', 'x', 4, at FROM audit LIMIT 1",
        BY_HAND,
        ("统一身份绑定", "周（周）"),
    ),
}
TRAIL = {
    "a subject": Kind(
        f"UPDATE audit SET subject = '别的' WHERE id = {SECOND}", Damage.CHAIN, ("操作日志第",)
    ),
    "a time": Kind("UPDATE audit SET at = (SELECT max(closes_at) FROM reporting_window)", Damage.CHAIN),
    "an actor": Kind(f"UPDATE audit SET actor_name = '吴' WHERE id = {SECOND}", Damage.CHAIN),
    "an actor's number": Kind(f"UPDATE audit SET actor_id = 1 WHERE id = {SECOND}", Damage.CHAIN),
    "an action": Kind(f"UPDATE audit SET action = '记' WHERE id = {SECOND}", Damage.CHAIN),
    "a detail": Kind(f"UPDATE audit SET detail = '{{}} ' WHERE id = {SECOND}", Damage.CHAIN),
    "an address": Kind(f"UPDATE audit SET address = '10.0.0.9' WHERE id = {SECOND}", Damage.CHAIN),
    "what it vouches for": Kind(f"UPDATE audit SET facts = '{{}}' WHERE id = {SECOND}", Damage.CHAIN),
    "its hash": Kind(f"UPDATE audit SET sha256 = '{'0' * 64}' WHERE id = {SECOND}", Damage.CHAIN),
    "a row taken out": Kind(f"DELETE FROM audit WHERE id = {SECOND}", Damage.CHAIN),
    "the first row": Kind("DELETE FROM audit WHERE id = (SELECT min(id) FROM audit)", Damage.CHAIN),
    "a row put in": Kind(INSERTED.format("(SELECT max(id) - 1 FROM audit)"), Damage.CHAIN),
    "two rows in another order": Kind(SWAPPED, Damage.CHAIN),
    "the newest cut off": Kind(
        END_CUT, Damage.ANCHOR_OUTSIDE, ("外存的日志末端（anchors.txt 1", "恢复了旧备份")
    ),
    "all of it": Kind("DELETE FROM audit", Damage.ANCHOR_SNAPSHOT, ("会议材料2025Q3-01 t",)),
    "all made anew": Kind(
        each(f"UPDATE audit SET subject = '别的' WHERE id = {SECOND}", rechain),
        Damage.ANCHOR_SNAPSHOT,
        ("可能被截断或重做过",),
    ),
    "all made anew, no meeting": Kind(
        each("UPDATE audit SET subject = '别的' WHERE id = (SELECT max(id) FROM audit)", rechain),
        Damage.ANCHOR_OUTSIDE,
    ),
    "a figure with all that vouches for it": Kind(
        each(REPORT.format("value = value + 1"), resealed("report")), Damage.ANCHOR_OUTSIDE
    ),
    "a row at the end that vouches for a changed figure": Kind(
        each(REPORT.format("value = value + 1"), appended), Damage.TWICE, ("填报第1号", "两次存证")
    ),
    "no word of facts": Kind(
        each(f"UPDATE audit SET facts = NULL WHERE id = {SECOND}", rechain), Damage.FACTS_STRIPPED
    ),
    "facts that can't be read": Kind(
        each(f"UPDATE audit SET facts = '[]' WHERE id = {SECOND}", rechain), Damage.FACTS_STRIPPED
    ),
}
SNAPSHOTS = {
    "its content": Kind(
        "UPDATE snapshot SET content = content || ' '", Damage.SNAPSHOT_HASH, ("2025Q3-01 t",)
    ),
    "its content with its hash": Kind(
        renewed("snapshot", "content", "sha256"), Damage.CHANGED, ("会议材料第1号",)
    ),
    "its form": Kind(
        each(renewed("snapshot", "content", "sha256"), "UPDATE snapshot SET content = '{}'"),
        Damage.SNAPSHOT_HASH,
    ),
    **{
        f"{name}, with all that vouches for it": Kind(forged(change), damage, ("2025Q3-01 t", *words))
        for name, change, damage, words in (
            ("a figure", put("81", "figure", "value"), Damage.SNAPSHOT_FIGURE, ("目标T-0",)),
            (
                "a figure before",
                put(FIGURE, "previous"),
                Damage.SNAPSHOT_FIGURE,
                ("目标T-0",),
            ),
            ("a ratio", put("17/15", "judgement", "ratio"), Damage.SNAPSHOT_VERDICT, ("目标T-0",)),
            ("a status before", put("behind", "previous_status"), Damage.SNAPSHOT_VERDICT, ("目标T-0",)),
            ("for how long behind", put(3, "behind_for"), Damage.SNAPSHOT_VERDICT, ("目标T-0",)),
            (
                "whether it came on time",
                put(False, "waiting_on_time", target=1),
                Damage.SNAPSHOT_VERDICT,
                ("目标T-1",),
            ),
            ("a text", word("progress"), Damage.SNAPSHOT_WORDS, ("目标T-0",)),
            ("another text", word("next_step"), Damage.SNAPSHOT_WORDS, ("目标T-0",)),
            ("what is asked", put("90", "target", "terms", "value"), Damage.SNAPSHOT_TARGET, ("目标T-0",)),
            ("a name", put("别的", "target", "name"), Damage.SNAPSHOT_TARGET, ("目标T-0",)),
            ("who leads", put(2, "target", "lead", "id"), Damage.SNAPSHOT_TARGET, ("目标T-0",)),
            (
                "how a lead is called",
                put("市财政局", "target", "lead", "name"),
                Damage.SNAPSHOT_TARGET,
                ("目标T-0",),
            ),
            (
                "a target left out",
                lambda stored: stored["card"]["scores"].pop(),
                Damage.SNAPSHOT_TARGET,
                ("目标T-3",),
            ),
            ("the rules", at_head("70", "card", "rules", "paced_slight"), Damage.SNAPSHOT_HEAD, ()),
            ("the meeting's day", at_head("2025-10-01", "meeting_on"), Damage.SNAPSHOT_HEAD, ()),
            ("the plan's title", at_head("别的", "card", "plan", "title"), Damage.SNAPSHOT_HEAD, ()),
            (
                "that its figures are made up",
                at_head(True, "card", "plan", "is_demonstration"),
                Damage.SNAPSHOT_HEAD,
                (),
            ),
            ("a short name", at_head("别的", "card", "plan", "short"), Damage.SNAPSHOT_HEAD, ()),
            ("no head of the trail", at_head("", "audit_head"), Damage.SNAPSHOT_TRAIL, ()),
            ("how long the trail was", at_head(1, "audit_rows"), Damage.SNAPSHOT_TRAIL, ()),
            ("who froze it", at_head("别人", "author"), Damage.SNAPSHOT_TRAIL, ()),
            ("no window", lambda stored: stored["records"].pop("window"), Damage.SNAPSHOT_RECORDS, ()),
        )
    },
    **{
        f"{name}, where times do not tell": Kind(
            forged(change, "2025Q3-02"), damage, ("2025Q3-02 t", "目标T-0")
        )
        for name, change, damage in (
            ("a figure", put("81", "figure", "value"), Damage.SNAPSHOT_FIGURE),
            ("a ratio", put("17/15", "judgement", "ratio"), Damage.SNAPSHOT_VERDICT),
            ("a text", word("problem"), Damage.SNAPSHOT_WORDS),
            ("what is asked", put("90", "target", "terms", "value"), Damage.SNAPSHOT_TARGET),
            ("a name", put("别的", "target", "name"), Damage.SNAPSHOT_TARGET),
        )
    },
    "a moment before what it is compared with": Kind(
        "UPDATE snapshot SET frozen_at = (SELECT min(opens_at) FROM reporting_window)",
        Damage.SNAPSHOT_OLDER,
        ("2025Q3-02 t", "2025Q3-01"),
    ),
    "taken away": Kind("DELETE FROM snapshot", Damage.GONE, ("会议材料第1号",)),
}
DERIVED = {
    "a standing value": Kind("UPDATE standing SET approved_value = 1", Damage.STANDING, ("目标T-0在2025Q3",)),
    "a standing taken away": Kind("DELETE FROM standing", Damage.LATEST, ("目标T-0在2025Q3",)),
    "a standing's state": Kind("UPDATE standing SET latest_state = 'submitted'", Damage.LATEST),
    "a standing of nothing": Kind(
        "INSERT INTO standing SELECT 4, period, latest_report_id, latest_state, NULL, NULL FROM standing "
        "WHERE target_id = 1",
        Damage.STANDING_STRANGE,
        ("目标T-3在2025Q3",),
    ),
    "a plan that never began": Kind("DELETE FROM plan_step", Damage.NO_STATE, ("方案t没有状态",)),
    "a plan's state out of turn": Kind(
        "INSERT INTO plan_step SELECT 900, plan_id, 3, 'draft', '', NULL, taken_at FROM plan_step",
        Damage.PLAN_STEP,
        ("方案t的第3步",),
    ),
    "a number left out": Kind(
        "UPDATE report SET number = 3 WHERE id = 1", Damage.GAP, ("填报", "T-0 2025Q3")
    ),
    "a row of nothing": Kind(
        "UPDATE report SET target_id = 900 WHERE id = 1", Damage.ORPHAN, ("目标第900号不存在",)
    ),
}
GUARDS = {
    "a trigger dropped": Kind(
        "DROP TRIGGER report_no_delete", Damage.TRIGGER_GONE, ("填报", "report_no_delete"), ON_SQLITE
    ),
    "a trigger of other words": Kind(
        each(
            "DROP TRIGGER report_no_update",
            "CREATE TRIGGER report_no_update BEFORE UPDATE ON report WHEN OLD.id > 5 "
            "BEGIN SELECT RAISE(ABORT, 'report is append-only'); END",
        ),
        Damage.TRIGGER_CHANGED,
        ("report_no_update",),
        ON_SQLITE,
    ),
    "a trigger that writes": Kind(
        "CREATE TRIGGER own AFTER INSERT ON report BEGIN UPDATE standing SET approved_value = 0; END",
        Damage.TRIGGER_STRANGE,
        ("own", "report"),
        ON_SQLITE,
    ),
    "a guard dropped": Kind(
        "DROP TRIGGER report_no_change ON report", Damage.TRIGGER_GONE, ("填报",), ON_POSTGRESQL
    ),
    "a guard switched off": Kind(
        "ALTER TABLE report DISABLE TRIGGER report_no_truncate", Damage.TRIGGER_GONE, ("填报",), ON_POSTGRESQL
    ),
    "a guard asleep in the replica role": Kind(
        "ALTER TABLE report ENABLE TRIGGER report_no_change", Damage.TRIGGER_GONE, ("填报",), ON_POSTGRESQL
    ),
    "a guard that lets through": Kind(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
        Damage.TRIGGER_CHANGED,
        ("report_no_change",),
        ON_POSTGRESQL,
    ),
    "a guard of inserts": Kind(
        each(
            "DROP TRIGGER report_no_change ON report",
            "CREATE TRIGGER report_no_change BEFORE INSERT ON report "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "ALTER TABLE report ENABLE ALWAYS TRIGGER report_no_change",
        ),
        Damage.TRIGGER_CHANGED,
        ("report_no_change",),
        ON_POSTGRESQL,
    ),
    "a rule": Kind(
        "CREATE RULE own AS ON INSERT TO review DO INSTEAD NOTHING",
        Damage.TRIGGER_STRANGE,
        ("own",),
        ON_POSTGRESQL,
    ),
    "foreign keys switched off": Kind(
        "ALTER TABLE review DISABLE TRIGGER ALL", Damage.TRIGGER_GONE, ("审核",), ON_POSTGRESQL
    ),
    "a check dropped": Kind(
        "ALTER TABLE report DROP CONSTRAINT report_value_or_not_applicable",
        Damage.STRUCTURE,
        ("report_value_or_not_applicable",),
        ON_POSTGRESQL,
    ),
    "a check of other words": Kind(
        each(
            "ALTER TABLE report DROP CONSTRAINT report_data_month",
            "ALTER TABLE report ADD CONSTRAINT report_data_month CHECK (data_month BETWEEN 0 AND 12)",
        ),
        Damage.STRUCTURE,
        ("report_data_month",),
        ON_POSTGRESQL,
    ),
    "a check more": Kind(
        "ALTER TABLE report ADD CONSTRAINT own CHECK (number < 5000)",
        Damage.STRUCTURE,
        ("report.own",),
        ON_POSTGRESQL,
    ),
    "a foreign key that asks nothing of what stands": Kind(
        each(
            "ALTER TABLE review DROP CONSTRAINT review_report_id_fkey",
            "ALTER TABLE review ADD CONSTRAINT review_report_id_fkey FOREIGN KEY (report_id) "
            "REFERENCES report (id) NOT VALID",
        ),
        Damage.STRUCTURE,
        ("review_report_id_fkey", "NOT VALID"),
        ON_POSTGRESQL,
    ),
    "a default": Kind(
        "ALTER TABLE report ALTER COLUMN is_on_time SET DEFAULT true",
        Damage.STRUCTURE,
        ("report.is_on_time DEFAULT true",),
        ON_POSTGRESQL,
    ),
    "another default": Kind(
        "ALTER TABLE plan ALTER COLUMN kind SET DEFAULT lower('POLICY')",
        Damage.STRUCTURE,
        ("plan.kind",),
        ON_POSTGRESQL,
    ),
    "numbers from elsewhere": Kind(
        each(
            "CREATE SEQUENCE own",
            "ALTER TABLE report ALTER COLUMN id SET DEFAULT nextval('own')",
        ),
        Damage.STRUCTURE,
        ("report.id",),
        ON_POSTGRESQL,
    ),
    "a column's type": Kind(
        "ALTER TABLE report ALTER COLUMN click_key TYPE text", Damage.STRUCTURE, ("click_key",), ON_POSTGRESQL
    ),
    "rows hidden by who asks": Kind(
        "ALTER TABLE report ENABLE ROW LEVEL SECURITY",
        Damage.STRUCTURE,
        ("report ROW LEVEL SECURITY",),
        ON_POSTGRESQL,
    ),
    "a table that a crash empties": Kind(
        "ALTER TABLE sign_in_attempt SET UNLOGGED",
        Damage.STRUCTURE,
        ("sign_in_attempt UNLOGGED",),
        ON_POSTGRESQL,
    ),
    "an index that nobody keeps": Kind(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'report_pkey'::regclass",
        Damage.STRUCTURE,
        ("report_pkey INVALID",),
        ON_POSTGRESQL,
    ),
    "an index in another order than it says": Kind(
        each(
            "CREATE EXTENSION amcheck",
            ORDER.format("btint4cmp($1, $2)"),
            "CREATE OPERATOR CLASS own FOR TYPE int4 USING btree AS OPERATOR 1 < (int4, int4), "
            "OPERATOR 2 <= (int4, int4), OPERATOR 3 = (int4, int4), OPERATOR 4 >= (int4, int4), "
            "OPERATOR 5 > (int4, int4), FUNCTION 1 own_order(int4, int4)",
            "CREATE INDEX own ON report (id own)",
            ORDER.format("btint4cmp($2, $1)"),
        ),
        Damage.ENGINE,
        ("own", "item order invariant violated"),
        ON_POSTGRESQL,
    ),
    "a check rewritten": Kind(
        rewritten("report", "data_month BETWEEN 1 AND 12", "data_month > 0"),
        Damage.STRUCTURE,
        ("report: ", "data_month > 0"),
        ON_SQLITE,
    ),
    "a default there": Kind(
        rewritten("report", "is_on_time BOOLEAN NOT NULL", "is_on_time BOOLEAN DEFAULT 1 NOT NULL"),
        Damage.STRUCTURE,
        ("report: is_on_time BOOLEAN DEFAULT 1",),
        ON_SQLITE,
    ),
    "a column's type there": Kind(
        rewritten("review", "verified_value BIGINT", "verified_value TEXT"),
        Damage.STRUCTURE,
        ("review: verified_value TEXT",),
        ON_SQLITE,
    ),
    "a key that gives way": Kind(
        rewritten("report", "UNIQUE (click_key)", "UNIQUE (click_key) ON CONFLICT IGNORE"),
        Damage.STRUCTURE,
        ("report: UNIQUE (click_key) ON CONFLICT IGNORE",),
        ON_SQLITE,
    ),
    "an index dropped": Kind("DROP INDEX standing_by_period", Damage.STRUCTURE, ("standing_by_period",)),
    "a table more": Kind("CREATE TABLE own (id INTEGER PRIMARY KEY)", Damage.STRUCTURE, ("own",)),
    "a column more": Kind("ALTER TABLE standing ADD COLUMN own INTEGER", Damage.STRUCTURE, ("own",)),
    "the ledger's row": Kind("DELETE FROM ledger", Damage.LEDGER),
    "the ledger's sequence set back": Kind(
        "UPDATE ledger SET sequence = sequence - 1", Damage.SET_BACK, ("总序号",)
    ),
    "the ledger's epoch set back": Kind("UPDATE ledger SET epoch = epoch - 1", Damage.SET_BACK),
    "a sequence set back": Kind(
        "SELECT setval('report_id_seq', 1)", Damage.SEQUENCE, ("填报", "1 < 3"), ON_POSTGRESQL
    ),
}
KINDS = {
    f"{group}: {name}": kind
    for group, kinds in {
        "facts": FACTS,
        "evidence": EVIDENCE,
        "people": PEOPLE,
        "trail": TRAIL,
        "snapshots": SNAPSHOTS,
        "derived": DERIVED,
        "guards": GUARDS,
    }.items()
    for name, kind in kinds.items()
}
# Of each kind of finding one damage at least is done on both engines.
_THERE = {kind.damage for kind in KINDS.values() if kind.on == ON_POSTGRESQL}
_FIRST = {kind.damage: name for name, kind in reversed(KINDS.items()) if kind.damage not in _THERE}
BOTH = (
    *_FIRST.values(),
    "people: a role",
    "guards: an index dropped",
)
CASES = [(engine, name) for name, kind in KINDS.items() for engine in (ON_BOTH if name in BOTH else kind.on)]


def furnish(desk: Desk) -> Anchor:
    """Something of most kinds, a meeting, one thing more; the head of the trail as it was kept elsewhere."""
    attach(desk, "月报.pdf", samples.pdf())
    desk.approve(desk.submit(click="first", files=hashes(desk)))
    desk.send_back(desk.submit("李", "吞吐量"))
    desk.submit("王", "增速", value="20")
    office, administrator = desk.people["周"], desk.people["陈"]
    with transaction(desk.engine) as session:
        (plan,) = plans(session)
        units.add_alias(session, administrator, 1, "科技局", NOW)
        leaders.add_leader(session, office, "沈", desk.people["沈"].account_id, NOW)
        options.set_head_confirms(session, office, plan.id, True, NOW)
        papers.give_short_name(session, office, plan.id, NameOf.UNIT, 1, "科技", NOW)
        card = scorecard(session, plan, Q3, office)
        records = records_of(session, office, card, NOW.date())
        freeze(session, office, card, texts_of(session, card), "例会", NOW.date(), NOW, records)
    with transaction(desk.engine) as session:
        card, at = scorecard(session, plan, Q3, office), NOW + timedelta(days=1)
        records = records_of(session, office, card, at.date())
        freeze(session, office, card, texts_of(session, card), "再会", at.date(), at, records)
    with transaction(desk.engine) as session:
        papers.give_short_name(session, office, plan.id, NameOf.UNIT, 2, "交通", at)
    with reading(desk.engine) as session:
        head = head_of_chain(session)
    return Anchor(head.sha256, head.rows, "anchors.txt 1")


@pytest.fixture(scope="module")
def ledgers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Made]]:
    server = request.getfixturevalue("postgresql_server")
    server.execute("CREATE DATABASE damaged")
    engines = {
        "sqlite": engine_for(f"sqlite:///{tmp_path_factory.mktemp('damaged') / 'tracker.db'}"),
        "postgresql": engine_for(f"postgresql+psycopg://postgres@/damaged?host={server.info.host}"),
    }
    made = {}
    for name, engine in engines.items():
        schema.upgrade(engine)
        desk = open_desk(engine)
        made[name] = desk, furnish(desk)
    yield made
    for engine in engines.values():
        engine.dispose()


@contextmanager
def damaged(engine: Engine, kind: Kind) -> Iterator[Session]:
    """The damage done, and all undone afterwards; the guards are passed unless they are what is damaged."""
    with engine.connect().execution_options(writes=True) as connection:
        if kind in GUARDS.values():
            each(kind.does)(connection)
        elif connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            guards = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            ).all()
            each(*(f"DROP TRIGGER {name}" for name, _sql in guards), kind.does)(connection)
            for _name, sql in guards:
                connection.exec_driver_sql(sql)
        else:
            turned = "ALTER TABLE {0} {1} TRIGGER {0}_no_change"
            each(
                "SET LOCAL session_replication_role = replica",
                *(turned.format(name, "DISABLE") for name in APPEND_ONLY),
                kind.does,
                *(turned.format(name, "ENABLE ALWAYS") for name in APPEND_ONLY),
            )(connection)
        with Session(connection) as session:
            yield session
        connection.rollback()


def found(session: Session, anchor: Anchor) -> list[Finding]:
    return list(integrity.findings(session, [anchor]))


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_what_nobody_touched_gives_no_finding(ledgers: dict[str, Made], name: str) -> None:
    desk, anchor = ledgers[name]
    with reading(desk.engine) as session:
        assert found(session, anchor) == []


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_damage_is_found_and_the_sentence_says_what_and_where(
    ledgers: dict[str, Made], name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk, anchor), case = ledgers[name], KINDS[kind]
    if case not in GUARDS.values():  # to look at every table's shape takes as long as all the rest
        monkeypatch.delitem(integrity._CHECKS, "guards")
    findings = []
    with damaged(desk.engine, case) as session:
        for each in integrity.findings(session, [anchor]):
            findings.append(each.text)
            if each.damage is case.damage and all(word in each.text for word in case.words):
                return
    pytest.fail(str(findings))


ELSEWHERE = {
    Damage.ENGINE,  # below
    Damage.MORE,  # test_vouched_facts.py
    Damage.SNAPSHOT_TEXT,  # tests/cli
    Damage.SNAPSHOT_ROLLUP,  # tests/cli
    Damage.MISFIT,  # tests/linking
    Damage.ANCHOR_MISSING,  # test_anchor.py
    Damage.UNREADABLE,  # below
}


def test_every_kind_of_finding_has_a_damage_that_it_finds() -> None:
    assert {kind.damage for kind in KINDS.values()} | ELSEWHERE == set(Damage)
    assert len(KINDS) >= 64


def test_what_can_not_be_read_is_said_and_the_other_checks_are_still_made(ledgers: dict[str, Made]) -> None:
    desk, anchor = ledgers["sqlite"]
    with damaged(desk.engine, Kind("UPDATE review SET decision = 'yes'", Damage.UNREADABLE)) as session:
        said = [each.text for each in found(session, anchor)]
    assert any("“现行数据核对”没有做完，数据读不出" in text for text in said)
    assert any("审核第1号（T-0 2025Q3）被改过" in text for text in said)


def test_a_page_that_was_written_over_is_found_by_the_engine_itself(
    ledgers: dict[str, Made], tmp_path: Path
) -> None:
    desk, anchor = ledgers["sqlite"]
    copy = tmp_path / "torn.db"
    with desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
    with desk.engine.connect() as connection:
        root = connection.execute(
            text("SELECT rootpage FROM sqlite_master WHERE name = 'report'")
        ).scalar_one()
        size = connection.execute(text("PRAGMA page_size")).scalar_one()
    content = bytearray(copy.read_bytes())
    content[(root - 1) * size : (root - 1) * size + 64] = bytes(64)
    copy.write_bytes(content)
    torn = engine_for(f"sqlite:///{copy}")
    with reading(torn) as session:
        findings = found(session, anchor)
    torn.dispose()
    assert Damage.ENGINE in {each.damage for each in findings}
    assert any("请停用系统，用备份恢复" in each.text for each in findings)


def test_a_ledger_that_went_on_after_it_was_set_back_is_still_found(sqlite_engine: Engine) -> None:
    desk = open_desk(sqlite_engine)
    desk.approve(desk.submit())
    with transaction(sqlite_engine, advance=False) as session:
        session.execute(text("UPDATE ledger SET sequence = sequence - 2"))
    for number in range(2):  # past where it had been
        desk.send_back(desk.submit("李", "吞吐量", number=number))
    with reading(sqlite_engine) as session:
        assert [each.damage for each in integrity.findings(session)] == [Damage.SET_BACK]


def test_a_word_of_the_ledger_that_can_not_be_read_is_a_finding(sqlite_engine: Engine) -> None:
    open_desk(sqlite_engine)
    with damaged(sqlite_engine, Kind(each(spoil_ledger_fact, rechain), Damage.FACTS_STRIPPED)) as session:
        assert Damage.FACTS_STRIPPED in {each.damage for each in integrity.findings(session)}


def spoil_ledger_fact(connection: Connection) -> None:
    newest = connection.execute(select(AUDIT.c.id).order_by(AUDIT.c.id.desc()).limit(1)).scalar_one()
    connection.execute(update(AUDIT).where(AUDIT.c.id == newest).values(facts='{"ledger":{"1":"x"}}'))
