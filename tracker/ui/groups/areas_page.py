"""按领域: all areas with their counts and coverage; one of them with its targets over the year."""

from html import escape

from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.groups import board as groups
from tracker.ui.groups import one
from tracker.ui.parts import directives, links, nothing
from tracker.ui.parts.links import notice_area_link


def page() -> None:
    card = shell.current_card()
    if not card.targets:
        nothing.show()
        return

    board = groups.Board(card, card.areas, links.AREA, _("领域"))
    chosen = groups.choose(board)
    if chosen is None:
        groups.show_all(board)
        return
    area = chosen.scores[0].target.area
    lead = (
        f"<span>{escape(_('领域牵头单位: {unit}').format(unit=area.lead.name))}</span>" if area.lead else ""
    )
    notice = links.link_html(notice_area_link(area.number, _("查看这一领域的原文")))
    one.show(board, chosen, one.head_html(board, chosen, lead, notice))
    directives.show_on_area(area)
