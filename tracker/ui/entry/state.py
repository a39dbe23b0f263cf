"""One opened entry form in a browser tab: what was typed, what is stored of it, what stands between.

Kept in the session under a key of its own, not in the widgets: a widget forgets when it is not
drawn. Every function here runs as a callback, before anything is drawn, and draws nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import streamlit as st

from tracker.domain.language.errors import Locked, StaleState
from tracker.domain.language.texts import storable
from tracker.domain.measure.figure import Finality, ReportState, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, milestone_choices
from tracker.domain.progress.scorecard import Target
from tracker.domain.workflow.drafts import Cell
from tracker.domain.workflow.entry import About, Checked, Field, check_entry, notes_by_field
from tracker.domain.workflow.evidence import EvidenceFile
from tracker.queries import entries
from tracker.queries.entries import Form
from tracker.services.drafts import save_cell
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _, spoken

# In the session: the openings by their keys, under one name, because each field looks through all names.
_OPENED = "entry-opened"


@dataclass
class Opening:
    """``typed``: each field as this person has it before their eyes. ``stored``: as last known stored.

    ``unsaved``: why a field's text could not be stored. ``conflicts``: what another hand stored meanwhile.
    ``notes``: what the office wrote beside each field when it sent the figure back; None: beside none.
    ``files``: the evidence on the list; ``said_of_files``: what could not be put on it, in words.
    ``uploads`` counts how often files were taken from the uploader, which is then made anew.
    ``click_key`` stands for one submission: a second click with it is the same submission;
    ``is_unconfirmed``: it was clicked, and the database did not answer.
    ``known``: what the rules said last, of what.
    """

    key: str
    target: Target
    period: Period
    number: int
    typed: dict[Field, str]
    stored: dict[Field, Cell]
    click_key: str = field(default_factory=lambda: uuid4().hex)
    saved_at: datetime | None = None
    unsaved: dict[Field, str] = field(default_factory=dict)
    conflicts: dict[Field, Cell] = field(default_factory=dict)
    touched: set[Field] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    notes: dict[About, str] = field(default_factory=dict)
    files: tuple[EvidenceFile, ...] = ()
    said_of_files: list[str] = field(default_factory=list)
    uploads: int = 0
    refusal: str = ""
    is_correcting: bool = False
    is_unconfirmed: bool = False
    must_reload: bool = False
    known: tuple[object, Checked] | None = None

    def widget(self, name: Field) -> str:
        return f"{self.key}-{name.value}"

    @property
    def pending(self) -> tuple[Field, ...]:
        """Fields whose text is nowhere but in this tab."""
        return tuple(name for name in Field if self.typed[name] != self.stored[name].text)


def opened() -> dict[str, Opening]:
    """What this tab has opened, by key."""
    found: dict[str, Opening] = st.session_state.setdefault(_OPENED, {})
    return found


def opening_of(form: Form) -> Opening:
    """The opening that this tab has of the form, brought up to what is stored now; else a new one."""
    (opening,) = openings_of((form,))
    return opening


def openings_of(forms: Iterable[Form]) -> Iterator[Opening]:
    """The same of several forms of one period."""
    visit, openings = shell.visit(), opened()
    # Looking back opens something of its own: what is typed now waits untouched.
    moment = "" if visit.as_of is None else f"-{visit.as_of.isoformat()}"
    begins, ends = f"entry-{visit.person.account_id}-", ""
    for form in forms:
        ends = ends or f"-{form.period}{moment}"
        yield _opening(f"{begins}{form.target.id}{ends}", form, openings)


def _opening(key: str, form: Form, openings: dict[str, Opening]) -> Opening:
    opening = openings.get(key)
    if opening is None:
        typed = {name: cell.text for name, cell in form.cells.items()}
        touched = {name for name, cell in form.cells.items() if cell.version}
        times = [cell.saved_at for cell in form.cells.values() if cell.saved_at is not None]
        opening = openings[key] = Opening(
            key,
            form.target,
            form.period,
            form.number,
            typed,
            dict(form.cells),
            saved_at=max(times, default=None),
            touched=touched,
        )
    else:
        _catch_up(opening, form)
    opening.files = form.files
    opening.notes = notes_by_field(form.return_note) if form.state is ReportState.RETURNED else {}
    return opening


def _catch_up(opening: Opening, form: Form) -> None:
    """Take over what is stored now; where this tab holds a text of its own, the two are put side by side."""
    if opening.is_unconfirmed and form.number != opening.number:
        opening.refusal = ""  # it did arrive
    opening.number, opening.must_reload, opening.is_unconfirmed = form.number, False, False
    if opening.stored == form.cells:
        return  # of three hundred rows of the grid nearly all
    for name, cell in form.cells.items():
        seen, mine = opening.stored[name], opening.typed[name]
        if (cell.version, cell.text) == (seen.version, seen.text):
            continue
        if mine == cell.text or (mine == seen.text and name not in opening.conflicts):
            _put(opening, name, cell.text)
            opening.stored[name] = cell
            opening.unsaved.pop(name, None)
            opening.conflicts.pop(name, None)
        else:
            opening.conflicts[name] = cell


def _put(opening: Opening, name: Field, text: str) -> None:
    """Set a field's text; its widget is made anew from it."""
    opening.typed[name] = text
    st.session_state[opening.widget(name)] = as_widget(name, text, opening)


