"""Loading a plan's register into the ledger, as a draft or at once in force.

Loading the same register twice changes nothing; what another one says otherwise is said.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, insert, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import Refusal
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.target import Terms
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.register_changes import RegisterDiffers
from tracker.domain.workflow.unit_names import Certainty, match_unit
from tracker.notice.records import Register, RegisterArticle, RegisterTarget
from tracker.notice.register import load_register
from tracker.queries.register import changes_of
from tracker.queries.successions import known_units
from tracker.services import audit
from tracker.services.plans import begin, publish
from tracker.services.terms import step_rows
from tracker.tables import (
    Area,
    Article,
    ArticleUnit,
    Demonstration,
    Plan,
    PlannedValue,
    Reading,
    RuleSetVersion,
    Target,
    TargetTerms,
    TermsUnit,
    Unit,
)


def load_folder(session: Session, folder: Path, now: datetime) -> bool:
    """Load the register that stands as CSV in ``folder``; raises BrokenSeed with file, line and reason."""
    return load(session, load_register(folder), now)


def draft_folder(session: Session, folder: Path, now: datetime) -> int | None:
    """The same as a draft of nobody's; raises BrokenSeed too."""
    return draft(session, None, load_register(folder), now)


def load(session: Session, register: Register, now: datetime) -> bool:
    """Load a plan and publish it, as scripts do; True if it was new.

    Raises RegisterDiffers, and loads nothing, where the plan of this code says otherwise.
    """
    plan_id = draft(session, None, register, now)
    if plan_id is not None:
        publish(session, None, plan_id, 1, now)
    return plan_id is not None


def draft(session: Session, person: Person | None, register: Register, now: datetime) -> int | None:
    """Load a plan as a draft; its id, None where the very same is loaded already.

    ``person``: who drafted it, None for a command. Raises RegisterDiffers, and loads nothing, where the plan
    of this code says otherwise.
    """
    if person is not None:
        require(person, Action.MANAGE_PLAN)
    facts = register.plan
    stored = session.exec(select(Plan).where(Plan.code == facts.code)).first()
    if stored is not None:
        changes = changes_of(session, stored, register)
        if changes:
            raise RegisterDiffers(facts.code, changes)
        return None
    sha256 = hashlib.sha256(register.text.encode()).hexdigest()
    plan = Plan(
        code=facts.code,
        title=facts.title,
        document=facts.document_number,
        year=facts.year,
        issued=facts.issued,
        rhythm=facts.rhythm,
        kind=facts.kind,
        short=facts.short,
        notice=register.text,
        notice_sha256=sha256,
    )
    session.add(plan)
    session.flush()
    assert plan.id is not None
    _Loading(session, plan.id, periods_of(plan.year, plan.rhythm)[0], register, now).run()
    begin(session, person, plan.id, now)
    subject = f"{facts.document_number} {facts.title}".strip()
    audit.record(session, person, "载入方案", subject, now, {"sha256": sha256})
    return plan.id


def mark_as_demonstration(session: Session, now: datetime) -> None:
    """From here on every page and file of this ledger says that its figures are made up."""
    session.add(Demonstration(filled_at=now))
    audit.record(session, None, "载入演示数据", "演示数据", now)


