"""催报: what a department is reminded of, and the ways in which the reminder goes out."""

from enum import StrEnum


class Channel(StrEnum):
    """COPY: the text was taken from the page into the office messenger by hand."""

    COPY = "copy"
    EMAIL = "email"
    DINGTALK = "dingtalk"
    WECOM = "wecom"

    @property
    def word(self) -> str:
        return {"copy": "复制发送", "email": "电子邮件", "dingtalk": "钉钉", "wecom": "企业微信"}[self]
