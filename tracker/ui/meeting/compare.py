"""前后对比: two snapshots side by side: which, and what changed, in groups."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from tracker.domain.language import bracketed, named
from tracker.domain.meetings.comparison import Change, ChangeKind, Comparison, compare, once_each
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import labelled
from tracker.queries.snapshots import SnapshotLine, read_snapshot
from tracker.ui.frame import address, shell
from tracker.ui.frame.kept import kept
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links, tables
from tracker.ui.parts.links import Link

FIRST_ROWS, MOST_ROWS = 20, 200
_EVERY = "every"
_SHARES = (50, 18, 32)


@dataclass(frozen=True)
class Pair:
    older: SnapshotLine
    newer: SnapshotLine


def pick(frozen: tuple[SnapshotLine, ...]) -> Pair:
    """Two pickers; the choice stands in the address as ?a=2025Q2-01&b=2025Q3-01. The newest against the
    one before where nothing is asked for."""
    lines = {line.number: line for line in frozen}
    numbers = list(lines)
    columns = st.columns(2)
    for place, (name, label, default) in enumerate(
        (("a", _("较早的材料"), numbers[1]), ("b", _("较晚的材料"), numbers[0]))
    ):
        address.follow(name, f"compare_{name}", numbers, default=default)
        columns[place].selectbox(
            label,
            numbers,
            format_func=lambda number: f"{number} {lines[number].name}",
            key=f"compare_{name}",
            on_change=address.put,
            args=(name, f"compare_{name}"),
        )
    return Pair(lines[st.session_state["compare_a"]], lines[st.session_state["compare_b"]])


@dataclass(frozen=True)
class Between:
    """What changed, and by leader which targets were theirs in either of the two."""

    comparison: Comparison
    charges: Mapping[int, frozenset[int]]


def between(pair: Pair) -> Between:
    """Snapshots never change: compared once for each state of the ledger."""

    visit = shell.visit()

    def card(line: SnapshotLine) -> Scorecard:
        frozen = shell.read(lambda s, p: read_snapshot(s, p, line.number, visit.plan.code))
        return thaw(frozen.content).card

    key = ("comparison", visit.plan.code, pair.older.number, pair.newer.number)
    return kept(
        shell.settings().database_url,
        visit.sequence,
        key,
        lambda: _between(card(pair.older), card(pair.newer)),
        as_of=visit.as_of,
    )


def _between(older: Scorecard, newer: Scorecard) -> Between:
    charges: dict[int, set[int]] = defaultdict(set)
    for score in (*older.scores, *newer.scores):
        if score.target.leader is not None:
            charges[score.target.leader.id].add(score.target.id)
    return Between(compare(older, newer), {key: frozenset(ids) for key, ids in charges.items()})


def narrowed(known: Between) -> Comparison:
    """What changed of what a leader is, or was, in charge of, where the page is narrowed to one; else all."""
    leader = shell.leader_asked()
    return known.comparison if leader is None else known.comparison.among(known.charges.get(leader, ()))


def group_asked(comparison: Comparison) -> ChangeKind | None:
    """Which group only; None is all of them, each with its first rows."""
    asked = st.query_params.get("g", _EVERY)
    return ChangeKind(asked) if asked in {each.kind.value for each in comparison.counts} else None


def choice_html(comparison: Comparison, chosen: ChangeKind | None) -> str:
    """The groups with their counts, as links."""
    sums = zip(*((each.targets, each.budgets) for each in comparison.counts), strict=True)
    targets, budgets = (sum(numbers) for numbers in sums)
    words = {_EVERY: f"{_('全部变化')} {_counted(targets, budgets)}"}
    words |= {
        each.kind.value: f"{each.kind.word} {_counted(each.targets, each.budgets)}"
        for each in comparison.counts
    }
    ways = {key: Link(word, links.same_page(g="" if key == _EVERY else key)) for key, word in words.items()}
    choice = bars.choice_html(_("只看"), ways, _EVERY if chosen is None else chosen.value)
    return f'<div class="office-choice many">{choice}</div>'


def _counted(targets: int, budgets: int) -> str:
    """10; 10,预算7; 预算7: budgets are counted apart."""
    told = [str(targets)] if targets or not budgets else []
    return _(",").join([*told, _("预算{count}").format(count=budgets)] if budgets else told)


def group_html(comparison: Comparison, kind: ChangeKind, most: int) -> str:
    """The targets of the group, and below them its budgets under a heading of their own."""
    return "".join(
        (
            _changes_html(comparison, comparison.of_targets(kind), kind.word, most),
            _changes_html(comparison, comparison.of_budgets(kind), bracketed(kind.word, _("预算")), most),
        )
    )


def _changes_html(comparison: Comparison, changes: tuple[Change, ...], word: str, most: int) -> str:
    if not changes:
        return ""
    title = _("{group} {count}项").format(group=word, count=len(once_each(changes)))
    table = tables.table_html(
        [_row(each, comparison) for each in changes[:most]], word, width=620, stacks=True, shares=_SHARES
    )
    if len(changes) <= most:
        return bars.section_html(title) + table
    note = _("以上为前{shown}行,全部{count}行见进度表(Excel)。")
    if most == FIRST_ROWS:
        note = _("以上为前{shown}行,全部{count}行请在上方选择本组查看。")
    words = escape(note.format(shown=most, count=len(changes)))
    return f'{bars.section_html(title)}{table}<div class="note">{words}</div>'


def _row(each: Change, comparison: Comparison) -> tables.Row:
    # What was dropped is not in the newer one.
    period = comparison.older if each.kind is ChangeKind.DROPPED else comparison.newer
    return {
        _("目标"): Link(f"{each.code} {each.name}", links.target_address(each.code, period)),
        _("牵头单位"): named(each.lead),
        _("变化"): _said(each),
    }


def _said(each: Change) -> str:
    lines = [f"{part.what} {part.before} → {part.after}" for part in each.differences]
    if each.old_figure is not None or each.new_figure is not None:
        lines.insert(0, each.period.label)
    status = each.after if each.after is not None else each.before
    return "\n".join(lines) or ("—" if status is None else labelled(status))
