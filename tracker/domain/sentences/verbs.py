"""The verb before a figure: the notice's own where 累计完成 would be wrong (在抓450个, 累计培育820名)."""

from tracker.domain.language import _, marked
from tracker.domain.measure.target import Kind
from tracker.domain.measure.units import counts
from tracker.domain.progress.scorecard import Target

# What a notice's clause says, and what is said of what has been reached. 抓好 is a task, 在抓 its state.
_VERBS = {
    "抓好": marked("在抓"),
    "新增": marked("新增"),
    "新建": marked("新建"),
    "新改建": marked("新改建"),
    "新招引": marked("新招引"),
    "新筹集": marked("新筹集"),
    "招引": marked("招引"),
    "引进": marked("引进"),
    "引育": marked("引育"),
    "培育": marked("培育"),
    "培训": marked("培训"),
    "建成": marked("建成"),
    "实施": marked("实施"),
    "开展": marked("开展"),
    "举办": marked("举办"),
    "承办": marked("承办"),
    "组织": marked("组织"),
    "推广": marked("推广"),
    "保障": marked("保障"),
    "接待": marked("接待"),
    "完成": marked("完成"),
}


def verb(target: Target) -> str:
    """累计新增, of a stock 新增; where the clause has no such verb 累计完成 of amounts, 累计 of counts."""
    terms = target.terms
    if terms.is_reduction:
        return _("累计下降") if terms.kind.is_flow else _("下降")
    if terms.kind is Kind.BUDGET or terms.kind.is_kept:
        return terms.kind.verb
    own = _own_verb(target)
    if not terms.kind.is_flow:
        return _(own) if own else terms.kind.verb
    if own:
        return _("累计{verb}").format(verb=_(own))
    return _("累计") if counts(terms.unit_of_measure) else terms.kind.verb


def _own_verb(target: Target) -> str:
    """The verb nearest before the number in the clause; of those that begin alike the longest."""
    before, number, _after = target.anchor.split()
    text = before if number else target.anchor.quote
    places = {word: text.rfind(word) + len(word) for word in _VERBS if word in text}
    return _VERBS[max(places, key=lambda word: (places[word], len(word)))] if places else ""
