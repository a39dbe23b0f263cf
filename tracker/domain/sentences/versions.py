"""The sentences of what each department, area and leader gets of a meeting (分发版本): about theirs alone."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _, bracketed
from tracker.domain.measure.figure import Texts, YearEndCall
from tracker.domain.measure.pace import expected_value, still_needed
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import IN_POINTS, in_ledger_places, with_unit
from tracker.domain.measure.target import Kind, Terms
from tracker.domain.meetings.paper import Request
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Score, Scorecard, UnitRef
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.groups import counts
from tracker.domain.sentences.rows import months_head
from tracker.domain.sentences.scores import not_applicable_because

_ENDS = " 。.;；,，、"
_LONG = 3  # periods running, from which on a lag is told beside the others
_EXAMPLES = 2  # of what goes well, of each kind


def your_unit(name: str) -> str:
    """你局, 你委, 你单位: as a paper addresses a unit."""
    return _("你局") if name.endswith("局") else _("你单位")


def department_title(name: str, period: Period) -> tuple[str, str]:
    """The unit, and what the paper is: 市商务局 | 前三季度重点目标督查提示单."""
    return name, _("{span}重点目标督查提示单").format(span=period.span)


def area_title(name: str, period: Period) -> tuple[str, str]:
    return name, _("{span}重点目标进展").format(span=period.span)


def leader_title(name: str, period: Period) -> tuple[str, str]:
    return name, _("分管领域{span}进展").format(span=period.span)


def opening(rollup: Rollup, card: Scorecard, noun: str) -> str:
    """The counts of a group, and its verdict where that is told."""
    verdict = card.verdict(rollup)
    return counts(rollup, noun) + (_("{text}。").format(text=verdict.word) if verdict.is_told else "")


def how_long(scores: Sequence[Score], card: Scorecard) -> str:
    """滞后4项中3项上半年已滞后,其中2项连续3个季度以上滞后。 Empty where none was far behind before."""
    far = [score for score in scores if score.status.is_far_behind]
    before, rhythm = card.period.previous, card.plan.rhythm
    was = sum(1 for score in far if score.previous_status is not None and score.previous_status.is_far_behind)
    if before is None or not was:
        return ""
    text = _("滞后的{count}项中{was}项{span}已滞后")
    if was == len(far):
        text = _("滞后的{count}项{span}均已滞后") if was > 1 else _("滞后的{count}项{span}已滞后")
    text = text.format(count=len(far), was=was, span=before.span)
    running = sum(1 for score in far if score.behind_for >= _LONG)
    if running:
        long = _(",其中{count}项连续{counted}以上滞后")
        text += long.format(count=running, counted=rhythm.counted(_LONG))
    return _("{text}。").format(text=text)


def called(scores: Iterable[Score]) -> str:
    """3项研判年底有困难,1项研判需调整。 Empty where none is."""
    open_ones = [score for score in scores if score.figure and score.status is not Status.ACHIEVED]
    parts = []
    for call, text in (
        (YearEndCall.DIFFICULT, _("{count}项研判年底有困难")),
        (YearEndCall.ADJUST, _("{count}项研判需调整目标")),
    ):
        count = sum(1 for score in open_ones if score.figure is not None and score.figure.call is call)
        parts += [text.format(count=count)] if count else []
    return _("{text}。").format(text=_(",").join(parts)) if parts else ""


def call_short(score: Score) -> str:
    """The lead's call of the year's end in a narrow column; a dash where there is none."""
    call = None if score.figure is None else score.figure.call
    if call is None:
        return "—"
    return _("需努力") if call is YearEndCall.WITH_EFFORT else call.word


def co_led(count: int) -> str:
    return _("另配合{count}项。").format(count=count) if count else ""


def lacking_now(score: Score, period: Period) -> str:
    """What is missing to what is expected by the figure's month: 差15家, 差2个百分点; of a limit 超5起."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return "—"
    if terms.kind is Kind.MILESTONE:
        return _("未完成")
    expected = expected_value(terms, figure.data_month, period)
    if expected is None:
        return "—"
    lack = expected - Fraction(figure.value)
    if terms.upper is not None and lack <= 0:
        lack = Fraction(min(terms.upper - figure.value, Decimal(0)))
    return _lack(-lack if terms.falls_to_zero else lack, terms)


