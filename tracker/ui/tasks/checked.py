"""Below the grid: what each row is read as and what the rules say of it, and sending the rows in."""

from dataclasses import dataclass

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.workflow.entry import Checked, Field, typing_hint
from tracker.queries.entries import Form
from tracker.ui.entry import actions, company, fields, state
from tracker.ui.entry.state import Opening
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _

_CHOSEN = "tasks-chosen"


@dataclass(frozen=True)
class Line:
    """A row of the grid: what this tab holds of it, and the form that it was drawn from."""

    opening: Opening
    form: Form

    @property
    def is_begun(self) -> bool:
        opening = self.opening
        return bool(opening.touched or opening.conflicts or opening.unsaved or opening.notes)

    @property
    def has_draft(self) -> bool:
        """Whether anything was changed; what was returned and not changed is sent again only by choice."""
        return self.form.has_draft or any(cell.version for cell in self.opening.stored.values())


def choose(opening: Opening, chosen: bool) -> None:
    keys: set[str] = st.session_state.setdefault(_CHOSEN, set())
    (keys.add if chosen else keys.discard)(opening.key)


def is_chosen(opening: Opening) -> bool:
    return opening.key in st.session_state.get(_CHOSEN, set())


def show(lines: tuple[Line, ...]) -> None:
    looked_at = [(line, state.checked(line.opening, line.form)) for line in lines if line.is_begun]
    ready = [line.opening for line, checked in looked_at if _is_ready(line.opening, checked)]
    chosen = [line.opening for line in lines if is_chosen(line.opening)]
    _show_buttons(lines, ready, chosen)
    for line, checked in looked_at:
        _show_line(line, checked)


def _is_ready(opening: Opening, checked: Checked) -> bool:
    is_settled = not opening.conflicts and not opening.unsaved
    return checked.entry is not None and is_settled and not fields.unanswered(opening, checked)


def _show_saved(lines: tuple[Line, ...]) -> None:
    unsaved = [line.opening.target.code for line in lines if line.opening.unsaved]
    times = [line.opening.saved_at for line in lines if line.opening.saved_at is not None]
    if unsaved:
        prose.line(_("尚未保存:{codes}").format(codes=_("、").join(unsaved)), "accent")
    elif times:
        prose.line(_("草稿已保存 {clock}").format(clock=moments.clock(max(times))))


def _show_buttons(lines: tuple[Line, ...], ready: list[Opening], chosen: list[Opening]) -> None:
    able = [opening for opening in chosen if opening in ready]
    drafted = [line.opening for line in lines if line.has_draft and line.opening in ready]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("提交全部填写完整的 {n} 项").format(n=len(drafted)),
            key="tasks-send-ready",
            type="primary",
            icon=":material/send:",
            on_click=_send,
            args=(drafted, ()),
            disabled=not drafted,
        )
        st.button(
            _("提交勾选的 {n} 项").format(n=len(chosen)),
            key="tasks-send-chosen",
            on_click=_send,
            args=(able, tuple(opening for opening in chosen if opening not in ready)),
            disabled=not chosen,
        )
        _show_saved(lines)


def _send(ready: list[Opening], unready: tuple[Opening, ...]) -> None:
    """Each row is a submission of its own: what is refused stays, with its reason, and holds nothing up."""
    sent = [opening for opening in ready if actions.submit(opening)]
    for opening in sent:
        choose(opening, False)
    for opening in unready:
        opening.touched |= set(Field)
        opening.refusal = _("还没有填写完整,或有提示尚未核对,没有提交。")
    left = len(ready) + len(unready) - len(sent)
    sentence = _("已提交 {n} 项,等待审核。").format(n=len(sent))
    clicks.leave(sentence + (_("另有 {n} 项没有提交,原因见下方。").format(n=left) if left else ""))


def _show_line(line: Line, checked: Checked) -> None:
    opening, terms = line.opening, line.opening.target.terms
    with st.container(border=True, gap="small"):
        prose.line(f"{opening.target.code} {opening.target.name}", "ink", strong=True)
        if None in opening.notes:
            prose.remark(opening.notes[None])
        for hand in company.others(line.form, shell.visit().person):
            prose.line(company.sentence(hand), "accent")
        if opening.typed[Field.NOT_APPLICABLE] != "1":
            previous = None if line.form.previous is None else line.form.previous.value
            hint = typing_hint(opening.typed[Field.VALUE], terms, previous, opening.period.rhythm)
            if hint and hint not in {each.message for each in checked.findings}:
                prose.line(hint)
        if opening.files:
            names = _("、").join(file.name for file in opening.files)
            prose.line(_("佐证材料 {n} 份:{names}").format(n=len(opening.files), names=names))
        if opening.refusal:
            prose.box(opening.refusal, "accent")
        for name in Field:
            _show_field(opening, checked, name)
        if _is_ready(opening, checked) and line.has_draft:
            prose.line(_("✓ 填写完整,可以提交"), "achieved")


def _show_field(opening: Opening, checked: Checked, name: Field) -> None:
    if name in opening.notes:
        prose.remark(with_colon(name.label, opening.notes[name]))
    # Once the figure is typed, the rules ask for texts that nobody has touched.
    if Field.VALUE in opening.touched or name in opening.touched:
        fields.show_rules(opening, checked, name, before=with_colon(name.label, ""))
    fields.show_unsaved(opening, name)
