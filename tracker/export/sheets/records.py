"""调整与更正, 需协调事项, 批示, 与上次会议对比: what a meeting is told besides the figures."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from tracker.domain.measure.target import target_text, value_in_words
from tracker.domain.meetings.comparison import Change
from tracker.domain.meetings.meeting import AdjustedTerms, CorrectedFigure, ErratumLine
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.status import labelled
from tracker.domain.sentences.changes import (
    budgets_counted,
    erratum_word,
    records_counted,
    records_registered,
    targets_counted,
)
from tracker.domain.sentences.coordination import (
    asked_of,
    day_frozen,
    decision_line,
    matter_state,
    matters_title,
)
from tracker.domain.sentences.data_months import material_label
from tracker.domain.sentences.directives import (
    answer_line,
    answered_by,
    directive_state,
    directive_words,
    directives_title,
)
from tracker.domain.sentences.since import day
from tracker.domain.workflow.directive import by_urgency
from tracker.export.sheets.look import A4, Book, height_of, local_time, put_merged, put_text, set_page

_Rows = Sequence[Sequence[str]]
_ADJUSTED = ("编号", "目标名称", "原目标 → 调整后", "生效{noun}", "调整理由", "依据", "申请", "审定")
_CORRECTED = ("编号", "目标名称", "原值 → 更正值", "所属{noun}", "更正理由", "状态变化", "提交", "审核")
_READ_ANEW = ("编号", "目标名称", "勘误内容", "所在位置", "勘误理由", "原文", "类别", "勘误人")
_WIDTHS = (11, 30, 34, 13, 36, 28, 20, 20)
_CHANGED = ("变化", "编号", "目标名称", "牵头单位", "前次状态", "本次状态", "内容")
_CHANGED_WIDTHS = (15, 11, 36, 24, 14, 14, 58)
_MATTERS = ("编号", "目标名称", "状态", "提请单位", "遇到的困难", "提请协调", "提请对象", "议定和办理")
_MATTER_WIDTHS = (11, 30, 15, 22, 38, 38, 16, 50)
_DIRECTIVES = ("对象", "批示事项", "状态", "批示人", "批示内容", "答复单位", "答复时限", "答复和销号")
_DIRECTIVE_WIDTHS = (11, 30, 15, 13, 50, 22, 17, 50)
_HEADING = 24


def write_records(book: Book) -> None:
    """Adjustments of targets, errata and corrections of figures, those since the last meeting marked."""
    records, last = book.frozen.records, book.frozen.last
    sheet = _sheet(book, "调整与更正", _WIDTHS)
    since = "" if last is None else f"{records_counted(records)}★为上次会议({last.number})之后的。"
    put_merged(
        sheet, 0, 0, len(_WIDTHS) - 1, book.titled("调整与更正"), book.text_style(font_size=16, bold=True)
    )
    about = f"{records_registered(records)}{since} · {book.label}"
    muted = book.text_style(font_color=LIGHT["muted"], text_wrap=True)
    put_merged(sheet, 1, 0, len(_WIDTHS) - 1, about, muted)
    sheet.set_row(1, height_of((about, sum(_WIDTHS))))
    new_terms, new_figures = records.adjustments_since, records.corrections_since
    new_errata = records.errata_since
    adjusted = [_adjusted(each, last is not None and each in new_terms) for each in records.adjustments]
    read_anew = [_read_anew(each, last is not None and each in new_errata) for each in records.errata]
    corrected = [_corrected(each, last is not None and each in new_figures) for each in records.corrections]
    row = _table(book, sheet, 3, "目标调整", _ADJUSTED, adjusted)
    row = _table(book, sheet, row + 1, "勘误", _READ_ANEW, read_anew)
    last_row = _table(book, sheet, row + 1, "数据更正", _CORRECTED, corrected)
    sheet.print_area(0, 0, last_row - 1, len(_WIDTHS) - 1)


def write_matters(book: Book) -> None:
    """All matters that the snapshot keeps, open and ended; a sentence where there are none."""
    records, today = book.frozen.records, day_frozen(book.frozen)
    listed = [
        (
            matter.code,
            matter.target_name,
            matter_state(matter, today),
            matter.unit.name,
            matter.obstacle,
            matter.request,
            asked_of(matter),
            decision_line(matter, today),
        )
        for matter in records.matters or ()
    ]
    about = f"{matters_title(book.frozen)};办理时限以{day(today)}为准"
    _write_list(book, "需协调事项", about, _MATTERS, _MATTER_WIDTHS, listed)


def write_directives(book: Book) -> None:
    """All directives that the snapshot keeps, open and closed; no sheet where there are none."""
    records, today = book.frozen.records, day_frozen(book.frozen)
    if not records.directives:
        return
    listed = [
        (
            each.about.word,
            each.name,
            directive_state(each, today),
            each.by,
            directive_words(each),
            answered_by(each),
            day(each.due_on),
            answer_line(each, today),
        )
        for each in by_urgency(records.directives)
    ]
    about = f"{directives_title(book.frozen)};答复时限以{day(today)}为准"
    _write_list(book, "批示", about, _DIRECTIVES, _DIRECTIVE_WIDTHS, listed)


def _write_list(
    book: Book, name: str, about: str, heads: Sequence[str], widths: tuple[int, ...], listed: _Rows
) -> None:
    """A sheet of one table, with its title and what is counted in it above."""
    sheet, width = _sheet(book, name, widths), len(widths) - 1
    put_merged(sheet, 0, 0, width, book.titled(name), book.text_style(font_size=16, bold=True))
    put_merged(sheet, 1, 0, width, f"{about} · {book.label}", book.text_style(font_color=LIGHT["muted"]))
    _header(book, sheet, 2, heads)
    for row, texts in enumerate(listed, 3):
        _line(book, sheet, row, texts, widths)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
    if listed:
        sheet.autofilter(2, 0, 2 + len(listed), width)
    sheet.print_area(0, 0, 2 + len(listed), width)


def write_comparison(book: Book) -> None:
    """Every change since the last meeting's snapshot; a sentence where there was none."""
    last = book.frozen.last
    sheet = _sheet(book, "与上次会议对比", _CHANGED_WIDTHS)
    width = len(_CHANGED_WIDTHS) - 1
    put_merged(sheet, 0, 0, width, book.titled("与上次会议对比"), book.text_style(font_size=16, bold=True))
    muted = book.text_style(font_color=LIGHT["muted"], text_wrap=True)
    if last is None:
        put_merged(sheet, 1, 0, width, f"本计划没有更早的会议材料,没有可对比的内容。 · {book.label}", muted)
        sheet.print_area(0, 0, 1, width)
        return
    comparison = last.comparison
    before = f"{material_label(last.number, last.sha256)} {last.name},{last.period.label}"
    about = f"上次: {before} · 本次: {book.label}"
    put_merged(sheet, 1, 0, width, about, muted)
    told = (",".join(targets_counted(comparison)), budgets_counted(comparison))
    summary = ";".join(filter(None, told)) or "与上次会议相比没有变化。"
    if comparison.rules_before is not None and comparison.rules_after is not None:
        summary += (
            f"\n判定规则已变更。原: {comparison.rules_before.sentence}\n现: {comparison.rules_after.sentence}"
        )
    put_merged(sheet, 2, 0, width, summary, book.text_style(text_wrap=True))
    sheet.set_row(2, height_of((summary, sum(_CHANGED_WIDTHS))))
    if not comparison.changes:
        sheet.print_area(0, 0, 2, width)
        return
    _header(book, sheet, 3, _CHANGED)
    # Budgets stand behind the targets: whoever filters by a word counts no budget with them.
    for row, change in enumerate(sorted(comparison.changes, key=lambda each: each.is_budget), 4):
        _line(book, sheet, row, _changed(change), _CHANGED_WIDTHS)
    end = 3 + len(comparison.changes)
    sheet.autofilter(3, 0, end, width)
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 3)
    sheet.print_area(0, 0, end, width)


