"""python -m tests.soak.served SECONDS [leaking]: serves as ``tracker serve`` does, but for closed tabs.

They are kept for SECONDS instead of a minute, that a short soak sees them go; ``leaking``: they never go.
"""

import sys
from typing import Any

from streamlit.web import bootstrap

from tracker.cli import main
from tracker.web import forgetting


def serve(seconds: str, leaking: str = "") -> int:
    load = bootstrap.load_config_options

    def with_seconds(options: dict[str, Any]) -> None:
        load({**options, "server.disconnectedSessionTTL": 10_000 if leaking else int(seconds)})

    bootstrap.load_config_options = with_seconds
    forgetting.EVERY = float(seconds)
    return main(["serve"])


if __name__ == "__main__":
    sys.exit(serve(*sys.argv[1:]))
