"""Our sheet and our scripts keep to what Chrome 90 knows, the oldest browser on the desks.

``LATER_*``: what came after it, with the version (MDN's compatibility tables); it fails where it is written.
A property of the sheet that is not in ``PROPERTIES`` was not looked up yet.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.settings import ROOT

WEB = ROOT / "tracker" / "web"
SHEETS = sorted((WEB / "style").glob("*.css"))
SCRIPTS = sorted(WEB.glob("*.js"))
# Where rules and styles of elements are written among the code.
CODE = sorted(file for room in ("ui", "web", "charts") for file in (ROOT / "tracker" / room).rglob("*.py"))

LATER_CSS = {
    r":has\(": 105,
    r":(modal|popover-open|open|user-valid|user-invalid|picture-in-picture|autofill)\b": 105,
    r":nth-(last-)?child\([^)]*\sof\s": 111,
    r"@container\b|[;{\s]container(-type|-name)?:|\d(cqw|cqh|cqi|cqb|cqmin|cqmax)\b": 105,
    r"\d[sld]v(w|h|i|b|min|max)\b": 108,
    r"@(layer|scope|starting-style|view-transition|counter-style|font-palette-values|position-try)\b": 91,
    r"@media[^{]*\([^):]*[<>]": 104,
    r"\b(color-mix|light-dark|oklch|oklab|lch|lab|hwb|color|contrast-color)\(": 101,
    r"\b(subgrid|masonry)\b": 117,
    r"\b(sin|cos|tan|asin|acos|atan2?|pow|sqrt|hypot|exp|round|rem|mod|abs|sign|calc-size)\(": 111,
    r"\d(lh|rlh|cap|rcap|ic|ric|rex|rch)\b": 109,
    r"\banchor(-size)?\(|\battr\([^)]*[ ,]": 125,
    r"text-wrap|text-box|text-spacing|hyphenate-|initial-letter|-webkit-line-clamp:unset": 114,
}
# Each looked up; custom properties and those of Streamlit's own rules need no look.
PROPERTIES = re.findall(
    r"\S+",
    """
    align-items align-self background border border-bottom border-bottom-color border-bottom-width
    border-collapse border-color border-left border-left-color border-radius border-spacing border-top
    bottom box-shadow box-sizing break-after break-inside clip-path color content cursor display flex
    flex-basis flex-direction flex-wrap float font font-family font-size font-style font-variant-numeric
    font-weight gap grid-area grid-column grid-row grid-template-areas grid-template-columns height
    justify-content left letter-spacing line-height list-style margin margin-bottom margin-left
    margin-right margin-top max-height max-width min-height min-width opacity order outline
    outline-offset outline-style overflow overflow-wrap overflow-x overflow-y padding padding-bottom
    padding-inline padding-left padding-right padding-top pointer-events
    position right scroll-margin-top size table-layout
    text-align text-decoration text-decoration-color text-indent text-overflow text-underline-offset top
    touch-action transform user-select vertical-align white-space width z-index zoom
    """,
)
# Known by their own name later; beside the one that Chrome 90 goes by.
BESIDE = {"print-color-adjust": "-webkit-print-color-adjust"}
LATER_JS = {
    r"\bstructuredClone\(": 98,
    r"\.at\(": 92,
    r"\bObject\.(hasOwn|groupBy)\(|\bMap\.groupBy\(": 93,
    r"\.findLast(Index)?\(": 97,
    r"\.(toSorted|toReversed|toSpliced)\(": 110,
    r"\brandomUUID\(": 92,
    r"\.checkVisibility\(": 105,
    r"\bAbortSignal\.(timeout|any|abort)\(|\.throwIfAborted\(": 93,
    r"\bPromise\.(withResolvers|try)\(|\bArray\.fromAsync\(|\bIterator\b": 119,
    r"\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference|isWellFormed|toWellFormed)\(": 111,
    r"\.(showPopover|hidePopover|togglePopover|requestClose|startViewTransition|setHTML\w*)\(": 111,
    r"\b(window\.)?navigation\.|\bscheduler\.|\bURL\.(canParse|parse)\(|\bCSS\.highlights\b": 94,
    r"\bnew Error\([^)]*\bcause\b": 93,
    r"\bstatic\s*\{|#\w+\s+in\s|\busing\s+\w+\s*=|\bimport\b[^;]*\bwith\s*\{": 91,
    r"/[a-z]*v[a-z]*\.(test|exec)\(": 112,
    r"\.inert\b|[\"'](scrollend|beforetoggle|toggle)[\"']|\.scrollTop\s*=\s*[\"']": 102,
    r":has\(|:modal\b|:popover-open": 105,
}
SAMPLES_CSS = """
a:has(b)
dialog:modal
li:nth-child(2 of .x)
@container (min-width:1px)
a{container-type:size}
a{width:3cqw}
a{height:100dvh}
@layer x
@scope (a)
@media (width>=600px)
a{color:color-mix(in srgb,red,blue)}
a{color:lab(1 2 3)}
a{grid:subgrid}
a{width:round(1px,2px)}
a{height:2lh}
a{top:anchor(top)}
a{text-wrap:balance}
a{color:oklch(1 2 3)}
"""
SAMPLES_JS = """
structuredClone(x)
x.at(-1)
Object.hasOwn(x, y)
x.findLast(f)
x.toSorted()
crypto.randomUUID()
x.checkVisibility()
AbortSignal.timeout(5)
Promise.withResolvers()
x.isSubsetOf(y)
x.showPopover()
URL.canParse(x)
new Error("x", { cause: y })
static { x() }
#a in b
/a/v.test(x)
x.inert = true
document.querySelector("a:has(b)")
"""


def later(text: str, table: dict[str, int]) -> list[str]:
    """What of the table is written in the text."""
    return [
        f"{match[0]!r} is known since Chrome {version}"
        for pattern, version in table.items()
        for match in re.finditer(pattern, text)
    ]


def rules(sheet: str) -> Iterator[tuple[list[str], str]]:
    """Each block without blocks of its own: what it stands in, and its declarations."""
    opened: list[str] = []
    for text, brace in re.findall(r"([^{}]*)([{}])", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        if brace == "{":
            opened.append(text.strip())
        else:
            yield list(opened), text.strip()
            opened.pop()


def nested(sheet: str) -> list[str]:
    """Rules within rules; within @media they are as old as the hills."""
    return [
        " { ".join(inside)
        for inside, _declared in rules(sheet)
        if sum(not each.startswith("@") for each in inside) > 1 or any(";" in each for each in inside)
    ]


def properties(declared: str) -> list[str]:
    outside = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)|\"[^\"]*\"", "", declared)
    return [each.split(":")[0].strip() for each in outside.split(";") if each.strip()]


def unknown(sheet: str) -> set[str]:
    found = set()
    for _inside, declared in rules(sheet):
        named = properties(declared)
        known = {late for late, old in BESIDE.items() if old in named}
        found |= {each for each in named if not each.startswith("-") and each not in (*PROPERTIES, *known)}
    return found


def texts(file: Path) -> str:
    """All texts of a module, what is filled in left out; without its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said)
    return "\n".join(part.value for part in parts if isinstance(part.value, str))


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_the_sheet_has_nothing_that_chrome_90_does_not_know(file: Path) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    assert later(sheet, LATER_CSS) + nested(sheet) == []
    assert unknown(sheet) == set(), "look it up, then add it to PROPERTIES"


