"""However a notice marks its levels and names its units, each article is found with who answers for it."""

from collections.abc import Iterable

import pytest

from tracker.notice.structure import ResponsibleUnit, parse_structure

LEADS = ("市发展改革委", "县农业农村局", "区住建局", "规划建设科", "综合服务中心", "文旅体局")
OTHERS = (
    "市财政局、市统计局",
    "县水利局、各乡镇",
    "区城管局",
    "财务股、办公室",
    "各街道、市商务局",
    "供电公司",
)
# What follows an article's words; where it begins with a line end, it stands on a line of its own.
STATEMENTS = (
    "（责任单位：{lead}、{others}）",
    "（牵头单位：{lead}；配合单位：{others}）",
    "【牵头：{lead}】【配合：{others}】",
    "[牵头单位：{lead}，责任单位：{others}]",
    "〔{lead}（牵头）、{others}〕",
    "（{lead}牵头，{others}配合）",
    "（由{lead}牵头，{others}等部门按职责分工负责）",
    "（{lead}牵头；{others}参加；12月底前完成）",
    "（{lead}牵头，{others}落实）",
    "（{lead}、{others}负责）",
    "（{lead}，{others}）",
    "（责任人：张三，责任单位：{lead}、{others}，完成时限：12月底）",
    "（责任领导：张三　责任单位：{lead}、{others}）",
    "由{lead}牵头，{others}配合。",
    "该项工作由{lead}牵头负责，{others}配合。",
    "此项工作由{lead}总牵头。{others}共同参与。",
    "{lead}负责牵头，{others}积极配合。",
    "牵头单位为{lead}，配合单位为{others}。",
    "牵头处室：{lead}；配合处室：{others}。",
    "责任单位：{lead}，{others}；完成时限：2026年11月。",
    "由{lead}牵头，{others}配合，9月底前完成80%、12月底前全面完成。",
    "由{lead}牵头，{others}配合，确保国庆前通车。",
    "\n领衔领导：张三\n牵头单位：{lead}\n责任单位：{others}",
    "\n责任单位：{lead}、{others}",
    "\n责任单位：{lead}（牵头）、{others}",
    "\n牵头单位：{lead}　配合单位：{others}",
    "\n牵头单位：{lead}\n配合单位：{others}",
    "\n牵头单位 {lead}\n配合单位 {others}",
    "\n牵头单位：{lead}。配合单位：{others}。",
    "\n*牵头单位：{lead}\n*配合单位：{others}",
    "\n主办单位：{lead}\n协办单位：{others}\n完成时间：2026年12月",
    "\n牵头局办：{lead}　协同局办：{others}　完成时限：10月底",
    "\n牵头领导：张三，牵头单位：{lead}，责任单位：{others}",
    "\n（分管领导：李四；牵头单位：{lead}；协办单位：{others}）",
    "\n责任部门：{lead}、{others}；责任人：张三",
    "\n责任分工：{lead}牵头，{others}配合。",
    "\n【责任单位】{lead}、{others}",
    "\n——{lead}牵头，{others}配合",
    "\n——牵头：{lead}；参与：{others}",
)
_COUNT = "一二三四五六七八九"
# {at}: within the part, {all}: through the text, {part}: of the part; 一 and ① the same.
LAYOUTS = (
    ("{part一}、", "（{at一}）"),
    ("{part一}、", "{at}."),
    ("{part一}、", "{all}、"),
    ("{part一}、", "（{all}）"),
    ("{part一}、", "{at}）"),
    ("{part一}、", "{all} "),
    ("{part一}、", "0{all}．"),
    ("{part一}、", "{part}.{at} "),
    ("{part一}、", "★{at}."),
    ("{part一}、", "●"),
    ("{part一}、", "{at①}"),
    ("{part一}、", "任务{all}："),
    ("{part一}、", "专项行动{all}："),
    ("{part一}、", "第{all}项 "),
    ("（{part一}）", "{at}."),
    ("第{part一}部分 ", "{at一}、"),
    ("第{part一}章 ", "第{all一}条 "),
    ("任务{part一}、", "{all}."),
    ("【第{part一}领域】", "{at①}"),
    ("", "{all一}、"),
    ("", "（{all一}）"),
    ("", "{all}."),
    ("", "第{all}条 "),
)


def label(pattern: str, part: int, at: int, through: int) -> str:
    counts = {"part": part, "at": at, "all": through}
    chinese = {f"{name}一": _COUNT[count] for name, count in counts.items()}
    circled = {f"{name}①": chr(ord("①") + count) for name, count in counts.items()}
    return pattern.format_map({name: count + 1 for name, count in counts.items()} | chinese | circled)


def listed(units: Iterable[ResponsibleUnit]) -> str:
    return "、".join(unit.name for unit in units)


@pytest.mark.parametrize(("parts", "items"), LAYOUTS, ids=["/".join(layout) for layout in LAYOUTS])
def test_each_article_is_found_with_its_units(parts: str, items: str) -> None:
    for statement in STATEMENTS:
        text = "临川市2026年重点工作责任分解方案\n为做好全年工作，制定本方案。\n"
        wanted = []
        for through, (lead, others) in enumerate(zip(LEADS, OTHERS, strict=True)):
            part, at = divmod(through, 2)
            if parts and not at:
                text += label(parts, part, at, through) + ("产业发展", "城乡建设", "民生保障")[part] + "\n"
            wanted.append((len(text), lead, others))
            words = f"完成重点事项。新建项目{through + 11}个，投资{through + 21}亿元。"
            text += label(items, part, at, through) + words + statement.format(lead=lead, others=others)
            text += "\n"
        got = [
            (article.start, listed(article.groups[0].leads), listed(article.groups[0].co_units))
            for article in parse_structure(text).articles
            if article.groups
        ]
        assert got == wanted, f"{statement!r}\n{text}"
