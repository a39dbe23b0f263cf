"""The rule set: its thresholds, what they make of a figure, how a new version is typed (DOMAIN §3, §6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.quantity import exact, parse_amount, plain, reaches
from tracker.domain.measure.target import Kind
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

    ratio: completion ÷ pace ≥ ``paced_on`` is on pace, ≥ ``paced_slight`` slightly behind. points: pace −
    completion ≤ ``paced_on`` is on pace, ≤ ``paced_slight`` slightly behind. ``flat_*``: the same for what
    has to hold at every report (level, rate). ``about``: what 左右 admits on either side, in percent of the
    target. ``group_*``: a group's verdict (DOMAIN §4), in percent of its due targets: from so many behind,
    missed or not reported on it is 落后较多 (``group_behind``, at least ``group_behind_least`` of them),
    with more than ``group_unjudged`` without a verdict 数据不足, and from ``group_on_pace`` on 总体达时序.
    """

    version: int = 1
    name: str = "默认规则"
    method: Method = Method.RATIO
    paced_on: Decimal = Decimal(100)
    paced_slight: Decimal = Decimal(80)
    flat_on: Decimal = Decimal(100)
    flat_slight: Decimal = Decimal(95)
    about: Decimal = Decimal(5)
    group_behind: Decimal = Decimal(30)
    group_behind_least: Decimal = Decimal(2)
    group_unjudged: Decimal = Decimal(20)
    group_on_pace: Decimal = Decimal(90)

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
        if not all(0 < share <= _WHOLE for share in (self.group_behind, self.group_on_pace)):
            raise BadInput(_("部门和领域的“落后较多”“总体达时序”界限应大于0、不超过100%。"))
        if not 0 <= self.group_unjudged < self.group_behind:
            # Else what goes silent could turn 落后较多 into 有落后.
            raise BadInput(_("“数据不足”的界限应不小于0,并小于“落后较多”的界限。"))
        if self.group_behind_least < 1 or self.group_behind_least % 1:
            raise BadInput(_("“落后较多”的最少项数应是不小于1的整数。"))

    @property
    def sentence(self) -> str:
        """The rule in words, printed on pages and files: of one target, then of a group."""
        return self._of_targets + self._of_groups

    @property
    def _of_targets(self) -> str:
        is_ratio = self.method is Method.RATIO
        unit = "%" if is_ratio else _("个百分点")
        return _(
            "判定规则第{version}版:累计量、存量和预算{lead}{compare}{plain}{unit}为达时序,{compare}{plain2}{unit}为稍慢,其余为滞后;水平类、比率类对照目标值,界限为{plain3}{unit}和{plain4}{unit};全年数据出来后只分完成和未完成;“左右”达到{plain5}%即为完成,年内达到应达数的{plain5}%即为达时序。"
        ).format(
            version=self.version,
            lead=_("实际÷应达") if is_ratio else _("低于应达"),
            compare=_("不低于") if is_ratio else _("不超过"),
            plain=plain(self.paced_on),
            unit=unit,
            plain2=plain(self.paced_slight),
            plain3=plain(self.flat_on),
            plain4=plain(self.flat_slight),
            plain5=plain(_WHOLE - self.about),
        )

    @property
    def _of_groups(self) -> str:
        return _(
            "领域和部门看应达目标:滞后、未完成和逾期未报、未更新的至少{least}项且达到{behind}%(其中有滞后或未完成)为落后较多;没有判定结果的超过{unjudged}%为数据不足;没有滞后、稍慢和缺报且达时序率不低于{on_pace}%为总体达时序;其余为有落后。"
        ).format(
            least=plain(self.group_behind_least),
            behind=plain(self.group_behind),
            unjudged=plain(self.group_unjudged),
            on_pace=plain(self.group_on_pace),
        )

    def placed(self, measured: Fraction, kind: Kind) -> Status:
        """On pace, slightly behind or behind, of one target; the thresholds go by its kind.

        ``measured``: by ratio what was reached ÷ what was expected, by points the difference as a share,
        below 0 when behind.
        """
        on, slight = self._flat if kind.is_kept else self._paced
        if reaches(measured, on):
            return Status.ON_PACE
        return Status.SLIGHTLY_BEHIND if reaches(measured, slight) else Status.BEHIND

    @cached_property
    def _paced(self) -> tuple[Fraction, Fraction]:
        return self._least(self.paced_on), self._least(self.paced_slight)

    @cached_property
    def _flat(self) -> tuple[Fraction, Fraction]:
        return self._least(self.flat_on), self._least(self.flat_slight)

    def _least(self, threshold: Decimal) -> Fraction:
        """As a share that is to be reached: points behind count below zero."""
        return exact(threshold if self.method is Method.RATIO else -threshold) / 100

    @cached_property
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
    GROUP_BEHIND = "group_behind"
    GROUP_BEHIND_LEAST = "group_behind_least"
    GROUP_UNJUDGED = "group_unjudged"
    GROUP_ON_PACE = "group_on_pace"

    @property
    def label(self) -> str:
        return {
            "paced_on": _("按进度的目标:达时序界限"),
            "paced_slight": _("按进度的目标:稍慢界限"),
            "flat_on": _("水平类、比率类:达时序界限"),
            "flat_slight": _("水平类、比率类:稍慢界限"),
            "about": _("目标写“左右”时的幅度"),
            "group_behind": _("领域和部门:落后较多的界限(占应达)"),
            "group_behind_least": _("领域和部门:落后较多的最少项数"),
            "group_unjudged": _("领域和部门:数据不足的界限(占应达)"),
            "group_on_pace": _("领域和部门:总体达时序的达时序率"),
        }[self]

    @property
    def is_of_target(self) -> bool:
        """Whether the method decides how it counts; 左右 and a group's shares stay when it changes."""
        return self.value.startswith(("paced_", "flat_"))

    def unit(self, method: Method) -> str:
        if self is Threshold.GROUP_BEHIND_LEAST:
            return _("项")
        return "%" if not self.is_of_target or method is Method.RATIO else _("个百分点")

    def of(self, rules: RuleSet) -> Decimal:
        value: Decimal = getattr(rules, self.value)
        return value


def starting_point(current: RuleSet, method: Method) -> RuleSet:
    """What the fields hold at first: the rules in force, or another method's usual thresholds."""
    if method is current.method:
        return current
    kept: dict[str, Any] = {each.value: each.of(current) for each in Threshold if not each.is_of_target}
    return replace(_USUAL[method], **kept)


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
