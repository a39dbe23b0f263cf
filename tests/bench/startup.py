"""From the command to the first answer of /healthz, on an existing database."""

from pathlib import Path
from statistics import median

from tests.bench import server
from tests.bench.table import show, times


def run(urls: dict[int, str], folder: Path, repeats: int) -> None:
    rows = []
    empty = median(_seconds("", folder) for _ in range(repeats))
    for targets, url in urls.items():
        seconds = median(_seconds(url, folder) for _ in range(repeats))
        rows.append(("python -m tracker serve", targets, seconds, empty, times(seconds, empty)))
    heads = ("until /healthz answers, s", "targets", "seconds", "streamlit run empty.py", "ratio")
    show("Start", heads, rows)


def _seconds(url: str, folder: Path) -> float:
    with server.tracker(url, folder) if url else server.empty_page(folder) as started:
        return started.start_seconds
