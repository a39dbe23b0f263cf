"""A new version of the rule set: what is typed for it, and what it changes in words (DOMAIN §3, §6)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.quantity import parse_amount, plain
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.status import Method, RuleSet

LONGEST_NAME = 64
# What a form starts from when the method is changed: DOMAIN §3 for a ratio, 银川's 10/30 for points.
_USUAL = {
    Method.RATIO: RuleSet(),
    Method.POINTS: RuleSet(1, "按百分点", Method.POINTS, *map(Decimal, (10, 30, 1, 5))),
}


class Threshold(StrEnum):
    """The numbers of a rule set, by the names of its fields."""

    PACED_ON = "paced_on"
    PACED_SLIGHT = "paced_slight"
    FLAT_ON = "flat_on"
    FLAT_SLIGHT = "flat_slight"
    ABOUT = "about"

    @property
    def label(self) -> str:
        return {
            "paced_on": _("按进度的目标:达时序界限"),
            "paced_slight": _("按进度的目标:稍慢界限"),
            "flat_on": _("水平类、比率类:达时序界限"),
            "flat_slight": _("水平类、比率类:稍慢界限"),
            "about": _("目标写“左右”时的幅度"),
        }[self]

    def unit(self, method: Method) -> str:
        return "%" if self is Threshold.ABOUT or method is Method.RATIO else _("个百分点")

    def of(self, rules: RuleSet) -> Decimal:
        found: Decimal = getattr(rules, self.value)
        return found


def starting_point(current: RuleSet, method: Method) -> RuleSet:
    """What the fields hold at first: the rules in force, or another method's usual thresholds."""
    return current if method is current.method else replace(_USUAL[method], about=current.about)


def read_rules(version: int, name: str, method: Method, typed: Mapping[Threshold, str]) -> RuleSet:
    """The rule set behind what was typed. Raises BadInput, naming the field."""
    cleaned = " ".join(clean_text(name, LONGEST_NAME, _("规则名称")).split())
    if not cleaned:
        raise BadInput(_("请填写规则名称。"))
    numbers = {each.value: _number(each, typed.get(each, ""), method) for each in Threshold}
    return RuleSet(version=version, name=cleaned, method=method, **numbers)


def _number(threshold: Threshold, text: str, method: Method) -> Decimal:
    if not text.strip():
        raise BadInput(_("请填写“{threshold}”。").format(threshold=threshold.label))
    try:
        return parse_amount(text, threshold.unit(method))
    except BadInput as refusal:
        raise BadInput(_("{label}: {text}").format(label=threshold.label, text=refusal)) from refusal


def rule_differences(old: RuleSet, new: RuleSet) -> tuple[Difference, ...]:
    """The parts in which two rule sets differ, apart from their version numbers."""
    parts = [(_("规则名称"), old.name, new.name), (_("评价方法"), old.method.word, new.method.word)]
    parts += [(each.label, _said(each, old), _said(each, new)) for each in Threshold]
    return tuple(Difference(*part) for part in parts if part[1] != part[2])


def _said(threshold: Threshold, rules: RuleSet) -> str:
    return f"{plain(threshold.of(rules))}{threshold.unit(rules.method)}"
