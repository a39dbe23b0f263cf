"""A snapshot held against the facts as they were known when it was frozen.

Its figures, its targets with what they ask and who answers, its texts, its rules, its verdicts, judged again
by its own rules, and its records beside them. What is of an earlier form was judged by other code, so its
verdicts and records are left as they are (domain/meetings/snapshot.py: SCHEMA). Whether its period was open
is taken from the content: the moment that was asked about is stored nowhere else.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from sqlmodel import Session, col, func, select

from tracker.domain.access import Person, Role
from tracker.domain.measure.figure import Figure, Texts, Waiting
from tracker.domain.meetings.chain import FROZEN, GENESIS
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.judging import Figures, score_of
from tracker.domain.progress.scorecard import LeaderRef, Score, Target, UnitRef
from tracker.domain.sentences.damage import Damage, Finding, found
from tracker.queries.figures import figures_of, waiting_of
from tracker.queries.integrity.records import are_alike
from tracker.queries.meeting import known_records
from tracker.queries.plans import is_demonstration, rules_at
from tracker.queries.targets import errata_of, targets_of, units_by_id
from tracker.queries.texts import texts_of_reports
from tracker.tables import Audit, Leader, Plan, Report, Review, RuleSetVersion, Snapshot
from tracker.tables import Target as TargetRow

_EVERYBODY = Person(0, "", "", Role.REVIEWER)
_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass
class Then:
    """What was known when a snapshot was frozen; ``judged_alike``: whether it was judged as today."""

    session: Session
    snapshot: Snapshot
    frozen: Frozen
    judged_alike: bool

    def findings(self, name: str) -> Iterator[Finding]:
        if not self._is_of_trail():
            yield found(Damage.SNAPSHOT_TRAIL, name=name)
        if not self._is_head():
            yield found(Damage.SNAPSHOT_HEAD, name=name)
        if not self._are_records():
            yield found(Damage.SNAPSHOT_RECORDS, name=name)
        checks = {
            Damage.SNAPSHOT_FIGURE: self._are_figures,
            Damage.SNAPSHOT_TARGET: self._is_target,
            Damage.SNAPSHOT_WORDS: self._are_words,
            Damage.SNAPSHOT_VERDICT: self._is_verdict,
        }
        for score in self.frozen.card.scores:
            for damage, holds in checks.items():
                if not holds(score):
                    yield found(damage, name=name, target=score.target.code)
        left_out = self._targets.keys() - {score.target.id for score in self.frozen.card.scores}
        for target_id in sorted(left_out if self._time_tells else ()):
            yield found(Damage.SNAPSHOT_TARGET, name=name, target=self._targets[target_id].code)

    @cached_property
    def _figures(self) -> Figures:
        period = self.snapshot.period
        return figures_of(
            self.session,
            self.snapshot.plan_id,
            period.of_year[: period.number],
            as_of=self.snapshot.frozen_at,
            include_unapproved=self.snapshot.include_unapproved,
        )

    @cached_property
    def _by_report(self) -> dict[tuple[int, int], Figure]:
        """The figure of a milestone that was done before is one of an earlier period, carried to this one."""
        at = self.snapshot.period
        return {
            (target_id, figure.report_id): figure if period == at else figure.carried_to(at)
            for (target_id, period), figure in self._figures.items()
        }

    @cached_property
    def _waiting(self) -> dict[int, Waiting]:
        row = self.snapshot
        if row.include_unapproved:
            return {}
        return waiting_of(self.session, row.plan_id, row.period, row.frozen_at)

    @cached_property
    def _targets(self) -> dict[int, Target]:
        row = self.snapshot
        known = targets_of(self.session, _EVERYBODY, row.plan_id, row.period, row.frozen_at)
        return {each.id: each for each in known}

    @cached_property
    def _words(self) -> dict[int, Texts]:
        return self._words_at(self.snapshot.frozen_at)

    def _words_at(self, as_of: datetime | None) -> dict[int, Texts]:
        shown = [score.figure.report_id for score in self.frozen.card.scores if score.figure is not None]
        return texts_of_reports(self.session, shown, as_of)

    @cached_property
    def _time_tells(self) -> bool:
        """Whether times go with the trail: before the freezing none is later, behind it none is not.

        A clock that was set back, or two clicks in one microsecond: then the time does not tell what was
        known, and what differs is held against all that ever stood. Asked where something differs.
        """
        freezing = self._freezing
        if freezing is None:
            return False
        is_known, was_then = col(Audit.id) < freezing.id, col(Audit.at) <= self.snapshot.frozen_at
        is_since = col(Audit.id) > freezing.id
        contradict = select(func.count()).select_from(Audit)
        return not any(
            self.session.exec(contradict.where(*each)).one()
            for each in ((is_known, ~was_then), (is_since, was_then))
        )

    @cached_property
    def _freezing(self) -> Audit | None:
        """The row of the trail that was written with the snapshot and names its hash."""
        said = json.dumps({"sha256": self.snapshot.sha256})
        return self.session.exec(select(Audit).where(Audit.action == FROZEN, Audit.detail == said)).first()

    def _is_of_trail(self) -> bool:
        """Whether moment, author and head of the trail are those of its freezing: the row tells them, too."""
        freezing, frozen = self._freezing, self.frozen
        if freezing is None:
            return False
        rows = self.session.exec(
            select(func.count()).select_from(Audit).where(col(Audit.id) < freezing.id)
        ).one()
        return (
            freezing.at == self.snapshot.frozen_at
            and freezing.actor_name == frozen.author
            and freezing.previous_sha256 == (frozen.audit_head or GENESIS)
            and frozen.audit_rows in (None, rows)
        )

    def _is_head(self) -> bool:
        row, card, frozen = self.snapshot, self.frozen.card, self.frozen
        plan = self.session.get_one(Plan, row.plan_id)
        said: tuple[tuple[object, object], ...] = (
            (frozen.notice_sha256, plan.notice_sha256),
            (card.plan.id, row.plan_id),
            (card.plan.code, plan.code),
            (card.plan.title, plan.title),
            (card.plan.document, plan.document),
            (card.plan.year, plan.year),
            (card.plan.issued, plan.issued),
            (card.plan.rhythm, plan.rhythm),
            (card.plan.kind, plan.kind),
            (frozen.name, row.name),
            (frozen.meeting_on, row.meeting_on),
            (frozen.frozen_at, row.frozen_at),
            (card.period, row.period),
            (card.include_unapproved, row.include_unapproved),
        )
        if any(written != stored for written, stored in said):
            return False
        # Earlier forms did not tell these.
        if self.judged_alike and (card.plan.is_demonstration, card.plan.short) != (
            is_demonstration(self.session),
            plan.short,
        ):
            return False
        if card.rules == rules_at(self.session, row.plan_id, row.frozen_at):
            return True
        ever = self.session.exec(select(RuleSetVersion).where(RuleSetVersion.plan_id == row.plan_id))
        return not self._time_tells and card.rules in {version.rules for version in ever}

    def _are_records(self) -> bool:
        if not self.judged_alike:
            return True
        card = replace(self.frozen.card, as_of=self.snapshot.frozen_at)
        then = known_records(self.session, _EVERYBODY, card)
        return are_alike(then, self.frozen.records, self._earlier_names) or not self._time_tells

    def _are_figures(self, score: Score) -> bool:
        target_id, figure, previous = score.target.id, score.figure, score.previous
        period = self.snapshot.period
        then = None if figure is None else self._by_report.get((target_id, figure.report_id))
        if figure is None and (target_id, period) in self._figures:
            then = self._figures[target_id, period]
        before = None if period.previous is None else self._figures.get((target_id, period.previous))
        if _said(then) == _said(figure) and _said(before) == _said(previous):
            return True
        return not self._time_tells and self._is_of_facts(figure) and self._is_of_facts(previous)

    def _is_of_facts(self, figure: Figure | None) -> bool:
        """Whether there is such a submission, and the value is its own or the verified one."""
        if figure is None:
            return True
        report = self.session.get(Report, figure.report_id)
        by_report = select(col(Review.verified_value)).where(Review.report_id == figure.report_id)
        at = self.snapshot.period
        return (
            report is not None
            and report.value == figure.reported_value
            and figure.value in (report.value, self.session.exec(by_report).first())
            and figure.data_month in (report.data_month, at.last_month if report.period < at else None)
        )

    def _is_target(self, score: Score) -> bool:
        target = score.target
        if not self._are_names(target):
            return False
        then = self._targets.get(target.id)
        if then is not None and not self.judged_alike:
            then = replace(then, part_of=target.part_of)  # forms before 5 did not tell it
        if then is not None and _nameless(then) == _nameless(target):
            return True
        return not self._time_tells and self._was_ever(target)

    def _was_ever(self, target: Target) -> bool:
        """Whether the target asked this in one of its versions, of these units, under one of its names."""
        names, asked = self._ever
        return target.name in names.get(target.id, ()) and asked.get(target.id) == _asked(target)

    @cached_property
    def _ever(self) -> tuple[dict[int, set[str]], dict[int, tuple[object, ...]]]:
        """By target its names at any time, and what it asks by those terms that the snapshot names."""
        row = self.snapshot
        versions = {score.target.terms_id for score in self.frozen.card.scores}
        known = targets_of(
            self.session, _EVERYBODY, row.plan_id, row.period, versions=versions, with_withdrawn=True
        )
        called = self.session.exec(
            select(TargetRow.id, TargetRow.name).where(TargetRow.plan_id == row.plan_id)
        )
        names = {key or 0: {name} for key, name in called}
        for key, errata in errata_of(self.session, row.plan_id).items():
            names[key] |= {name for _kind, name in errata}
        return names, {each.id: _asked(each) for each in known}

    def _are_names(self, target: Target) -> bool:
        """Whether units and leaders are called as they are or were: names are the only part that changes."""
        named: tuple[UnitRef | LeaderRef | None, ...] = (
            *(target.lead, target.area.lead, target.leader),
            *target.co_units,
        )
        known, earlier = self._refs, self._earlier_names
        return all(each is None or each in known or each.name in earlier for each in named)

    @cached_property
    def _refs(self) -> set[UnitRef | LeaderRef]:
        leaders = self.session.exec(select(Leader.id, Leader.name))
        return {*units_by_id(self.session).values(), *(LeaderRef(key or 0, name) for key, name in leaders)}

    @cached_property
    def _earlier_names(self) -> set[str]:
        details = self.session.exec(select(Audit.detail).where(col(Audit.detail).contains('"before"')))
        said = (json.loads(detail).get("before") for detail in details)
        return {before["name"] for before in said if isinstance(before, dict) and "name" in before}

    def _are_words(self, score: Score) -> bool:
        if score.figure is None:
            return True
        key = score.figure.report_id
        said = self.frozen.texts_of(key)
        if said == self._words.get(key):
            return True
        return not self._time_tells and said in (each.get(key) for each in self._words_ever)

    @cached_property
    def _words_ever(self) -> tuple[dict[int, Texts], dict[int, Texts]]:
        """Without and with what was supplied later."""
        return self._words_at(_FIRST), self._words_at(None)

    def _is_verdict(self, score: Score) -> bool:
        if not self.judged_alike:
            return True
        target, card = score.target, self.frozen.card
        period, is_open = card.period, not card.is_unopened
        then = score_of(
            target, period, self._figures, card.rules, self._waiting.get(target.id), is_open=is_open
        )
        if _verdict(then) == _verdict(score):
            return True
        if self._time_tells:
            return False
        # Of what stood before only the period before is told: how long it has been behind is not.
        own = {(target.id, period): score.figure}
        if period.previous is not None:
            own[target.id, period.previous] = score.previous
        figures = {at: figure for at, figure in own.items() if figure is not None}
        by_itself = score_of(target, period, figures, card.rules, is_open=is_open)
        return score.figure is None or by_itself.judgement == score.judgement


def _said(figure: Figure | None) -> tuple[object, ...] | None:
    if figure is None:
        return None
    return figure.report_id, figure.value, figure.reported_value, figure.data_month, figure.state


def _verdict(score: Score) -> tuple[object, ...]:
    return score.judgement, score.previous_status, score.behind_for, score.waiting_on_time


def _nameless(target: Target) -> Target:
    """Without the names of units and leaders, which may have changed since."""
    area, leader = target.area, target.leader
    return replace(
        target,
        area=replace(area, lead=None if area.lead is None else UnitRef(area.lead.id, "")),
        lead=UnitRef(target.lead.id, ""),
        co_units=tuple(UnitRef(unit.id, "") for unit in target.co_units),
        leader=None if leader is None else LeaderRef(leader.id, ""),
    )


def _asked(target: Target) -> tuple[object, ...]:
    units = [unit.id for unit in (target.lead, *target.co_units)]
    return target.code, target.anchor, target.terms, target.terms_version, units
