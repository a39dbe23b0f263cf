"""What the figures give the office cause to say: passages that a person takes, rewrites or leaves out.

Facts and dates only: the cause behind a problem, and who is spared or added, is a person's word. Each
proposal says by which rule it came. Texts are Chinese whoever looks: what is taken stands in a paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from tracker.domain.language import _, in_chinese, marked
from tracker.domain.measure.period import span_of_months
from tracker.domain.measure.target import value_in_words
from tracker.domain.meetings.paper import NO_PAPER, NameOf, Paper, Request
from tracker.domain.meetings.wording import HEADING_LIMIT, Part, Proposal
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.kinds_of_work import KINDS, of_kind
from tracker.domain.sentences.meeting_counts import called, danger_said, in_danger, silent_said
from tracker.domain.sentences.short_names import areas_short
from tracker.domain.workflow.chasing import in_short
from tracker.domain.workflow.matters import MatterLine

# So many are named in one passage, in so many characters; a list of all stands in the files' tables.
_NAMED, _LENGTH = 12, 500
_WORST = 2
_EXAMPLES = 2
_CLUSTERS = 3
# Days behind the meeting: figures, the lists of what is mended, leaders' talks, requests to adjust.
_FILL_IN, _RECTIFY, _STUDY, _ADJUST = 3, 10, 17, 24


@in_chinese()
def proposals(
    card: Scorecard, matters: Sequence[MatterLine], meeting_on: date, paper: Paper = NO_PAPER
) -> tuple[Proposal, ...]:
    """In the paper's order; nothing of a period that has not opened.

    ``matters``: all of the plan. ``paper``: whether units are named beside what is behind or silent, and
    targets in short. Units have their whole names: in a text one asks and praises by them.
    """
    if card.is_unopened:
        return ()
    whole = replace(paper, names=())
    short = replace(paper, names=tuple(each for each in paper.names if each.of is NameOf.TARGET))
    proposed = tuple(_proposed(card, matters, meeting_on, whole))
    if not short.names:
        return proposed
    named = _proposed(card, matters, meeting_on, short)
    return tuple(replace(each, whole=by.said) for each, by in zip(named, proposed, strict=True))


def _proposed(
    card: Scorecard, matters: Sequence[MatterLine], meeting_on: date, paper: Paper
) -> Iterator[Proposal]:
    yield from _problems(card, matters, meeting_on, paper)
    yield from _praise(card, paper)
    yield from _decisions(matters, meeting_on, paper)
    yield from _requests(card, meeting_on)


def _problems(
    card: Scorecard, matters: Sequence[MatterLine], meeting_on: date, paper: Paper
) -> Iterator[Proposal]:
    """Where it clusters, what kind of work, what is overdue, who is silent, what is in danger."""
    left = [score for score in card.behind if score.status.is_far_behind]
    short = areas_short(group.name for group in card.areas)
    for group in _clusters(card):
        own = [score for score in left if score.target.area.number == group.key]
        left = [score for score in left if score not in own]
        heading = _("{area}目标{word}集中").format(area=short[group.name], word=_word(own))
        why = marked("按判定规则“落后较多”的领域,滞后最多的至多三个")
        yield _problem(f"area-{own[0].target.area.id}", heading, _cluster(group, own, card, paper), why)
    for number, (heading, words) in enumerate(KINDS, start=1):
        if len(own := of_kind(words, left)) > 1:
            left = [score for score in left if score not in own]
            why = marked("其余滞后目标中,名称属于同一类工作的有两项以上")
            yield _problem(f"work-{number}", _(heading), _behind(own, paper), why)
    if left:
        text, why = _behind(left, paper), marked("以上各类之外的滞后目标")
        yield _problem("others", _("其他目标{word}").format(word=_word(left)), text, why)
    late = [each for each in matters if each.is_overdue(meeting_on)]
    if late:
        text = "".join(_fitting([_overdue(each, paper) for each in late]))
        yield _problem("overdue", _("议定事项逾期"), text, marked("到会议日仍未销号、已过办结时限的事项"))
    if card.missing:
        heading = _("数据尚未报送") if card.is_before_due else _("数据未按时报送")
        yield _problem("silent", heading, silent_said(card, paper), marked("应报而未填报、未更新的目标"))
    if danger := danger_said(card, paper):
        why = marked("牵头单位研判“有困难”或“需调整”的目标")
        yield _problem("danger", _("完成难度大"), danger, why)


def _problem(key: str, heading: str, text: str, why: str) -> Proposal:
    return Proposal(f"{Part.PROBLEM}:{key}", Request(text, _heading(heading)), why)


def _heading(text: str) -> str:
    """Long names of areas and targets make no heading: a person gives one."""
    return text if len(text) <= HEADING_LIMIT else ""


def _clusters(card: Scorecard) -> list[Group]:
    """Areas far behind with two such targets at least, in the notice's order."""
    much = [
        group
        for group in card.areas
        if card.verdict(group) is Verdict.MUCH_BEHIND and group.rollup.far_behind > 1
    ]
    most = sorted(much, key=lambda group: -group.rollup.far_behind)[:_CLUSTERS]
    return [group for group in much if group in most]


