"""From a plan in preparation to its register: all that still keeps it from becoming a draft; the records.

What is undecided blocks, and says so (DOMAIN §1).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.numerals import in_numerals
from tracker.domain.measure.target import Kind, Terms
from tracker.domain.sentences.short_names import without_city
from tracker.domain.workflow.entry import require_whole
from tracker.domain.workflow.planned import plan_faults
from tracker.notice.decisions import Wanted
from tracker.notice.layouts import Layout
from tracker.notice.normalise import Span
from tracker.notice.preparing import Pile, Prepared, PreparedTarget
from tracker.notice.readings import PROMISES
from tracker.notice.records import (
    PlanFacts,
    Register,
    RegisterArea,
    RegisterArticle,
    RegisterReading,
    RegisterTarget,
    RegisterUnit,
    Source,
    units_of_groups,
)
from tracker.notice.seed_rows import PLAN_CODE
from tracker.notice.structure import ParsedArea, ParsedArticle, ResponsibleUnit

_LONGEST = {"name": 200, "unit_of_measure": 32}
_SHOWN = 12  # characters beside a number that is named


class Stage(StrEnum):
    """The step of 新方案 where something is mended."""

    FILE = "file"
    OUTLINE = "outline"
    NUMBERS = "numbers"
    UNITS = "units"


@dataclass(frozen=True)
class Fault:
    """Why no draft can be made yet, in a sentence. ``start``: the number or target that it is about."""

    stage: Stage
    text: str
    start: int | None = None


def faults_of(
    plan: Prepared, codes: Collection[str] = (), alike: Mapping[str, Collection[str]] | None = None
) -> tuple[Fault, ...]:
    """All of them, in the order of the steps.

    ``codes``: of the plans that exist. ``alike``: by a name of the notice that no unit bears, names of units
    that it may mean; it is open until a person says which, or that it is a new one.
    """
    return (
        *_of_facts(plan, codes),
        *_of_numbers(plan),
        *_of_targets(plan),
        *(
            Fault(
                Stage.UNITS,
                _("“{written}”与已有的{known}相近,请确定是不是同一个单位。").format(
                    written=written, known="、".join(f"“{name}”" for name in names)
                ),
            )
            for written, names in (alike or {}).items()
            if names and written not in plan.units
        ),
    )


def _of_facts(plan: Prepared, codes: Collection[str]) -> Iterator[Fault]:
    facts = plan.facts
    needed = {
        _("方案名称"): facts.title,
        _("发文机关"): facts.issuer,
        _("年度"): facts.year,
        _("成文日期"): facts.issued,
        _("编号"): facts.code,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        yield Fault(Stage.FILE, _("请填写{what}。").format(what=_("、").join(missing)))
    if facts.code and not PLAN_CODE.fullmatch(facts.code):
        yield Fault(Stage.FILE, _("编号只能用小写字母、数字和连字符,以字母或数字开头,最多32个字符。"))
    if facts.code in codes:
        yield Fault(Stage.FILE, _("编号“{code}”已有方案使用,请换一个。").format(code=facts.code))


def _of_numbers(plan: Prepared) -> Iterator[Fault]:
    for number in plan.pile(Pile.UNREAD):
        words = _("“{number}”({around})还没有判读。").format(
            number=number.text, around=around(plan.text, number.span)
        )
        yield Fault(Stage.NUMBERS, words, number.span.start)


def around(text: str, span: Span) -> str:
    """…新增高新技术企业100家以上…: a few characters on both sides, on one line."""
    shown = text[max(0, span.start - _SHOWN) : span.end + _SHOWN]
    return f"…{' '.join(shown.split())}…"


def _of_targets(plan: Prepared) -> Iterator[Fault]:
    if not plan.targets:
        yield Fault(Stage.NUMBERS, _("还没有一项目标。请在“数字”一步把数字判读为目标,或增加节点。"))
    names = Counter(target.wanted.name for target in plan.targets)
    by_start = {target.start: target for target in plan.targets}
    without_lead = _without_lead(plan)
    for place, targets in without_lead.items():
        if place is not None and len(targets) > 1:
            level = plan.layout.area if isinstance(place, ParsedArea) else plan.layout.article
            words = _("{place}的{n}项目标牵头单位待定,请确定由谁牵头。")
            where = f"{written_label(place, level)}{place.title}"
            yield Fault(Stage.OUTLINE, words.format(place=where, n=len(targets)), place.start)
    alone = {
        each.start
        for place, targets in without_lead.items()
        for each in targets
        if place is None or len(targets) == 1
    }
    for target in plan.targets:
        wanted = target.wanted
        sentences = list(_of_wanted(wanted))
        if names[wanted.name] > 1:
            sentences.append(_("有两项目标同名,请改其中一项的名称。"))
        sentences += _of_part(target, by_start)
        if target.start in alone:
            sentences.append(_("牵头单位待定,请确定由谁牵头。"))
        for sentence in sentences:
            text = _("{code}“{name}”:{fault}").format(code=target.code, name=wanted.name, fault=sentence)
            yield Fault(Stage.NUMBERS, text, target.start)


def _without_lead(plan: Prepared) -> dict[ParsedArea | ParsedArticle | None, list[PreparedTarget]]:
    """Targets whose lead is open, by the article or the area that one lead could be set for."""
    found: dict[ParsedArea | ParsedArticle | None, list[PreparedTarget]] = {}
    for target in plan.targets:
        if not target.lead:
            structure = plan.structure
            place = structure.article_at(target.start) or structure.area_at(target.start)
            found.setdefault(place, []).append(target)
    return found


def _of_part(target: PreparedTarget, by_start: Mapping[int, PreparedTarget]) -> Iterator[str]:
    """As the register demands of a part and its total (notice/checks.py)."""
    above = [target.start]
    total = by_start.get(target.part_of) if target.part_of is not None else None
    if total is not None and total.wanted.unit_of_measure != target.wanted.unit_of_measure:
        yield _("与总项“{name}”的计量单位不同,不能相加。").format(name=total.wanted.name)
    while total is not None:
        if total.start in above:
            yield _("总项与分项互相包含,请改“属于哪项的一部分”。")
            return
        above.append(total.start)
        total = by_start.get(total.part_of) if total.part_of is not None else None


def _of_wanted(wanted: Wanted) -> Iterator[str]:
    if not wanted.name:
        yield _("请填写名称。")
    for field, longest in _LONGEST.items():
        if len(getattr(wanted, field)) > longest:
            yield _("文字太长,最多{longest}个字。").format(longest=longest)
    if wanted.kind is not Kind.MILESTONE and not wanted.unit_of_measure:
        yield _("请填写计量单位。")
    try:
        terms = terms_of(wanted)
        for amount in (terms.value, terms.baseline, terms.upper, *(terms.plan_values or ())):
            if amount is not None and terms.unit_of_measure:
                require_whole(amount, terms.unit_of_measure)
    except BadInput as refusal:
        yield str(refusal)
    else:
        yield from plan_faults(terms)


def terms_of(wanted: Wanted) -> Terms:
    """As the register holds it. Raises BadInput for what no target can be."""
    is_milestone = wanted.kind is Kind.MILESTONE
    return Terms(
        kind=wanted.kind,
        operator=wanted.operator,
        value=None if is_milestone else wanted.value,
        unit_of_measure="" if is_milestone else wanted.unit_of_measure,
        path=wanted.path_taken,
        baseline=wanted.baseline,
        plan_values=wanted.plan_values,
        due=wanted.due,
        is_reduction=wanted.is_reduction,
        is_stretch=wanted.is_stretch,
        condition=wanted.condition,
        steps=wanted.steps if is_milestone else (),
        upper=wanted.upper,
    )


def register_of(plan: Prepared) -> Register:
    """The records that are stored. Callers have seen that ``faults_of`` is empty."""
    facts = plan.facts
    assert facts.year is not None, "faults_of asks for it"
    assert facts.issued is not None, "faults_of asks for it"
    named = _named(plan)
    codes = {target.start: target.code for target in plan.targets}
    return Register(
        plan=PlanFacts(
            code=facts.code,
            title=facts.title,
            document_number=facts.document_number,
            issuer=facts.issuer,
            year=facts.year,
            issued=facts.issued,
            published=facts.issued,
            rhythm=facts.rhythm,
            kind=facts.kind,
            short=facts.short,
        ),
        text=plan.text,
        units=tuple(units_of(plan)),
        areas=tuple(areas_of(plan)),
        articles=tuple(articles_of(plan)),
        readings=tuple(readings_of(plan)),
        targets=tuple(_target(target, named, plan.text, codes) for target in plan.targets),
    )


def units_of(plan: Prepared) -> Iterator[RegisterUnit]:
    for name in dict.fromkeys(_named(plan).values()):
        yield RegisterUnit(name, without_city(name))


def _named(plan: Prepared) -> dict[str, str]:
    """By each name that the notice writes, the city's unit."""
    return {name: plan.units.get(name, name) for name in plan.unit_names}


