"""A notice in, a proposed register out: the reading aid for next year's plan.

Everything here is by rule and stays a proposal. A person reads the candidates against the notice,
corrects names and readings, and marks what was set by hand. Any text is read: what is no notice gives a
proposal without targets, and says why.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tracker.domain.measure.target import Kind
from tracker.notice.columns import Column
from tracker.notice.layouts import Layout
from tracker.notice.normalise import Span, View, view_of
from tracker.notice.numbers import scan
from tracker.notice.readings import (
    NARROW,
    PROMISES,
    Proposal,
    ProposedTerms,
    ReadingKind,
    classify_in,
    moved_out,
    terms_of,
)
from tracker.notice.structure import ParsedArea, ParsedArticle, Structure, parse_structure
from tracker.notice.tables import Row, rows_of
from tracker.notice.weights import confidence_of
from tracker.notice.wording import context_in, is_stretch
from tracker.notice.years import Due, due_at, plan_year, whens_of

# What makes a clause without a number a milestone: something begins, opens, is issued or is conferred.
# 加快…建设, 谋划…, 办好… state no point that is reached or not.
_MILESTONE = re.compile(r"启动创建|开工建设|建成运营|建成投入使用|挂牌|出台《|获评|全面完成")
_LEADING_WORDS = re.compile(
    r"^(?:\d{1,3}[.、]|[*★☆]|\d{4}年|其中|全年|年内|全市|确保|保障(?!性)|力争|积极争取|争取|完成|实施|新增|新建成|新建|建成|组织|开展|举办|实现|常态化|推广)+"
)
_TRAILING_WORDS = re.compile(
    r"(?:超过|超|突破|(?:提升|提高|增加|扩大|下降|降低|减少|压缩|缩短|压减|增|降)[至到]|达到|达|不低于|不少于|不超过|控制在|稳定在|约|“|增长|下降|≥|≤)+$"
)
# 普及率由88%, in front of 提高到92%
_FROM = re.compile(r"[由从][^,由从]{0,8}\d[\d.]*[^\d,]{0,6}$")
# The part of a report that looks back.
_PAST = re.compile(r"回顾|(?:完成|执行|进展)情况|工作总结|主要成效|取得(?:的)?(?:主要|新)?成[效就绩]")
_CLAUSE = re.compile(r"[^,。;\n\t]+")


@dataclass(frozen=True)
class Interim:
    """A value on the way: 一季度20%. ``due``: by when, None where only 每季度 is said."""

    number: Span
    terms: ProposedTerms
    due: Due | None


@dataclass(frozen=True)
class ProposedTarget:
    """A candidate. ``terms`` is None for a milestone. ``area`` and ``article``: numbers of the structure.

    ``leads`` in their order, empty where the lead is open; ``due`` is None for the plan's own year.
    """

    code: str
    area: int | None
    article: int | None
    name: str
    quote: Span
    terms: ProposedTerms | None
    is_stretch: bool
    leads: tuple[str, ...]
    co_units: tuple[str, ...]
    due: Due | None = None
    interim: tuple[Interim, ...] = ()
    confidence: float = 1.0

    @property
    def lead(self) -> str:
        """The first of the leads; empty where the lead is open (待定)."""
        return next(iter(self.leads), "")

    @property
    def others(self) -> tuple[str, ...]:
        """All but the first lead, in their order: who is co-responsible where one leads."""
        return (*self.leads[1:], *self.co_units)

    @property
    def position(self) -> int:
        return self.terms.number.start if self.terms else self.quote.start


@dataclass(frozen=True)
class Unread:
    """What was not read, and why, in Chinese. ``span`` is None for what concerns the whole text."""

    span: Span | None
    reason: str


@dataclass(frozen=True)
class ProposedRegister:
    """Positions are characters of the text as stored. ``year``: the plan's, as its title or date says."""

    structure: Structure
    readings: tuple[Proposal, ...]
    targets: tuple[ProposedTarget, ...]
    year: int | None = None
    unread: tuple[Unread, ...] = ()


def propose(text: str, layout: Layout | None = None) -> ProposedRegister:
    """The reading of any text. ``layout``: as a person set it, recognised where it is None."""
    view = view_of(text)
    structure = parse_structure(text, layout)
    year = plan_year(view)
    readings = _readings(view, structure, year)
    targets = with_codes([*_numeric(view, structure, readings, year), *milestones(view, structure, readings)])
    moved = tuple(moved_out(view, each.proposal) for each in readings)
    return ProposedRegister(structure, moved, targets, year, tuple(_unread(view, structure, moved, targets)))


