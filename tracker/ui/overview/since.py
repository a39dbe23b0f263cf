"""What turned since the period before, with the names of the targets."""

from html import escape

from tracker.domain.access import Acting, may_open
from tracker.domain.meetings.comparison import ChangeKind
from tracker.domain.meetings.turns import Turns
from tracker.domain.progress.scorecard import Target
from tracker.domain.sentences import change_of_behind
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links
from tracker.ui.parts.links import Link

_NAMED = 3
_TURNS = (
    ChangeKind.CAUGHT_UP,
    ChangeKind.NEWLY_ON_PACE,
    ChangeKind.ACHIEVED,
    ChangeKind.FELL_BEHIND,
    ChangeKind.WORSENED,
)


def since_html(turns: Turns, role: Acting) -> str:
    """A line for each kind of turn, and what became of all that was far behind."""
    last = turns.older.period.span
    lines = [_turned(kind, targets) for kind in _TURNS if (targets := turns.of(kind))]
    if told := change_of_behind(turns):
        kept = links.link_html(Link(_("查看督办情况"), links.to("matters")), "go")
        more = f'<span class="beside">{kept}</span>' if may_open(role, "matters") else ""
        lines.append(_line(_("连续滞后"), len(turns.newer.behind_again), f"{escape(told)} {more}"))
    if not lines:
        nothing = _("与{last}相比,没有目标转为达时序或落后。").format(last=last)
        lines.append(f'<p class="note">{escape(nothing)}</p>')
    each = Link(_("逐项对比"), links.to("compare"))
    beside = [links.link_html(each, "go")] if may_open(role, "compare") else []
    return (
        bars.section_html(_("比{last}").format(last=last), *beside)
        + f'<dl class="turns">{"".join(lines)}</dl>'
    )


def _turned(kind: ChangeKind, targets: tuple[Target, ...]) -> str:
    """补上进度 7项: 协同创新项目、… 等."""
    names = _("、").join(links.link_html(links.target_link(target)) for target in targets[:_NAMED])
    return _line(kind.word, len(targets), names + (_(" 等") if len(targets) > _NAMED else ""))


def _line(word: str, count: int, told: str) -> str:
    head = _("{kind} {count}项").format(kind=word, count=count)
    return f"<div><dt>{escape(head)}</dt><dd>{told}</dd></div>"