def areas_of(plan: Prepared) -> Iterator[RegisterArea]:
    named = _named(plan)
    for area in plan.structure.areas:
        set_by_hand = plan.leads.get(f"lead:area:{area.start}")
        lead = set_by_hand.lead if set_by_hand else area.lead
        yield RegisterArea(
            number=area.number,
            title=area.title[:200],
            lead=named.get(lead, ""),
            start=area.start,
            end=area.end,
            preamble_start=area.preamble_start,
            preamble_end=area.preamble_end,
            label=label_stored(area, plan.layout),
        )


def articles_of(plan: Prepared) -> Iterator[RegisterArticle]:
    named = _named(plan)
    for article in plan.structure.articles:
        set_by_hand = plan.leads.get(f"lead:article:{article.start}")
        written = [group.units for group in article.groups if group.units]
        if set_by_hand:
            units = (set_by_hand.lead, *set_by_hand.co_units)
            written = [tuple(ResponsibleUnit(name) for name in units if name)]
        # Two names of the notice may be one unit of the city.
        groups = tuple(
            dict.fromkeys(
                units_of_groups([[ResponsibleUnit(named[unit.name], unit.part[:64]) for unit in group]])
                for group in written
            )
        )
        yield RegisterArticle(
            number=article.number,
            area=article.area or 0,
            title=article.title[:200],
            start=article.start,
            end=article.end,
            units=units_of_groups(groups),
            label=label_stored(article, plan.layout),
            groups=groups if len(groups) > 1 else (),
        )


