"""The sentences of the printed bulletin 通报, section by section, by the house pattern (DOMAIN §5).

Half-width marks, as everywhere in the house; the file turns them (``full_width``). What departments
wrote is taken as it is, closed with one full stop.
"""

from collections.abc import Iterable

from tracker.domain.language import _, bracketed, with_colon
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.period import Period
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences.data_months import months_and_reading
from tracker.domain.sentences.groups import (
    areas_text,
    coverage,
    mean_text,
    plan_counts,
    shares,
    timeliness,
    whole_text,
)
from tracker.domain.sentences.scores import not_applicable_because, progress

_ENDS = " 。.;；,，、"
_DIGITS = "零一二三四五六七八九十"


def title(period: Period) -> tuple[str, str]:
    """Two lines, broken between words: the title's face takes 20 characters a line."""
    first = _("关于{year}年{span}重点目标任务").format(year=period.year, span=period.span)
    return first, _("进展情况的通报")


def appendix_title(period: Period) -> str:
    return _("{year}年{span}重点目标任务进展情况表").format(year=period.year, span=period.span)


def book_title(text: str) -> str:
    """《…》; marks within become 〈…〉 (GB/T 15834 4.15)."""
    return f"《{text.replace('《', '〈').replace('》', '〉')}》"


def opening(frozen: Frozen) -> str:
    card = frozen.card
    words = _("现将{plan}({document}){span}目标任务进展情况通报如下。{data},").format(
        plan=book_title(card.plan.title),
        document=card.plan.document,
        span=card.period.span,
        data=months_and_reading(card, frozen.frozen_at),
    )
    return words + (
        _("含尚未审核的数据,均已注明。") if card.include_unapproved else _("以审核通过的数据为准。")
    )


def overall(card: Scorecard) -> str:
    """The conclusion, the counts, and beside them what is never mixed in."""
    return f"{whole_text(card)}。{plan_counts(card)}{budget_counts(card.budgets)}"


def budget_counts(budgets: Iterable[Score]) -> str:
    """另有市级财政预算33项,单独统计:达时序11项,未达时序22项。 Empty without budgets."""
    statuses = [score.status for score in budgets]
    if not statuses:
        return ""
    parts = [_("达时序{count}项").format(count=sum(1 for status in statuses if status.is_on_pace))]
    behind = sum(1 for status in statuses if status.is_behind)
    if behind:
        parts.append(_("未达时序{count}项").format(count=behind))
    rest = len(statuses) - behind - sum(1 for status in statuses if status.is_on_pace)
    if rest:
        parts.append(_("暂无可比数据{count}项").format(count=rest))
    lead = _("另有市级财政预算{count}项,单独统计:").format(count=len(statuses))
    return _("{said}。").format(said=lead + _(",").join(parts))


def reporting(card: Scorecard) -> str:
    """The shares of the due, the running totals' mean beside the one 时序进度, the reporting rates."""
    if not card.whole.owed and not card.whole.due:
        return _("{coverage}。").format(coverage=coverage(card.whole))
    mean = _("{text}。").format(text=mean_text(card.whole, card.pace))
    return f"{shares(card.whole)}{mean}{timeliness(card.whole)}。"


def areas_compared(card: Scorecard) -> str:
    """Which areas are far behind, have too little data, or are on pace; empty where none is."""
    areas = areas_text(card)
    told = [_("{areas}。").format(areas=areas)] if areas else []
    on_pace = [group.name for group in card.areas if card.verdict(group) is Verdict.ON_PACE]
    if on_pace:
        names = "".join(f"“{name}”" for name in on_pace)
        told.append(_("{names}总体达时序。").format(names=names))
    return "".join(told)


def behind_opening(card: Scorecard) -> str:
    """How many are behind or missed, and what the lists that follow are sorted by."""
    if not card.behind:
        return _("{text}。").format(text=nothing_behind(card))
    parts = [
        _("{status}{count}项").format(status=status.word, count=count)
        # The worst first, as their lists follow.
        for status in reversed(counted_as(CountsAs.BEHIND))
        if (count := card.whole.due_counts[status])
    ]
    return _("落后的目标共{count}项,其中{parts}。各类按实际与应达之比由低到高列出。").format(
        count=len(card.behind), parts="、".join(parts)
    )


def nothing_behind(card: Scorecard) -> str:
    """已判定的40项中没有落后,另有9项没有判定结果: what is missing is named beside it."""
    whole = card.whole
    if not whole.judged:
        return _("尚无数据可供判定")
    text = _("已判定的{judged}项中没有落后").format(judged=whole.judged)
    if not whole.unjudged:
        return text
    return _("{text},另有{unjudged}项没有判定结果").format(text=text, unjudged=whole.unjudged)


