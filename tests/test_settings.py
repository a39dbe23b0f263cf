"""Settings are read once and refuse nonsense by name."""

from pathlib import Path

import pytest

from tracker.domain.access import Role
from tracker.domain.credentials import Demands
from tracker.settings import BadSetting, read_settings
from tracker.web.demands import demands_of


def test_what_is_not_set_has_its_default() -> None:
    settings = read_settings({"PATH": "/bin"})
    assert (settings.port, settings.host) == (8501, "127.0.0.1")
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
        ("TRACKER_BULLETIN_RED_HEAD", "perhaps"),
        ("TRACKER_PUBLIC_URL", "foo"),
        ("TRACKER_PUBLIC_URL", "https://host/path"),
        ("TRACKER_SESSION_HOURS", "99999999999"),
        ("TRACKER_IDLE_MINUTES", "-1"),
        ("TRACKER_DATABASE_URL", "mysql://host/db"),
        ("TRACKER_DATABASE_URL", "sqlite:///:memory:"),
        ("TRACKER_DATABASE_URL", " "),
        ("TRACKER_PROT", "80"),
        ("TRACKER_VAR_FOLDER", "var"),
        ("TRACKER_PROCESSES", "0"),
        ("TRACKER_SMTP_SECURITY", "ssl"),
        ("TRACKER_SMTP_PORT", "70000"),
        ("TRACKER_SMTP_PORT", "0"),
        ("TRACKER_SMTP_HOST", "smtp://mail.example.cn"),
        ("TRACKER_SMTP_HOST", "mail.example.cn"),  # without a sender
        ("TRACKER_MAIL_FROM", "ducha@example.cn"),  # without a server
        ("TRACKER_SMTP_PASSWORD", "geheim-7731"),  # without an account
        ("TRACKER_DINGTALK_WEBHOOK", "http://oapi.example.cn/robot?access_token=key-4471"),
        ("TRACKER_WECOM_WEBHOOK", "http://localhost.evil.example/robot?key=key-4471"),
        ("TRACKER_WECOM_WEBHOOK", "key-4471"),
        ("TRACKER_DINGTALK_SECRET", "SEC-4471"),  # without a robot
        ("TRACKER_PASSWORD_LEAST", "8"),
        ("TRACKER_PASSWORD_KINDS", "5"),
        ("TRACKER_PASSWORD_DAYS", "-1"),
        ("TRACKER_PASSWORD_FORMER", "25"),
        ("TRACKER_SECOND_STEP_ROLES", "administrator,mayor"),
        ("TRACKER_OIDC_ONLY", "1"),  # without a provider
        ("TRACKER_BREAK_GLASS", "guanli"),  # without oidc_only
    ],
)
def test_nonsense_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=name) as refusal:
        read_settings({name: text})
    assert "4471" not in str(refusal.value), "a robot's key is not repeated"
    assert "7731" not in str(refusal.value), "nor is a password"


SEVERAL = {"TRACKER_PROCESSES": "2", "TRACKER_DATABASE_URL": "postgresql+psycopg:///tracker"}
SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"


@pytest.mark.parametrize("secret", [{}, {SECRET: ""}, {SECRET: "short-4471"}])
def test_several_processes_need_one_secret(secret: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match=SECRET) as refusal:
        read_settings(SEVERAL | secret)
    assert "4471" not in str(refusal.value)
    assert read_settings(SEVERAL | {SECRET: "x" * 32}).processes == 2
    assert read_settings({}).processes == 1, "one process makes a secret for itself"


def test_several_processes_need_postgresql() -> None:
    with pytest.raises(BadSetting, match="PostgreSQL"):
        read_settings({"TRACKER_PROCESSES": "2", SECRET: "x" * 32})


def test_the_ledger_lies_in_the_folder_that_is_named() -> None:
    assert read_settings({}).database_url.endswith("/var/tracker.db")
    given = {"TRACKER_VAR_FOLDER": "/var/lib/tracker"}
    assert read_settings(given).database_url == "sqlite:////var/lib/tracker/tracker.db"
    assert read_settings(given | {"TRACKER_DATABASE_URL": "sqlite:////srv/t.db"}).database_url.endswith(
        "t.db"
    )


