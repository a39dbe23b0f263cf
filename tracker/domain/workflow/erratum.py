"""勘误: the notice was misread, and is judged anew from the plan's first period on (DOMAIN §5).

An adjustment changes the aim by decision; an erratum corrects the reading that all versions rest on. So it
makes a version for the reading itself and one for each version in force: what an adjustment changed stays,
everything else follows the corrected reading. At a period the highest version counts that is effective by it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from tracker.domain.language import _, bracketed
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_name, clean_text
from tracker.domain.measure.period import Period, parse_period_of
from tracker.domain.measure.quantity import parse_amount, with_unit
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms, planned_text
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.entry import require_whole

UNIT_LIMIT, CONDITION_LIMIT = 32, 500


class ErratumKind(StrEnum):
    CORRECTED = "corrected"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"

    @property
    def word(self) -> str:
        return {
            "corrected": _("更正读法"),
            "missed": _("补登目标"),
            "withdrawn": _("撤销目标"),
            "restored": _("恢复目标"),
        }[self]


@dataclass(frozen=True)
class ReadAs:
    """What a clause of the notice is taken to ask, and of whom."""

    name: str
    terms: Terms
    lead: UnitRef
    co_units: tuple[UnitRef, ...] = ()


@dataclass(frozen=True)
class ReadVersion:
    """A stored version under the name of today; ``terms_id`` 0 while it is not stored."""

    read: ReadAs
    effective: Period
    terms_id: int = 0


@dataclass(frozen=True)
class Typed:
    """A reading as it stands in the form: amounts as typed, the rest as chosen.

    ``plan`` holds the texts of the periods' planned values, ``periods`` the plan's periods; ``steps`` the
    steps of a milestone, one a line, each with its period: 开工 2025Q2.
    """

    name: str
    kind: Kind
    operator: Operator
    value: str
    upper: str
    unit_of_measure: str
    baseline: str
    path: Path
    plan: tuple[str, ...]
    due: Period | None
    steps: str
    is_reduction: bool
    is_stretch: bool
    condition: str
    lead: UnitRef
    co_units: tuple[UnitRef, ...]
    periods: tuple[Period, ...]


def read_typed(typed: Typed) -> ReadAs:
    """The reading behind what was typed.

    Raises BadInput for what can't be read, and for terms that contradict each other.
    """
    name = clean_name(typed.name, _("目标名称"))
    unit = clean_text(typed.unit_of_measure, UNIT_LIMIT, _("计量单位"))
    common = {
        "unit_of_measure": unit,
        "due": typed.due,
        "is_stretch": typed.is_stretch,
        "condition": clean_text(typed.condition, CONDITION_LIMIT, _("条件说明")),
    }
    if typed.kind is Kind.MILESTONE:
        terms = Terms(
            typed.kind,
            Operator.AT_LEAST,
            None,
            path=typed.kind.usual_path,
            steps=_steps(typed.steps, typed.periods),
            **common,  # type: ignore[arg-type]
        )
    else:
        is_range = typed.operator is Operator.RANGE
        terms = Terms(
            typed.kind,
            typed.operator,
            _amount(_("目标值"), typed.value, unit),
            upper=_amount(_("上限"), typed.upper, unit) if is_range else None,
            baseline=_amount(_("基数"), typed.baseline, unit) or Decimal(0),
            path=typed.path,
            plan_values=_plan(typed, unit) if typed.path is Path.OWN_PLAN else None,
            is_reduction=typed.is_reduction,
            **common,  # type: ignore[arg-type]
        )
    return ReadAs(name, terms, typed.lead, tuple(dict.fromkeys(typed.co_units)))


def _steps(text: str, periods: Sequence[Period]) -> tuple[Step, ...]:
    steps = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, __, due = line.rpartition(" ")
        try:
            due_period = parse_period_of(periods[0].rhythm, due)
            steps.append(Step(clean_name(name, _("步骤名称")), due_period))
        except BadInput as unreadable:
            sentence = _("步骤“{line}”无法识别:每行一步,名称后空一格写期限,如“开工 {period}”。")
            raise BadInput(sentence.format(line=line[:40], period=periods[1])) from unreadable
    return tuple(steps)


def steps_typed(terms: Terms) -> str:
    """The steps of a milestone as ``Typed`` has them."""
    return "\n".join(f"{step.name} {step.due}" for step in terms.steps)


def _amount(what: str, text: str, unit: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        amount = parse_amount(text, unit, may_be_negative=True)
        require_whole(amount, unit)
    except BadInput as refusal:
        raise BadInput(_("{label}: {text}").format(label=what, text=refusal)) from refusal
    return amount


def _plan(typed: Typed, unit: str) -> tuple[Decimal, ...]:
    values = []
    for period, text in zip(typed.periods, typed.plan, strict=False):
        value = _amount(_("{span}计划值").format(span=period.span), text, unit)
        if value is not None:
            values.append(value)
    rhythm = typed.periods[0].rhythm
    if len(values) != rhythm.periods:
        raise BadInput(_("请填写{periods}的计划值。").format(periods=rhythm.all_of_year))
    if typed.kind.is_flow and any(later < earlier for earlier, later in pairwise(values)):
        raise BadInput(_("计划值是本年累计,后一{noun}不能小于前一{noun}。").format(noun=rhythm.noun))
    return tuple(values)


def check_reading(corrected: ReadAs, before: ReadAs | None) -> tuple[str, ...]:
    """Why a reading can't be taken, each in a sentence; ``before`` is None for a target that was missed."""
    refusals = []
    terms = corrected.terms
    # What it was on by the same kind stays open: else nothing else of it could be corrected.
    is_kept = before is not None and (terms.kind, terms.path) == (before.terms.kind, before.terms.path)
    if terms.kind.paths and terms.path not in terms.kind.paths and not is_kept:
        refusals.append(
            _("{kind}类目标不能采用“{path}”。").format(kind=terms.kind.word, path=terms.path_word)
        )
    if corrected.lead in corrected.co_units:
        refusals.append(_("牵头单位不能同时是配合单位。"))
    if before is not None and not differences(before, corrected):
        refusals.append(_("没有改动,请至少更正一项内容。"))
    return tuple(refusals)


