"""Ports on loopback for the servers of the tests."""

import os
import socket
from itertools import count

# Below those that the kernel hands out (32768 and up on Linux): no connection can take a port between the
# look and the server's start. Each worker goes round in a range of its own, from where no other run does.
_SIZE = 1_000
_begin = 20_000 + _SIZE * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw9")[2:]) % 10)
_ports = (_begin + number % _SIZE for number in count(os.getpid() * 37))


def free_port() -> int:
    while True:
        port = next(_ports)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
