"""What the first visitors after a start would wait for is imported before they come (app.py)."""

import os
import subprocess
import sys

from tests.pages.conftest import world_file, world_url
from tracker.settings import ROOT

__all__ = ["world_file", "world_url"]
VISITS = """
import sys
from importlib import import_module
from streamlit.testing.v1 import AppTest
import app
from tests.pages.conftest import turn_to
from tests.pages.world import KEJI, LEADER, NOW
from tracker.ui.frame import shell

shell.now = lambda: NOW
for name in (*app.WARM, *app.BEHIND):
    import_module(name)
before = set(sys.modules)
for login, page in ((LEADER, "overview"), (LEADER, "target"), (KEJI, "tasks"), (KEJI, "entry")):
    at = AppTest.from_file("tracker/ui/main.py", default_timeout=60)
    at.user = {"sid": login}
    at.query_params["code"] = "A1-01"
    assert not turn_to(at, page).exception, page
found = sorted(set(sys.modules) - before)
print(*(name for name in found if name.startswith(("tracker.", "streamlit."))))
"""


def test_the_first_visitors_run_imports_nothing(world_url: str) -> None:
    """Of plotly each chart asks for parts of its own, 20 ms in all."""
    done = subprocess.run(
        [sys.executable, "-c", VISITS],
        env=os.environ | {"TRACKER_DATABASE_URL": world_url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.returncode) == ([], 0), done.stderr
