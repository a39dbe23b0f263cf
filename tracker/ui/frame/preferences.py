"""How the person likes the pages: the language and 老年模式, kept with the account."""

import streamlit as st

from tracker.domain.access import Preferences
from tracker.domain.language import LANGUAGES
from tracker.ui.frame import clicks
from tracker.ui.frame.language import _

_LANGUAGE, _LARGE = "preferred_language", "preferred_type"
_CLICKS = "preferences-clicks"


def control(likes: Preferences) -> None:
    """The switches; what is chosen holds at once, on every page and at every later sign-in."""
    st.session_state[_LANGUAGE] = likes.language
    st.segmented_control(
        _("界面语言"),
        list(LANGUAGES),
        format_func=lambda each: LANGUAGES[each],
        key=_LANGUAGE,
        required=True,
        on_change=lambda: clicks.prefer(_CLICKS, language=st.session_state[_LANGUAGE]),
        help=_("目标、单位和填报内容不翻译,导出的文件为中文。"),
    )
    st.session_state[_LARGE] = likes.large_type
    st.toggle(
        _("老年模式"),
        key=_LARGE,
        on_change=lambda: clicks.prefer(_CLICKS, large_type=st.session_state[_LARGE]),
        help=_("字号加大,颜色对比加强。"),
    )
    clicks.show(_CLICKS)
    st.caption(_("随账号保存,换一台电脑登录也有效。深色、浅色随操作系统的设置。"))
