"""The office's own words while they are written: what the figures propose, and what people made of it.

Each place of a paper (``about``) holds one passage, kept as a Request: a passage is one that asks nobody. A
proposal follows the figures until a person touches it: takes it as it is, writes it otherwise, or leaves it
out. From then on their word stands, and a change of the figures is only pointed out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_name, clean_text
from tracker.domain.measure.period import Period
from tracker.domain.meetings.paper import AreaPassage, Passage, Request, Words

TEXT_LIMIT = 2_000
HEADING_LIMIT = 30
# Of one kind of passage, own ones and proposed ones together.
MOST = 30
MEETING, CHOICES, ORDER = "meeting", "choices", "order"


class Part(StrEnum):
    """The parts of a paper that people write, in its order; ``about`` begins with one."""

    OVERALL = "overall"
    AREA = "area"
    PROBLEM = "problem"
    PRAISE = "praise"
    DECISION = "decision"
    REQUEST = "request"
    NEXT_STEPS = "next_steps"

    @property
    def word(self) -> str:
        return {
            "overall": _("总体情况"),
            "area": _("分领域"),
            "problem": _("主要问题"),
            "praise": _("表扬"),
            "decision": _("提请会议议定"),
            "request": _("工作要求"),
            "next_steps": _("下一步打算"),
        }[self]

    @property
    def is_single(self) -> bool:
        """Whether it is one paragraph."""
        return self in (Part.OVERALL, Part.PRAISE, Part.NEXT_STEPS)

    @property
    def takes_more(self) -> bool:
        """Whether people may add passages of their own."""
        return self in (Part.PROBLEM, Part.DECISION, Part.REQUEST)

    @property
    def has_heading(self) -> bool:
        return self.takes_more


@dataclass(frozen=True)
class Proposal:
    """What the figures give cause to say at a place, and ``why``: by which rule, to be translated.

    ``whole``: the same with whole names. That somebody gives a short one is no change of the figures.
    """

    about: str
    said: Request
    why: str
    whole: Request | None = None

    @property
    def basis(self) -> Request:
        """What is kept of it beside a person's word, to tell later whether the figures have changed."""
        return self.said if self.whole is None else self.whole


@dataclass(frozen=True)
class Meeting:
    """For which meeting the papers are made.

    ``compared``: the number of the earlier snapshot to compare with; COMPARED_NEWEST: that of the meeting
    before; COMPARED_NONE: none. ``name`` empty: the usual one.
    """

    on: date | None = None
    name: str = ""
    compared: str = ""
    include_unapproved: bool = False

    def day(self, today: date) -> date:
        return today if self.on is None else self.on

    @in_chinese()
    def name_at(self, period: Period) -> str:
        """Stored with the snapshot: Chinese, whoever freezes it."""
        usual = _("{year}年{span}重点目标进展").format(year=period.year, span=period.span)
        return self.name or usual


COMPARED_NEWEST, COMPARED_NONE = "", "none"


@dataclass(frozen=True)
class Order:
    """In which order a part's passages stand, by their places; those it does not name stand behind."""

    places: tuple[str, ...] = ()

    def moved(self, about: str, by: int) -> "Order":
        """The same with a passage one place up (``by`` −1) or down (1); past an end it stays."""
        here = self.places.index(about)
        there = min(max(here + by, 0), len(self.places) - 1)
        left = [each for each in self.places if each != about]
        return Order((*left[:there], about, *left[there:]))


NO_ORDERS: Mapping[str, Order] = {}


@dataclass(frozen=True)
class Touched:
    """What a person made of a place: ``said``, or None where it is left out.

    ``basis``: the proposal that they saw; None for a passage of their own. ``is_undone``: nobody's again.
    """

    said: Request | None
    basis: Request | None = None
    is_undone: bool = False


@dataclass(frozen=True)
class Step:
    """The newest decision about a place; ``number`` counts all of a plan's period."""

    number: int
    about: str
    touched: Touched
    by: str
    by_id: int
    at: datetime


