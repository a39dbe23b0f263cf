"""What a meeting talks about: who is behind, what has no data, what changed, what is to be decided."""

from collections.abc import Iterable, Sequence

from tracker.domain.language import with_colon
from tracker.domain.listing import cells as figures
from tracker.domain.listing.cells import rows_of
from tracker.domain.listing.tables import SLIDES_BEHIND, SLIDES_DECISIONS, column
from tracker.domain.meetings.comparison import ChangeKind, once_each
from tracker.domain.meetings.decisions import decisions
from tracker.domain.meetings.paper import PaperSection
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status, without_verdict
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.changes import erratum_word, records_counted
from tracker.domain.sentences.coordination import (
    asked_of,
    closed_matters,
    day_frozen,
    decision_line,
    matter_state,
    matters_title,
)
from tracker.domain.sentences.directives import (
    answer_line,
    answered_by,
    closed_directives,
    directive_state,
    directive_words,
    directives_title,
)
from tracker.domain.sentences.scores import not_applicable_because
from tracker.domain.sentences.since import adjustment_line, correction_line, day, erratum_line, since_opening
from tracker.domain.sentences.slides import (
    behind_title,
    decision_proposal,
    decision_why,
    decisions_title,
    nothing_title,
    since_title,
    table_pointer,
)
from tracker.export.slides.deck import Deck, Page
from tracker.export.slides.layouts import TABLE
from tracker.export.slides.notes import marked
from tracker.export.slides.requests import by_date, told, who
from tracker.export.slides.tables import Cell, Column, Look, Mark, Row, cells_of, columns_of, pages

_MOST_PAGES, _MOST_ROWS = 8, 240
_STATUS = Column("状态", 28, lines=1)
_SIZE = 12


def _add_table(
    deck: Deck,
    title: str,
    about: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[Cell, ...]],
    size: float = _SIZE,
    total: int = 0,
) -> None:
    """A table over as many slides as it takes; what is left out is counted and pointed to.

    ``total``: how many rows there are, where only the first ``_MOST_ROWS`` are given.
    """
    box = deck.template.holders[TABLE]["表格"].box
    look = Look(columns, box.width, size)
    laid = pages(look, [Row(row) for row in rows], box.points_high, _MOST_PAGES)
    # Bands are none among these rows, so that a row laid out is a row shown.
    shown, total = sum(map(len, laid)), total or len(rows)
    for number, page_rows in enumerate(laid, 1):
        page = Page(deck, TABLE)
        where = f" · 第{number}页,共{len(laid)}页" if len(laid) > 1 else ""
        left = f" · {table_pointer(shown, total)}" if shown < total else ""
        page.put_heads(title, f"{about}{where}{left}")
        page.put_table("表格", look, page_rows, f"{title}。{about}")
        page.finish()


def add_since(deck: Deck) -> None:
    """One row for each kind of change since the last snapshot; nothing where there was none."""
    last = deck.frozen.last
    if last is None or PaperSection.CHANGES not in deck.paper.choices.sections:
        return
    rows: list[tuple[Cell, ...]] = []
    for kind in ChangeKind:
        changes = once_each(last.comparison.of_targets(kind))
        if changes:
            named = _by_lead((each.lead, each.name) for each in changes)
            rows.append((kind.word, f"{len(changes)}项", named))
    # Apart and behind: no budget is counted with targets.
    for kind in ChangeKind:
        changes = once_each(last.comparison.of_budgets(kind))
        if changes:
            named = _by_lead((each.lead, each.name) for each in changes)
            rows.append((f"{kind.word}(预算)", f"{len(changes)}项", named))
    columns = (
        Column("变化", 50, lines=1, bold=True),
        Column("项数", 17, "r", 1),
        Column("涉及目标(牵头部门)", 241, lines=3),
    )
    _add_table(deck, since_title(last, deck.frozen.card), since_opening(last), columns, rows, size=13)


def _by_lead(named: Iterable[tuple[str, str]], *, with_leads: bool = True) -> str:
    """市发改局(甲、乙);市商务局(丙)."""
    if not with_leads:
        return "、".join(name for _lead, name in named)
    leads: dict[str, list[str]] = {}
    for lead, name in named:
        leads.setdefault(lead, []).append(name)
    return ";".join(f"{lead}({'、'.join(names)})" for lead, names in leads.items())


def add_all_behind(deck: Deck) -> None:
    """Every target behind its pace, the furthest first, with the cause and next step its department gave."""
    card, shown = deck.frozen.card, _named_or_not(deck, SLIDES_BEHIND)
    if not card.behind:
        return
    rows = [cells_of(shown, row) for row in rows_of(deck.frozen, card.behind[:_MOST_ROWS])]
    about = "按实际与应达之比由低到高;差距以百分点计,比率类为与目标差;存在问题和下一步举措为牵头部门填报"
    _add_table(deck, behind_title(card), about, columns_of(shown, 3), rows, 11, len(card.behind))


def _named_or_not(deck: Deck, table: tuple[figures.Column, ...]) -> tuple[figures.Column, ...]:
    """A table with the lead units beside the targets, or without them where the office names none."""
    if deck.paper.choices.names:
        return table
    return tuple(column("name", width=each.width) if each.key == "name_lead" else each for each in table)


