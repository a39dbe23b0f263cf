"""A field for each period of the plan's year: what a plan of one's own wants reached by its end."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import streamlit as st

from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.ui.frame.language import _

_BESIDE = 4


def show(periods: Sequence[Period], planned: Sequence[Decimal], key: Callable[[int], str]) -> None:
    """``planned``: what stands in them at first, or nothing. ``key``: of a field, by its place from 0."""
    columns = [column for _row in range(0, len(periods), _BESIDE) for column in st.columns(_BESIDE)]
    for number, (column, period) in enumerate(zip(columns, periods, strict=False)):
        column.text_input(
            _("{span}计划").format(span=period.span),
            plain(planned[number]) if planned else "",
            key=key(number),
            autocomplete="off",
            persist_state="session",
        )