@dataclass(frozen=True)
class Piece:
    """What stands at a place: a proposal of the figures, a person's word on it, or both."""

    about: str
    proposal: Proposal | None = None
    step: Step | None = None

    @property
    def part(self) -> Part:
        return part_of(self.about)

    @property
    def is_touched(self) -> bool:
        return self.step is not None and not self.step.touched.is_undone

    @property
    def is_left_out(self) -> bool:
        return self.step is not None and self.is_touched and self.step.touched.said is None

    @property
    def seen(self) -> int:
        """The newest step about it; who decides says which they saw."""
        return 0 if self.step is None else self.step.number

    @property
    def said(self) -> Request | None:
        """What stands there; None where it is left out, or nothing is said."""
        if self.step is not None and self.is_touched:
            return self.step.touched.said
        return None if self.proposal is None else replace(self.proposal.said, is_proposed=True)

    @property
    def has_moved(self) -> bool:
        """Whether the figures would propose something else now than what the person saw; headings aside."""
        if self.step is None or not self.is_touched or self.step.touched.basis is None:
            return False
        seen = self.step.touched.basis
        if self.proposal is None:
            return True
        basis = self.proposal.basis
        return basis != replace(seen, heading=basis.heading)


def part_of(about: str) -> Part:
    """Raises BadInput for what is no place of a paper."""
    try:
        return Part(about.split(":")[0])
    except ValueError:
        raise BadInput(_("没有这一部分。")) from None


def order_about(part: Part) -> str:
    """The place at which a part's order is decided."""
    return f"{ORDER}:{part}"


def pieces(
    proposals: Sequence[Proposal], steps: Iterable[Step], orders: Mapping[str, Order] = NO_ORDERS
) -> tuple[Piece, ...]:
    """All places with anything to show, in the paper's order: the proposed ones first, then people's own.

    ``orders``: by ``order_about`` what people put otherwise within a part.
    """
    taken = {step.about: step for step in steps}
    found = [Piece(each.about, each, taken.pop(each.about, None)) for each in proposals]
    rest = (Piece(step.about, step=step) for step in sorted(taken.values(), key=lambda step: step.number))
    found += [piece for piece in rest if piece.said is not None]
    parts = list(Part)

    def place(piece: Piece) -> tuple[int, int]:
        placed = orders.get(order_about(piece.part), Order()).places
        return parts.index(piece.part), placed.index(piece.about) if piece.about in placed else len(placed)

    return tuple(sorted(found, key=place))


def words_of(found: Iterable[Piece]) -> Words:
    """The words as previews show them; ``Words.touched`` is what is frozen."""
    said: dict[Part, list[tuple[str, Request]]] = {}
    for piece in found:
        if piece.said is not None and (piece.said.text or piece.said.heading):
            said.setdefault(piece.part, []).append((piece.about, piece.said))

    def passages(part: Part) -> tuple[Passage, ...]:
        return tuple(
            Passage(each.text, each.heading, each.is_proposed) for _about, each in said.get(part, ())
        )

    def single(part: Part) -> Passage | None:
        return next(iter(passages(part)), None)

    return Words(
        overall=single(Part.OVERALL),
        areas=tuple(
            AreaPassage(int(about.split(":")[1]), each.text, each.is_proposed)
            for about, each in said.get(Part.AREA, ())
        ),
        problems=passages(Part.PROBLEM),
        praise=single(Part.PRAISE),
        decisions=passages(Part.DECISION),
        requests=tuple(each for _about, each in said.get(Part.REQUEST, ())),
        next_steps=single(Part.NEXT_STEPS),
    )


def cleaned(about: str, said: Request) -> Request:
    """A passage as it is stored. Raises BadInput, in words, for what is too long or belongs elsewhere."""
    part = part_of(about)
    text = clean_text(said.text, TEXT_LIMIT, part.word)
    heading = " ".join(clean_text(said.heading, HEADING_LIMIT, _("小标题")).split())
    bare = Request(text, heading if part.has_heading else "")
    if part is not Part.REQUEST:
        return bare
    return replace(
        said, text=text, heading=heading, is_from=said.is_from and said.due is not None, is_proposed=False
    )


def cleaned_meeting(meeting: Meeting) -> Meeting:
    return replace(meeting, name=clean_name(meeting.name, _("材料名称")) if meeting.name.strip() else "")


def cleaned_order(about: str, order: Order) -> Order:
    """Raises BadInput for places that are another part's, told twice, or too many."""
    part = part_of(about.removeprefix(f"{ORDER}:"))
    is_own = all(each.startswith(f"{part}:") for each in order.places)
    is_once = len(set(order.places)) == len(order.places) <= 2 * MOST
    if not (part.takes_more and is_own and is_once):
        raise BadInput(_("这一部分不能这样排列。"))
    return order


def own_about(part: Part, found: Iterable[Piece], steps: int) -> str:
    """The place of a new passage of one's own. Raises BadInput where there are too many already."""
    if sum(piece.part is part for piece in found) >= MOST:
        raise BadInput(_("“{part}”最多{most}条。").format(part=part.word, most=MOST))
    return f"{part}:own-{steps + 1}"
