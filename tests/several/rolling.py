"""Two processes behind nginx, restarted one after the other under load: nobody is sent away, nothing is lost.

The whole form of what test_two_processes.py has in short: ``make rolling``.
"""

import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from tests.browser import settled, sign_in, until
from tests.entry.ledger import rows
from tests.several.proxies import Processes, behind, trusting
from tests.several.test_two_processes import (
    PASSWORD,
    a_tab,
    empty_database,
    set_password_of,
    start_and_walk,
)
from tracker import demo
from tracker.db import engine_for
from tracker.domain.workflow.entry import Field
from tracker.tables import DraftCell

__all__ = ["empty_database"]
CLERK = demo.CLERKS["市科技局"]
PAUSE_SECONDS = 0.06
# What may be typed between the moment at which a process ends and the lock on the field: a second's keys.
IN_A_SECOND = round(1 / PAUSE_SECONDS)


def test_typing_goes_on_while_both_processes_are_restarted(
    browser: Browser, postgresql_world: str, tmp_path: Path
) -> None:
    engine = engine_for(postgresql_world)
    set_password_of(engine, CLERK)
    with behind("nginx", postgresql_world, tmp_path) as (address, processes), under_load(address) as answers:
        page = a_tab(browser)
        sign_in(page, address, CLERK, PASSWORD)
        page.goto(f"{address}/entry?q=2025Q3&code=T03-01")
        settled(page)
        restarts = Thread(target=restart_each, args=(processes,))
        restarts.start()
        typed = type_while(page, restarts)
        restarts.join()
        shown = page.get_by_label(Field.PROGRESS.label, exact=True).input_value()
        missing = [each for each in typed if each not in shown]
        assert len(missing) <= IN_A_SECOND, f"lost of {len(typed)}: {''.join(missing)}"
        comes_to_be_stored(page, engine, shown)
    engine.dispose()
    assert set(answers) == {200}, f"while processes were restarted: {answers}"
    assert answers[200] > 20
    print(f"{len(missing)} of {len(typed)} characters lost; {answers[200]} answers, all 200")


def test_the_walk_behind_caddy(browser: Browser, empty_database: str, tmp_path: Path) -> None:
    start_and_walk("caddy", browser, empty_database, tmp_path)


def type_while(page: Page, restarts: Thread) -> str:
    """Type different characters at a person's pace, as long as the field takes them; returns them."""
    field, typed = page.get_by_label(Field.PROGRESS.label, exact=True), ""
    field.fill("")
    while restarts.is_alive():
        if not field.is_enabled():
            assert "Streamlit" not in page.inner_text("body")
            time.sleep(PAUSE_SECONDS)
            continue
        if not field.evaluate("it => it === document.activeElement"):
            field.click()
            page.keyboard.press("Control+End")
        typed += chr(0x4E00 + len(typed))
        page.keyboard.type(typed[-1])
        time.sleep(PAUSE_SECONDS)
    return typed


def restart_each(processes: Processes) -> None:
    for which in (0, 1):
        time.sleep(3)  # both are back, and browsers with them
        processes.stop(which)
        processes.start(which)
    time.sleep(4)


def comes_to_be_stored(page: Page, engine: Engine, text: str) -> None:
    def texts() -> list[str]:
        return [cell.text for cell in rows(engine, DraftCell) if cell.field == Field.PROGRESS]

    assert until(page, lambda: text in texts()), f"{text} is not among {texts()}"


@contextmanager
def under_load(address: str) -> Iterator[Counter[int | str]]:
    """Visitors who ask for the sign-in page without a pause; yields what they were answered."""
    answers: Counter[int | str] = Counter()
    over = Event()

    def visit() -> None:
        while not over.wait(0.1):
            try:
                with urllib.request.urlopen(f"{address}/login", context=trusting(), timeout=20) as answer:
                    answers[answer.status] += 1
            except OSError as error:
                answers[str(error)] += 1

    visitors = [Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    try:
        yield answers
    finally:
        over.set()
        for visitor in visitors:
            visitor.join()
