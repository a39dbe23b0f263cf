"""What departments wrote, as short as a paper has room for: whole clauses, the one with a date first.

A paper's reader is pointed to where the rest stands; a number is never cut in two.
"""

import re

from tracker.domain.language import _
from tracker.domain.measure.figure import Texts
from tracker.domain.sentences.bulletin import bare

# A comma in 1,368 ends no clause.
_BREAKS = re.compile(r"(?<=[;!?\uff0c\uff1b\u3002\uff01\uff1f])|(?<=\D,)|(?<=\d,)(?!\d)")
_LISTED = re.compile(_BREAKS.pattern + r"|(?<=\u3001)")
_HALF = re.compile(r"[(\uff08][^()\uff08\uff09]*$|^[^()\uff08\uff09]*[)\uff09]")
_OPENED = re.compile(r"[(\uff08][^()\uff08\uff09]*$")
_DATED = re.compile(r"\d+\s*[月日]")
_CUT = "…"


def clipped(text: str, most: int) -> str:
    """The first clauses of a text on one line, ``most`` characters in all; 等 is a person's word, … ours."""
    line = bare(text)
    if len(line) <= most:
        return line
    for breaks in (_BREAKS, _LISTED):
        kept = ""
        for clause in breaks.split(line):
            if len(kept) + len(bare(clause)) > most:
                break
            kept += clause
        # What begins in brackets is whole or left out.
        if kept := bare(_OPENED.sub("", kept)):
            return kept
    # No clause is short enough: cut, but in no number.
    return line[: most - 1].rstrip("0123456789.,%") + _CUT


def told_briefly(texts: Texts, most: int) -> str:
    """2家培育对象未达申报线;11月15日前完成申报: problem and next step in ``most`` characters.

    Of the next step the clause with a date, if one fits; what neither says is said so.
    """
    problem, step = bare(texts.problem), bare(texts.next_step)
    if not problem and not step:
        return _("牵头单位未填写")
    if len(problem) + len(step) + bool(problem and step) <= most:
        return _(";").join(filter(None, (problem, step)))
    problem = clipped(problem, most if not step else max(most * 3 // 5, most - len(step) - 1))
    room = most - len(problem) - bool(problem)
    clauses = [bare(clause) for clause in _BREAKS.split(step)]
    fitting = [clause for clause in clauses if clause and len(clause) <= room and not _HALF.search(clause)]
    dated = [clause for clause in fitting if _DATED.search(clause)]
    if not problem and not fitting:
        return clipped(step, most)
    return _(";").join(filter(None, (problem, *(dated or fitting)[:1])))
