"""Which amount is a part of which total: 预算安排40.06亿元,其中,交通类资金20.6亿元… (DOMAIN §1).

Proposed where the sums say so, or the notice's 其中 does and they admit it; a person has the last word.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from itertools import islice

from tracker.notice.decisions import Wanted

# Where its number stands; its area, outside of areas its article, None outside of all; what it asks.
Amount = tuple[int, Hashable | None, Wanted]
_WITHOUT_A_NAME = re.compile(r"([省市县区]级|本级)?(?:财政)?(?:共|计划)?(?:预算)?安排(?:预算)?(?:资金)?")
_URGED = re.compile(r"^(?:推进|推动|加快|全力|全面|大力|着力)+")
_OVERALL = re.compile(r"总额|总量|总计|合计|共计|总共|共安排")
_WITHIN = "其中"


def parts_of(text: str, amounts: Sequence[Amount]) -> dict[int, int]:
    """By where a part stands where its total does. ``amounts`` in the order of the text.

    In one place an amount is the total of those right behind it whose sum is the same; outside of all places
    the one that the notice calls a total is that of each place's first.
    """
    wholes: dict[int, int] = {}
    firsts: dict[Hashable, Amount] = {}
    overall = []
    for place, amount in reversed(list(enumerate(amounts))):
        start, where, _wanted = amount
        if where is None:
            overall.append(amount)
        else:
            firsts[where] = amount
            behind = (
                each
                for each in islice(amounts, place + 1, None)
                if each[1] == where and each[0] not in wholes
            )
            wholes |= dict.fromkeys(_own_parts(text, amount, behind), start)
    if len(overall) == 1 and len(firsts) > 1:
        start, _none, total = overall[0]
        if _OVERALL.search(text[max(0, start - 12) : start]):
            alike = [each for each in firsts.values() if each[2].unit_of_measure == total.unit_of_measure]
            wholes |= dict.fromkeys((each[0] for each in alike), start)
    return wholes


def _own_parts(text: str, whole: Amount, behind: Iterable[Amount]) -> list[int]:
    start, _where, total = whole
    parts: list[int] = []
    added = Decimal(0)
    for each, _same, part in behind:
        if part.unit_of_measure != total.unit_of_measure or part.value is None or total.value is None:
            break
        if added + part.value > total.value:
            break
        added += part.value
        parts.append(each)
        if added == total.value and len(parts) > 1:
            return parts
    if not parts or _WITHIN not in text[start : parts[0]]:
        return []
    return [each for each in parts if "。" not in text[start:each]]


def name_of_budget(name: str, area: str) -> str:
    """市级财政预算安排 is said of every area: the area's title then tells it apart."""
    bare = _WITHOUT_A_NAME.fullmatch(name)
    if area and bare:
        return f"{_URGED.sub('', area)}{bare[1] or ''}财政预算"
    return re.sub(r"^(?:财政)?预算安排(?=.{2})", "", name)
