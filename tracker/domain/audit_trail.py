"""The audit trail for people: what is looked for, how it stands in an address, details in words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from tracker.domain.access import Role
from tracker.domain.chasing import Channel
from tracker.domain.quarter import SHANGHAI
from tracker.domain.texts import storable

SYSTEM_ACTOR = "0"
_LABELS = {
    "action": "操作",
    "address": "来源地址",
    "after": "改后",
    "before": "改前",
    "by": "上传人",
    "changes": "改动",
    "channel": "渠道",
    "closes": "关闭",
    "due": "截止",
    "effective": "生效季度",
    "email": "邮箱",
    "error": "错误",
    "files": "佐证材料",
    "filter": "筛选",
    "from": "移交人",
    "issuer": "认证来源",
    "login": "登录名",
    "matter": "事项编号",
    "name": "名称",
    "note": "说明",
    "opens": "开放",
    "reason": "理由",
    "recipients": "收件人",
    "report": "填报编号",
    "request": "申请编号",
    "role": "角色",
    "rows": "条数",
    "sessions_ended": "已结束其登录",
    "sha256": "SHA-256",
    "short": "简称",
    "since": "起",
    "step": "步骤",
    "subject": "对象",
    "to": "接收人",
    "unit": "单位",
    "units": "所在单位",
    "until": "止",
    "verified": "审核值",
    "version": "版本",
    "way": "登录方式",
    "who": "操作人编号",
}
_WORDS = {
    "role": {role.value: role.word for role in Role},
    "channel": {channel.value: channel.word for channel in Channel},
}


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for, as it stands in the address: both days included, empty texts look for nothing.

    ``who`` is an account's id, or SYSTEM_ACTOR for what nobody's account did.
    """

    since: str = ""
    until: str = ""
    who: str = ""
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
    def actor_id(self) -> int | None:
        """None looks for everybody; an unreadable one finds nobody (-1)."""
        if not self.who:
            return None
        return int(self.who) if self.who.isascii() and self.who.isdecimal() and len(self.who) < 10 else -1


def filter_asked(asked: Mapping[str, str]) -> AuditFilter:
    """The filter of an address; days that can't be read look for nothing."""
    wanted = {field.name: storable(asked.get(field.name, "")).strip()[:200] for field in fields(AuditFilter)}
    for name in ("since", "until"):
        wanted[name] = wanted[name] if _day(wanted[name]) else ""
    return AuditFilter(**wanted)


def detail_lines(detail: str, units: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """A row's JSON as labels and texts. Before and after are put side by side where they differ."""
    try:
        stored = json.loads(detail or "{}")
    except ValueError:
        return (("内容", detail),)
    if not isinstance(stored, dict):
        return (("内容", _text("", stored, units)),)
    return tuple(_lines(stored, units))


def in_one_line(lines: tuple[tuple[str, str], ...]) -> str:
    return ";".join(f"{label}:{text}" for label, text in lines)


def _lines(stored: Mapping[str, object], units: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    before, after = stored.get("before"), stored.get("after")
    both = isinstance(before, dict) and isinstance(after, dict)
    for key, value in stored.items():
        if both and key in ("before", "after"):
            continue
        if text := _text(key, value, units):
            yield _label(key), text
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            was, now = (_text(key, side.get(key), units) for side in (before, after))
            if was != now:
                yield _label(key), f"{was or '无'} → {now or '无'}"


def _label(key: str) -> str:
    return _LABELS.get(key, key)


def _text(key: str, value: object, units: Mapping[int, str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() if key == "unit":
            return units.get(value, f"编号{value}")
        case list() if key == "units":
            return "、".join(units.get(each, f"编号{each}") for each in value)
        case list():
            return "、".join(_text(key, each, units) for each in value)
        case dict():
            return ",".join(f"{_label(name)}:{_text(name, each, units)}" for name, each in value.items())
        case str() if key in _WORDS:
            return _WORDS[key].get(value, value)
    return _moment(str(value))


def _moment(text: str) -> str:
    """An instant as the clock of Asia/Shanghai shows it; any other text as it is."""
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
