"""What the slides say: titles that are the message, and notes that a speaker reads in half a minute.

A title holds at most ``LONGEST`` characters: of several wordings the first that fits. What has no verdict is
named before anything is concluded from what is behind, and a change says where silence made a number smaller.
Half-width marks, as everywhere in the house; slides are Chinese whoever asks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from tracker.domain.language.numerals import in_numerals
from tracker.domain.language.punctuation import full_width
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.quantity import share_text
from tracker.domain.meetings.meeting import EarlierPeriod
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.meetings.trend import statuses_a_period_ago
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import FEWEST_FOR_SHARES
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as, without_verdict
from tracker.domain.sentences.bulletin import budget_counts
from tracker.domain.sentences.groups import beside_due_text, due_text, group_nothing, whole_text

LONGEST = 26
_TOLD, _AREA_FAR, _TWICE = 3, 2, 2
# A call as a column has room for it.
CALLS = {
    YearEndCall.DIFFICULT: "有困难",
    YearEndCall.ADJUST: "需调整",
    YearEndCall.WITH_EFFORT: "需努力",
    YearEndCall.CAN: "能完成",
}
HARD = (YearEndCall.DIFFICULT, YearEndCall.ADJUST)
NO_CALL = "未研判"
_OTHERWISE = (Status.ON_PACE, *without_verdict())
Called = Callable[[Group], str]


def fitting(*wordings: str) -> str:
    """The first wording that is short enough for a title; the last one is short whatever the numbers."""
    return next((each for each in wordings if each and len(full_width(each)) <= LONGEST), wordings[-1])


def far_word(counts: Mapping[Status, int]) -> str:
    """滞后; at the year's end 未完成; both where there are both."""
    words = [each.word for each in Status if each.is_far_behind and counts.get(each)]
    return "、".join(words) or Status.BEHIND.word


def far_of(counts: Mapping[Status, int]) -> int:
    return sum(count for status, count in counts.items() if status.is_far_behind)


def _numbered(counts: Mapping[Status, int], statuses: Iterable[Status]) -> str:
    return "、".join(f"{each.word}{counts[each]}项" for each in statuses if counts.get(each))


# -- the whole plan


def opening_note(frozen: Frozen) -> str:
    card = frozen.card
    told = f"各位领导:现在汇报{card.period.span}重点目标进展情况。全年目标{len(card.targets)}项"
    told += f",{card.period.last_month}月底应达{card.whole.due}项。" if card.whole.due else "。"
    return told + (budget_counts(card.budgets) if frozen.paper.choices.budgets else "")


def whole_title(card: Scorecard) -> str:
    """应达65项:34项达时序,8项滞后,12项尚无判定."""
    whole = card.whole
    if not whole.due:
        return fitting(whole_text(card), f"{card.period.name}没有应达目标")
    lead, silent = f"应达{whole.due}项", f"{whole.unjudged}项尚无判定" if whole.unjudged else ""
    if card.verdict(whole) is Verdict.TOO_LITTLE:
        return fitting(f"{lead},{silent},暂不作总体判断", f"{lead},{silent}")
    slow = whole.behind - whole.far_behind
    far = f"{whole.far_behind}项{far_word(whole.due_counts)}" if whole.far_behind else ""
    worse = far or (f"{slow}项稍慢" if slow else "")
    nothing = "" if worse or silent else "没有落后"
    told = ",".join(filter(None, (*_reached(card), worse, silent, nothing)))
    rest = ",".join(filter(None, (worse, silent, nothing)))
    return fitting(f"{lead}:{told}", f"{lead}:{rest}", lead)


def _reached(card: Scorecard) -> tuple[str, ...]:
    """34项达时序; of a year that is over 61项完成, and apart from them what has no full-year data yet."""
    whole = card.whole
    if card.period.next is not None:
        return (f"{whole.on_pace}项达时序",)
    done = whole.due_counts[Status.ACHIEVED]
    return f"{done}项完成", f"{whole.on_pace - done}项达时序" if whole.on_pace > done else ""


