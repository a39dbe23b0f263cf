"""The bounds of a child process that reads or makes what could be too large for the server.

A child that breaks them is killed by the system; the server never was in danger.
"""

import os
import sys


def environment() -> dict[str, str]:
    """Only where to find programs and modules: no address of a database, no secret, no setting."""
    wanted = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
    kept = {name: os.environ[name] for name in wanted if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path)}


def set_bounds(memory: int, seconds: int) -> None:
    """Bytes of private memory, seconds of the processor; for a child before it imports what it needs."""
    if sys.platform != "win32":  # there is nothing of the kind there; the wall clock still bounds it
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        # At the first bound it is asked to end, five seconds later it is killed.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        # No core file: the content would be left on a disk in it.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