@dataclass(frozen=True)
class _Read:
    """A reading in the text read, with the cell of a table that names what it is of."""

    proposal: Proposal
    quote: Span
    due: Due | None
    name: str = ""


def _readings(view: View, structure: Structure, year: int | None) -> list[_Read]:
    rows = list(rows_of(view))
    starts = [row.line.start for row in rows]
    whens = whens_of(view, year)
    places: tuple[ParsedArea | ParsedArticle, ...] = (*structure.areas, *structure.articles)
    past = [view.inward(Span(one.start, one.end)) for one in places if _PAST.search(one.title)]
    past.sort()
    read = []
    for span in scan(view):
        before = bisect_right(starts, span.start)
        row = rows[before - 1] if before and span.end <= rows[before - 1].line.end else None
        proposal = classify_in(view, span)
        when = due_at(view, whens, span.start)
        if row is not None:
            read.append(_in_row(view, row, proposal, when, year))
            continue
        is_over = when is not None and year is not None and (when.year or year) < year
        before = bisect_right(past, span.start, key=lambda one: one.start)
        if proposal.kind in PROMISES and (is_over or (before and span.start < past[before - 1].end)):
            # 2024年, 全市新增…: the sentence, or the whole part, tells of a year that is over.
            proposal = _judged(
                view, replace(proposal, kind=ReadingKind.REFERENCE, reason="过去的数值", terms=None)
            )
        read.append(_Read(proposal, view.clause(span), when))
    return _interim(view, _parts_of_budgets(view, read))


def _judged(view: View, proposal: Proposal) -> Proposal:
    """With the confidence of what it is taken for now."""
    confidence = confidence_of(context_in(view, proposal.span), proposal.kind)
    return replace(proposal, confidence=confidence)


def _in_row(view: View, row: Row, proposal: Proposal, when: Due | None, year: int | None) -> _Read:
    """What the column says: a plan's steps, last year's figures, a bare value whose unit stands beside it."""
    span = proposal.span
    cell = next((each for each in row.cells if each.span.holds(span)), None)
    column = cell.column if cell else Column.TEXT
    quote, name = view.clause(span), ""
    if column is Column.PAST and proposal.kind is not ReadingKind.DATE:
        proposal = replace(
            proposal, kind=ReadingKind.REFERENCE, reason="过去的数值", terms=None, confidence=NARROW
        )
    elif column is Column.TIME and proposal.kind in PROMISES:
        # 6月底完成50%
        terms = terms_of(context_in(view, span), ReadingKind.INTERIM)
        proposal = Proposal(span, ReadingKind.INTERIM, ON_THE_WAY, terms, NARROW)
    elif column in (Column.NUMBER, Column.LEAD, Column.CO, Column.LISTED, Column.LEADER) or (
        column is Column.TIME and proposal.kind is not ReadingKind.DATE
    ):
        kind = ReadingKind.DATE if column is Column.TIME else ReadingKind.NAME
        proposal = replace(
            proposal, kind=kind, reason="表格中的序号、单位或时限", terms=None, confidence=NARROW
        )
    elif column is Column.PLAN and proposal.kind in (*PROMISES, ReadingKind.UNDECIDED, ReadingKind.CONDITION):
        if row.of(Column.VALUE, Column.TEXT) and any(
            re.search(r"\d|[二三四五六七八九十百千]", each.span.of(view.text))
            for each in row.of(Column.VALUE, Column.TEXT)
        ):
            context = context_in(view, span)
            terms = terms_of(context, ReadingKind.INTERIM)
            proposal = Proposal(span, ReadingKind.INTERIM, ON_THE_WAY, terms, NARROW)
    elif column is Column.MONEY and cell is not None and (unit := re.search(r"[万亿]?元(?=[)]$)", cell.head)):
        terms = terms_of(context_in(view, span), ReadingKind.BUDGET)
        if terms is not None and not terms.unit_of_measure:
            terms = replace(terms, unit_of_measure=unit[0])
            proposal = Proposal(span, ReadingKind.BUDGET, "表格中的资金", terms, NARROW)
            name = view.written(names[0].span) if (names := row.of(Column.TEXT)) else ""
    elif column is Column.VALUE and cell is not None:
        name_cell = next(iter(row.of(Column.TEXT)), None)
        if name_cell is not None and len(cell.span.of(view.text)) <= 16:
            name = view.written(name_cell.span)
            quote = Span(min(name_cell.span.start, cell.span.start), max(name_cell.span.end, cell.span.end))
            if proposal.kind in (ReadingKind.UNDECIDED, ReadingKind.CONDITION, ReadingKind.TARGET):
                proposal = _of_value(view, row, proposal, cell.head, name)
    return _Read(proposal, quote, when, name)


