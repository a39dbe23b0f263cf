"""同一事项: a commitment that stands in two plans is reported once, with one of its targets, judged in both.

DOMAIN §4: a figure that stands in two plans is reported once, judged in both, counted once. The linked
target has no reports of its own from then on: its figure at a period is the one of its source at the period
that ends with the same month, judged by the linked target's own terms. What it had reported itself before
stays its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.progress.scorecard import PlanRef, Target


@dataclass(frozen=True)
class Source:
    """A target in its plan; mostly the one that a linked one is reported with."""

    target_id: int
    code: str
    plan_id: int
    plan_code: str
    plan_title: str
    year: int
    rhythm: Rhythm

    def period_for(self, period: Period) -> Period | None:
        """The period of its plan that ends with the same month; None where none does."""
        return ending_with(period, self.year, self.rhythm)

    @property
    def lock(self) -> str:
        """Why the linked target takes no entry."""
        sentence = _("这项目标与“{plan}”{code}是同一事项,数据随该项填报,不在这里重复填报。")
        return sentence.format(plan=self.plan_title, code=self.code)


@dataclass(frozen=True)
class Side:
    """One of two targets to be linked, with what stands in the way of it.

    ``source``: what it is reported with already. ``has_linked``: whether others are reported with it.
    ``states``: those of its latest submissions, a period each. ``has_draft``: something is typed in a form.
    """

    plan: PlanRef
    target: Target
    source: Source | None = None
    has_linked: bool = False
    states: frozenset[ReportState] = frozenset()
    has_draft: bool = False


def ending_with(period: Period, year: int, rhythm: Rhythm) -> Period | None:
    of_year = periods_of(year, rhythm) if period.year == year else ()
    return next((each for each in of_year if each.last_month == period.last_month), None)


def check_link(linked: Side, source: Side) -> None:
    """Whether ``linked`` can be reported with ``source``. Raises BadInput with all that stands against it."""
    refusals = (*_differences(linked, source), *_in_the_way(linked, source))
    if refusals:
        raise BadInput(" ".join(refusals))


def fits(linked: Side, source: Side) -> bool:
    """Whether the two can be one commitment at all, whatever was reported."""
    return not any(_differences(linked, source))


def _differences(linked: Side, source: Side) -> Iterator[str]:
    one, other = linked.target.terms, source.target.terms
    if linked.plan.id == source.plan.id:
        yield _("两项目标在同一个方案里,不能列为同一事项。")
    if (one.kind, one.is_reduction, len(one.steps)) != (other.kind, other.is_reduction, len(other.steps)):
        yield _("两项目标的类型不同,不能列为同一事项。")
    if one.unit_of_measure != other.unit_of_measure:
        sentence = _("两项目标的计量单位不同({one}、{other}),不能列为同一事项。")
        yield sentence.format(one=one.unit_of_measure or "—", other=other.unit_of_measure or "—")
    if linked.target.lead.id != source.target.lead.id:
        sentence = _("两项目标的牵头单位不同({one}、{other}),请先核对牵头单位。")
        yield sentence.format(one=linked.target.lead.name, other=source.target.lead.name)
    if linked.plan.year != source.plan.year:
        yield _("两个方案不是同一年度,不能列为同一事项。")
    elif any(ending_with(each, source.plan.year, source.plan.rhythm) is None for each in linked.plan.periods):
        yield _("所选目标填报的期次较少,不能覆盖本项各期。请在所选目标的页面上反过来列入。")


def _in_the_way(linked: Side, source: Side) -> Iterator[str]:
    if linked.source is not None:
        yield _("本项已随其他方案的目标填报,需要更换时请先解除。")
    if source.source is not None:
        yield _("所选目标自己也随其他方案的目标填报,请选择直接填报的那一项。")
    if linked.has_linked:
        yield _("其他方案的目标正随本项填报,本项不能再随别的目标填报。")
    if linked.states & {ReportState.SUBMITTED, ReportState.RETURNED}:
        yield _("本项有等待审核或已退回的填报,请先办结。")
    if linked.has_draft:
        yield _("本项有尚未提交的草稿,请牵头单位先提交或放弃草稿。")


def check_reason(text: str) -> str:
    """The reason as it is stored. Raises BadInput for none."""
    reason = clean_text(text, what=_("理由"))
    if not reason:
        raise BadInput(_("请填写理由。"))
    return reason
