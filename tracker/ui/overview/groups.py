"""Areas and departments of 总览 as bars of counts, all cells of one width; or what is one's own of them.

What is chosen (their order, co-led targets, another reading of them) stands in the address.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import repeat

from tracker.domain.access import Person, may_open
from tracker.domain.meetings.reporting import Listed
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup, roll_up
from tracker.domain.progress.scorecard import Group, Scorecard, by_size
from tracker.domain.sentences import coverage_short, group_nothing, on_pace_text
from tracker.domain.sentences.short_names import areas_short, unit_short
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links
from tracker.ui.parts.links import Link

COUNTS, MEANS = "counts", "means"
_AS_WRITTEN, _LOWEST_FIRST = "", "lowest"


@dataclass(frozen=True)
class Choices:
    """How the groups are looked at, as the address has it."""

    chart: str = COUNTS
    order: str = _AS_WRITTEN
    co_led: bool = False

    def link(self, text: str, **other: object) -> Link:
        """The page with something else chosen."""
        asked = {
            "chart": self.chart if self.chart != COUNTS else None,
            "order": self.order or None,
            "co": self.co_led,
        }
        return Link(text, links.to("overview", **(asked | other)))


def choices_of(asked: dict[str, str]) -> Choices:
    """What cannot be read asks for nothing."""
    return Choices(
        chart=MEANS if asked.get("chart") == MEANS else COUNTS,
        order=_LOWEST_FIRST if asked.get("order") == _LOWEST_FIRST else _AS_WRITTEN,
        co_led=asked.get("co") == "true",
    )


@dataclass(frozen=True)
class Part:
    """A table of groups: its head with the choices (HTML), what its rows are, the groups in their order.

    ``name``: what of an address opens a group, links.AREA or links.UNIT; "" where nothing does.
    """

    title: str
    choices: str
    noun: str
    groups: tuple[Group, ...]
    name: str = ""
    co_led: bool = False

    @property
    def shortly(self) -> tuple[Group, ...]:
        """The groups by short names."""
        areas = areas_short(group.name for group in self.groups) if self.name == links.AREA else {}
        return tuple(
            replace(group, name=areas.get(group.name) or unit_short(group.name)) for group in self.groups
        )

    def address_of(self, group: Group) -> str:
        """What the group is opened by; empty where nothing does."""
        return links.group_address(self.name, str(group.key), co_led=self.co_led) if self.name else ""


def parts_of(card: Scorecard, person: Person, choices: Choices) -> tuple[Part, ...]:
    """Areas and departments; of a unit's own view its areas, and what it leads apart from what it co-leads.

    A clerk's figures of other departments are those of the targets that both have: they are not shown as
    the departments'.
    """
    areas = card.areas if choices.order == _AS_WRITTEN else _lowest_first(card.areas)
    looks = _kinds(choices) + _orders(choices)
    if not person.sees_everything:
        own = Part(_("牵头和配合"), "", _("本单位"), _own(card, person))
        return own, Part(_("本单位目标按领域"), looks, _("领域"), areas, links.AREA)
    units = by_size(card.departments_with_co_led if choices.co_led else card.departments)
    by_unit = Part(_("按部门"), _with_co_led(choices), _("部门"), units, links.UNIT, choices.co_led)
    return Part(_("按领域"), looks, _("领域"), areas, links.AREA), by_unit


def _lowest_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    """By 达时序率; those without a share behind them, and last those that have nothing due."""

    def place(group: Group) -> tuple[bool, bool, object]:
        rollup = group.rollup
        return not rollup.due, not rollup.has_shares, rollup.on_pace_share or 0

    return tuple(sorted(groups, key=place))


def _own(card: Scorecard, person: Person) -> tuple[Group, ...]:
    """What the person's units lead, and what others lead with them."""
    led = tuple(score for score in card.targets if score.target.lead.id in person.unit_ids)
    others = tuple(score for score in card.targets if score.target.lead.id not in person.unit_ids)
    named = ((_("牵头"), led), (_("配合"), others))
    return tuple(
        Group(name, 0, scores, roll_up(score.item for score in scores)) for name, scores in named if scores
    )