class _Loading:
    """One load: the ids given so far, by the names and codes that the register uses."""

    def __init__(
        self, session: Session, plan_id: int, first: Period, register: Register, now: datetime
    ) -> None:
        self.session, self.plan_id, self.register, self.now = session, plan_id, register, now
        self.first = first
        self.units: dict[str, int] = {}
        self.areas: dict[int, int] = {}
        self.articles: dict[int, int] = {}
        self.targets: dict[str, int] = {}

    def run(self) -> None:
        self._load_units()
        self._load_areas()
        for article in self.register.articles:
            self._load_article(article)
        self._load_targets()
        self._load_readings()
        self.session.add(_default_rules(self.plan_id, self.now))

    def _add(self, row: Area | Article | Unit) -> int:
        self.session.add(row)
        self.session.flush()
        return _id(row)

    def _add_rows(
        self, table: type[Reading] | type[TermsUnit], rows: list[dict[str, Any]], where: ColumnElement[bool]
    ) -> None:
        """Rows whose ids nobody needs: as objects 10,000 take two seconds. ``where``: those rows."""
        if rows:
            self.session.exec(insert(table), params=rows)
            audit.stands(self.session, table, where)

    def _load_units(self) -> None:
        # Units are the city's, not the plan's: an earlier plan may have brought them, by another name.
        known = known_units(self.session)
        for unit in self.register.units:
            match = match_unit(unit.name, known, self.register.plan.issued)
            if match.certainty is Certainty.SPLIT:
                heirs = _("、").join(each.name for each in match.offered)
                raise Refusal(
                    _("方案中的“{name}”已拆分为{heirs},请在方案中写明由哪个单位负责。").format(
                        name=unit.name, heirs=heirs
                    )
                )
            self.units[unit.name] = (
                self._add(Unit(name=unit.name, short=unit.short)) if match.unit is None else match.unit.id
            )

    def _load_areas(self) -> None:
        for area in self.register.areas:
            self.areas[area.number] = self._add(
                Area(
                    plan_id=self.plan_id,
                    number=area.number,
                    label=area.label,
                    title=area.title,
                    lead_unit_id=self.units[area.lead] if area.lead else None,
                    start=area.start,
                    end=area.end,
                    preamble_start=area.preamble_start,
                    preamble_end=area.preamble_end,
                )
            )

    def _load_article(self, article: RegisterArticle) -> None:
        article_id = self.articles[article.number] = self._add(
            Article(
                plan_id=self.plan_id,
                area_id=self._area_numbered(article.area),
                number=article.number,
                label=article.label,
                title=article.title,
                start=article.start,
                end=article.end,
            )
        )
        groups = article.groups or (article.units,)
        units = [(number, unit) for number, group in enumerate(groups, start=1) for unit in group]
        for position, (number, unit) in enumerate(units, start=1):
            self.session.add(
                ArticleUnit(
                    article_id=article_id,
                    position=position,
                    group_number=number,
                    unit_id=self.units[unit.name],
                    part=unit.part,
                )
            )

    def _load_targets(self) -> None:
        """Together, as far as none needs the id of another: each by itself would be slow with 10,000."""
        # Totals before their parts, which point at them.
        targets = sorted(self.register.targets, key=lambda each: bool(each.part_of))
        waiting: list[Target] = []
        for target in targets:
            if target.part_of and target.part_of not in self.targets:
                self._store_targets(waiting)
                waiting = []
            waiting.append(self._target(target))
        self._store_targets(waiting)
        terms = [
            first_terms(
                self.targets[target.code],
                target.terms,
                self.units[target.lead],
                str(target.lead_source),
                self.first,
                self.now,
            )
            for target in targets
        ]
        self.session.add_all(terms)
        self.session.flush()
        self._add_rows(
            TermsUnit,
            [
                {"terms_id": _id(row), "position": position, "unit_id": self.units[name]}
                for target, row in zip(targets, terms, strict=True)
                for position, name in enumerate(target.co_units, start=1)
            ],
            col(TermsUnit.terms_id).in_(
                select(TargetTerms.id).join(Target).where(Target.plan_id == self.plan_id)
            ),
        )

    def _store_targets(self, rows: Sequence[Target]) -> None:
        self.session.add_all(rows)
        self.session.flush()
        self.targets |= {row.code: _id(row) for row in rows}

    def _target(self, target: RegisterTarget) -> Target:
        return Target(
            plan_id=self.plan_id,
            area_id=self._area_numbered(target.area or 0),
            article_id=None if target.article is None else self.articles[target.article],
            code=target.code,
            name=target.name,
            quote=target.quote,
            quote_start=target.quote_start,
            number_start=target.number_start,
            number_end=target.number_end,
            wording=target.wording,
            part_of_id=self.targets[target.part_of] if target.part_of else None,
            note=target.note,
        )

    def _area_numbered(self, number: int) -> int:
        """What stands outside every area, such as the plan's overall budget, gets the area 0, 方案总体."""
        if number not in self.areas:
            outside = [target.lead for target in self.register.targets if not target.area]
            self.areas[number] = self._add(
                Area(
                    plan_id=self.plan_id,
                    number=number,
                    title="方案总体",
                    lead_unit_id=self.units[outside[0]] if len(set(outside)) == 1 else None,
                    start=0,
                    end=len(self.register.text),
                    preamble_start=0,
                    preamble_end=0,
                )
            )
        return self.areas[number]

    def _load_readings(self) -> None:
        self._add_rows(
            Reading,
            [
                {
                    "plan_id": self.plan_id,
                    "start": reading.start,
                    "end": reading.end,
                    "text": reading.text,
                    "kind": str(reading.kind),
                    "source": str(reading.source),
                    "target_id": self.targets[reading.target] if reading.target else None,
                    "note": reading.note,
                }
                for reading in self.register.readings
            ],
            col(Reading.plan_id) == self.plan_id,
        )


def _id(row: Area | Article | Target | TargetTerms | Unit) -> int:
    assert row.id is not None
    return row.id


def first_terms(
    target_id: int, terms: Terms, lead_unit_id: int, lead_source: str, effective: Period, now: datetime
) -> TargetTerms:
    """Version 1 of a target's terms: the notice's own."""
    return TargetTerms(
        target_id=target_id,
        version=1,
        kind=terms.kind,
        operator=terms.operator,
        value=terms.value,
        unit_of_measure=terms.unit_of_measure,
        path=terms.path,
        baseline=terms.baseline,
        due=terms.due,
        is_reduction=terms.is_reduction,
        is_stretch=terms.is_stretch,
        condition=terms.condition,
        lead_unit_id=lead_unit_id,
        lead_source=lead_source,
        effective=effective,
        created_at=now,
        planned=[
            PlannedValue(period=period, value=value)
            # Only a plan of its own has values by period; another path has none to store.
            for period, value in zip(effective.of_year, terms.plan_values or (), strict=False)
        ],
        upper=terms.upper,
        steps=step_rows(terms),
    )


def _default_rules(plan_id: int, now: datetime) -> RuleSetVersion:
    rules = RuleSet()
    return RuleSetVersion(
        plan_id=plan_id,
        version=rules.version,
        name=rules.name,
        method=rules.method,
        paced_on=rules.paced_on,
        paced_slight=rules.paced_slight,
        flat_on=rules.flat_on,
        flat_slight=rules.flat_slight,
        about=rules.about,
        group_behind=rules.group_behind,
        group_behind_least=rules.group_behind_least,
        group_unjudged=rules.group_unjudged,
        group_on_pace=rules.group_on_pace,
        created_at=now,
    )
