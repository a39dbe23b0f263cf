"""Below the grid: what each row is read as and what the rules say of it, and sending the rows in."""

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.workflow.entry import Checked, Field, typing_hint
from tracker.ui.entry import actions, company, fields, state
from tracker.ui.entry.state import Opening
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.tasks.line import Line

_CHOSEN = "tasks-chosen"


def chosen() -> set[str]:
    """The keys of the rows to be sent in together."""
    keys: set[str] = st.session_state.setdefault(_CHOSEN, set())
    return keys


def choose(opening: Opening, is_chosen: bool) -> None:
    (chosen().add if is_chosen else chosen().discard)(opening.key)


def show(begun: tuple[Line, ...]) -> None:
    """The rows of which something is to be said that a cell can't hold."""
    for line in begun:
        opening = line.opening
        assert opening is not None, "locked rows say it in their cell"
        _show_line(line, opening, state.checked(opening, line.form))


def in_short(line: Line) -> str:
    """The cell beside the figure: why it is locked, what is wrong or missing, or that it can be sent in."""
    opening = line.opening
    if opening is None:
        return line.locked_because
    if opening.conflicts or opening.unsaved:
        names = _("、").join(name.label for name in (*opening.conflicts, *opening.unsaved))
        said = _("! 他人刚修改了{names}") if opening.conflicts else _("! 尚未保存:{names}")
        return said.format(names=names)
    if not line.is_begun:
        return _("待填报")
    result = state.checked(opening, line.form)
    if _is_ready(opening, result):
        return _("可提交") if line.has_draft else _("已退回,请修改")
    wrong = [
        each
        for each in result.findings
        if each.field in opening.touched and not (each.refuses and not opening.typed[each.field].strip())
    ]
    return f"! {wrong[0].message}" if wrong else _("还缺:{names}").format(names=_missing(opening, result))


def _missing(opening: Opening, checked: Checked) -> str:
    """The fields that are asked for and hold nothing."""
    fields_of = (
        each.field for each in checked.findings if each.refuses and not opening.typed[each.field].strip()
    )
    return _("、").join(dict.fromkeys(name.label for name in fields_of))


def _is_ready(opening: Opening, checked: Checked) -> bool:
    is_settled = not opening.conflicts and not opening.unsaved
    return checked.entry is not None and is_settled and not fields.unanswered(opening, checked)


def show_buttons(openings: list[Opening], begun: tuple[Line, ...]) -> None:
    """Send in what is complete, or what was chosen; whether everything is stored."""
    ready = [
        (line, line.opening)
        for line in begun
        if line.opening is not None and _is_ready(line.opening, state.checked(line.opening, line.form))
    ]
    drafted = [opening for line, opening in ready if line.has_draft]
    able_keys, keys = {opening.key for _line, opening in ready}, chosen()
    picked = [opening for opening in openings if opening.key in keys] if keys else []
    _show_saved(openings)
    if picked:
        able = [opening for opening in picked if opening.key in able_keys]
        unable = tuple(opening for opening in picked if opening.key not in able_keys)
        label = _("提交勾选的{n}项").format(n=len(picked))
        st.button(label, key="tasks-send-chosen", on_click=_send, args=(able, unable))
    st.button(
        _("提交可提交的{n}项").format(n=len(drafted)),
        key="tasks-send-ready",
        type="primary",
        on_click=_send,
        args=(drafted, ()),
        disabled=not drafted,
    )


def _show_saved(openings: list[Opening]) -> None:
    unsaved = [opening.target.code for opening in openings if opening.unsaved]
    times = [opening.saved_at for opening in openings if opening.saved_at is not None]
    if unsaved:
        prose.line(_("尚未保存:{codes}").format(codes=_("、").join(unsaved)), "ink", strong=True)
    elif times:
        prose.line(_("草稿已保存 {clock}").format(clock=moments.clock(max(times))))


def _send(ready: list[Opening], unready: tuple[Opening, ...]) -> None:
    """Each row is a submission of its own: what is refused stays, with its reason, and holds nothing up."""
    sent = [opening for opening in ready if actions.submit(opening)]
    for opening in sent:
        choose(opening, False)
    for opening in unready:
        opening.touched |= set(Field)
        opening.refusal = _("还没有填写完整,或有提示尚未核对,没有提交。")
    left = len(ready) + len(unready) - len(sent)
    sentence = _("已提交{n}项,等待审核。").format(n=len(sent))
    clicks.leave(sentence + (_("另有{n}项没有提交,原因见下方。").format(n=left) if left else ""))


def _show_line(line: Line, opening: Opening, checked: Checked) -> None:
    terms = opening.target.terms
    with st.container(border=True, gap="small"):
        name = links.link_html(
            links.entry_link(opening.target, f"{opening.target.code} {opening.target.name}")
        )
        st.html(f'<div class="line in-ink strong">{name}</div>')
        if None in opening.notes:
            prose.remark(opening.notes[None])
        for hand in company.others(line.form, shell.visit().person):
            prose.line(company.sentence(hand), "ink")
        if opening.typed[Field.NOT_APPLICABLE] != "1":
            previous = None if line.form.previous is None else line.form.previous.value
            hint = typing_hint(opening.typed[Field.VALUE], terms, previous, opening.period.rhythm)
            if hint and hint not in {each.message for each in checked.findings}:
                prose.line(hint)
        if opening.files:
            names = _("、").join(file.name for file in opening.files)
            prose.line(_("佐证材料{n}份:{names}").format(n=len(opening.files), names=names))
        if opening.refusal:
            prose.box(opening.refusal)
        missing = _missing(opening, checked)
        if missing:
            prose.line(_("还缺:{names}").format(names=missing))
        for name in Field:
            _show_field(opening, checked, name)


def _show_field(opening: Opening, checked: Checked, name: Field) -> None:
    if name in opening.notes:
        prose.remark(with_colon(name.label, opening.notes[name]))
    # What is only missing is said in one line.
    is_about = opening.typed[name].strip() or name is Field.VALUE
    if name in opening.touched or (is_about and Field.VALUE in opening.touched):
        fields.show_rules(opening, checked, name, before=with_colon(name.label, ""))
    fields.show_unsaved(opening, name)