def written_label(place: ParsedArea | ParsedArticle, level: str) -> str:
    """Its number as the notice writes it: 一、 (七) 3. 第五条; ``level`` is a key of the layout."""
    label = place.label
    forms = {
        "一、": "{}、",
        "(一)": "({})",
        "1.": "{}.",
        "(1)": "({})",
        "第一条": "第{}条 ",
        "第一部分": "第{}部分 ",
    }
    return forms.get(level, "{} ").format(label) if label else ""


def label_stored(place: ParsedArea | ParsedArticle, layout: Layout) -> str:
    """What a register keeps of its label: nothing where the usual way, by its number, prints the same."""
    is_area = isinstance(place, ParsedArea)
    level, usual = (layout.area, "一、") if is_area else (layout.article, "(一)")
    is_usual = level == usual and place.label == in_numerals(place.number)
    return "" if is_usual else written_label(place, level)[:32]


def readings_of(plan: Prepared) -> Iterator[RegisterReading]:
    codes = {target.start: target.code for target in plan.targets if target.number}
    by_rule = {each.span.start: each.kind for each in plan.proposed.readings}
    for number in plan.numbers:
        is_as_read = number.reads is by_rule[number.span.start]
        yield RegisterReading(
            start=number.span.start,
            end=number.span.end,
            text=number.text[:200],
            kind=number.reads,
            source=Source.BY_RULE if is_as_read else Source.BY_HAND,
            target=codes.get(number.span.start) if number.reads in PROMISES else None,
            note="" if number.reads in PROMISES else number.reason,
        )


def _target(
    target: PreparedTarget, named: Mapping[str, str], text: str, codes: Mapping[int, str]
) -> RegisterTarget:
    quote = quote_of(target)
    lead = named[target.lead]
    co_units = dict.fromkeys(named[name] for name in target.co_units)
    return RegisterTarget(
        code=target.code,
        name=target.wanted.name,
        area=target.area,
        article=target.article,
        quote=quote.of(text),
        quote_start=quote.start,
        number_start=target.number.start if target.number else None,
        number_end=target.number.end if target.number else None,
        wording=target.wording[:64],
        terms=terms_of(target.wanted),
        lead=lead,
        lead_source=Source.BY_RULE if target.is_led_by_rule else Source.BY_HAND,
        co_units=tuple(name for name in co_units if name != lead),
        part_of=None if target.part_of is None else codes.get(target.part_of),
        note=note_of(target),
    )


def quote_of(target: PreparedTarget) -> Span:
    """Its words, its number among them."""
    quote, number = target.quote, target.number
    return Span(min(quote.start, number.start), max(quote.end, number.end)) if number else quote


def note_of(target: PreparedTarget) -> str:
    """What goes with it into the register; values on the way that make no path of its own are not lost."""
    by_hand = "" if target.is_led_by_rule else _("牵头单位由人工确定。")
    values = _("、").join(target.on_the_way)
    return by_hand + (_("原文另有阶段值:{values}。").format(values=values) if values else "")
