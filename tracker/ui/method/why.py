"""怎么算, 逐项计算: the numbers put into the sentence, of a target or of a group."""

from html import escape
from math import ceil

import streamlit as st

from tracker.domain.listing.cells import Row
from tracker.domain.listing.tables import AVERAGED, FOUND
from tracker.domain.progress.forecast import NoForecast, forecast
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.sentences import coverage, nothing_text, progress, why
from tracker.domain.sentences.method import exactness, path_meaning
from tracker.domain.sentences.outlook import (
    forecast_arithmetic,
    forecast_assumption,
    forecast_text,
    no_forecast_text,
)
from tracker.domain.sentences.why_group import entry_text, why_group
from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, bars, facts, links, tables
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import Link, method_link, notice_link, target_link

PLAN, AREA, UNIT, TARGET = "plan", "area", "unit", "code"
_SHEET, _CODE = "method_sheet", "method_code"
_ROWS = 50  # of a group's targets on one page
_FEW = 12  # targets offered for what was typed


def _kind_asked() -> str:
    """Whose numbers: a link names whose it wants, not always of what kind they are."""
    given = next((each for each in (TARGET, AREA, UNIT) if st.query_params.get(each)), PLAN)
    asked = st.query_params.get("of", given)
    return asked if asked in (PLAN, AREA, UNIT, TARGET) else given


def _kinds_html(kind: str) -> str:
    words = {PLAN: _("全部目标"), AREA: _("领域"), UNIT: _("部门"), TARGET: _("单项目标")}
    ways = {key: Link(word, links.to("method", part="why", of=key)) for key, word in words.items()}
    return bars.choice_html(_("对象"), ways, kind)


def show(card: Scorecard, above: str) -> None:
    """The choice, then the arithmetic of what was chosen; ``above`` is the HTML that stands before it."""
    kind = _kind_asked()
    choice = _kinds_html(kind)
    if kind == UNIT:
        choice += _co_led_html()
    st.html(f'{above}<div class="choices">{choice}</div>')
    if kind == AREA:
        _show_one_of(card.areas, AREA, _("领域"), card)
    elif kind == UNIT:
        co_led = _is_co_led()
        groups = card.departments_with_co_led if co_led else card.departments
        _show_one_of(groups, UNIT, _("部门"), card)
    elif kind == TARGET:
        _show_target(card)
    else:
        _show_group(Group(_("全部目标"), 0, card.targets, card.whole), card)


def _is_co_led() -> bool:
    return st.query_params.get("co") == "true"


def _co_led_html() -> str:
    unit = st.query_params.get(UNIT)
    ways = {
        key: Link(word, links.to("method", part="why", of=UNIT, unit=unit, co=key == "true"))
        for key, word in (("", _("仅牵头")), ("true", _("含配合")))
    }
    return bars.choice_html(_("含配合的目标"), ways, "true" if _is_co_led() else "")


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
        width=420,
    )
    _show_group(by_key[str(chosen)], card)


def _put(name: str, key: str) -> None:
    st.query_params.pop("sheet", None)
    # The key that is put there says of what kind it is.
    st.query_params.pop("of", None)
    address.put(name, key)


def _show_group(group: Group, card: Scorecard) -> None:
    items = shell.keep(
        card,
        f"why-{group.name}-{group.key}-{len(group.scores)}",
        lambda: why_group(group.rollup, [score.item for score in group.scores], card),
    )
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in (exactness(), card.rules.sentence))
    st.html(
        f"{bars.section_html(f'{group.name} · {card.period.label}')}<p>{escape(coverage(group.rollup))}</p>"
        f"{_steps_html(items)}{notes}{bars.section_html(_('逐项计入'))}"
    )
    shown, pages = group.scores, max(1, ceil(len(group.scores) / _ROWS))
    page = _choose_sheet(pages) if pages > 1 else 1
    rows = [cells_of(AVERAGED, Row(score, card)) for score in shown[(page - 1) * _ROWS : page * _ROWS]]
    tables.table(rows, _("逐项计入"), width=720)
    if pages > 1:
        st.caption(_("第{page}/{pages}页,共{total}项").format(page=page, pages=pages, total=len(shown)))


def _steps_html(steps: tuple[str, ...]) -> str:
    """The arithmetic, numbered, so that one can speak of the third step."""
    lines = "".join(
        f"<div><dt>{number}</dt><dd>{escape(step)}</dd></div>" for number, step in enumerate(steps, start=1)
    )
    return f'<dl class="steps">{lines}</dl>'


def _show_target(card: Scorecard) -> None:
    st.session_state[_CODE] = st.query_params.get("code", "")
    typed = st.text_input(
        _("目标编号或名称"),
        key=_CODE,
        width=420,
        placeholder=_("例如 A1-01、高新技术企业"),
        on_change=_ask_for_code,
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
    path = target.terms.path
    said = why(score, period, card.rules).lines or (nothing_text(score, period) or score.status.word,)
    listed = facts.listed_html(
        (
            (_("目标"), target.aim),
            (_("类型"), target.terms.kind.word),
            (_("进度路径"), path.word_in(period.rhythm) + _("。") + path_meaning(path, period.rhythm)),
            (_("在领域和部门中"), entry_text(score)),
            (_("照此推算"), _ahead(score, card)),
        )
    )
    ways = (
        target_link(target, _("查看目标")),
        notice_link(target, _("查看原文")),
        method_link(area=target.area.number, text=_("所在领域的计算")),
        method_link(unit=target.lead.id, text=_("牵头部门的计算")),
    )
    st.html(
        f"{bars.section_html(f'{target.name} · {period.label}', badges.status_html(score.status))}"
        f"<p>{escape(progress(score, period))}</p>{_steps_html(said)}"
        f'<p class="note">{escape(card.rules.sentence)}</p>{listed}'
        f'<p class="ways">{" · ".join(links.link_html(link, "go") for link in ways)}</p>'
    )


def _ahead(score: Score, card: Scorecard) -> str:
    """The forecast's arithmetic and what it takes for granted; why there is none where there is none."""
    terms, figure = score.target.terms, score.figure
    if figure is None or figure.value is None or score.judgement.is_stale:
        return ""
    made = forecast(terms, figure.value, figure.data_month, card.rules)
    if isinstance(made, NoForecast):
        return no_forecast_text(made, terms, score.rhythm)
    lines = (
        forecast_text(made, terms),
        forecast_arithmetic(made, terms, figure.value),
        forecast_assumption(made.basis, score.rhythm),
    )
    return "\n".join(filter(None, lines))
