"""The grammar of layouts, as data: what marks a level, what names the units, who of them leads.

A layout is recognised from the text (structure.py) and said in words; a person may set another one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.language import _, marked

_COUNT = "[零〇一二三四五六七八九十百]+"


@dataclass(frozen=True)
class Level:
    """A level of a text by its marker at the start of a line. ``key``: the first, as people say it."""

    key: str
    marker: re.Pattern[str]


ROW = "表格行"
# From the outermost to the innermost. The first group is the number.
LEVELS = (
    Level("第一部分", re.compile(rf"第({_COUNT}|\d{{1,2}})[部章编篇]分?[、:,.]?")),
    # 一、二月 and 一、三产业 open no part.
    Level(
        "一、",
        re.compile(
            rf"({_COUNT})[、.,](?!{_COUNT}(?:[、.]|(?:[至到]{_COUNT})?(?:月|季度|产业|年级|类|级|期)))"
        ),
    ),
    Level("第一条", re.compile(rf"第({_COUNT}|\d{{1,3}})条[、:,.]?")),
    Level("(一)", re.compile(rf"[(〔\[]({_COUNT})[)〕\]][、.]?")),
    Level(
        "项目1",
        re.compile(
            rf"(?:重点|专项)?(?:项目|任务|实事|事项|工程|举措|行动|措施)({_COUNT}|\d{{1,3}})[、:.](?!\d)"
            rf"|第({_COUNT}|\d{{1,3}})[项件](?:任务|实事|工作|项目)?[、:,.]?"
        ),
    ),
    Level("1.", re.compile(r"[*★☆]?(\d{1,3})(?:、|[.](?!\d)|[.](?=\d{3,}[^\d.%]|[2-6]G)|(?=[*★☆]))")),
    Level("1.1", re.compile(r"(\d{1,2}[.]\d{1,2})(?=[\u4e00-\u9fff“])")),
    Level(ROW, re.compile(r"[*★☆]?(\d{1,4})(?=\t)")),
    Level("(1)", re.compile(r"[(〔\[](\d{1,3})[)〕\]][、.]?|(\d{1,2})\)")),
    Level("①", re.compile(r"([①-⑳])")),
    Level("●", re.compile(r"([●■◆▲])")),
)
RANKS = {level.key: rank for rank, level in enumerate(LEVELS)}


class LeadRule(StrEnum):
    """Who of a list of units leads (DOMAIN §1)."""

    FIRST_LISTED = "first listed"
    BEFORE_COMMA = "before the first comma"
    MARKED = "marked"

    @property
    def word(self) -> str:
        return {
            "FIRST_LISTED": _("列第一位的牵头"),
            "BEFORE_COMMA": _("第一个逗号前的牵头"),
            "MARKED": _("带★或*的牵头"),
        }[self.name]


class Role(StrEnum):
    """What a label says of the units behind it. Those of ``LISTED`` are sorted by the lead rule."""

    LEAD = "lead"
    CO = "co"
    LISTED = "listed"
    LEADER = "leader"
    TIME = "time"


# What a label calls those that answer: of a city units, of a bureau sections, of a township stations.
_OFFICE = "(?:单位|部门|主体|机构|科室|处室|股室|站所|室所|科|处|股|站)"
# The words of a label that stands before a colon, or heads a column of a table.
LABELS: Sequence[tuple[Role, str]] = (
    (
        Role.LEADER,
        "(?:牵头|责任|分管|主管|领衔|挂帅|领办|联系|包[联抓保案]|挂[钩包]|督[办导]|分管市|牵头市|市分管)(?:市|县|区)?领导|责任人|负责人|(?:市|县|区)领导",
    ),
    (
        Role.LEAD,
        rf"牵头责任{_OFFICE}|牵头(?:实施)?{_OFFICE}|主责{_OFFICE}|主办{_OFFICE}|主要(?:责任|负责){_OFFICE}",
    ),
    (Role.LEAD, f"第一责任{_OFFICE}|总?牵头|主责|主办"),
    (
        Role.CO,
        rf"(?:主要)?(?:配合|协办|协同|参与|参加|协助|会办|协作|支持|共同责任)(?:责任)?{_OFFICE}|配合|协办|协助|参与",
    ),
    (
        Role.LISTED,
        rf"(?:市级|区级|县级|市直|落实)?责任{_OFFICE}(?:及分工)?|(?:负责|承办|落实|实施|承担|完成|主管){_OFFICE}",
    ),
    (
        Role.TIME,
        "完成(?:时限|时间|期限|节点)|(?:时间|进度|工作)(?:节点|安排|要求|进度|计划)|(?:办结|办理)?时限|起止时间",
    ),
)
# A city calls its offices as it likes (牵头局办, 协同站办): before a colon any noun will do behind the role.
_NOUN = "(?!领导|人|分工|[区市县镇]长|书记|同志|时间|时限)[\u4e00-\u9fff]{1,4}"
_BEFORE_A_COLON: Sequence[tuple[Role, str]] = (
    (Role.LEAD, f"(?:总?牵头|主责|主办|主抓){_NOUN}"),
    (Role.CO, f"(?:配合|协办|协同|参与|参加|协助|会办|协作|联办){_NOUN}"),
    (Role.LISTED, f"(?:责任|承办|主管){_NOUN}"),
)


def _any_of(labels: Sequence[tuple[Role, str]]) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?P<{role.name}{place}>{words})" for place, (role, words) in enumerate(labels))
    )


LABEL = _any_of(LABELS)
LABEL_OF_A_LINE = _any_of((*LABELS, *((role, f"{words}(?=:)") for role, words in _BEFORE_A_COLON)))


def role_of(found: re.Match[str]) -> Role:
    return Role[str(found.lastgroup).rstrip("0123456789")]


@dataclass(frozen=True)
class Layout:
    """How a notice is laid out. ``area`` and ``article`` are keys of ``LEVELS``, empty where it has none."""

    area: str = ""
    article: str = ""
    lead_rule: LeadRule = LeadRule.FIRST_LISTED

    @property
    def words(self) -> str:
        """The layout recognised, for a person to agree or to change."""
        area = _(_AREAS).format(level=self.area) if self.area else _("没有领域")
        article = _(_ARTICLES).format(level=self.article) if self.article else _("没有条目")
        return _("{area},{article};责任单位中{rule}。").format(
            area=area, article=article, rule=self.lead_rule.word
        )


_AREAS = marked("以“{level}”分领域")
_ARTICLES = marked("以“{level}”分条")