def in_force(versions: Sequence[ReadVersion]) -> tuple[ReadVersion, ...]:
    """Of all versions in their order, those that count at some period: none later is effective as early."""
    return tuple(
        each
        for place, each in enumerate(versions)
        if all(later.effective > each.effective for later in versions[place + 1 :])
    )


def corrected_versions(
    reading: ReadVersion, corrected: ReadAs, versions: Sequence[ReadVersion], first: Period
) -> tuple[tuple[ReadVersion, ReadVersion], ...]:
    """What a corrected reading makes, in their order: each version behind the one that it stands for.

    ``reading``: what the notice was taken to say so far; ``versions``: all in their order; ``first``: the
    plan's first period. Raises BadInput where what an adjustment changed contradicts the corrected reading.
    """
    made = [(reading, ReadVersion(corrected, first))]
    for version in in_force(versions):
        if (version.read, version.effective) != (reading.read, first):
            made.append((version, ReadVersion(_merged(reading.read, corrected, version), version.effective)))
    return tuple(made)


# What is one decision although it stands in several fields.
_TOGETHER = (("path", "plan_values"),)


def _merged(reading: ReadAs, corrected: ReadAs, version: ReadVersion) -> ReadAs:
    """The corrected reading, with what this version has otherwise than the reading had."""
    old, adjusted = reading.terms, version.read.terms
    kept = {
        each.name: getattr(adjusted, each.name)
        for each in fields(Terms)
        if getattr(adjusted, each.name) != getattr(old, each.name)
    }
    for names in _TOGETHER:
        if kept.keys() & set(names):
            kept |= {name: getattr(adjusted, name) for name in names}
    try:
        terms = replace(corrected.terms, **kept)
    except BadInput as refusal:
        raise BadInput(
            _("自{period}起的目标调整与更正后的读法不相容:{why}请先把这项调整恢复原样,再作勘误。").format(
                period=version.effective.label, why=refusal
            )
        ) from refusal
    lead = corrected.lead if version.read.lead == reading.lead else version.read.lead
    gone, added = (
        [unit for unit in one.co_units if unit not in other.co_units]
        for one, other in ((reading, corrected), (corrected, reading))
    )
    units = (*(unit for unit in version.read.co_units if unit not in gone), *added)
    if version.read.co_units == reading.co_units:
        units = corrected.co_units  # in the corrected order
    co_units = tuple(unit for unit in dict.fromkeys(units) if unit != lead)
    return ReadAs(corrected.name, terms, lead, co_units)


