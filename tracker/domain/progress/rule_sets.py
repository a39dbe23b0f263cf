"""The rule set: its thresholds, what they make of a figure, how a new version is typed (DOMAIN §3, §6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.quantity import parse_amount, plain
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.status import Status

LONGEST_NAME = 64


class Method(StrEnum):
    """How far from the pace is measured: 银川 uses points, 武汉 a ratio."""

    RATIO = "ratio"
    POINTS = "points"

    @property
    def word(self) -> str:
        return {"ratio": _("按比例"), "points": _("按百分点")}[self]


_WHOLE = Decimal(100)


@dataclass(frozen=True)
class RuleSet:
    """Thresholds of one version, in percent (ratio) or percentage points behind (points).

    ratio: completion ÷ pace ≥ ``paced_on`` is on pace, ≥ ``paced_slight`` slightly behind.
    points: pace − completion ≤ ``paced_on`` is on pace, ≤ ``paced_slight`` slightly behind.
    ``flat_*``: the same for targets compared with their full value all year (level, rate).
    ``about``: what 左右 admits on either side, in percent of the target.
    """

    version: int = 1
    name: str = "默认规则"
    method: Method = Method.RATIO
    paced_on: Decimal = Decimal(100)
    paced_slight: Decimal = Decimal(80)
    flat_on: Decimal = Decimal(100)
    flat_slight: Decimal = Decimal(95)
    about: Decimal = Decimal(5)

    def __post_init__(self) -> None:
        for on, slight in ((self.paced_on, self.paced_slight), (self.flat_on, self.flat_slight)):
            if min(on, slight) < 0 or (on < slight if self.method is Method.RATIO else on > slight):
                raise BadInput(
                    _("判定界限的顺序不对:按比例时达时序的界限不低于稍慢的,按百分点时不高于稍慢的。")
                )
            if on == 0 if self.method is Method.RATIO else on >= _WHOLE:
                raise BadInput(_("按这样的界限,所有目标都会判为达时序。"))
        if not 0 <= self.about < _WHOLE:
            raise BadInput(_("“左右”的幅度应不小于0、小于100%。"))

    @property
    def sentence(self) -> str:
        """The rule in words, printed on pages and files."""
        unit = "%" if self.method is Method.RATIO else _("个百分点")
        lead = _("完成率÷时序进度") if self.method is Method.RATIO else _("落后时序进度")
        compare = "≥" if self.method is Method.RATIO else "≤"
        return _(
            "判定规则第{version}版:{lead}{compare}{plain}{unit}为达时序,{compare}{plain2}{unit}为稍慢,其余为滞后;水平类、比率类对照全年目标,界限为{plain3}{unit}和{plain4}{unit};“左右”按±{plain5}%掌握。"
        ).format(
            version=self.version,
            lead=lead,
            compare=compare,
            plain=plain(self.paced_on),
            unit=unit,
            plain2=plain(self.paced_slight),
            plain3=plain(self.flat_on),
            plain4=plain(self.flat_slight),
            plain5=plain(self.about),
        )

    def placed(self, reached: Fraction, ahead: Fraction, *, is_flat: bool = False) -> Status:
        """On pace, slightly behind or behind, of a target or a group.

        ``reached``: what was reached ÷ what was expected, which counts by ratio; ``ahead``: the
        difference as a share, below 0 when behind, which counts by points.
        """
        on, slight = (self.flat_on, self.flat_slight) if is_flat else (self.paced_on, self.paced_slight)
        # Both thresholds read as "at least": points behind count below zero.
        measured, sign = (reached, 1) if self.method is Method.RATIO else (ahead, -1)
        if measured * 100 >= sign * Fraction(on):
            return Status.ON_PACE
        return Status.SLIGHTLY_BEHIND if measured * 100 >= sign * Fraction(slight) else Status.BEHIND

    @property
    def tolerance(self) -> Decimal:
        """What 左右 admits on either side, as a share of the target."""
        return self.about / 100


# What a form starts from when the method is changed: DOMAIN §3 for a ratio, 银川's 10/30 for points.
_USUAL = {
    Method.RATIO: RuleSet(),
    Method.POINTS: RuleSet(
        name="按百分点",
        method=Method.POINTS,
        paced_on=Decimal(10),
        paced_slight=Decimal(30),
        flat_on=Decimal(1),
        flat_slight=Decimal(5),
    ),
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
        value: Decimal = getattr(rules, self.value)
        return value


def starting_point(current: RuleSet, method: Method) -> RuleSet:
    """What the fields hold at first: the rules in force, or another method's usual thresholds."""
    # What 左右 admits is a matter of words: it stays when the method changes.
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
    parts += [(each.label, _threshold_text(each, old), _threshold_text(each, new)) for each in Threshold]
    return tuple(Difference(*part) for part in parts if part[1] != part[2])


def _threshold_text(threshold: Threshold, rules: RuleSet) -> str:
    return f"{plain(threshold.of(rules))}{threshold.unit(rules.method)}"