def _of_value(view: View, row: Row, proposal: Proposal, head: str, name: str) -> Proposal:
    """A bare number in a column of aims: its unit stands in 计量单位, in its head or behind its name."""
    context = context_in(view, proposal.span)
    terms = terms_of(context, ReadingKind.TARGET)
    if terms is None:
        return proposal
    measure = next((view.written(cell.span) for cell in row.of(Column.MEASURE)), "")
    bracketed = re.search(r"[(（]([^()（）]{1,10})[)）]$", name) or re.search(
        r"[(（]([^()（）]{1,10})[)）]$", head
    )
    unit = terms.unit_of_measure or measure or (bracketed[1] if bracketed else "")
    if not unit:
        return proposal
    is_rate = unit in ("%", "％")
    kind = (Kind.RATE if re.search(r"增长|增速|下降|降低", name) else Kind.LEVEL) if is_rate else terms.kind
    is_reduction = terms.is_reduction or re.search(r"下降|降低|降幅", name) is not None
    terms = replace(terms, unit_of_measure=unit, kind=kind, is_reduction=is_reduction)
    return Proposal(proposal.span, ReadingKind.TARGET, "年度目标", terms, NARROW)


_STEP = re.compile(
    r"[一二三四1-4]季度|上半年|前三季度|年中|每季度|(?<!人)每月|按季度|按月|季度末|\d{1,2}月底|\d{1,2}月份?前|\d{1,2}月末|(?:开学|汛期?|入冬|春节|国庆|[春夏秋冬]季)[^,]{0,2}前"
)


def _parts_of_budgets(view: View, read: Sequence[_Read]) -> Iterator[_Read]:
    """其中水利3000万元, after 整合资金4600万元 in the same sentence: money of that money."""
    whole: Proposal | None = None
    for each in read:
        proposal = each.proposal
        terms, over = proposal.terms, whole.terms if whole else None
        if proposal.kind is ReadingKind.BUDGET:
            # The first of a sentence; its parts may be read as budgets by themselves.
            if whole is None or not _within(view, whole.span, proposal.span):
                whole = proposal
        elif (
            proposal.kind is ReadingKind.TARGET
            and terms is not None
            and whole is not None
            and over is not None
            and (terms.unit_of_measure, terms.value < over.value) == (over.unit_of_measure, True)
            and "其中" in view.text[whole.span.end : proposal.span.start]
            and _within(view, whole.span, proposal.span)
        ):
            terms = replace(terms, kind=Kind.BUDGET)
            proposal = replace(proposal, kind=ReadingKind.BUDGET, reason="安排的资金", terms=terms)
            proposal = _judged(view, proposal)
        yield replace(each, proposal=proposal)


def _within(view: View, whole: Span, part: Span) -> bool:
    """Whether both stand in one sentence, no semicolon between."""
    return not re.search(r"[。;\n]", view.text[whole.end : part.start])


ON_THE_WAY = "阶段值"
_OF_THE_WHOLE = re.compile(r"(?:总|年度|全年)(?:目标)?(?:任务|计划|目标)(?:数|量)?的$")
_WHOLE_YEAR = re.compile("全年(?!的|目标|任务|计划)|年底|年末|12月底")
_LAST_STEP = re.compile(r"四季度|4季度|12月")


