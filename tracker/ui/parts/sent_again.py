"""A grid that would be sent as it was is sent again, without making its table anew.

Streamlit makes a table of Arrow's of what a grid is given, in each run: with 300 rows thrice what an empty
page costs. It keeps none and takes none, so what it does besides with a grid that is typed in (its key is
this run's, its edits come to ``on_change``) is done here. These are private parts of Streamlit's, which is
pinned: tests/tasks/test_grid_sent_again.py compares both ways and fails when an upgrade tells them apart.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.lib.utils import _register_element_id
from streamlit.elements.widgets.data_editor import DataEditorSerde
from streamlit.proto.Dataframe_pb2 import Dataframe
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import register_widget

LAYOUT = LayoutConfig(width="stretch", height="content")


@dataclass(frozen=True)
class Sent:
    """``rests_on``: what it was made of, told apart by ==."""

    rests_on: object
    grid: Dataframe


def sent(rests_on: object, draw: Callable[[], object]) -> Sent | None:
    """Have ``draw`` send the one grid of LAYOUT; None where nothing was sent."""
    with _overheard() as messages:
        draw()
    elements = (each.delta.new_element for each in messages)
    grid = next((each.dataframe for each in elements if each.HasField("dataframe")), None)
    return None if grid is None else Sent(rests_on, grid)


def send_again(was: Sent, on_change: Callable[..., None], args: tuple[Any, ...]) -> None:
    """As st.data_editor ends; ``on_change`` and ``args`` are this run's."""
    serde = DataEditorSerde()
    context = get_script_run_ctx()
    if context is not None:
        _register_element_id(context, "data_editor", was.grid.id)
    register_widget(
        was.grid.id,
        on_change_handler=on_change,
        args=args,
        deserializer=serde.deserialize,
        serializer=serde.serialize,
        ctx=context,
        value_type="string_value",
    )
    get_dg_singleton_instance().main_dg._enqueue("dataframe", was.grid, layout_config=LAYOUT)


@contextmanager
def _overheard() -> Iterator[list[ForwardMsg]]:
    """The messages that this run's thread says meanwhile, whole: a browser may be sent a reference to one."""
    context, messages = get_script_run_ctx(), list[ForwardMsg]()
    if context is None:
        yield messages
        return
    say = context.enqueue

    def enqueue(message: ForwardMsg) -> None:
        messages.append(message)
        say(message)

    context.enqueue = enqueue  # type: ignore[method-assign,assignment]
    try:
        yield messages
    finally:
        del context.enqueue
