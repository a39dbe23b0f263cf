"""What a run says is heard in one go: nothing is drawn while half of it has come."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tracker.settings import ROOT

SCRIPT = (ROOT / "tracker" / "web" / "together.js").read_text("utf-8")
# Each of the messages comes by itself; "pause" is the time that is waited at most. What was heard at each.
_TOLD = """types => {
    let due = null, heard;
    window.setTimeout = go => { due = go; return 1; };
    window.clearTimeout = () => { due = null; };
    const hear = heardTogether(message => heard.push(message.type));
    return types.map(type => {
        heard = [];
        if (type !== 'pause') hear({type});
        else if (due) due();
        return heard;
    }).filter(each => each.length);
}"""
RUN = ["newSession", "delta", "pageInfoChanged", "delta", "scriptFinished"]


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT)
    yield page
    page.close()


@pytest.mark.parametrize(
    ("types", "told"),
    [
        (RUN, [RUN]),
        (RUN * 2, [RUN, RUN]),
        (["sessionStatusChanged", "heartbeatAck"], [["sessionStatusChanged"], ["heartbeatAck"]]),
        (["sessionStatusChanged", *RUN, "heartbeatAck"], [["sessionStatusChanged"], RUN, ["heartbeatAck"]]),
        (["newSession", "delta", "pause", "delta", "scriptFinished"], [RUN[:2], ["delta", "scriptFinished"]]),
        (["newSession", "delta", "pause", "pause"], [RUN[:2]]),
        (["newSession", "delta", "pause", "delta", "pause"], [RUN[:2], ["delta"]]),
    ],
    ids=["a run", "two", "without a run", "around a run", "a long run", "broken off", "and longer"],
)
def test_a_run_is_heard_in_one_go_and_all_else_at_once(
    alone: Page, types: list[str], told: list[list[str]]
) -> None:
    assert alone.evaluate(_TOLD, types) == told


def test_doors_that_are_the_same_stay_what_is_drawn(alone: Page) -> None:
    """Else the navigation is drawn twice at each run: Streamlit asks of a list whether it is the same one."""
    kept = alone.evaluate(
        """() => {
            const said = [], hear = heardTogether(message => said.push(message.navigation));
            for (const [title, pageScriptHash] of [['总', 'a'], ['总', 'b'], ['All', 'b'], ['All', 'b']]) {
                const navigation = {appPages: [{title}], sections: [''], pageScriptHash};
                hear({type: 'navigation', navigation});
            }
            const same = (one, other) => said[one].appPages === said[other].appPages
                && said[one].sections === said[other].sections;
            return [same(0, 1), same(1, 2), same(2, 3), said.map(each => each.pageScriptHash).join('')];
        }"""
    )
    assert kept == [True, False, True, "abbb"]


def test_the_end_of_a_run_is_told_once_all_of_it_is_heard(alone: Page) -> None:
    """What is typed is looked after at each end: a short run is over before Streamlit shows that it ran."""
    told = alone.evaluate(
        """types => {
            const told = [], hear = heardTogether(message => told.push(message.type));
            addEventListener('run-heard', () => told.push('end'));
            types.forEach(type => hear({type}));
            return told;
        }""",
        ["sessionStatusChanged", *RUN, "sessionStatusChanged"],
    )
    assert told == ["sessionStatusChanged", *RUN, "end", "sessionStatusChanged"]
