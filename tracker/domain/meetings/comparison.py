"""Two frozen quarters held side by side: exactly what changed from one meeting to the next (DOMAIN §5).

Facts only, no words of its own: a comparison is frozen with the snapshot that it was made for. Statuses are
compared at each snapshot's own quarter; values only where both know the same quarter's figure, because
the next quarter's running total differs by its nature.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Terms, value_in_words
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score, Scorecard, UnitRef
from tracker.domain.progress.status import Status, labelled
from tracker.domain.workflow.adjustment import Version, what_changes
from tracker.domain.workflow.erratum import ReadAs, differences


class ChangeKind(StrEnum):
    """The groups of a comparison, in the order in which a meeting asks for them."""

    CAUGHT_UP = "caught_up"
    NEWLY_ON_PACE = "newly_on_pace"
    ACHIEVED = "achieved"
    FELL_BEHIND = "fell_behind"
    WORSENED = "worsened"
    EASED = "eased"
    NEWLY_REPORTED = "newly_reported"
    NO_LONGER_REPORTED = "no_longer_reported"
    FILED_LATE = "filed_late"
    CORRECTED = "corrected"
    VERIFIED = "verified"
    APPROVED = "approved"
    ADJUSTED = "adjusted"
    REORGANISED = "reorganised"
    READ_ANEW = "read_anew"
    ADDED = "added"
    DROPPED = "dropped"
    OTHER_STATUS = "other_status"

    @property
    def word(self) -> str:
        return {
            "caught_up": _("补上进度"),
            "newly_on_pace": _("新达时序"),
            "achieved": _("新完成"),
            "fell_behind": _("新落后"),
            "worsened": _("由稍慢转滞后"),
            "eased": _("由滞后转稍慢"),
            "newly_reported": _("新填报"),
            "no_longer_reported": _("本期未报"),
            "filed_late": _("补报往期"),
            "corrected": _("数据更正"),
            "verified": _("审核值变化"),
            "approved": _("已补审核"),
            "adjusted": _("目标调整"),
            "reorganised": _("机构变更"),
            "read_anew": _("勘误"),
            "added": _("新增目标"),
            "dropped": _("不再列入"),
            "other_status": _("其他状态变化"),
        }[self]


_OF_STATUS = frozenset(
    (
        ChangeKind.CAUGHT_UP,
        ChangeKind.NEWLY_ON_PACE,
        ChangeKind.ACHIEVED,
        ChangeKind.FELL_BEHIND,
        ChangeKind.WORSENED,
        ChangeKind.EASED,
        ChangeKind.NEWLY_REPORTED,
        ChangeKind.NO_LONGER_REPORTED,
        ChangeKind.OTHER_STATUS,
    )
)


@dataclass(frozen=True)
class Change:
    """One target in one group. ``terms`` and ``lead`` as the newer snapshot has them (dropped: the older).

    ``period``: whose figure it is. ``before``, ``after``: the target's statuses in the two snapshots, None
    where it is in one only. Figures only in the groups about figures, ``old_terms`` only in ADJUSTED,
    REORGANISED and READ_ANEW, ``old_name`` only in the latter. ``old_co``, ``co``: the co-responsible units
    that are in one of the two only, by name.
    """

    kind: ChangeKind
    target_id: int
    code: str
    name: str
    lead: str
    period: Period
    terms: Terms
    before: Status | None = None
    after: Status | None = None
    old_figure: Figure | None = None
    new_figure: Figure | None = None
    old_terms: Terms | None = None
    old_lead: str = ""
    old_name: str = ""
    old_co: tuple[str, ...] = ()
    co: tuple[str, ...] = ()

    @property
    def is_budget(self) -> bool:
        return self.terms.kind is Kind.BUDGET

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What it was and what it is, in words: the turn of the status in its groups, then the details.

        With what was reported where the office verified another value: for the system, not for a meeting.
        """
        return (*self._turn(), *self.details, *self._reported())

    @property
    def details(self) -> tuple[Difference, ...]:
        """What of the target's terms or of its figure differs."""
        if self.old_terms is None:
            return tuple(self._of_figures())
        co = _differing(_("配合单位"), *(_("、").join(names) or "—" for names in (self.old_co, self.co)))
        return (*self._of_terms(self.old_terms), *co)

    def _of_terms(self, old_terms: Terms) -> tuple[Difference, ...]:
        # Versions name the lead by id, a comparison by name: any two ids do that differ where the names do.
        new_id = 1 if self.old_lead == self.lead else 2
        if self.kind is ChangeKind.READ_ANEW:
            old = ReadAs(self.old_name, old_terms, UnitRef(1, self.old_lead))
            return differences(old, ReadAs(self.name, self.terms, UnitRef(new_id, self.lead)))
        before, after = Version(old_terms, 1, self.period), Version(self.terms, new_id, self.period)
        return what_changes(before, after, {1: self.old_lead, new_id: self.lead})

    def _turn(self) -> Iterator[Difference]:
        if self.kind in _OF_STATUS and self.before is not None and self.after is not None:
            yield from _differing(_("状态"), labelled(self.before), labelled(self.after))

    def _of_figures(self) -> Iterator[Difference]:
        old, new = self.old_figure, self.new_figure
        if old is None and new is None:
            return
        yield from _differing(_("数值"), self._value(old), self._value(new))
        if old is not None and new is not None:
            month = _("{month}月")
            yield from _differing(
                _("数据截至"), month.format(month=old.data_month), month.format(month=new.data_month)
            )
            yield from _differing(_("数据性质"), old.finality.word, new.finality.word)
            yield from _differing(_("审核状态"), old.state.word, new.state.word)

    def _reported(self) -> Iterator[Difference]:
        if self.old_figure is not None and self.new_figure is not None:
            figures = (self.old_figure, self.new_figure)
            reported = (value_in_words(each.reported_value, self.terms) for each in figures)
            yield from _differing(_("上报值"), *reported)

    def _value(self, figure: Figure | None) -> str:
        return "—" if figure is None else value_in_words(figure.value, self.terms)


