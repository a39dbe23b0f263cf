"""What a target asks for: its name, the words of the notice it comes from, its terms."""

from html import escape

import streamlit as st

from tracker.domain import sentences
from tracker.domain.measure.quantity import read_back
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Target
from tracker.ui.frame.language import _
from tracker.ui.parts.facts import Fact


def heading(target: Target) -> None:
    st.html(heading_html(target))


def heading_html(target: Target) -> str:
    """The target's name, above it its code and who leads."""
    above = f"{escape(target.code)} · {escape(target.lead.name)}"
    return f'<div class="target-of">{above}</div><h3 class="target-name">{escape(target.name)}</h3>'


def quoted(target: Target) -> None:
    st.html(quoted_html(target))


def quoted_html(target: Target) -> str:
    """The quoted words of the notice with the number in bold, and where they stand."""
    before, number, behind = (escape(part) for part in target.anchor.split())
    marked = f"<strong>{number}</strong>" if number else ""
    area = f"{target.area.title} · " if target.area.number else ""
    place = f'<div class="small">{escape(area + target.anchor.label)}</div>'
    return f'<blockquote class="quoted">{before}{marked}{behind}{place}</blockquote>'


def promise(target: Target, rules: RuleSet) -> tuple[Fact, ...]:
    """The terms, as facts."""
    terms = target.terms
    single = read_back(terms.value, terms.unit_of_measure) if terms.value is not None else None
    return (
        (_("全年目标"), target.aim),
        (_("折合"), single.split(" = ")[1] if single else ""),
        (_("类型"), f"{terms.kind.word} · {terms.path_word}"),
        (_("数值含义"), sentences.operator_note(terms, rules)),
        (_("条件说明"), terms.condition),
    )