def whole_lines(card: Scorecard, before: EarlierPeriod | None) -> tuple[str, ...]:
    """What stands below the counts: of those judged, against the period before; and beside the due ones."""
    whole, lines = card.whole, []
    then = "" if before is None else f",{before.period.span}"
    if whole.unjudged and whole.judged >= FEWEST_FOR_SHARES and whole.on_pace_of_judged is not None:
        line = f"已判定的{whole.judged}项中,达时序占{share_text(whole.on_pace_of_judged)}"
        lines.append(line + (f"{then}{share}" if (share := _judged_share(before)) else ""))
    if before is not None and (whole.far_behind or far_of(before.counts)):
        lines.append(f"{far_word(whole.due_counts)}{whole.far_behind}项{then}{far_of(before.counts)}项")
    beside = beside_due_text(whole) if whole.due else group_nothing(whole)
    return tuple(filter(None, (*lines, beside)))


def _judged_share(before: EarlierPeriod | None) -> str:
    """Of the period before, 达时序 of what had a verdict; empty where too few had one."""
    counts = {} if before is None else before.counts
    judged = sum(count for status, count in counts.items() if status.is_verdict)
    on_pace = sum(count for status, count in counts.items() if status.is_on_pace)
    return share_text(Fraction(on_pace, judged)) if judged >= FEWEST_FOR_SHARES else ""


def whole_note(card: Scorecard) -> str:
    whole = card.whole
    if not whole.due:
        return f"{whole_text(card)}。"
    return f"{card.period.last_month}月底{due_text(whole)}。".replace(": ", ",")


# -- areas


def areas_title(card: Scorecard, name_of: Called) -> str:
    """滞后集中在对外开放:8项中4项滞后、1项未报; else how many areas are far behind or lack data."""
    due = [group for group in card.areas if group.rollup.due]
    if not due:
        return fitting(whole_text(card), "各领域没有应达目标")
    worst, *others = sorted(due, key=lambda group: -group.rollup.far_behind)
    rollup = worst.rollup
    most, next_most = rollup.far_behind, others[0].rollup.far_behind if others else 0
    if most >= _AREA_FAR and most > next_most and most * 2 >= card.whole.far_behind:
        word = far_word(rollup.due_counts)
        lead = f"{word}集中在{name_of(worst)}"
        counted = f"{rollup.due}项中{rollup.far_behind}项"
        silent = f"、{rollup.missing}项未报" if rollup.missing else ""
        told = (f"{lead}:{counted}{word}{silent}", f"{lead}:{counted}{silent}", f"{lead}:{counted}")
        if len(full_width(told[-1])) <= LONGEST:
            return fitting(*told)
    verdicts = Counter(card.verdict(group) for group in due)
    shown = (Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE, Verdict.SOME_BEHIND, Verdict.ON_PACE)
    parts = [f"{verdicts[each]}个{each.word}" for each in shown if verdicts[each]]
    lead = f"{len(due)}个领域"
    if len(verdicts) == 1:
        return f"{lead}均{next(iter(verdicts)).word}"
    return fitting(f"{lead}中{','.join(parts)}", f"{lead}中{','.join(parts[:2])}", f"{lead}中{parts[0]}")


def areas_note(card: Scorecard, name_of: Called) -> str:
    """Those with most that is far behind, by name; then what has too little data to be judged."""
    due = [group for group in card.areas if group.rollup.due]
    far = sorted(
        (group for group in due if group.rollup.far_behind),
        key=lambda group: (-group.rollup.far_behind, group.key),
    )
    told = [_area(group, card, name_of) for group in far[:_TOLD]]
    if len(far) > _TOLD:
        told.append(f"另有{len(far) - _TOLD}个领域也有{far_word(card.whole.due_counts)}。")
    little = [name_of(group) for group in due if card.verdict(group) is Verdict.TOO_LITTLE]
    if little:
        told.append(f"{_some(little)}数据不足,暂不作判断。")
    if not far:
        told.insert(0, f"各领域没有{far_word(card.whole.due_counts)}。" if not card.whole.unjudged else "")
    return "".join(told)


