import pytest

from tracker.settings import BadSetting, read_settings

GOOD = {"ISSUER": "https://sso.example.gov.cn/realms/city", "CLIENT_ID": "tracker", "CLIENT_SECRET": "s"}


def read(**given: str) -> object:
    return read_settings({f"TRACKER_OIDC_{name}": text for name, text in given.items()})


def test_without_an_issuer_there_is_none() -> None:
    settings = read_settings({})
    assert (settings.oidc_issuer, settings.oidc_login_claim) == ("", "preferred_username")
    assert settings.oidc_label == "统一身份认证"


@pytest.mark.parametrize(
    "issuer", ["https://sso.example.gov.cn", "http://localhost:9400", "http://[::1]:9400"]
)
def test_https_and_this_machine_are_admitted(issuer: str) -> None:
    assert read_settings({"TRACKER_OIDC_ISSUER": issuer, "TRACKER_OIDC_CLIENT_ID": "t"}).oidc_issuer == issuer


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ISSUER", "http://sso.example.gov.cn"),
        ("ISSUER", "http://localhost.evil.example"),
        ("ISSUER", "sso.example.gov.cn"),
        ("ISSUER", "ftp://localhost"),
        ("ISSUER", "https://"),
        ("ISSUER", "https://[x"),
        ("ISSUER", "https://sso.example.gov.cn?x=1"),
        ("ISSUER", "https://sso.example.gov.cn#x"),
        ("ISSUER", "https://user:secret@sso.example.gov.cn"),
        ("ISSUER", f"https://sso.example.gov.cn/{'x' * 200}"),
        ("ISSUER", ""),
        ("CLIENT_ID", ""),
        ("LOGIN_CLAIM", "a claim"),
        ("LOGIN_CLAIM", "名"),
        ("LABEL", "x" * 21),
        ("LABEL", "a\nb"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=f"TRACKER_OIDC_{name}"):
        read(**GOOD | {name: text})


def test_the_secret_is_not_shown() -> None:
    settings = read_settings({f"TRACKER_OIDC_{name}": text for name, text in GOOD.items()} | {})
    assert "client_secret" not in repr(settings)
    with pytest.raises(BadSetting, match="TRACKER_OIDC_CLIENT_SECRET") as refused:
        read(CLIENT_SECRET="hunter2")
    assert "hunter2" not in str(refused.value)
