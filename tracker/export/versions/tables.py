"""The tables of the versions: all targets of a group, what to ask about, 整改清单, counts by area."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.listing.cells import Row
from tracker.domain.listing.columns import expected_text
from tracker.domain.measure.quantity import IN_POINTS, with_unit
from tracker.domain.measure.target import value_in_words
from tracker.domain.meetings.paper import NameOf
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.progress.status import CountsAs, Status
from tracker.domain.sentences import versions as said
from tracker.domain.sentences.rows import aim_of, gap_cell, months_head, remarks, value_cell
from tracker.domain.sentences.scores import completion_share
from tracker.export.versions import frame
from tracker.export.versions.frame import Cell, Head

# More rows than these are a list and no sheet; the progress table has them all.
LISTED, ASKED_ABOUT = 40, 8
_LONGEST_TEXT = 18


def name_of(score: Score, frozen: Frozen) -> str:
    return frozen.paper.name_of(NameOf.TARGET, score.target.id, score.target.name)


def names_of(scores: Sequence[Score], frozen: Frozen) -> dict[int, str]:
    return {score.target.id: name_of(score, frozen) for score in scores}


def worst_first(scores: Sequence[Score]) -> list[Score]:
    """What is behind, the furthest first, then what has no verdict, then the rest; budgets last."""

    def place(score: Score) -> tuple[int, object, str]:
        how = score.status.counts_as
        rank = {CountsAs.BEHIND: 0, CountsAs.MISSING: 1, CountsAs.WAITING: 2, CountsAs.NO_SHARE: 2}.get(
            how, 3
        )
        rank += 2 if score.status.is_outside else 0
        return rank, score.item.order if rank in (0, 3) else 0, score.target.code

    return sorted(scores, key=place)


def targets_table(scores: Sequence[Score], frozen: Frozen, *, with_lead: bool = False) -> str:
    """``with_lead``: the unit that leads, in place of its own call of the year's end."""
    end = Head("牵头单位", 1_500) if with_lead else Head("年底", 800)
    rows = [
        [
            Cell(name_of(score, frozen), "left"),
            Cell(_aim(score, frozen)),
            _value(score),
            Cell(expected_text(Row(score, frozen.card))),
            Cell(gap_cell(score) or "—"),
            Cell("", status=score.status),
            Cell(score.target.lead.name if with_lead else said.call_short(score)),
        ]
        for score in worst_first(scores)[:LISTED]
    ]
    told = frame.table(_heads(frozen, "年度目标", end), rows, "目标、现值、应达、差距和状态")
    told += _rest(scores, LISTED, "目标")
    because = said.not_applicable(scores, names_of(scores, frozen))
    return told + frame.note(said.columns_note(frozen.card.period) + because)


def budgets_table(scores: Sequence[Score], frozen: Frozen) -> str:
    """Apart from the targets; the last column is the share executed."""
    rows = [
        [
            Cell(name_of(score, frozen), "left"),
            Cell(value_in_words(score.target.terms.value, score.target.terms)),
            _value(score),
            Cell(expected_text(Row(score, frozen.card))),
            Cell(gap_cell(score) or "—"),
            Cell("", status=score.status),
            Cell(completion_share(score.judgement) or "—"),
        ]
        for score in worst_first(scores)[:LISTED]
    ]
    heads = _heads(frozen, "年度预算", Head("执行率", 800))
    return frame.table(heads, rows, "预算、已执行、应达和执行率") + _rest(scores, LISTED, "预算")


def _heads(frozen: Frozen, aim: str, end: Head) -> list[Head]:
    heads = [
        Head(aim, 1_430),
        Head(months_head(frozen.card.period), 1_330),
        Head("应达", 800),
        Head("与时序差", 950),
        Head("状态", 1_170),
        end,
    ]
    return [Head("目标", frame.ACROSS - sum(head.width for head in heads)), *heads]


def _rest(scores: Sequence[Score], listed: int, what: str) -> str:
    rest = said.more(len(scores) - listed, what)
    return frame.note(rest) if rest else ""


def asked_table(scores: Sequence[Score], frozen: Frozen) -> str:
    """The furthest behind, with what the lead says of problem and next step."""
    heads = [
        Head("目标", 2_400),
        Head("现值/目标", 1_450),
        Head("应达", 750),
        Head("状态", 950),
        Head("连续", 600),
        Head("年底", 775),
    ]
    heads.append(Head("问题与下一步", frame.ACROSS - sum(head.width for head in heads)))
    rows = [
        [
            Cell(name_of(score, frozen), "left", score.target.lead.name),
            replace(_value(score), text=_against(score, frozen)),
            Cell(expected_text(Row(score, frozen.card))),
            Cell("", status=score.status),
            Cell(f"{score.behind_for}期" if score.behind_for else "—"),
            Cell(said.call_short(score)),
            Cell(_problem(score, frozen), "left"),
        ]
        for score in scores[:ASKED_ABOUT]
    ]
    told = frame.table(heads, rows, "落后目标的现值、应达、状态和原因")
    rest = said.more(len(scores) - ASKED_ABOUT, "落后目标")
    return told + frame.note(f"注:连续为连续滞后的期数。按现值与应达之比由低到高列出。{rest}")


