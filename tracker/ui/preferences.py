"""How the person likes the pages: the language and 老年模式, kept with the account."""

import streamlit as st

from tracker.domain.access import Preferences
from tracker.domain.language import LANGUAGES
from tracker.ui import shell
from tracker.ui.language import _

_LANGUAGE, _LARGE = "preferred_language", "preferred_type"


def control(likes: Preferences) -> None:
    """The switches; what is chosen holds at once, on every page and at every later sign-in."""
    with st.popover(_("显示设置"), icon=":material/display_settings:", width="stretch"):
        st.session_state[_LANGUAGE] = likes.language
        st.segmented_control(
            _("界面语言"), list(LANGUAGES), format_func=lambda each: LANGUAGES[each], key=_LANGUAGE,
            required=True, on_change=_prefer_language,
            help=_("目标、单位和填报内容不翻译,导出的文件为中文。"),
        )  # fmt: skip
        st.session_state[_LARGE] = likes.large_type
        st.toggle(_("老年模式"), key=_LARGE, on_change=_prefer_type, help=_("字号加大,颜色对比加强。"))
        st.caption(_("随账号保存,换一台电脑登录也有效。深色、浅色请在右上角菜单中选择。"))


def _prefer_language() -> None:
    _prefer(language=st.session_state[_LANGUAGE])


def _prefer_type() -> None:
    _prefer(large_type=st.session_state[_LARGE])


def _prefer(**chosen: object) -> None:
    with shell.told():
        shell.prefer(**chosen)


def dress(likes: Preferences) -> None:
    """What no theme can say: dark words on a dark theme's buttons, and 老年模式."""
    rules = _buttons() if shell.is_dark() else ""
    if likes.large_type:
        rules += _large_type()
    if rules:
        st.html(f"<style>{rules}</style>")


def _buttons() -> str:
    """Streamlit writes white on the dark accent, 3.4:1; the same accent must be read as a word too."""
    primary = ("stBaseButton-primary", "stBaseButton-primaryFormSubmit", "stBaseLinkButton-primary")
    places = ",".join(f"[data-testid={each}],[data-testid={each}] *" for each in primary)
    return f"{places}{{color:{shell.colours()['paper']}!important}}"


def _large_type() -> str:
    """All type grows (the pages measure in rem); pale words and fine lines get contrast."""
    colours = shell.colours()
    pale = "[data-testid=stCaptionContainer],[data-testid=stWidgetLabel],[data-testid=stSidebarNav] *"
    fields = "[data-baseweb=input],[data-baseweb=textarea],[data-baseweb=select]>div,.stButton>button"
    return (
        "html{font-size:20px}@media (max-width:480px){html{font-size:18px}}"
        f"{pale}{{color:{colours['ink']}!important;opacity:1!important}}"
        f"{fields}{{border-color:{colours['muted']}!important}}"
        ".stHtml a,.stMarkdown a{text-decoration:underline!important}"
    )