def _sheet(book: Book, name: str, widths: tuple[int, ...]) -> Worksheet:
    sheet = book.workbook.add_worksheet(name)
    set_page(book, sheet, A4)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.set_row(1, 20)
    return sheet


def _table(book: Book, sheet: Worksheet, row: int, title: str, names: Sequence[str], rows: _Rows) -> int:
    """A titled table; returns the row behind it."""
    put_merged(sheet, row, 0, len(names) - 1, title, book.text_style(bold=True, font_size=12))
    sheet.set_row(row, _HEADING)
    if not rows:
        put_text(sheet, row + 1, 0, "无", book.text_style(font_color=LIGHT["muted"]))
        return row + 2
    _header(book, sheet, row + 1, names)
    for place, texts in enumerate(rows, row + 2):
        _line(book, sheet, place, texts, _WIDTHS)
    return row + 2 + len(rows)


def _header(book: Book, sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    for column, name in enumerate(names):
        noun = book.frozen.card.period.rhythm.noun
        put_text(sheet, row, column, name.format(noun=noun), book.header())
    sheet.set_row(row, _HEADING)


def _line(book: Book, sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    for column, text in enumerate(texts):
        put_text(sheet, row, column, text, book.text_cell(valign="top"))
    sheet.set_row(row, height_of(*zip(texts, (float(width) for width in widths), strict=True)))


def _adjusted(adjustment: AdjustedTerms, is_new: bool) -> tuple[str, ...]:
    # An adjustment that changes no term moves its own beginning.
    changes = "\n".join(part.text for part in adjustment.changes) or f"生效{adjustment.effective.rhythm.noun}"
    effective = adjustment.effective.label
    if adjustment.original_effective != adjustment.effective:
        effective = f"{effective}起"
    made = f"{adjustment.approver}\n{local_time(adjustment.made_at)}"
    reasons = (adjustment.reason, adjustment.basis, adjustment.applicant, made)
    return (_marked(adjustment.code, is_new), adjustment.name, changes, effective, *reasons)


def _read_anew(erratum: ErratumLine, is_new: bool) -> tuple[str, ...]:
    read = erratum.read
    whole = f"{erratum.kind.word} {target_text(read.terms)}({read.lead.name})"
    return (
        _marked(erratum.code, is_new),
        read.name,
        "\n".join(part.text for part in erratum.changes) or whole,
        erratum.place,
        erratum.reason,
        erratum.quote,
        erratum_word(erratum.kind),
        f"{erratum.made_by}\n{local_time(erratum.made_at)}",
    )


def _corrected(correction: CorrectedFigure, is_new: bool) -> tuple[str, ...]:
    values = " → ".join(
        value_in_words(value, correction.terms) for value in (correction.old_value, correction.new_value)
    )
    # One status alone where the correction did not change it.
    statuses = "\n→ ".join(dict.fromkeys((labelled(correction.old_status), labelled(correction.new_status))))
    decided = correction.state.word
    if correction.decided_at is not None:
        decided = f"{correction.decided_by}\n{local_time(correction.decided_at)}"
    submitted = f"{correction.submitted_by}\n{local_time(correction.submitted_at)}"
    code = _marked(correction.code, is_new)
    return (
        code,
        correction.name,
        values,
        correction.period.label,
        correction.reason,
        statuses,
        submitted,
        decided,
    )


def _marked(code: str, is_new: bool) -> str:
    return f"★{code}" if is_new else code


def _changed(change: Change) -> tuple[str, ...]:
    before, after = ("" if status is None else labelled(status) for status in (change.before, change.after))
    about = "" if change.old_figure is None and change.new_figure is None else f"{change.period.label}: "
    details = about + ";".join(part.text for part in change.details)
    word = f"{change.kind.word}(预算)" if change.is_budget else change.kind.word
    return word, change.code, change.name, change.lead, before, after, details
