"""The bulletin's two tables: the areas in counts, and what is behind, with what holds it up."""

from collections.abc import Sequence

from tracker.domain.meetings.paper import PaperSection
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences import bulletin
from tracker.domain.sentences.briefly import told_briefly
from tracker.domain.sentences.meeting_counts import called, lead_called
from tracker.export.word.marks import Column, row, table, text

# As many as fill a page of the text; the 附件 has them all.
BEHIND_LISTED = 12
_BRIEF = 26
_KEPT_TOGETHER = 12
_LONGEST_NAME = 40
_PRINTED = (Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE)


def areas_table(frozen: Frozen) -> str:
    """表1: how many of each area's due targets stand how; of verdicts only 落后较多 and 数据不足."""
    card = frozen.card
    if not card.areas or not card.whole.due:
        return ""
    columns = _area_columns(card)
    is_short = len(card.areas) <= _KEPT_TOGETHER
    rows = []
    for group in card.areas:
        verdict = card.verdict(group)
        style = "TableBand" if verdict is Verdict.MUCH_BEHIND else "TableCell"
        word = verdict.word if verdict in _PRINTED else ""
        cells = [group.name[:_LONGEST_NAME], *_counts(card, group.rollup), word]
        rows.append(row(columns, cells, style, together=is_short))
    rows.append(row(columns, ["合　计", *_counts(card, card.whole), ""], "TableBand", together=True))
    return (
        text("Caption", "表1　分领域进展情况(单位:项)")
        + table(columns, rows, "各领域应达目标按状态的项数", look="Open")
        + text("TableNote", _areas_note(card))
    )


def _area_columns(card: Scorecard) -> tuple[Column, ...]:
    numbers = [(head, 820 if len(head) > 2 else 640) for head in ("应达", *_heads(card))]
    area = 8844 - sum(width for _head, width in numbers) - 1020
    return (
        Column("领域", area),
        *(Column(head, width, "center") for head, width in numbers),
        Column("判断", 1020, "center"),
    )


def _heads(card: Scorecard) -> list[str]:
    """A column for what nobody has is left out, but for 滞后 and 未报."""
    due = card.whole.due_counts
    far = "未完成" if due[Status.MISSED] and not due[Status.BEHIND] else "滞后"
    heads = ["已完成", "达时序", "稍慢", far, "未报"]
    heads += ["待审核"] if due[Status.UNDER_REVIEW] else []
    return [*heads, "其他"] if due[Status.NOT_COMPUTABLE] else heads


def _counts(card: Scorecard, rollup: Rollup) -> list[str]:
    due, whole = rollup.due_counts, card.whole.due_counts
    numbers = [rollup.due, due[Status.ACHIEVED], due[Status.ON_PACE], due[Status.SLIGHTLY_BEHIND]]
    numbers += [rollup.far_behind, rollup.missing]
    numbers += [due[status] for status in (Status.UNDER_REVIEW, Status.NOT_COMPUTABLE) if whole[status]]
    return [str(number) if number else "—" for number in numbers]


def _areas_note(card: Scorecard) -> str:
    """What one column holds of two statuses, and what no column holds."""
    due, notes = card.whole.due_counts, []
    if due[Status.MISSED] and due[Status.BEHIND]:
        notes.append(f"滞后含未完成{due[Status.MISSED]}项")
    if all(due[status] for status in counted_as(CountsAs.MISSING)):
        parts = "、".join(f"{status.word}{due[status]}项" for status in counted_as(CountsAs.MISSING))
        notes.append(f"未报含{parts}")
    notes.append("未到节点、提前完成和不适用的不计入应达")
    return "注:{notes}。".format(notes=";".join(notes))


def behind_table(frozen: Frozen) -> str:
    """表2: 滞后 and 未完成, where there is none 稍慢, the furthest behind first; a pointer to the rest."""
    card, names = frozen.card, frozen.paper.choices.names
    scores = bulletin.worst(card)
    if not scores:
        return ""
    shown = scores[:BEHIND_LISTED]
    columns = _behind_columns(names)
    last = len(shown) - 1
    rows = [
        # The first row stays with the head, the last one with the one before and with the note.
        row(columns, _behind_cells(frozen, score, names), together=place in (0, last - 1, last))
        for place, score in enumerate(shown)
    ]
    words = "、".join(dict.fromkeys(score.status.word for score in scores))
    caption = f"表2　{words}的{len(scores)}项目标"
    return (
        text("Caption", caption)
        + table(columns, rows, "按实际与应达之比由低到高列出的目标", look="Open")
        + text("TableNote", _behind_note(frozen, shown, len(scores)))
    )


def _behind_columns(names: bool) -> tuple[Column, ...]:
    lead = (Column("牵头单位", 1300, "center"),) if names else ()
    told = 2964 if names else 3664
    goal = 2380 if names else 2980
    return (
        Column("目标", goal),
        Column("现值 / 目标", 1450, "center"),
        Column("应达", 750, "center"),
        *lead,
        Column("问题与下一步", told),
    )


def _behind_cells(frozen: Frozen, score: Score, names: bool) -> list[str]:
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    cells = [
        called(score, frozen.paper)[:_LONGEST_NAME],
        bulletin.against(score),
        bulletin.expected(score, frozen.card.period),
    ]
    cells += [lead_called(score, frozen.paper)[:_LONGEST_NAME]] if names else []
    return [*cells, told_briefly(texts, _BRIEF)]


def _behind_note(frozen: Frozen, shown: Sequence[Score], total: int) -> str:
    parts = ["按现值与应达之比由低到高列出"]
    if total > len(shown):
        parts.append(f"列前{len(shown)}项,其余{total - len(shown)}项见附件")
    slow = frozen.card.whole.due_counts[Status.SLIGHTLY_BEHIND]
    if slow and all(score.status is not Status.SLIGHTLY_BEHIND for score in shown):
        parts.append(f"稍慢的{slow}项见附件")
    note = "注:{notes}。".format(notes=";".join(parts))
    # Once: their own section tells adjustments with the reasons.
    is_told = PaperSection.CHANGES in frozen.paper.choices.sections and frozen.records.adjustments_since
    return note if is_told else note + bulletin.adjusted_said(frozen, shown)
