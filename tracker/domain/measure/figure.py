"""A figure as it was reported and as it counts, what stands beside it, and its neighbours in the year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.sums import Sum


class ReportState(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        words = {
            "submitted": _("待审核"),
            "approved": _("已审核"),
            "returned": _("已退回"),
            "withdrawn": _("已撤回"),
        }
        return words[self]


class Finality(StrEnum):
    ESTIMATE = "estimate"
    FLASH = "flash"
    FINAL = "final"

    @property
    def word(self) -> str:
        return {"estimate": _("预计"), "flash": _("快报"), "final": _("正式")}[self]


class YearEndCall(StrEnum):
    """年底研判, the lead's own call (the 2016 bulletins sort targets so)."""

    CAN = "can"
    WITH_EFFORT = "with_effort"
    DIFFICULT = "difficult"
    ADJUST = "adjust"

    @property
    def word(self) -> str:
        return {
            "can": _("能完成"),
            "with_effort": _("努力可完成"),
            "difficult": _("有困难"),
            "adjust": _("需调整"),
        }[self]


@dataclass(frozen=True)
class Figure:
    """The figure that counts for a target at a quarter: the verified value where there is one.

    ``value`` is None only when the department reported 不适用. ``state`` is APPROVED, or
    SUBMITTED when unapproved figures are included. ``stops_short``: its data end before the period does.
    """

    report_id: int
    value: Decimal | None
    reported_value: Decimal | None
    data_month: int
    finality: Finality
    state: ReportState
    submitted_at: datetime
    is_on_time: bool
    is_correction: bool
    call: YearEndCall | None = None
    call_value: Decimal | None = None
    # Why it is 不适用; empty where there is a value, and in what was frozen before it was kept here.
    not_applicable_because: str = ""
    stops_short: bool = False

    def carried_to(self, period: Period) -> "Figure":
        """Of a milestone that is done and stays done: it tells of the months up to a later period's end."""
        return replace(self, data_month=period.last_month)

    @property
    def is_unapproved(self) -> bool:
        return self.state is not ReportState.APPROVED

    @property
    def is_verified_otherwise(self) -> bool:
        return self.value != self.reported_value


@dataclass(frozen=True)
class Waiting:
    """A submission that waits for review, where no figure counts yet."""

    is_on_time: bool
    data_month: int


@dataclass(frozen=True)
class Texts:
    """What the department wrote beside the figure."""

    progress: str = ""
    problem: str = ""
    next_step: str = ""
    scope_note: str = ""


@dataclass(frozen=True)
class Neighbour:
    """A figure of another period of the year, with a value."""

    period: Period
    value: Decimal
    data_month: int

    def name_at(self, period: Period) -> str:
        """How it is spoken of at ``period``: 上季度, and further away 一季度."""
        return period.rhythm.last if self.period == period.previous else self.period.name


@dataclass(frozen=True)
class Neighbours:
    """The nearest figures of the year before and after a period: a total is held against both (DOMAIN §5).

    ``sums``: of a budget, those in which it is the total or a part.
    """

    earlier: Neighbour | None = None
    later: Neighbour | None = None
    sums: tuple[Sum, ...] = ()


NO_NEIGHBOURS = Neighbours()


def neighbours_at(period: Period, figures: Mapping[Period, Figure], sums: tuple[Sum, ...] = ()) -> Neighbours:
    """Of one target's figures; what is 不适用 has no value to be held against."""
    known = [
        Neighbour(at, figure.value, figure.data_month)
        for at, figure in sorted(figures.items(), key=lambda item: item[0])
        if figure.value is not None
    ]
    return Neighbours(
        earlier=next((each for each in reversed(known) if each.period < period), None),
        later=next((each for each in known if each.period > period), None),
        sums=sums,
    )


def marks(figure: Figure) -> tuple[str, ...]:
    """What must stand beside a figure wherever it is shown: 数据为1—8月, 预计, 未审核, 更正."""
    return (*span_mark(figure), *marks_but_span(figure))


def span_mark(figure: Figure) -> tuple[str, ...]:
    """数据为1—8月, where the data end before the period does (DOMAIN §3)."""
    if not figure.stops_short:
        return ()
    return (_("数据为{span}").format(span=span_of_months(figure.data_month)),)


def marks_but_span(figure: Figure) -> tuple[str, ...]:
    """The others, for where the months behind the figure are named anyway."""
    words = [] if figure.finality is Finality.FINAL else [figure.finality.word]
    words += [_("未审核")] if figure.is_unapproved else []
    words += [_("更正")] if figure.is_correction else []
    return tuple(words)


def inner_marks(figure: Figure) -> tuple[str, ...]:
    """``marks`` with what stays inside the system and is not told at a meeting."""
    return (*span_mark(figure), *inner_marks_but_span(figure))


def inner_marks_but_span(figure: Figure) -> tuple[str, ...]:
    """With the reason of 不适用, and with 上报18 where the office verified another value."""
    words = [*marks_but_span(figure)]
    words += [figure.not_applicable_because] if figure.not_applicable_because else []
    if figure.is_verified_otherwise and figure.reported_value is not None:
        words.append(_("上报{amount}").format(amount=amount_text(figure.reported_value)))
    return tuple(words)
