"""Pages over all open plans: which plan something is of, and the choice to see one alone (?of=)."""

from collections.abc import Mapping, Sequence
from html import escape

from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.sentences.short_names import plan_called
from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import bars, links
from tracker.ui.parts.links import Link

OF = "of"  # in the address: the code of the one plan that a list is narrowed to


def shown(visits: Sequence[Visit] | None = None) -> tuple[Visit, ...]:
    """The visits of a page over all open plans, or the one that the address narrows it to.

    ``visits``: where not those that the head's period is asked for.
    """
    known = shell.visits_shown() if visits is None else tuple(visits)
    asked = tuple(each for each in known if each.plan.code == address.seen().get(OF))
    return asked or known


def narrowed() -> str | None:
    """What a link on such a page carries so that the list stays narrowed."""
    return address.seen().get(OF)


def name(visit: Visit) -> str:
    """The plan in short with the period that is shown of it; nothing where there is no other plan."""
    if not visit.plan_in_address:
        return ""
    return f"{plan_called(visit.plan)} · {shell.period_of(visit).label}"


def short(plan: PlanRef) -> str:
    """The plan beside something of it; nothing where there is no other."""
    return plan_called(plan) if shell.visit().plan_in_address else ""


def named_html(visit: Visit) -> str:
    """The plan beside a line that says something of it."""
    return f'<span class="line">{escape(name(visit))}</span>'


def ways(
    page: str, counts: Mapping[str, int], visits: Sequence[Visit] | None = None, **own: object
) -> dict[str, Link]:
    """全部方案 12, 承接方案 9, 民生实事项目 3; nothing where one plan is shown. ``counts`` by code."""
    visits = shell.visits_shown() if visits is None else visits
    if len(visits) < 2:
        return {}
    every = Link(_("全部方案 {n}").format(n=sum(counts.values())), links.to(page, **own))
    return {"": every} | {
        each.plan.code: Link(
            f"{plan_called(each.plan)} {counts.get(each.plan.code, 0)}",
            links.to(page, **own, **{OF: each.plan.code}),
        )
        for each in visits
    }


def choice_html(
    page: str, counts: Mapping[str, int], visits: Sequence[Visit] | None = None, **own: object
) -> str:
    """The same side by side."""
    options = ways(page, counts, visits, **own)
    if not options:
        return ""
    return f'<div class="office-choice">{bars.choice_html(_("方案"), options, narrowed() or "")}</div>'


def section_html(visit: Visit) -> str:
    """Over the part of a page that is about one of several plans."""
    return f'<div class="plan-part">{bars.section_html(name(visit))}</div>'
