"""What proves who somebody is: what a password must be, and when a second step is asked at the sign-in.

What a city demands beyond the house's own rules stands in ``Demands``; by default it demands nothing more
(docs/decisions/0039).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from tracker.domain.access import Role
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Refusal

SHORTEST, LONGEST = 12, 128
STEP_SECONDS = 30  # RFC 6238: a code is that of such a step of time
_LEFT_OVER = 4
_LEET = str.maketrans("@43015$7", "aaeoisst")
# What Chinese and international leak lists are made of, and what this house is called.
_WORDS = """
    password passwd passw pass word admin administrator root user guest login welcome hello test demo
    qwerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc abcd
    abcdef abcdefg abc iloveyou love forever sunshine princess dragon monkey master shadow letmein
    football baseball superman batman computer internet windows changeme secret default system
    mima denglu zhanghao guanliyuan guanli yonghu woaini aini woaiwojia wobuzhidao woshishui nihao
    zhongguo china beijing shanghai hangzhou jiaxing haining hainingshi zhejiang zhengfu shizhengfu
    renmin shifuban ducha duchashi jianshe fazhan gaige keji jiaotong caizheng jingxin fagai
    mubiao tracker kpi gov office jiayou yisheng yishi xiaoming laopo laogong baobao wangyi taobao
    weixin alibaba tencent huawei xiaomi zhang wang li liu chen yang zhao huang zhou wu
    海宁 嘉兴 浙江 政府 人民 密码 管理员 市府办 督查 目标 中国
    """
_GUESSES = sorted(_WORDS.split(), key=len, reverse=True)


@dataclass(frozen=True)
class Demands:
    """What a city demands of sign-ins.

    ``least``: characters of a password. ``kinds``: so many of capitals, small letters, digits, signs and
    other letters (汉字) in it. ``days``: a password is set anew after so many; ``former``: so many that were
    in use last, the present one among them, do not come again; 0 each: not asked.
    ``second_step``: the roles that do not sign in by a password alone. ``provider_only``: nobody signs
    in by a password but the administrator whose login ``break_glass`` names.
    """

    least: int = SHORTEST
    kinds: int = 0
    days: int = 0
    former: int = 0
    second_step: frozenset[Role] = frozenset()
    provider_only: bool = False
    break_glass: str = ""

    def admits_password(self, login: str, role: Role = Role.ADMINISTRATOR) -> bool:
        """Whether this account may have a password and sign in by it."""
        return not self.provider_only or (login == self.break_glass and role is Role.ADMINISTRATOR)

    def require_password(self, login: str, role: Role = Role.ADMINISTRATOR) -> None:
        """Raise Refusal, in words, where passwords are not in use."""
        if not self.admits_password(login, role):
            raise Refusal(_("本系统只通过统一身份认证登录，不使用密码。"))

    @property
    def words(self) -> str:
        """What a new password has to be, in one sentence."""
        told = _("密码至少{least}个字，可以是几个不相干的词；不要用账号、生日、手机号或本地名称。")
        said: str = told.format(least=self.least)
        if self.kinds:
            kinds = _("大写字母、小写字母、数字、符号、汉字中至少要有{kinds}种。")
            said += kinds.format(kinds=self.kinds)
        return said


NOTHING_MORE = Demands()


class Missing(Enum):
    """What is still asked of somebody whose password is right."""

    CODE = auto()
    ENROLMENT = auto()
    NEW_PASSWORD = auto()


def missing(
    demands: Demands,
    role: Role,
    set_at: datetime | None,
    now: datetime,
    *,
    is_enrolled: bool,
    code_given: bool,
) -> Missing | None:
    """The next that is asked, None when all is given; ``set_at``: since when the password is in use."""
    if is_enrolled and not code_given:
        return Missing.CODE
    if role in demands.second_step and not is_enrolled:
        return Missing.ENROLMENT
    return Missing.NEW_PASSWORD if is_too_old(demands, set_at, now) else None


def is_too_old(demands: Demands, set_at: datetime | None, now: datetime) -> bool:
    """A password of which nobody knows since when it is in use counts as too old."""
    if not demands.days:
        return False
    return set_at is None or now - set_at >= timedelta(days=demands.days)


def steps_to_try(now: datetime, last: int) -> tuple[int, ...]:
    """The steps of time whose codes are taken: this one and its neighbours, after the ``last`` that was.

    Clocks of phones go wrong by some seconds; what was taken once is never taken again (RFC 6238, 5.2).
    """
    step = int(now.timestamp()) // STEP_SECONDS
    return tuple(each for each in (step - 1, step, step + 1) if each > last)


def clean_code(text: str) -> str:
    """A code as it is compared: digits and small letters alone, however it was grouped or typed."""
    return re.sub(r"[^0-9a-z]", "", unicodedata.normalize("NFKC", text[:100]).casefold())


def normal(password: str) -> str:
    """NFKC, as NIST SP 800-63B advises: the same keys make the same password on every machine."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


def check_strength(password: str, login: str, demands: Demands = NOTHING_MORE) -> None:
    """Raises BadInput, saying what to change, for a password that is short, long or easily guessed."""
    text = normal(password)
    if not demands.least <= len(text) <= LONGEST:
        raise BadInput(
            _("密码为{shortest}至{longest}个字，可以是一句话。").format(
                shortest=demands.least, longest=LONGEST
            )
        )
    # A shorter one stands in too many honest words.
    if len(login) >= 4 and login in text.casefold():
        raise BadInput(_("密码不能包含账号。"))
    if kinds_of(text) < demands.kinds:
        raise BadInput(
            _("密码中大写字母、小写字母、数字、符号、汉字至少要有{kinds}种。").format(kinds=demands.kinds)
        )
    if len(set(text)) < 5 or len(_without_guesses(text.casefold(), login)) < _LEFT_OVER:
        raise BadInput(
            _("密码太容易被猜到：不要只用数字、年份、生日、手机号、常见词或本地名称，可以用几个不相干的词。")
        )


def kinds_of(text: str) -> int:
    """How many of capitals, small letters, digits, signs and other letters stand in it."""
    return len({_kind_of(character) for character in text})


def _kind_of(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Lu", "Ll"):
        return category
    return category[0] if category[0] in "LN" else "sign"


def _without_guesses(text: str, login: str) -> str:
    """The letters that remain when digits, signs, the login and well-known words are taken out.

    Both as typed and with p@ssw0rd read as password; the shorter remainder counts.
    """
    remainders = []
    for spelling in (text, text.translate(_LEET)):
        rest = "".join(c for c in spelling if c.isalpha())
        for word in (login, *_GUESSES):
            rest = rest.replace(word, "")
        remainders.append(rest)
    return min(remainders, key=len)
