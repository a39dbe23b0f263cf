"""What every page stands in: who is asking, which plan and quarter, and how reads and writes are made.

A visit is established anew on every rerun from the database: roles, units and a sign-out elsewhere
take effect at once. What is kept between reruns is kept under the ledger's sequence: never stale.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from operator import is_
from threading import local
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker import noting
from tracker.charts import Chart
from tracker.charts.frame import larger
from tracker.db import Engine, Session, engine_for, reading, transaction
from tracker.domain.access import Action, Person, Role, allowed, may_open
from tracker.domain.credentials import Demands
from tracker.domain.language import CHINESE, spoken
from tracker.domain.language.errors import BadInput, NotAllowed, NotFound, Refusal
from tracker.domain.language.numerals import in_numerals
from tracker.domain.measure.period import SHANGHAI, Period, parse_period_of
from tracker.domain.measure.plan import PlanState
from tracker.domain.meetings.noted import Note
from tracker.domain.progress import palette
from tracker.domain.progress.carrying import rolled_up_after
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef, Scorecard
from tracker.domain.workflow.lifecycle import Window, openness, period_to_show, window_state
from tracker.domain.workflow.plan_states import refusal_of
from tracker.journal import asking
from tracker.queries.carrying import carried_on
from tracker.queries.entries import Ledger, ledger_of
from tracker.queries.own_work import OVER_PLANS
from tracker.queries.own_work import own_work as waiting_by_page
from tracker.queries.people import person_of_session
from tracker.queries.plans import LedgerSequence, SetWindow, ledger_sequence, open_plans, plans, windows_of
from tracker.queries.scorecard import CardRead, read_card, sight_of
from tracker.services import audit
from tracker.services.preferences import set_preferences
from tracker.settings import Settings, read_settings
from tracker.ui.frame import address, names, prose
from tracker.ui.frame.kept import Carry, Drawn, found, kept, kept_of, uncollected
from tracker.ui.frame.language import _, speak
from tracker.web.demands import demands_of

Done = TypeVar("Done")
_OF_THE_TAB = "visit"
_NOBODY = Person(0, "", "", Role.LEADER)  # who sees what everybody sees who sees all of it
# What a run's thread has asked the session for once, it need not ask again, thirty times a run.
_run = local()
_LARGE_TYPE = 1.25  # of a chart in 老年模式; the page's own type grows by parts/style.py


@dataclass(frozen=True)
class Visit:
    """The asking person at this rerun, and what they look at.

    ``as_of``: the past that is looked at (?asof=2025-10-10 shows that day's end); None is the present.
    ``now`` is then that moment too: a window is shown as it stood. Writes ask the clock themselves.
    ``period``: the quarter that the head's picker shows; before it, and on pages without one, the address's.
    ``is_beside``: of a plan that the address does not name, on a page over all open plans.
    ``leader``: the id of the leader whom the page is narrowed to; "all" says that it is not.
    """

    person: Person
    plan: PlanRef
    windows: tuple[SetWindow, ...]
    sequence: LedgerSequence
    now: datetime
    as_of: datetime | None = None
    period: Period | None = None
    unapproved: bool = False
    leader: str = ""
    plans: tuple[PlanRef, ...] = ()
    is_beside: bool = False

    @property
    def has_plan(self) -> bool:
        """Without one ``plan`` is an empty one, which nothing is about."""
        return bool(self.plans)

    @property
    def plan_in_address(self) -> str:
        """What names the plan in addresses; nothing as long as there is one."""
        return self.plan.code if len(self.plans) > 1 else ""

    @property
    def beside(self) -> str:
        """What a widget's key ends with, so that pages over several plans draw it once for each."""
        return f"-{self.plan.id}" if self.is_beside else ""

    @cached_property
    def default_period(self) -> Period:
        opened = [each.window for each in self.windows if each.window is not None]
        return period_to_show(opened, self.plan.periods[0], self.now)

    def admits(self, action: Action) -> bool:
        """Whether this may be written about the plan now: not in the past, and as its state has it.

        The person's own rights are asked beside it.
        """
        return self.as_of is None and refusal_of(self.plan.state, action) is None

    @cached_property
    def in_open_plans(self) -> tuple["Visit", ...]:
        """``visits``, of which a page over all open plans asks some ten times a run."""
        return _in_open_plans(self)

    def window_of(self, period: Period) -> Window | None:
        return next((each.window for each in self.windows if each.period == period), None)


class SignedOut(Refusal):
    """The sign-in has ended; nothing was done."""


@cache  # st.cache_resource would hash the call each time: fifteen times in a run
def settings() -> Settings:
    return read_settings()


def demands() -> Demands:
    """What is demanded of sign-ins."""
    return demands_of(settings())


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
    key = ("windows", tuple(each.id for each in listed))
    set_windows = kept(
        url, sequence, key, lambda: _asked(lambda s: windows_of(s, listed, as_of)), as_of=as_of
    )
    visit = Visit(
        person=person,
        plan=plan,
        windows=set_windows.get(plan.id, ()),
        sequence=sequence,
        now=as_of or now(),
        as_of=as_of,
        period=_period_asked(plan),
        unapproved=address.seen().get(address.UNAPPROVED) == "true",
        plans=listed,
    )
    return _remember(visit)


def look_as_nobody() -> bool:
    """In a thread of no page: look at what those come to who see everything and ask for nothing; False where
    there is no plan. What is made of it is kept for them."""
    with reading(engine()) as session:
        listed = plans(session)
        if not listed:
            return False
        plan, sequence = plan_meant(listed), ledger_sequence(session)
        windows = windows_of(session, (plan,))[plan.id]
    _run.visit, _run.of = Visit(_NOBODY, plan, windows, sequence, now(), plans=listed), None
    return True


def _plan_asked(known: tuple[PlanRef, ...]) -> PlanRef:
    """The plan that the address is about. One that names an unknown plan is told so, not shown another."""
    try:
        return plan_meant(known, address.plan_asked(), address.seen().get("q", ""))
    except NotFound as refusal:
        st.header(_("没有这个方案"), anchor=False)
        st.info(prose.literal(str(refusal)))
        known_one = plan_meant(known).code
        st.button(_("查看现有的方案"), on_click=address.turn_to_plan, args=(known_one,))
        st.stop()


def _period_asked(plan: PlanRef) -> Period | None:
    """The plan's period that the address names: 2025Q3 is September of a monthly plan, and turned into it."""
    written = address.seen().get(address.PERIOD, "")
    try:
        asked = parse_period_of(plan.rhythm, written)
    except BadInput:
        return None
    if asked.year != plan.year:
        return None
    if written != str(asked):
        st.query_params[address.PERIOD] = str(asked)
    return asked


def _no_plan() -> PlanRef:
    today = now().astimezone(SHANGHAI).date()
    return PlanRef(0, "", "", "", today.year, today)


def _asked(ask: Callable[[Session], Done]) -> Done:
    with reading(engine()) as session:
        return ask(session)


def visit() -> Visit:
    """The visit that main.py established at the start of this rerun; in a run of a fragment the page's,

    with the person as the database has them now: what a fragment shows is shown to who may see it. Raises
    SignedOut there.
    """
    current: Visit | None = getattr(_run, "visit", None)
    run = _this_run()
    if current is not None and _run.of is run:
        return current
    known: Visit = st.session_state[_OF_THE_TAB]
    # A run of the whole page asks first thing (enter); one of a fragment does not pass there.
    return _remember(known if run is None else replace(known, person=_asked(person_now)))


def _this_run() -> object:
    """What Streamlit makes anew for each run; None outside of runs of fragments."""
    run = get_script_run_ctx(suppress_warning=True)
    return run.parallel_coordinator if run is not None and run.fragment_ids_this_run else None


def _remember(visit: Visit) -> Visit:
    st.session_state[_OF_THE_TAB] = _run.visit = visit
    _run.of = _this_run()
    if (answered := asking.get()) is not None:  # what the run logs is about them
        answered.plan, answered.account = visit.plan.code, lambda: visit.person.account_id
    return visit


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
        note_refused(refusal)
        st.error(prose.literal(str(refusal)), icon=":material/block:")


def note(action: str, subject: str, detail: Mapping[str, object]) -> None:
    """Have it stand in the audit trail, though nothing is changed by it; nobody waits for it."""
    noting.note(engine(), _note(action, subject, detail))


def _note(action: str, subject: str, detail: Mapping[str, object]) -> Note:
    source = st.user.get("from")
    return Note(now(), visit().person, action, subject, detail, None if source is None else str(source))


def note_refused(refusal: Refusal) -> None:
    """The same where somebody lacked the right; any other refusal is ordinary work."""
    if isinstance(refusal, NotAllowed):
        page, query = f"/{address.page_shown()}", urlencode(address.seen())
        note("拒绝操作", refusal.in_chinese, {"url": page + (f"?{query}" if query else "")})


def taken(action: str, subject: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """``make`` for a button that hands out a file: each time that it does, it stands in the audit trail.

    A file is made outside of any run, so who and where is asked when the button is drawn.
    """
    about, ledger = _note(action, subject, {}), engine()

    def made() -> bytes:
        noting.note(ledger, replace(about, at=now()))
        return make()

    return made


def write(
    act: Callable[[Session, Person, datetime], Done], *, advance: bool = True, together: bool = False
) -> Done:
    """One click, one transaction, by the person as the database has them inside it.

    No st.* call happens inside the transaction: a rerun would interrupt there. The past is only read.
    """
    if visit().as_of is not None:
        raise Refusal(_("正在回看过去的情况，不能办理。请先返回现在。"))
    spoken()  # else the first text inside would ask the session for the language
    source = st.user.get("from")  # a run's thread knows no request
    audit.source.set(None if source is None else str(source))
    with transaction(engine(), advance=advance, together=together) as session:
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
        made = ask(session, visit().person)
    # Whoever reads Chinese reads the names as they stand.
    return made if spoken() == CHINESE else cast(Done, names.renamed(made))


def known(name: str, ask: Callable[[Session, Person], Done], *about: Hashable) -> Done:
    """A query for the visit's person, asked once for each state of the ledger.

    Only for what rests on the ledger alone: no clock, no drafts, no sign-ins. ``about`` is what ``ask``
    rests on besides the plan and the person.
    """
    return _kept((name, _for_whom(), about), lambda: read(ask))


def made(name: str, make: Callable[[], Done], *about: Hashable) -> Done:
    """What is made of what is ``known`` and of ``about``, with its links; once while the ledger stands."""
    return _kept((name, _for_whom(), about, _carried(visit())), make)


def _for_whom() -> Hashable:
    current = visit()
    person = current.person
    # What is read for a paper is Chinese, and is not kept for the pages of who reads English.
    return current.plan.code, person.account_id, person.role, sight_of(person), spoken()


def own_work() -> Mapping[str, int]:
    """What waits for the person, by page, at the period that people come for.

    On pages over all open plans it is what waits in all of them, on the others in the plan that is looked at.
    """
    counts: Counter[str] = Counter()
    for each in visits():
        with about(each):
            found = _own_work_of_plan()
        counts.update({page: n for page, n in found.items() if page in OVER_PLANS or not each.is_beside})
    return counts


def _own_work_of_plan() -> Mapping[str, int]:
    current = visit()
    if not current.has_plan or current.plan.state is not PlanState.PUBLISHED:
        return {}
    period, now = current.default_period, current.now
    opening = openness(current.window_of(period), now)

    def count(session: Session, person: Person) -> Mapping[str, int]:
        ledger = forms_ledger(period) if may_open(person.role, "tasks") else None
        return waiting_by_page(session, person, current.plan, period, now, ledger)

    return known("own work", count, period, opening)


def visits() -> tuple[Visit, ...]:
    """The visit in each open plan at the period that people come for there, what is due first coming first.

    The plan that is looked at is always one of them, also before it opens and after it has closed.
    """
    return visit().in_open_plans


def _in_open_plans(current: Visit) -> tuple[Visit, ...]:
    if not current.plan_in_address:
        return (replace(current, period=current.default_period),)
    now, as_of, editions = current.now, current.as_of, current.plans
    # They open and close by the clock, without anything being written.
    minute = ("open plans", now.replace(second=0, microsecond=0))
    opened = _kept(minute, lambda: _asked(lambda s: open_plans(s, now, as_of)))
    key = ("windows", tuple(each.id for each in editions))
    set_windows = _kept(key, lambda: _asked(lambda s: windows_of(s, editions, as_of)))
    shown, found = {current.plan.id, *(plan.id for plan in opened)}, []
    for plan in current.plans:
        if plan.id in shown:
            other = replace(current, plan=plan, windows=set_windows[plan.id], is_beside=plan != current.plan)
            found.append(replace(other, period=other.default_period))
    return tuple(sorted(found, key=_due_first))


def openings() -> Hashable:
    """How the windows of all open plans stand: a figure of one may be a target's of another."""
    return tuple(
        (each.plan.id, window_state(each.window_of(each.default_period), each.now)) for each in visits()
    )


def _due_first(each: Visit) -> tuple[bool, datetime]:
    window = each.window_of(each.default_period)
    return window is None, each.now if window is None else window.due_at


def visits_shown() -> tuple[Visit, ...]:
    """What a page over all open plans shows: ``visits``.

    Where the head's picker shows another period than people come for, somebody looks something up: then the
    plan is shown alone.
    """
    current = visit()
    if period() != current.default_period:
        return (replace(current, period=period()),)
    return visits()


def visits_of_any_period() -> tuple[Visit, ...]:
    """What a page over all open plans shows that is about no period: ``visits``, the plan of the address at
    the period of the address."""
    return tuple(each if each.is_beside else visit() for each in visits())


@contextmanager
def about(other: Visit) -> Iterator[None]:
    """Draw a part of a page that is about another plan: reads, links and windows are that plan's."""
    before = visit()
    _run.visit = other  # the tab keeps the page's own
    try:
        yield
    finally:
        _run.visit = before


def forms_ledger(period: Period) -> Ledger:
    """What the ledger holds of the targets that the person's units lead; drafts are read at every run."""
    current = visit()
    return known("forms", lambda s, p: ledger_of(s, p, current.plan, period, as_of=current.as_of), period)


def look_at(period: Period) -> None:
    """What the head's picker shows; from now on the links of the page carry it (parts/links.py)."""
    _remember(replace(visit(), period=period))


def titled(title: str) -> str:
    """A page's title in the language of the moment; one of them says how many periods the plan has."""
    return _(title).format(periods=in_numerals(visit().plan.rhythm.periods))


def look_at_leader(asked: str) -> None:
    """Whom the page is narrowed to; from now on its links carry it."""
    _remember(replace(visit(), leader=asked))


def narrowed(card: Scorecard) -> Scorecard:
    """What of a scorecard the leader is in charge of whom the page is narrowed to; else all of it."""
    asked = leader_asked()
    if asked is None:
        return card
    carry = Carry[Scorecard](lambda before: rolled_up_after(before, card.of_leader(asked)), _size)
    return keep_record(card, f"of leader {asked}", lambda: card.of_leader(asked).rolled_up(), carry)


def _size(card: Scorecard) -> int:
    return len(card.scores)


def leader_asked() -> int | None:
    """The id of the leader whom the page is narrowed to, whether there is one with it or not."""
    asked = visit().leader
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None


def period() -> Period:
    """The period of the head; on pages without its picker the address's, or the one that people come for."""
    return period_of(visit())


def period_of(current: Visit) -> Period:
    """The same of a visit in any plan."""
    return current.default_period if current.period is None else current.period


def current_card() -> Scorecard:
    """The scorecard of what the page is about: the period of the head, with what is not approved if asked,

    narrowed to a leader's charge where the page can be and is.
    """
    return narrowed(whole_card())


def whole_card() -> Scorecard:
    """The same of the whole plan, whoever is in charge."""
    return card(period(), visit().unapproved)


def card(period: Period, include_unapproved: bool = False) -> Scorecard:
    """The scorecard of the visit's plan for the visit's person."""
    current = visit()
    plan, as_of, now = current.plan, current.as_of, current.now

    def key(of: Period) -> Hashable:
        # A window opens and falls due without anything being written.
        opening = openness(current.window_of(of), now if as_of is None else as_of)
        return "card", plan.code, str(of), opening, include_unapproved, sight_of(current.person), spoken()

    def make() -> CardRead:
        before: CardRead | None = None if period.previous is None else _made(key(period.previous))
        with uncollected():
            return read(
                lambda session, person: read_card(
                    session,
                    plan,
                    period,
                    person,
                    as_of=as_of,
                    now=now,
                    include_unapproved=include_unapproved,
                    before=before,
                )
            ).rolled_up()

    def carry(before: CardRead) -> CardRead | None:
        # Its names stand in the reader's language already.
        return _asked(lambda session: carried_on(session, before, plan, current.person, now))

    return _kept(key(period), make, Carry(carry, lambda each: _size(each.card))).card


def keep(card: Scorecard, name: str, make: Callable[[], Done], carry: Carry[Done] | None = None) -> Done:
    """What is made of a scorecard and nothing else, made once for each state of it."""
    return _kept((name, *_named(card), *_looks()), make, carry)


def keep_record(card: Scorecard, name: str, make: Callable[[], Done], carry: Carry[Done]) -> Done:
    """The same of what holds neither colours nor links, as the scorecard itself: words of a language alone.

    It is large, and who reads by another light, or came by another link, is given the same.
    """
    return _kept((name, *_named(card), spoken()), make, carry)


def keep_parts(
    card: Scorecard, name: str, parts: Callable[[], Iterable[object]], make: Callable[[], Done]
) -> Done:
    """What is made of these parts of a scorecard, scores and groups, and of what ``name`` says.

    It is made once for as long as all of them are carried on without a change.
    """

    def carry(before: tuple[tuple[object, ...], Done]) -> tuple[tuple[object, ...], Done] | None:
        now = tuple(parts())
        return before if len(before[0]) == len(now) and all(map(is_, before[0], now)) else None

    return keep(card, name, lambda: (tuple(parts()), make()), Carry(carry, lambda each: len(each[0])))[1]


def keep_each(
    make: Callable[..., Done], parts: Iterable[object], *about: Iterable[Hashable]
) -> tuple[Done, ...]:
    """``map(make, parts, *about)``, of parts of a scorecard: groups, roll-ups.

    Each is made once for as long as this part is carried on without a change. ``make`` takes nothing from
    elsewhere but what all that is shown holds (``_looks``): it is a function, never a closure.
    """
    looks = _looks()
    return tuple(
        kept_of(part, (make, own, looks), partial(make, part, *own))
        for part, *rest in zip(parts, *about, strict=False)
        for own in (tuple(rest),)
    )


def _looks() -> tuple[Hashable, ...]:
    """What is made holds words, colours, sizes and links: it is kept for those who see the same."""
    current = visit()
    likes = current.person.preferences
    return st.context.theme.type, likes.language, likes.large_type, current.plan.code, *_carried(current)


def _carried(current: Visit) -> tuple[Hashable, ...]:
    """What links carry (parts/links.py)."""
    named, moment = current.plan_in_address, current.as_of
    return named, current.is_beside, current.period, current.unapproved, moment, current.leader


def _larger_by() -> float:
    return _LARGE_TYPE if visit().person.preferences.large_type else 1


def in_pixels(width: int) -> int:
    """A width for words, which 老年模式 makes larger."""
    return round(width * _larger_by())


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
    larger_by = _larger_by()

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
    current = visit()
    # Windows open and fall due without anything being written.
    opening = tuple(
        each.period for each in current.windows if window_state(each.window, current.now).has_opened
    )
    return (
        card.plan.code,
        str(card.period),
        card.include_unapproved,
        card.is_before_due,
        card.leader_id,
        opening,
        sight_of(current.person),
    )


def _kept(key: Hashable, make: Callable[[], Done], carry: Carry[Done] | None = None) -> Done:
    """``carry``: how the present is made of what stood before a write; the past is made anew."""
    current = visit()
    url, as_of = settings().database_url, current.as_of
    return kept(url, current.sequence, key, make, as_of=as_of, carry=carry if as_of is None else None)


def _made(key: Hashable) -> Any:
    """What is kept under a key, or being made; None as long as nobody makes it."""
    current = visit()
    return found(settings().database_url, current.sequence, key, as_of=current.as_of)


def colours() -> Mapping[str, str]:
    """The palette of the theme in use, as the person likes it."""
    return palette.screen(dark=is_dark(), contrast=visit().person.preferences.large_type)


def is_dark() -> bool:
    return st.context.theme.type == "dark"
