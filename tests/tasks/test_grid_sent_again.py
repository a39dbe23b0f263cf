"""A grid that is sent again (ui/parts/sent_again.py) is the one that Streamlit would have sent."""

from typing import Any

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from tests.pages.world import KEJI
from tests.tasks.conftest import Save
from tracker.domain.workflow.entry import Field


def script() -> None:
    """Draws one grid: the first run as Streamlit does, the second again, the third as Streamlit does."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from tracker.ui.parts import sent_again

    run = st.session_state.run = st.session_state.get("run", 0) + 1
    args = (f"of run {run}",)

    def draw() -> None:
        st.data_editor(
            {"name": ["甲", "乙", "丙"], "figure": ["1", "", "3.5"], "chosen": [True, False, False]},
            key="grid",
            hide_index=True,
            column_config={"figure": st.column_config.TextColumn("数", width=90, alignment="right")},
            disabled=("name",),
            height="content",
            placeholder="",
            num_rows="fixed",
            on_change=print,
            args=args,
            alt="表格",
        )

    context = get_script_run_ctx()
    assert context is not None
    messages, tell = [], context._enqueue
    context._enqueue = lambda message: (messages.append(message), tell(message))[1]
    with st.container(border=True):
        if run == 2:
            sent_again.send_again(st.session_state.was, print, args)
        else:
            st.session_state.was = sent_again.sent("anything", draw)
    context._enqueue = tell
    known = context.session_state._state._new_widget_state.widget_metadata
    (widget,) = (each for each in known.values() if each.id.endswith("-grid"))
    said = (widget.value_type, widget.fragment_id, widget.disabled, widget.callback)
    read = widget.deserializer('{"edited_rows": {"1": {"figure": "2"}}}')
    st.session_state[f"sent {run}"] = [each.SerializeToString(deterministic=True) for each in messages]
    st.session_state[f"widget {run}"] = (*said, dict(read), widget.serializer(read))
    st.session_state[f"args {run}"] = widget.callback_args


def test_what_is_sent_again_is_what_streamlit_sends_itself() -> None:
    app = AppTest.from_function(script, default_timeout=60)
    for _run in range(3):
        app.run()
        assert not app.exception
    kept = app.session_state
    assert len(kept["sent 1"]) == 2, "the box and the grid in it"
    assert kept["sent 1"] == kept["sent 2"] == kept["sent 3"]
    assert kept["widget 1"] == kept["widget 2"] == kept["widget 3"]
    assert [kept[f"args {run}"] for run in (1, 2, 3)] == [("of run 1",), ("of run 2",), ("of run 3",)]


def test_the_same_grid_is_made_once_and_another_one_where_a_colleague_has_typed(
    visit: Visit, world_engine: Engine, second_clerk: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    page = visit(KEJI, "tasks", q="2025Q3", view="grid")
    draw = st.data_editor

    def counted(*given: Any, **named: Any) -> Any:
        made.append(named["key"])
        return draw(*given, **named)

    monkeypatch.setattr(st, "data_editor", counted)
    (before,) = (each.proto for each in page.get("dataframe"))
    page.run()
    (again,) = (each.proto for each in page.get("dataframe"))
    assert made == []
    assert again.SerializeToString() == before.SerializeToString()
    save(second_clerk, "T02-01", Field.VALUE, "15")
    page.run()
    assert len(made) == 1
    (after,) = (each.proto for each in page.get("dataframe"))
    assert after.arrow_data.data != before.arrow_data.data
