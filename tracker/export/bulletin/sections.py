"""The bulletin's text: 一、 (一) in the order that the office chose; what has nothing to say is left out.

Figures are computed; the office's own words stand beside them. What departments wrote is shortened here and
whole in the 进度表, so that no text of theirs makes the paper long.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tracker.domain.meetings.paper import NameOf, PaperSection, Passage
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences import bulletin, coordination, directives, meeting_counts, since
from tracker.domain.sentences.briefly import clipped
from tracker.domain.workflow.directive import About, DirectiveLine
from tracker.domain.workflow.matters import MatterLine
from tracker.export.bulletin.tables import areas_table, behind_table
from tracker.export.options import Options
from tracker.export.word.marks import paragraph, run, text
from tracker.export.word.styles import KAI, face

# So many of each kind, each text so long: the 进度表 has them all and whole.
LISTED, _LONGEST = 8, 24
_PROPOSED = "〔拟〕"


def sections(frozen: Frozen, options: Options) -> str:
    """Each with its heading. ``options`` name the office: who is meant where a request asks nobody."""
    made = ((section, _MADE[section](frozen, options)) for section in frozen.paper.choices.sections)
    return "".join(
        text("Heading1", f"{bulletin.ordinal(number)}、{section.word}") + inside
        for number, (section, inside) in enumerate((each for each in made if each[1]), 1)
    )


def _overall(frozen: Frozen, options: Options) -> str:
    card, paper = frozen.card, frozen.paper
    lines = [
        meeting_counts.counts_said(card),
        _own(paper.words.overall),
        meeting_counts.change_said(frozen.last, card),
    ]
    areas = meeting_counts.areas_said(card, "见表1")
    lines.append(areas + (meeting_counts.budgets_said(card) if paper.choices.budgets else ""))
    names = {area.id: area.title for area in (score.target.area for score in card.targets)}
    of_areas = [
        _marked(f"“{names[each.area_id]}”:{bulletin.closed(each.text)}", each.is_proposed)
        for each in paper.words.areas
        if each.area_id in names
    ]
    return _lines(lines) + areas_table(frozen) + _lines(of_areas)


def _problems(frozen: Frozen, options: Options) -> str:
    """The office's words; what they leave out of the behind, the silent and the endangered; table 2."""
    card, paper = frozen.card, frozen.paper
    passages = list(paper.words.problems)
    if card.behind and not passages:
        told = bulletin.behind_said(card, paper, "见表2")
        passages.append(Passage(told, "部分目标滞后" if bulletin.is_far_behind(card) else "部分目标稍慢"))
    silent, danger = meeting_counts.silent_said(card, paper), meeting_counts.danger_said(card, paper)
    if silent and not _is_told(frozen, card.missing):
        late = "数据尚未报送" if card.is_before_due else "数据未按时报送"
        passages.append(Passage(silent, late))
    ahead = [score for score in meeting_counts.in_danger(card) if not score.status.is_far_behind]
    if danger and not (ahead and _is_told(frozen, ahead)):
        passages.append(Passage(danger, "完成难度大"))
    if not passages:
        return text("Normal", f"{bulletin.nothing_behind(card)}。") if card.whole.due else ""
    return _headed(passages) + behind_table(frozen)


def _is_told(frozen: Frozen, scores: Sequence[Score]) -> bool:
    """Whether one of the office's passages names them already, most of them at least."""
    for passage in frozen.paper.words.problems:
        named = [
            score
            for score in scores
            if score.target.name in passage.text or meeting_counts.called(score, frozen.paper) in passage.text
        ]
        if 2 * len(named) > len(scores):
            return True
    return False


def _matters(frozen: Frozen, options: Options) -> str:
    """What the meeting shall decide in the office's words, what departments ask for, what was decided."""
    words, matters = frozen.paper.words, untold_matters(frozen)
    # What stands word for word among the problems is not said again.
    problems = {each.text for each in words.problems}
    decided = [each for each in words.decisions if each.text not in problems]
    ended, today = coordination.closed_matters(frozen.records), coordination.day_frozen(frozen)
    lines = [
        coordination.matter_brief(short_matter(each), today, _called(frozen, each))
        for each in matters[:LISTED]
    ]
    shown = _headed([*decided, *map(Passage, lines)])
    return shown + _lines([_more(matters), ended])


