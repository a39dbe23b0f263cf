"""A clerk reports a figure without ever touching the mouse: only keys, and focus that keys have moved."""

from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from tests.browser import settled
from tests.walk.conftest import LOGINS, Town
from tracker.domain.access import Role
from tracker.tables import Report, Target

_MOST_TABS = 150
# The words by which a person knows what has the focus.
_FOCUSED = """() => {
    const at = document.activeElement;
    if (!at.matches('a, button, input, textarea, [role]')) return '';  // what only scrolls
    const labels = [...(at.labels ?? [])].map(each => each.innerText);
    return [at.getAttribute('aria-label'), ...labels, at.innerText].filter(Boolean).join(' | ').trim();
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has these words has the focus."""
    passed = []
    for _press in range(_MOST_TABS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(_FOCUSED))
        if words in passed[-1]:
            return
    raise AssertionError(f"Tab never came to “{words}”, but to {passed}")


def choose(page: Page, first: str, wanted: str) -> None:
    """Tab to a row of choices, whose first has the focus, and go along it with the arrow keys."""
    tab_to(page, first)
    for _press in range(5):
        if wanted in page.evaluate(_FOCUSED):
            page.keyboard.press("Space")
            return settled(page)
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no arrow led from “{first}” to “{wanted}”")


def test_a_clerk_reports_with_the_keyboard_alone(town: Town) -> None:
    login = LOGINS[Role.CLERK]
    page = town.browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.goto(f"{town.address}/login")
    expect(page.get_by_label("账号")).to_be_focused()
    page.keyboard.type(login)
    tab_to(page, "密码")
    page.keyboard.type(town.passwords[login])
    page.keyboard.press("Enter")
    settled(page)

    tab_to(page, "T03-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entry?*code=T03-01*")
    settled(page)

    tab_to(page, "前三季度累计")
    page.keyboard.type("3")
    choose(page, "预计", "正式")
    tab_to(page, "进展情况")
    page.keyboard.type("三个项目均已立项并签订合同。")
    choose(page, "能完成", "能完成")
    tab_to(page, "提交")
    page.keyboard.press("Enter")
    expect(page.get_by_text("T03-01 已提交，等待审核。")).to_be_visible(timeout=30_000)

    with Session(town.engine) as session:
        query = select(Report).join(Target).where(Target.code == "T03-01").order_by(col(Report.id).desc())
        newest = session.exec(query).first()
    assert newest is not None
    assert (str(newest.period), newest.value) == ("2025Q3", 3)
    assert newest.progress == "三个项目均已立项并签订合同。"
