"""No target to show: the person's units have none, or the leader whom the page is narrowed to."""

from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _


def show() -> None:
    if shell.visit().leader not in ("", address.EVERY):
        prose.empty(_("没有可显示的目标"), _("所选领导在本期没有分管的目标,可在上方改选“全市”。"))
    else:
        prose.empty(_("没有可显示的目标"), _("您所在单位在本方案中没有牵头或配合的目标。"))
