"""Settings, read once from the environment. Nonsense is refused at start, with the variable's name."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

ROOT = Path(__file__).resolve().parent.parent

_ADDRESS = r"[^\s@<>,;]+@[^\s@<>,;]+"
# Streamlit signs with it what a browser shows to whichever process it reaches.
_COOKIE_SECRET, _SECRET_LENGTH = "STREAMLIT_SERVER_COOKIE_SECRET", 32
LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")


class BadSetting(Exception):
    """An environment variable holds what it can't hold; the message names it."""


@dataclass(frozen=True)
class Settings:
    """One field per variable TRACKER_<NAME>; the comment behind each is its help text."""

    var_folder: str = str(ROOT / "var")  # of what the house keeps; absolute, 0700
    database_url: str = f"sqlite:///{ROOT / 'var' / 'tracker.db'}"  # the ledger; by default in var_folder
    backup_folder: str = ""  # of dated backups; empty: backups/ beside a SQLite ledger, else in var_folder
    backups_kept: int = 14  # so many of each kind are kept there: nightly ones, those before a migration
    processes: int = 1  # how many processes serve this ledger together, behind a proxy
    host: str = "127.0.0.1"  # the address to serve on
    port: int = 8501  # the port to serve on
    metrics_host: str = "127.0.0.1"  # the address for Prometheus, beside the site's own
    metrics_port: int = 0  # its port; left out: no metrics
    log_format: str = "text"  # text or json
    log_file: str = ""  # where the log goes; empty: standard error
    log_file_mb: int = 20  # the log file is put aside when it is so large
    log_files_kept: int = 10  # so many of those put aside are kept
    disk_free_mb: int = 500  # with less free space /readyz says that the disk is full
    # where backup and verify leave how they ended; empty: beside a SQLite ledger, else in var_folder
    status_folder: str = ""
    public_url: str = (
        ""  # the address people type, e.g. https://kpi.example.gov.cn; empty: http://localhost:PORT
    )
    proxies: str = ""  # whose X-Forwarded-For is believed: addresses or networks, e.g. 127.0.0.1,10.2.0.0/16
    session_hours: int = 10  # a sign-in ends after so many hours, whatever happens
    idle_minutes: int = 30  # a sign-in ends after so many minutes without a request
    keep_signed_in: bool = True  # whether a device of one's own may stay signed in, for 7 or 30 days
    three_administrators: bool = False  # administration is split over a system, security, audit administrator
    password_least: int = 12  # characters of a password, 12 to 64
    password_kinds: int = 0  # capitals, small letters, digits, signs, 汉字: so many of these kinds, 2 to 4
    password_days: int = 0  # a password is set anew after so many days; left out: never
    password_former: int = 0  # so many passwords that were in use last do not come again; left out: any may
    second_step_roles: str = ""  # who needs an app's code to sign in, e.g. administrator,reviewer
    oidc_only: bool = False  # everybody signs in at the city's provider, nobody by a password
    break_glass: str = ""  # with oidc_only: the login of the one administrator who still may
    smtp_host: str = ""  # the mail server for 催报, e.g. smtp.example.gov.cn; empty: no e-mail
    smtp_port: int = 465  # its port: 465 for tls, 587 for starttls as a rule
    smtp_security: str = "tls"  # tls, starttls or none
    smtp_user: str = ""  # the mail server's account; empty: it asks for none
    smtp_password: str = field(default="", repr=False)  # its password
    mail_from: str = ""  # the sender, e.g. 市府办督查 <ducha@example.gov.cn>
    dingtalk_webhook: str = field(default="", repr=False)  # address of a DingTalk group's robot
    dingtalk_secret: str = field(default="", repr=False)  # the robot's 加签 secret; empty: it signs nothing
    wecom_webhook: str = field(default="", repr=False)  # address of a WeCom (企业微信) group's robot
    anchor_file: str = ""  # a file of others to which the head of the audit trail is added each day
    anchor_mail: str = ""  # a mailbox that gets it, e.g. that of the audit office
    anchor_url: str = field(default="", repr=False)  # an address that it is posted to
    # where the audit trail goes as it is written: tls://, tcp://, udp://HOST:PORT, unix:///dev/log
    audit_syslog: str = ""
    audit_syslog_ca: str = ""  # a file (PEM): who vouches for a tls:// one; empty: whom the machine trusts
    audit_file: str = ""  # a file that gets it as lines of JSON
    watermark: bool = False  # whether name, account and time lie over every page
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
    bulletin_signature: str = ""  # 署名 under the 通报; empty: the office
    bulletin_copies: str = ""  # 抄送机关, in its 版记
    bulletin_printed_by: str = ""  # 印发机关; without one there is no 版记
    slides_template: str = ""  # an office's own template for the 幻灯片, a .pptx file; empty: the house's

    @property
    def base_url(self) -> str:
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def proxy_list(self) -> list[str]:
        return [each.strip() for each in self.proxies.split(",") if each.strip()]

    @property
    def second_step_list(self) -> list[str]:
        return [each.strip() for each in self.second_step_roles.split(",") if each.strip()]

    @property
    def is_behind_unnamed_proxy(self) -> bool:
        """Whether all requests seem to come from this machine: served to it alone, under a public name."""
        public = urlsplit(self.base_url).hostname
        return not self.proxies and self.host in LOOPBACK and public not in LOOPBACK

    @property
    def is_in_clear(self) -> bool:
        """Whether passwords and figures go over the network readable by whoever stands between."""
        return not self.is_https and urlsplit(self.base_url).hostname not in LOOPBACK

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
    if "var_folder" in values:
        values.setdefault("database_url", f"sqlite:///{Path(values['var_folder']) / 'tracker.db'}")
    settings = _sensible(Settings(**values))
    if settings.processes > 1 and len(source.get(_COOKIE_SECRET, "")) < _SECRET_LENGTH:
        raise BadSetting(
            f"TRACKER_PROCESSES={settings.processes}：请给各进程同一个 {_COOKIE_SECRET}"
            f"（至少 {_SECRET_LENGTH} 个字符），否则一个进程不认另一个进程签名的 Cookie。"
        )
    return settings


