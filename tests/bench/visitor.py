"""A browser tab without the browser: Streamlit's websocket, its messages, and what its page remembers.

Like the real page it names the messages that it still has, so that the server sends only a
reference, and it sends its widgets' values with every rerun.
"""

import asyncio
from types import TracebackType
from typing import NamedTuple, Self

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.asyncio.client import ClientConnection, connect

_PATIENCE = 60
_LARGEST = 64 * 2**20
_DONE = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY


class Answer(NamedTuple):
    """What a rerun sent: ``errors`` are exceptions and refusals on the page."""

    messages: int
    bytes: int
    errors: int


class Visitor:
    """One tab. ``cookie`` is the sign-in's token, ``query`` the address behind the question mark."""

    def __init__(self, address: str, cookie: str = "", page: str = "", query: str = "") -> None:
        self._address, self._page, self._query = address, page, query
        self._headers = {"Cookie": f"tracker={cookie}"} if cookie else {}
        self._socket: ClientConnection | None = None
        self._kept: set[str] = set()
        self._page_hash = ""
        self._widgets = WidgetStates()
        self._period_widget = ""
        self.session_id = ""

    @property
    def may_choose_period(self) -> bool:
        """Whether the page, once run, has shown a choice of quarters."""
        return bool(self._period_widget)

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            f"ws://{self._address}/_stcore/stream",
            origin=f"http://{self._address}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=self._headers,
            max_size=_LARGEST,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def rerun(self, period: str = "", pressed: str = "") -> Answer:
        """Run the page once more, after choosing another quarter or pressing a button if one is given."""
        assert self._socket is not None
        ask = BackMsg()
        state = ask.rerun_script
        state.query_string, state.page_name, state.page_script_hash = self._query, self._page, self._page_hash
        state.context_info.url = f"http://{self._address}/{self._page}"
        state.context_info.timezone, state.context_info.locale = "Asia/Shanghai", "zh-CN"
        state.cached_message_hashes.extend(self._kept)
        if period:
            self._query = state.query_string = f"q={period}"
            self._widgets.widgets.clear()
            self._widgets.widgets.add(id=self._period_widget).string_array_value.data.append(period)
        state.widget_states.CopyFrom(self._widgets)
        if pressed:
            state.widget_states.widgets.add(id=pressed).trigger_value = True
        await self._socket.send(ask.SerializeToString())
        return await asyncio.wait_for(self._listen(), _PATIENCE)

    async def _listen(self) -> Answer:
        assert self._socket is not None
        messages = size = errors = 0
        kept: set[str] = set()
        while True:
            data = await self._socket.recv()
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            messages, size = messages + 1, size + len(data)
            errors += self._note(message, kept)
            # A page that leads to another one finishes early, and the other one runs.
            if message.WhichOneof("type") == "script_finished" and message.script_finished == _DONE:
                self._kept = kept
                return Answer(messages, size, errors)

    def _note(self, message: ForwardMsg, kept: set[str]) -> int:
        """Remember what a page would; 1 for an error shown on it."""
        match message.WhichOneof("type"):
            case "new_session":
                self._page_hash = message.new_session.page_script_hash
                self.session_id = message.new_session.initialize.session_id
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
            case "ref_hash":
                kept.add(message.ref_hash)
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                if message.metadata.cacheable:
                    kept.add(message.hash)
                return self._note_element(message.delta.new_element)
        return 0

    def _note_element(self, element: Element) -> int:
        match element.WhichOneof("type"):
            case "button_group" if "-quarter" in element.button_group.id:
                self._period_widget = element.button_group.id
            case "exception":
                return 1
            case "alert":
                return int(element.alert.format == Alert.ERROR)
        return 0
