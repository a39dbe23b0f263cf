"""What the readings, the paths and the shares mean: the words of 计算说明, which hold for every number."""

from tracker.domain.language import _
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Path


def path_meaning(path: Path, rhythm: Rhythm) -> str:
    """What is expected by a data month on this path."""
    return {
        Path.EVEN: _(
            "应完成比例 = 数据月份 ÷ 12。1—9月为75.0%,数据只到8月的按66.7%对照,跟着数据走,不跟着日历走。"
        ),
        Path.OWN_PLAN: _("对照{every}末的计划值,两个{noun}末之间按月平均递增;年初从基数起。").format(
            every=rhythm.every, noun=rhythm.noun
        ),
        Path.YEAR_END: _("{last}前不作要求,为“未到节点”,不算滞后;{last}对照全部目标。").format(
            last=rhythm.name_of(rhythm.periods)
        ),
        Path.FLAT: _("水平类、比率类全年都对照目标值本身,不按月分摊。"),
    }[path]


def readings_meaning(rhythm: Rhythm) -> tuple[tuple[str, str], ...]:
    """The readings of one target, by name; none is merged with another."""
    return (
        (
            _("完成率"),
            _(
                "(当前值 − 基数) ÷ (目标值 − 基数)。累计量的基数一般为0。超过100%的照实显示。"
                "下降类按实际降幅 ÷ 目标降幅。"
            ),
        ),
        (_("与时序差距"), _("完成率 − 应完成比例,以百分点表示;比率类为当前值 − 目标值。")),
        (
            _("较{last}变化").format(last=rhythm.last_short),
            _("{this}累计值 − {last}累计值;累计量即{this}新增。").format(
                this=rhythm.this_short, last=rhythm.last_short
            ),
        ),
        (_("需要的速度"), _("累计量未完成时: (目标值 − 当前值) ÷ 剩余月数,与至今每月平均对照。")),
        (_("已完成"), _("按原文用语判断: “以上”“不低于”含本数,“超过”“突破”不含本数,“左右”按规则中的幅度。")),
        (
            _("数值来源"),
            _("以审核值为准;没有审核值的用上报值。未审核的默认不计,打开“含未审核”后计入并标明。"),
        ),
    )


def exactness() -> str:
    return _("各数显示一位小数,计算用未取整的值,末位可能相差0.1。")
