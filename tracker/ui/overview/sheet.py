"""总览 as HTML: what stands where on the page, whole or part by part beside charts."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import ClassVar

from tracker.domain.access import Person
from tracker.domain.language import ENGLISH
from tracker.domain.meetings.turns import Turns
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences import plan_counts
from tracker.domain.workflow.lifecycle import Window
from tracker.ui.frame.language import _
from tracker.ui.overview import beside, groups, since, top, unjudged, worst
from tracker.ui.overview.groups import Choices
from tracker.ui.parts import links
from tracker.ui.parts.links import Link


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """``earlier``: the period before, None in the first. ``window``: in which the period is reported.

    ``waiting`` reads what waits for review, ``turns`` gives how the targets turned since ``earlier``; they
    are asked only where something is made anew.
    """

    WIDTHS: ClassVar = (1.34, 1)  # of the two columns; web/style/overview.css has the same

    card: Scorecard
    earlier: Scorecard | None
    person: Person
    choices: Choices
    window: Window | None
    waiting: unjudged.ReadWaiting
    turns: Callable[[Scorecard], Turns]

    def html(self, part: str) -> str:
        """``part``: whole, or top, left and bottom, where charts stand at the right."""
        make = {"top": self._top, "left": self._left, "bottom": self._bottom}
        if part in make:
            return self.wrapped(make[part]())
        if not self.card.whole.due:
            return self.wrapped(self._top() + self._nothing_due() + self._bottom())
        right = groups.groups_html(self.card, self.person, self.choices)
        return self.wrapped(f"{self._top()}{_columns(self._left(), right)}{self._bottom()}")

    def wrapped(self, inside: str) -> str:
        """In the page's classes: columns are as wide as the words, of which English ones are longer.

        Media queries know nothing of 老年模式, in which all type is larger.
        """
        likes = self.person.preferences
        looks = ["in-large-type"] * likes.large_type + ["in-english"] * (likes.language == ENGLISH)
        return f'<div class="{" ".join(["overview", *looks])}">{inside}</div>'

    @property
    def _is_chased(self) -> bool:
        """Whether too little is known of the plan; a unit sees its own targets that lack instead."""
        return self.person.sees_everything and self.card.verdict(self.card.whole) is Verdict.TOO_LITTLE

    def _top(self) -> str:
        headline = top.headline_html(self.card, self._units())
        return headline + top.counts_html(self.card, self.earlier, self.window)

    def _units(self) -> str:
        """The names of the person's units, of who sees these alone."""
        if self.person.sees_everything:
            return ""
        units = (unit for score in self.card.targets for unit in (score.target.lead, *score.target.co_units))
        return _("、").join(dict.fromkeys(unit.name for unit in units if unit.id in self.person.unit_ids))

    def _left(self) -> str:
        """What is behind; then whom to chase while too little is known, else what has turned."""
        card, earlier, role = self.card, self.earlier, self.person.role
        if self._is_chased:
            more = unjudged.chased_html(card, earlier, role)
        else:
            more = "" if earlier is None else since.since_html(self.turns(earlier), role)
        return worst.worst_html(card, earlier) + more

    def _nothing_due(self) -> str:
        """What the plan holds, and the period before, which says more."""
        text = f"<p>{escape(plan_counts(self.card))}</p>"
        if self.card.is_unopened and self.window is not None:
            opens = _("将于{day}开放填报。").format(day=top.day_text(self.window.opens_at))
            text += f"<p>{escape(opens)}</p>"
        if self.earlier is None or not self.earlier.whole.due:
            return text
        span = self.earlier.period.span
        there = Link(_("查看{span}").format(span=span), links.to("overview", q=self.earlier.period))
        return f"{text}<p>{links.link_html(there, 'go')}</p>"

    def _bottom(self) -> str:
        """What has no verdict yet, budgets, what is not due, and the rules in force."""
        rules = f'<p class="foot">{escape(self.card.rules.sentence)}</p>'
        if self.card.is_unopened:
            return rules
        budgets, outside = beside.budgets_html(self.card), beside.outside_html(self.card)
        silent = "" if self._is_chased else unjudged.unjudged_html(self.card, self.waiting, self.person.role)
        left, right = (silent, budgets + outside) if silent else (budgets, outside)
        return _columns(left, right) + rules


def _columns(left: str, right: str) -> str:
    sides = f'<div class="wide-column">{left}</div><div class="narrow-column">{right}</div>'
    return f'<div class="columns">{sides}</div>'
