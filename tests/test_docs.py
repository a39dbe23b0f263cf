"""What the docs name is there: a path that has moved is noticed where it is written down."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|css|js|md|po|typ|csv)\b)")
# Docs name modules from the root, from tracker/, or from the domain that they are about.
FROM = (ROOT, ROOT / "tracker", ROOT / "tracker" / "domain")
# The history of what was: paths as they stood then.
PAST = {"CHANGELOG.md"}


def missing(text: str) -> list[str]:
    return [path for path in NAMED.findall(text) if not any((place / path).exists() for place in FROM)]


@pytest.mark.parametrize("doc", [doc for doc in DOCS if doc.name not in PAST], ids=lambda doc: doc.name)
def test_every_path_that_a_doc_names_exists(doc: Path) -> None:
    assert missing(doc.read_text("utf-8")) == []


def test_a_path_that_has_moved_is_found_out() -> None:
    assert missing("`tracker/domain/quarter.py: Quarter`, `ui/frame/shell.py`") == [
        "tracker/domain/quarter.py"
    ]
