"""Bring the English catalogue up to date with the code's texts (`make catalogue`).

tracker/locale/en/LC_MESSAGES/tracker.po is written by people; tracker.mo is made of it and committed, so
that serving needs no tool. New texts come in empty, texts that nothing says any more go out; nothing is
guessed. tests/language fails while a text has no translation.
"""

import ast
import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tracker.domain.language import DOOR, NAME
from tracker.notice.register import load_register

ROOT = Path(__file__).resolve().parent.parent
TRACKER = ROOT / "tracker"
PO = TRACKER / "locale" / "en" / "LC_MESSAGES" / "tracker.po"
MO = PO.with_suffix(".mo")
_GATES = {"_": None, "marked": None, "door_title": DOOR}  # -> the context


def texts() -> Catalog:
    """Every text that the code hands to the language gate, and the names of the register.

    Read from the syntax tree: Babel's own reading of Python misses a text inside an f-string.
    """
    found = Catalog(locale="zh_CN")
    for name in names():
        found.add(name, context=NAME)
    for file in sorted(TRACKER.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GATES:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found.add(
                        text.value,
                        context=_GATES[node.func.id],
                        locations=[(str(file.relative_to(ROOT)), node.lineno)],
                    )
    return found


def names() -> list[str]:
    """The names of units and areas in the register of the project: data that have a translation."""
    register = load_register(ROOT / "seed" / "haining-2025")
    return [*(unit.name for unit in register.units), *(area.title for area in register.areas)]


def catalogue() -> Catalog:
    """The English catalogue as it is stored."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def as_po(made: Catalog) -> bytes:
    """One order and no line numbers: a change of the code that touches no text changes nothing here."""
    out = io.BytesIO()
    write_po(out, _undated(made), width=100, sort_output=True, ignore_obsolete=True, no_location=True)
    return out.getvalue()


def as_mo(made: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, _undated(made))
    return out.getvalue()


def _undated(made: Catalog) -> Catalog:
    """The same catalogue gives the same bytes on another day."""
    made.creation_date = made.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    made.header_comment = (
        "# English texts of the tracker; data stay Chinese but for names of units and areas."
    )
    made.fuzzy = False
    return made


def main() -> None:
    made = catalogue()
    made.update(texts(), no_fuzzy_matching=True)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(made))
    MO.write_bytes(as_mo(made))
    empty = [message.id for message in made if message.id and not message.string]
    print(f"{PO.relative_to(ROOT)}: {len(made)} texts, {len(empty)} without a translation", *empty, sep="\n")


if __name__ == "__main__":
    main()
