"""What only the server that carries us can do."""

import gc
import socket

import uvicorn


def say_nothing_of_the_server() -> None:
    """Take "server: uvicorn" out of every response.

    uvicorn adds the header after all middleware, and ``streamlit run`` passes no option for it
    (``uvicorn --no-server-header`` has one). The running server is found among the living objects.
    """
    for found in gc.get_objects():
        if isinstance(found, uvicorn.Config) and found.loaded:
            found.encoded_headers = [pair for pair in found.encoded_headers if pair[0] != b"server"]


def answer_at_once() -> None:
    """Set TCP_NODELAY on the listening socket, whose connections inherit it.

    Streamlit binds it without naming TCP, so that asyncio leaves Nagle's algorithm on, and each rerun
    waits up to 40 ms for the browser's delayed acknowledgement (docs/bench.md).
    """
    for found in gc.get_objects():
        if isinstance(found, socket.socket) and _listens(found):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _listens(found: socket.socket) -> bool:
    if found.fileno() < 0 or found.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    return found.type == socket.SOCK_STREAM and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
