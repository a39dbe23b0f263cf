"""What a browser says of itself, in the words in which its owner knows it."""

from tracker.domain.language import _, marked

# The first that stands in it: newer names are put behind those of browsers that came before.
_SYSTEMS = (
    ("iPad", marked("iPad")),
    ("iPhone", marked("iPhone手机")),
    ("OpenHarmony", marked("鸿蒙设备")),
    ("HarmonyOS", marked("鸿蒙设备")),
    ("Android", marked("安卓手机")),
    ("Windows", marked("Windows电脑")),
    ("Macintosh", marked("苹果电脑")),
    ("UOS", marked("统信电脑")),
    ("Kylin", marked("麒麟电脑")),
    ("Linux", marked("Linux电脑")),
)
_BROWSERS = (
    ("wxwork", marked("企业微信")),
    ("MicroMessenger", marked("微信")),
    ("DingTalk", marked("钉钉")),
    ("QIHU", marked("360浏览器")),
    ("360SE", marked("360浏览器")),
    ("QQBrowser", marked("QQ浏览器")),
    ("Edg", marked("Edge浏览器")),
    ("Firefox", marked("火狐浏览器")),
    ("Chrome", marked("Chrome浏览器")),
    ("Safari", marked("Safari浏览器")),
)


def device(agent: str) -> str:
    """Windows电脑，Edge浏览器; what it is not known by is left out."""
    known = [next((_(word) for sign, word in signs if sign in agent), "") for signs in (_SYSTEMS, _BROWSERS)]
    return _("，").join(word for word in known if word) or _("未知设备")