def as_widget(name: Field, text: str, opening: Opening) -> str | bool | None:
    """A stored text as the field's widget holds it; a choice that is none of the options is no choice."""
    if name is Field.NOT_APPLICABLE:
        return text == "1"
    options = options_of(name, opening)
    return text if options is None or text in options else None


def options_of(name: Field, opening: Opening) -> list[str] | None:
    """The texts that a choice field admits; None for a field to type in."""
    match name:
        case Field.VALUE if opening.target.terms.kind is Kind.MILESTONE:
            return list(milestone_choices(opening.target.terms))
        case Field.DATA_MONTH:
            return [str(month) for month in range(opening.period.last_month, 0, -1)]
        case Field.FINALITY:
            return [each.value for each in Finality]
        case Field.CALL:
            return [each.value for each in YearEndCall]
    return None


def texts_shown(opening: Opening) -> dict[str, str | None]:
    """By its widget's key what each text field holds that was drawn; None where it is not stored."""
    pending = opening.pending
    widgets = {
        name: opening.widget(name)
        for name in Field
        if name is not Field.NOT_APPLICABLE and options_of(name, opening) is None
    }
    return {
        key: None if name in pending else st.session_state[key] or ""
        for name, key in widgets.items()
        if key in st.session_state
    }


def keep(opening: Opening, name: Field) -> None:
    """on_change of every field: take the text over, store it, and whatever could not be stored before."""
    held = st.session_state.get(opening.widget(name))
    _take_over(opening, name, ("1" if held else "") if isinstance(held, bool) else held or "")


def take(opening: Opening, name: Field, text: str) -> None:
    """Take a text over that was typed elsewhere than in the form's own field: in the grid, or pasted."""
    st.session_state.pop(opening.widget(name), None)  # the form makes its field anew
    _take_over(opening, name, text)


def _take_over(opening: Opening, name: Field, text: str) -> None:
    opening.typed[name] = storable(text)
    opening.touched.add(name)
    opening.refusal = ""
    if store(opening, name):
        keep_pending(opening)


def keep_pending(opening: Opening) -> None:
    """Try again to store what could not be stored; stops at the first failure."""
    for name in opening.pending:
        if name in opening.unsaved and not store(opening, name):
            return


def suggest(opening: Opening, name: Field, text: str) -> None:
    """改为 36: put the suggestion in as if it had been typed."""
    _put(opening, name, text)
    keep(opening, name)


def adopt(opening: Opening, name: Field) -> None:
    """采用对方内容."""
    theirs = opening.conflicts.pop(name)
    opening.stored[name] = theirs
    opening.unsaved.pop(name, None)
    _put(opening, name, theirs.text)


def insist(opening: Opening, name: Field) -> None:
    """保留我的内容: store mine on top of the version that was just shown."""
    opening.stored[name] = opening.conflicts.pop(name)
    store(opening, name)


def store(opening: Opening, name: Field) -> bool:
    """Store one field. What can't be stored stays as typed, with the reason beside it."""
    text, seen = opening.typed[name], opening.stored[name].version
    clicked = clicks.do(
        lambda session, person, now: save_cell(
            session, person, opening.target.id, opening.period, name, text, seen, now
        ),
        unanswered=_("暂时无法写入数据库。"),
        advance=False,
        together=True,
    )
    if clicked.given is not None:
        opening.stored[name] = Cell(text, clicked.given)
        opening.saved_at = shell.now()
        opening.unsaved.pop(name, None)
        opening.conflicts.pop(name, None)
        return True
    opening.unsaved[name] = clicked.refused
    if isinstance(clicked.refusal, StaleState):
        meet(opening, (name,))
    elif isinstance(clicked.refusal, Locked):
        opening.must_reload = True
    return False


def meet(opening: Opening, names: Iterable[Field] = ()) -> None:
    """Put what is stored now beside what this tab holds: the files, and the texts of ``names``.

    One read, of this target alone, says everything: also whether the page has to be drawn anew, because
    a newer submission stands or the figure takes no entry any more.
    """
    visit, now = shell.visit(), shell.now()
    stored = clicks.look(
        lambda session, person: entries.form_of(
            session, person, visit.plan, opening.target, opening.period, now
        )
    )
    if stored is None:
        opening.must_reload = True
        return
    opening.files = stored.files
    opening.must_reload |= stored.number != opening.number or stored.locked_because is not None
    for name in names:
        cell = stored.cells[name]
        if cell.version != opening.stored[name].version and cell.text != opening.typed[name]:
            opening.conflicts[name] = cell


def checked(opening: Opening, form: Form) -> Checked:
    """The rules' word on what is typed; asked again once that has changed, or what it is held against."""
    held_against = form.target.terms, form.period, form.others, form.sums, form.rules
    rests_on = opening.typed.copy(), *held_against, spoken()
    if opening.known is None or opening.known[0] != rests_on:
        typed = {name.value: text for name, text in opening.typed.items()}
        said = check_entry(typed, form.target.terms, form.period, form.neighbours, form.rules)
        opening.known = rests_on, said
    return opening.known[1]


def forget(opening: Opening) -> None:
    """The opening ends: the next one starts from what is stored, with a new click key."""
    for name in Field:
        st.session_state.pop(opening.widget(name), None)
    opened().pop(opening.key, None)
    opening.must_reload = True
