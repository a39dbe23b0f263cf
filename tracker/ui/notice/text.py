"""The notice's words as HTML: numbers by what they are, milestones' words, those of the wanted target."""

from collections.abc import Mapping
from html import escape

from tracker.domain.language import with_colon
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score, Target
from tracker.domain.progress.status import Status
from tracker.queries.notice import Notice, NoticeNumber, Passage
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.parts.links import target_address

_LONGEST_NUMERAL = 8  # （一百四十三）


class Marker:
    """Marks one passage: numbers by what they are, milestones' words, the words of the wanted target."""

    def __init__(self, notice: Notice, scores: Mapping[int, Score], target: Target | None) -> None:
        self.notice, self.scores, self.target = notice, scores, target

    def passage(self, passage: Passage) -> str:
        """Its lines, and below them what each of its numbers is."""
        lines, offset = [], passage.start
        for line in self.notice.text[passage.start : passage.end].split("\n"):
            start = offset + len(line) - len(line.lstrip())
            if line.strip():
                named = self._heading(passage, start)
                marked = self.marked(named, offset + len(line.rstrip()))
                heading = f"<strong>{escape(self.notice.text[start:named])}</strong>" if named > start else ""
                lines.append(f"<div>{heading}{marked}</div>")
            offset += len(line) + 1
        text = "".join(lines)
        return f'<div class="notice-text">{text}</div>{self.readings(passage)}'

    def _heading(self, passage: Passage, start: int) -> int:
        """Where the article's own heading, (五)促进高等教育高质量发展, ends; ``start`` without one."""
        at = self.notice.text.find(passage.title, start, start + len(passage.title) + _LONGEST_NUMERAL)
        return start if passage.article is None or at < 0 else at + len(passage.title)

    def marked(self, start: int, end: int) -> str:
        """The words from start to end, with the quotes of milestones and of the wanted target around them."""
        html, at = "", start
        for quoted in self._quotes(start, end):
            begin = quoted.anchor.quote_start
            stop = begin + len(quoted.anchor.quote)
            if begin < at:
                continue  # two milestones of one sentence: the first one's mark holds both links
            html += self._numbered(at, begin) + self._quote(quoted, begin, stop)
            at = stop
        return html + self._numbered(at, end)

    def _quotes(self, start: int, end: int) -> list[Target]:
        marked = list(self.notice.milestones)
        # Without a number it is a milestone, and one of them already.
        if self.target is not None and self.target.anchor.number_start is not None:
            marked.insert(0, self.target)
        inside = [
            each
            for each in marked
            if start <= each.anchor.quote_start and each.anchor.quote_start + len(each.anchor.quote) <= end
        ]
        # Of two that start together the wanted one is marked.
        return sorted(inside, key=lambda each: (each.anchor.quote_start, each is not self.target))

    def _quote(self, quoted: Target, begin: int, stop: int) -> str:
        html = self._numbered(begin, stop)
        own = [
            each
            for each in self.notice.milestones
            if begin <= each.anchor.quote_start and each.anchor.quote_start + len(each.anchor.quote) <= stop
        ]
        links = "".join(self._link(each, "", _("节点")) for each in own)
        if self.target is not None and self.target in (quoted, *own):
            return f"<mark>{html}{links}</mark>"
        return f"<span>{html}{links}</span>"

    def _numbered(self, start: int, end: int) -> str:
        """The words with every number in them marked."""
        html, at = "", start
        for number in self.notice.numbers:
            if start <= number.start and number.end <= end:
                html += escape(self.notice.text[at : number.start]) + self._number(number)
                at = number.end
        return html + escape(self.notice.text[at:end])

    def _number(self, number: NoticeNumber) -> str:
        if number.target is not None:
            word = "" if number.kind.value == "target" else number.kind.word
            return self._link(number.target, number.text, word)
        title = with_colon(number.kind.word, number.note or _("由其他单位负责"))
        return (
            f'<span data-number="{number.start}" title="{escape(title)}" class="other">'
            f"{escape(number.text)}</span>{self._small(number.kind.word)}"
        )

    def _link(self, target: Target, text: str, word: str) -> str:
        """A promise: the status's shape, and an underline; leads to the target at this quarter."""
        score = self.scores.get(target.id)
        status = Status.NOT_REPORTED if score is None else score.status
        title = f"{target.code} {target.name} · {target.aim} · {status.word}"
        there = target_address(target.code)
        data = "" if target.anchor.number_start is None else f' data-target="{target.code}"'
        look = ' class="budget"' if target.terms.kind is Kind.BUDGET else ""
        shown = escape(text) or f"<span data-added>{escape(word)}</span>"
        return (
            f'<a href="{escape(there)}" title="{escape(title)}"{data}{look}>'
            f'<i data-added aria-hidden="true" class="shape of-{status}"></i>'
            f'{shown}<span data-added class="spoken">{escape(status.word)}</span></a>'
            f"{self._small(word if text else '')}"
        )

    def _small(self, word: str) -> str:
        if not word:
            return ""
        return f"<sup data-added>{escape(word)}</sup>"

    def readings(self, passage: Passage) -> str:
        """What each number of the passage is, and who decided so: for those who can't hover."""
        inside = [each for each in self.notice.numbers if passage.start <= each.start < passage.end]
        if not inside:
            return ""
        rows = [
            {
                _("数字"): each.text,
                _("读作"): each.kind.word,
                _("说明"): each.note or (each.target.name if each.target else _("由其他单位负责")),
                _("依据"): each.source.word,
            }
            for each in inside
        ]
        title = _("本条{count}个数字的读法").format(count=len(inside))
        return (
            f'<details class="readings"><summary>{escape(title)}</summary>'
            f"{tables.table_html(rows, title)}</details>"
        )
