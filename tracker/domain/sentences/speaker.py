"""What a leader can read aloud: whole sentences, the numbers first, no brackets, no dash between months.

The counts are those of all papers (meeting_counts); here they are said as one speaks.
"""

import re
from collections.abc import Iterable, Sequence

from tracker.domain.measure.figure import Finality, Texts
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period, span_of_months
from tracker.domain.measure.quantity import share_text, with_unit
from tracker.domain.measure.target import target_text
from tracker.domain.meetings.paper import NO_PAPER, Paper
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences.briefly import clipped
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.meeting_counts import called, lead_called

_NAMED, _TALKED_ABOUT = 20, 12
_CLAUSES = 40
_WITHIN = re.compile(r"[(（]([^()（）]*)[)）]")
_MONTHS = re.compile(r"(?<=\d)[—–-](?=\d)")
_SHORT = 2  # characters: 台(套) is read 台套, a longer aside is left out


def aloud(text: str) -> str:
    """As it is read: 台(套) is 台套, 新增设施(含体育公园) 新增设施, 1—9月 1至9月."""
    bare = _WITHIN.sub(lambda aside: aside[1] if len(aside[1]) <= _SHORT else "", text)
    return _MONTHS.sub("至", bare)


def speech_title(period: Period) -> tuple[str, str]:
    return f"{period.year}年{period.span}重点目标进展情况", "讲话参考"


def speech_opening(period: Period, points: int) -> str:
    """今天会议的主要任务,是…。下面,我讲三点意见。"""
    about = f"{period.year}年{period.span}重点目标进展情况"
    return f"今天会议的主要任务,是通报{about},研究下一步工作。下面,我讲{_POINTS[points]}点意见。"


_POINTS = ("零", "一", "两", "三", "四", "五", "六")


def counts_aloud(card: Scorecard) -> str:
    """全年重点目标84项,9月底应达63项。已完成7项,达到时序进度26项,合计33项,占52.4%。稍慢11项,滞后8项。…。"""
    whole = card.whole
    when = f"{card.period.last_month}月底" if card.period.next else "年底"
    lead = f"全年重点目标{whole.total}项,"
    if not whole.due:
        nothing = "本期尚未开放填报" if whole.counts[Status.NOT_OPEN] else f"{when}没有应达目标"
        return f"{lead}{nothing}。"
    return lead + f"{when}应达{whole.due}项。{group_aloud(whole)}"


def group_aloud(rollup: Rollup) -> str:
    """已完成7项,达到时序进度26项,合计33项,占52.4%。稍慢11项,滞后8项。4项没有填报,6项正在审核。"""
    due = rollup.due_counts
    done = [
        f"{word}{due[status]}项"
        for status, word in ((Status.ACHIEVED, "已完成"), (Status.ON_PACE, "达到时序进度"))
        if due[status]
    ]
    first = ",".join(done) or "没有达到时序进度的"
    if len(done) > 1:
        first += f",合计{rollup.on_pace}项"
    if rollup.has_shares and rollup.on_pace_share is not None and rollup.on_pace:
        first += f",占{share_text(rollup.on_pace_share)}"
    behind = [f"{status.word}{due[status]}项" for status in counted_as(CountsAs.BEHIND) if due[status]]
    words = {
        Status.NOT_REPORTED: "{count}项没有填报",
        Status.NOT_UPDATED: "{count}项数据没有更新",
        Status.UNDER_REVIEW: "{count}项正在审核",
        Status.NOT_COMPUTABLE: "{count}项没有可以对照的要求",
    }
    silent = [text.format(count=due[status]) for status, text in words.items() if due[status]]
    return "".join("{text}。".format(text=",".join(part)) for part in ([first], behind, silent) if part)


def done_aloud(card: Scorecard, paper: Paper = NO_PAPER) -> str:
    """已完成全年目标的有…等7项。 Those that are due: what is done early is no news of the period."""
    done = [score for score in card.targets if score.status is Status.ACHIEVED and score.judgement.is_due]
    return f"已完成全年目标的有{named_aloud(done, paper)}。" if done else ""


