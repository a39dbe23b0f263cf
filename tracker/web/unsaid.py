"""What Streamlit tells each tab of the server and nobody outside needs: versions, the system, its folders.

This wraps a private method of Streamlit's, which is pinned; tests/walk/test_what_a_tab_is_told.py fails when
an upgrade tells of more.
"""

from pathlib import PurePath
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

TELLING = AppSession._create_new_session_message


def _create_new_session_message(self: AppSession, *about: Any, **more: Any) -> ForwardMsg:
    message = TELLING(self, *about, **more)
    told = message.new_session
    told.main_script_path = PurePath(told.main_script_path).name
    told.initialize.environment_info.Clear()
    told.initialize.user_info.Clear()  # a number of the machine, for statistics that are switched off
    return message


def install() -> None:
    """Once, before the first session."""
    AppSession._create_new_session_message = _create_new_session_message  # type: ignore[method-assign]