def add_nothing(deck: Deck) -> None:
    """The kinds of nothing, each in its own words, with who and what; zero is not among them."""
    card = deck.frozen.card
    rows: list[tuple[Cell, ...]] = []
    for status in without_verdict():
        scores = [score for score in card.targets if score.status is status]
        if scores:
            named = _by_lead(
                ((score.target.lead.name, _named(deck.frozen, score)) for score in scores),
                with_leads=deck.paper.choices.names,
            )
            rows.append((Mark(status), f"{len(scores)}项", status.meaning, named))
    columns = (
        _STATUS,
        Column("项数", 16, "r", 1),
        Column("含义", 84, lines=3),
        Column("涉及目标(牵头部门)", 180, lines=6),
    )
    about = "没有数据不等于0;填报为0的目标照常计算完成率,不在此列"
    _add_table(deck, nothing_title(card), about, columns, rows)


def _named(frozen: Frozen, score: Score) -> str:
    """The target; of one that does not apply also why, as its department gave it."""
    if score.status is not Status.NOT_APPLICABLE:
        return score.target.name
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    reason = closed(not_applicable_because(score, texts.scope_note)).rstrip("。")
    return with_colon(score.target.name, reason) if reason else score.target.name


def add_matters(deck: Deck) -> None:
    """The agenda: what departments asked a decision for, what was decided, what is overdue."""
    records, today = deck.frozen.records, day_frozen(deck.frozen)
    if PaperSection.MATTERS not in deck.paper.choices.sections:
        return
    if not records.open_matters and not records.closed_since:
        return
    rows: list[tuple[Cell, ...]] = [
        (
            matter_state(each, today),
            f"{each.target_name}({each.unit.name})",
            closed(each.obstacle),
            f"{closed(each.request)}(提请{asked_of(each)})",
            decision_line(each, today) or "待会议议定",
        )
        for each in records.open_matters
    ]
    columns = (
        Column("状态", 30, lines=2),
        Column("目标(提请单位)", 52, lines=3, bold=True),
        Column("遇到的困难", 68, lines=4),
        Column("提请协调", 68, lines=4),
        Column("议定和办理", 90, lines=5),
    )
    about = f"办理时限以{day(today)}为准 · {closed_matters(records) or '本期没有销号事项。'}"
    _add_table(deck, matters_title(deck.frozen), about, columns, rows, size=11)


def add_directives(deck: Deck) -> None:
    """What leaders wrote (批示): to whom, until when, what was answered."""
    records, today = deck.frozen.records, day_frozen(deck.frozen)
    if PaperSection.DIRECTIVES not in deck.paper.choices.sections:
        return
    if not records.open_directives and not records.directives_closed_since:
        return
    rows: list[tuple[Cell, ...]] = [
        (
            directive_state(each, today),
            f"{each.name}({answered_by(each)})",
            f"{directive_words(each)}({each.by})",
            answer_line(each, today),
        )
        for each in records.open_directives
    ]
    columns = (
        Column("状态", 30, lines=2),
        Column("批示事项(答复单位)", 62, lines=3, bold=True),
        Column("批示内容", 108, lines=4),
        Column("答复", 108, lines=4),
    )
    about = f"答复时限以{day(today)}为准 · {closed_directives(records) or '本期没有销号的批示。'}"
    _add_table(deck, directives_title(deck.frozen), about, columns, rows, size=11)


def add_decisions(deck: Deck) -> None:
    """What the frozen figures give cause to decide; the rule stands below the title."""
    cases = decisions(deck.frozen.card)
    if not cases and deck.frozen.records.matters is not None:
        return
    shown = _named_or_not(deck, SLIDES_DECISIONS)
    judged = rows_of(deck.frozen, (each.score for each in cases[:_MOST_ROWS]))
    rows = [
        (*cells_of(shown, row), decision_why(each), decision_proposal(each))
        for each, row in zip(cases, judged, strict=False)
    ]
    columns = (
        *columns_of(shown, 3),
        Column("列入原因", 30, lines=3),
        Column("建议议定", 25, lines=3),
    )
    about = "列入条件:节点到期未完成,或牵头部门研判年底有困难、需调整"
    if deck.frozen.records.matters is None:
        about += f" · {matters_title(deck.frozen)}"
    _add_table(deck, decisions_title(cases), about, columns, rows, total=len(cases))


def add_own_words(deck: Deck) -> None:
    """What the office asks the meeting and the units, whole: on a slide there is room for the gist."""
    own, asked = deck.paper.words.decisions, by_date(deck)
    if own:
        asks = (Column("事项", 60, lines=3, bold=True), Column("请会议议定", 248, lines=8))
        cells = [(f"{marked(each)}{each.heading or '—'}", closed(each.text)) for each in own]
        about = "由市府办提请会议研究"
        _add_table(deck, f"请会议议定{len(own)}件事", about, asks, cells, size=13)
    if asked:
        who_when = (Column("时限", 36, bold=True), Column("单位", 72, lines=6), Column("要求", 200, lines=8))
        rows = [(each.due_words or "—", who(each, deck), f"{marked(each)}{told(each)}") for each in asked]
        about = "按时限先后排列"
        _add_table(deck, f"工作要求{len(asked)}项", about, who_when, rows, size=13)


def add_changed(deck: Deck) -> None:
    records = deck.frozen.records
    if PaperSection.CHANGES not in deck.paper.choices.sections:
        return
    rows: list[tuple[Cell, ...]] = [("目标调整", adjustment_line(each)) for each in records.adjustments_since]
    rows += [(erratum_word(each.kind), erratum_line(each)) for each in records.errata_since]
    rows += [("数据更正", correction_line(each)) for each in records.corrections_since]
    columns = (Column("类别", 30, lines=1, bold=True), Column("内容、理由和依据", 278, lines=4))
    about = "调整、勘误和更正均保留原值,在系统中可查全部版本"
    _add_table(
        deck,
        records_counted(records).rstrip("。"),
        about,
        columns,
        rows,
        size=13,
    )
