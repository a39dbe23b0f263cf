"""Evidence as people handle it: chosen in one browser, saved and opened in another, closed to a third."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser import click, serving, settled, sign_in, type_into, until
from tests.evidence import samples

CODE = "T03-01"
NAMES = {
    "公示名单.pdf": samples.pdf("list of companies"),
    "台账(1—9月).xlsx": samples.xlsx(),
    "假.pdf": b"MZ",
    "数据.csv": b"a,b",
    "IMG_0001.HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
}
LARGE = "录像.pdf", b"%PDF-" + bytes(21 << 20)


def signed_in(browser: Browser, address: str, login: str, passwords: dict[str, str]) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN").new_page()
    sign_in(page, address, login, passwords[login])
    return page


def saved(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).first.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_files_go_from_a_clerk_to_the_reviewer_and_to_nobody_else(
    browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path
) -> None:
    for name, content in NAMES.items():
        (tmp_path / name).write_bytes(content)
    with serving(sqlite_world, tmp_path / "server.log") as address:
        clerk = signed_in(browser, address, "keji", passwords)
        upload(clerk, address, tmp_path)
        submit(clerk)
        reviewer = signed_in(browser, address, "ducha", passwords)
        place = read_in_review(reviewer, address)
        stranger = signed_in(browser, address, "guanli", passwords)
        assert stranger.goto(f"{address}{place}").status == 403  # type: ignore[union-attr]
        reviewer.context.clear_cookies()
        assert reviewer.goto(f"{address}{place}").status == 401  # type: ignore[union-attr]


def upload(page: Page, address: str, folder: Path) -> None:
    page.goto(f"{address}/entry?q=2025Q3&code={CODE}")
    settled(page)
    uploader = page.get_by_test_id("stFileUploader")
    expect(uploader).to_contain_text("选择文件")
    expect(uploader).to_contain_text("单个文件最大 20MB")
    uploader.locator("input").set_input_files([folder / name for name in NAMES])
    expect(page.get_by_text("“假.pdf”没有上传：文件内容与扩展名 .pdf 不符")).to_be_visible()
    expect(page.get_by_text("“数据.csv”没有上传：不接受这类文件（.csv）。")).to_be_visible()
    expect(page.get_by_text("“IMG_0001.HEIC”没有上传：这是手机的 HEIC 照片。")).to_be_visible()
    page.reload()
    settled(page)
    assert saved(page, "台账(1—9月).xlsx") == ("台账(1—9月).xlsx", NAMES["台账(1—9月).xlsx"])
    # One that only the browser refuses is named too, beside one that is taken.
    (folder / LARGE[0]).write_bytes(LARGE[1])
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(
        [folder / "公示名单.pdf", folder / LARGE[0]]
    )
    settled(page)
    expect(page.get_by_text(f"“{LARGE[0]}”没有上传：文件为 21.1 MB，单个文件最大 20 MB。")).to_be_visible()
    # The browser refuses by itself; the other one is taken once the page was drawn anew.
    expect(page.get_by_text("内容相同，只保留一份")).to_be_visible()
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(folder / "假.pdf")
    expect(page.get_by_text("没有上传：")).to_be_visible()


def submit(page: Page) -> None:
    type_into(page, "前三季度累计（项）", "3")
    page.get_by_role("radio", name="正式").or_(page.get_by_role("button", name="正式")).first.click()
    settled(page)
    type_into(page, "进展情况", "全年任务已完成。")
    click(page, "提交")
    expect(page.get_by_text("等待审核").first).to_be_visible()
    expect(page.get_by_text("佐证材料（2份）")).to_be_visible()


def is_in_browsers_own_viewer(page: Page) -> bool:
    return any(frame.url.startswith("chrome-extension") for frame in page.frames)


def read_in_review(page: Page, address: str) -> str:
    """The reviewer looks into files in the page, saves one, opens it in a tab; returns its address."""
    page.goto(f"{address}/review?q=2025Q3")
    settled(page)
    page.get_by_role("link", name="科创强基项目").first.click()
    settled(page)
    page.get_by_role("button", name="预览 台账(1—9月).xlsx").click()
    words = page.frame_locator(".preview-place iframe").first
    expect(words.locator("td", has_text="36")).to_be_visible()
    page.get_by_role("button", name="预览 公示名单.pdf").click()
    assert until(page, lambda: is_in_browsers_own_viewer(page))
    page.get_by_label("审核意见").fill("已看。")
    page.get_by_label("审核意见").press("Tab")
    settled(page)
    expect(page.locator(".preview-place iframe")).to_have_count(2)
    assert saved(page, "公示名单.pdf") == ("公示名单.pdf", NAMES["公示名单.pdf"])
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="打开").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.evaluate("document.contentType") == "application/pdf"
    assert until(opened.value, lambda: is_in_browsers_own_viewer(opened.value)), "under the sandbox"
    return opened.value.url.removeprefix(address)
