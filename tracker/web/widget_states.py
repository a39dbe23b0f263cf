"""What a tab says of a widget and no widget says counts as nothing: a line of log and the default.

Streamlit hands it to the page as it comes: a text that is a number, a choice that is no JSON.
This wraps a method of Streamlit's, which is pinned; tests/web/test_malformed.py fails when it changes.
"""

import logging
from typing import Any

from streamlit.runtime.state.session_state import Serialized, Value, WStates

READ = WStates.__getitem__
_NUMBERS = frozenset({"int_value", "double_value"})  # a number's field says the one and sends the other
# Streamlit notes the kind of what came; of nothing it would forget which kind may come next.
_PLAIN = _NUMBERS | {"string_value", "bool_value", "trigger_value"}
_LOG = logging.getLogger("tracker.web")


def _getitem(self: WStates, key: str) -> Any:
    state, about = self.states.get(key), self.widget_metadata.get(key)
    if not isinstance(state, Serialized) or about is None:
        return READ(self, key)
    told, expected = state.value.WhichOneof("value"), about.value_type
    try:
        if told and expected and told != expected and not {told, expected} <= _NUMBERS:
            raise TypeError(f"{told} for {expected}")
        value = READ(self, key)
    except Exception as error:
        _LOG.warning("a malformed state of the widget %s: %s", key[:120], type(error).__name__)
        value = about.deserializer(None)
        self.states[key] = Value(value)
        return value
    if told is None and expected in _PLAIN:
        self.set_widget_metadata(about)
    return value


def install() -> None:
    """Once, before the first session."""
    WStates.__getitem__ = _getitem  # type: ignore[method-assign]
