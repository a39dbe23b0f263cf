"""The peer of 总览: the same counts, and bars by area and department, as a Dash page with a list of quarters.

``python -m tests.bench.dash_page DATABASE_URL PORT``. It reads through the tracker's own queries and keeps
what it has read, as 总览 does, and waitress serves it, a server for production: what differs is the page.
"""

import sys
from datetime import UTC, datetime
from functools import cache
from typing import Any

from dash import Dash, Input, Output, dcc, html
from waitress import serve

from tests.bench import world
from tests.bench.switch import COUNTS
from tracker.db import engine_for, reading
from tracker.domain.measure.period import parse_period, periods_of
from tracker.domain.progress import palette
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import Status
from tracker.queries.scorecard import scorecard

_COLOURS = palette.screen(dark=False, contrast=False)


def app_of(database_url: str) -> Dash:
    engine = engine_for(database_url)

    @cache
    def card(quarter: str) -> Scorecard:
        with reading(engine) as session:
            plan, person = world.newest_plan(session), world.leader(session)
            period, now = parse_period(quarter), datetime.now(UTC)
            return scorecard(session, plan, period, person, now=now).rolled_up()

    app = Dash(__name__, serve_locally=True, title="总览")
    quarters = [str(each) for each in periods_of(world.NEWEST.year)]
    app.layout = html.Div(
        [
            dcc.Dropdown(quarters, str(world.NEWEST), id="quarter", clearable=False),
            html.H2(id=COUNTS),
            dcc.Graph(id="areas", config={"displayModeBar": False}),
            dcc.Graph(id="departments", config={"displayModeBar": False}),
        ]
    )

    @app.callback(  # type: ignore[untyped-decorator]
        Output(COUNTS, "children"),
        Output("areas", "figure"),
        Output("departments", "figure"),
        Input("quarter", "value"),
    )
    def turn(quarter: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
        shown = card(quarter)
        counts = " · ".join(
            f"{status.word} {count}" for status, count in shown.whole.due_counts.items() if count
        )
        return counts, _bars(shown.areas), _bars(shown.departments)

    return app


def _bars(groups: tuple[Group, ...]) -> dict[str, Any]:
    """The due targets of each group by status, in one bar a group."""
    names = [group.name for group in groups]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": status.word,
            "y": names,
            "x": [group.rollup.due_counts[status] for group in groups],
            "marker": {"color": _COLOURS[status]},
        }
        for status in Status
        if any(group.rollup.due_counts[status] for group in groups)
    ]
    height = 80 + 24 * len(groups)
    layout = {"barmode": "stack", "height": height, "margin": {"l": 140, "r": 10, "t": 10, "b": 30}}
    return {"data": data, "layout": layout}


if __name__ == "__main__":
    serve(app_of(sys.argv[1]).server, host="127.0.0.1", port=int(sys.argv[2]), threads=4)
