"""按部门: all departments with their counts and coverage; one with its targets and its record."""

from html import escape

from tracker.domain.progress.scorecard import by_size
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.groups import board as groups
from tracker.ui.groups import one, record
from tracker.ui.parts import links, nothing


def page() -> None:
    card = shell.current_card()
    if not card.targets:
        nothing.show()
        return
    person = shell.visit().person

    co_led = groups.co_led_asked()
    departments = card.departments_with_co_led if co_led else card.departments
    board = groups.Board(card, by_size(departments), links.UNIT, _("部门"), co_led)
    chosen = groups.choose(board, groups.own_unit(board, person))
    if chosen is None:
        groups.show_all(board, groups.co_led_html("", co_led=co_led))
        return
    counted = (
        _("牵头和配合的目标;一项目标在每个责任单位各计一次,全市合计只计一次。")
        if co_led
        else _("只计牵头的目标。")
    )
    beside = groups.co_led_html(str(chosen.key), co_led=co_led), f"<span>{escape(counted)}</span>"
    one.show(board, chosen, one.head_html(board, chosen, *beside))
    record.show(card, chosen)