def _word(scores: Iterable[Score]) -> str:
    """滞后; at the year's end 未完成."""
    missed = all(score.status is Status.MISSED for score in scores)
    return Status.MISSED.word if missed else Status.BEHIND.word


def _cluster(group: Group, own: Sequence[Score], card: Scorecard, paper: Paper) -> str:
    """市商务局牵头的8项中4项滞后、1项未填报。领航企业0家、外资大项目1个,均与上半年持平。"""
    leads = {score.target.lead.id for score in group.scores if score.judgement.is_due}
    whose = _("该领域")
    if paper.choices.names and len(leads) == 1:
        whose = _("{unit}牵头的").format(unit=own[0].target.lead.name)
    due = group.rollup.due_counts
    counted = [
        _("{count}项{status}").format(count=due[status], status=status.word)
        for status in (Status.MISSED, Status.BEHIND, Status.NOT_REPORTED, Status.NOT_UPDATED)
        if due[status]
    ]
    first = _("{whose}{due}项中{counted}。").format(
        whose=whose, due=group.rollup.due, counted=_("、").join(counted)
    )
    return first + _stand(own[:_WORST], card, paper)


def _stand(scores: Iterable[Score], card: Scorecard, paper: Paper) -> str:
    """领航企业0家、外资大项目1个,均与上半年持平。 Months where they are not the period's; no milestones."""
    before = card.period.previous
    told: dict[bool, list[str]] = {}
    for score in scores:
        figure, previous, name = score.figure, score.previous, called(score, paper)
        if figure is None or figure.value is None or score.target.terms.value is None:
            continue
        months = "" if figure.data_month == card.period.last_month else span_of_months(figure.data_month)
        # A name that ends with a digit would run into the number.
        between = months or (_("为") if name[-1:].isdigit() else "")
        value = value_in_words(figure.value, score.target.terms)
        is_still = before is not None and previous is not None and previous.value == figure.value
        told.setdefault(is_still, []).append(f"{name}{between}{value}")
    parts = []
    for is_still, named in told.items():
        text = _("、").join(named)
        if is_still and before is not None:
            both = _("均") if len(named) > 1 else ""
            text = _("{text},{both}与{span}持平").format(text=text, both=both, span=before.span)
        parts.append(text)
    return _("{told}。").format(told=_(";").join(parts)) if parts else ""


def _behind(scores: Sequence[Score], paper: Paper) -> str:
    """甲、乙2项滞后,其中1项连续3个季度; what all share is said of all: 甲、乙2项均已连续3个季度滞后。

    Their units stand in the table of what is behind, which every paper has.
    """
    named = _named(scores, paper)
    if len(scores) > 1:
        named = _("{named}{count}项").format(named=named, count=len(scores))
    word, longest = _word(scores), max(score.behind_for for score in scores)
    text = _("{named}{word}").format(named=named, word=word)
    if longest < 2:
        return _("{text}。").format(text=text)
    counted = scores[0].rhythm.counted(longest)
    lasting = sum(score.behind_for == longest for score in scores)
    if lasting == len(scores):
        both = _("均") if lasting > 1 else ""
        return _("{named}{both}已连续{counted}{word}。").format(
            named=named, both=both, counted=counted, word=word
        )
    return _("{text},其中{lasting}项连续{counted}。").format(text=text, lasting=lasting, counted=counted)


def _overdue(matter: MatterLine, paper: Paper) -> str:
    """议定由市资规局7月31日前办结的“新增泊位”协调事项至今未办结。"""
    assert matter.responsible is not None, "only a decided matter is overdue"
    assert matter.due_on is not None, "and it has a day"
    return _("议定由{unit}{month}月{day}日前办结的“{target}”协调事项至今未办结。").format(
        unit=matter.responsible.name,
        month=matter.due_on.month,
        day=matter.due_on.day,
        target=_called(matter, paper),
    )


def _called(matter: MatterLine, paper: Paper) -> str:
    return paper.name_of(NameOf.TARGET, matter.target_id, matter.target_name)


def _praise(card: Scorecard, paper: Paper) -> Iterator[Proposal]:
    """Units with something caught up or newly done, all figures in, nothing far behind; then what is done."""
    earned = _fitting([text for group in card.departments if (text := _earned(group, paper))])
    told = _("{units},数据全部报送,予以表扬。").format(units=_(";").join(earned)) if earned else ""
    # What was done early stands apart, as in the counts.
    done = [each for each in card.targets if each.status is Status.ACHIEVED and not each.judgement.is_early]
    if told and done:
        named = _named(done, paper, most=_EXAMPLES)
        told += _("另有{named}{count}项已完成。").format(named=named, count=len(done))
    if told:
        why = marked("有目标补上进度或新完成、应报数据全部报送、没有滞后的牵头单位")
        yield Proposal(Part.PRAISE, Request(told), why)