def untold_matters(frozen: Frozen) -> list[MatterLine]:
    """The open ones that the office's own words do not speak of."""
    words = frozen.paper.words
    told = "".join(f"{each.heading}{each.text}" for each in (*words.decisions, *words.problems))
    return [
        each
        for each in frozen.records.open_matters
        if each.target_name not in told and _called(frozen, each) not in told
    ]


def _called(frozen: Frozen, matter: MatterLine) -> str:
    return frozen.paper.name_of(NameOf.TARGET, matter.target_id, matter.target_name)


def short_matter(matter: MatterLine) -> MatterLine:
    return replace(
        matter,
        obstacle=clipped(matter.obstacle, _LONGEST),
        request=clipped(matter.request, _LONGEST),
        steps=tuple(replace(step, text=clipped(step.text, _LONGEST)) for step in matter.steps),
    )


def _directives(frozen: Frozen, options: Options) -> str:
    """Who answered, who has to by when; what was asked and answered stands in the 进度表."""
    going_on, today = frozen.records.open_directives, coordination.day_frozen(frozen)
    told = [(each, _directed(frozen, each)) for each in going_on[:LISTED]]
    return _lines(
        [
            directives.directives_brief(told, today) + _more(going_on),
            directives.closed_directives(frozen.records),
        ]
    )


def _directed(frozen: Frozen, directive: DirectiveLine) -> str:
    """What it is about, in short."""
    if directive.about is not About.TARGET:
        return directive.name
    of_code = (score for score in frozen.card.scores if score.target.code == directive.key)
    score = next(of_code, None)
    return directive.name if score is None else meeting_counts.called(score, frozen.paper)


def short_directive(directive: DirectiveLine) -> DirectiveLine:
    steps = tuple(replace(step, text=clipped(step.text, _LONGEST)) for step in directive.steps)
    return replace(directive, text=clipped(directive.text, _LONGEST), steps=steps)


def _praise(frozen: Frozen, options: Options) -> str:
    return _lines([_own(frozen.paper.words.praise)])


def _changes(frozen: Frozen, options: Options) -> str:
    """What was adjusted, read anew and corrected since the last meeting; why stands in the 进度表."""
    return _lines([since.changes_brief(frozen, LISTED)])


def _requests(frozen: Frozen, options: Options) -> str:
    words, office = frozen.paper.words, options.paper.signed_by or "市府办"
    named = "".join(each.text for each in words.problems)
    return _headed(
        Passage(meeting_counts.request_said(each, frozen.card, office, named), each.heading, each.is_proposed)
        for each in meeting_counts.with_the_offices(words.requests, office)
    )


def _next_steps(frozen: Frozen, options: Options) -> str:
    return _lines([_own(frozen.paper.words.next_steps)])


_MADE: dict[PaperSection, Callable[[Frozen, Options], str]] = {
    PaperSection.OVERALL: _overall,
    PaperSection.PROBLEMS: _problems,
    PaperSection.MATTERS: _matters,
    PaperSection.DIRECTIVES: _directives,
    PaperSection.PRAISE: _praise,
    PaperSection.CHANGES: _changes,
    PaperSection.REQUESTS: _requests,
    PaperSection.NEXT_STEPS: _next_steps,
}


def _lines(lines: Iterable[str]) -> str:
    return "".join(text("Normal", line) for line in lines if line)


def _headed(passages: Iterable[Passage]) -> str:
    """(一)补齐数据。上述5个单位…: the heading in its face; one alone has no number."""
    told = [each for each in passages if each.text or each.heading]
    shown = ""
    for number, each in enumerate(told, 1):
        place = f"({bulletin.ordinal(number)})" if len(told) > 1 else ""
        heading = _marked(place + bulletin.closed(each.heading), each.is_proposed)
        shown += paragraph("Normal", run(heading, face(KAI)), run(bulletin.closed(each.text)))
    return shown


def _own(passage: Passage | None) -> str:
    return "" if passage is None else _marked(bulletin.closed(passage.text), passage.is_proposed)


def _marked(said: str, is_proposed: bool) -> str:
    return f"{_PROPOSED}{said}" if is_proposed else said


def _more(listed: Sequence[object]) -> str:
    return bulletin.more_listed(len(listed) - LISTED) if len(listed) > LISTED else ""
