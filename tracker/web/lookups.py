"""A widget that looks one key up in the session looks that key up.

Streamlit's text fields and lists of choices make a dictionary of all that the session holds to see whether
their own value is None: a third of a millisecond each, and the more the longer somebody works; the form of a
target has eight of them. Here that dictionary is made where all of it is asked for.

This takes the place of a property of Streamlit's, which is pinned: tests/web/test_lookups.py compares the two
and fails when an upgrade words it differently.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState, _is_internal_key

REPLACED: Any = SafeSessionState.filtered_state
OF_STATE: Any = SessionState.filtered_state


class Looked(Mapping[str, Any]):
    """The session and its widgets by their own keys, as they are when they are asked for."""

    def __init__(self, session: SafeSessionState) -> None:
        self._session = session

    def __getitem__(self, key: str) -> Any:
        if is_element_id(key) or _is_internal_key(key):
            raise KeyError(key)
        session = self._session
        with session._lock:
            return session._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __str__(self) -> str:
        return str(self._all())

    def _all(self) -> dict[str, Any]:
        made: dict[str, Any] = REPLACED.fget(self._session)
        return made


def install() -> None:
    """Once, before the first session."""
    SafeSessionState.filtered_state = property(Looked)  # type: ignore[assignment,method-assign]
