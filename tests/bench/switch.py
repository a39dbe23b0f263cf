"""From the click on another quarter until the changed number stands, in Chromium: 总览 beside a Dash page."""

from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from tests.bench import server, world
from tests.bench.reruns import HERE
from tests.bench.table import Cell, show, times
from tests.browser import at_rest, chromium
from tracker.domain.measure.period import Period

COUNTS = "counts"  # of the Dash page (dash_page.py)
_HEADS = ("another quarter, from the click", "targets", "总览, ms", "Dash, ms", "总览: Dash")
# The last press before the change is the one that chose; the task behind the next frame finds it painted.
_LISTEN = """place => {
    const text = () => document.querySelector(place)?.textContent;
    const before = text();
    window.stood = new Promise(stand => {
        let chosen = 0;
        const press = () => { chosen = performance.now(); };
        addEventListener('click', press, true);
        const look = new MutationObserver(() => {
            if (!chosen || !text() || text() === before) return;
            look.disconnect();
            removeEventListener('click', press, true);
            requestAnimationFrame(() => setTimeout(() => stand(performance.now() - chosen)));
        });
        look.observe(document.body, {subtree: true, childList: true, characterData: true});
    });
}"""


class _Tab:
    """A page at the newest quarter, which is turned to the one before and back again."""

    place: str  # the selector of what changes

    def __init__(self, browser: Browser, address: str, path: str = "") -> None:
        context = browser.new_context(locale="zh-CN")
        host = address.split(":")[0]
        context.add_cookies([{"name": "tracker", "value": world.token_of(0), "domain": host, "path": "/"}])
        self.page = context.new_page()
        self.page.goto(f"http://{address}/{path}")
        self.page.wait_for_selector(self.place, timeout=60_000)
        self._quarters = [world.NEWEST, world.NEWEST.previous]
        at_rest(self.page, 500)

    def choose(self, quarter: Period) -> None:
        raise NotImplementedError

    def switch(self) -> float:
        """Milliseconds from the click until the other quarter's counts stand."""
        self._quarters.reverse()
        self.page.evaluate(_LISTEN, self.place)
        self.choose(self._quarters[0])
        milliseconds: float = self.page.evaluate("window.stood")
        at_rest(self.page, 300)  # the charts, too: the next click finds a page at rest
        return milliseconds


class _Ours(_Tab):
    place = ".overview .states"

    def choose(self, quarter: Period) -> None:
        self.page.locator(".st-key-quarter").get_by_text(quarter.span, exact=True).click()


class _Dash(_Tab):
    place = f"#{COUNTS}"

    def choose(self, quarter: Period) -> None:
        self.page.locator("#quarter").click()
        self.page.locator(".dash-dropdown-options").get_by_text(str(quarter), exact=True).click()


def run(urls: dict[int, str], folder: Path, repeats: int) -> None:
    rows: list[tuple[Cell, ...]] = []
    for targets, url in urls.items():
        with ExitStack() as stack:
            browser = stack.enter_context(chromium())
            tracker = stack.enter_context(server.tracker(url, folder))
            peer = stack.enter_context(server.dash(url, folder))
            ours = _Ours(browser, tracker.address, f"overview?q={HERE}")
            theirs = _Dash(browser, peer.address)
            for each in (ours, theirs):
                for _ in range(4):
                    each.switch()  # both quarters are read
            pairs = [(ours.switch(), theirs.switch()) for _ in range(repeats)]
        first, second = (median(pair[n] for pair in pairs) for n in range(2))
        rows.append((f"median of {repeats}, in turns", targets, first, second, times(first, second)))
    show("A switch of the quarter in Chromium on loopback", _HEADS, rows)
