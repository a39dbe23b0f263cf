"""批示 as a meeting reads them: what a leader asked of whom, what was answered, what is overdue."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.language import _
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.meetings.meeting import Records
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.coordination import day_frozen
from tracker.domain.sentences.since import day, day_in
from tracker.domain.workflow.directive import DirectiveLine, DirectiveState


def directives_title(frozen: Frozen) -> str:
    """批示3件:待答复2件,其中逾期1件,已答复1件; without its full stop, as slides carry it."""
    going_on = frozen.records.open_directives
    if not going_on:
        return _("没有待答复或待销号的批示")
    waiting = sum(1 for each in going_on if each.state is DirectiveState.WAITING)
    late = sum(1 for each in going_on if each.is_overdue(day_frozen(frozen)))
    parts = [_("待答复{count}件").format(count=waiting)] if waiting else []
    parts += [_("其中逾期{count}件").format(count=late)] if late else []
    if waiting < len(going_on):
        parts.append(_("已答复{count}件").format(count=len(going_on) - waiting))
    return _("批示{count}件:{parts}").format(count=len(going_on), parts=_(",").join(parts))


def answered_by(line: DirectiveLine) -> str:
    """The unit that it went to; of a snapshot the office."""
    return _("市府办") if line.unit is None else line.unit.name


def directive_state(line: DirectiveLine, today: date) -> str:
    """待答复; 待答复(逾期); 已答复."""
    return _("{state}(逾期)").format(state=line.state.word) if line.is_overdue(today) else line.state.word


def directive_words(line: DirectiveLine) -> str:
    """What the leader wrote, and the latest further word. What was typed is closed with one full stop."""
    further = line.further
    words = closed(line.text)
    if further is None:
        return words
    return words + _("追加批示:{text}").format(text=closed(further.text))


def directive_line(line: DirectiveLine) -> str:
    """新增泊位(市交通局答复)。沈市长2025年10月9日批示:请说明原因。"""
    return _("{name}({unit}答复)。{by}{day}批示:{text}").format(
        name=line.name,
        unit=answered_by(line),
        by=line.by,
        day=day(line.at.astimezone(SHANGHAI).date()),
        text=directive_words(line),
    )


def directives_brief(lines: Sequence[tuple[DirectiveLine, str]], today: date) -> str:
    """沈市长就“甲”批示,市科技局应于10月31日前答复;就“乙”批示,市商务局已答复。 Whose words stand elsewhere.

    ``lines``: each with what it is about, in short.
    """
    parts, by = list[str](), ""
    for line, name in lines:
        who = _("{by}就").format(by=line.by) if line.by != by else _("就")
        template = _("{who}“{name}”批示,{state}")
        parts.append(template.format(who=who, name=name, state=_answered_when(line, today)))
        by = line.by
    return _("{text}。").format(text=_(";").join(parts)) if parts else ""


def _answered_when(line: DirectiveLine, today: date) -> str:
    """市商务局已答复; 市商务局应于10月31日前答复,已逾期."""
    if line.answer is not None:
        return _("{unit}已答复").format(unit=answered_by(line))
    due_on = day_in(line.due_on, line.period.year)
    text = _("{unit}应于{day}前答复").format(unit=answered_by(line), day=due_on)
    return text + (_(",已逾期") if line.is_overdue(today) else "")


def directive_brief(line: DirectiveLine, today: date) -> str:
    """沈市长10月9日就新增泊位批示:请说明原因。市交通局答复:…。 Of what waits, until when."""
    year = line.period.year
    words = _("{by}{day}就“{name}”批示:{text}").format(
        by=line.by,
        day=day_in(line.at.astimezone(SHANGHAI).date(), year),
        name=line.name,
        text=directive_words(line),
    )
    if line.answer is not None:
        return words + _("{unit}答复:{text}").format(unit=answered_by(line), text=closed(line.answer.text))
    words += _("{unit}应于{day}前答复").format(unit=answered_by(line), day=day_in(line.due_on, year))
    return words + (_(",已逾期。") if line.is_overdue(today) else _("。"))


def answer_line(line: DirectiveLine, today: date) -> str:
    """答复:…; of what waits, until when: 应于2025年10月20日前答复,已逾期。"""
    if line.end is not None:
        ending = _("销号说明:{text}").format(text=closed(line.end.text))
        return ending if line.answer is None else _answered(line.answer.text) + ending
    if line.answer is not None:
        return _answered(line.answer.text)
    words = _("应于{day}前答复").format(day=day(line.due_on))
    return words + (_(",已逾期。") if line.is_overdue(today) else _("。"))


def _answered(text: str) -> str:
    return _("答复:{text}").format(text=closed(text))


def closed_directives(records: Records) -> str:
    """上次会议以来销号2件:…; empty where none was closed."""
    over = records.directives_closed_since
    if not over:
        return ""
    named = _("、").join(_("{name}({unit})").format(name=each.name, unit=answered_by(each)) for each in over)
    words = _("自上次会议以来销号{count}件:{named}。") if records.last else _("已销号{count}件:{named}。")
    return words.format(count=len(over), named=named)
