"""A tab that is worked in: fields are filled in, buttons pressed, files put on, pages turned."""

import re
from typing import Any

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.bench.visitor import Answer, Visitor

_EVIDENCE = re.compile(r'href="/?(download/evidence/[^"?]+)')
_CODE = re.compile(r"[?&;]code=([A-Z][A-Z0-9-]+)")


class Tab(Visitor):
    """``text`` is what the page said at its last run; fields and buttons are named by the end of their
    key."""

    def __init__(self, address: str, cookie: str) -> None:
        super().__init__(address, cookie)
        self._drawn: dict[str, Any] = {}
        self.text = ""

    async def turn_to(self, page: str, query: str) -> Answer:
        self._page, self._query, self._page_hash = page, query, ""
        return await self.rerun()

    async def rerun(self, period: str = "", pressed: str = "") -> Answer:
        self._drawn, self.text = {}, ""
        answer = await super().rerun(period, pressed)
        for state in [each for each in self._widgets.widgets if each.id not in self._drawn]:
            self._widgets.widgets.remove(state)  # as a page forgets a field that is drawn no longer
        return answer

    @property
    def evidence(self) -> list[str]:
        """The addresses of the files that the page leads to."""
        return list(dict.fromkeys(_EVIDENCE.findall(self.text)))

    @property
    def codes(self) -> list[str]:
        """Of the targets that the page leads to."""
        return sorted(set(_CODE.findall(self.text)))

    def names(self, name: str) -> list[str]:
        """The ends of the keys that end with ``name``, or have it before their last part: "-answer-"."""
        ends = (widget.rpartition("$$ID-")[2] for widget in self._drawn)
        return [end for end in ends if end.endswith(name) or (name.endswith("-") and name in end)]

    def has(self, name: str) -> bool:
        """Whether it stands there to be used."""
        return bool(self.names(name)) and not self._one(name).disabled

    def value_of(self, name: str) -> str:
        """What a field to type in was drawn with; nothing where there is none."""
        return getattr(self._one(name), "value", "") if self.names(name) else ""

    async def press(self, name: str) -> Answer:
        return await self.rerun(pressed=self._one(name).id)

    async def fill_in(self, texts: dict[str, str]) -> Answer:
        """Type into fields, each by its name; one run for all of them."""
        for name, text in texts.items():
            field = self._one(name)
            state = self._state_of(field.id)
            if field.DESCRIPTOR.name == "Checkbox":
                state.bool_value = bool(text)
            else:
                state.string_value = text
        return await self.rerun()

    async def put_on(self, name: str, file_id: str, file: str, size: int) -> Answer:
        """Tell the uploader of a file that was sent."""
        state = self._state_of(self._one(name).id).file_uploader_state_value
        state.uploaded_file_info.add(name=file, size=size, file_id=file_id).file_urls.file_id = file_id
        return await self.rerun()

    def _state_of(self, widget: str) -> WidgetState:
        return next((each for each in self._widgets.widgets if each.id == widget), None) or (
            self._widgets.widgets.add(id=widget)
        )

    def _one(self, name: str) -> Any:
        found = self.names(name)
        assert found, f"{name} is not among {sorted(self._drawn)}"
        return next(one for widget, one in self._drawn.items() if widget.endswith(found[0]))

    def _note_element(self, element: Element) -> int:
        kind = element.WhichOneof("type")
        one = getattr(element, kind) if kind else None
        if getattr(one, "id", ""):
            self._drawn[one.id] = one
        self.text += getattr(one, "body", "")
        return super()._note_element(element)
