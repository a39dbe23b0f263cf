"""Passwords and logins: how they are read, hashed, compared, and which passwords are refused.

Argon2id with 19 MiB, t=2, p=1 (OWASP's minimum; 29 ms here). At most two hashes run at once:
with the library's defaults twenty sign-ins at once took 1.3 GB. SM3 or another algorithm for a
密评 would replace ``_HASHER`` and nothing else. No composition rules and no forced change
(ASVS 6.2.5, 6.2.10): length, and not easily guessed.
"""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.domain.errors import BadInput

SHORTEST, LONGEST = 12, 128
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)
_LEET = str.maketrans("@43015$7", "aaeoisst")
# What Chinese and international leak lists are made of, and what this house is called.
_GUESSES = sorted(
    """
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
    """.split(),
    key=len,
    reverse=True,
)
_LEFT_OVER = 4


def clean_login(text: str) -> str:
    """A login as stored: NFKC (full-width letters of an input method), lower case, one word.

    Raises BadInput if nothing usable remains.
    """
    login = unicodedata.normalize("NFKC", text[:200]).strip().casefold()
    if not 2 <= len(login) <= 64 or not all(c.isalnum() or c in "._-@" for c in login):
        raise BadInput("账号为 2 至 64 个字母、数字或 . _ - @,不含空格。")
    return login


def hashed(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one. Without a stored hash it takes as long, and is False."""
    try:
        with _AT_ONCE:
            _HASHER.verify(stored or _DUMMY, _normal(password[: 2 * LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def check_strength(password: str, login: str) -> None:
    """Raises BadInput, saying what to change, for a password that is short, long or easily guessed."""
    normal = _normal(password)
    if not SHORTEST <= len(normal) <= LONGEST:
        raise BadInput(f"密码为 {SHORTEST} 至 {LONGEST} 个字,可以是一句话。")
    if len(login) >= 4 and login in normal.casefold():
        raise BadInput("密码不能包含账号。")
    if len(set(normal)) < 5 or len(_without_guesses(normal.casefold(), login)) < _LEFT_OVER:
        raise BadInput(
            "密码太容易被猜到:不要只用数字、年份、生日、手机号、常见词或本地名称,可以用几个不相干的词。"
        )


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


def _normal(password: str) -> str:
    """NFKC, as NIST SP 800-63B advises: the same keys make the same password on every machine."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


_DUMMY = hashed("nobody has this password")