def _interim(view: View, read: Iterable[_Read]) -> list[_Read]:
    """其中一季度集中开工40个, after 项目150个: a step of what was stated before it in the paragraph."""
    result: list[_Read] = []
    line_end = -1
    units: set[str] = set()
    for each in read:
        proposal = each.proposal
        if proposal.span.start > line_end:
            line_end = view.line(proposal.span.start).end
            units = set()
        terms = proposal.terms
        if proposal.kind is ReadingKind.TARGET and terms is not None:
            clause = view.clause(proposal.span)
            said = view.text[clause.start : proposal.span.start]
            since = max((found.end() for found in _WHOLE_YEAR.finditer(said)), default=0)
            if (
                _STEP.search(said, since)
                and not _LAST_STEP.search(said)
                and (
                    terms.unit_of_measure in units
                    or (terms.unit_of_measure == "%" and (units or _OF_THE_WHOLE.search(said)))
                    or _whole_follows(view, proposal.span.end, terms)
                )
            ):
                proposal = replace(proposal, kind=ReadingKind.INTERIM, reason=ON_THE_WAY, confidence=NARROW)
                each = replace(each, proposal=proposal)
            else:
                units.add(terms.unit_of_measure)
        result.append(each)
    return result


def _whole_follows(view: View, at: int, terms: ProposedTerms) -> bool:
    """交付学位2700个,全年增加3900个; 9月底达到75%、年底达到95%: the year's whole stands next."""
    unit = re.escape(terms.unit_of_measure)
    return (
        re.match(
            rf"[^,。;、\d]{{0,12}}[、,;](?:{_WHOLE_YEAR.pattern})[^,。;\d]{{0,10}}(?:\d[\d.]*{unit}|百分之)",
            view.text[at : at + 50],
        )
        is not None
    )


def with_codes(targets: Iterable[ProposedTarget]) -> tuple[ProposedTarget, ...]:
    """Codes in the order of the text: A1-01 preamble of area 1, T07-02 article 7, B3-01 budget."""
    # Outside every area the number is 0: B0-01 is the budget of the whole plan.
    counts: Counter[str] = Counter()
    coded = []
    for target in sorted(targets, key=lambda one: one.position):
        group = group_of(target.terms.kind if target.terms else Kind.MILESTONE, target.area, target.article)
        counts[group] += 1
        coded.append(replace(target, code=f"{group}-{counts[group]:02}"))
    return tuple(coded)


def group_of(kind: Kind, area: int | None, article: int | None) -> str:
    """What the codes of targets begin with: B3 a budget in area 3, T07 in article 7, A1 area 1's preamble."""
    if kind is Kind.BUDGET:
        return f"B{area or 0}"
    return f"T{article:02}" if article else f"A{area or 0}"


def target_at(text: str, structure: Structure, words: Span, reads: ReadingKind | None) -> ProposedTarget:
    """The target that a person sees at ``words``: its number, or without ``reads`` a milestone's words."""
    view = view_of(text)
    inside = view.inward(words)
    if reads is None:
        return _target(
            view, structure, inside, view.written(inside).strip(), is_stretch(inside.of(view.text)), None
        )
    context = context_in(view, inside)
    terms = moved_out(view, Proposal(inside, reads, "", terms_of(context, reads))).terms
    name = _name(context.before, context.past_unit)
    return _target(view, structure, view.clause(inside), name, terms is not None and terms.is_stretch, terms)


