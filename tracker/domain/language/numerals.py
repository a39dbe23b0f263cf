"""Chinese numerals, as notices number their areas and articles."""

from tracker.domain.language import CHINESE, spoken

_DIGITS = "零一二三四五六七八九"


def in_numerals(number: int) -> str:
    """三十三 for readers of Chinese, 33 for others."""
    return numeral(number) if spoken() == CHINESE else str(number)


def numeral(number: int) -> str:
    """三十三 of 33, 一百零五 of 105; for 0 to 999, beyond which the digits stay."""
    if not 0 <= number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        # 十二, but 一百一十二.
        text += f"{_DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        text += _DIGITS[0]
    return text + (_DIGITS[ones] if ones or not number else "")
