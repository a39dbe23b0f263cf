"""The security headers that every response carries. Streamlit sends none of its own.

script-src has neither 'unsafe-eval' nor 'unsafe-inline': the inline scripts of Streamlit's page
are admitted by their hashes, computed at start because they change with the version. style-src needs
'unsafe-inline': emotion, Plotly and the grid write style elements. Tried with charts and the editor.
"""

from collections.abc import Iterable

from tracker.settings import Settings

Headers = list[tuple[bytes, bytes]]

_ON_FILES = {"x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin"}
_ON_PAGES = {
    # Not no-referrer: with it browsers send "Origin: null" on our own forms.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def page_policy(script_hashes: Iterable[str], host: str, is_https: bool) -> str:
    """The Content-Security-Policy of Streamlit's page, reached under ``host``."""
    scripts = " ".join(f"'sha256-{each}'" for each in script_hashes)
    # Browsers before 2022 do not read 'self' as covering the websocket.
    socket = f"{'wss' if is_https else 'ws'}://{host}"
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {socket}; "
        "worker-src 'self' blob:; media-src 'self'; object-src 'none'; base-uri 'none'; "
        "frame-src 'self'; frame-ancestors 'none'; form-action 'self'"
    )


def secured(given: Headers, path: str, policy: str, settings: Settings) -> Headers:
    """A response's headers with ours added; a page's own, stricter policy is left in place."""
    headers = [(name.lower(), value) for name, value in given if name.lower() != b"server"]
    present = {name for name, _ in headers}
    is_static = path.startswith("/static/")
    # A first visit loads a hundred static files: a policy of 400 bytes on each is a whole font more.
    wanted = dict(_ON_FILES if is_static else _ON_FILES | _ON_PAGES)
    if path.startswith("/password/"):  # good for a password: no address of what the next request came from
        wanted["referrer-policy"] = "strict-origin"
    if settings.is_https:
        wanted["strict-transport-security"] = "max-age=31536000"
    # What may stand in a frame of our own pages says so itself (preview.py).
    if b"x-frame-options" in present:
        del wanted["x-frame-options"]
    if b"content-security-policy" not in present:
        wanted["content-security-policy"] = "default-src 'self'" if is_static else policy
    if not (is_static and b"cache-control" in present):
        headers = [pair for pair in headers if pair[0] != b"cache-control"]
        wanted["cache-control"] = "no-store"
    replaced = {name.encode() for name in wanted}
    kept = [pair for pair in headers if pair[0] not in replaced]
    added = [(name.encode(), value.encode("latin-1")) for name, value in wanted.items()]
    return [_with_secure_cookie(*pair, settings) for pair in kept] + added


def _with_secure_cookie(name: bytes, value: bytes, settings: Settings) -> tuple[bytes, bytes]:
    """Streamlit sets its XSRF cookie without Secure when a proxy ends the TLS."""
    if name == b"set-cookie" and settings.is_https and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value
