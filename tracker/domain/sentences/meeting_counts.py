"""What all papers of a meeting say alike: the counts, what turned since the last one, the areas, the silent.

Counts come first and add up to what is due; of a change the parts add up to the difference, and where
silence makes a number smaller the sentence says so (DOMAIN §4). Half-width marks, as everywhere in the house.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tracker.domain.language import _, bracketed
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import share_text, with_unit
from tracker.domain.meetings.decisions import Cause, decisions
from tracker.domain.meetings.meeting import LastMeeting
from tracker.domain.meetings.paper import NO_PAPER, NameOf, Paper, Request
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences.bulletin import bare, budget_counts, closed
from tracker.domain.sentences.groups import counts
from tracker.domain.sentences.scores import completion_share
from tracker.domain.sentences.since import day, statuses_since

_AREAS, _TARGETS = 4, 20
_UNITS, _FEW = 4, 2  # that a request names; fewer where they were named before
_LASTING = 3  # periods running
_LENGTH = 600  # characters of the names in one list
_NO_VERDICT = (CountsAs.MISSING, CountsAs.WAITING, CountsAs.NO_SHARE)


def counts_said(card: Scorecard) -> str:
    """全年重点目标84项,9月底应达63项。其中已完成7项、达到时序进度26项,合计33项,占52.4%;稍慢11项,滞后8项;未填报4项、…。

    Behind it what is outside the due: 另有9项提前完成、11项未到节点、1项不适用。
    """
    whole = card.whole
    if not whole.due and whole.counts[Status.NOT_OPEN]:
        return counts(whole, _("全年重点目标"))
    words = {"total": whole.total, "when": _month_end(card.period), "due": whole.due}
    if whole.due:
        said = _("全年重点目标{total}项,{when}应达{due}项。其中{parts}。").format(
            **words, parts=due_said(card)
        )
    else:
        said = _("全年重点目标{total}项,{when}没有应达目标。").format(**words)
    return said + beside_said(whole)


def _month_end(period: Period) -> str:
    return _("{month}月底").format(month=period.last_month) if period.next else _("年底")


def due_said(card: Scorecard, rollup: Rollup | None = None) -> str:
    """已完成7项、达到时序进度26项,合计33项,占52.4%;稍慢11项,滞后8项;未填报4项、待审核6项; of a group too.

    At the year's end 完成70项,占83.3%;未完成8项: what has no full-year data yet is told apart.
    """
    rollup = card.whole if rollup is None else rollup
    due, is_final = rollup.due_counts, card.period.next is None
    words = {
        Status.ACHIEVED: _("完成{count}项") if is_final else _("已完成{count}项"),
        Status.ON_PACE: _("达到时序进度{count}项(尚无全年数据)") if is_final else _("达到时序进度{count}项"),
    }
    done = [words[status].format(count=due[status]) for status in counted_as(CountsAs.ON_PACE) if due[status]]
    first = _("、").join(done) or _("达到时序进度0项")
    if len(done) > 1:
        first += _(",合计{count}项").format(count=rollup.on_pace)
    if rollup.has_shares and rollup.on_pace_share is not None:
        first += _(",占{share}").format(share=share_text(rollup.on_pace_share))
    behind = _(",").join(_numbered(due, counted_as(CountsAs.BEHIND)))
    silent = _("、").join(_numbered(due, (status for how in _NO_VERDICT for status in counted_as(how))))
    return _(";").join(filter(None, (first, behind, silent)))


def _numbered(by_status: Mapping[Status, int], statuses: Iterable[Status]) -> list[str]:
    text = _("{status}{count}项")
    return [
        text.format(status=status.word, count=by_status[status]) for status in statuses if by_status[status]
    ]


def beside_said(rollup: Rollup) -> str:
    """另有9项提前完成、11项未到节点、1项不适用。 Empty where all are due."""
    parts = [_("{count}项提前完成").format(count=rollup.early)] if rollup.early else []
    parts += [
        _("{count}项{status}").format(count=rollup.counts[status], status=status.word)
        for status in counted_as(CountsAs.OUTSIDE)
        if rollup.counts[status]
    ]
    return _("另有{parts}。").format(parts=_("、").join(parts)) if parts else ""


def change_said(last: LastMeeting | None, card: Scorecard) -> str:
    """与上半年相比,滞后由15项减到8项,减少的7项中2项补上进度、5项转为稍慢;另有…。8项上半年均已滞后,…。

    Empty without an earlier meeting.
    """
    if last is None:
        return ""
    before, now = statuses_since(last, card)
    parts = [*_far_turned(before, now), *_near_turned(before, now)]
    text = _(";").join(parts) or _("各项目标状态没有大的变化")
    lead = _("与{then}相比,").format(then=_then(last, card))
    rules = last.comparison.rules_after
    if rules is not None:
        lead += _("判定规则改用第{version}版,").format(version=rules.version)
    return _("{text}。").format(text=lead + text) + _still_said(last, card, before, now)


def _then(last: LastMeeting, card: Scorecard) -> str:
    """上半年; of the same period the day of that meeting."""
    if last.period == card.period:
        return _("{day}会议").format(day=day(last.meeting_on))
    return last.period.span if last.period.year == card.period.year else last.period.label


def _far_turned(before: Mapping[int, Status], now: Mapping[int, Status]) -> Iterator[str]:
    """滞后由15项减到8项,减少的7项中2项补上进度、5项转为稍慢."""
    was, is_now = _far(before), _far(now)
    if not was and not is_now:
        return
    left, joined = was - is_now, is_now - was
    words = {"what": _far_word(before, now), "before": len(was), "after": len(is_now)}
    if len(was) == len(is_now):
        text = _("{what}仍为{after}项").format(**words)
    else:
        turn = (
            _("{what}由{before}项减到{after}项")
            if len(is_now) < len(was)
            else _("{what}由{before}项增到{after}项")
        )
        text = turn.format(**words)
    gone = _listed(_became(now.get(target)) for target in left)
    come = _listed(_came(before.get(target)) for target in joined)
    if left:
        lead = _(",不再滞后的{count}项中{parts}") if joined else _(",减少的{count}项中{parts}")
        text += lead.format(count=len(left), parts=gone)
    if joined:
        lead = _(",新滞后的{count}项中{parts}") if left else _(",增加的{count}项中{parts}")
        text += lead.format(count=len(joined), parts=come)
    yield text


def _near_turned(before: Mapping[int, Status], now: Mapping[int, Status]) -> Iterator[str]:
    """另有5项由稍慢补上进度,1项由达时序转为稍慢: what moved without being far behind."""
    both = [(before[target], status) for target, status in now.items() if target in before]
    up = sum(1 for old, new in both if old is Status.SLIGHTLY_BEHIND and new.is_on_pace)
    down = sum(1 for old, new in both if old.is_on_pace and new is Status.SLIGHTLY_BEHIND)
    parts = [_("{count}项由稍慢补上进度").format(count=up)] if up else []
    parts += [_("{count}项由达时序转为稍慢").format(count=down)] if down else []
    if parts:
        also = _("另有{parts}") if _far(before) or _far(now) else _("{parts}")
        yield also.format(parts=_(",").join(parts))


def _far(statuses: Mapping[int, Status]) -> set[int]:
    return {target for target, status in statuses.items() if status.is_far_behind}


def _far_word(*statuses: Mapping[int, Status]) -> str:
    """滞后; with what was missed 滞后和未完成."""
    found = {status for each in statuses for status in each.values() if status.is_far_behind}
    return _("和").join(status.word for status in Status if status in found)


def _became(status: Status | None) -> str:
    if status is None:
        return _("{count}项不再列入")
    if status.is_on_pace:
        return _("{count}项补上进度")
    if status is Status.SLIGHTLY_BEHIND:
        return _("{count}项转为稍慢")
    return _("{{count}}项{status}").format(status=status.word)


def _came(status: Status | None) -> str:
    if status is None:
        return _("{count}项为新列入目标")
    return _("{{count}}项原为{status}").format(status=status.word)


def _listed(texts: Iterable[str]) -> str:
    """2项补上进度、5项转为稍慢; the most frequent first is not what counts: in a fixed order."""
    found = Counter(texts)
    return _("、").join(text.format(count=found[text]) for text in sorted(found))


def _still_said(
    last: LastMeeting, card: Scorecard, before: Mapping[int, Status], now: Mapping[int, Status]
) -> str:
    """8项上半年均已滞后,其中7项连续3个季度。"""
    is_now = _far(now)
    stayed = len(is_now & _far(before)) if last.period != card.period else 0
    lasting = [score for score in card.targets if score.behind_for >= _LASTING and score.target.id in is_now]
    if not stayed:
        return ""
    words = {"count": len(is_now), "what": _far_word(now), "then": _then(last, card), "stayed": stayed}
    text = (
        _("{count}项{then}均已滞后")
        if stayed == len(is_now)
        else _("现有{count}项{what}目标中,{stayed}项{then}已滞后")
    )
    text = text.format(**words)
    if lasting:
        more = _("及以上") if any(score.behind_for > _LASTING for score in lasting) else ""
        text += _(",其中{count}项连续{periods}{more}").format(
            count=len(lasting), periods=card.period.rhythm.counted(_LASTING), more=more
        )
    return _("{text}。").format(text=text)


def areas_said(card: Scorecard, pointer: str = "") -> str:
    """分领域看(见表1),“甲”落后较多;“乙”“丙”数据不足,暂不作判断。 Empty without areas."""
    told = (
        (Verdict.MUCH_BEHIND, _("{names}落后较多")),
        (Verdict.TOO_LITTLE, _("{names}数据不足,暂不作判断")),
        (Verdict.ON_PACE, _("{names}总体达时序")),
    )
    parts = []
    for verdict, text in told:
        names = [f"“{group.name}”" for group in card.areas if card.verdict(group) is verdict]
        if names:
            more = _("等{count}个领域").format(count=len(names)) if len(names) > _AREAS else ""
            parts.append(text.format(names="".join(names[:_AREAS]) + more))
    if not parts:
        behind = sum(1 for group in card.areas if group.rollup.behind)
        due = sum(1 for group in card.areas if group.rollup.due)
        if not behind:
            return ""
        parts = [_("{due}个领域中{behind}个有落后目标").format(due=due, behind=behind)]
    return _("分领域看{pointer},{parts}。").format(
        pointer=_("({pointer})").format(pointer=pointer) if pointer else "", parts=_(";").join(parts)
    )


def budgets_said(card: Scorecard) -> str:
    """市级财政支持资金执行66.2亿元,执行率70.0%。 Of one whole; else how many budgets stand how."""
    roots = budget_tree(card.budgets)
    executed = roots[0].executed if len(roots) == 1 else None
    if executed is None:
        return budget_counts(card.budgets)
    root = roots[0].score
    share = completion_share(root.judgement)
    text = _("市级财政支持资金执行{amount}").format(
        amount=with_unit(executed, root.target.terms.unit_of_measure)
    )
    return _("{text}。").format(text=text + (_(",执行率{share}").format(share=share) if share else ""))


def called(score: Score, paper: Paper = NO_PAPER) -> str:
    """A target by the short name that people gave it, else by its own."""
    return paper.name_of(NameOf.TARGET, score.target.id, score.target.name)


def lead_called(score: Score, paper: Paper = NO_PAPER) -> str:
    return paper.name_of(NameOf.UNIT, score.target.lead.id, score.target.lead.name)


def listed(scores: Sequence[Score], paper: Paper = NO_PAPER) -> str:
    """科创强基项目(市科技局)、跨境电商产业带(市商务局); without units where the papers name none."""
    named = [
        bracketed(called(score, paper), lead_called(score, paper))
        if paper.choices.names
        else called(score, paper)
        for score in scores[:_TARGETS]
    ]
    while len(named) > 1 and sum(map(len, named)) > _LENGTH:
        named.pop()
    text = _("、").join(named)
    if len(named) == len(scores):
        return text
    return _("{named}等{count}项").format(named=text, count=len(scores))


def silent_said(card: Scorecard, paper: Paper = NO_PAPER) -> str:
    """科创强基项目(市科技局)、…未填报;电量供给(市发改局)仍为1—6月数据。 Empty where nothing is missing."""
    fresh = [score for score in card.missing if score.status is not Status.NOT_UPDATED]
    parts = [_("{named}未填报").format(named=listed(fresh, paper))] if fresh else []
    old: dict[int, list[Score]] = {}
    for score in card.missing:
        if score.status is Status.NOT_UPDATED and score.figure is not None:
            old.setdefault(score.figure.data_month, []).append(score)
    parts += [
        _("{named}仍为{months}数据").format(named=listed(those, paper), months=span_of_months(month))
        for month, those in sorted(old.items())
    ]
    return _("{said}。").format(said=_(";").join(parts)) if parts else ""


def in_danger(card: Scorecard) -> tuple[Score, ...]:
    """What its lead calls difficult by the year's end or in need of adjustment; the furthest behind first."""
    causes = (Cause.DIFFICULT, Cause.ADJUST)
    return tuple(each.score for each in decisions(card) if any(cause in causes for cause in each.causes))


