"""Settings are read once and refuse nonsense by name."""

import pytest

from tracker.settings import BadSetting, read_settings


def test_what_is_not_set_has_its_default() -> None:
    settings = read_settings({"PATH": "/bin"})
    assert (settings.port, settings.host, settings.demo) == (8501, "127.0.0.1", False)
    assert settings.base_url == "http://localhost:8501"
    assert not settings.is_https


def test_the_public_address_says_whether_cookies_are_secure() -> None:
    settings = read_settings({"TRACKER_PUBLIC_URL": "https://kpi.example.cn/"})
    assert settings.base_url == "https://kpi.example.cn"
    assert settings.is_https


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TRACKER_PORT", "http"),
        ("TRACKER_PORT", "0"),
        ("TRACKER_PORT", "99999"),
        ("TRACKER_DEMO", "perhaps"),
        ("TRACKER_PUBLIC_URL", "foo"),
        ("TRACKER_PUBLIC_URL", "https://host/path"),
        ("TRACKER_SESSION_HOURS", "99999999999"),
        ("TRACKER_IDLE_MINUTES", "-1"),
        ("TRACKER_DATABASE_URL", "mysql://host/db"),
        ("TRACKER_DATABASE_URL", "sqlite:///:memory:"),
        ("TRACKER_DATABASE_URL", " "),
        ("TRACKER_PROT", "80"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings({name: text})
