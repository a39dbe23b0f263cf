"""Amounts as people type and read them: exact Decimals with a unit of measure.

What is typed is normalised exactly (full-width digits, thousands separators, true minus
signs) or refused with a sentence; it is never guessed. The ledger keeps four decimals and
fourteen digits before them (docs/decisions/0003), so anything finer or larger is refused here.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import prod

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import storable

DECIMAL_PLACES = 4
LARGEST = Decimal("99999999999999.9999")
LONGEST_TYPED = 40
TRUE_MINUS = "−"
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_TYPED_SCALE = re.compile(r"(.*?)([万亿]+)")
_SCALES = {"万": 10_000, "亿": 100_000_000}
# Full-width forms and the true minus only. NFKC would make 32 of 3² and 1 of ①.
_HALF_WIDTH = {0xFF00 + code: 0x0020 + code for code in range(1, 0x5F)} | {ord(TRUE_MINUS): "-"}
# Space between two parts of a number is kept, and refused: 45 68 is two cells, not 4568.
_SPACE_BESIDE = re.compile(r"(?<![0-9.,]) | (?![0-9.,])")
# Units whose differences are said in 百分点, never in percent: one of them is a hundredth.
IN_POINTS = ("%", "\uff05", marked("百分点"), marked("个百分点"))
# A digit too many or too few, percent for a share, thousands, 万 or 亿 left out.
_SLIPS = tuple(Decimal(10) ** power for power in (1, 2, 3, 4, 8))
FAR = 5  # times as much, or as little, as what it is compared with


@lru_cache(1024)
def exact(amount: Decimal) -> Fraction:
    """An amount to reckon with; terms hold the same few, and ``Fraction`` takes long to look what it got."""
    return Fraction(*amount.as_integer_ratio())


def quotient(amount: Decimal, whole: Decimal) -> Fraction:
    """The one in the other, exactly; a fifth of what two Fractions cost to divide."""
    part, over = amount.as_integer_ratio(), whole.as_integer_ratio()
    return Fraction(part[0] * over[1], part[1] * over[0])


def reaches(amount: Fraction, other: Fraction) -> bool:
    """``amount >= other``, in a sixth of the time that Fractions take to see what they are compared with."""
    return amount.numerator * other.denominator >= other.numerator * amount.denominator


@lru_cache(1024)
def scale_of(unit_of_measure: str) -> int:
    """How many single units one unit of measure holds: 万标箱 10,000; 台(套) 1; 万亿元 10¹²."""
    return prod(_SCALES[sign] for sign in unit_of_measure.removesuffix(counted_in(unit_of_measure)))


def counted_in(unit_of_measure: str) -> str:
    """What is counted, without its 万 or 亿: 标箱."""
    return unit_of_measure.lstrip("万亿")


def parse_amount(typed: str, unit_of_measure: str = "", *, may_be_negative: bool = False) -> Decimal:
    """Read what was typed into a figure's field, in its unit of measure.

    Accepts full-width digits, thousands separators, surrounding space, the field's own unit
    behind the number, and 万 or 亿 behind it, which is converted exactly (36万 in a field of
    万标箱 is 36; 3600万 in one of 亿元 is 0.36).
    Raises BadInput, with a sentence for the person, for everything else.
    """
    # What is longer by far is refused by its length below, and not worth translating before.
    text = _half_width(typed) if len(typed) <= 10 * LONGEST_TYPED else typed
    if not text:
        raise BadInput(_("还没有填写数值。没有完成请填 0。"))
    if len(text) > LONGEST_TYPED:
        raise BadInput(_("数字太长了,请核对。"))
    text, factor = _without_unit(text, _half_width(unit_of_measure))
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        shown = storable(typed.strip()[:20])
        raise BadInput(
            _("“{shown}”不是数字。请只填数字,单位是{unit_of_measure}。").format(
                shown=shown, unit_of_measure=unit_of_measure or _("个")
            )
        )
    return _admitted(Fraction(Decimal(text.replace(",", ""))) * factor, may_be_negative)


def _half_width(text: str) -> str:
    return _SPACE_BESIDE.sub("", " ".join(text.translate(_HALF_WIDTH).split()))


def _without_unit(text: str, unit: str) -> tuple[str, Fraction]:
    """The bare number and what to multiply it by, to have it in the field's unit."""
    counted = counted_in(unit)
    bare = text.removesuffix(counted)
    written = _TYPED_SCALE.fullmatch(bare)
    if written is not None:
        return written[1], Fraction(scale_of(written[2]), scale_of(unit))
    # 36标箱 in a field of 万标箱 keeps its unit, and is refused.
    return (bare if counted == unit else text), Fraction(1)


def _admitted(amount: Fraction, may_be_negative: bool) -> Decimal:
    scaled = amount * 10**DECIMAL_PLACES
    if scaled.denominator != 1:
        raise BadInput(_("最多保留{decimal_places}位小数。").format(decimal_places=DECIMAL_PLACES))
    value = Decimal(scaled.numerator).scaleb(-DECIMAL_PLACES)
    if abs(value) > LARGEST:
        raise BadInput(_("数字太大了,请核对数值和单位。"))
    if value < 0 and not may_be_negative:
        raise BadInput(_("这项数据不会是负数,请核对。"))
    # normalize() alone makes 1E+2 of 100 and keeps the sign of −0.
    return value.normalize() + 0


