"""The month that a figure's data end at, against its period and the figure before (DOMAIN §3)."""

from collections.abc import Iterator

from tracker.domain.language import _
from tracker.domain.measure.figure import Neighbours
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry.fields import Field, Finding


def about_month(month: int, period: Period, neighbours: Neighbours, scope_note: str) -> Iterator[Finding]:
    """A month before the period is asked, and needs its reason; one before the last figure's is refused."""
    earlier = neighbours.earlier
    if not is_old(month, period):
        return
    if earlier is not None and month < earlier.data_month:
        text = _("{last}的数据已截至{month2}月,{this}不能倒回{month}月,请核对数据和月份。")
        yield Finding(
            Field.DATA_MONTH,
            text.format(
                last=earlier.name_at(period),
                month2=earlier.data_month,
                this=period.rhythm.this_short,
                month=month,
            ),
        )
        return
    text = _("数据截至{month}月,没有{period}的数据:提交后按“未更新”计,不作评价。如已有新数据,请改选月份。")
    yield Finding(Field.DATA_MONTH, text.format(month=month, period=period.name), refuses=False)
    if not scope_note:
        yield Finding(
            Field.SCOPE_NOTE,
            _("数据没有更新到{period},请在口径说明中写明原因,如“统计数据尚未发布”。").format(
                period=period.name
            ),
        )


def is_old(month: int, period: Period) -> bool:
    """Whether a data month lies before the period, so that its figure counts as 未更新 (DOMAIN §3)."""
    return month <= period.month_before
