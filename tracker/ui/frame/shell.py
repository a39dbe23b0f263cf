"""What every page stands in: who is asking, which plan and quarter, and how reads and writes are made.

A visit is established anew on every rerun from the database: roles, units and a sign-out elsewhere
take effect at once. What is kept between reruns is kept under the ledger's sequence: never stale.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import streamlit as st

from tracker.charts import Chart
from tracker.charts.frame import larger
from tracker.db import Engine, Session, engine_for, reading, transaction
from tracker.domain.access import Action, Person, allowed, may_open
from tracker.domain.language import CHINESE, named
from tracker.domain.language.errors import NotFound, Refusal
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress import palette
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef, Scorecard
from tracker.domain.workflow.lifecycle import Window, openness, period_to_show, window_state
from tracker.queries.entries import Ledger, ledger_of
from tracker.queries.own_work import own_work as waiting_by_page
from tracker.queries.people import person_of_session
from tracker.queries.plans import SetWindow, ledger_sequence, plans, windows
from tracker.queries.scorecard import scorecard
from tracker.services.preferences import set_preferences
from tracker.settings import Settings, read_settings
from tracker.ui.frame import address
from tracker.ui.frame.kept import Drawn, kept
from tracker.ui.frame.language import _, speak, spoken

Done = TypeVar("Done")
_VISIT = "visit"
_LARGE_TYPE = 1.25  # of a chart in 老年模式; the page's own type grows by parts/style.py


@dataclass(frozen=True)
class Visit:
    """The asking person at this rerun, and what they look at.

    ``as_of``: the past that is looked at (?asof=2025-10-10 shows that day's end); None is the present.
    ``now`` is then that moment too: a window is shown as it stood. Writes ask the clock themselves.
    ``period``: the quarter that the head's picker shows; before it, and on pages without one, the address's.
    """

    person: Person
    plan: PlanRef
    windows: tuple[SetWindow, ...]
    sequence: int
    now: datetime
    as_of: datetime | None = None
    period: Period | None = None
    unapproved: bool = False
    plans: tuple[PlanRef, ...] = ()

    @property
    def has_plan(self) -> bool:
        """Without one ``plan`` is an empty one, which nothing is about."""
        return bool(self.plans)

    @property
    def plan_in_address(self) -> str:
        """What names the plan in addresses; nothing as long as there is one."""
        return self.plan.code if len(self.plans) > 1 else ""

    @property
    def default_period(self) -> Period:
        opened = [each.window for each in self.windows if each.window is not None]
        return period_to_show(opened, self.plan.periods[0], self.now)

    def window_of(self, period: Period) -> Window | None:
        return next((each.window for each in self.windows if each.period == period), None)


class SignedOut(Refusal):
    """The sign-in has ended; nothing was done."""


@cache  # st.cache_resource would hash the call each time: fifteen times in a run
def settings() -> Settings:
    return read_settings()


@cache
def engine_at(url: str) -> Engine:
    return engine_for(url)


def engine() -> Engine:
    return engine_at(settings().database_url)


def now() -> datetime:
    """The clock of the edge; rules and services are handed the time."""
    return datetime.now(UTC)


def person_now(session: Session) -> Person:
    """The person of this browser's sign-in, as the database has it now. Raises SignedOut."""
    token = st.user.get("sid")
    person = person_of_session(session, str(token), now(), settings().idle_minutes) if token else None
    if person is None:
        raise SignedOut(_("登录已失效，这一步没有保存。请先复制本页尚未保存的内容，再重新登录。"))
    return person


def enter() -> Visit:
    """Establish the visit of this rerun; stops the page when the sign-in has ended."""
    with reading(engine()) as session:
        try:
            person = person_now(session)
        except SignedOut:
            st.logout()  # the sign-in page then says that the sign-in has ended
            st.stop()
        sequence = ledger_sequence(session)
    _forget_another_persons_state(person)
    speak(person.preferences.language)
    url = settings().database_url
    may_see = ("plans", allowed(person.role, Action.SEE_DRAFT_PLAN))
    listed = kept(url, sequence, may_see, lambda: _asked(lambda session: plans(session, person)))
    plan = _plan_asked(listed) if listed else _no_plan()
    as_of = address.moment_asked(now())
    key = ("windows", plan.id)
    set_windows = kept(url, sequence, key, lambda: _asked(lambda s: windows(s, plan, as_of)), as_of=as_of)
    periods = {str(period): period for period in plan.periods}
    visit = Visit(
        person=person,
        plan=plan,
        windows=set_windows,
        sequence=sequence,
        now=as_of or now(),
        as_of=as_of,
        period=periods.get(st.query_params.get(address.PERIOD, "")),
        unapproved=st.query_params.get(address.UNAPPROVED) == "true",
        plans=listed,
    )
    st.session_state[_VISIT] = visit
    return visit


def _plan_asked(known: tuple[PlanRef, ...]) -> PlanRef:
    """The plan that the address is about. One that names an unknown plan is told so, not shown another."""
    try:
        return plan_meant(known, address.plan_asked(), st.query_params.get("q", ""))
    except NotFound as refusal:
        st.header(_("没有这个方案"), anchor=False)
        st.info(str(refusal))
        known_one = plan_meant(known).code
        st.button(_("查看现有的方案"), on_click=address.turn_to_plan, args=(known_one,))
        st.stop()


def _no_plan() -> PlanRef:
    today = now().astimezone(SHANGHAI).date()
    return PlanRef(0, "", "", "", today.year, today)


def _asked(ask: Callable[[Session], Done]) -> Done:
    with reading(engine()) as session:
        return ask(session)


def visit() -> Visit:
    """The visit that main.py established at the start of this rerun."""
    current: Visit = st.session_state[_VISIT]
    return current


def _forget_another_persons_state(person: Person) -> None:
    """A browser tab that changes hands keeps nothing of the person before (STREAMLIT notes)."""
    if st.session_state.get("owner") != person.account_id:
        st.session_state.clear()
        st.session_state["owner"] = person.account_id


@contextmanager
def told() -> Iterator[None]:
    """Show a refusal as a sentence instead of an error."""
    try:
        yield
    except Refusal as refusal:
        st.error(str(refusal), icon=":material/block:")


def write(act: Callable[[Session, Person, datetime], Done], *, advance: bool = True) -> Done:
    """One click, one transaction, by the person as the database has them inside it.

    No st.* call happens inside the transaction: a rerun would interrupt there. The past is only read.
    """
    if visit().as_of is not None:
        raise Refusal(_("正在回看过去的情况，不能办理。请先返回现在。"))
    spoken()  # else the first text inside would ask the session for the language
    with transaction(engine(), advance=advance) as session:
        return act(session, person_now(session), now())


def prefer(**chosen: Any) -> None:
    """Keep how the person likes the pages (fields of Preferences); no fact, so the past admits it."""
    spoken()
    with transaction(engine(), advance=False) as session:
        person = person_now(session)
        set_preferences(session, person, replace(person.preferences, **chosen))


def read(ask: Callable[[Session, Person], Done]) -> Done:
    """A query for the visit's person."""
    with reading(engine()) as session:
        return ask(session, visit().person)


def known(name: str, ask: Callable[[Session, Person], Done], *about: Hashable) -> Done:
    """A query for the visit's person, asked once for each state of the ledger.

    Only for what rests on the ledger alone: no clock, no drafts, no sign-ins. ``about`` is what ``ask``
    rests on besides the plan and the person.
    """
    current = visit()
    language = current.person.preferences.language
    key = (
        name,
        current.plan.code,
        current.person.account_id,
        current.person.role,
        _scope(current.person),
        language,
        about,
    )
    return _kept(key, lambda: read(ask))


def own_work() -> Mapping[str, int]:
    """What waits for the person, by page, at the period that people come for."""
    current = visit()
    if not current.has_plan or current.plan.state is not PlanState.PUBLISHED:
        return {}
    period, now = current.default_period, current.now
    opening = openness(current.window_of(period), now)

    def count(session: Session, person: Person) -> Mapping[str, int]:
        ledger = forms_ledger(period) if may_open(person.role, "tasks") else None
        return waiting_by_page(session, person, current.plan, period, now, ledger)

    return known("own work", count, period, opening)


def forms_ledger(period: Period) -> Ledger:
    """What the ledger holds of the targets that the person's units lead; drafts are read at every run."""
    current = visit()
    return known("forms", lambda s, p: ledger_of(s, p, current.plan, period, as_of=current.as_of), period)


def look_at(period: Period) -> None:
    """What the head's picker shows; from now on the links of the page carry it (parts/links.py)."""
    st.session_state[_VISIT] = replace(visit(), period=period)


def period() -> Period:
    """The period of the head; on pages without its picker the address's, or the one that people come for."""
    current = visit()
    return current.default_period if current.period is None else current.period


def current_card() -> Scorecard:
    """The scorecard of what the page is about: the period of the head, with what is not approved if asked."""
    return card(period(), visit().unapproved)


def card(period: Period, include_unapproved: bool = False) -> Scorecard:
    """The scorecard of the visit's plan for the visit's person."""
    current = visit()
    plan, as_of, now = current.plan, current.as_of, current.now

    def make() -> Scorecard:
        made = read(
            lambda session, person: scorecard(
                session,
                plan,
                period,
                person,
                as_of=as_of,
                now=now,
                include_unapproved=include_unapproved,
            )
        )
        # Whoever reads Chinese reads the names as they stand.
        return (made if spoken() == CHINESE else made.renamed(named)).rolled_up()

    # A window opens and falls due without anything being written.
    opening = openness(current.window_of(period), now if as_of is None else as_of)
    key = ("card", plan.code, str(period), opening, include_unapproved, _scope(current.person), spoken())
    return _kept(key, make)


def keep(card: Scorecard, name: str, make: Callable[[], Done]) -> Done:
    """What is made of a scorecard and nothing else, made once for each state of it."""
    likes = visit().person.preferences
    # What is made holds words, colours and sizes: it is kept for those who see the same.
    return _kept((name, *_named(card), st.context.theme.type, likes.language, likes.large_type), make)


def chart(
    card: Scorecard,
    name: str,
    draw: Callable[[], Chart | None],
    *,
    leads_to: Callable[[str], str] | None = None,
) -> None:
    """A Plotly chart in the page's own theme; drawn once for each state of what it is drawn from.

    ``draw`` may find that there is nothing to draw.
    ``leads_to`` turns the customdata[0] of a mark into the address that a click on it opens; it is a
    short cut: every place it leads to has a link on the page too, for the keyboard and for readers.
    """
    larger_by = _LARGE_TYPE if visit().person.preferences.large_type else 1

    def make() -> Drawn | None:
        plot = draw()
        return None if plot is None else Drawn(larger(plot, larger_by))

    drawn = keep(card, f"chart {name}", make)
    if drawn is None:
        return
    clicked: Any = st.plotly_chart(
        drawn,
        # The chart has the colours of our palette; Streamlit would put its own over them.
        theme=None,
        key=name,
        alt=drawn.alt,
        config={"displayModeBar": False},
        on_select="ignore" if leads_to is None else "rerun",
        selection_mode="points",
    )
    if leads_to is not None and clicked.selection.points:
        address.turn_to(leads_to(str(clicked.selection.points[0]["customdata"][0])))


def _named(card: Scorecard) -> tuple[Hashable, ...]:
    """Also by what its links carry (parts/links.py)."""
    current = visit()
    carried = current.period, current.unapproved
    # Windows open and fall due without anything being written.
    opening = tuple(
        each.period for each in current.windows if window_state(each.window, current.now).has_opened
    )
    return (
        card.plan.code,
        str(card.period),
        card.include_unapproved,
        card.is_before_due,
        opening,
        _scope(current.person),
        carried,
    )


def _scope(person: Person) -> frozenset[int] | None:
    """What a person sees; None is everything. People with one scope share what is kept."""
    return None if person.sees_everything else person.unit_ids


def _kept(key: Hashable, make: Callable[[], Done]) -> Done:
    current = visit()
    return kept(settings().database_url, current.sequence, key, make, as_of=current.as_of)


def colours() -> Mapping[str, str]:
    """The palette of the theme in use, as the person likes it."""
    return palette.screen(dark=is_dark(), contrast=visit().person.preferences.large_type)


def is_dark() -> bool:
    return st.context.theme.type == "dark"
