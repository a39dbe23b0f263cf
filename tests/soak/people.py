"""Who works in the soak, and what each does: every act ends with what must be true of its answer."""

import asyncio
import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

import httpx
from websockets.exceptions import WebSocketException

from tests.bench.server import Server
from tests.bench.visitor import Answer
from tests.evidence import samples
from tests.soak.tab import Tab
from tests.walk.conftest import addresses
from tests.web.browser import hidden
from tracker.domain.access import Role

PERIOD, EARLIER = "2025Q3", "2025Q2"
IN_A_VISIT = 8  # acts, until the tab is closed
_MOST_FILES = 3  # of one submission; then one is taken off
_CODE = re.compile(r"&code=[^&]+")
_PDF, _ZIP, _CSV = b"%PDF", b"PK\x03\x04", b"\xef\xbb\xbf"
# What somebody of a role takes home, and how its bytes begin.
FILES: dict[Role, dict[str, bytes]] = {
    Role.CLERK: {f"targets/xlsx?q={PERIOD}": _ZIP, f"periods/csv?q={PERIOD}": _CSV},
    Role.HEAD: {f"targets/csv?q={PERIOD}": _CSV},
    Role.LEADER: {f"snapshot/{PERIOD}-01.xlsx": _ZIP, f"snapshot/{PERIOD}-01.pptx": _ZIP},
    Role.REVIEWER: {
        f"preview/{PERIOD}.xlsx": _ZIP,
        f"preview/{PERIOD}.pptx": _ZIP,
        f"preview/{PERIOD}.pdf": _PDF,
        f"snapshot/{PERIOD}-01.zip": _ZIP,
    },
    Role.ADMINISTRATOR: {"audit": _CSV, f"targets/xlsx?q={PERIOD}": _ZIP},
}
Act = Callable[[Tab], Awaitable[None]]
BROKEN = (AssertionError, OSError, httpx.HTTPError, WebSocketException)  # OSError: TimeoutError too


