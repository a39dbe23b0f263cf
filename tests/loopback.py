"""No test sends anything but to loopback: sockets of a test and of its children reach this machine only.

Whatever is asked for beyond it fails as where no network is, so that the product's own words for that are
what a test sees. Each Python that a test starts is told so by its path, Chromium by its options
(tests/browser.py); tests/walk looks at it that no page asks for another host. Other people's programs
(PostgreSQL, nginx, LibreOffice) are given addresses of loopback.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.children.sitecustomize import guards

_CHILDREN = str(Path(__file__).with_name("children"))


@pytest.fixture(autouse=True, scope="session")
def on_loopback_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for of, name, guard in guards():
            patch.setattr(of, name, guard)
        patch.setenv("PYTHONPATH", _CHILDREN, prepend=os.pathsep)
        patch.syspath_prepend(_CHILDREN)  # which the product hands to children of its own (bounds.py)
        yield
