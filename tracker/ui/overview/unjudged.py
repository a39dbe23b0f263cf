"""What has no verdict yet, and while too little is known of the plan whom to chase first."""

from collections.abc import Callable, Mapping
from html import escape

from tracker.domain.access import Acting, may_open
from tracker.domain.measure.figure import Figure
from tracker.domain.meetings.reporting import Listed
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.sentences.conclusion import silence
from tracker.domain.sentences.short_names import unit_short
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links
from tracker.ui.parts.badges import status_html

_SHOWN, _CHASED = 12, 8
ReadWaiting = Callable[[tuple[Score, ...]], Mapping[int, Figure]]  # by target


def unjudged_html(card: Scorecard, read_waiting: ReadWaiting, role: Acting) -> str:
    """A row each, with its lead and what is known of it; ``read_waiting`` gives what waits for review."""
    silent = card.unjudged
    if not silent:
        return ""
    shown = silent[:_SHOWN]
    waiting = read_waiting(shown)
    rows = "".join(_row(score, waiting.get(score.target.id)) for score in shown)
    more = len(silent) - _SHOWN
    rest = _("此处列前{shown}项,另有{more}项。").format(shown=_SHOWN, more=more)
    return (
        bars.section_html(_("还没有判定的{count}项").format(count=len(silent)), _to_filing(role))
        + f'<table class="silent"><tbody>{rows}</tbody></table>'
        + (f'<p class="note">{escape(rest)}</p>' if more > 0 else "")
    )


def _to_filing(role: Acting) -> str:
    if not may_open(role, "reporting"):
        return ""
    return links.link_html(links.reporting_link(Listed.MISSING, _("填报情况")), "go")


def _row(score: Score, waiting: Figure | None) -> str:
    target = score.target
    return (
        f'<tr><td class="stands">{status_html(score.status)}</td><td class="named">'
        f"{links.link_html(links.target_link(target), 'row-link')}</td>"
        f'<td class="lead" title="{escape(target.lead.name)}">{escape(unit_short(target.lead.name))}</td>'
        f'<td class="told">{escape(silence(score, waiting))}</td></tr>'
    )


def chased_html(card: Scorecard, earlier: Scorecard | None, role: Acting) -> str:
    """The departments with most that is not there, beside how they reported the period before."""
    late = sorted(
        (group for group in card.departments if group.rollup.missing),
        key=lambda group: -group.rollup.missing,
    )
    if not late:
        return ""
    then = {} if earlier is None else {group.key: group for group in earlier.departments}
    rows = "".join(
        f'<tr><td class="named">{_to_unit(group, role)}</td>'
        f'<td class="count">{escape(_("{count}项未报").format(count=group.rollup.missing))}</td>'
        f'<td class="told">{escape(_record(then.get(group.key), earlier))}</td></tr>'
        for group in late[:_CHASED]
    )
    section = bars.section_html(_("先催哪些单位"), _to_filing(role))
    return f'{section}<table class="chased"><tbody>{rows}</tbody></table>'


def _to_unit(group: Group, role: Acting) -> str:
    if may_open(role, "reporting"):
        return links.link_html(links.reporting_link(Listed.MISSING, group.name, group.key), "row-link")
    address = links.group_address(links.UNIT, str(group.key))
    return links.link_html(links.Link(group.name, address), "row-link")


def _record(then: Group | None, earlier: Scorecard | None) -> str:
    """上半年按期; 上半年有2项未按期."""
    if then is None or earlier is None or not then.rollup.owed:
        return ""
    late, span = then.rollup.owed - then.rollup.on_time, earlier.period.span
    if not late:
        return _("{span}按期").format(span=span)
    return _("{span}有{count}项未按期").format(span=span, count=late)
