"""The 通报 as it lies on paper, drawn by LibreOffice: pages, lines, the 标志, turned numbers, the 版记."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.export import made_up as m
from tests.export.on_paper import DOTS, Page, drawn, heights_of, needs_office, overlaps
from tests.export.worded import OFFICE, PAPER, content, usual_card
from tracker import demo
from tracker.db import engine_for, reading
from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.paper import NO_PAPER, PaperSection
from tracker.domain.meetings.paper_settings import LINE_SPACINGS
from tracker.domain.meetings.snapshot import content_sha256
from tracker.export.bulletin import bulletin_bytes
from tracker.export.options import HOUSE, Options
from tracker.export.speaker_notes import speaker_notes_bytes
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.snapshots import read_snapshot, snapshots

pytestmark = needs_office


def bulletin(frozen: str, options: Options) -> bytes:
    return bulletin_bytes(frozen, content_sha256(frozen), "2025Q3-98", options)


def worded() -> bytes:
    return bulletin(content(PAPER, usual_card()), Options(OFFICE))


def bare() -> bytes:
    return bulletin(content(NO_PAPER, usual_card()), HOUSE)


def wordy() -> bytes:
    """Much behind, and texts at their limits."""
    long = {place: Texts(*["长句没有标点" * 333] * 4) for place in range(1, 79)}
    return bulletin(content(PAPER, texts=long), Options(OFFICE))


def one_target() -> bytes:
    return bulletin(content(NO_PAPER, m.card(scores=(m.score(m.terms(), "27"),))), Options(OFFICE))


def speech() -> bytes:
    frozen = content()
    return speaker_notes_bytes(frozen, content_sha256(frozen), "2025Q3-98")


FILES: dict[str, Callable[[], bytes]] = {
    "worded": worded,
    "bare": bare,
    "wordy": wordy,
    "one target": one_target,
    "speech": speech,
}
Ask = Callable[[str], list[Page]]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """A file's pages by its name, each drawn once."""
    made: dict[str, list[Page]] = {}

    def ask(name: str) -> list[Page]:
        if name not in made:
            files = {"file.docx": FILES[name]()}
            made[name] = drawn(files, tmp_path_factory.mktemp("drawn"))["file.docx"]
        return made[name]

    return ask


