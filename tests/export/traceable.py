"""Which numbers a file made from a snapshot may print: those of its rows, counts and shares, as printed.

``untraceable(text, frozen)`` is empty for an honest text. Numbers are compared without sign,
thousands separators and trailing zeros (80.0 is 80): the words around them carry the direction.
``numbers_of_score`` is the strict set for a sentence about one target.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from tracker.domain.measure.figure import Figure, Texts
from tracker.domain.measure.pace import expected_value, required_rate
from tracker.domain.measure.period import SHANGHAI, Period, share_of_year
from tracker.domain.measure.quantity import kept_short, rounded
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import ChangeKind
from tracker.domain.meetings.meeting import EarlierPeriod
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.meetings.trend import earlier_periods
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import FEWEST_FOR_MEAN, FEWEST_FOR_SHARES, Rollup
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences import full_width
from tracker.domain.sentences.since import statuses_since

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?", re.ASCII)


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in one form: 1,368.50 is 1368.5."""
    return [canonical(found) for found in _NUMBER.findall(text)]


def canonical(printed: str) -> str:
    bare = printed.replace(",", "").lstrip("+-−")
    whole, _, rest = bare.partition(".")
    rest = rest.rstrip("0")
    return f"{int(whole)}.{rest}" if rest else str(int(whole))


def untraceable(text: str, frozen: Frozen, *more: object, sha256: str = "", number: str = "") -> list[str]:
    """Numbers in ``text`` that no row, count, share, date or word of the snapshot accounts for.

    ``sha256`` and ``number`` are the snapshot's own; any head of the hash of 8 characters and more
    is taken out of the text first. ``more`` are numbers that the layout brings (page numbers, caps).
    """
    for length in range(len(sha256), 7, -1):
        text = text.replace(sha256[:length], " ")
    for known in filter(None, (number, frozen.audit_head[:12], frozen.notice_sha256)):
        text = text.replace(known, " ")
    allowed = allowed_numbers(frozen) | {form for one in more for form in _forms(one)}
    return [found for found in numbers_in(text) if found not in allowed]


def allowed_numbers(frozen: Frozen) -> frozenset[str]:
    """Every number that a text about the whole snapshot may print."""
    card = frozen.card
    groups = (*card.areas, *card.departments, *card.departments_with_co_led)
    found: set[str] = set()
    for score in card.scores:
        found |= numbers_of_score(score, card.period, frozen.texts_of(_report(score)))
        found |= set(_forms(score.item.indexed))
    led = (card.of_leader(each.id).whole for each in card.leaders)
    for rollup in (card.whole, *led, *(group.rollup for group in groups)):
        found |= numbers_of_rollup(rollup, card.pace)
    found |= _counted(frozen)
    loose = (
        card.plan,
        card.rules,
        card.sequence,
        frozen.name,
        frozen.author,
        frozen.meeting_on,
        frozen.frozen_at,
        frozen.audit_rows,
        card.period,
        card.pace,
        FEWEST_FOR_SHARES,
        FEWEST_FOR_MEAN,
        0,
        100,
    )
    for group in groups:
        found |= set(_forms(group.name))
    for each in earlier_periods(frozen):
        found |= numbers_of_earlier(each)
    loose = (*loose, frozen.records, frozen.paper)
    loose = (*loose, *(request.due_words for request in frozen.paper.words.requests))
    if frozen.last is not None:
        changes = frozen.last.comparison
        loose = (*loose, *(len(changes.of(kind)) for kind in ChangeKind), len(changes.changes))
    return frozenset(found | {form for one in loose for form in _forms(one)})


def numbers_of_score(score: Score, period: Period, texts: Texts | None = None) -> set[str]:
    """The strict set for one target: its terms, figures, readings, required rate, names and texts."""
    terms, judged, target = score.target.terms, score.judgement, score.target
    parts: list[object] = [
        terms,
        target.name,
        target.code,
        target.area,
        target.lead,
        target.co_units,
        target.anchor,
        target.terms_version,
        texts,
        period,
        1,
        period.last_month,
        score.figure,
        score.previous,
        score.change,
        judged.completion,
        None if judged.completion is None else kept_short(judged.completion, judged.pace),
        judged.pace,
        judged.gap,
        None if judged.difference is None else rounded(judged.difference, 4),
        score.behind_for,
    ]
    expected = expected_value(terms, period.last_month, period)
    parts += [] if expected is None else [rounded(expected, 4), rounded(expected, 2)]
    if score.previous is not None:
        parts.append(score.previous.data_month + 1)  # 7—9月新增
    for figure in (score.figure, score.previous):
        parts += _of_figure(score, figure, period)
    return {form for one in parts for form in _forms(one)}


def numbers_of_rollup(rollup: Rollup, pace: Fraction) -> set[str]:
    counted = [
        rollup.total,
        rollup.due,
        rollup.owed,
        rollup.reported,
        rollup.on_time,
        rollup.early,
        rollup.averaged,
        rollup.on_pace,
        rollup.behind,
        rollup.far_behind,
        rollup.missing,
        rollup.judged,
        rollup.unjudged,
        *rollup.counts.values(),
        *rollup.due_counts.values(),
    ]
    shares = [rollup.completeness, rollup.timeliness]
    if rollup.has_shares:
        shares += [rollup.on_pace_share, rollup.on_pace_of_judged, rollup.index, rollup.index_of_judged]
    shares += [None if mean is None else kept_short(mean, pace) for mean in (rollup.mean, rollup.median)]
    shares += [rollup.mean, rollup.median]
    return {form for one in (*counted, *shares) for form in _forms(one)}