@dataclass
class Tally:
    """``done`` counts what was acknowledged, ``wrong`` says what was not as it must be."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def acts(self) -> int:
        return self.done.total()


class Somebody:
    """An account at a browser, with one tab after the other; who ``writes`` is alone at it with that."""

    def __init__(
        self, server: Server, login: str, password: str, role: Role, tally: Tally, *, writes: bool
    ) -> None:
        origin = f"http://{server.address}"
        self._server, self._login, self._password, self._tally = server, login, password, tally
        # A browser asks again where the server has just closed what was idle for 5 s; httpx gives up.
        limits = httpx.Limits(keepalive_expiry=3)
        headers = {"Origin": origin}
        self._browser = httpx.AsyncClient(base_url=origin, headers=headers, timeout=60, limits=limits)
        self._random = Random(f"{login} {writes}")
        # The walk's target is not everybody's: who is of a unit gets the first of its own.
        self._pages = [_CODE.sub("", each) if role.is_of_a_unit else each for each in addresses(role)]
        self._files = cycle(FILES[role].items())
        self._next_page = self._random.randrange(len(self._pages))
        self._codes: list[str] = []
        work = {Role.CLERK: self._report, Role.REVIEWER: self._review}.get(role) if writes else None
        # Each once to begin with, what is written first; then as it comes.
        self._first: list[Act] = [self._look, self._take, *([work] if work else [])]
        self._acts: list[Act] = [*[self._look] * 5, self._take, *([work] * 4 if work else [])]

    async def work(self, over: asyncio.Event, pause: float) -> None:
        """Come, act and go again until it is ``over``."""
        while not over.is_set():
            await asyncio.sleep(pause * self._random.uniform(0.5, 1.5))
            try:
                await self._visit(over, pause)
            except BROKEN as error:
                self._tally.wrong.append(f"{self._login}: {error!r}")
        await self._browser.aclose()

    async def _visit(self, over: asyncio.Event, pause: float) -> None:
        if "tracker" not in self._browser.cookies:
            await self._sign_in()
        async with Tab(self._server.address, self._browser.cookies["tracker"]) as tab:
            for _ in range(IN_A_VISIT):
                if over.is_set():
                    break
                act = self._first.pop() if self._first else self._random.choice(self._acts)
                await act(tab)
                await asyncio.sleep(pause * self._random.uniform(0.5, 1.5))
        self._tally.done["tabs"] += 1
        if self._random.random() < 0.25:
            await self._sign_out()

    async def _sign_in(self) -> None:
        form = hidden(await self._browser.get("/login"))
        given = form | {"login": self._login, "password": self._password}
        answer = await self._browser.post("/login", data=given)
        assert answer.status_code == 303, f"{answer.status_code} to a sign-in"
        self._tally.done["sign-ins"] += 1

    async def _sign_out(self) -> None:
        answer = await self._browser.post("/logout", data=hidden(await self._browser.get("/logout")))
        assert answer.status_code == 303, f"{answer.status_code} to a sign-out"
        self._browser.cookies.delete("tracker")

    async def _look(self, tab: Tab) -> None:
        """The next page of the role, and half of the times the same about another quarter."""
        page, _, query = self._pages[self._next_page % len(self._pages)].partition("?")
        self._next_page += 1
        self._check(await tab.turn_to(page, query), f"{page}?{query}")
        if tab.may_choose_period and self._random.random() < 0.5:
            self._check(await tab.rerun(EARLIER), f"{page} about {EARLIER}")
        self._tally.done["pages"] += 1

    async def _take(self, _tab: Tab) -> None:
        path, begins = next(self._files)
        content = await self._fetched(path)
        assert content.startswith(begins), f"/download/{path} begins with {content[:8]!r}"
        self._tally.done["files"] += 1

    async def _report(self, tab: Tab) -> None:
        """Submit a figure again, with one more file of evidence; what waits is left to the office."""
        if not self._codes:
            self._check(await tab.turn_to("entry", f"q={PERIOD}"), "entry")
            self._codes = tab.codes
        code = self._random.choice(self._codes)
        self._check(await tab.turn_to("entry", f"q={PERIOD}&code={code}"), f"entry {code}")
        if tab.has("-correct"):
            self._check(await tab.press("-correct"), f"{code}: 更正")
        if not tab.value_of("-value"):
            return
        texts = {"-progress": f"按计划推进,第{self._tally.done['submitted'] + 1}次。"}
        if tab.has("-reason"):
            texts["-reason"] = "核减后更正。"
        self._check(await tab.fill_in(texts), f"{code}: typing")
        await self._put_on(tab, code)
        if tab.has("-answer-"):
            self._check(await tab.fill_in({"-answer-": "1"}), f"{code}: 已核对")
        self._check(await tab.press("-send"), f"{code}: 提交")
        assert tab.has("-withdraw"), f"{code} was sent and does not wait"
        self._tally.done["submitted"] += 1

    async def _put_on(self, tab: Tab, code: str) -> None:
        while len(tab.names("-drop-")) >= _MOST_FILES:
            self._check(await tab.press("-drop-"), f"{code}: 移除")
        before, key = len(tab.names("-drop-")), str(uuid.uuid4())
        content = samples.pdf(key)
        answer = await self._browser.put(
            f"/_stcore/upload_file/{tab.session_id}/{key}",
            files={"file": ("月报.pdf", content)},
            headers={"X-Xsrftoken": await self._xsrf()},
        )
        assert answer.status_code == 204, f"{answer.status_code} to an upload"
        self._check(await tab.put_on("-files-", key, "月报.pdf", len(content)), f"{code}: a file")
        assert len(tab.names("-drop-")) == before + 1, f"{code}: the file is not on the list"
        self._tally.done["uploads"] += 1
        await self._look_at_evidence(tab)

    async def _xsrf(self) -> str:
        if "_streamlit_xsrf" not in self._browser.cookies:
            await self._browser.get("/_stcore/health")
        return self._browser.cookies["_streamlit_xsrf"]

    async def _review(self, tab: Tab) -> None:
        """Decide on the first that waits: look at its evidence, approve it or send it back."""
        self._check(await tab.turn_to("review", f"q={PERIOD}"), "review")
        await self._look_at_evidence(tab)
        if not tab.has("-approve"):
            return
        if self._random.random() < 0.2:
            await self._send_back(tab)
            return
        if answers := dict.fromkeys(tab.names("-answer-"), "已核实。"):
            self._check(await tab.fill_in(answers), "an objection's answer")
        self._check(await tab.press("-approve"), "审核通过")
        assert "已审核通过" in tab.text, "nothing says that it was approved"
        self._tally.done["approved"] += 1

    async def _send_back(self, tab: Tab) -> None:
        self._check(await tab.press("-open-return"), "退回…")
        self._check(await tab.fill_in({"-return-note": "请核对口径。"}), "a reason")
        self._check(await tab.press("-return"), "退回")
        assert "退回" in tab.text, "nothing says that it was sent back"
        self._tally.done["sent back"] += 1

    async def _look_at_evidence(self, tab: Tab) -> None:
        for path in tab.evidence:
            content = await self._fetched(path)
            assert hashlib.sha256(content).hexdigest() in path, f"{path} is another file"
            self._tally.done["evidence"] += 1

    async def _fetched(self, path: str) -> bytes:
        address = path if path.startswith("download/") else f"download/{path}"
        answer = await self._browser.get(f"/{address}")
        assert answer.status_code == 200, f"{answer.status_code} for {address}"
        return answer.content

    def _check(self, answer: Answer, what: str) -> None:
        assert not answer.errors, f"{what}: the page shows an error"
