"""The log: one line an event, as text or JSON, under what is being answered; nothing personal or secret.

People stand in it as the number of their account. What texts of others (a driver's error, a traceback) bring
along is taken out of every line on its way: values of SQL statements, rows in the words of PostgreSQL,
one-time links, tokens in addresses, e-mail addresses, telephone and identity numbers.
"""

import json
import logging
import os
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from tracker.settings import BadSetting, Settings

TEXT, JSON = "text", "json"


def _nobody() -> int | None:
    return None


@dataclass
class Asking:
    """What is being answered: a request, or a run of a page.

    Changed while it is answered: who asks is known later than that somebody does.
    """

    request: str = ""
    plan: str = ""
    account: Callable[[], int | None] = _nobody


# Each request has its own task, each run of a page its own thread.
asking: ContextVar[Asking | None] = ContextVar("asking", default=None)

_HIDDEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), shown)
    for pattern, shown in (
        (r"\[parameters: .*?\]\s*(?=\(Background|\n|$)", "[parameters: …]\n"),
        (r"\b(DETAIL|CONTEXT|HINT): [^\n]*", r"\1: …"),
        (r"(/password/)[\w-]+", r"\1…"),
        (r"([?&](?:code|state|key|token|access_token|sign|password|sid)=)[^&\s\"']+", r"\1…"),
        (r"((?:__Host-)?tracker(?:-[a-z]+)?=)[^;\s\"']+", r"\1…"),
        (r"(://[^\s/:@]{0,100}:)[^\s/@]{1,200}@", r"\1…@"),
        (r"(?<![\w.+-])[\w.+-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100})+", "…@…"),
        (r"(?<![\w.])\d{17}[\dXx](?!\w)", "…"),
        (r"(?<![\w.])(?:\+?86)?1[3-9]\d{9}(?!\w)", "…"),
    )
)
_LONGEST = 16_000  # characters
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def hidden(text: str) -> str:
    """The text without what is personal or secret in it, and of one that is very long its ends."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    for pattern, shown in _HIDDEN:
        text = pattern.sub(shown, text)
    return text


class _Lines(logging.Formatter):
    """``is_json``: an object a line. As text, a traceback stands indented below its line."""

    def __init__(self, *, is_json: bool) -> None:
        super().__init__()
        self._is_json = is_json

    def format(self, record: logging.LogRecord) -> str:
        said = _fields(record)
        more = hidden(self.formatException(record.exc_info)) if record.exc_info else ""
        if self._is_json:
            return json.dumps(said | ({"traceback": more} if more else {}), ensure_ascii=False)
        head = [str(said.pop(name)) for name in ("time", "level", "logger", "message")]
        line = " ".join([*head, *(f"{name}={value}" for name, value in said.items())])
        return line + "".join(f"\n  {_in_one_line(each)}" for each in more.splitlines())


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """``extra={"told": {…}}`` of a call adds fields of its own."""
    current = asking.get() or Asking()
    about = {"request": current.request, "account": current.account(), "plan": current.plan}
    told: Mapping[str, object] = getattr(record, "told", {})
    return {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": _in_one_line(hidden(record.getMessage())),
        **{name: value for name, value in about.items() if value not in ("", None)},
        **{name: _in_one_line(hidden(v)) if isinstance(v, str) else v for name, v in told.items()},
    }


def _in_one_line(text: str) -> str:
    """Nobody who gets a text of theirs logged writes a line of their own with it."""
    return _CONTROLS.sub(lambda mark: f"\\x{ord(mark.group()):02x}", text)


class _OwnFile(RotatingFileHandler):
    """Nobody else reads it, nor the one that follows when it is put aside."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        os.chmod(self.baseFilename, 0o600)
        return stream


def set_up(settings: Settings) -> None:
    """Once a process: everything that is logged goes to the file of the settings, else to standard error.

    Raises BadSetting where the file can't be written.
    """
    handler = _handler(settings)
    handler.setFormatter(_Lines(is_json=settings.log_format == JSON))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("tracker").setLevel(logging.INFO)


def _handler(settings: Settings) -> logging.Handler:
    if not settings.log_file:
        return logging.StreamHandler()
    path = Path(settings.log_file)
    try:
        return _OwnFile(
            path,
            maxBytes=settings.log_file_mb * 2**20,
            backupCount=settings.log_files_kept,
            encoding="utf-8",
        )
    except OSError as error:
        raise BadSetting(f"TRACKER_LOG_FILE={settings.log_file}: {error.strerror}") from error