def danger_said(card: Scorecard, paper: Paper = NO_PAPER) -> str:
    """牵头单位研判有困难的9项中7项已滞后,还有设备更新(市经信局)、…。 Empty where nothing is in danger."""
    scores = in_danger(card)
    if not scores:
        return ""
    adjusting = any(score.figure and score.figure.call is YearEndCall.ADJUST for score in scores)
    ahead = [score for score in scores if not score.status.is_far_behind]
    words = {
        "what": _("有困难或需调整") if adjusting else _("有困难"),
        "count": len(scores),
        "known": len(scores) - len(ahead),
        "named": listed(ahead, paper),
    }
    if not ahead:
        return _("牵头单位研判年底{what}的{count}项,均已滞后。").format(**words)
    if len(ahead) == len(scores):
        return _("牵头单位研判年底{what}的{count}项:{named}。").format(**words)
    return _("牵头单位研判{what}的{count}项中{known}项已滞后,还有{named}。").format(**words)


def request_said(request: Request, card: Scorecard, office: str = "", named: str = "") -> str:
    """市商务局10月31日前报送整改清单。 Who, by when, what. A text that says its date itself is left as it is.

    ``office``: who is meant where nobody is asked. Of many units the first one and how many, of three
    already where ``named``, what stands before it in the paper, names them all.
    """
    text = closed(request.text)
    when = request.due_words
    who = _asked_said(request, card, named) or office
    return text if when and when in text else f"{'' if who in text else who}{when}{text}"


