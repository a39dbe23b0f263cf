"""What stands in a version: of a department, of an area, of a leader in charge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.language.numerals import in_numerals
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.meetings.paper import NameOf, Request
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.rollup import roll_up
from tracker.domain.progress.scorecard import Group, LeaderRef, Score, UnitRef, is_unjudged, leaders_of
from tracker.domain.sentences import versions as said
from tracker.domain.sentences.coordination import day_frozen, decision_line, matter_line
from tracker.domain.sentences.directives import answer_line, directive_line
from tracker.domain.sentences.since import day
from tracker.domain.workflow.directive import DirectiveState
from tracker.domain.workflow.matters import AskedOf, MatterLine
from tracker.export.versions import frame, tables
from tracker.export.word.marks import kept_with_next

_PROPOSED = "〔拟〕"


@dataclass(frozen=True)
class Paper:
    """A version: its title in two parts, the scores that it is about, its text as WordprocessingML."""

    title: tuple[str, str]
    scores: Sequence[Score]
    body: str


def units_of(frozen: Frozen) -> tuple[UnitRef, ...]:
    """Who gets a version: who leads something, and who is asked something. The most targets first."""
    card = frozen.card
    led: dict[UnitRef, int] = {}
    named: dict[int, UnitRef] = {}
    for score in card.scores:
        for unit in (score.target.lead, *score.target.co_units):
            named[unit.id] = unit
        led[score.target.lead] = led.get(score.target.lead, 0) + 1
    asked = {key for request in frozen.paper.words.requests for key in request.unit_ids if key in named}
    every = {*led, *(named[key] for key in asked)}
    return tuple(sorted(every, key=lambda unit: (-led.get(unit, 0), unit.id)))


def department(unit: UnitRef, frozen: Frozen) -> Paper:
    """Its targets, what it is asked, its 整改清单."""
    card = frozen.card
    own = [score for score in card.targets if score.target.lead == unit]
    budgets = [score for score in card.budgets if score.target.lead == unit]
    co_led = sum(1 for score in card.targets if unit in score.target.co_units and score.target.lead != unit)
    rollup, you = roll_up(score.item for score in own), said.your_unit(unit.name)
    about = [f"发:{unit.name}"]
    if leaders := leaders_of(own):
        about.append(f"抄:{leaders}")
    body = frame.below_title(*about, _day(frozen))
    first = said.opening(rollup, card, f"{you}牵头目标") if own else ""
    rest = said.how_long(own, card) + said.called(own) + said.co_led(co_led)
    body += frame.line(rest, first)
    parts = []
    if own:
        listed = tables.targets_table(own, frozen)
        parts.append((f"{you}牵头的{len(own)}项", "", listed))
    if budgets:
        parts.append((f"{you}负责的预算", "", tables.budgets_table(budgets, frozen)))
    if asked := _asked_of(unit, own, frozen):
        parts.append((f"请{you}办理", "", asked))
    late = _late(own)
    if late:
        who = f"(措施、责任人、时限由{you}填写,销号由督查部门填写)"
        sign = frame.signatures("主要负责人(签字):", "分管领导(审签):")
        parts.append(("整改清单", who, tables.to_mend_table(late, frozen) + sign))
    return Paper(said.department_title(unit.name, card.period), (*own, *budgets), body + _numbered(parts))


def area(group: Group, frozen: Frozen) -> Paper:
    """All its targets, what to ask about, what the office says of it."""
    card, ref = frozen.card, group.scores[0].target.area
    about = [f"牵头:{ref.lead.name}"] if ref.lead is not None else []
    if leaders := leaders_of(group.scores):
        about.append(f"分管:{leaders}")
    body = frame.below_title(*about, _day(frozen))
    rest = said.how_long(group.scores, card) + said.called(group.scores)
    body += frame.line(rest, said.opening(group.rollup, card, "本领域目标"))
    if (passage := frozen.paper.words.of_area(ref.id)) is not None:
        body += frame.line((_PROPOSED if passage.is_proposed else "") + passage.text)
    listed = tables.targets_table(group.scores, frozen, with_lead=True)
    parts = [(f"目标{len(group.scores)}项", "", listed)]
    parts += _situation(group.scores, frozen, "落后的目标")
    ids = {score.target.id for score in group.scores}
    asked = [
        each
        for each in frozen.paper.words.requests
        if ids & set(each.target_ids) and (each.unit_ids or each.to_leaders)
    ]
    if asked:
        parts.append(("工作要求", "", _requests(asked)))
    return Paper(said.area_title(group.name, card.period), group.scores, body + _numbered(parts))


def leader(ref: LeaderRef, frozen: Frozen) -> Paper:
    """What the leader is in charge of, what to ask about, what to decide."""
    own = frozen.card.of_leader(ref.id)
    names = [
        frozen.paper.name_of(NameOf.AREA, each.scores[0].target.area.id, each.name) for each in own.areas
    ]
    body = frame.below_title("、".join(names), _day(frozen))
    rest = said.how_long(own.targets, own) + said.called(own.targets)
    body += frame.line(rest, said.opening(own.whole, own, "分管目标"))
    counted = f"分管的{len(own.areas)}个领域"
    parts = [(counted, "", tables.areas_table(own.areas, own.whole, frozen))] if own.areas else []
    situation = _situation(own.targets, frozen, "请您过问")
    if decide := _to_decide(own.targets, frozen):
        # Behind what to ask about, which comes first where anything is behind.
        situation.insert(1 if own.behind else 0, ("请您定", "", decide))
    end = frame.heading("批示") + frame.ruled_lines(1)
    # The lines to write on never stand alone on a page.
    body = kept_with_next(body + _numbered(parts + situation)) + end
    return Paper(said.leader_title(ref.name, own.period), own.scores, body)


_Part = tuple[str, str, str]


def _numbered(parts: Sequence[_Part]) -> str:
    """一、 二、 with what stands beside the heading, and the content."""
    return "".join(
        frame.heading(f"{in_numerals(number)}、{title}", beside) + content
        for number, (title, beside, content) in enumerate(parts, 1)
    )


def _situation(scores: Sequence[Score], frozen: Frozen, behind: str) -> list[_Part]:
    """What is behind under the heading given, what has no verdict, what goes well; each if there is any."""
    late, named = _late(scores), tables.names_of(scores, frozen)
    blank = list(filter(is_unjudged, scores))
    parts = [(behind, "", tables.asked_table(late, frozen))] if late else []
    if told := said.unjudged(blank[: tables.LISTED], named):
        rest = said.more(len(blank) - tables.LISTED, "目标")
        parts.append((f"暂无判定的{len(blank)}项", "", frame.line(told + rest)))
    well = [score for score in scores if score.status.is_on_pace][: tables.LISTED]
    if told := said.going_well(well, named):
        parts.append(("进展较好的", "", frame.line(told)))
    return parts


def _late(scores: Iterable[Score]) -> list[Score]:
    return tables.worst_first([score for score in scores if score.status.is_behind])


def _asked_of(unit: UnitRef, own: Sequence[Score], frozen: Frozen) -> str:
    """The office's requests of it, decisions that it carries out, instructions that wait for its answer."""
    ids, today = {score.target.id for score in own}, day_frozen(frozen)
    words = frozen.paper.words
    mine = [said.asked_of(unit, ids, each) for each in words.requests if said.is_asked(unit, ids, each)]
    shown = _requests(mine)
    if not mine and (silent := said.to_report(own)):
        shown += frame.line(silent)
    for matter in frozen.records.open_matters:
        if matter.responsible == unit:
            shown += frame.line(matter_line(matter, _called(matter, frozen)) + decision_line(matter, today))
    for directive in frozen.records.open_directives:
        if directive.unit == unit and directive.state is DirectiveState.WAITING:
            shown += frame.line(directive_line(directive) + answer_line(directive, today))
    return shown


def _to_decide(own: Sequence[Score], frozen: Frozen) -> str:
    """What the office asks of leaders, of all or about their targets; matters that wait for a decision."""
    ids = {score.target.id for score in own}
    mine = [
        each
        for each in frozen.paper.words.requests
        if each.to_leaders and (not each.target_ids or ids & set(each.target_ids))
    ]
    shown = _requests(mine)
    for matter in frozen.records.open_matters:
        if matter.decision is None and matter.asked_of is AskedOf.LEADER and matter.target_id in ids:
            shown += frame.line(matter_line(matter, _called(matter, frozen)))
    return shown


def _called(matter: MatterLine, frozen: Frozen) -> str:
    return frozen.paper.name_of(NameOf.TARGET, matter.target_id, matter.target_name)


def _requests(requests: Iterable[Request]) -> str:
    """Each on a line, its date in front; in their turn, as typed where they have no date."""
    return "".join(
        frame.line((_PROPOSED if each.is_proposed else "") + said.asked(each), each.due_words)
        for each in sorted(requests, key=lambda each: each.turn)
    )


def _day(frozen: Frozen) -> str:
    return day(frozen.frozen_at.astimezone(SHANGHAI).date())