def once_each(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The first change of each target: targets are counted and named, of which two figures may differ."""
    firsts: dict[int, Change] = {}
    for change in changes:
        firsts.setdefault(change.target_id, change)
    return tuple(firsts.values())


@dataclass(frozen=True)
class Count:
    """How many targets stand in one group, and apart from them how many budgets."""

    kind: ChangeKind
    targets: int
    budgets: int


@dataclass(frozen=True)
class Comparison:
    """``changes`` by groups, within one in the register's. Rule sets where they differ."""

    older: Period
    newer: Period
    changes: tuple[Change, ...] = ()
    rules_before: RuleSet | None = None
    rules_after: RuleSet | None = None
    grouped: dict[ChangeKind, tuple[Change, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        of_kinds: defaultdict[ChangeKind, list[Change]] = defaultdict(list)
        for change in self.changes:
            of_kinds[change.kind].append(change)
        self.grouped.update((kind, tuple(changes)) for kind, changes in of_kinds.items())

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        return self.grouped.get(kind, ())

    def of_targets(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Without those of budgets, which are never counted among targets."""
        return tuple(change for change in self.of(kind) if not change.is_budget)

    def of_budgets(self, kind: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.of(kind) if change.is_budget)

    @property
    def counts(self) -> tuple[Count, ...]:
        """What every page and file says of how many there are; groups without a change are left out."""
        return tuple(
            Count(kind, len(once_each(self.of_targets(kind))), len(once_each(self.of_budgets(kind))))
            for kind in ChangeKind
            if self.of(kind)
        )

    @property
    def is_empty(self) -> bool:
        return not self.changes and self.rules_after is None

    def among(self, target_ids: Collection[int]) -> "Comparison":
        """Itself, with the changes of some targets only."""
        return replace(self, changes=tuple(each for each in self.changes if each.target_id in target_ids))


_Periods = tuple[tuple[Period, str, str], ...]


def compare(older: Scorecard, newer: Scorecard) -> Comparison:
    """What differs between two scorecards of a plan. Budgets are compared as targets are."""
    before = {score.target.id: score for score in older.scores}
    after = {score.target.id: score for score in newer.scores}
    changes: list[Change] = []
    periods = _known_to_both(older.period, newer.period)
    for score in newer.scores:
        old = before.get(score.target.id)
        if old is None:
            changes.append(_change(ChangeKind.ADDED, score, newer.period, after=score.status))
        else:
            changes += _turned(old, score, newer.period)
            changes += _figures(old, score, periods, older.period == newer.period)
            changes += _terms(old, score, newer.period)
    changes += [
        _change(ChangeKind.DROPPED, score, older.period, before=score.status)
        for score in older.scores
        if score.target.id not in after
    ]
    order = {kind: place for place, kind in enumerate(ChangeKind)}
    rules = (older.rules, newer.rules) if older.rules != newer.rules else (None, None)
    return Comparison(
        older.period, newer.period, tuple(sorted(changes, key=lambda change: order[change.kind])), *rules
    )


def _change(kind: ChangeKind, score: Score, period: Period, **more: object) -> Change:
    target = score.target
    return Change(
        kind=kind,
        target_id=target.id,
        code=target.code,
        name=target.name,
        lead=target.lead.name,
        period=period,
        terms=target.terms,
        **more,  # type: ignore[arg-type]
    )


def _turned(old: Score, new: Score, period: Period) -> Iterator[Change]:
    """The turn of a status, and of being reported at all: one is not hidden behind the other."""
    statuses = {"before": old.status, "after": new.status}
    was, is_now = _is_reported(old), _is_reported(new)
    if was != is_now:
        kind = ChangeKind.NEWLY_REPORTED if is_now else ChangeKind.NO_LONGER_REPORTED
        yield _change(kind, new, period, new_figure=new.figure, **statuses)
    turn = turn_of(old.status, new.status)
    if turn is not None and (turn is not ChangeKind.OTHER_STATUS or was == is_now):
        yield _change(turn, new, period, **statuses)


def _is_reported(score: Score) -> bool:
    return score.figure is not None or score.is_waiting


def turn_of(before: Status, after: Status) -> ChangeKind | None:
    """What is said of a target whose status turned; None where it did not."""
    if before is after:
        return None
    if after.is_behind:
        if not before.is_behind:
            return ChangeKind.FELL_BEHIND
        return ChangeKind.EASED if after is Status.SLIGHTLY_BEHIND else ChangeKind.WORSENED
    if not after.is_on_pace:
        return ChangeKind.OTHER_STATUS
    if before.is_behind:
        return ChangeKind.CAUGHT_UP
    if before is Status.ACHIEVED:
        return ChangeKind.OTHER_STATUS
    return ChangeKind.ACHIEVED if after is Status.ACHIEVED else ChangeKind.NEWLY_ON_PACE


def _figures(old: Score, new: Score, periods: _Periods, is_same_period: bool) -> Iterator[Change]:
    """The figures of every quarter that both snapshots know: the quarter itself and the one before."""
    for place, (period, was, is_now) in enumerate(periods):
        earlier, later = getattr(old, was), getattr(new, is_now)
        kind = _figure_change(earlier, later)
        is_told = is_same_period and place == 0 and kind is ChangeKind.FILED_LATE  # as newly reported
        if kind is not None and not is_told:
            figures = {"old_figure": earlier, "new_figure": later}
            yield _change(kind, new, period, before=old.status, after=new.status, **figures)


def _known_to_both(older: Period, newer: Period) -> _Periods:
    """The later one first; each with the field of the older score, and of the newer, that has its figure."""
    earlier, later = _fields(older), _fields(newer)
    return tuple(
        (each, earlier[each], later[each]) for each in sorted(earlier.keys() & later.keys(), reverse=True)
    )


def _fields(period: Period) -> dict[Period, str]:
    before = period.previous
    return {period: "figure"} | ({} if before is None else {before: "previous"})


def _figure_change(old: Figure | None, new: Figure | None) -> ChangeKind | None:
    if new is None:
        return None  # withdrawn or returned: told where the quarter itself is compared
    if old is None:
        return ChangeKind.FILED_LATE
    if old.report_id == new.report_id:
        if old.value != new.value:
            return ChangeKind.VERIFIED
        return ChangeKind.APPROVED if old.state is not new.state else None
    return ChangeKind.CORRECTED if _said(old) != _said(new) else None


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.reported_value, figure.data_month, figure.finality


def _terms(old: Score, new: Score, period: Period) -> Iterator[Change]:
    was, now = old.target, new.target
    if (was.terms_version, was.terms, was.lead) != (now.terms_version, now.terms, now.lead):
        # What was adjusted besides stands there with it: both differ from what was seen then.
        is_read_anew = was.errata != now.errata
        is_reform = was.reforms != now.reforms and was.terms == now.terms
        co_then, co_now = ([unit.name for unit in each.co_units] for each in (was, now))
        yield _change(
            ChangeKind.READ_ANEW
            if is_read_anew
            else ChangeKind.REORGANISED
            if is_reform
            else ChangeKind.ADJUSTED,
            new,
            period,
            before=old.status,
            after=new.status,
            old_terms=was.terms,
            old_lead=was.lead.name,
            old_name=was.name if is_read_anew else "",
            old_co=tuple(name for name in co_then if name not in co_now),
            co=tuple(name for name in co_now if name not in co_then),
        )


def _differing(what: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(what, before, after)
