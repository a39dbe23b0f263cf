"""附件: every target in the table that cities publish, ★ before the lead; budgets as their tree."""

from itertools import groupby

from tracker.domain.listing.cells import rows_of, shown, widths
from tracker.domain.listing.columns import band
from tracker.domain.listing.tables import BULLETIN_APPENDIX
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.status import labelled
from tracker.domain.sentences.budgets import cells, heads
from tracker.domain.sentences.bulletin import appendix_pointer, appendix_title
from tracker.domain.sentences.data_months import material_label, months_and_reading
from tracker.export.word import marks
from tracker.export.word.marks import Column, paragraph, run, table, text

APPENDED = 500
_ACROSS = 12_750  # in twips: between the margins of a turned page
_BUDGET_WIDTHS = (2950, 1300, 1350, 850, 1750, 1950, 1100, 1500)
_STANDS = ("left", "right", "right", "right", "right", "right", "center", "left")
_LOOK = {"look": "Open", "head_style": "SmallHead"}


def appendix(frozen: Frozen, sha256: str, number: str, section: str) -> str:
    """附件 on line 1, the title on line 3; where the figures come from, small at the end.

    ``section``: the properties of the section that ends with it, empty where the body's do.
    """
    card = frozen.card
    about = f"依据{card.plan.document}。" if card.plan.document else ""
    about += f"{months_and_reading(card, frozen.frozen_at)}。★为牵头单位。"
    xml = text("Attachment", "附件") + paragraph("Flush")
    xml += paragraph("Title", run(appendix_title(card.period)))
    xml += text("TableNote", about if frozen.paper.choices.names else about.partition("★")[0], _CENTRED)
    xml += _targets(frozen)
    if frozen.paper.choices.budgets and card.budgets:
        xml += _budgets(frozen)
    source = f"{material_label(number or card.period, sha256)},{card.rules.sentence}"
    return xml + text("TableNote", source, section)


_CENTRED = '<w:jc w:val="center"/>'


def _targets(frozen: Frozen) -> str:
    card = frozen.card
    chosen = [column for column in BULLETIN_APPENDIX if frozen.paper.choices.names or column.key != "units"]
    columns = [
        Column(column.head, round(width), column.align)
        for column, width in zip(chosen, widths(chosen, _ACROSS), strict=True)
    ]
    lines: list[str] = []
    for name, rows in groupby(rows_of(frozen, card.targets[:APPENDED]), band):
        lines.append(marks.band(columns, name, "SmallBand"))
        for row in rows:
            told = [
                shown(column.read(row)) if column.key != "told_briefly" else str(column.read(row) or "")
                for column in chosen
            ]
            lines.append(marks.row(columns, told, "SmallCell"))
    notes = "注:与时序差为完成率减应达进度,单位为百分点;增速、比率为现值减目标。"
    if len(card.targets) > APPENDED:
        notes += appendix_pointer(APPENDED, len(card.targets))
    return table(columns, lines, "全部目标的进展情况", **_LOOK) + text("TableNote", notes)


def _budgets(frozen: Frozen) -> str:
    """The tree with its 执行率, apart: no budget is counted with targets."""
    columns = [*map(Column, (*heads(), "状态", "牵头单位"), _BUDGET_WIDTHS, _STANDS)]
    every = [budget for root in budget_tree(frozen.card.budgets) for budget in root.walk()]
    lines = []
    for budget in every[:APPENDED]:
        score = budget.score
        lead = score.target.lead.name if frozen.paper.choices.names else ""
        told = (score.target.name, *cells(budget), labelled(score.status), lead)
        lines.append(marks.row(columns, told, "SmallCell", indent=budget.depth))
    xml = text("Caption", "市级财政预算执行情况", "<w:pageBreakBefore/>")
    xml += table(columns, lines, "预算及其分项的执行情况", **_LOOK)
    notes = "注:总额和分项各自填报,分项合计只作核对。"
    if len(every) > APPENDED:
        notes += appendix_pointer(APPENDED, len(every))
    return xml + text("TableNote", notes)
