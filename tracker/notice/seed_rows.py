"""One row of a seed file -> one record. What a single row can be wrong in is refused here."""

import re
from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import parse_period_of
from tracker.domain.measure.plan import PlanKind
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms
from tracker.domain.workflow.entry import require_whole
from tracker.domain.workflow.planned import plan_faults
from tracker.notice.readings import ReadingKind
from tracker.notice.records import (
    PlanFacts,
    RegisterArea,
    RegisterArticle,
    RegisterReading,
    RegisterTarget,
    RegisterUnit,
    Source,
    units_of_groups,
)
from tracker.notice.seed_csv import PLANNED, BrokenSeed, Row
from tracker.notice.structure import split_units

PLAN_FILE = "plan.csv"
GROUPS = "|"  # between the groups of units of one article
PLAN_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")  # it stands in addresses and on the command line


def plan_facts(rows: Iterable[Row]) -> PlanFacts:
    """plan.csv holds one fact a line: key, value."""
    facts: dict[str, Row] = {}
    for row in rows:
        if row.required("key") in facts:
            raise row.refuse(f"“{row.text('key')}”重复。")
        facts[row.text("key")] = row
    missing = [each.name for each in fields(PlanFacts) if each.default is MISSING and each.name not in facts]
    if missing:
        raise BrokenSeed(PLAN_FILE, 1, f"缺少:{'、'.join(missing)}。")
    code = facts["code"].required("value")
    if not PLAN_CODE.fullmatch(code):
        raise facts["code"].refuse("编号只能用小写字母、数字和连字符,以字母或数字开头,最多32个字符。")
    return PlanFacts(
        code=code,
        title=facts["title"].required("value"),
        issuer=facts["issuer"].required("value"),
        year=facts["year"].whole("value"),
        issued=_day(facts["issued"]),
        published=_day(facts["published"]),
        rhythm=facts["rhythm"].choice("value", Rhythm) if "rhythm" in facts else Rhythm.QUARTERLY,
        kind=facts["kind"].choice("value", PlanKind) if "kind" in facts else PlanKind.POLICY,
        short=facts["short"].text("value") if "short" in facts else "",
        document_number=facts["document_number"].text("value") if "document_number" in facts else "",
    )


def _day(row: Row) -> date:
    try:
        return date.fromisoformat(row.required("value"))
    except ValueError:
        raise row.refuse(f"“{row.text('value')}”不是日期,应写作 2025-06-10。") from None


def unit(row: Row) -> RegisterUnit:
    return RegisterUnit(row.required("name"), row.required("short"))


def area(row: Row) -> RegisterArea:
    return RegisterArea(
        number=row.whole("number"),
        title=row.required("title"),
        lead=row.text("lead"),
        start=row.whole("start"),
        end=row.whole("end"),
        preamble_start=row.whole("preamble_start"),
        preamble_end=row.whole("preamble_end"),
        label=row.text("label"),
    )


def article(row: Row) -> RegisterArticle:
    groups = tuple(
        split_units("、".join(group.strip().split(";"))) for group in row.text("units").split(GROUPS) if group
    )
    return RegisterArticle(
        number=row.whole("number"),
        area=row.whole("area"),
        title=row.required("title"),
        start=row.whole("start"),
        end=row.whole("end"),
        units=units_of_groups(groups),
        label=row.text("label"),
        groups=groups if len(groups) > 1 else (),
    )


def reading(row: Row) -> RegisterReading:
    kind = row.choice("kind", ReadingKind)
    source = row.choice("source", Source)
    is_counted = kind in (ReadingKind.TARGET, ReadingKind.BUDGET)
    if is_counted != bool(row.text("target")):
        raise row.refuse("目标和预算要写明目标编号,其他类别不写。")
    if not row.text("note") and (source is Source.BY_HAND or not is_counted):
        raise row.refuse("人工设定的和不属于目标的数字要写明理由(note)。")
    return RegisterReading(
        start=row.whole("start"),
        end=row.whole("end"),
        text=row.required("text"),
        kind=kind,
        source=source,
        target=row.text("target") or None,
        note=row.text("note"),
    )


def target(row: Row, rhythm: Rhythm = Rhythm.QUARTERLY) -> RegisterTarget:
    return RegisterTarget(
        code=row.required("code"),
        name=row.required("name"),
        area=row.whole_or_none("area"),
        article=row.whole_or_none("article"),
        quote=row.required("quote"),
        quote_start=row.whole("quote_start"),
        number_start=row.whole_or_none("number_start"),
        number_end=row.whole_or_none("number_end"),
        wording=row.text("wording"),
        terms=_terms(row, rhythm),
        lead=row.required("lead"),
        lead_source=row.choice("lead_source", Source),
        co_units=row.several("co_units"),
        part_of=row.text("part_of") or None,
        note=row.text("note"),
    )


def _terms(row: Row, rhythm: Rhythm) -> Terms:
    kind = row.choice("kind", Kind)
    if kind is not Kind.MILESTONE and not row.text("unit_of_measure"):
        raise row.refuse("“unit_of_measure”不能为空。")
    baseline = row.amount("baseline")
    try:
        terms = Terms(
            kind=kind,
            operator=row.choice("operator", Operator),
            value=row.amount("value"),
            unit_of_measure=row.text("unit_of_measure"),
            path=row.choice("path", Path),
            baseline=Decimal(0) if baseline is None else baseline,
            plan_values=_plan_values(row, rhythm),
            due=parse_period_of(rhythm, row.text("due")) if row.text("due") else None,
            is_reduction=row.yes("reduction"),
            is_stretch=row.yes("stretch"),
            condition=row.text("condition"),
            upper=row.amount("upper"),
            steps=tuple(_step(each, rhythm) for each in row.several("steps")),
        )
        for amount in (terms.value, terms.baseline, *(terms.plan_values or ())):
            if amount is not None:
                require_whole(amount, terms.unit_of_measure)
    except BadInput as refusal:
        raise row.refuse(str(refusal)) from None
    for fault in plan_faults(terms):
        raise row.refuse(fault)
    return terms


def _step(written: str, rhythm: Rhythm) -> Step:
    """开工@2025Q2."""
    name, _, due = written.rpartition("@")
    return Step(name, parse_period_of(rhythm, due))


def _plan_values(row: Row, rhythm: Rhythm) -> tuple[Decimal, ...] | None:
    """All periods or none; an incomplete plan is refused, not filled up."""
    for other, columns in PLANNED.items():
        if other is not rhythm and any(row.text(column) for column in columns):
            raise row.refuse(f"按{rhythm.adjective}填报的方案,计划值应填在 {_ends(PLANNED[rhythm])} 各列。")
    written = tuple(map(row.amount, PLANNED[rhythm]))
    values = tuple(value for value in written if value is not None)
    if len(values) not in (0, rhythm.periods):
        raise row.refuse(f"{rhythm.adjective}计划值要么{rhythm.all_of_year}都填,要么都不填。")
    return values or None


def _ends(columns: tuple[str, ...]) -> str:
    return f"{columns[0]}—{columns[-1]}"