def lacking_in_year(score: Score, card: Scorecard) -> str:
    """What is missing to the year's target: 差35家."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return "—"
    if terms.kind is Kind.MILESTONE:
        return _("未完成")
    needed = still_needed(terms, figure.value, card.period, card.rules.tolerance)
    return _("已达到") if needed is None else _lack(Fraction(needed.remaining), terms)


def _lack(lack: Fraction, terms: Terms) -> str:
    """Below zero is beyond a limit; nothing at all: 超过N at exactly N."""
    unit = _("个百分点") if terms.unit_of_measure in IN_POINTS else terms.unit_of_measure
    # Cut as what is expected is, so that both add up; of what is to fall the sign was turned.
    amount = with_unit(abs(in_ledger_places(lack, up=not terms.is_ceiling)), unit)
    if lack == 0:
        return _("恰为目标值")
    if lack < 0 and terms.is_rising and terms.upper is None:
        return _("已达到")
    return (_("差{amount}") if lack > 0 else _("超{amount}")).format(amount=amount)


def columns_note(period: Period) -> str:
    return _(
        "注:应达为{months}应达到的数量(没有数据的为期末);与时序差的单位为百分点,水平类、比率类为现值减目标值。"
        "按现值与应达之比由低到高列出,其后为没有判定结果的和达到时序的。"
    ).format(months=months_head(period))


def not_applicable(scores: Iterable[Score], named: dict[int, str]) -> str:
    """“甲”不适用:原因。 For each that is; the reason is printed (DOMAIN §3)."""
    return "".join(
        _("“{name}”不适用:{reason}").format(
            name=named[score.target.id], reason=closed(not_applicable_because(score)) or _("未说明原因。")
        )
        for score in scores
        if score.status is Status.NOT_APPLICABLE
    )


def is_asked(unit: UnitRef, own: AbstractSet[int], request: Request) -> bool:
    """Whether a unit with these targets is asked: by name, or to help the leaders with a target of its own.

    What the office asks of itself goes to nobody.
    """
    if request.unit_ids:
        return unit.id in request.unit_ids
    return request.to_leaders and bool(own & set(request.target_ids))


def asked_of(unit: UnitRef, own: AbstractSet[int], request: Request) -> Request:
    """The request as the unit reads it: what leaders do it helps with, and how much of it is its own."""
    text, about = request.text.rstrip(_ENDS), set(request.target_ids)
    if not request.unit_ids:
        text = _("配合分管市领导{act}").format(act=text)
    if 0 < len(own & about) < len(about):
        text = _("{act}(其中{you}{count}项)").format(
            act=text, you=your_unit(unit.name), count=len(own & about)
        )
    return replace(request, text=text)


def asked(request: Request) -> str:
    """What is asked, closed with one full stop; the date stands in front of it."""
    return closed(request.text)


def to_report(scores: Iterable[Score]) -> str:
    """补报“甲”“乙”;更新“丙”的数据。 Where the office has not said it in its own words."""
    lines = {Status.NOT_REPORTED: _("补报{names}"), Status.NOT_UPDATED: _("更新{names}的数据")}
    parts = []
    for status, text in lines.items():
        names = "".join(f"“{score.target.name}”" for score in scores if score.status is status)
        parts += [text.format(names=names)] if names else []
    return _("{text}。").format(text=_(";").join(parts)) if parts else ""


def unjudged(scores: Sequence[Score], named: dict[int, str]) -> str:
    """甲(市商务局)、乙(市文旅体局)未填报;丙(市商务局)待审核。 ``named``: names by the target's id."""
    parts = []
    for status in (status for status in Status if status.counts_as in (CountsAs.MISSING, CountsAs.WAITING)):
        own = [score for score in scores if score.status is status]
        if own:
            names = _("、").join(bracketed(named[each.target.id], each.target.lead.name) for each in own)
            parts.append(_("{names}{status}").format(names=names, status=status.word))
    return _("{text}。").format(text=_(";").join(parts)) if parts else ""


def going_well(scores: Sequence[Score], named: dict[int, str]) -> str:
    """完成全年目标:甲(市文旅体局);提前完成:乙(…);补上进度:丙(…)。 Facts; whom to praise the office says."""
    early = [score for score in scores if score.judgement.is_early]
    done = [score for score in scores if score.status is Status.ACHIEVED and score not in early]
    caught = [score for score in scores if score.is_caught_up and score not in done]
    groups = ((_("完成全年目标"), done), (_("提前完成"), early), (_("补上进度"), caught))
    parts = [
        _("{word}:{names}").format(
            word=word,
            names=_("、").join(
                bracketed(named[each.target.id], each.target.lead.name) for each in listed[:_EXAMPLES]
            )
            + (_("等{count}项").format(count=len(listed)) if len(listed) > _EXAMPLES else ""),
        )
        for word, listed in groups
        if listed
    ]
    return _("{text}。").format(text=_(";").join(parts)) if parts else ""


def more(count: int, what: str) -> str:
    """另有12项落后目标,见进度表。"""
    return _("另有{count}项{what},见进度表。").format(count=count, what=what) if count > 0 else ""


def shortened(text: str, longest: int) -> str:
    """Its first clauses, up to so many characters; a longer first clause is cut, and says so."""
    whole = " ".join(text.split()).rstrip(_ENDS)
    if len(whole) <= longest:
        return whole
    cut = max(whole.rfind(mark, 0, longest + 1) for mark in "，,；;。")
    return whole[:cut] if cut >= longest // 3 else f"{whole[: longest - 1]}…"


def problem_and_next(texts: Texts, longest: int) -> str:
    """What the lead wrote of problem and next step, each in so many characters."""
    parts = [shortened(each, longest) for each in (texts.problem, texts.next_step) if each.strip()]
    return _(";").join(parts) or _("未填写")


def statuses_shown(rollup: Rollup) -> tuple[tuple[Status, ...], ...]:
    """The columns of a small table of counts: achieved, on pace, 稍慢, 滞后 with 未完成, missing, waiting."""
    behind = counted_as(CountsAs.BEHIND)
    far = tuple(status for status in behind if status.is_far_behind)
    shown = [(Status.ACHIEVED,), (Status.ON_PACE,), (Status.SLIGHTLY_BEHIND,), far]
    shown += [counted_as(CountsAs.MISSING), (Status.UNDER_REVIEW,)]
    return tuple(shown)