def _kinds(choices: Choices) -> str:
    options = {
        COUNTS: choices.link(_("按状态"), chart=None),
        MEANS: choices.link(_("完成率"), chart=MEANS),
    }
    return bars.choice_html(_("图表"), options, choices.chart)


def _orders(choices: Choices) -> str:
    if choices.chart == MEANS:
        return ""
    options = {
        _AS_WRITTEN: choices.link(_("原文顺序"), order=None),
        _LOWEST_FIRST: choices.link(_("达时序率低在前"), order=_LOWEST_FIRST),
    }
    return bars.choice_html(_("顺序"), options, choices.order)


def _with_co_led(choices: Choices) -> str:
    options = {
        "": choices.link(_("只看牵头"), co=None),
        "true": choices.link(_("含配合"), co=True),
    }
    return bars.choice_html(_("计入"), options, "true" if choices.co_led else "")


def groups_html(card: Scorecard, person: Person, choices: Choices) -> str:
    """All parts below each other; a cell is as wide in one as in the other."""
    parts = parts_of(card, person, choices)
    cells = max((group.rollup.due for part in parts for group in part.groups), default=0)
    to_lists = may_open(person.role, "reporting")
    return "".join(head_html(part) + _table(part, card, cells, to_lists=to_lists) for part in parts)


def head_html(part: Part) -> str:
    return bars.section_html(part.title, part.choices)


def _table(part: Part, card: Scorecard, cells: int, *, to_lists: bool) -> str:
    heads = (
        ("name", part.noun),
        ("bar", _("应达目标数,按状态")),
        ("share", _("达时序")),
        ("filed", _("上报")),
        ("stands", _("判断")),
    )
    head = "".join(f'<th scope="col" class="{look}">{escape(word)}</th>' for look, word in heads)
    # While too little is known of the whole plan no group has a share either.
    is_known = card.verdict(card.whole) is not Verdict.TOO_LITTLE
    names = (short.name for short in part.shortly)
    of_all = repeat(is_known), repeat(cells), repeat(to_lists and part.name == links.UNIT)
    verdicts, addresses = map(card.verdict, part.groups), map(part.address_of, part.groups)
    rows = "".join(shell.keep_each(_row, part.groups, names, verdicts, addresses, *of_all))
    return f'<table class="groups"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(
    group: Group,
    short: str,
    verdict: Verdict,
    address: str,
    is_known: bool,
    cells: int,
    to_lists: bool,
) -> str:
    rollup, name = group.rollup, escape(short)
    if address:
        name = f'<a class="row-link" href="{escape(address)}" title="{escape(group.name)}">{name}</a>'
    if not rollup.due:
        nothing = escape(_("无应达;{nothing}").format(nothing=group_nothing(rollup)))
        return f'<tr><td class="name">{name}</td><td class="nothing">{nothing}</td></tr>'
    share = on_pace_text(rollup) if is_known else "—"
    look = "share" if is_known and rollup.has_shares else "share few"
    bar = bars.counts_html(rollup, of=cells, hollow=verdict is Verdict.TOO_LITTLE)
    told = "" if verdict is Verdict.SOME_BEHIND else verdict.word
    bad = " bad" if verdict is Verdict.MUCH_BEHIND else ""
    return (
        f'<tr><td class="name">{name}</td><td class="bar">{bar}</td>'
        f'<td class="{look}">{escape(share)}</td>{_filed(rollup, group.key, to_lists=to_lists)}'
        f'<td class="stands{bad}">{escape(told)}</td></tr>'
    )


def _filed(rollup: Rollup, unit: int, *, to_lists: bool) -> str:
    """3/4, in bold where something lacks; the list of what lacks for who may open it."""
    text, lacks = coverage_short(rollup), rollup.reported < rollup.owed
    shown = escape(text)
    if lacks and to_lists:
        shown = links.link_html(links.reporting_link(Listed.MISSING, text, unit), "above")
    return f'<td class="filed{" lacks" if lacks else ""}">{shown}</td>'
