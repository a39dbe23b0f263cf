"""Ports on loopback for the servers of the tests."""

import os
import socket
from itertools import count

# Below those that the kernel hands out (32768 and up on Linux): no connection can take a port between the
# look and the server's start. Each process goes up from a place of its own, so that workers don't meet.
_ports = count(20_000 + os.getpid() * 37 % 10_000)


def free_port() -> int:
    while True:
        port = next(_ports)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