def area_aloud(group: Group) -> str:
    """应达8项。达到时序进度2项。滞后4项。1项正在审核。"""
    if not group.rollup.due:
        return f"目标{group.rollup.total}项,目前都还没有到应达的时候。"
    return f"应达{group.rollup.due}项。{group_aloud(group.rollup)}"


def behind_aloud(score: Score, texts: Texts, paper: Paper = NO_PAPER) -> str:
    """招引外资大项目,全年目标5个,目前1个,已连续3个季度滞后,由市商务局牵头,主要问题是…。"""
    figure, terms = score.figure, score.target.terms
    parts = [aloud(called(score, paper))]
    aim = aloud(target_text(terms))
    if figure is None or figure.value is None or terms.value is None:
        parts += [f"应于{aim}", "目前还没有完成"]
    else:
        value = aloud(with_unit(figure.value, terms.unit_of_measure))
        about = "预计" if figure.finality is Finality.ESTIMATE else ""
        now = "目前{about}{value}" if figure.data_month < MONTHS_OF_YEAR else "全年{about}{value}"
        if figure.stops_short:
            now = "{span}{about}{value}"
        span = aloud(span_of_months(figure.data_month))
        parts += [
            f"全年目标{aim}",
            now.format(span=span, about=about, value=value),
        ]
    if score.behind_for > 1:
        parts.append(f"已连续{score.rhythm.counted(score.behind_for)}滞后")
    if paper.choices.names:
        parts.append(f"由{aloud(lead_called(score, paper))}牵头")
    if texts.problem:
        parts.append("主要是{problem}".format(problem=aloud(clipped(texts.problem, _CLAUSES)).lstrip("是")))
    text = "{text}。".format(text=",".join(parts))
    if not texts.next_step:
        return text
    return text + f"下一步,{closed(aloud(clipped(texts.next_step, _CLAUSES)))}"


def behind_lines(card: Scorecard, group: Group) -> tuple[tuple[Score, ...], tuple[Score, ...]]:
    """Of an area what is talked about one by one, 滞后 and 未完成, and what is only named; worst first."""
    own = [score for score in card.behind if score.target.area.number == group.key]
    far = [score for score in own if score.status.is_far_behind][:_TALKED_ABOUT]
    return tuple(far), tuple(score for score in own if score not in far)


def others_aloud(scores: Sequence[Score], paper: Paper = NO_PAPER) -> str:
    """稍慢的有市科技局的新增高新技术企业、…。"""
    parts = [
        "{status}的{more}有{named}。".format(
            status=status.word, more="还" if status.is_far_behind else "", named=named_aloud(those, paper)
        )
        for status in reversed(counted_as(CountsAs.BEHIND))
        if (those := [score for score in scores if score.status is status])
    ]
    return "".join(parts)


def silent_aloud(scores: Iterable[Score], paper: Paper = NO_PAPER) -> str:
    """没有填报的有市科技局的科创强基项目;数据没有更新的有…。 Who waits for review is only counted."""
    words = {Status.NOT_REPORTED: "没有填报的有{named}", Status.NOT_UPDATED: "数据没有更新的有{named}"}
    found = list(scores)
    parts = [
        text.format(named=named_aloud(those, paper))
        for status, text in words.items()
        if (those := [score for score in found if score.status is status])
    ]
    return "{text}。".format(text=";".join(parts)) if parts else ""


def named_aloud(scores: Sequence[Score], paper: Paper = NO_PAPER) -> str:
    """市科技局的科创强基项目、市经信局的…; the unit in front, where papers name units."""
    template = "{lead}的{name}" if paper.choices.names else "{name}"
    named = "、".join(
        template.format(lead=aloud(lead_called(score, paper)), name=aloud(called(score, paper)))
        for score in scores[:_NAMED]
    )
    if len(scores) == 1:
        return named
    return "{named}{rest}{count}项".format(
        named=named, rest="等" if len(scores) > _NAMED else ",共", count=len(scores)
    )


def speech_closing(period: Period) -> str:
    """今年还有3个月。…。 At the year's end what is left is carried on."""
    if period.next is None:
        return "请各牵头单位对照全年目标认真总结,没有完成的事项要接续抓好、按时办结。"
    left = MONTHS_OF_YEAR - period.last_month
    return f"今年还有{left}个月。请各牵头单位对照年度目标,逐项抓好落实,确保完成全年任务。"