def plain(value: Decimal) -> str:
    """The shortest exact writing, without exponent or trailing zeros: 36, 5.98, -1.5."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def amount_text(value: Decimal) -> str:
    """For people: thousands separators and a true minus sign: 14,100; −1.5."""
    text = plain(value).lstrip("-")
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}" + (f".{rest}" if rest else "")
    return f"{TRUE_MINUS}{grouped}" if value < 0 else grouped


def with_unit(value: Decimal, unit_of_measure: str) -> str:
    """36万标箱, 91%, 3分/千瓦时."""
    return f"{amount_text(value)}{unit_of_measure}"


def read_back(value: Decimal, unit_of_measure: str) -> str | None:
    """36万标箱 = 360,000标箱. None where the unit of measure holds no 万 or 亿."""
    scale = scale_of(unit_of_measure)
    if scale == 1:
        return None
    return f"{with_unit(value, unit_of_measure)} = {amount_text(value * scale)}{counted_in(unit_of_measure)}"


def rounded(ratio: Fraction, places: int = 1) -> Decimal:
    """A ratio as a Decimal, half up. The one place where a ratio loses exactness."""
    shifted = ratio * 10**places
    floor = abs(shifted) + Fraction(1, 2)
    whole = floor.numerator // floor.denominator
    return (Decimal(whole if shifted >= 0 else -whole)).scaleb(-places)


def in_ledger_places(amount: Fraction, *, up: bool) -> Decimal:
    """An amount exactly where the ledger's four decimals hold it; else cut to four, up or down.

    What the ledger keeps never lies between the two: what equals an amount that was cut up has passed what
    it was cut from, and what is short of that is short of both. Cut down it is the other way round.
    """
    scaled = amount * 10**DECIMAL_PLACES
    places = -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    return Decimal(places).scaleb(-DECIMAL_PLACES).normalize() + 0


def percent(ratio: Fraction, places: int = 1) -> str:
    """53.3%, −2.7%, 100%: at most ``places`` decimals, as bulletins write it."""
    return f"{amount_text(rounded(ratio * 100, places))}%"


def share_text(ratio: Fraction, short_of: Fraction | None = None) -> str:
    """A share with one decimal always, as bulletins print it in columns and sentences: 80.0%.

    ``short_of``: what it must not be read as having reached. 99.97 % is short of 100 % and prints 99.9%.
    """
    text = percent(kept_short(ratio, short_of))
    return text if "." in text else f"{text[:-1]}.0%"


def kept_short(ratio: Fraction, short_of: Fraction | None) -> Fraction:
    """Rounded down where half up would write the limit, or 100 %, that it has not reached."""
    limits = [limit for limit in (short_of, Fraction(1)) if limit is not None and ratio < limit]
    if any(rounded(ratio * 100, 1) >= rounded(limit * 100, 1) for limit in limits):
        return Fraction((ratio * 1000).__floor__(), 1000)
    return ratio


def signed_points(ratio: Fraction, places: int = 1) -> str:
    """A difference of two shares in percentage points: +6.5, −21.7, 0; of less than one place −0.0."""
    points = rounded(ratio * 100, places)
    if not points and ratio:
        return f"{'+' if ratio > 0 else '−'}{0:.{places}f}"
    return f"+{amount_text(points)}" if points > 0 else amount_text(points)


@dataclass(frozen=True)
class Reference:
    """An amount that another is compared with. ``is_earlier``: it is the last figure, not an aim.

    ``least``: from where on an amount is plausible, where that is not a fifth of the reference.
    """

    name: str
    amount: Decimal
    is_earlier: bool = False
    least: Decimal | None = None

    def fits(self, value: Decimal) -> bool:
        least = Fraction(abs(self.amount)) / FAR if self.least is None else Fraction(self.least)
        return least <= abs(value) <= FAR * abs(self.amount)


@dataclass(frozen=True)
class Slip:
    """An implausible amount: how many times ``reference`` it is, or which part of it; None for 0.

    ``suggestion`` is what may have been meant, where a slip of the unit or of the point explains it.
    """

    factor: Decimal | None
    reference: Reference
    suggestion: Decimal | None = None


def magnitude_slip(
    value: Decimal, references: Iterable[Reference], can_be: Callable[[Decimal], bool]
) -> Slip | None:
    """Whether ``value`` is far from all references: beyond five times, or below a fifth of each.

    Where it lies within a factor of two of a power of ten times a reference, what may have been meant is
    suggested, if it ``can_be``. The guard asks; it never blocks. A reference of 0 says nothing.
    """
    known = [each for each in references if each.amount != 0]
    if any(each.fits(value) for each in known):
        return None
    slips = [_slip(value, each, can_be) for each in known]
    return next((slip for slip in slips if slip.suggestion is not None), slips[0] if slips else None)


def _slip(value: Decimal, reference: Reference, can_be: Callable[[Decimal], bool]) -> Slip:
    if value == 0:
        return Slip(None, reference)
    ratio = abs(Fraction(value) / Fraction(reference.amount))
    times = max(ratio, 1 / ratio)
    for power in _SLIPS:
        meant = Fraction(value) / Fraction(power) if ratio > 1 else Fraction(value) * Fraction(power)
        suggestion = rounded(meant, DECIMAL_PLACES).normalize() + 0
        if Fraction(1, 2) <= times / Fraction(power) <= 2 and can_be(suggestion):
            return Slip(power, reference, suggestion)
    return Slip(rounded(times, 0), reference)
