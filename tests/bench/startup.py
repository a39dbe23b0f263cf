"""From the command to the first answer of /healthz, on an existing database."""

from pathlib import Path
from statistics import median

from tests.bench import server
from tests.bench.table import show, times

_HEADS = ("until /healthz answers", "targets", "seconds", "CPU seconds", "empty page, CPU s", "ratio of CPU")


def run(urls: dict[int, str], folder: Path, repeats: int) -> None:
    rows = []
    _, empty = _spent("", folder, repeats)
    for targets, url in urls.items():
        wall, cpu = _spent(url, folder, repeats)
        rows.append(("python -m tracker serve", targets, wall, cpu, empty, times(cpu, empty)))
    show("Start", _HEADS, rows)


def _spent(url: str, folder: Path, repeats: int) -> tuple[float, float]:
    starts = [_once(url, folder) for _ in range(repeats)]
    return median(wall for wall, _ in starts), median(cpu for _, cpu in starts)


def _once(url: str, folder: Path) -> tuple[float, float]:
    with server.tracker(url, folder) if url else server.empty_page(folder) as started:
        return started.start_seconds, started.cpu_seconds
