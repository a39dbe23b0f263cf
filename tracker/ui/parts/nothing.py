"""No target to show: the person's units have none, or the leader whom the page is narrowed to."""

from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _


def show_none_led() -> None:
    """To who reports, where their units lead nothing in what is shown: of several plans it may be another."""
    if shell.visit().plan_in_address:
        hint = _("可在上方改选其他方案;如有疑问,请联系系统管理员核对账号所属单位。")
        prose.empty(_("本方案中没有由您所在单位牵头的目标"), hint)
    else:
        prose.empty(_("没有由您所在单位牵头的目标"), _("如有疑问,请联系系统管理员核对账号所属单位。"))


def show() -> None:
    visit = shell.visit()
    if visit.as_of is not None and not visit.person.unit_ids:
        prose.empty(_("没有可显示的目标"), _("在所选的这一天,本方案还没有发布。"))
    elif visit.leader not in ("", address.EVERY):
        prose.empty(_("没有可显示的目标"), _("所选领导在本期没有分管的目标,可在上方改选“全市”。"))
    else:
        prose.empty(_("没有可显示的目标"), _("您所在单位在本方案中没有牵头或配合的目标。"))
