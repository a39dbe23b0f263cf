"""What the readings, the paths and the shares mean: the words of 怎么算, which hold for every number."""

from tracker.domain.language import _
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Path
from tracker.domain.progress.groups import Verdict


def path_meaning(path: Path, rhythm: Rhythm) -> str:
    """What is expected by a data month on this path."""
    return {
        Path.EVEN: _(
            "应达 = 基数 + (目标值 − 基数) × 数据月份 ÷ 12(另有期限的除以到期限的月数)。1—9月为75.0%,"
            "数据只到8月的按66.7%对照,跟着数据走,不跟着日历走。按个数计的(家、项、台等)舍到整数: "
            "全年5家,上半年应达2家;不足1个时为“未到节点”。"
        ),
        Path.OWN_PLAN: (
            _("对照{every}末的计划值;年初从基数起。")
            if rhythm.months == 1
            else _("对照{every}末的计划值,两个{noun}末之间按月平均递增;年初从基数起。")
        ).format(every=rhythm.every, noun=rhythm.noun),
        Path.YEAR_END: _(
            "到期前({last}或另定的期限)不作要求,为“未到节点”,不算滞后;到期对照全部目标。"
        ).format(last=rhythm.name_of(rhythm.periods)),
        Path.FLAT: _("水平类、比率类全年都对照目标值本身,不按月分摊。"),
    }[path]


def readings_meaning(rhythm: Rhythm) -> tuple[tuple[str, str], ...]:
    """The readings of one target, by name; none is merged with another."""
    return (
        (
            _("完成率"),
            _(
                "(当前值 − 基数) ÷ (目标值 − 基数)。累计量的基数一般为0。"
                "超过100%的照实显示,不足100%的不写成100.0%。"
                "水平类、比率类和有上限的目标没有完成率;目标值与基数相同的只看是否达到。"
            ),
        ),
        (_("与时序差"), _("累计量和存量: 完成率 − 至今应达的比例,以百分点表示。")),
        (_("与目标差"), _("水平类、比率类: 当前值 − 目标值,用原单位或百分点;有上限的为达标,或超标多少。")),
        (_("实际÷应达"), _("判定状态、排序和进度指数所用的比,不作为百分点列出。")),
        (
            _("变化"),
            _(
                "{this}累计值 − {last}累计值,按所含的月份说明: 上期报到6月、本期报到8月的,为7—8月新增。"
            ).format(this=rhythm.this_short, last=rhythm.last_short),
        ),
        (
            _("需要的速度"),
            _("累计量未完成时: (目标值 − 当前值) ÷ 剩余月数,按个数计的进到整数;至今每月平均照实列出。"),
        ),
        (
            _("完成、未完成"),
            _(
                "全年数据出来后只分已完成和未完成,按原文用语判断: “以上”“不低于”含本数,“超过”“突破”不含本数,"
                "“以内”“不超过”含本数,“左右”按规则中的幅度。"
            ),
        ),
        (_("未更新"), _("填报的仍是以前月份的数据: 照列月份,不作判定,不算已报。")),
        (
            _("数值来源"),
            _("以审核值为准;没有审核值的用上报值。未审核的默认不计,打开“含未审核”后计入并标明。"),
        ),
    )


def exactness() -> str:
    return _("各数显示一位小数,计算用未取整的值,尾数可能相差0.1。")


def verdicts_meaning() -> tuple[tuple[str, str], ...]:
    """What each verdict of a group says, in the order in which they are asked; the rules have the numbers."""
    return (
        (
            Verdict.MUCH_BEHIND.word,
            _("滞后、未完成和逾期未报、未更新的达到规则中的项数和比例,其中有滞后或未完成。"),
        ),
        (Verdict.TOO_LITTLE.word, _("没有判定结果的超过规则中的比例: 不作判断,列出要催报的目标。")),
        (Verdict.ON_PACE.word, _("没有稍慢、滞后、未完成和缺报,达时序率达到规则中的比例。")),
        (Verdict.SOME_BEHIND.word, _("以上都不是。多数领域和部门如此,清单中不另注明。")),
    )
