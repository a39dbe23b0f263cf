"""How the person likes the pages: the language and 老年模式, kept with the account."""

import streamlit as st

from tracker.domain.access import Preferences
from tracker.domain.language import LANGUAGES
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import widgets

_OPENED, _LANGUAGE, _LARGE = "preferences", "preferred_language", "preferred_type"
_CLICKS = "preferences-clicks"


def control(likes: Preferences) -> None:
    """The switches; what is chosen holds at once, on every page and at every later sign-in.

    They are sent when they are opened: every run of every page would else make and send them.
    """
    place = st.expander(_("显示设置"), icon=":material/display_settings:", key=_OPENED, on_change="rerun")
    if not place.open:
        return
    with place:
        st.session_state[_LANGUAGE] = likes.language
        st.segmented_control(
            _("界面语言"),
            list(LANGUAGES),
            format_func=lambda each: LANGUAGES[each],
            key=_LANGUAGE,
            required=True,
            on_change=_prefer_language,
            help=_("目标、单位和填报内容不翻译,导出的文件为中文。"),
        )
        st.session_state[_LARGE] = likes.large_type
        st.toggle(_("老年模式"), key=_LARGE, on_change=_prefer_type, help=_("字号加大,颜色对比加强。"))
        clicks.show(_CLICKS)
        st.caption(_("随账号保存,换一台电脑登录也有效。深色、浅色请在右上角菜单中选择。"))


def _prefer_language() -> None:
    clicks.prefer(_CLICKS, language=st.session_state[_LANGUAGE])


def _prefer_type() -> None:
    clicks.prefer(_CLICKS, large_type=st.session_state[_LARGE])


def dress(likes: Preferences) -> None:
    """What no theme can say: tables, words that Streamlit writes too pale to be read (4.5:1), 老年模式."""
    rules = widgets.table_rules() + _read_better() + (_large_type() if likes.large_type else "")
    st.html(f"<style>{rules}</style>")


def _read_better() -> str:
    """Captions, shortcuts and the navigation's icons are ink at 60 %: 4.0:1; white on a dark button 3.4:1."""
    colours = shell.colours()
    rules = f"[data-testid=stCaptionContainer],kbd{{color:{colours['muted']}!important;opacity:1!important}}"
    rules += f"[data-testid=stSidebarNav] [data-testid=stIconMaterial]{{color:{colours['ink']}!important}}"
    if shell.is_dark():
        primary = ("stBaseButton-primary", "stBaseButton-primaryFormSubmit", "stBaseLinkButton-primary")
        buttons = ",".join(f"[data-testid={each}],[data-testid={each}] *" for each in primary)
        rules += f"{buttons}{{color:{colours['paper']}!important}}"
    return rules


def _large_type() -> str:
    """All type grows (the pages measure in rem); fine lines get contrast."""
    fields = "[data-baseweb=input],[data-baseweb=textarea],[data-baseweb=select]>div,.stButton>button"
    return (
        "html{font-size:20px}@media (max-width:480px){html{font-size:18px}}"
        f"{fields}{{border-color:{shell.colours()['muted']}!important}}"
        ".stHtml a,.stMarkdown a{text-decoration:underline!important}"
    )
