"""The sentences about the last meeting, adjustments, errata and corrections, for printed files."""

from datetime import date

from tracker.domain.language import _, bracketed
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import Kind, target_text, value_in_words
from tracker.domain.meetings.comparison import Change, ChangeKind, once_each
from tracker.domain.meetings.meeting import AdjustedTerms, CorrectedFigure, ErratumLine, LastMeeting
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.changes import budgets_counted
from tracker.domain.sentences.groups import behind_turned
from tracker.domain.workflow.erratum import ErratumKind

# Corrections, adjustments and errata have a section of their own, with reasons.
_TOLD_ELSEWHERE = (ChangeKind.CORRECTED, ChangeKind.ADJUSTED, ChangeKind.READ_ANEW)
_NAMED = 20


def day(on: date) -> str:
    return _("{year}年{month}月{day}日").format(year=on.year, month=on.month, day=on.day)


def since_opening(last: LastMeeting) -> str:
    """与2025年7月21日会议(上半年)相比,变化如下。"""
    words = _("与{day}会议({span})相比,").format(day=day(last.meeting_on), span=last.period.span)
    rules = last.comparison.rules_after
    if rules is not None:
        words += _("判定规则改用第{version}版,").format(version=rules.version)
    return words + (_("变化如下。") if last.comparison.changes else _("各项目标状态和数据没有变化。"))


def behind_since(last: LastMeeting, card: Scorecard) -> str:
    """滞后由15项减到8项: …。 What became of each; empty where nothing is or was far behind.

    A snapshot keeps of the last one what differs: where no change is told, a status was what it is.
    """
    now = {score.target.id: score.status for score in card.targets}
    before = dict(now)
    for change in last.comparison.changes:
        if change.terms.kind is Kind.BUDGET:
            continue
        if change.kind is ChangeKind.ADDED:
            before.pop(change.target_id, None)
        elif change.before is not None:
            before[change.target_id] = change.before
    text = behind_turned(before, now)
    return _("{text}。").format(text=text) if text else ""


def since_lines(last: LastMeeting) -> tuple[str, ...]:
    """One sentence for each kind of change of targets, then the budgets' in one, counted apart.

    补上进度2项:市科技局(甲);市商务局(乙)。 预算单独统计:补上进度7项。
    """
    told = (kind for kind in ChangeKind if kind not in _TOLD_ELSEWHERE)
    grouped = ((kind, once_each(last.comparison.of_targets(kind))) for kind in told)
    lines = tuple(
        _("{kind}{count}项:{named}。").format(kind=kind.word, count=len(changes), named=_named(changes))
        for kind, changes in grouped
        if changes
    )
    budgets = budgets_counted(last.comparison)
    return (*lines, _("{text}。").format(text=budgets)) if budgets else lines


def _named(changes: tuple[Change, ...]) -> str:
    """By department: 市发改局(甲、乙);市商务局(丙)."""
    leads: dict[str, list[str]] = {}
    for change in changes[:_NAMED]:
        leads.setdefault(change.lead, []).append(change.name)
    named = _(";").join(bracketed(lead, _("、").join(names)) for lead, names in leads.items())
    return named if len(changes) <= _NAMED else _("{named}等").format(named=named)


def adjustment_line(adjusted: AdjustedTerms) -> str:
    """新增泊位:全年目标由10个调整为8个,自2025年三季度起执行。理由:…。依据:…。"""
    turns = _(",").join(
        _("{what}由{before}调整为{after}").format(what=each.what, before=each.before, after=each.after)
        for each in adjusted.changes
    )
    words = _("{name}:{turns},自{period}起执行。").format(
        name=adjusted.name, turns=turns or _("重新核定"), period=adjusted.effective.label
    )
    words += _("理由:{text}").format(text=closed(adjusted.reason)) if adjusted.reason else ""
    return words + (_("依据:{text}").format(text=closed(adjusted.basis)) if adjusted.basis else "")


def erratum_line(erratum: ErratumLine) -> str:
    """新增泊位:目标值由10个勘误为8个。理由:…。 What came in or went out is said as a whole."""
    name, kind = erratum.read.name, erratum.kind
    if kind is ErratumKind.CORRECTED:
        turns = _(",").join(
            _("{what}由{before}勘误为{after}").format(what=each.what, before=each.before, after=each.after)
            for each in erratum.changes
        )
        words = _("{name}:{turns}。").format(name=name, turns=turns)
    elif kind is ErratumKind.WITHDRAWN:
        words = _("{name}({lead}):原文并非目标,予以撤销,不再列入。").format(
            name=name, lead=erratum.read.lead.name
        )
    else:
        said = _("{name}({lead}):{kind},目标为{target}。")
        words = said.format(
            name=name, lead=erratum.read.lead.name, kind=kind.word, target=target_text(erratum.read.terms)
        )
    return words + _("理由:{text}").format(text=closed(erratum.reason))


def correction_line(corrected: CorrectedFigure) -> str:
    """参展企业(市商务局):2025年二季度数据由36个更正为34个。理由:…。"""
    words = _("{name}({lead}):{period}数据由{old}更正为{new}").format(
        name=corrected.name,
        lead=corrected.lead,
        period=corrected.period.label,
        old=value_in_words(corrected.old_value, corrected.terms),
        new=value_in_words(corrected.new_value, corrected.terms),
    )
    words += "。" if corrected.state is ReportState.APPROVED else _("(未审核)。")
    return words + (_("理由:{text}").format(text=closed(corrected.reason)) if corrected.reason else "")