@pytest.fixture(scope="module")
def demonstration(sqlite_filled: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The demonstration's 通报 with red head, imprint and all eight sections, by its line spacing."""
    engine = engine_for(
        f"sqlite:///{shutil.copy(sqlite_filled, tmp_path_factory.mktemp('world') / 'world.db')}"
    )
    with reading(engine) as session:
        office = person_of_login(session, demo.REVIEWER)
        newest = snapshots(session, office, plans(session)[0].id)[0]
        frozen = read_snapshot(session, office, newest.number).content
    engine.dispose()
    files = {
        f"{spacing}.docx": bulletin(frozen, Options(replace(OFFICE, line_spacing=spacing)))
        for spacing in LINE_SPACINGS
    }
    return drawn(files, tmp_path_factory.mktemp("demonstration"))


def test_four_pages_hold_all_that_the_demonstrations_bulletin_says(
    demonstration: dict[str, list[Page]],
) -> None:
    for spacing, pages in demonstration.items():
        text = upright(pages)
        assert len(text) <= 4, spacing
        whole = re.sub(r"\s", "", "".join(page.text for page in text))
        said = [section.word for section in PaperSection if section is not PaperSection.NEXT_STEPS]
        for number, word in zip("一二三四五六七", said, strict=True):
            assert f"{number}、{word}" in whole, spacing
        assert "2025年10月20日" in re.sub(r"\s", "", text[-1].text), spacing


def upright(pages: list[Page]) -> list[Page]:
    """The text's pages, before the first turned one."""
    first = next((place for place, page in enumerate(pages) if page.width > page.height), len(pages))
    return pages[:first]


@pytest.mark.parametrize(("name", "most"), [("worded", 5), ("bare", 4), ("wordy", 6), ("one target", 2)])
def test_the_text_has_few_pages_however_much_was_written(pages: Ask, name: str, most: int) -> None:
    assert len(upright(pages(name))) <= most


@pytest.mark.parametrize("name", FILES)
def test_no_page_but_the_last_has_fewer_than_three_lines(pages: Ask, name: str) -> None:
    """The 版记 stands alone on its page, in the foot."""
    last = -2 if name in ("worded", "wordy", "one target") else -1
    for number, page in enumerate(pages(name)[:last], 1):
        assert len(page.block_lines) >= 3, f"page {number}: {page.text}"


@pytest.mark.parametrize("name", FILES)
def test_nothing_lies_over_another_or_beyond_the_paper(pages: Ask, name: str) -> None:
    for number, page in enumerate(pages(name), 1):
        assert overlaps(page) == [], f"page {number}"
        for sign in page.signs:
            # A mark that ends a line may hang out of the block by its own width.
            assert 15 < sign.left < sign.right + 0.1 < page.width - 18, (number, sign)
            assert 10 < sign.top < sign.bottom + 0.1 < page.height - 15, (number, sign)


@pytest.mark.parametrize("name", FILES)
def test_months_and_shares_stay_on_one_line(pages: Ask, name: str) -> None:
    for page in pages(name):
        text = "".join(sign.text for sign in page.signs)
        for found in re.finditer(r"\d—\d+月|\d+\.\d+%", text):
            signs = page.signs[found.start() : found.end()]
            assert max(s.bottom for s in signs) - min(s.bottom for s in signs) < 3, found[0]


def test_the_name_in_red_begins_35_mm_below_the_block(pages: Ask) -> None:
    picture = pages("worded")[0].picture.astype(int)
    is_red = (picture[..., 2] > 150) & (picture[..., 0] < 100) & (picture[..., 1] < 100)
    first = is_red.any(axis=1).argmax() / DOTS
    assert first == pytest.approx(37 + 35, abs=0.6)


def test_the_imprint_ends_at_the_blocks_foot_on_an_even_page(pages: Ask) -> None:
    last = pages("worded")[-1]
    rules = heights_of(last.picture.max(axis=2) < 90)
    assert last.height - max(rules) == pytest.approx(35, abs=0.5)
    text = "".join(sign.text for sign in last.signs)
    assert int("".join(re.findall(r"—(\d+)—", text)[-1:])) % 2 == 0
    assert text.index("抄送") < text.index("2025年10月10日印发")
    assert [sign for sign in last.signs if 24 < sign.top < 230] == []


def test_a_turned_page_has_its_number_where_upright_pages_have_it(pages: Ask) -> None:
    """Held upright, head of odd pages to the left: at the foot, odd pages right, even pages left."""
    turned = [(number, page) for number, page in enumerate(pages("worded"), 1) if page.width > page.height]
    assert len(turned) > 2
    for number, page in turned:
        signs = [sign for sign in page.signs if sign.right < 30]
        assert "".join(sign.text for sign in signs) == f"—{number}—"
        middle = (min(sign.top for sign in signs) + max(sign.bottom for sign in signs)) / 2
        assert (middle > page.height / 2) is (number % 2 == 1)


def test_the_lines_of_the_text_fill_the_block(pages: Ask) -> None:
    text = upright(pages("worded"))
    assert max(len(page.block_lines) for page in text) >= 22
    second = [sign for sign in text[1].signs if 24 < sign.top < 265]
    assert min(sign.top for sign in second) == pytest.approx(37 + 2.3, abs=1)
    feet = [sign.bottom for page in text for sign in page.signs if 24 < sign.top < 265]
    # The foot of a sign lies 3 mm above that of its line.
    assert max(feet) == pytest.approx(297 - 35 - 3, abs=4)
