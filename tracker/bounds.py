"""A child process that reads or makes what could be too large for the server, and its bounds.

The content goes in by stdin and the answer comes out by stdout, so nothing is left on a disk. A child that
breaks its bounds is killed by the system; the server never was in danger.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore

_LOG = logging.getLogger("tracker.bounds")
# The child's exit code when its answer is why it refuses.
REFUSED = 3


class Broken(Exception):
    """The child failed, refused or broke its bounds. ``said``: why it refuses, else empty."""

    def __init__(self, said: bytes = b"", *, is_late: bool = False) -> None:
        super().__init__("late" if is_late else "refused" if said else "failed")
        self.said = said
        self.is_late = is_late


@dataclass(frozen=True)
class Child:
    """A module that is run as a process of its own, ``at_once`` of them; who comes later waits."""

    module: str
    at_once: int = 2
    places: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", BoundedSemaphore(self.at_once))

    def answer(self, *arguments: str, content: bytes, memory: int, seconds: int, within: float) -> bytes:
        """What it says. ``memory`` in bytes, ``seconds`` of the processor, ``within`` by the clock.

        Raises Broken.
        """
        command = [sys.executable, "-m", self.module, *arguments, str(memory), str(seconds)]
        with self.places:
            try:
                run = subprocess.run(
                    command,
                    input=content,
                    capture_output=True,
                    timeout=within,
                    check=False,
                    env=_environment(),
                )
            except subprocess.TimeoutExpired as late:
                _LOG.warning("%s, %s bytes: longer than %s s", self.module, len(content), within)
                raise Broken(is_late=True) from late
        if run.returncode == REFUSED:
            raise Broken(run.stdout)
        if run.returncode:
            # The end of the trace names what failed; it is for the log, and never for the page.
            errors = run.stderr.decode(errors="replace")[-2000:]
            _LOG.warning("%s, %s bytes: ended with %s\n%s", self.module, len(content), run.returncode, errors)
            raise Broken
        return run.stdout


def bound_arguments() -> Sequence[str]:
    """In the child, before it imports what it needs: sets its bounds, and gives the other arguments."""
    *arguments, memory, seconds = sys.argv[1:]
    _set_bounds(int(memory), int(seconds))
    return arguments


def _environment() -> dict[str, str]:
    """Only where to find programs and modules: no address of a database, no secret, no setting."""
    wanted = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
    kept = {name: os.environ[name] for name in wanted if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path)}


def _set_bounds(memory: int, seconds: int) -> None:
    """Bytes of private memory: threads' reserved but unused address space does not count (RLIMIT_DATA)."""
    if sys.platform != "win32":  # there is nothing of the kind there; the wall clock still bounds it
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        # At the first bound it is asked to end, five seconds later it is killed.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        # No core file: the content would be left on a disk in it.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
