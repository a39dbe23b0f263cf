"""Settings, read once from the environment. Nonsense is refused at start, with the variable's name."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

ROOT = Path(__file__).resolve().parent.parent

_ADDRESS = r"[^\s@<>,;]+@[^\s@<>,;]+"
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")


class BadSetting(Exception):
    """An environment variable holds what it can't hold; the message names it."""


@dataclass(frozen=True)
class Settings:
    """One field per variable TRACKER_<NAME>; the comment behind each is its help text."""

    database_url: str = f"sqlite:///{ROOT / 'var' / 'tracker.db'}"  # where the ledger is kept
    host: str = "127.0.0.1"  # the address to serve on
    port: int = 8501  # the port to serve on
    public_url: str = (
        ""  # the address people type, e.g. https://kpi.example.gov.cn; empty: http://localhost:PORT
    )
    session_hours: int = 10  # a sign-in ends after so many hours, whatever happens
    idle_minutes: int = 30  # a sign-in ends after so many minutes without a request
    keep_signed_in: bool = True  # whether a device of one's own may stay signed in, for 7 or 30 days
    smtp_host: str = ""  # the mail server for 催报, e.g. smtp.example.gov.cn; empty: no e-mail
    smtp_port: int = 465  # its port: 465 for tls, 587 for starttls as a rule
    smtp_security: str = "tls"  # tls, starttls or none
    smtp_user: str = ""  # the mail server's account; empty: it asks for none
    smtp_password: str = field(default="", repr=False)  # its password
    mail_from: str = ""  # the sender, e.g. 市府办督查 <ducha@example.gov.cn>
    dingtalk_webhook: str = field(default="", repr=False)  # address of a DingTalk group's robot
    dingtalk_secret: str = field(default="", repr=False)  # the robot's 加签 secret; empty: it signs nothing
    wecom_webhook: str = field(default="", repr=False)  # address of a WeCom (企业微信) group's robot
    oidc_issuer: str = ""  # the city's OpenID Connect provider, e.g. https://sso.example.gov.cn; empty: none
    oidc_client_id: str = ""  # what the provider calls us
    oidc_client_secret: str = field(default="", repr=False)  # our secret there; empty: a public client
    oidc_login_claim: str = "preferred_username"  # the claim that names the account at the first sign-in
    oidc_label: str = "统一身份认证"  # the words on the button of the sign-in page

    bulletin_line_spacing: str = "28"  # points between the lines of the 通报: 28, or 28.95 to fill the page
    bulletin_red_head: bool = False  # the 通报 begins with the office's name in red
    bulletin_office: str = ""  # the office that issues it, e.g. 海宁市人民政府办公室
    bulletin_series: str = ""  # 发文机关代字, e.g. 海政办发: 海政办发〔2025〕 号 stands below the red head
    bulletin_addressee: str = ""  # 主送机关, e.g. 各镇人民政府,市政府各部门
    slides_template: str = ""  # an office's own template for the 幻灯片, a .pptx file; empty: the house's

    @property
    def base_url(self) -> str:
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from TRACKER_* variables; raises BadSetting on an unknown or unreadable one."""
    source = os.environ if environ is None else environ
    given = {key: text for key, text in source.items() if key.startswith("TRACKER_")}
    values: dict[str, Any] = {}
    for entry in fields(Settings):
        key = f"TRACKER_{entry.name.upper()}"
        if key in given:
            text = given.pop(key)
            if text or entry.default != "":  # what may be left out may also be given as nothing
                values[entry.name] = _read(key, text, entry.type)
    if given:
        raise BadSetting(f"unknown setting: {', '.join(sorted(given))}")
    return _sensible(Settings(**values))


def _sensible(settings: Settings) -> Settings:
    if settings.port > 65_535:
        raise BadSetting(f"TRACKER_PORT={settings.port} is not a port")
    if settings.public_url and not re.fullmatch(r"https?://[^\s/]+/?", settings.public_url):
        raise BadSetting(
            f"TRACKER_PUBLIC_URL={settings.public_url!r} is not an address such as https://kpi.example.cn"
        )
    if settings.session_hours > 24 or settings.idle_minutes > 24 * 60:
        raise BadSetting("TRACKER_SESSION_HOURS is at most 24, TRACKER_IDLE_MINUTES at most 1440")
    if not re.match(r"sqlite:///(?!:memory:).|postgresql\+psycopg://.", settings.database_url):
        raise BadSetting("TRACKER_DATABASE_URL is sqlite:///FILE or postgresql+psycopg://…")
    _check_mail(settings)
    _check_webhooks(settings)
    _check_oidc(settings)
    _check_bulletin(settings)
    _check_slides(settings)
    return settings


def _check_bulletin(settings: Settings) -> None:
    if settings.bulletin_line_spacing not in ("28", "28.95"):
        raise BadSetting(
            f"TRACKER_BULLETIN_LINE_SPACING={settings.bulletin_line_spacing!r} is not 28 or 28.95"
        )
    if settings.bulletin_red_head and not settings.bulletin_office.strip():
        raise BadSetting("TRACKER_BULLETIN_RED_HEAD needs TRACKER_BULLETIN_OFFICE")
    for name, longest in (("office", 40), ("series", 12), ("addressee", 120)):
        if len(getattr(settings, f"bulletin_{name}")) > longest:
            raise BadSetting(f"TRACKER_BULLETIN_{name.upper()} is at most {longest} characters long")


def _check_slides(settings: Settings) -> None:
    """Whether there is such a file; what a template must hold, tracker.export.slides says."""
    path = settings.slides_template
    if path and (not path.lower().endswith(".pptx") or not Path(path).is_file()):
        raise BadSetting(f"TRACKER_SLIDES_TEMPLATE={path!r} is not a .pptx file that can be found")


def _check_mail(settings: Settings) -> None:
    """Without showing a password."""
    if settings.smtp_security not in ("tls", "starttls", "none"):
        raise BadSetting(f"TRACKER_SMTP_SECURITY={settings.smtp_security!r} is not tls, starttls or none")
    if settings.smtp_port > 65_535:
        raise BadSetting(f"TRACKER_SMTP_PORT={settings.smtp_port} is not a port")
    if not re.fullmatch(r"[\w.:-]*", settings.smtp_host):
        raise BadSetting(f"TRACKER_SMTP_HOST={settings.smtp_host!r} is not a host name")
    if bool(settings.smtp_host) != bool(settings.mail_from):
        raise BadSetting("TRACKER_SMTP_HOST and TRACKER_MAIL_FROM are set together")
    if not re.fullmatch(rf"({_ADDRESS}|[^<>\r\n]+<{_ADDRESS}>)?", settings.mail_from):
        raise BadSetting(f"TRACKER_MAIL_FROM={settings.mail_from!r} is not an address such as 督查 <a@b.cn>")
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        raise BadSetting("TRACKER_SMTP_USER and TRACKER_SMTP_PASSWORD are set together")
    in_clear = settings.smtp_password and settings.smtp_security == "none"
    if in_clear and settings.smtp_host not in _LOOPBACK:
        raise BadSetting("TRACKER_SMTP_SECURITY=none would send TRACKER_SMTP_PASSWORD in the clear")


def _check_webhooks(settings: Settings) -> None:
    """Without showing an address: it holds the robot's key."""
    for name in ("dingtalk_webhook", "wecom_webhook"):
        address = getattr(settings, name)
        if address and (not is_confidential(address) or re.search(r"\s", address)):
            raise BadSetting(f"TRACKER_{name.upper()} is not an address that starts with https://")
    if settings.dingtalk_secret and not settings.dingtalk_webhook:
        raise BadSetting("TRACKER_DINGTALK_SECRET is set without TRACKER_DINGTALK_WEBHOOK")


