"""The sentences about the last meeting, adjustments, errata and corrections, for printed files."""

from datetime import date

from tracker.domain.language import _
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import target_text, value_in_words
from tracker.domain.meetings.meeting import AdjustedTerms, CorrectedFigure, ErratumLine, LastMeeting
from tracker.domain.meetings.paper import NameOf
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.meetings.trend import statuses_before
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.bulletin import bare, closed
from tracker.domain.sentences.changes import records_counted
from tracker.domain.sentences.groups import behind_turned
from tracker.domain.workflow.erratum import ErratumKind


def day(on: date) -> str:
    return _("{year}年{month}月{day}日").format(year=on.year, month=on.month, day=on.day)


def day_in(on: date, year: int) -> str:
    """10月20日 in a text about ``year``; with the year in one about another."""
    return _("{month}月{day}日").format(month=on.month, day=on.day) if on.year == year else day(on)


def since_opening(last: LastMeeting) -> str:
    """与2025年7月21日会议(上半年)相比,变化如下。"""
    words = _("与{day}会议({span})相比,").format(day=day(last.meeting_on), span=last.period.span)
    rules = last.comparison.rules_after
    if rules is not None:
        words += _("判定规则改用第{version}版,").format(version=rules.version)
    return words + (_("变化如下。") if last.comparison.changes else _("各项目标状态和数据没有变化。"))


def behind_since(last: LastMeeting, card: Scorecard) -> str:
    """滞后由15项减到8项: …。 What became of each; empty where nothing is or was far behind."""
    text = behind_turned(*statuses_since(last, card))
    return _("{text}。").format(text=text) if text else ""


def statuses_since(last: LastMeeting, card: Scorecard) -> tuple[dict[int, Status], dict[int, Status]]:
    """The targets' statuses at the last meeting and now, by id."""
    return statuses_before(last, card), {score.target.id: score.status for score in card.targets}


def changes_brief(frozen: Frozen, most: int) -> str:
    """自上次会议以来,目标调整1项、数据更正1项:泊位全年目标由10个调整为8个;营收二季度数据由…更正为…。理由见进度表。

    How many, then the first ``most`` of them in short, without units and reasons; empty where nothing was.
    """
    records, year = frozen.records, frozen.card.period.year
    changes = [
        _adjusted_briefly(each, _called(frozen, each.target_id, each.name), year)
        for each in records.adjustments_since
    ]
    changes += [_read_anew(each) for each in records.errata_since]
    changes += [
        _corrected_briefly(each, _called(frozen, each.target_id, each.name), year)
        for each in records.corrections_since
    ]
    if not changes:
        return ""
    told = list(dict.fromkeys(changes))
    more = _("等") if len(told) > most else ""
    return _("{counted}:{changes}{more}。理由见进度表。").format(
        counted=bare(records_counted(records)), changes=_(";").join(told[:most]), more=more
    )


def _called(frozen: Frozen, target_id: int, name: str) -> str:
    return frozen.paper.name_of(NameOf.TARGET, target_id, name)


def _adjusted_briefly(adjusted: AdjustedTerms, name: str, year: int) -> str:
    """新增泊位全年目标由10个调整为8个; when it begins in another year, that too."""
    turns = _(",").join(
        _("{what}由{before}调整为{after}").format(what=each.what, before=each.before, after=each.after)
        for each in adjusted.changes
    )
    text = _("{name}{turns}").format(name=name, turns=turns or _("重新核定"))
    if adjusted.effective.year == year:
        return text
    return _("{text},自{period}起执行").format(text=text, period=adjusted.effective.label)


def _corrected_briefly(corrected: CorrectedFigure, name: str, year: int) -> str:
    """景区年营收二季度数据由3,461万元更正为3,416万元."""
    period = corrected.period
    text = _("{name}{period}数据由{old}更正为{new}").format(
        name=name,
        period=period.name if period.year == year else period.label,
        old=value_in_words(corrected.old_value, corrected.terms),
        new=value_in_words(corrected.new_value, corrected.terms),
    )
    return text if corrected.state is ReportState.APPROVED else _("{text}(未审核)").format(text=text)


def adjustment_line(adjusted: AdjustedTerms) -> str:
    """新增泊位:全年目标由10个调整为8个,自2025年三季度起执行。理由:…。依据:…。"""
    words = _("{text}。").format(text=_adjusted(adjusted))
    words += _("理由:{text}").format(text=closed(adjusted.reason)) if adjusted.reason else ""
    return words + (_("依据:{text}").format(text=closed(adjusted.basis)) if adjusted.basis else "")


def _adjusted(adjusted: AdjustedTerms) -> str:
    turns = _(",").join(
        _("{what}由{before}调整为{after}").format(what=each.what, before=each.before, after=each.after)
        for each in adjusted.changes
    )
    return _("{name}:{turns},自{period}起执行").format(
        name=adjusted.name, turns=turns or _("重新核定"), period=adjusted.effective.label
    )


def erratum_line(erratum: ErratumLine) -> str:
    """新增泊位:目标值由10个勘误为8个。理由:…。 What came in or went out is said as a whole."""
    words = _("{text}。").format(text=_read_anew(erratum))
    return words + _("理由:{text}").format(text=closed(erratum.reason))


def _read_anew(erratum: ErratumLine) -> str:
    name, kind = erratum.read.name, erratum.kind
    if kind is ErratumKind.CORRECTED:
        turns = _(",").join(
            _("{what}由{before}勘误为{after}").format(what=each.what, before=each.before, after=each.after)
            for each in erratum.changes
        )
        return _("{name}:{turns}").format(name=name, turns=turns)
    if kind is ErratumKind.WITHDRAWN:
        return _("{name}({lead}):原文并非目标,予以撤销,不再列入").format(
            name=name, lead=erratum.read.lead.name
        )
    said = _("{name}({lead}):{kind},目标为{target}")
    return said.format(
        name=name, lead=erratum.read.lead.name, kind=kind.word, target=target_text(erratum.read.terms)
    )


def correction_line(corrected: CorrectedFigure) -> str:
    """参展企业(市商务局):2025年二季度数据由36个更正为34个。理由:…。"""
    words = _("{text}。").format(text=_corrected(corrected))
    return words + (_("理由:{text}").format(text=closed(corrected.reason)) if corrected.reason else "")


def _corrected(corrected: CorrectedFigure) -> str:
    words = _("{name}({lead}):{period}数据由{old}更正为{new}").format(
        name=corrected.name,
        lead=corrected.lead,
        period=corrected.period.label,
        old=value_in_words(corrected.old_value, corrected.terms),
        new=value_in_words(corrected.new_value, corrected.terms),
    )
    return words if corrected.state is ReportState.APPROVED else _("{text}(未审核)").format(text=words)
