"""The marks of Chinese that people see (GB/T 15834, GB/T 9704): full-width ones, and ‘ ’ within “ ”.

Texts of the house are written with half-width marks. Those that the gate hands out get the others there, each
template once (``of_template``); printed files send all they say through ``full_width``, what was typed too. A
mark is turned where it stands in Chinese: never inside a number (1,368), a time (09:00), a ratio (1:3), an
address, or between two ASCII words.
"""

import re

_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
# Web and mail addresses stay as they are.
_KEPT = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[!-~]*[A-Za-z0-9/]|[\w.+-]+@[A-Za-z0-9.-]+", re.ASCII)
# What belongs to Chinese text: ideographs, their own marks, “”—…, full-width forms.
_CHINESE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
# What a template is filled with, and braces that stay braces: they count as Chinese.
_PLACE = re.compile(r"\{\{|\}\}|\{[^{}]*\}")
_STAND_IN = "\u2fdf"
_QUOTED = re.compile("“[^“”]*\\{[^“”]*”")
_CLOSED_BY = {"“": "”", "‘": "’"}
_ENDS_NUMBER = tuple("%‰℃²³")
_SPACE = " \t"


def full_width(text: str) -> str:
    """The same words with the marks that printed Chinese has; spaces around a turned mark go."""
    if text.isascii():
        return text
    text = inner_quotes(_with_wide_brackets(text))
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


def inner_quotes(text: str) -> str:
    """Quotes within quotes become ‘ ’, those within these “ ” again. A mark without its other half stays."""
    if text.count("“") < 2:
        return text
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign in _CLOSED_BY:
            opened.append(place)
        elif any(_CLOSED_BY[text[each]] == sign for each in opened):
            while _CLOSED_BY[text[opened[-1]]] != sign:
                opened.pop()
            pairs.append((opened.pop(), place))
    signs = list(text)
    for first, last in pairs:
        if signs[first] == "“" and sum(start < first and last < end for start, end in pairs) % 2:
            signs[first], signs[last] = "‘", "’"
    return "".join(signs)


class Quoting(str):
    """A template that is filled between its quotes: what it is filled with may hold quotes of its own."""

    __slots__ = ()

    def format(self, *given: object, **named: object) -> str:
        return inner_quotes(super().format(*given, **named))


def of_template(text: str) -> str:
    """A Chinese template as people see it: 目标({name}),… → 目标（{name}），…; a mark alone joins Chinese."""
    if text in _WIDE:
        return _WIDE[text]
    places = iter(_PLACE.findall(text))
    return re.sub(_STAND_IN, lambda _: next(places), full_width(_PLACE.sub(_STAND_IN, text)))


def quoting(template: str) -> str:
    return Quoting(template) if _QUOTED.search(template) else template


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
