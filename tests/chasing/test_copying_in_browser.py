"""全部复制: every message of the page goes into the clipboard at one click, also over plain HTTP."""

import pytest

from tests.walk.conftest import Town, town
from tracker.domain.access import Role

__all__ = ["town"]


@pytest.mark.parametrize("has_clipboard", [True, False], ids=["https", "plain http"])
def test_all_messages_are_copied_at_one_click(town: Town, has_clipboard: bool) -> None:
    walker = town.walker(Role.REVIEWER)
    page = walker.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    walker.open("chase?q=2025Q3")
    page.evaluate("navigator.clipboard.writeText('')")
    if not has_clipboard:
        # As browsers have it where a page did not come over HTTPS.
        page.evaluate("Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})")
    button = page.locator("[data-copies=chase-text]")
    button.evaluate(
        "button => { window.said = []; const note = () => window.said.push(button.textContent); "
        "new MutationObserver(note).observe(button, {childList: true}) }"
    )
    button.click()
    page.wait_for_function("() => window.said.includes('已复制')")  # it says so for two seconds
    texts = page.locator("pre.chase-text").all_text_contents()
    page.reload()
    walker.open("chase?q=2025Q3")
    assert len(texts) > 2
    assert page.evaluate("navigator.clipboard.readText()") == "\n\n".join(texts)
    assert walker.wrong == []