@pytest.mark.parametrize("file", CODE, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_style_in_the_code_has_either(file: Path) -> None:
    assert later(texts(file), LATER_CSS) == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_the_scripts_have_nothing_that_chrome_90_does_not_know(file: Path) -> None:
    script = re.sub(r"^\s*//.*$|\s//\s.*$", "", file.read_text("utf-8"), flags=re.MULTILINE)
    assert later(script, LATER_JS) == []


@pytest.mark.parametrize("sample", SAMPLES_CSS.split("\n")[1:-1])
def test_what_came_later_is_found_in_a_sheet(sample: str) -> None:
    assert later(sample, LATER_CSS)


@pytest.mark.parametrize("sample", SAMPLES_JS.split("\n")[1:-1])
def test_what_came_later_is_found_in_a_script(sample: str) -> None:
    assert later(sample, LATER_JS)


def test_rules_within_rules_and_new_properties_are_found() -> None:
    assert nested("@media print{a{color:red}}") == []
    assert nested("a{color:red;b{color:blue}}") != []
    assert nested("a{b{color:blue}}") != []
    assert unknown('a{width:calc(1px + (2px));translate:1px;accent-color:red}b{content:"x:y;z:w"}') == {
        "translate",
        "accent-color",
    }
    assert unknown("a{print-color-adjust:exact}") == {"print-color-adjust"}
    assert unknown("a{-webkit-print-color-adjust:exact;print-color-adjust:exact}") == set()
