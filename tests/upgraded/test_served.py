"""The product as it is served leaves its ledger to a newer program (app.py)."""

import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.bench.server import tracker
from tests.upgraded.conftest import bring_up
from tracker.db import READS_ASK, engine_for


def test_a_server_that_runs_on_says_that_it_is_being_upgraded(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    with tracker(url, tmp_path) as server:
        login = f"http://{server.address}/login"
        with urllib.request.urlopen(login) as answer:
            assert answer.status == 200
        engine = engine_for(url)
        bring_up(engine)
        engine.dispose()
        time.sleep(READS_ASK + 0.5)  # else it may not look yet
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(login)
        assert refused.value.code == 503
        assert "正在升级" in refused.value.read().decode()
    assert "restart this process" in (tmp_path / f"server-{server.port}.log").read_text()
