"""The route of evidence: who gets which bytes under which headers, and that nothing else is reached."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from urllib.parse import unquote

import pytest
from httpx import Response
from starlette.testclient import TestClient

from tests.entry.ledger import NOW, Desk, rows
from tests.evidence import samples
from tests.evidence.files import attach, detach, hashes
from tests.web.browser import Browser
from tests.web.conftest import application_of
from tests.web.test_streamlit import TRAVERSALS
from tracker.db import transaction
from tracker.services.sign_in import fingerprint
from tracker.settings import Settings
from tracker.tables import Audit, SignInSession, TermsUnit
from tracker.web.site import Site

MONTHLY, PHOTO, TABLE = samples.pdf("monthly"), samples.png(), samples.xlsx()
SignIn = Callable[[str], Browser]


def sha(content: bytes) -> str:
    return sha256(content).hexdigest()


@pytest.fixture
def as_person(desk: Desk) -> SignIn:
    """A browser in which somebody of the ledger has signed in."""
    application = application_of(Site(desk.engine, Settings(), lambda: NOW))

    def sign_in(who: str) -> Browser:
        with transaction(desk.engine, advance=False) as session:
            session.merge(
                SignInSession(
                    token_sha256=fingerprint(fingerprint(who)),
                    account_id=desk.people[who].account_id,
                    created_at=NOW,
                    seen_at=NOW,
                    expires_at=NOW + timedelta(hours=8),
                )
            )
        client = TestClient(application, base_url=Settings().base_url, follow_redirects=False)
        client.cookies.set("tracker", fingerprint(who))
        return Browser(client)

    return sign_in


@pytest.fixture
def report(desk: Desk) -> int:
    attach(desk, '月报 "三季度".pdf', MONTHLY)
    attach(desk, "现场.png", PHOTO, at=NOW + timedelta(seconds=1))
    attach(desk, "台账.xlsx", TABLE, at=NOW + timedelta(seconds=2))
    return desk.submit(files=hashes(desk))


def of_report(report: int, content: bytes, query: str = "") -> str:
    return f"/download/evidence/{report}/{sha(content)}{query}"


def of_draft(desk: Desk, content: bytes, target: str = "企业") -> str:
    return f"/download/evidence/draft/{desk.targets[target]}/2025Q3/{sha(content)}"


@pytest.mark.parametrize("who", ["王", "何", "周", "沈"])
def test_who_may_see_it_saves_the_file_under_its_own_name(
    desk: Desk, report: int, as_person: SignIn, who: str
) -> None:
    answer = as_person(who).get(of_report(report, MONTHLY))
    assert answer.status_code == 200
    assert answer.content == MONTHLY
    plain, named = answer.headers["content-disposition"].split("; ")[1:]
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert plain == 'filename="evidence.pdf"'
    assert unquote(named.removeprefix("filename*=UTF-8''")) == "月报 _三季度_.pdf"


def test_no_file_runs_anything_or_is_kept_by_the_browser(report: int, as_person: SignIn) -> None:
    browser = as_person("周")
    for content, kind in (
        (MONTHLY, "application/pdf"),
        (PHOTO, "image/png"),
        (TABLE, "application/octet-stream"),
    ):
        for query in ("", "?inline=1"):
            headers = browser.get(of_report(report, content, query)).headers
            assert headers["content-type"] == kind
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "no-store"
            assert headers["content-security-policy"].startswith("sandbox; default-src 'none';")
            assert "script" not in headers["content-security-policy"]
            assert headers["x-frame-options"] == "DENY"


def test_only_what_a_browser_shows_by_itself_is_shown(report: int, as_person: SignIn) -> None:
    browser = as_person("周")
    for content, how in ((MONTHLY, "inline"), (PHOTO, "inline"), (TABLE, "attachment")):
        given = browser.get(of_report(report, content, "?inline=1")).headers["content-disposition"]
        assert given.split(";")[0] == how
        assert (
            browser.get(of_report(report, content, "?inline=2"))
            .headers["content-disposition"]
            .startswith("attachment")
        )


def test_others_are_refused_alike_whether_it_exists_or_not(
    desk: Desk, report: int, as_person: SignIn
) -> None:
    for who in ("李", "陈"):
        browser = as_person(who)
        there, nowhere = browser.get(of_report(report, MONTHLY)), browser.get(of_report(report + 9, PHOTO))
        assert there.status_code == nowhere.status_code == 403
        assert there.text == nowhere.text
        assert "不属于您所在单位的目标" in there.text
        assert browser.get(of_draft(desk, MONTHLY)).status_code == 403
        assert browser.get("/download/evidence/draft/999/2025Q3/" + sha(MONTHLY)).status_code == 403


def test_what_is_not_there_is_not_found_by_those_who_may(desk: Desk, report: int, as_person: SignIn) -> None:
    for who in ("王", "周"):
        browser = as_person(who)
        assert browser.get(of_report(report, b"other")).status_code == 404
    assert as_person("周").get(of_report(report + 9, MONTHLY)).status_code == 404
    assert as_person("王").get(of_draft(desk, MONTHLY)).status_code == 404, "it is no draft any more"


def test_a_draft_is_for_the_lead_units_clerks_until_it_is_taken_away(desk: Desk, as_person: SignIn) -> None:
    attach(desk, "月报.pdf", MONTHLY)
    path = of_draft(desk, MONTHLY)
    assert as_person("何").get(path).content == MONTHLY
    for who in ("李", "周", "沈", "陈"):
        assert as_person(who).get(path).status_code == 403, who
    detach(desk, sha(MONTHLY))
    assert as_person("何").get(path).status_code == 404


def test_a_co_responsible_unit_saves_what_was_submitted(desk: Desk, report: int, as_person: SignIn) -> None:
    (unit,) = desk.people["李"].unit_ids
    with transaction(desk.engine) as session:
        session.add(TermsUnit(terms_id=desk.targets["企业"], unit_id=unit, position=1))
    assert as_person("李").get(of_report(report, MONTHLY)).content == MONTHLY


def test_signing_out_ends_it(desk: Desk, report: int, as_person: SignIn) -> None:
    browser = as_person("王")
    assert browser.get(of_report(report, MONTHLY)).status_code == 200
    with transaction(desk.engine, advance=False) as session:
        signed_in = session.get(SignInSession, fingerprint(browser.cookie))
        assert signed_in is not None
        signed_in.ended_at = NOW
    answer = browser.get(of_report(report, MONTHLY))
    assert answer.status_code == 401
    assert MONTHLY not in answer.content


def test_nobody_gets_anything_without_signing_in(desk: Desk, report: int, as_person: SignIn) -> None:
    browser = as_person("王")
    browser.client.cookies.clear()
    for path in (of_report(report, MONTHLY), of_report(report + 9, MONTHLY), of_draft(desk, MONTHLY)):
        assert browser.get(path).status_code == 401


def test_reading_writes_no_audit_row(desk: Desk, report: int, as_person: SignIn) -> None:
    before = len(rows(desk.engine, Audit))
    as_person("沈").get(of_report(report, MONTHLY))
    assert len(rows(desk.engine, Audit)) == before


NOT_KEYS = ["0", "-1", "01", "1e3", "٣", "1 ", "9999999999999999999999", "1.0", "x"]
NOT_HASHES = ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 64 + "%0a", "ａ" * 64]


def test_no_other_path_reaches_anything(desk: Desk, report: int, as_person: SignIn) -> None:
    """RELIABILITY T19; with Streamlit behind it: tests/web/test_streamlit.py."""
    browser, good = as_person("周"), sha(MONTHLY)
    paths = [f"/download/evidence/{key}/{good}" for key in NOT_KEYS]
    paths += [f"/download/evidence/{report}/{text}" for text in NOT_HASHES]
    paths += [f"/download/evidence/draft/{key}/2025Q3/{good}" for key in NOT_KEYS]
    paths += [f"/download/evidence/draft/1/{text}/{good}" for text in ("2025Q5", "x", "2025q3", "２０２５Q3")]
    for text in TRAVERSALS:
        places = (text, f"{text}/{good}", f"{report}/{text}", f"draft/{text}/2025Q3/{good}")
        paths += [f"/download/evidence/{place}" for place in places]
    for path in paths:
        answer = browser.get(path)
        assert answer.status_code in (301, 303, 400, 403, 404) or _is_an_echo(answer), (path, answer)
        assert MONTHLY not in answer.content
        assert b"root:" not in answer.content


def _is_an_echo(answer: Response) -> bool:
    """A path that a client normalises to one of another room: what stands there is not ours to test."""
    return answer.headers["content-type"] == "application/json" and "/evidence" not in answer.json()["path"]


def test_an_upload_needs_a_sign_in_and_comes_from_our_own_pages(as_person: SignIn) -> None:
    """Streamlit's address of an upload holds the session's id, which proxies log (RELIABILITY 4.2)."""
    browser, path = as_person("王"), "/_stcore/upload_file/some-session/some-file"
    ours = {"origin": browser.origin}
    assert browser.client.put(path, headers=ours, content=MONTHLY).status_code == 200
    assert (
        browser.client.put(path, headers={"origin": "https://evil.example"}, content=b"").status_code == 403
    )
    browser.client.cookies.clear()
    assert browser.client.put(path, headers=ours, content=MONTHLY).status_code == 401
    assert browser.client.delete(path, headers=ours).status_code == 401