def differences(old: ReadAs, new: ReadAs) -> tuple[Difference, ...]:
    """The parts in which two readings differ, in words."""
    parts = zip(_parts(old), _parts(new), strict=True)
    return tuple(Difference(what, before, after) for (what, before), (__, after) in parts if before != after)


def _parts(read: ReadAs) -> Iterator[tuple[str, str]]:
    terms = read.terms
    yield _("目标名称"), read.name
    yield _("类型"), terms.kind.word
    yield _("数值含义"), "—" if terms.value is None else terms.operator.word
    yield _("目标值"), _with_unit(terms.value, terms)
    yield _("上限"), _with_unit(terms.upper, terms)
    yield _("计量单位"), terms.unit_of_measure or "—" if terms.value is None else ""
    yield _("基数"), _with_unit(terms.baseline, terms) if terms.baseline != 0 else "—"
    yield _("进度路径"), terms.path_word
    yield _("计划值"), planned_text(terms) or "—"
    yield _("完成时限"), "—" if terms.due is None else terms.due.label
    yield _("步骤"), _("、").join(bracketed(step.name, step.due.label) for step in terms.steps) or "—"
    yield _("按下降幅度填写"), _("是") if terms.is_reduction else _("否")
    yield _("力争(努力方向)"), _("是") if terms.is_stretch else _("否")
    yield _("条件说明"), terms.condition or "—"
    yield _("牵头单位"), read.lead.name
    yield _("配合单位"), _("、").join(unit.name for unit in read.co_units) or "—"


def _with_unit(value: Decimal | None, terms: Terms) -> str:
    return "—" if value is None else with_unit(value, terms.unit_of_measure)


def keeps_figures_as_reported(old: ReadAs, new: ReadAs) -> bool:
    """Whether figures were reported in another sense: they stay as they are, and people have to look."""
    named = ("kind", "unit_of_measure", "is_reduction")
    return any(getattr(old.terms, name) != getattr(new.terms, name) for name in named)


@dataclass(frozen=True)
class Place:
    """Where a quote stands in the notice, and the number in it; offsets are characters of the notice."""

    quote: str
    start: int
    number_start: int | None
    number_end: int | None


def placed(notice: str, quote: str, number: str) -> Place:
    """Find the quoted words in the notice, and in them the number as it is written there.

    ``number`` empty: the clause has none (a milestone). Raises BadInput unless each stands there once.
    """
    quote, number = quote.strip(), number.strip()
    if not quote:
        raise BadInput(_("请摘录目标所在的原文。"))
    start = _only(notice, quote, _("摘录的文字"))
    if not number:
        return Place(quote, start, None, None)
    at = start + _only(quote, number, _("数字“{number}”").format(number=number[:20]))
    return Place(quote, start, at, at + len(number))


def _only(text: str, part: str, what: str) -> int:
    times = text.count(part)
    if times == 0:
        raise BadInput(_("{what}在原文里找不到,请照原文摘录,标点也要一致。").format(what=what))
    if times > 1:
        raise BadInput(_("{what}出现{n}次,请多摘录几个字,使其只有一处。").format(what=what, n=times))
    return text.index(part)


def next_code(article: int | None, area: int, taken: Sequence[str]) -> str:
    """The code of a target that was missed: the next free of its article or preamble (T03-02, A6-01)."""
    prefix = f"A{area}" if article is None else f"T{article:02d}"
    numbers = (code.removeprefix(f"{prefix}-") for code in taken if code.startswith(f"{prefix}-"))
    return f"{prefix}-{max((int(each) for each in numbers if each.isdecimal()), default=0) + 1:02d}"


def check_said(reason: str) -> str:
    """The reason, cleaned. Raises BadInput where there is none."""
    cleaned = clean_text(reason, what=_("勘误理由"))
    if not cleaned:
        raise BadInput(_("请写明勘误理由。"))
    return cleaned