def numbers_of_earlier(each: EarlierPeriod) -> set[str]:
    """Of a period before: its counts, what is on pace and far behind of them, and the share of the judged."""

    def counted(which: Callable[[Status], bool]) -> int:
        return sum(count for status, count in each.counts.items() if which(status))

    judged, on_pace = counted(lambda status: status.is_verdict), counted(lambda status: status.is_on_pace)
    known = [*each.counts.values(), judged, on_pace, counted(lambda status: True), each.period]
    known += [counted(lambda status: status.is_far_behind), counted(lambda status: not status.is_verdict)]
    share = Fraction(on_pace, judged) if judged >= FEWEST_FOR_SHARES else None
    return {form for one in (*known, share) for form in _forms(one)}


def _of_figure(score: Score, figure: Figure | None, period: Period) -> Iterator[object]:
    terms = score.target.terms
    if figure is None:
        return
    yield share_of_year(figure.data_month)
    if figure.value is None or terms.value is None:
        return
    yield None if terms.upper is None else terms.upper - figure.value
    difference = figure.value - terms.value
    yield from (difference, Fraction(difference) / 100)
    expected = expected_value(terms, figure.data_month, period)
    if expected is not None:
        yield from (expected, rounded(expected, 2), rounded(Fraction(figure.value) - expected, 4))
    rate = required_rate(terms, figure.value, figure.data_month)
    if rate is not None:
        yield from (rate.remaining, rate.months_left)
        for monthly in (rate.needed_per_month, rate.so_far_per_month):
            if monthly is not None:
                yield from (rounded(monthly, places) for places in range(1, 5))


def _counted(frozen: Frozen) -> set[str]:
    """Numbers of things: areas, departments, lines of lists, groups by how they stand."""
    card = frozen.card
    found: set[int] = {
        len(card.areas),
        len(card.departments),
        len(card.scores),
        len(card.budgets),
        len(card.targets),
        len(card.behind),
        len(card.missing),
    }
    found |= set(range(1, len(card.scores) + 1))  # the numbers of lines
    for groups in (card.areas, card.departments):
        for status in Status:
            found.add(sum(1 for group in groups if group.rollup.counts[status]))
        for verdict in Verdict:
            found.add(sum(1 for group in groups if card.verdict(group) is verdict))
    records = frozen.records
    lists: list[tuple[object, ...]] = [
        records.adjustments_since,
        records.corrections_since,
        records.adjustments,
        records.corrections,
    ]
    if records.last is not None:
        compared = records.last.comparison
        lists.append(compared.changes)
        for kind in ChangeKind:
            lists.append(compared.of(kind))
            lists.append(tuple(each for each in compared.of(kind) if each.terms.kind is not Kind.BUDGET))
    found |= {len(each) for each in lists}
    found |= set(_turned(frozen))
    statuses = [score.status for score in card.budgets]
    on_pace, behind = sum(s.is_on_pace for s in statuses), sum(s.is_behind for s in statuses)
    found |= {on_pace, behind, len(statuses) - on_pace - behind}
    return {str(one) for one in found}


def _turned(frozen: Frozen) -> Iterator[int]:
    """How many targets turned from which status to which since the last meeting, and the sums of these."""
    if frozen.last is None:
        return
    before, now = statuses_since(frozen.last, frozen.card)
    pairs = [(before.get(target), now.get(target)) for target in before.keys() | now.keys()]
    yield from Counter(pairs).values()
    was, is_now = ({t for t, s in each.items() if s.is_far_behind} for each in (before, now))
    yield from (len(was), len(is_now), len(was - is_now), len(is_now - was), len(was & is_now))
    for status in Status:
        yield sum(1 for target in was - is_now if now.get(target) is status)
        yield sum(1 for target in is_now - was if before.get(target) is status)
    yield sum(1 for target in was - is_now if target in now and now[target].is_on_pace)
    slow = Status.SLIGHTLY_BEHIND
    yield sum(1 for old, new in pairs if old is slow and new is not None and new.is_on_pace)
    yield sum(1 for old, new in pairs if old is not None and old.is_on_pace and new is slow)
    yield sum(1 for score in frozen.card.targets if score.behind_for >= 3 and score.status.is_far_behind)


def _report(score: Score) -> int | None:
    return None if score.figure is None else score.figure.report_id


def _forms(value: object) -> Iterator[str]:
    """How a value may be printed: a share as a percentage, a date by its parts, a text's own numbers."""
    match value:
        case None | bool() | Enum():
            return
        case int() | Decimal():
            yield canonical(f"{abs(value):f}")
        case Fraction():
            yield from (canonical(f"{abs(rounded(value * 100, places)):f}") for places in (0, 1))
            yield canonical(f"{abs(rounded(kept_short(value, None) * 100)):f}")
            if value.denominator in (1, 2, 4, 5, 10, 20) or value > 1:
                yield canonical(f"{abs(rounded(value, 1)):f}")
        case str():
            yield from numbers_in(value)
            yield from numbers_in(full_width(value))
        case datetime():
            here = value.astimezone(SHANGHAI)
            yield from _forms(here.date())
            yield from (str(here.hour), str(here.minute))
        case date():
            yield from (str(value.year), str(value.month), str(value.day))
        case Period():
            yield from (str(value.year), str(value.number), str(value.last_month))
            yield from _forms(value.last_day)
        case dict():
            yield from _of_all(value.values())
        case tuple() | list() | set() | frozenset():
            yield from _of_all(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield from _of_all(getattr(value, field.name) for field in fields(value))
        case timedelta():
            yield str(value.days)


def _of_all(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield from _forms(value)
