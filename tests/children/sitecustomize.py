"""Each Python that a test starts reads this first: its sockets reach this machine only (loopback.py)."""

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

_FAMILIES = (socket.AF_INET, socket.AF_INET6)  # a Unix socket or a netlink one leads nowhere else
_HERE = ("", "localhost")
# What asks for a name -> whether a number asks nobody there; the last one asks for a number's name.
_LOOK_UPS = {"getaddrinfo": True, "gethostbyname": True, "gethostbyname_ex": True, "gethostbyaddr": False}


class Outside(OSError):
    """A test asked for what is not on this machine. Nothing was sent."""


def is_here(host: Any) -> bool:
    """Whether a name or an address is this machine's, without asking anybody."""
    name = _text(host)
    return name in _HERE or (_is_number(name) and ip_address(name).is_loopback)


def _text(host: Any) -> Any:
    """As text, without an address's zone: fe80::1%eth0."""
    return (host.decode() if isinstance(host, bytes | bytearray) else host or "").split("%")[0]


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _require_here(one: socket.socket, address: Any) -> None:
    if one.family in _FAMILIES and not is_here(address[0]):
        raise Outside(f"tests send to loopback only (tests/loopback.py), not to {address[0]}")


def _asks_nobody(look_up: Callable[..., Any], *, admits_numbers: bool) -> Callable[..., Any]:
    def guarded(host: Any, *asked: Any, **how: Any) -> Any:
        if not (is_here(host) or (admits_numbers and _is_number(_text(host)))):
            raise socket.gaierror(socket.EAI_NONAME, f"tests look up no name (tests/loopback.py): {host!r}")
        return look_up(host, *asked, **how)

    return guarded


def guards() -> Iterator[tuple[object, str, Callable[..., Any]]]:
    """What stands in the place of whose attribute."""

    def connect(one: socket.socket, address: Any) -> None:
        _require_here(one, address)
        super(socket.socket, one).connect(address)

    def connect_ex(one: socket.socket, address: Any) -> int:
        _require_here(one, address)
        return super(socket.socket, one).connect_ex(address)

    def sendto(one: socket.socket, data: Any, *flags_and_address: Any) -> int:
        _require_here(one, flags_and_address[-1])
        return super(socket.socket, one).sendto(data, *flags_and_address)

    def sendmsg(one: socket.socket, parts: Any, beside: Any = (), flags: int = 0, address: Any = None) -> int:
        if address is None:  # where it was connected to, which was asked then
            return super(socket.socket, one).sendmsg(parts, beside, flags)
        _require_here(one, address)
        return super(socket.socket, one).sendmsg(parts, beside, flags, address)

    for guard in (connect, connect_ex, sendto, sendmsg):
        yield socket.socket, guard.__name__, guard
    for name, admits_numbers in _LOOK_UPS.items():
        yield socket, name, _asks_nobody(getattr(socket, name), admits_numbers=admits_numbers)


if __name__ == "sitecustomize":
    for of, name, guard in guards():
        setattr(of, name, guard)
