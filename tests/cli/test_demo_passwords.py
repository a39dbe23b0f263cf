"""The demonstration prints a password for each role, which the house's own rule takes."""

from itertools import chain, repeat

import pytest

from tracker import demo


def test_one_that_chance_made_easy_to_guess_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = chain(["x1Tp-keji-8wQ_2m", "aaaaBBBBaaaaBBBB"], repeat("7m2OLLnOSzLOZXH5"))
    monkeypatch.setattr("secrets.token_urlsafe", lambda _bytes: next(drawn))
    assert demo._password("keji") == "7m2OLLnOSzLOZXH5"