MAIL = {"TRACKER_SMTP_HOST": "mail.example.cn", "TRACKER_MAIL_FROM": "督查 <ducha@example.cn>"}
LOGIN = {"TRACKER_SMTP_USER": "ducha", "TRACKER_SMTP_PASSWORD": "geheim-7731"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"TRACKER_SMTP_HOST": "", "TRACKER_DINGTALK_WEBHOOK": "", "TRACKER_WECOM_WEBHOOK": ""},
        MAIL,
        {**MAIL, **LOGIN, "TRACKER_SMTP_SECURITY": "starttls", "TRACKER_SMTP_PORT": "587"},
        {**MAIL, "TRACKER_SMTP_SECURITY": "none"},
        {**MAIL, **LOGIN, "TRACKER_SMTP_SECURITY": "none", "TRACKER_SMTP_HOST": "localhost"},
        {
            "TRACKER_DINGTALK_WEBHOOK": "https://oapi.example.cn/robot/send?access_token=k",
            "TRACKER_DINGTALK_SECRET": "SEC-4471",
        },
        {"TRACKER_WECOM_WEBHOOK": "http://127.0.0.1:9999/robot"},
    ],
)
def test_ways_out_are_read_and_nothing_means_not_configured(given: dict[str, str]) -> None:
    settings = read_settings(given)
    assert settings.smtp_host == given.get("TRACKER_SMTP_HOST", "")
    assert settings.dingtalk_webhook == given.get("TRACKER_DINGTALK_WEBHOOK", "")
    assert settings.wecom_webhook == given.get("TRACKER_WECOM_WEBHOOK", "")


@pytest.mark.parametrize(
    "extra",
    [
        {**LOGIN, "TRACKER_SMTP_SECURITY": "none"},  # in the clear, over the network
        {"TRACKER_MAIL_FROM": "督查"},
        {"TRACKER_MAIL_FROM": "a@b.cn\r\nBcc: x@y.cn"},
    ],
)
def test_mail_that_would_go_wrong_is_refused_at_the_start(extra: dict[str, str]) -> None:
    with pytest.raises(BadSetting) as refusal:
        read_settings({**MAIL, **extra})
    assert "geheim" not in str(refusal.value)


def test_secrets_are_not_in_what_is_logged_of_the_settings() -> None:
    shown = repr(
        read_settings(
            {
                **MAIL,
                **LOGIN,
                "TRACKER_DINGTALK_WEBHOOK": "https://d/?access_token=key-4471",
                "TRACKER_DINGTALK_SECRET": "SEC-4471",
                "TRACKER_WECOM_WEBHOOK": "https://w/?key=key-4471",
            }
        )
    )
    assert "4471" not in shown
    assert "7731" not in shown


@pytest.mark.parametrize(
    "given",
    [
        {"TRACKER_BULLETIN_LINE_SPACING": "30"},
        {"TRACKER_BULLETIN_RED_HEAD": "yes"},
        {"TRACKER_BULLETIN_OFFICE": "长" * 41},
        {"TRACKER_BULLETIN_SERIES": "长" * 13},
        {"TRACKER_BULLETIN_ADDRESSEE": "长" * 121},
    ],
)
def test_a_bulletin_that_cannot_be_is_refused_with_its_settings_name(given: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="TRACKER_BULLETIN_"):
        read_settings(given)
    office = {"TRACKER_BULLETIN_RED_HEAD": "1", "TRACKER_BULLETIN_OFFICE": "市府办"}
    read = read_settings(office | {"TRACKER_BULLETIN_LINE_SPACING": "28.95"})
    assert (read.bulletin_red_head, read.bulletin_office, read.bulletin_line_spacing) == (
        True,
        "市府办",
        "28.95",
    )


def test_a_template_of_slides_that_is_no_file_is_refused_with_its_settings_name(tmp_path: Path) -> None:
    file = tmp_path / "house.pptx"
    for path in (str(file), str(tmp_path)):
        with pytest.raises(BadSetting, match="TRACKER_SLIDES_TEMPLATE"):
            read_settings({"TRACKER_SLIDES_TEMPLATE": path})
    file.write_bytes(b"PK")
    assert read_settings({"TRACKER_SLIDES_TEMPLATE": str(file)}).slides_template == str(file)


def test_what_is_demanded_of_sign_ins_is_off_until_it_is_set() -> None:
    assert demands_of(read_settings({})) == Demands()
    given = {
        "TRACKER_PASSWORD_LEAST": "14",
        "TRACKER_PASSWORD_KINDS": "3",
        "TRACKER_PASSWORD_DAYS": "90",
        "TRACKER_PASSWORD_FORMER": "5",
        "TRACKER_SECOND_STEP_ROLES": ",".join(Role),
        "TRACKER_OIDC_ONLY": "1",
        "TRACKER_OIDC_ISSUER": "https://sso.example",
        "TRACKER_OIDC_CLIENT_ID": "tracker",
        "TRACKER_BREAK_GLASS": "Admin",
    }
    assert demands_of(read_settings(given)) == Demands(14, 3, 90, 5, frozenset(Role), True, "admin")