def with_the_offices(requests: Iterable[Request], office: str) -> tuple[Request, ...]:
    """What the office does by the same day stands with what others were asked for just before.

    补报2项数据 of a unit, then 审结6项 of the office itself: 补报2项数据;市府办同日审结6项。
    """
    told: list[Request] = []
    for each in requests:
        before = told[-1] if told else None
        if before is not None and _is_by_the_same_day(before, each):
            act = closed(each.text)
            who = "" if office in act else office
            text = _("{said};{office}同日{act}").format(said=bare(before.text), office=who, act=act)
            told[-1] = replace(before, text=text)
        else:
            told.append(each)
    return tuple(told)


def _is_by_the_same_day(before: Request, own: Request) -> bool:
    is_offices = not own.unit_ids and not own.to_leaders and own.due_words not in own.text
    is_others = bool(before.unit_ids) and before.is_proposed is own.is_proposed
    return is_offices and is_others and before.due == own.due and not before.is_from and not own.is_from


def _asked_said(request: Request, card: Scorecard, named: str) -> str:
    """市商务局、市发改局; 市商务局等5个单位; 分管市领导. Empty where it is the office itself.

    By their whole names: short ones are for tables and slides.
    """
    names = unit_names(card)
    units = [names[unit] for unit in request.unit_ids if unit in names]
    asked = [_("分管市领导")] if request.to_leaders else []
    most = _FEW if all(unit in named for unit in units) else _UNITS
    if len(units) > most:
        return _("、").join([*asked, _("{first}等{count}个单位").format(first=units[0], count=len(units))])
    return _("、").join([*asked, *units])


def unit_names(card: Scorecard) -> dict[int, str]:
    """The units of the scorecard by id: leads and those that are co-responsible."""
    return {
        unit.id: unit.name for score in card.scores for unit in (score.target.lead, *score.target.co_units)
    }
