"""What is folded on a page stays as the person left it when a sentence appears above it."""

import ast

from tracker.settings import ROOT

UI = ROOT / "tracker" / "ui"


def test_every_expander_has_a_key_by_which_the_browser_knows_it_again() -> None:
    """Without one it is known by its place: a refusal above it folds the form that was refused."""
    keyless, found = [], 0
    for file in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.expander":
                found += 1
                if "key" not in {keyword.arg for keyword in node.keywords}:
                    keyless.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert found > 5
    assert not keyless