def _area(group: Group, card: Scorecard, name_of: Called) -> str:
    rollup, verdict = group.rollup, card.verdict(group)
    silent = f",{rollup.unjudged}项尚无判定" if rollup.unjudged else ""
    said = f",按规则为{verdict.word}" if verdict is Verdict.MUCH_BEHIND else ""
    word = far_word(rollup.due_counts)
    return f"{name_of(group)}应达{rollup.due}项,{rollup.far_behind}项{word}{silent}{said}。"


def _some(names: Sequence[str]) -> str:
    told = "、".join(names[:_TOLD])
    return f"{told}等{len(names)}个领域" if len(names) > _TOLD else told


# -- what is behind


def listed_behind(card: Scorecard) -> tuple[Score, ...]:
    """What the slide lists, the worst first: what is far behind, and only where nothing is, what is 稍慢."""
    far = tuple(score for score in card.behind if score.status.is_far_behind)
    return far or card.behind


def behind_title(frozen: Frozen) -> str:
    """这8项上半年就滞后,其中7项连续三个季度; 8项滞后,其中5项上半年就滞后; 11项稍慢,12项尚无判定."""
    card, told = frozen.card, statuses_a_period_ago(frozen)
    listed, whole, before = listed_behind(card), card.whole, card.period.previous
    count, silent = len(listed), f",{whole.unjudged}项尚无判定" if whole.unjudged else ""
    if not whole.far_behind:
        return fitting(f"没有滞后,{count}项稍慢{silent}" if not silent else f"{count}项稍慢{silent}")
    word, slow = far_word(whole.due_counts), whole.behind - whole.far_behind
    old = [score for score in listed if _was_far(score, told)]
    first = f"{count}项{word}"
    if before is None or not old:
        return fitting(f"{first},{slow}项稍慢{silent}", f"{first},{slow}项稍慢", first) if slow else first
    longest = max(score.behind_for for score in old)
    often = sum(1 for score in old if score.behind_for == longest)
    running = f"连续{card.period.rhythm.counted(longest)}".replace(str(longest), in_numerals(longest))
    more = f",其中{often}项{running}" if longest > _TWICE else ""
    if len(old) == count:
        these = f"这{count}项{before.span}就滞后" if count > 1 else f"这项目标{before.span}就滞后"
        more = f",已{running}" if more and count == 1 else more
        return fitting(these + more, these)
    return fitting(f"{first},其中{len(old)}项{before.span}就滞后", first)


def behind_note(frozen: Frozen, name: Callable[[Score], str]) -> str:
    """How many by status and by whom, the furthest ones with their figures, and what their leads expect."""
    card, listed = frozen.card, listed_behind(frozen.card)
    told = f"{_numbered(card.whole.due_counts, reversed(counted_as(CountsAs.BEHIND)))}。"
    told += f"差得最多的是{'、'.join(name(score) for score in listed[:_TOLD])}。"
    if frozen.paper.choices.names:
        leads = Counter(score.target.lead.name for score in listed)
        most = [f"{lead}牵头{count}项" for lead, count in leads.most_common() if count > 1][:_TOLD]
        told += f"其中{'、'.join(most)}。" if most else ""
    hard = sum(1 for score in listed if call_of(score) in HARD)
    return told + (f"牵头单位研判,年底完成有困难或需调整的{hard}项。" if hard else "")


def call_of(score: Score) -> YearEndCall | None:
    """What its lead expects of the year's end; of what is achieved nothing is asked any more."""
    return None if score.figure is None or score.status is Status.ACHIEVED else score.figure.call


# -- what the meeting decides


def agenda_title(asked: Sequence[str], hard: int, overdue: int) -> str:
    """请会议议定2件事:贷款资本金、泊位用地; 9项年底完成有困难,请会议研究."""
    if asked:
        lead = f"请会议议定{len(asked)}件事"
        named = f"{lead}:{'、'.join(asked)}" if all(asked) else ""
        return fitting(named, f"{lead},另有{hard}项完成有困难" if hard else lead, lead)
    if hard:
        return f"{hard}项年底完成有困难,请会议研究"
    return f"{overdue}项节点到期未完成,请会议研究"


# -- trend and outlook


