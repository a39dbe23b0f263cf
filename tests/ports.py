"""Ports on loopback for the servers of the tests."""

import os
import socket
import sys
from itertools import count

# Below those that the kernel hands out (32768 and up on Linux): no connection can take a port between the
# look and the server's start. Each process goes round from a place of its own.
_ports = (20_000 + number % 10_000 for number in count(os.getpid() * 37))
_ours: list[socket.socket] = []


def free_port() -> int:
    """No other process of tests is given it, either, as long as this one lives."""
    return next(port for port in _ports if _is_made_ours(port) and _is_free(port))


def _is_made_ours(port: int) -> bool:
    """By an abstract name (Linux has them), which leaves no file: also while no server stands there."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0tracker-tests-{port}")
    except OSError:
        name.close()
        return sys.platform != "linux"
    _ours.append(name)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
