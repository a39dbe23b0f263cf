"""Where things lead: the only place that writes an address (DESIGN, decision 12).

Each address carries what the visit looks at: the plan, the quarter, 含未审核, the day of the past.
Callers say only what differs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import quote_plus, urlencode

from tracker.domain.measure.period import Period
from tracker.domain.meetings.reporting import Listed
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.ui.frame import address, moments, shell
from tracker.ui.frame.language import _

AREA, UNIT = "area", "unit"  # in addresses: an area's number, a unit's id
RAISE = "raise"  # the code of the target to raise a matter on
DIRECTIVE = "directive"  # the id of the directive that is opened


@dataclass(frozen=True)
class Link:
    """A text that leads to another page of the tracker."""

    text: str
    address: str
    is_number: bool = False


def link_html(link: Link, look: str = "") -> str:
    """``look``: a class of the sheet; a name that is a link has none, "go there" has go."""
    named = f' class="{look}"' if look else ""
    return f'<a{named} href="{escape(link.address)}">{escape(link.text)}</a>'


def carried() -> dict[str, str]:
    """What goes along from page to page; what is empty stands in no address."""
    visit = shell.visit()
    return {
        address.PLAN: visit.plan_in_address,
        address.PERIOD: "" if visit.period is None else str(visit.period),
        address.UNAPPROVED: "true" if visit.unapproved else "",
        address.AS_OF: "" if visit.as_of is None else moments.day_of(visit.as_of).isoformat(),
        address.LEADER: visit.leader,
    }


def beside() -> dict[str, str]:
    """What the address of the same page needs to be about the part's plan, where that is another."""
    visit = shell.visit()
    return {address.PLAN: visit.plan.code, address.PERIOD: str(visit.period)} if visit.is_beside else {}


def in_address(plan: PlanRef | None) -> str | None:
    """What names a plan in an address; nothing says that it is the one that is looked at."""
    return None if plan is None or not shell.visit().plan_in_address else plan.code


def asked(**own: object) -> dict[str, str]:
    """The parameters of an address: a page's own, then what is carried, unless ``own`` says otherwise.

    None says nothing of a parameter, as False says nothing of a switch; "" leaves out what would be carried.
    """
    own = {name: value for name, value in own.items() if value is not None and value is not False}
    texts = {name: "true" if value is True else str(value) for name, value in own.items()}
    along = {name: texts.pop(name, text) for name, text in carried().items()}
    return texts | {name: text for name, text in along.items() if text}


def to(page: str, **own: object) -> str:
    """The address of a page of ours: to("target", code="A1-01", q=period)."""
    parameters = _encoded(tuple(asked(**own).items()))
    return f"/{page}?{parameters}" if parameters else f"/{page}"


@lru_cache(8192)  # a list has hundreds, which are the same at each run
def _encoded(parameters: tuple[tuple[str, str], ...]) -> str:
    return urlencode(parameters)


def same_page(**changed: object) -> str:
    """The address of the page that is looked at, but for some parameters; "" takes one out."""
    own = address.seen() | {name: "true" if value is True else str(value) for name, value in changed.items()}
    return f"/{address.page_shown()}?{_encoded(tuple((name, text) for name, text in own.items() if text))}"


def same_page_at(name: str, **changed: object) -> Callable[[object], str]:
    """Such addresses by the value of one parameter: a list of hundreds has them from one."""
    address = same_page(**{name: ""} | changed)
    begun = f"{address}{'' if address.endswith('?') else '&'}{name}="
    return lambda value: begun + quote_plus(str(value))


def target_address(code: str, period: Period | None = None) -> str:
    """The page of a target, at another quarter than the visit's where one is given."""
    return to("target", code=code, q=period)


def target_link(target: Target, text: str = "", period: Period | None = None) -> Link:
    """The page of a target; its name unless another ``text`` is given."""
    return Link(text or target.name, target_address(target.code, period))


def target_with_code(target: Target, period: Period | None = None) -> Link:
    return target_link(target, f"{target.code} {target.name}", period)


def entry_link(target: Target, text: str) -> Link:
    """The form of a target."""
    return Link(text, to("entry", code=target.code))


