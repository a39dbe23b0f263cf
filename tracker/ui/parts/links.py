"""Links between pages about one target: its page, the words it comes from, and why its numbers are so.

Each gives a ``widgets.Link`` for a table's cell or ``widgets.link_html``.
"""

from urllib.parse import urlencode

from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Scorecard, Target
from tracker.ui.frame.language import _
from tracker.ui.parts.widgets import Link


def target_link(target: Target, period: Period, text: str = "", *, unapproved: bool = False) -> Link:
    """The page of a target at a quarter; its name unless another ``text`` is given."""
    return Link(text or target.name, _target(target.code, period, unapproved))


def entry_link(target: Target, period: Period, text: str) -> Link:
    """The form of a target at a quarter."""
    return Link(text, f"/entry?q={period}&code={target.code}")


def target_address(card: Scorecard, code: str) -> str:
    return _target(code, card.period, card.include_unapproved)


def _target(code: str, period: Period, unapproved: bool) -> str:
    return _with(f"/target?code={code}&q={period}", unapproved)


def notice_link(target: Target, period: Period, text: str = "") -> Link:
    """The words of the notice that a target comes from, marked."""
    return Link(text or _("原文"), f"/notice?code={target.code}&q={period}")


def notice_area_link(area: int, period: Period, text: str = "") -> Link:
    """An area of the notice; 0 is what stands before the first area and behind the last."""
    return Link(text or _("原文"), f"/notice?area={area}&q={period}")


def notice_passage_link(offset: int, period: Period, text: str = "") -> Link:
    """The passage (an article, a preamble) that holds this character of the notice."""
    return Link(text or _("原文"), f"/notice?at={offset}&q={period}")


def list_link(card: Scorecard, text: str, **wanted: str) -> Link:
    """全表 at the scorecard's quarter, narrowed: status="late"; the list behind a count."""
    return Link(
        text, _with(f"/targets?{urlencode({'q': str(card.period), **wanted})}", card.include_unapproved)
    )


def group_address(card: Scorecard, name: str, key: str, *, co_led: bool = False) -> str:
    """The page of an area (``name`` "area", its number) or of a department ("unit", its id)."""
    page = "areas" if name == "area" else "departments"
    there = f"/{page}?q={card.period}&{name}={key}" + ("&co=true" if co_led else "")
    return _with(there, card.include_unapproved)


def groups_link(card: Scorecard, page: str, text: str) -> Link:
    """All areas (page "areas") or departments ("departments") at the scorecard's quarter."""
    return Link(text, _with(f"/{page}?q={card.period}", card.include_unapproved))


def method_link(
    period: Period,
    *,
    target: Target | None = None,
    area: int | None = None,
    unit: int | None = None,
    co_led: bool = False,
    unapproved: bool = False,
    text: str = "",
) -> Link:
    """为什么? The numbers put into the sentence: of a target, an area (its number), a unit (its id).

    Without any of the three it is the whole plan. ``co_led``: a unit with what it co-leads.
    """
    of = "&of=plan"
    if target is not None:
        of = f"&code={target.code}"
    elif area is not None:
        of = f"&area={area}"
    elif unit is not None:
        of = f"&unit={unit}" + ("&co=true" if co_led else "")
    return Link(text or _("为什么?"), _with(f"/method?part=why&q={period}{of}", unapproved))


def _with(address: str, unapproved: bool) -> str:
    return address + ("&unapproved=true" if unapproved else "")
