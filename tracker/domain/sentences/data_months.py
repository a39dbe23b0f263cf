"""Which months the figures cover, and when they were read: two different things.

数据截至 is said of a figure's own month alone; what is read on 20 October covers the months to September.
"""

from datetime import datetime

from tracker.domain.language import _, bracketed
from tracker.domain.measure.period import SHANGHAI, span_of_months
from tracker.domain.progress.scorecard import Scorecard


def material_label(number: object, sha256: str) -> str:
    """材料2025Q3-02(存证编号3f9a…): how a file traces back to what it was made of.

    ``number``: the snapshot's, or its period where it has none.
    """
    return _("材料{number}(存证编号{proof})").format(number=number, proof=sha256[:12])


def data_months(card: Scorecard) -> str:
    """数据为1—9月(2项为1—8月): of most figures, and how many cover other months, the later ones first."""
    months = card.data_months
    if not months:
        return _("尚无数据")
    usual = max(months, key=lambda month: (months[month], month))
    words = _("数据为{span}").format(span=span_of_months(usual))
    others = [
        _("{count}项为{span}").format(count=months[month], span=span_of_months(month))
        for month in sorted(months, reverse=True)
        if month != usual
    ]
    return bracketed(words, _(",").join(others)) if others else words


def months_and_reading(card: Scorecard, read_at: datetime) -> str:
    """数据为1—9月(2项为1—8月),提取于10月20日; with the year where it is another than the plan's."""
    at = read_at.astimezone(SHANGHAI)
    day = _("{month}月{day}日") if at.year == card.plan.year else _("{year}年{month}月{day}日")
    return _("{months},提取于{day}").format(
        months=data_months(card), day=day.format(year=at.year, month=at.month, day=at.day)
    )
