"""Half-width marks of page sentences → the full-width ones of printed Chinese (GB/T 15834, GB/T 9704).

On pages sentences carry half-width marks; what is printed goes through ``full_width`` once. A mark
is turned where it stands in Chinese: never inside a number (1,368), a time (09:00), a ratio (1:3),
an address, or between two ASCII words.
"""

import re

_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
# Web and mail addresses stay as they are.
_KEPT = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[!-~]*[A-Za-z0-9/]|[\w.+-]+@[A-Za-z0-9.-]+", re.ASCII)
# What belongs to Chinese text: ideographs, their own marks, “”—…, full-width forms.
_CHINESE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_ENDS_NUMBER = tuple("%‰℃²³")
_SPACE = " \t"


def full_width(text: str) -> str:
    """The same words with the marks that printed Chinese has; spaces around a turned mark go."""
    if text.isascii():
        return text
    text = _with_wide_brackets(text)
    kept = {place for match in _KEPT.finditer(text) for place in range(*match.span())}
    written = ""
    for place, sign in enumerate(text):
        if sign in _SPACE and written.endswith(tuple(_WIDE.values())):
            continue
        if (
            sign in _WIDE
            and place not in kept
            # A few signs are enough to see past the spaces behind the mark.
            and _stands_in_chinese(written.rstrip(_SPACE), text[place + 1 : place + 9])
        ):
            written = written.rstrip(_SPACE) + _WIDE[sign]
        else:
            written += sign
    return written


def _stands_in_chinese(before: str, after: str) -> bool:
    behind = after[: len(after) - len(after.lstrip(_SPACE)) + 1].strip(_SPACE)
    return _is_chinese(before[-1:]) or _is_chinese(behind) or before.endswith(_ENDS_NUMBER)


def _with_wide_brackets(text: str) -> str:
    """Brackets in pairs, so that one half is never turned without the other: 台（套）, but f(x)."""
    signs, opened = list(text), []
    for place, sign in enumerate(text):
        if sign == "(":
            opened.append(place)
        elif sign == ")" and opened:
            first = opened.pop()
            if _CHINESE.search(text[max(first - 1, 0) : place + 2]):
                signs[first], signs[place] = "（", "）"
    return "".join(signs)


def _is_chinese(sign: str) -> bool:
    return _CHINESE.fullmatch(sign) is not None
