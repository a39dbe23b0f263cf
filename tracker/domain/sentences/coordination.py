"""需协调事项 as a meeting reads them: who asks whom for what, what was decided, how far it has come."""

from datetime import date

from tracker.domain.language import _
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.meetings.meeting import Records
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.since import day, day_in
from tracker.domain.workflow.matters import MatterLine, Step


def day_frozen(frozen: Frozen) -> date:
    """The day on which a snapshot says what is overdue: what came after it is not known."""
    return frozen.frozen_at.astimezone(SHANGHAI).date()


def matters_title(frozen: Frozen) -> str:
    """需协调事项5件:待决定2件,办理中3件,其中逾期1件; without its full stop, as slides carry it."""
    records = frozen.records
    if records.matters is None:
        return _("这份材料定稿时尚不收录需协调事项")
    going_on = records.open_matters
    if not going_on:
        return _("没有待决定或办理中的需协调事项")
    waiting = sum(1 for each in going_on if each.decision is None)
    late = sum(1 for each in going_on if each.is_overdue(day_frozen(frozen)))
    parts = [_("待决定{count}件").format(count=waiting)] if waiting else []
    if waiting < len(going_on):
        parts.append(_("办理中{count}件").format(count=len(going_on) - waiting))
    parts += [_("其中逾期{count}件").format(count=late)] if late else []
    return _("需协调事项{count}件:{parts}").format(count=len(going_on), parts=_(",").join(parts))


def asked_of(line: MatterLine) -> str:
    """市领导, or the department by its name."""
    return line.asked_of.word if line.asked_unit is None else line.asked_unit.name


def matter_state(line: MatterLine, today: date) -> str:
    """待决定; 办理中; 办理中(逾期)."""
    return _("{state}(逾期)").format(state=line.state.word) if line.is_overdue(today) else line.state.word


def matter_line(line: MatterLine, name: str = "") -> str:
    """新增泊位(市交通局提请市领导协调)。困难:…。提请事项:…。 What was typed is closed with one full stop.

    ``name``: the target's in short.
    """
    return _("{target}({unit}提请{asked}协调)。困难:{obstacle}提请事项:{request}").format(
        target=name or line.target_name,
        unit=line.unit.name,
        asked=asked_of(line),
        obstacle=closed(line.obstacle),
        request=closed(line.request),
    )


def matter_brief(line: MatterLine, today: date, name: str) -> str:
    """What waits with what stands in its way and what is asked; of what was decided who has it done by when.

    甲:用地指标缺12亩。市交通局提请市领导协调:请落实。 乙:议定由市资规局7月31日前办结,已逾期。议定内容:…。
    """
    decided = line.decision
    if decided is None or decided.responsible is None or decided.due_on is None:
        return _("{name}:{obstacle}{unit}提请{asked}协调:{request}").format(
            name=name,
            obstacle=closed(line.obstacle),
            unit=line.unit.name,
            asked=asked_of(line),
            request=closed(line.request),
        )
    words = _("{name}:议定由{unit}{day}前办结").format(
        name=name, unit=decided.responsible.name, day=day_in(decided.due_on, line.period.year)
    )
    words += _(",已逾期。") if line.is_overdue(today) else _("。")
    words += _("议定内容:{text}").format(text=closed(decided.text))
    latest = next((step for step in reversed(line.steps) if step.step is Step.PROGRESS), None)
    if latest is not None and latest.number > decided.number:
        words += _("最近进展:{text}").format(text=closed(latest.text))
    return words


def decision_line(line: MatterLine, today: date) -> str:
    """议定:…。由市交通局承办,2025年11月30日前办结。最近办理情况:…。 Empty before a decision."""
    decided = line.decision
    if decided is None or decided.responsible is None or decided.due_on is None:
        return ""
    words = _("议定:{text}由{unit}承办,{day}前办结").format(
        text=closed(decided.text), unit=decided.responsible.name, day=day(decided.due_on)
    )
    words += _(",已逾期。") if line.is_overdue(today) else _("。")
    latest = next((step for step in reversed(line.steps) if step.step is Step.PROGRESS), None)
    # What was done under an earlier decision says nothing of the one in force.
    if latest is not None and latest.number > decided.number:
        words += _("最近办理情况:{text}").format(text=closed(latest.text))
    if line.end is not None:
        words += _("{step}:{text}").format(step=line.end.step.text_name, text=closed(line.end.text))
    return words


def closed_matters(records: Records) -> str:
    """上次会议以来销号2件:…; empty where none was closed."""
    matters = records.closed_since
    if not matters:
        return ""
    named = _("、").join(
        _("{target}({unit})").format(target=each.target_name, unit=each.unit.name) for each in matters
    )
    words = _("自上次会议以来销号{count}件:{named}。") if records.last else _("已办结{count}件:{named}。")
    return words.format(count=len(matters), named=named)