def status_heading(status: Status, count: int) -> str:
    return _("{status}目标({count}项)").format(status=status.word, count=count)


def item_name(score: Score) -> str:
    """新建高标准农田(市自然资源和规划局牵头)。"""
    return _("{name}({lead}牵头)。").format(name=score.target.name, lead=score.target.lead.name)


def item_words(score: Score, period: Period, texts: Texts) -> str:
    """The house sentence, then what the department gave as problem and next step."""
    words = progress(score, period, texts)
    if texts.problem:
        words += _("存在问题:{text}").format(text=closed(texts.problem))
    if texts.next_step:
        words += _("下一步:{text}").format(text=closed(texts.next_step))
    if not texts.problem and not texts.next_step:
        words += _("牵头单位未填写存在问题和下一步举措。")
    return words


def more_behind(count: int) -> str:
    return _("其余{count}项详见进度表。").format(count=count)


def missing(scores: tuple[Score, ...]) -> str:
    """未填报5项:市科技局(科创强基项目)、…。未更新1项:…。 by department, each target named."""
    parts = [
        _("{status}{count}项:{named}。").format(status=status.word, count=len(those), named=_by_lead(those))
        for status in counted_as(CountsAs.MISSING)
        if (those := [score for score in scores if score.status is status])
    ]
    return "".join([*parts, _("没有数据的不算达时序,也不按0计算完成率。")]) if parts else ""


def waiting(scores: tuple[Score, ...]) -> str:
    if not scores:
        return ""
    return _("已提交待审核{count}项:{named}。审核通过后计入。").format(
        count=len(scores), named=_by_lead(scores)
    )


def not_applicable(frozen: Frozen) -> str:
    """填报不适用2项:高企培育(市科技局:上级暂停该项评选);…。 each with its department's reason."""
    scores = [score for score in frozen.card.targets if score.status is Status.NOT_APPLICABLE]
    if not scores:
        return ""
    named = []
    for score in scores:
        lead = score.target.lead.name
        reason = _bare(not_applicable_because(score, _texts_of(frozen, score).scope_note))
        named.append(bracketed(score.target.name, with_colon(lead, reason) if reason else lead))
    return _("填报不适用{count}项:{reasons}。").format(count=len(scores), reasons=_(";").join(named))


def unapproved(scores: tuple[Score, ...]) -> str:
    if not scores:
        return ""
    return _("本通报采用未审核数据{count}项:{named}。").format(count=len(scores), named=_by_lead(scores))


def all_reported(card: Scorecard) -> str:
    if card.whole.due:
        return _("应报目标均已填报并审核。")
    return _("{this}无应报目标。").format(this=card.period.rhythm.this)


def _by_lead(scores: Iterable[Score]) -> str:
    names: dict[str, list[str]] = {}
    for score in scores:
        names.setdefault(score.target.lead.name, []).append(score.target.name)
    return _(";").join(bracketed(lead, _("、").join(targets)) for lead, targets in names.items())


def next_steps(frozen: Frozen) -> tuple[tuple[str, str], ...]:
    """What departments will do about what is behind: (department, sentence); the same step told once."""
    steps: dict[str, dict[str, list[str]]] = {}
    for score in frozen.card.behind:
        step = _bare(_texts_of(frozen, score).next_step)
        if step:
            steps.setdefault(score.target.lead.name, {}).setdefault(step, []).append(score.target.name)
    told = (
        (lead, (bracketed(step, _("、").join(names)) for step, names in targets_by_step.items()))
        for lead, targets_by_step in steps.items()
    )
    return tuple((lead, _("{said}。").format(said=_(";").join(words))) for lead, words in told)


def appendix_pointer(shown: int, total: int) -> str:
    return _("本表列前{shown}项,其余{rest}项详见进度表。").format(shown=shown, rest=total - shown)


def _texts_of(frozen: Frozen, score: Score) -> Texts:
    return frozen.texts_of(None if score.figure is None else score.figure.report_id)


def closed(text: str) -> str:
    """What was typed, on one line and with one full stop."""
    bare = _bare(text)
    return bare if not bare or bare[-1] in "!?！？…" else f"{bare}。"


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(_ENDS)


def ordinal(number: int) -> str:
    """一 … 九十九, for the numbers of sections; digits beyond."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    lead = "" if tens == 0 else (_DIGITS[tens] if tens > 1 else "") + "十"
    return lead + (_DIGITS[ones] if ones else "")