def notice_link(target: Target, text: str = "") -> Link:
    """The words of the notice that a target comes from, marked."""
    return Link(text or _("原文"), to("notice", code=target.code))


def notice_area_link(area: int, text: str) -> Link:
    """An area of the notice; 0 is what stands before the first area and behind the last."""
    return Link(text, to("notice", area=area))


def notice_passage_link(offset: int, text: str) -> Link:
    """The passage (an article, a preamble) that holds this character of the notice."""
    return Link(text, to("notice", at=offset))


def list_link(text: str, **wanted: str) -> Link:
    """全表, narrowed: status="late"; the list behind a count."""
    return Link(text, to("targets", **wanted))


def group_address(name: str, key: str, *, co_led: bool = False) -> str:
    """The page of an area (``name`` AREA, its number) or of a department (UNIT, its id); all for no key."""
    return to("areas" if name == AREA else "departments", **{name: key}, co=co_led)


def reporting_link(
    listed: Listed,
    text: str,
    unit_id: int | None = None,
    *,
    period: Period | None = None,
    plan: PlanRef | None = None,
    is_number: bool = False,
) -> Link:
    """A list on 填报情况: of the whole plan, or of one department; ``plan``: another than is looked at."""
    return Link(text, to("reporting", list=listed, unit=unit_id, q=period, plan=in_address(plan)), is_number)


def matter_link(matter_id: int, text: str) -> Link:
    return Link(text, to("matters", matter=matter_id))


def directive_link(directive_id: int, text: str, *, act: str = "") -> Link:
    """One directive in its register, with the form of a step (``act``) where one is named."""
    return Link(text, to("directives", **{DIRECTIVE: directive_id}, act=act or None))


def method_link(
    *,
    target: Target | None = None,
    area: int | None = None,
    unit: int | None = None,
    co_led: bool = False,
    text: str = "",
) -> Link:
    """怎么算: the numbers put into the sentence: of a target, an area (its number), a unit (its id).

    Without any of the three it is the whole plan. ``co_led``: a unit with what it co-leads.
    """
    own = (("code", target and target.code), (AREA, area), (UNIT, unit))
    of = next(({name: value} for name, value in own if value is not None), {"of": "plan"})
    return Link(text or _("怎么算"), to("method", part="why", **of, co=co_led))


def files_html(listing: str, wanted: Mapping[str, str]) -> str:
    """导出 Excel CSV: a list as a file, as it is shown, all sheets. ``listing``: targets, periods."""
    files = "".join(
        f'<a href="{escape(to(f"download/{listing}/{suffix}", **wanted))}" download>{word}</a>'
        for suffix, word in (("xlsx", "Excel"), ("csv", "CSV"))
    )
    title = escape(_("下载当前条件下的全部行和所选的列。"))
    return f'<span class="list-files" title="{title}">{escape(_("导出"))}{files}</span>'


def audit_file(wanted: Mapping[str, str]) -> str:
    """操作日志 as a file; it knows no plan and no quarter."""
    parameters = urlencode(wanted)
    return f"/download/audit?{parameters}" if parameters else "/download/audit"


def snapshot_file(number: str, key: str, *, inline: bool = False) -> str:
    """A file of a meeting; it knows its quarter, but plans share numbers. ``inline``: shown, not saved."""
    shown = "1" if inline else None
    return to(f"download/snapshot/{number}.{key}", inline=shown, q="", unapproved="", asof="")


def preview_file(period: Period, key: str) -> str:
    """A file of a meeting as it would be after 定稿; the PDF is shown, not saved."""
    shown = "1" if key == "pdf" else None
    return to(f"download/preview/{period}.{key}", inline=shown, q="", unapproved="", asof="")


def evidence_file(place: str, sha256: str, *, how: str = "") -> str:
    """A file of evidence; ``place`` is the submission that holds it, or a draft.

    It is saved, or as ``how`` says: "inline" opens it by itself, "preview" inside a page of ours.
    """
    return f"/download/evidence/{place}/{sha256}" + (f"?{how}=1" if how else "")
