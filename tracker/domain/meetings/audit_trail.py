"""The audit trail for people: what is looked for, how it stands in an address, details in words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tracker.domain.access import Duty, Role
from tracker.domain.language import _, marked, with_colon
from tracker.domain.language.texts import storable
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.meetings.paper import NameOf
from tracker.domain.meetings.paper_settings import PaperKind
from tracker.domain.meetings.wording import CHOICES, MEETING, ORDER, Part
from tracker.domain.workflow.chasing import Channel
from tracker.domain.workflow.reorganisation import ReformKind

SYSTEM_ACTOR = "0"
_LABELS = {
    "account": marked("账号"),
    "action": marked("操作"),
    "address": marked("来源地址"),
    "after": marked("改后"),
    "alias": marked("别名"),
    "asked": marked("发生时间"),
    "before": marked("改前"),
    "by": marked("上传人"),
    "changed": marked("修改账号数"),
    "changes": marked("改动"),
    "channel": marked("渠道"),
    "closes": marked("关闭"),
    "created": marked("新建账号数"),
    "days": marked("保持登录天数"),
    "directive": marked("批示编号"),
    "document": marked("依据文件"),
    "draft": marked("编制编号"),
    "due": marked("截止"),
    "ended": marked("结束的登录数"),
    "duty": marked("职责"),
    "effective": marked("生效期"),
    "email": marked("邮箱"),
    "error": marked("错误"),
    "files": marked("佐证材料"),
    "filter": marked("筛选"),
    "from": marked("移交人"),
    "holds_from": marked("起始日期"),
    "issuer": marked("认证来源"),
    "kind": marked("类别"),
    "link_at": marked("链接签发时间"),
    "link_by": marked("链接签发人"),
    "login": marked("登录名"),
    "matter": marked("事项编号"),
    "more": marked("另有次数"),
    "name": marked("名称"),
    "note": marked("说明"),
    "of": marked("所属"),
    "opens": marked("开放"),
    "path": marked("进度路径"),
    "phone": marked("电话"),
    "plan": marked("方案"),
    "reason": marked("理由"),
    "recipients": marked("收件人"),
    "report": marked("填报编号"),
    "request": marked("申请编号"),
    "role": marked("角色"),
    "rows": marked("条数"),
    "sessions_ended": marked("已结束其登录"),
    "sha256": "SHA-256",
    "short": marked("简称"),
    "since": marked("起"),
    "source": marked("随何项填报"),
    "statement": marked("安排编号"),
    "step": marked("步骤"),
    "subject": marked("对象"),
    "targets": marked("目标"),
    "to": marked("接收人"),
    "unit": marked("单位"),
    "units": marked("所在单位"),
    "url": marked("地址"),
    "until": marked("止"),
    "verified": marked("审核值"),
    "version": marked("版本"),
    "way": marked("登录方式"),
    "who": marked("操作人编号"),
}


class Kind(StrEnum):
    """What a row is about, as far as nothing was changed by it: told by how its action begins."""

    TAKEN = "taken"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        return _(_KINDS[self][0])

    @property
    def begins(self) -> tuple[str, ...]:
        return _KINDS[self][1]


_KINDS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.TAKEN: (marked("下载和查看"), ("下载", "查看", "导出")),
    Kind.REFUSED: (marked("被拒绝"), ("拒绝",)),
}
_ENUMS: Mapping[str, tuple[Role | Duty | Channel | PaperKind | ReformKind, ...]] = {
    "role": tuple(Role),
    "duty": tuple(Duty),
    "channel": tuple(Channel),
    "kind": (*PaperKind, *ReformKind),
}
# What is named or decided: a thing with a short name, a place of a paper (by how it begins).
_OF: Mapping[str, str] = {
    NameOf.TARGET: marked("目标"),
    NameOf.AREA: marked("领域"),
    NameOf.UNIT: marked("单位"),
    MEETING: marked("会议"),
    CHOICES: marked("内容取舍"),
    ORDER: marked("顺序"),
}
# Who hands over, or what else something goes from and to: units of a reform by name, the days of a charge.
_LISTED = {"from": marked("原单位"), "to": marked("现单位")}


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for, as it stands in the address: both days included, empty texts look for nothing.

    ``who`` is an account's id, or SYSTEM_ACTOR for what nobody's account did; ``kind`` is a Kind.
    """

    since: str = ""
    until: str = ""
    who: str = ""
    kind: str = ""
    action: str = ""
    subject: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """By name, for an address or a record; what looks for nothing is left out."""
        return {field.name: text for field in fields(self) if (text := getattr(self, field.name))}

    @property
    def start(self) -> datetime | None:
        """From this instant on; None: from the beginning."""
        day = _day(self.since)
        return None if day is None else datetime.combine(day, time(), SHANGHAI)

    @property
    def end(self) -> datetime | None:
        """Before this instant; None: up to now."""
        day = _day(self.until)
        return None if day is None else datetime.combine(day + timedelta(days=1), time(), SHANGHAI)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """How the actions begin that are looked for; nothing looks for all of them."""
        return Kind(self.kind).begins if self.kind in set(Kind) else ()

    @property
    def actor_id(self) -> int | None:
        """None looks for everybody; an unreadable one finds nobody (-1)."""
        if not self.who:
            return None
        # Anybody can write an address: what no id can be must not reach the database as a number too large.
        return int(self.who) if self.who.isascii() and self.who.isdecimal() and len(self.who) < 10 else -1


