"""Units: added when the city makes a new one, renamed when it renames one. None is ever deleted."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _, bracketed
from tracker.domain.language.errors import BadInput, Change, NotFound, StaleState
from tracker.domain.language.texts import clean_name, clean_text
from tracker.services import audit
from tracker.tables import Audit, Unit, UnitAlias

RENAMED = "修改单位"
NAME_LIMIT, SHORT_LIMIT = 64, 32


def add_unit(session: Session, person: Person, name: str, short: str, now: datetime) -> int:
    """A new unit; returns its id. Raises BadInput on a name or short name that is taken or unreadable."""
    require(person, Action.MANAGE_UNITS)
    name, short = clean_unit_names(name, short)
    _require_free(session, name, short, None)
    unit = Unit(name=name, short=short)
    session.add(unit)
    session.flush()
    assert unit.id is not None
    audit.record(session, person, "新增单位", name, now, {"name": name, "short": short})
    return unit.id


def rename_unit(
    session: Session,
    person: Person,
    unit_id: int,
    seen: tuple[str, str],
    name: str,
    short: str,
    now: datetime,
) -> None:
    """A new name and short name for ``seen``, which the person had before their eyes.

    The names before stay in the audit trail; files that were frozen keep the name of their time.
    Raises NotFound, BadInput, or StaleState when somebody renamed the unit meanwhile.
    """
    require(person, Action.MANAGE_UNITS)
    unit = session.get(Unit, unit_id, with_for_update=True)
    if unit is None:
        raise NotFound(_("没有这个单位。"))
    name, short = clean_unit_names(name, short)
    before = {"name": unit.name, "short": unit.short}
    if (unit.name, unit.short) == (name, short):
        return
    if (unit.name, unit.short) != seen:
        raise _renamed_meanwhile(session, seen, unit)
    _require_free(session, name, short, unit_id)
    unit.name, unit.short = name, short
    session.add(unit)
    session.flush()
    detail = {"before": before, "after": {"name": name, "short": short}}
    audit.record(session, person, RENAMED, name, now, detail)


def add_alias(session: Session, person: Person, unit_id: int, name: str, now: datetime) -> None:
    """Another name by which notices and lists find the unit. Raises BadInput where it is taken."""
    require(person, Action.MANAGE_UNITS)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("没有这个单位。"))
    name, _short = clean_unit_names(name, "")
    _require_free(session, name, "", None)
    session.add(UnitAlias(name=name, unit_id=unit_id))
    audit.record(session, person, "新增单位别名", unit.name, now, {"alias": name})


def remove_alias(session: Session, person: Person, unit_id: int, name: str, now: datetime) -> None:
    """Take an alias away; plans that were loaded by it keep their unit. Gone already is as good."""
    require(person, Action.MANAGE_UNITS)
    alias = session.get(UnitAlias, name)
    if alias is None or alias.unit_id != unit_id:
        return
    session.delete(alias)
    subject = session.get_one(Unit, unit_id).name
    audit.record(session, person, "删除单位别名", subject, now, {"alias": name})


def clean_unit_names(name: str, short: str) -> tuple[str, str]:
    name = clean_name(name, _("单位名称"))
    short = " ".join(clean_text(short, what=_("单位简称")).split())
    for text, limit, what in ((name, NAME_LIMIT, _("单位名称")), (short, SHORT_LIMIT, _("单位简称"))):
        if len(text) > limit:
            raise BadInput(_("{what}最多{limit}个字。").format(what=what, limit=limit))
    return name, short


def _require_free(session: Session, name: str, short: str, own_id: int | None) -> None:
    if refusal := taken_because(session, (name, short), own_id):
        raise BadInput(refusal)


def taken_because(session: Session, names: Sequence[str], own_id: int | None = None) -> str:
    """Whose these are, in a sentence; empty where they are free.

    A name or short name leads to one unit: people and the command line find units by either.
    """
    wanted = [text for text in names if text]
    query = select(Unit).where(or_(col(Unit.name).in_(wanted), col(Unit.short).in_(wanted)))
    for unit in session.exec(query.order_by(col(Unit.id))):
        if unit.id != own_id:
            taken = next(text for text in wanted if text in (unit.name, unit.short))
            return _("“{taken}”已是{both}的名称或简称,请换一个。").format(
                taken=taken, both=_both(unit.name, unit.short)
            )
    aliases = select(UnitAlias.name, Unit.name).join(Unit, col(Unit.id) == UnitAlias.unit_id)
    for alias, unit_name in session.exec(aliases.where(col(UnitAlias.name).in_(wanted))):
        return _("“{taken}”已是{unit}的别名,请换一个。").format(taken=alias, unit=unit_name)
    return ""


def _renamed_meanwhile(session: Session, seen: tuple[str, str], unit: Unit) -> StaleState:
    newest = select(Audit.actor_name).where(Audit.action == RENAMED, Audit.subject == unit.name)
    by = session.exec(newest.order_by(col(Audit.id).desc()).limit(1)).first() or _("他人")
    now = _both(unit.name, unit.short)
    change = Change(_("单位名称"), _both(*seen), now, by)
    return StaleState(_("{by}刚刚把这个单位改为“{now}”,您的修改没有保存。").format(by=by, now=now), (change,))


def _both(name: str, short: str) -> str:
    return bracketed(name, short) if short else name