def _sensible(settings: Settings) -> Settings:
    if settings.port > 65_535:
        raise BadSetting(f"TRACKER_PORT={settings.port} is not a port")
    if settings.metrics_port > 65_535 or settings.metrics_port == settings.port:
        raise BadSetting(f"TRACKER_METRICS_PORT={settings.metrics_port} is not a port of its own")
    if settings.log_format not in ("text", "json"):
        raise BadSetting(f"TRACKER_LOG_FORMAT={settings.log_format!r} is not text or json")
    if settings.public_url and not re.fullmatch(r"https?://[^\s/]+/?", settings.public_url):
        raise BadSetting(
            f"TRACKER_PUBLIC_URL={settings.public_url!r} is not an address such as https://kpi.example.cn"
        )
    _check_proxies(settings)
    if settings.session_hours > 24 or settings.idle_minutes > 24 * 60:
        raise BadSetting("TRACKER_SESSION_HOURS is at most 24, TRACKER_IDLE_MINUTES at most 1440")
    readable_url("TRACKER_DATABASE_URL", settings.database_url)
    if not Path(settings.var_folder).is_absolute():
        raise BadSetting(f"TRACKER_VAR_FOLDER={settings.var_folder!r} is not an absolute path")
    if settings.processes > 1 and settings.database_url.startswith("sqlite"):
        raise BadSetting(f"TRACKER_PROCESSES={settings.processes} needs PostgreSQL in TRACKER_DATABASE_URL")
    _check_mail(settings)
    _check_webhooks(settings)
    _check_anchor(settings)
    _check_audit(settings)
    _check_oidc(settings)
    _check_credentials(settings)
    _check_bulletin(settings)
    _check_slides(settings)
    return settings


def readable_url(name: str, url: str) -> str:
    """The address of a ledger, as it was given. Raises BadSetting, which names it by ``name`` alone."""
    if not re.match(r"sqlite:///(?!:memory:).|postgresql\+psycopg://.", url):
        raise BadSetting(f"{name} is sqlite:///FILE or postgresql+psycopg://…")
    return url


def _check_proxies(settings: Settings) -> None:
    for each in settings.proxy_list:
        try:
            network = ip_network(each)
        except ValueError as error:
            raise BadSetting(f"TRACKER_PROXIES: {each!r} is not an address or a network") from error
        if network.prefixlen == 0:
            raise BadSetting(f"TRACKER_PROXIES: {each!r} is everybody; name the proxy itself")


def _check_bulletin(settings: Settings) -> None:
    if settings.bulletin_line_spacing not in ("28", "28.95"):
        raise BadSetting(
            f"TRACKER_BULLETIN_LINE_SPACING={settings.bulletin_line_spacing!r} is not 28 or 28.95"
        )
    if settings.bulletin_red_head and not settings.bulletin_office.strip():
        raise BadSetting("TRACKER_BULLETIN_RED_HEAD needs TRACKER_BULLETIN_OFFICE")
    for name, longest in _BULLETIN_LENGTHS.items():
        if len(getattr(settings, f"bulletin_{name}")) > longest:
            raise BadSetting(f"TRACKER_BULLETIN_{name.upper()} is at most {longest} characters long")