def answerable(structure: Structure, position: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leads and co-responsible units by rule: of the article, else of the area (DOMAIN §1)."""
    group = structure.group_at(position)
    if group is None:
        return (), ()
    leads = group.leads or group.co_units[:1]
    others = group.co_units if group.leads else group.co_units[1:]
    return tuple(unit.name for unit in leads), tuple(dict.fromkeys(unit.name for unit in others))


def _numeric(
    view: View, structure: Structure, readings: Sequence[_Read], year: int | None
) -> Iterator[ProposedTarget]:
    """Every promise, with the interim values that follow it in its article."""
    promised: list[ProposedTarget] = []
    for each in readings:
        proposal = each.proposal
        if proposal.terms is None:
            continue
        if proposal.kind is ReadingKind.INTERIM:
            _give_interim(view, structure, promised, each)
        elif proposal.kind in PROMISES:
            context = context_in(view, proposal.span)
            name = each.name or _name(context.before, context.past_unit)
            terms = moved_out(view, proposal).terms
            due = each.due if each.due and (each.due.month or (each.due.year or 0) > (year or 0)) else None
            if (
                terms
                and terms.kind in (Kind.RUNNING_TOTAL, Kind.LEVEL)
                and due
                and (due.year or 0) > (year or due.year or 0)
            ):
                # What is to be there in a later year is not what this year adds, and need not hold before.
                terms = replace(terms, kind=Kind.STOCK)
            target = _target(view, structure, each.quote, name, proposal.terms.is_stretch, terms)
            promised.append(replace(target, due=due, confidence=proposal.confidence))
    yield from promised


def _give_interim(view: View, structure: Structure, promised: list[ProposedTarget], each: _Read) -> None:
    """To the last target before it in the same article that has its unit; else to the last one."""
    moved = moved_out(view, each.proposal)
    if not promised or moved.terms is None:
        return
    article = structure.article_at(moved.span.start)
    same = [
        place
        for place in range(len(promised) - 1, max(-1, len(promised) - 12), -1)
        if (article.number if article else None) == promised[place].article
    ]
    unit = moved.terms.unit_of_measure
    alike = [place for place in same if (terms := promised[place].terms) and terms.unit_of_measure == unit]
    for place in (alike or same)[:1]:
        interim = Interim(moved.terms.number, moved.terms, each.due)
        promised[place] = replace(promised[place], interim=(*promised[place].interim, interim))


def milestones(view: View, structure: Structure, readings: Sequence[_Read]) -> list[ProposedTarget]:
    """Clauses of preambles and articles that name a point to be reached, without counting it."""
    targets = []
    counted = sorted(each.proposal.span.start for each in readings if each.proposal.kind in PROMISES)
    places: tuple[ParsedArea | ParsedArticle, ...] = (*structure.areas, *structure.articles)
    for place in places:
        inside = view.inward(Span(*_words_of(place)))
        for clause in _CLAUSE.finditer(view.text, inside.start, inside.end):
            counts = bisect_left(counted, clause.end()) - bisect_left(counted, clause.start())
            if not counts and _MILESTONE.search(clause[0]):
                quote = Span(*clause.span())
                name = view.written(quote).strip()
                targets.append(_target(view, structure, quote, name, is_stretch(clause[0]), None))
    return targets


def _words_of(place: ParsedArea | ParsedArticle) -> tuple[int, int]:
    """Where a place speaks: the preamble of an area, an article behind its title."""
    if isinstance(place, ParsedArea):
        return place.preamble_start, place.preamble_end
    return min(place.end, place.start + len(place.title)), place.end


def _target(
    view: View, structure: Structure, quote: Span, name: str, stretch: bool, terms: ProposedTerms | None
) -> ProposedTarget:
    """``quote`` in the text read; ``terms`` and the result in the text as stored."""
    written = quote.of(view.text)
    start = quote.start + len(written) - len(written.lstrip())
    outer = view.outward(Span(start, max(start, quote.start + len(written.rstrip()))))
    at = terms.number.start if terms else outer.start
    article, area = structure.article_at(at), structure.area_at(at)
    leads, co_units = answerable(structure, at)
    return ProposedTarget(
        code="",
        area=article.area if article else area.number if area else None,
        article=article.number if article else None,
        name=name,
        quote=outer,
        terms=terms,
        is_stretch=stretch,
        leads=leads,
        co_units=co_units,
    )


def _name(before: str, after: str) -> str:
    """A first name from the clause: what stands before the number, else what follows it."""
    listed = re.split(r"\d[^、]*、", before)[-1].strip()
    name = _FROM.sub("", _TRAILING_WORDS.sub("", _LEADING_WORDS.sub("", listed)))
    return name or re.sub(r"^(?:以上|左右)", "", after)


def _unread(
    view: View, structure: Structure, readings: Sequence[Proposal], targets: Sequence[ProposedTarget]
) -> Iterator[Unread]:
    """What a person has to look at because nothing was made of it."""
    if not view.text.strip():
        yield Unread(None, "文本是空的,没有可以识别的内容。")
        return
    if not structure.areas and not structure.articles:
        yield Unread(None, "没有识别出领域和条目(如“一、”“(一)”“1.”),请设定层级。")
    if not targets:
        yield Unread(None, "没有识别出目标:文中没有带数量的要求。")
    for proposal in readings:
        if proposal.kind is ReadingKind.UNDECIDED:
            yield Unread(proposal.span, "这个数字没有判读,待人工判断。")
    for key, group in groupby(targets, key=lambda one: (one.area, one.article)):
        first = next(group)
        if not first.leads:
            where = "本条" if key[1] else "本领域" if key[0] else "领域以外"
            yield Unread(first.quote, f"{where}没有写明责任单位,牵头单位待定。")
