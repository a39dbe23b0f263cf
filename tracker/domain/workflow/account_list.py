"""A list of accounts as people keep it in Excel, read row by row before anything is stored.

Each row is an account that is new, or one that is known by its login. All that hinders is said at once, by
row; as long as anything does, nothing is taken. An empty cell of a known account leaves what it has.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tracker.domain.access import Role
from tracker.domain.language import _, in_chinese, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_email, clean_login, clean_person_name, clean_phone
from tracker.domain.progress.differences import Difference
from tracker.domain.workflow.unit_names import KnownUnit, match_unit, not_found

NAME, LOGIN, ROLE, UNITS, PHONE, EMAIL = "name", "login", "role", "units", "phone", "email"
# In the order of the sheet; its heads are Chinese whoever makes it.
HEADS: Mapping[str, str] = {
    NAME: marked("姓名"),
    LOGIN: marked("登录名"),
    ROLE: marked("角色"),
    UNITS: marked("所在单位"),
    PHONE: marked("电话"),
    EMAIL: marked("邮箱"),
}
_NEEDED = (NAME, LOGIN, ROLE)
MOST = 5_000
_COMPARED = 200  # different names of units; beyond, similar ones are not looked for
_HEAD_WITHIN = 10  # rows from the top: titles may stand above the heads
_BETWEEN = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True)
class KnownAccount:
    """An account as it is stored; ``units`` are those that have not ended."""

    id: int
    login: str
    name: str
    role: Role
    units: tuple[KnownUnit, ...]
    phone: str
    email: str


@dataclass(frozen=True)
class AccountRow:
    """A row that can be taken; ``known`` is None for a new account. ``changes``: of a known one."""

    row: int
    login: str
    name: str
    role: Role
    units: tuple[KnownUnit, ...]
    phone: str
    email: str
    known: KnownAccount | None = None

    @property
    def changes(self) -> tuple[Difference, ...]:
        if self.known is None:
            return ()
        return tuple(
            Difference(_(HEADS[field]), before or "—", after or "—")
            for field, before, after in (
                (NAME, self.known.name, self.name),
                (ROLE, self.known.role.word, self.role.word),
                (UNITS, _names(self.known.units), _names(self.units)),
                (PHONE, self.known.phone, self.phone),
                (EMAIL, self.known.email, self.email),
            )
            if before != after
        )


@dataclass(frozen=True)
class RefusedRow:
    """``row`` as the sheet counts, from 1; 0: the sheet as a whole."""

    row: int
    why: str

    @property
    def text(self) -> str:
        return _("第{row}行:{why}").format(row=self.row, why=self.why) if self.row else self.why


@dataclass(frozen=True)
class AccountList:
    """What a sheet asks for. As long as there are ``refused`` rows nothing of it is taken."""

    rows: tuple[AccountRow, ...]
    refused: tuple[RefusedRow, ...]

    @property
    def new(self) -> tuple[AccountRow, ...]:
        return tuple(each for each in self.rows if each.known is None)

    @property
    def changed(self) -> tuple[AccountRow, ...]:
        return tuple(each for each in self.rows if each.changes)

    @property
    def unchanged(self) -> int:
        return len(self.rows) - len(self.new) - len(self.changed)


def read_list(
    cells: Sequence[Sequence[str]], accounts: Mapping[str, KnownAccount], units: Sequence[KnownUnit], on: date
) -> AccountList:
    """The accounts of a sheet. ``cells``: its rows as texts, a formula with its equals sign."""
    head = next((place for place, row in enumerate(cells[:_HEAD_WITHIN]) if _is_head(row)), None)
    if head is None:
        heads = _("、").join(HEADS[each] for each in _NEEDED)
        return _nothing(_("没有找到表头。请用模板,表头应有:{heads}。").format(heads=heads))
    places = {_plain(cell): place for place, cell in reversed([*enumerate(cells[head])])}
    columns = {field: places.get(word) for field, word in HEADS.items()}
    filled = [
        (number, {field: _cell(row, place) for field, place in columns.items()})
        for number, row in enumerate(cells[head + 1 :], head + 2)
    ]
    filled = [(number, texts) for number, texts in filled if any(texts.values())]
    if not filled:
        return _nothing(_("表中没有账号。请在表头下逐行填写。"))
    if len(filled) > MOST:
        return _nothing(
            _("表中有{n}行,一次最多导入{most}个账号,请分几次导入。").format(n=len(filled), most=MOST)
        )
    rows, refused, first_at = [], [], dict[str, int]()
    find = partial(_units, known=units, on=on, met={})
    for number, texts in filled:
        read, why = _row(number, texts, accounts, find)
        if read is not None and read.login in first_at:
            why.append(_("登录名与第{row}行重复。").format(row=first_at[read.login]))
        if read is not None:
            first_at.setdefault(read.login, number)
        refused += [RefusedRow(number, each) for each in why]
        if read is not None and not why:
            rows.append(read)
    return AccountList(tuple(rows), tuple(refused))


def _nothing(why: str) -> AccountList:
    return AccountList((), (RefusedRow(0, why),))


def _is_head(row: Sequence[str]) -> bool:
    words = {_plain(cell) for cell in row}
    return all(HEADS[each] in words for each in _NEEDED)


def _plain(text: str) -> str:
    return "".join(text.split())


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _row(
    number: int,
    texts: Mapping[str, str],
    accounts: Mapping[str, KnownAccount],
    find: Callable[[str], tuple[tuple[KnownUnit, ...], list[str]]],
) -> tuple[AccountRow | None, list[str]]:
    """The account of a row with all that hinders it; None where not even its login can be read."""
    why: list[str] = [
        _("“{head}”是公式,请改为文字。").format(head=HEADS[field])
        for field, text in texts.items()
        if text.startswith("=")
    ]
    if why:
        return None, why

    def cleaned(field: str, clean: Callable[[str], str]) -> str:
        try:
            return clean(texts[field])
        except BadInput as refusal:
            why.append(str(refusal))
            return ""

    login = cleaned(LOGIN, clean_login)
    known = accounts.get(login)
    name = cleaned(NAME, clean_person_name)
    role = _role(texts[ROLE])
    if role is None:
        words = _("、").join(each.word for each in Role)
        why.append(_("角色“{role}”无法识别,应为:{words}。").format(role=texts[ROLE], words=words))
    units: tuple[KnownUnit, ...] = ()
    if role is not None and not role.is_of_a_unit:
        # Whatever unit it is, known or not: it is not to be made.
        if texts[UNITS]:
            why.append(_("{role}不设置所在单位,请把“所在单位”留空。").format(role=role.word))
    else:
        units, unknown = find(texts[UNITS])
        why += unknown
        if known is not None and not texts[UNITS]:
            units = known.units
        if role is not None and not units and not unknown:
            why.append(_("{role}至少要有一个所在单位。").format(role=role.word))
    phone, email = cleaned(PHONE, clean_phone), cleaned(EMAIL, clean_email)
    if known is not None:
        phone, email = phone or known.phone, email or known.email
    if not login:
        return None, why
    return AccountRow(number, login, name, role or Role.CLERK, units, phone, email, known), why


def _role(text: str) -> Role | None:
    with in_chinese():  # as the sheet is, whoever brings it
        return next((role for role in Role if _plain(text) in (role.word, role.value)), None)


def _units(
    text: str, known: Sequence[KnownUnit], on: date, met: dict[str, tuple[KnownUnit | None, str]]
) -> tuple[tuple[KnownUnit, ...], list[str]]:
    """The units that a cell names, and why one can't be found. ``met``: names that were looked for before."""
    found, why = dict[int, KnownUnit](), []
    for name in filter(None, (each.strip() for each in _BETWEEN.split(text))):
        if name not in met:
            met[name] = _unit(name, known, on, offers=len(met) < _COMPARED)
        unit, hint = met[name]
        if unit is None:
            why.append(hint)
        else:
            found[unit.id] = unit
    return tuple(found[key] for key in sorted(found)), why


def _unit(name: str, known: Sequence[KnownUnit], on: date, *, offers: bool) -> tuple[KnownUnit | None, str]:
    match = match_unit(name, known, on, offers=offers)
    return match.unit, "" if match.unit is not None else not_found(name, match)


def _names(units: Sequence[KnownUnit]) -> str:
    return _("、").join(unit.name for unit in units)