_BULLETIN_LENGTHS = {
    "office": 40,
    "series": 12,
    "addressee": 120,
    "signature": 40,
    "copies": 200,
    "printed_by": 40,
}


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
    if in_clear and settings.smtp_host not in LOOPBACK:
        raise BadSetting("TRACKER_SMTP_SECURITY=none would send TRACKER_SMTP_PASSWORD in the clear")


def _check_webhooks(settings: Settings) -> None:
    """Without showing an address: it holds the robot's key."""
    for name in ("dingtalk_webhook", "wecom_webhook"):
        address = getattr(settings, name)
        if address and (not is_confidential(address) or re.search(r"\s", address)):
            raise BadSetting(f"TRACKER_{name.upper()} is not an address that starts with https://")
    if settings.dingtalk_secret and not settings.dingtalk_webhook:
        raise BadSetting("TRACKER_DINGTALK_SECRET is set without TRACKER_DINGTALK_WEBHOOK")


def _check_anchor(settings: Settings) -> None:
    """Without showing the address: it may hold a key."""
    if settings.anchor_file and not Path(settings.anchor_file).parent.is_dir():
        raise BadSetting(f"TRACKER_ANCHOR_FILE={settings.anchor_file!r} is in no folder that can be found")
    if settings.anchor_mail and not re.fullmatch(_ADDRESS, settings.anchor_mail):
        raise BadSetting(f"TRACKER_ANCHOR_MAIL={settings.anchor_mail!r} is not an address such as a@b.cn")
    if settings.anchor_mail and not settings.smtp_host:
        raise BadSetting("TRACKER_ANCHOR_MAIL needs TRACKER_SMTP_HOST")
    if settings.anchor_url and (not is_confidential(settings.anchor_url) or " " in settings.anchor_url):
        raise BadSetting("TRACKER_ANCHOR_URL is not an address that starts with https://")


def _check_audit(settings: Settings) -> None:
    address = settings.audit_syslog
    if address and not _is_syslog(address):
        raise BadSetting(
            f"TRACKER_AUDIT_SYSLOG={address!r} is not tls://, tcp:// or udp://HOST:PORT, or unix:///dev/log"
        )
    authority = settings.audit_syslog_ca
    if authority and not address.startswith("tls://"):
        raise BadSetting("TRACKER_AUDIT_SYSLOG_CA is set without a tls:// address in TRACKER_AUDIT_SYSLOG")
    if authority and not Path(authority).is_file():
        raise BadSetting(f"TRACKER_AUDIT_SYSLOG_CA={authority!r} is not a file that can be found")
    path = settings.audit_file
    if path and not (Path(path).is_absolute() and Path(path).parent.is_dir() and len(path) <= _PLACE):
        raise BadSetting(f"TRACKER_AUDIT_FILE={path!r} is no absolute path in a folder that can be found")


_PLACE = 300  # characters (tables.Shipped)


def _is_syslog(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if len(address) > _PLACE or parts.username or parts.query or parts.fragment:
        return False
    if parts.scheme == "unix":
        return not parts.netloc and len(parts.path) > 1
    return parts.scheme in ("tls", "tcp", "udp") and bool(parts.hostname and port) and not parts.path


def is_confidential(address: str) -> bool:
    """Whether what is sent there can't be read on the way: https, or this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or _is_local_http(parts))


def _is_local_http(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in LOOPBACK


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


_ROLES = ("clerk", "head", "reviewer", "leader", "administrator")


def _check_credentials(settings: Settings) -> None:
    if not 12 <= settings.password_least <= 64:
        raise BadSetting(f"TRACKER_PASSWORD_LEAST={settings.password_least} is not 12 to 64")
    if settings.password_kinds not in (0, 2, 3, 4):
        raise BadSetting(f"TRACKER_PASSWORD_KINDS={settings.password_kinds} is not 2, 3 or 4")
    if settings.password_former > 24:
        raise BadSetting(f"TRACKER_PASSWORD_FORMER={settings.password_former} is more than 24")
    for role in settings.second_step_list:
        if role not in _ROLES:
            raise BadSetting(f"TRACKER_SECOND_STEP_ROLES: {role!r} is none of {', '.join(_ROLES)}")
    if settings.oidc_only and not settings.oidc_issuer:
        raise BadSetting("TRACKER_OIDC_ONLY needs TRACKER_OIDC_ISSUER")
    if settings.break_glass and not settings.oidc_only:
        raise BadSetting("TRACKER_BREAK_GLASS is set without TRACKER_OIDC_ONLY")


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