def to_mend_table(scores: Sequence[Score], frozen: Frozen) -> str:
    """整改清单: what is missing now and for the year; measure, person and date are the unit's to fill in."""
    card = frozen.card
    heads = [
        Head("", 396),
        Head("落后目标", 1_701),
        Head(f"{card.period.last_month}月底", 900),
        Head("全年", 900),
        Head("已报问题与下一步", 2_133),
        Head("整改措施", 1_500),
        Head("责任人", 737),
        Head("时限", 650),
        Head("销号", 608),
    ]
    rows = [
        [
            Cell(str(place)),
            Cell(name_of(score, frozen), "left"),
            Cell(said.lacking_now(score, card.period)),
            Cell(said.lacking_in_year(score, card)),
            Cell(_problem(score, frozen), "left"),
            *(Cell("") for _empty in range(4)),
        ]
        for place, score in enumerate(scores[:LISTED], 1)
    ]
    told = frame.table(heads, rows, "落后目标的整改清单,措施、责任人和时限待填", upright=True, tall=850)
    return told + _rest(scores, LISTED, "落后目标")


def areas_table(groups: Sequence[Group], whole: Rollup, frozen: Frozen) -> str:
    """The counts of the due by area, with the sum below; nothing stands in the cell of a zero."""
    shown_as = said.statuses_shown(whole)
    words = [_status_head(statuses) for statuses in shown_as]
    heads = [Head("应达", 600), *(Head(word, 955) for word in words), Head("判断", 980)]
    heads.insert(0, Head("领域", frame.ACROSS - sum(head.width for head in heads)))

    def cells(name: str, rollup: Rollup) -> list[Cell]:
        numbers = [sum(rollup.due_counts[status] for status in statuses) for statuses in shown_as]
        told = [str(number) if number else "—" for number in numbers]
        return [
            Cell(name, "left"),
            *map(Cell, (str(rollup.due), *told, frozen.card.verdict(rollup).word)),
        ]

    rows = [
        cells(frozen.paper.name_of(NameOf.AREA, _area_id(group), group.name), group.rollup)
        for group in groups
    ]
    if len(groups) > 1:
        rows.append(cells("合计", whole))
    return frame.table(heads, rows, "各领域应达目标按状态的项数")


def _area_id(group: Group) -> int:
    return group.scores[0].target.area.id


def _status_head(statuses: Sequence[Status]) -> str:
    """◆已完成; 未填报 and 未更新 in one column as □未报, 滞后 and 未完成 as ■滞后."""
    first = statuses[0]
    return f"{first.shape}{'未报' if first.is_missing else first.word}"


def _value(score: Score) -> Cell:
    """27万标箱, below it (1—8月,预计): what is not as with most."""
    figure = score.figure
    if figure is None or figure.value is None:
        return Cell("—")
    beside = ",".join(remarks(score))
    below = f"({beside})" if beside else ""
    return Cell(value_in_words(figure.value, score.target.terms), below=below)


def _against(score: Score, frozen: Frozen) -> str:
    """4/10个以上: the unit stands once; 18% / 20%以上: % is no unit that a number can be without."""
    figure = score.figure
    value = value_cell(None if figure is None else figure.value, score.target.terms)
    aim = aim_of(score.target.terms, frozen.card.period)
    aimed = f"{''.join(word for word in aim.before if word != '力争')}{aim.amount}{aim.unit}"
    if figure is not None and figure.value is not None and score.target.terms.unit_of_measure in IN_POINTS:
        return f"{with_unit(figure.value, score.target.terms.unit_of_measure)} / {aimed}"
    return f"{value}/{aimed}"


def _aim(score: Score, frozen: Frozen) -> str:
    """A milestone's is its period, 四季度底前; with the year where it is another than the plan's."""
    due, year = score.target.terms.due, frozen.card.period.year
    if score.target.terms.value is not None or due is None:
        return score.target.aim
    return f"{due.name if due.year == year else due.label}底前"


def _problem(score: Score, frozen: Frozen) -> str:
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    return said.problem_and_next(texts, _LONGEST_TEXT)
