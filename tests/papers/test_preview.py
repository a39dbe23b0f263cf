"""The files before 定稿: made of the draft and the figures of now, marked, for the office, stored nowhere."""

import io
import zipfile
from dataclasses import replace

import pytest
from sqlmodel import func, select
from starlette.testclient import TestClient

from tests.entry.ledger import NOW, Q3, Desk
from tests.papers.test_paper_settings import OFFICE, keep
from tests.papers.test_writing import decide, said
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of
from tracker.db import reading, transaction
from tracker.domain.meetings.paper_settings import PaperSettings
from tracker.domain.meetings.snapshot import thaw
from tracker.export import kit
from tracker.export.formats import FORMATS, Format
from tracker.export.options import Options
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services.sign_in import fingerprint
from tracker.services.snapshots import freeze
from tracker.settings import Settings
from tracker.tables import SignInSession, Snapshot
from tracker.web.site import Site


@pytest.fixture
def office(desk: Desk) -> Browser:
    """The office's browser."""
    with transaction(desk.engine) as session:
        session.add(
            SignInSession(
                token_sha256=fingerprint("t"),
                account_id=desk.people["周"].account_id,
                created_at=NOW,
                seen_at=NOW,
                expires_at=NOW.replace(hour=23),
            )
        )
    site = Site(desk.engine, Settings(), Clock(NOW))
    client = TestClient(application_of(site), base_url="http://localhost:8501", follow_redirects=False)
    client.cookies.set("tracker", "t")
    return Browser(client)


@pytest.fixture
def made_with(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Options]]:
    """What each file was made with, in place of the file."""
    found: list[tuple[str, Options]] = []

    def make(_format: Format, content: str, _sha256: str, _number: str, options: Options) -> bytes:
        found.append((content, options))
        return content.encode()

    monkeypatch.setattr(Format, "bytes_of", make)
    kit.forget()
    return found


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.key)
def test_every_file_can_be_seen_before_it_is_frozen(office: Browser, each: Format) -> None:
    answer = office.get(f"/download/preview/2025Q3.{each.key}?plan=t")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == each.media_type
    assert "%E9%A2%84%E8%A7%88" in answer.headers["content-disposition"], "预览 stands in the file's name"
    assert len(answer.content) > 500


def test_a_preview_has_the_words_the_proposals_and_the_mark(
    office: Browser, desk: Desk, made_with: list[tuple[str, Options]]
) -> None:
    decide(desk, said("overall", "总体平稳。"))
    keep(desk, OFFICE)
    office.get("/download/preview/2025Q3.docx")
    ((content, options),) = made_with
    words = thaw(content).paper.words
    assert words.overall is not None
    assert any(each.is_proposed for each in words.requests)
    assert options == replace(Options(), paper=OFFICE, is_preview=True)


def test_all_previews_come_in_one_zip_each_marked_and_nothing_frozen_among_them(
    office: Browser, made_with: list[tuple[str, Options]]
) -> None:
    answer = office.get("/download/preview/2025Q3.zip?plan=t")
    assert answer.headers["content-type"] == kit.ZIP_TYPE
    assert "%E9%A2%84%E8%A7%88" in answer.headers["content-disposition"]
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == [each.file_name for each in FORMATS if each.key != "json"]
    assert all(options.is_preview for _content, options in made_with)
    assert len({content for content, _options in made_with}) == 1, "of one moment"


def test_the_next_preview_shows_what_was_written_since(
    office: Browser, desk: Desk, made_with: list[tuple[str, Options]]
) -> None:
    first = office.get("/download/preview/2025Q3.docx").content
    decide(desk, said("overall", "总体平稳。"))
    assert office.get("/download/preview/2025Q3.docx").content != first
    with reading(desk.engine) as session:
        assert session.exec(select(func.count()).select_from(Snapshot)).one() == 0


def test_the_pdf_is_shown_in_a_sandbox_when_asked(office: Browser, made_with: object) -> None:
    shown = office.get("/download/preview/2025Q3.pdf?inline=1")
    assert shown.headers["content-disposition"].startswith("inline")
    assert "sandbox" in shown.headers["content-security-policy"]


def test_a_period_that_is_none_and_a_file_that_is_none_are_not_found(office: Browser) -> None:
    for path in ("2025Q5.docx", "2025Q3.exe", "9999Q3.docx", "2025Q3-01.docx", "2025Q3"):
        assert office.get(f"/download/preview/{path}").status_code in (400, 404), path


def test_a_snapshots_files_are_made_with_the_newest_settings(
    office: Browser, desk: Desk, made_with: list[tuple[str, Options]]
) -> None:
    with transaction(desk.engine) as session:
        card = scorecard(session, plans(session)[0], Q3, desk.people["周"])
        number = freeze(session, desk.people["周"], card, {}, "三季度", NOW.date(), NOW)
    office.get(f"/download/snapshot/{number}.docx")
    keep(desk, OFFICE)
    office.get(f"/download/snapshot/{number}.docx")
    assert [options.paper for _content, options in made_with] == [PaperSettings(), OFFICE]
    assert not any(options.is_preview for _content, options in made_with)


def test_what_a_preview_made_is_kept_for_nobody(office: Browser, desk: Desk) -> None:
    kit.forget()
    office.get("/download/preview/2025Q3.xlsx")
    assert not kit._files
    assert zipfile.is_zipfile(io.BytesIO(office.get("/download/preview/2025Q3.xlsx").content))