def filter_asked(asked: Mapping[str, str]) -> AuditFilter:
    """The filter of an address; days that can't be read look for nothing, nor does an unknown kind."""
    wanted = {field.name: storable(asked.get(field.name, "")).strip()[:200] for field in fields(AuditFilter)}
    for name in ("since", "until"):
        wanted[name] = wanted[name] if _day(wanted[name]) else ""
    if wanted["kind"] not in set(Kind):
        wanted["kind"] = ""
    return AuditFilter(**wanted)


def detail_lines(detail: str, units: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """A row's JSON as labels and texts. Before and after are put side by side where they differ."""
    try:
        stored = json.loads(detail or "{}")
    except ValueError:
        return ((_("内容"), detail),)
    if not isinstance(stored, dict):
        return ((_("内容"), _text("", stored, units)),)
    return tuple(_lines(stored, units))


def in_one_line(lines: tuple[tuple[str, str], ...]) -> str:
    return _(";").join(with_colon(label, text) for label, text in lines)


def _lines(stored: Mapping[str, object], units: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    before, after = stored.get("before"), stored.get("after")
    both = isinstance(before, dict) and isinstance(after, dict)
    for key, value in stored.items():
        if both and key in ("before", "after"):
            continue
        if text := _text(key, value, units):
            yield _label(key, value), text
    if isinstance(before, dict) and isinstance(after, dict):
        nothing = _("无")
        for key in dict.fromkeys((*before, *after)):
            was, now = (_text(key, side.get(key), units) for side in (before, after))
            if was != now:
                yield _label(key), f"{was or nothing} → {now or nothing}"


def _label(key: str, value: object = None) -> str:
    if key in _LISTED and isinstance(value, list):
        return _(_LISTED[key])
    if key == "from" and _day(str(value)):
        return _(_LABELS["since"])
    return _(_LABELS[key]) if key in _LABELS else key


def _text(key: str, value: object, units: Mapping[int, str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("是") if value else _("否")
        case int() if key == "unit":
            return units.get(value, _("编号{value}").format(value=value))
        case list() if key == "units":
            return _("、").join(units.get(each, _("编号{each}").format(each=each)) for each in value)
        case list():
            return _("、").join(dict.fromkeys(_text(key, each, units) for each in value))
        case dict():
            return _(",").join(
                with_colon(_label(name), _text(name, each, units)) for name, each in value.items()
            )
        case str() if key == "of":
            return _place(value)
        case str() if key in _ENUMS:
            return next((each.word for each in _ENUMS[key] if each.value == value), value)
    return _moment(str(value))


def _place(of: str) -> str:
    """A name of an area or unit, as leaders have them, stands as it is."""
    begins = of.split(":")[0]
    if begins in set(Part):  # "area" alone is a thing with a short name, "area:3" what is said of one
        return Part(begins).word if ":" in of or begins not in _OF else _(_OF[begins])
    return _(_OF[begins]) if begins in _OF else of


def _moment(text: str) -> str:
    """An instant as the clock of Asia/Shanghai shows it; any other text as it is."""
    # A bare day can be read as an instant too, and would be shown with an hour that nobody meant.
    if len(text) < 19 or text[10:11] not in ("T", " "):
        return text
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if instant.tzinfo is None else f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _day(text: str) -> date | None:
    """A day as YYYY-MM-DD; None for anything else, and for days that no calendar of ours goes on from."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day < date(9999, 1, 1) else None
