"""Short names of plans, areas and units for rows and heads, taken out of the whole name by rule.

What is left is always words of the name itself, one after the other. Where a rule does not surely fit the
whole name stands, and the page cuts it; beside a short name the whole one is to be had (``title``).
"""

import re
from collections import Counter
from collections.abc import Iterable

from tracker.domain.progress.scorecard import PlanRef

# An area's title is mostly what is to be done, then its noun, then 发展 or 建设.
_VERB = re.compile(
    "推进|推动|加快|加速|全力|着力|大力|深入|持续|扎实|积极|全面|深化|强化|优化|促进|扩大|保障和改善"
)
_SECOND = re.compile("高水平|高质量|高标准|建设|改善|提升|打造|构建|完善")
_HEAD = re.compile(f"(?:{_VERB.pattern})(?:{_VERB.pattern}|{_SECOND.pattern})*")
_TAIL = re.compile("(?:(?:高质量|高水平|一体化?|协调|创新)?发展|建设)$")
_SHORTEST = 2  # characters that a noun has
# Not of 市委组织部, 市直各部门, 市场监管局: there it is part of a word.
_CITYS = re.compile("^市(?!委|直|级|属|区|县|辖|场|域|政协|人大)")
_LONGEST_UNIT = 7
# 海宁市贯彻《浙江省关于推动经济高质量发展若干政策(2025年版)》承接落实方案
_CARRIED_OUT = re.compile(r".*?《(?P<policy>[^《》]+)》(?P<kind>[^《》]+)$")
_LEFT_OUT = re.compile("^[^关]{0,12}关于(?:推动|推进|促进|加快|进一步|支持)*|[(（][^()（）]*[)）]|落实")


def area_short(title: str) -> str:
    """教育科技人才 of 推进教育科技人才一体发展; the whole title where no noun is surely left."""
    head = _HEAD.match(title)
    noun = "" if head is None else _TAIL.sub("", title[head.end() :])
    return noun if len(noun) >= _SHORTEST else title


def areas_short(titles: Iterable[str]) -> dict[str, str]:
    """By title; titles that would be called the same keep their whole names."""
    short = {title: area_short(title) for title in titles}
    called = Counter(short.values())
    return {title: name if called[name] == 1 else title for title, name in short.items()}


def unit_short(name: str) -> str:
    """自然资源和规划局 of 市自然资源和规划局; names that fit a row stay as they are spoken."""
    return without_city(name) if len(name) > _LONGEST_UNIT else name


def without_city(name: str) -> str:
    """科技局 of 市科技局; a name in which 市 begins a word stays whole."""
    return _CITYS.sub("", name)


def plan_called(plan: PlanRef) -> str:
    """Its own short name, or one out of its title."""
    return plan.short or plan_short(plan.title)


def plan_cited(plan: PlanRef) -> str:
    """What it is referred to by: its document number, and what it is called where it has none."""
    return plan.document or plan_called(plan)


def plan_short(title: str) -> str:
    """经济高质量发展若干政策承接方案; a title that names no other policy stays whole."""
    named = _CARRIED_OUT.match(title)
    if named is None:
        return title
    policy, kind = (_LEFT_OUT.sub("", named[part]) for part in ("policy", "kind"))
    return f"{policy}{kind}" if len(policy) >= _SHORTEST else title
