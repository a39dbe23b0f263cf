"""What a leader can read aloud about one area: the numbers in whole sentences, the most important first."""

from collections.abc import Iterable

from tracker.domain.language import _, bracketed
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.period import Period
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.groups import counts, shares
from tracker.domain.sentences.scores import progress

_NAMED = 4


def speaker_opening(group: Group, period: Period) -> str:
    """“推进高水平对外开放”前三季度目标任务12项,应达10项: …。 The counts, then the shares."""
    lead = _("“{area}”{span}").format(area=group.name, span=period.span)
    return lead + counts(group.rollup, _("目标任务")) + shares(group.rollup)


def good_news(group: Group) -> str:
    """What is achieved and what caught up, by name; empty where nothing is."""
    done = [score for score in group.scores if score.status is Status.ACHIEVED]
    again = [score for score in group.scores if score.is_caught_up]
    words = ""
    if done:
        words += _("已完成全年目标的有{count}项:{named}。").format(count=len(done), named=_named(done))
    if again:
        rhythm = again[0].rhythm
        words += _("{last}未达时序、{this}补上的有{count}项:{named}。").format(
            last=rhythm.last, this=rhythm.this_short, count=len(again), named=_named(again)
        )
    return words


def slow_line(score: Score, period: Period, texts: Texts) -> str:
    """One target behind its pace, with what holds it up and what comes next."""
    words = _("{name}由{lead}牵头,{progress}").format(
        name=score.target.name, lead=score.target.lead.name, progress=progress(score, period)
    )
    words += _("问题是:{text}").format(text=closed(texts.problem)) if texts.problem else ""
    return words + (_("下一步:{text}").format(text=closed(texts.next_step)) if texts.next_step else "")


def other_slow(scores: tuple[Score, ...]) -> str:
    if not scores:
        return ""
    return _("另有{count}项未达时序:{named}。").format(count=len(scores), named=_named(scores))


def silent_line(group: Group) -> str:
    """Who has not reported, and what waits for review: asked for by name."""
    missing = [score for score in group.scores if score.status is Status.NOT_REPORTED]
    old = [score for score in group.scores if score.status is Status.NOT_UPDATED]
    waiting = [score for score in group.scores if score.is_waiting]
    words = (
        _("未填报{count}项:{named}。").format(count=len(missing), named=_named(missing)) if missing else ""
    )
    if old:
        words += _("未更新{count}项:{named}。").format(count=len(old), named=_named(old))
    if waiting:
        words += _("待审核{count}项:{named}。").format(count=len(waiting), named=_named(waiting))
    return words


def unapproved_note(frozen: Frozen) -> str:
    return _("以上含尚未审核的数据。") if frozen.card.include_unapproved else ""


def _named(scores: Iterable[Score]) -> str:
    all_of_them = [bracketed(score.target.name, score.target.lead.name) for score in scores]
    named = "、".join(all_of_them[:_NAMED])
    return named if len(all_of_them) <= _NAMED else _("{named}等").format(named=named)
