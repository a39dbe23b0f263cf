"""What tells the browser which texts before a person stand stored (web/take_typed.js keeps the others)."""

from collections.abc import Mapping
from html import escape
from zlib import adler32

from tracker.ui.frame.language import _


def marks_html(stored: Mapping[str, str | None] = {}, sent: Mapping[str, str] = {}) -> str:
    """Marks of a form, not seen by people, by the keys of its text fields.

    ``stored``: of those that are stored while they are typed, what is; None where what the field holds is
    not. ``sent``: of those that a button stores, what it stored last.
    """
    sums = [f"{key}:{'' if text is None else sum_of(text)}" for key, text in stored.items()]
    sums += [f"{key}:~{sum_of(text)}" for key, text in sent.items()]
    words = {"offer": _("本页有未保存的内容:"), "restore": _("恢复"), "discard": _("放弃")}
    said = "".join(f' data-{name}="{escape(word)}"' for name, word in words.items())
    return f'<div class="typed-marks" data-stored="{escape(" ".join(sums))}"{said}></div>'


def sum_of(text: str) -> int:
    """As the browser counts it (web/take_typed.js)."""
    return adler32(text.encode(errors="replace"))
