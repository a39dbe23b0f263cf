"""The robots of the office messengers: a text into the group that the robot sits in.

urllib of the standard library is enough for one POST with a timeout: no dependency for it.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tracker.notify.outcome import NotSent

TIMEOUT_SECONDS = 10
# What a robot takes in one text, in bytes of UTF-8: WeCom 2,048 (its documentation), DingTalk 20,000.
WECOM_BYTES, DINGTALK_BYTES = 2_000, 18_000
_ANSWER_BYTES = 64 * 1024


class _NoRedirect(HTTPRedirectHandler):
    """The robot's key goes to the configured host and to no other."""

    def redirect_request(self, *_how: Any) -> None:
        return None


def send_dingtalk(address: str, secret: str, text: str, now: datetime) -> None:
    """Raises NotSent, in words. With a ``secret`` the request is signed, as the robot's 加签 asks."""
    for piece in pieces(text, DINGTALK_BYTES):
        _post(_signed(address, secret, now) if secret else address, _body(piece))


def send_wecom(address: str, text: str) -> None:
    """Raises NotSent, in words; a long text goes out in several messages, as the robot's limit asks."""
    for piece in pieces(text, WECOM_BYTES):
        _post(address, _body(piece))


def pieces(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most ``limit`` bytes, cut between lines, and only else within one."""
    held = ""
    for line in text.split("\n"):
        for part in _within(line, limit):
            joined = f"{held}\n{part}" if held else part
            if len(joined.encode()) > limit:
                yield held
                joined = part
            held = joined
    if held:
        yield held


def _within(line: str, limit: int) -> Iterator[str]:
    rest = line.encode()
    while len(rest) > limit:
        part = rest[:limit].decode(errors="ignore")  # drops a character that is cut in two
        yield part
        rest = rest[len(part.encode()) :]
    yield rest.decode()


def _body(text: str) -> bytes:
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()


def _signed(address: str, secret: str, now: datetime) -> str:
    """DingTalk's signature: HMAC-SHA256 of the milliseconds and the secret, keyed by the secret."""
    stamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    signature = urlencode({"timestamp": stamp, "sign": base64.b64encode(digest).decode()})
    return f"{address}{'&' if '?' in address else '?'}{signature}"


def _post(address: str, body: bytes) -> None:
    request = Request(address, body, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
            reply = json.loads(answer.read(_ANSWER_BYTES))
    except HTTPError as error:
        raise NotSent(f"机器人服务返回 HTTP {error.code}。") from None
    except TimeoutError:
        raise NotSent(f"机器人服务{TIMEOUT_SECONDS}秒内没有应答，消息可能已经发出。") from None
    except (URLError, OSError) as error:
        # urllib wraps what happens until the request is out: unlike above, nothing was sent.
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise NotSent(f"机器人服务{TIMEOUT_SECONDS}秒内没有应答。") from None
        raise NotSent("无法连接机器人服务。") from None
    except ValueError:
        raise NotSent("机器人服务的应答无法识别。") from None
    code = reply.get("errcode") if isinstance(reply, dict) else None
    if code != 0:
        words = str(reply.get("errmsg", "")) if isinstance(reply, dict) else ""
        raise NotSent(f"机器人服务拒绝：{code} {' '.join(words.split())[:120]}。")