def is_confidential(address: str) -> bool:
    """Whether what is sent there can't be read on the way: https, or this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or _is_local_http(parts))


def _is_local_http(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def _check_oidc(settings: Settings) -> None:
    issuer = settings.oidc_issuer
    if bool(issuer) != bool(settings.oidc_client_id):
        raise BadSetting("TRACKER_OIDC_ISSUER and TRACKER_OIDC_CLIENT_ID are set together")
    if settings.oidc_client_secret and not issuer:
        raise BadSetting("TRACKER_OIDC_CLIENT_SECRET is set without TRACKER_OIDC_ISSUER")
    if issuer and (not is_confidential(issuer) or re.search(r"[?#@\s]", issuer) or len(issuer) > 200):
        raise BadSetting(
            f"TRACKER_OIDC_ISSUER={issuer!r} is not an address such as https://sso.example.gov.cn"
        )
    if not re.fullmatch(r"[A-Za-z0-9_.:/-]{1,100}", settings.oidc_login_claim):
        raise BadSetting(f"TRACKER_OIDC_LOGIN_CLAIM={settings.oidc_login_claim!r} is not a claim's name")
    if len(settings.oidc_label) > 20 or not settings.oidc_label.isprintable():
        raise BadSetting("TRACKER_OIDC_LABEL is at most 20 characters")


def _read(key: str, text: str, kind: Any) -> Any:
    try:
        if kind is bool:
            return {"1": True, "true": True, "0": False, "false": False, "": False}[text.strip().lower()]
        if kind is int:
            number = int(text)
            if number <= 0:
                raise ValueError
            return number
        if not text.strip():
            raise ValueError
        return text.strip()
    except (ValueError, KeyError) as error:
        raise BadSetting(f"{key}={text!r} is not a valid {kind.__name__}") from error