def outlook_title(frozen: Frozen, before: EarlierPeriod | None) -> str:
    """滞后比上半年少7项,但9项年底完成有困难; where silence is among the reasons, it is said."""
    card = frozen.card
    hard = sum(1 for score in card.targets if call_of(score) in HARD and score.judgement.is_due)
    behind, turn = hard and f"{hard}项年底完成有困难", ""
    if before is not None:
        now, then = far_of(card.whole.due_counts), far_of(before.counts)
        word = far_word(card.whole.due_counts if now else before.counts)
        if now != then:
            turn = f"{word}比{before.period.span}{'少' if now < then else '多'}{abs(now - then)}项"
            silent = _gone_silent(frozen) if now < then else 0
            turn += f"({silent}项尚无判定)" if silent else ""
        elif now:
            turn = f"{word}与{before.period.span}同为{now}项"
        else:
            silent = card.whole.unjudged
            turn = f"{silent}项尚无判定" if silent else f"与{before.period.span}一样没有滞后"
    if turn and behind:
        less = "少" in turn
        return fitting(f"{turn},{'但' if less else ''}{behind}", f"{turn},{hard}项有困难", turn)
    return fitting(turn or behind or "牵头单位对年底的研判")


def _gone_silent(frozen: Frozen) -> int:
    """How many that were far behind a period ago have no verdict now, though something is due."""
    before = statuses_a_period_ago(frozen)
    return sum(1 for score in frozen.card.unjudged if _was_far(score, before))


def _was_far(score: Score, before: Mapping[int, Status]) -> bool:
    then = before.get(score.target.id)
    return then is not None and then.is_far_behind


def outlook_counts(card: Scorecard) -> Mapping[str, int]:
    """The due targets by what their leads expect, in the order of the chart; what is achieved is 能完成."""
    due = [score for score in card.targets if score.judgement.is_due]
    calls = Counter(call_of(score) for score in due if score.status is not Status.ACHIEVED)
    calls[YearEndCall.CAN] += sum(1 for score in due if score.status is Status.ACHIEVED)
    counts = {word: calls[call] for call, word in CALLS.items() if calls[call]}
    return counts | ({NO_CALL: calls[None]} if calls[None] else {})


def has_calls(card: Scorecard) -> bool:
    """Whether anything is expected of a year's end that is still to come."""
    return card.period.next is not None and any(call_of(score) for score in card.targets)


def outlook_lines(card: Scorecard) -> tuple[str, ...]:
    """有困难9项:滞后7项、稍慢2项; 未研判11项,其中未填报5项、待审核6项."""
    due = [score for score in card.targets if score.judgement.is_due]
    counts = outlook_counts(card)
    lines = []
    for call in HARD:
        by_status = Counter(score.status for score in due if call_of(score) is call)
        if by_status:
            told = _numbered(by_status, (*reversed(counted_as(CountsAs.BEHIND)), *_OTHERWISE))
            lines.append(f"{CALLS[call]}{by_status.total()}项:{told}")
    silent = Counter(score.status for score in due if call_of(score) is None)
    told = _numbered(silent, without_verdict())
    return (*lines, f"{NO_CALL}{counts[NO_CALL]}项,其中{told}") if told else tuple(lines)


def outlook_note(frozen: Frozen, periods: Sequence[EarlierPeriod]) -> str:
    card = frozen.card
    far = [f"{each.period.span}{far_of(each.counts)}项" for each in periods]
    told = f"{far_word(card.whole.due_counts)}:{'、'.join(far)}。" if len(far) > 1 else ""
    if card.whole.unjudged and far:
        told += f"本期还有{card.whole.unjudged}项尚无判定,补齐以后才能比较。"
    said = [f"{word}{count}项" for word, count in outlook_counts(card).items() if has_calls(card)]
    return told + (f"年底怎么样,牵头单位研判{'、'.join(said)}。" if said else "")


# -- requests


def requests_title(headings: Sequence[str], first: str) -> str:
    """4项要求:补齐数据、逐项整改、…; 4项要求,最早10月24日前."""
    lead = f"{len(headings)}项工作要求"
    named = f"{lead}:{'、'.join(headings)}" if all(headings) else ""
    return fitting(
        named,
        f"{lead},最早{first}完成" if first.endswith("前") else "",
        f"{lead},{first}" if first else "",
        lead,
    )