def _earned(group: Group, paper: Paper) -> str:
    """市文旅体局体育赛事、文艺活动补上进度,景区创建新完成. Empty where the rule admits it not."""
    owed = [score for score in group.scores if score.judgement.is_owed]
    again = [score for score in group.scores if score.is_caught_up]
    done = [
        score
        for score in group.scores
        if score not in again
        and score.status is Status.ACHIEVED
        and score.previous_status is not Status.ACHIEVED
    ]
    is_clear = not any(score.status.is_far_behind for score in group.scores)
    if not (again or done) or not is_clear or not all(score.is_reported for score in owed):
        return ""
    parts = [
        _("{named}{what}").format(named=_named(those, paper), what=what)
        for those, what in ((again, _("补上进度")), (done, _("新完成")))
        if those
    ]
    return group.name + _(",").join(parts)


def _decisions(matters: Sequence[MatterLine], meeting_on: date, paper: Paper) -> Iterator[Proposal]:
    """What waits for a decision, what was not done in time. What is in danger is asked of the leaders."""
    for each in matters:
        is_late = each.is_overdue(meeting_on)
        if each.end is not None or not (each.decision is None or is_late):
            continue
        text = _overdue(each, paper) if is_late else _asks(each)
        why = marked("已过办结时限的议定事项") if is_late else marked("等待决定的需协调事项")
        about = f"{Part.DECISION}:matter-{each.id}"
        yield Proposal(about, Request(text, _heading(_called(each, paper))), why)


def _asks(matter: MatterLine) -> str:
    asked = matter.asked_of.word if matter.asked_unit is None else matter.asked_unit.name
    text = _("{unit}提请{asked}协调:{request}")
    return text.format(unit=matter.unit.name, asked=asked, request=closed(in_short(matter.request)))


def _requests(card: Scorecard, meeting_on: date) -> Iterator[Proposal]:
    """补齐数据, 逐项整改, 专题研判, 跟踪督办: who is asked, an act, a date counted from the meeting."""
    late = [score for score in card.behind if score.status.is_far_behind]
    if card.missing:
        text = _("补报、更新{count}项数据").format(count=len(card.missing))
        yield _request("fill-in", _("补齐数据"), text, card.missing, _workday(meeting_on, _FILL_IN))
    waiting = [score for score in card.targets if score.is_waiting]
    if waiting:
        text = _("审结待审核的{count}项").format(count=len(waiting))
        day = _workday(meeting_on, _FILL_IN)
        said = Request(text, _("及时审核"), due=day, target_ids=_ids(waiting))
        yield Proposal(f"{Part.REQUEST}:review", said, marked("已提交、待审核的数据,由市府办自己办结"))
    if late:
        text = _("报送{word}{count}项的整改清单,明确措施、责任和时限,经分管领导审签")
        said_text = text.format(count=len(late), word=_word(late))
        yield _request("rectify", _("逐项整改"), said_text, late, _workday(meeting_on, _RECTIFY))
    if difficult := in_danger(card):
        adjust = _workday(meeting_on, _ADJUST)
        text = _("牵头研判{count}项年底完成有困难的目标;确需调整的,{month}月{day}日前按程序报批")
        said = Request(
            text.format(count=len(difficult), month=adjust.month, day=adjust.day),
            _("专题研判"),
            to_leaders=True,
            due=_workday(meeting_on, _STUDY),
            target_ids=_ids(difficult),
        )
        yield Proposal(f"{Part.REQUEST}:study", said, marked("牵头单位研判有困难的目标,由分管领导研判"))
    if lasting := [score for score in late if score.behind_for > 1]:
        text = _("逐旬报告连续滞后的{count}项目标进展,办结一项、销号一项").format(count=len(lasting))
        start = (meeting_on.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield _request("follow-up", _("跟踪督办"), text, lasting, start, is_from=True)


def _request(
    key: str, heading: str, text: str, scores: Sequence[Score], due: date, *, is_from: bool = False
) -> Proposal:
    """Of the leads of these targets."""
    units = dict.fromkeys(score.target.lead.id for score in scores)
    why = {
        "fill-in": marked("未填报、未更新目标的牵头单位"),
        "rectify": marked("滞后目标的牵头单位"),
        "follow-up": marked("连续两期以上滞后目标的牵头单位"),
    }[key]
    said = Request(text, heading, tuple(units), due=due, is_from=is_from, target_ids=_ids(scores))
    return Proposal(f"{Part.REQUEST}:{key}", said, why)


def _ids(scores: Iterable[Score]) -> tuple[int, ...]:
    return tuple(score.target.id for score in scores)


def _workday(meeting_on: date, days: int) -> date:
    """So many days on; from a weekend to the Monday behind it. Holidays are a person's to see."""
    day = meeting_on + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _named(scores: Sequence[Score], paper: Paper, most: int = _NAMED) -> str:
    """甲、乙, of many the first ones and 等."""
    named = [called(score, paper) for score in scores[:most]]
    while len(named) > 1 and sum(map(len, named)) > _LENGTH:
        named.pop()
    text = _("、").join(named)
    return text if len(named) == len(scores) else _("{named}等").format(named=text)


def _fitting(texts: Sequence[str]) -> Sequence[str]:
    """Those that a passage has room for, whole; the first one always."""
    lengths = accumulate(map(len, texts))
    return texts[: max(1, sum(1 for length in lengths if length <= 2 * _LENGTH))]
