"""The anchor outside: the head of the audit trail, written where the database's administrator can't write.

Who owns the database can make the whole trail anew; that it is not what it was is then told only by a head
that was kept elsewhere. ``python -m tracker anchor`` writes it for a scheduler, ``serve`` once a day, and
``verify`` compares. A line is time, rows and hash, in a file, a mail or the body of a request alike.
"""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from tracker.db import Engine, NotStored, Session, reading
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.sentences.damage import Damage, Finding, found
from tracker.notify import anchor
from tracker.queries.audit import Anchor, head_of_chain
from tracker.settings import Settings

DAY, AGAIN = 24 * 3600.0, 3600.0  # seconds until the next one, and until another try where it failed
_LINE = re.compile(r"(?:^|\s)(\d{1,12})\s+([0-9a-f]{64})(?:\s|$)")
_LOG = logging.getLogger("tracker.anchor")


def is_set(settings: Settings) -> bool:
    return bool(settings.anchor_file or settings.anchor_mail or settings.anchor_url)


def write(engine: Engine, settings: Settings, now: datetime) -> tuple[str, list[str]]:
    """The line that was written, and why some place did not get it, in words."""
    with reading(engine) as session:
        head = head_of_chain(session)
    line = f"{now.astimezone(SHANGHAI).isoformat(timespec='seconds')} {head.rows} {head.sha256}"
    return line, anchor.send(settings, line, now)


def read(path: Path) -> list[Anchor]:
    """The heads in a file that was written, or in a mail as it was saved. Raises BadInput without any."""
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise BadInput(_("读不了{path}:{error}。").format(path=path, error=error.strerror)) from error
    anchors = [
        Anchor(found[2], int(found[1]), f"{path.name} {number}")
        for number, line in enumerate(lines, start=1)
        if (found := _LINE.search(line)) and int(found[1])  # of an empty trail there is nothing to hold
    ]
    if not anchors and not any(_LINE.search(line) for line in lines):
        raise BadInput(_("{path}里没有日志末端:应有一行是时间、条数和64位编号。").format(path=path))
    return anchors


def kept(settings: Settings, paths: list[Path]) -> list[Anchor]:
    """Those of the files that were named, and of the file that is set, where it is there (``missing``)."""
    own = Path(settings.anchor_file)
    files = [*paths, *([own] if settings.anchor_file and own.exists() else [])]
    return [each for path in files for each in read(path)]


def missing(session: Session, settings: Settings, paths: list[Path]) -> Iterator[Finding]:
    """The file that is set and isn't there, where no other was named and the trail has a head to hold.

    Whoever makes the trail anew would take it away first, and a share that isn't mounted tells nothing.
    """
    is_missing = bool(settings.anchor_file) and not Path(settings.anchor_file).exists()
    if is_missing and not paths and head_of_chain(session).rows:
        yield found(Damage.ANCHOR_MISSING, path=settings.anchor_file)


def every_day(engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> Callable[[], None]:
    """Write now and once a day from now on, beside the server; gives what ends it."""
    ended = Event()

    def work() -> None:
        pause = 0.0
        while not ended.wait(pause):
            pause = DAY if _written(engine, settings, clock()) else AGAIN

    if is_set(settings):
        Thread(target=work, name="anchor", daemon=True).start()
    return ended.set


def _written(engine: Engine, settings: Settings, now: datetime) -> bool:
    try:
        _line, failures = write(engine, settings, now)
    except NotStored:
        _LOG.exception("the head of the audit trail could not be read")
        return False
    for failure in failures:
        _LOG.error("the head of the audit trail was not written: %s", failure)
    return not failures
