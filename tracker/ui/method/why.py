"""计算说明, 逐项计算: the numbers put into the sentence, of a target or of a group."""

from math import ceil

import streamlit as st

from tracker.domain.listing.cells import Row
from tracker.domain.listing.tables import AVERAGED, FOUND
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.sentences import coverage, nothing_text, progress, why
from tracker.domain.sentences.method import exactness, path_meaning
from tracker.domain.sentences.why_group import entry_text, why_group
from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, facts, links, tables
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import method_link, notice_link, target_link

_OF = "method_of"
PLAN, AREA, UNIT, TARGET = "plan", "area", "unit", "code"
_CO, _SHEET, _CODE = "method_co", "method_sheet", "method_code"
_ROWS = 50  # of a group's targets on one page
_FEW = 12  # targets offered for what was typed


def choose() -> None:
    """Whose numbers: the plan's, an area's, a department's, a target's; each stands in the address."""
    words = {PLAN: _("全部目标"), AREA: _("领域"), UNIT: _("部门"), TARGET: _("单项目标")}
    # A link names whose numbers it wants, not always of what kind they are.
    given = next((each for each in (TARGET, AREA, UNIT) if st.query_params.get(each)), PLAN)
    st.session_state[_OF] = st.query_params.get("of") if st.query_params.get("of") in words else given
    st.segmented_control(
        _("对象"),
        list(words),
        format_func=words.__getitem__,
        key=_OF,
        on_change=_turn_to,
        required=True,
        label_visibility="collapsed",
    )


def _turn_to() -> None:
    for name in (TARGET, AREA, UNIT, "sheet"):
        st.query_params.pop(name, None)
    st.query_params["of"] = st.session_state[_OF]


def show(card: Scorecard) -> None:
    """The choice, then the arithmetic of what was chosen."""
    choose()
    # Texts, not the names above: a bare name in a pattern would take any value.
    match st.session_state[_OF]:
        case "area":
            _show_one_of(card.areas, AREA, _("领域"), card)
        case "unit":
            co_led = _switch_co_led()
            groups = card.departments_with_co_led if co_led else card.departments
            _show_one_of(groups, UNIT, _("部门"), card)
        case "code":
            _show_target(card)
        case _other:
            whole = Group(_("全部目标"), 0, card.targets, card.whole)
            _show_group(whole, card)


def _switch_co_led() -> bool:
    st.session_state[_CO] = st.query_params.get("co") == "true"
    return st.toggle(
        _("含配合的目标"), key=_CO, on_change=lambda: _set("co", "true" if st.session_state[_CO] else "")
    )


def _choose_sheet(sheets: int) -> int:
    """Which page of a long list; a number that it does not have is the first."""
    asked = st.query_params.get("sheet", "")
    known = asked.isdecimal() and len(asked) < 9 and 1 <= int(asked) <= sheets
    st.session_state[_SHEET] = int(asked) if known else 1
    return st.pagination(sheets, key=_SHEET, on_change=lambda: _set("sheet", str(st.session_state[_SHEET])))


def _set(name: str, value: str) -> None:
    """Write to the address; an empty value leaves it."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _show_one_of(groups: tuple[Group, ...], name: str, label: str, card: Scorecard) -> None:
    by_key = {str(group.key): group for group in groups}
    if not by_key:
        prose.empty(_("没有可以查看的目标"), _("您所在单位没有牵头或配合的目标。如有疑问,请联系系统管理员。"))
        return
    key = f"method_{name}"
    address.follow(name, key, list(by_key), default=next(iter(by_key)))
    chosen = st.selectbox(
        label,
        list(by_key),
        format_func=lambda each: by_key[each].name,
        key=key,
        on_change=_put,
        args=(name, key),
        filter_mode="contains",
    )
    _show_group(by_key[str(chosen)], card)


def _put(name: str, key: str) -> None:
    st.query_params.pop("sheet", None)
    # The key that is put there says of what kind it is.
    st.query_params.pop("of", None)
    address.put(name, key)


def _show_group(group: Group, card: Scorecard) -> None:
    st.subheader(prose.literal(f"{group.name} · {card.period.label}"), anchor=False)
    st.text(coverage(group.rollup))
    items = shell.keep(
        card,
        f"why-{group.name}-{group.key}-{len(group.scores)}",
        lambda: why_group(group.rollup, [score.item for score in group.scores], card),
    )
    _show_steps(items)
    for note in (exactness(), card.rules.sentence):
        st.caption(prose.literal(note))
    st.subheader(_("逐项计入"), anchor=False)
    shown, pages = group.scores, max(1, ceil(len(group.scores) / _ROWS))
    page = _choose_sheet(pages) if pages > 1 else 1
    rows = [cells_of(AVERAGED, Row(score, card)) for score in shown[(page - 1) * _ROWS : page * _ROWS]]
    tables.table(rows, _("逐项计入"), width=720)
    if pages > 1:
        st.caption(_("第 {page} / {pages} 页,共 {total} 项").format(page=page, pages=pages, total=len(shown)))


def _show_steps(steps: tuple[str, ...]) -> None:
    with st.container(border=True):
        for number, step in enumerate(steps, start=1):
            st.text(f"{number}. {step}")


def _show_target(card: Scorecard) -> None:
    st.session_state[_CODE] = st.query_params.get("code", "")
    typed = st.text_input(
        _("目标编号或名称"), key=_CODE, placeholder=_("例如 A1-01、高新技术企业"), on_change=_ask_for_code
    ).strip()
    exact = next((score for score in card.scores if score.target.code == typed.upper()), None)
    if exact is not None:
        _show_score(exact, card)
        return
    scores = [score for score in card.scores if typed in f"{score.target.code} {score.target.name}"]
    if not scores:
        prose.empty(_("没有这项目标,或不属于您所在单位"), _("请输入目标的编号或名称中的几个字。"))
        return
    st.caption(_("共{count}项,请选择:").format(count=len(scores)))
    rows = [cells_of(FOUND, Row(score, card)) for score in scores[:_FEW]]
    tables.table(rows, _("目标"))


def _ask_for_code() -> None:
    st.query_params["of"] = TARGET
    _set("code", st.session_state[_CODE].strip())


def _show_score(score: Score, card: Scorecard) -> None:
    target, period = score.target, card.period
    st.subheader(prose.literal(f"{target.name} · {period.label}"), anchor=False)
    badges.badge(score.status)
    st.text(progress(score, period))
    _show_steps(why(score, period, card.rules).lines or (nothing_text(score, period) or score.status.word,))
    st.caption(prose.literal(card.rules.sentence))
    facts.listed(
        (
            (_("目标"), target.aim),
            (_("类型"), target.terms.kind.word),
            (
                _("进度路径"),
                target.terms.path.word + _("。") + path_meaning(target.terms.path, period.rhythm),
            ),
            (_("在领域和部门中"), entry_text(score)),
        )
    )
    ways = (
        target_link(target, _("查看目标")),
        notice_link(target, _("查看原文")),
        method_link(area=target.area.number, text=_("所在领域的计算")),
        method_link(unit=target.lead.id, text=_("牵头部门的计算")),
    )
    st.html(" · ".join(links.link_html(link) for link in ways))
