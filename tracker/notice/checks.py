"""What must agree between the notice, its readings and its targets before a register is taken over.

Each check refuses with file, line and reason. They look at whole files; what a single row can be
wrong in is refused in seed_rows.py.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from tracker.domain.measure.target import Kind
from tracker.notice.normalise import Span
from tracker.notice.numbers import scan_numbers, value_of
from tracker.notice.readings import ReadingKind
from tracker.notice.records import (
    RegisterArea,
    RegisterArticle,
    RegisterReading,
    RegisterTarget,
    RegisterUnit,
    Source,
)
from tracker.notice.seed_csv import BrokenSeed, Row

Record = TypeVar("Record")


@dataclass(frozen=True)
class Sourced(Generic[Record]):
    """A record with the row it came from, to name its line."""

    row: Row
    record: Record


@dataclass(frozen=True)
class Loaded:
    text: str
    units: Sequence[Sourced[RegisterUnit]]
    areas: Sequence[Sourced[RegisterArea]]
    articles: Sequence[Sourced[RegisterArticle]]
    readings: Sequence[Sourced[RegisterReading]]
    targets: Sequence[Sourced[RegisterTarget]]

    @property
    def unit_names(self) -> frozenset[str]:
        return frozenset(one.record.name for one in self.units)


def check(loaded: Loaded) -> None:
    refuse_repeats(loaded.units, lambda unit: unit.name, "单位")
    refuse_repeats(loaded.areas, lambda area: area.number, "领域")
    refuse_repeats(loaded.articles, lambda article: article.number, "条")
    refuse_repeats(loaded.targets, lambda target: target.code, "编号")
    refuse_repeats(loaded.targets, lambda target: target.name, "名称")
    check_structure(loaded)
    check_targets(loaded)
    check_readings(loaded)
    check_parts(loaded.targets)


def refuse_repeats(rows: Iterable[Sourced[Record]], key: Callable[[Record], Hashable], word: str) -> None:
    lines: dict[Hashable, int] = {}
    for one in rows:
        name = key(one.record)
        if name in lines:
            raise one.row.refuse(f"{word}“{name}”与第 {lines[name]} 行重复。")
        lines[name] = one.row.line


def refuse_unknown_units(row: Row, names: Iterable[str], known: frozenset[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise row.refuse(f"units.csv 中没有单位“{'、'.join(unknown)}”。")


def check_structure(loaded: Loaded) -> None:
    areas = {one.record.number: one.record for one in loaded.areas}
    for area in loaded.areas:
        refuse_unknown_units(area.row, filter(None, [area.record.lead]), loaded.unit_names)
        _refuse_absent_title(area.row, area.record, loaded.text)
        if not area.record.start <= area.record.preamble_start <= area.record.preamble_end <= area.record.end:
            raise area.row.refuse("序言的位置不在本领域之内。")
    for article in loaded.articles:
        refuse_unknown_units(article.row, [unit.name for unit in article.record.units], loaded.unit_names)
        _refuse_absent_title(article.row, article.record, loaded.text)
        home = areas.get(article.record.area)
        if home is None and article.record.area:
            raise article.row.refuse(f"areas.csv 中没有领域“{article.record.area}”。")
        if home is not None and not Span(home.start, home.end).holds(
            Span(article.record.start, article.record.end)
        ):
            raise article.row.refuse("本条的位置不在所属领域之内。")


def _refuse_absent_title(row: Row, place: RegisterArea | RegisterArticle, text: str) -> None:
    if place.title not in text[place.start : place.end]:
        raise row.refuse(f"原文 {place.start}—{place.end} 处没有标题“{place.title}”。")


def check_targets(loaded: Loaded) -> None:
    areas = {one.record.number: one.record for one in loaded.areas}
    articles = {one.record.number: one.record for one in loaded.articles}
    for one in loaded.targets:
        target = one.record
        if target.area is not None and target.area not in areas:
            raise one.row.refuse(f"areas.csv 中没有领域“{target.area}”。")
        if target.article is not None and target.article not in articles:
            raise one.row.refuse(f"articles.csv 中没有第“{target.article}”条。")
        article = None if target.article is None else articles[target.article]
        area = None if target.area is None else areas[target.area]
        if article and article.area != (target.area or 0):
            raise one.row.refuse(f"第 {article.number} 条属于领域 {article.area},不属于领域“{target.area}”。")
        _check_quote(one.row, target, area, article, loaded.text)
        _check_number(one.row, target, loaded.text)
        _check_lead(one.row, target, area, article, loaded.unit_names)


def _check_quote(
    row: Row, target: RegisterTarget, area: RegisterArea | None, article: RegisterArticle | None, text: str
) -> None:
    quote = Span(target.quote_start, target.quote_end)
    if quote.of(text) != target.quote:
        raise row.refuse(f"原文 {quote.start} 处不是“{target.quote}”。")
    home = None
    if article:
        home = Span(article.start, article.end)
    elif area:
        home = Span(area.preamble_start, area.preamble_end)
    if home and not home.holds(quote):
        raise row.refuse("引文不在所属的条或领域序言之内。")


def _check_number(row: Row, target: RegisterTarget, text: str) -> None:
    """A value is what its digits say, in the unit of measure as written: 36 in 36万标箱, 1000 for 千名."""
    if target.terms.kind is Kind.MILESTONE:
        if target.number_start is not None or target.number_end is not None:
            raise row.refuse("节点类目标没有数字位置。")
        return
    if target.number_start is None or target.number_end is None:
        raise row.refuse("缺少数字位置(number_start、number_end)。")
    number = Span(target.number_start, target.number_end)
    if not Span(target.quote_start, target.quote_end).holds(number):
        raise row.refuse("数字不在引文之内。")
    if value_of(number.of(text)) != target.terms.value:
        raise row.refuse(f"原文写的是“{number.of(text)}”,目标值却是“{target.terms.value}”。")


def _check_lead(
    row: Row,
    target: RegisterTarget,
    area: RegisterArea | None,
    article: RegisterArticle | None,
    known: frozenset[str],
) -> None:
    refuse_unknown_units(row, [target.lead, *target.co_units], known)
    if target.lead_source is Source.BY_HAND:
        if not target.note:
            raise row.refuse("人工设定的牵头单位要写明理由(note)。")
        return
    by_rule: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if article and article.units:
        by_rule = article.answering
    elif area and area.lead:
        by_rule = ((area.lead, ()),)
    if not by_rule:
        raise row.refuse("原文没有写明由谁牵头,请人工设定(lead_source 写 by hand)并写明理由。")
    if (target.lead, target.co_units) not in by_rule:
        said = "或".join(f"“{lead}”牵头,配合单位为“{'、'.join(others)}”" for lead, others in by_rule)
        raise row.refuse(f"按规则应由{said}。")


def check_readings(loaded: Loaded) -> None:
    ordered = sorted(loaded.readings, key=lambda one: one.record.start)
    for one in ordered:
        reading = one.record
        written = loaded.text[reading.start : reading.end]
        if written != reading.text:
            raise one.row.refuse(f"原文 {reading.start}—{reading.end} 处是“{written}”,不是“{reading.text}”。")
        if reading.kind is ReadingKind.UNDECIDED:
            raise one.row.refuse(f"“{reading.text}”还没有判读(undecided),请先写明它是什么。")
    for before, after in pairwise(ordered):
        if after.record.start < before.record.end:
            raise after.row.refuse(f"与第 {before.row.line} 行的数字重叠。")
    _refuse_unread(loaded.text, ordered)
    _check_links(loaded)


def _refuse_unread(text: str, ordered: Sequence[Sourced[RegisterReading]]) -> None:
    """The line named is the one behind which the missing reading belongs."""
    read = [Span(one.record.start, one.record.end) for one in ordered]
    for number in scan_numbers(text):
        if not any(span.holds(number) for span in read):
            line = max((one.row.line for one in ordered if one.record.start < number.start), default=1)
            around = text[max(number.start - 8, 0) : number.end + 4].strip()
            reason = f"此行之后缺一条:原文 {number.start} 处的“{number.of(text)}”(…{around}…)没有判读。"
            raise BrokenSeed("readings.csv", line, reason)


def _check_links(loaded: Loaded) -> None:
    """Every number of a target has one reading that says so, and no reading names a target in vain."""
    targets = {one.record.code: one.record for one in loaded.targets}
    refuse_repeats(
        [one for one in loaded.readings if one.record.target], lambda reading: reading.target, "目标编号"
    )
    for one in loaded.readings:
        if one.record.target is not None:
            _check_link(one.row, one.record, targets.get(one.record.target))
    stated = {one.record.target for one in loaded.readings}
    for target in loaded.targets:
        if target.record.terms.kind is not Kind.MILESTONE and target.record.code not in stated:
            raise target.row.refuse(f"readings.csv 中没有“{target.record.code}”的数字。")


def _check_link(row: Row, reading: RegisterReading, target: RegisterTarget | None) -> None:
    if target is None:
        raise row.refuse(f"targets.csv 中没有目标“{reading.target}”。")
    if target.number_start is None or target.number_end is None:
        raise row.refuse(f"“{target.code}”是节点,没有数字。")
    if not Span(reading.start, reading.end).holds(Span(target.number_start, target.number_end)):
        raise row.refuse(f"“{target.code}”的数字不在这里。")
    if target.is_budget != (reading.kind is ReadingKind.BUDGET):
        raise row.refuse(f"“{target.code}”是{target.terms.kind.word},判读却是{reading.kind.word}。")


def check_parts(targets: Sequence[Sourced[RegisterTarget]]) -> None:
    known = {one.record.code: one.record for one in targets}
    for one in targets:
        if one.record.part_of is None:
            continue
        total = known.get(one.record.part_of)
        if total is None:
            raise one.row.refuse(f"没有总项“{one.record.part_of}”。")
        if total.terms.unit_of_measure != one.record.terms.unit_of_measure or total.terms.value is None:
            raise one.row.refuse(f"与总项“{total.code}”的计量单位不同,不能相加。")
        above: list[str] = []
        step: RegisterTarget | None = one.record
        while step and step.part_of:
            above.append(step.code)
            if step.part_of in above:
                raise one.row.refuse(f"总项与分项互相包含:{'、'.join(above)}。")
            step = known.get(step.part_of)
