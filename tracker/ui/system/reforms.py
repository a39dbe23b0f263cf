"""单位: recording a reform (更名, 合并, 拆分) with what it moves, and those that were recorded."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import uuid4

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.domain.language import bracketed
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.sentences.short_names import plan_short, without_city
from tracker.domain.workflow.reorganisation import Reform, ReformKind
from tracker.queries.reorganisations import Moving, MovingTarget, ReformLine, what_moves
from tracker.queries.units import UnitLine
from tracker.services.reorganisations import reorganise
from tracker.services.units import SHORT_LIMIT
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import tables
from tracker.ui.parts.bars import section_html

REFORM = "reform"  # in the address, where else the id of the unit that is renamed stands
_CLICK = "reform-click"
_WORKED = "reform-turn"


def row(reform: ReformLine) -> tables.Row:
    return {
        _("变更日期"): reform.holds_from.isoformat(),
        _("方式"): reform.kind.word,
        _("原单位"): _("、").join(reform.old),
        _("现单位"): _("、").join(reform.new),
        _("移交项数"): tables.Number(str(reform.targets)),
        _("依据"): bracketed(reform.document, reform.reason) if reform.reason else reform.document,
        _("登记"): f"{reform.recorded_by}\n{moment(reform.recorded_at)}",
    }


def list_html(recorded: Sequence[ReformLine]) -> str:
    if not recorded:
        return ""
    title = _("机构变更")
    return section_html(title) + tables.table_html(
        [row(each) for each in recorded], title, width=900, stacks=True
    )


def record(units: Sequence[UnitLine]) -> None:
    """The form: what is chosen and typed, what would move by it, and the button."""
    names = {unit.id: unit.name for unit in units}
    kind = ReformKind(
        st.segmented_control(
            _("变更方式"),
            [each.value for each in ReformKind],
            default=ReformKind.RENAMED.value,
            format_func=lambda value: ReformKind(value).word,
            key=_key("kind"),
            required=True,
        )
        or ReformKind.RENAMED
    )
    old = _old_units(kind, names)
    new = _new_units(kind)
    shorts = tuple(_short(place, name, several=len(new) > 1) for place, name in enumerate(new))
    today = shell.visit().now.astimezone(SHANGHAI).date()
    day = st.date_input(_("变更日期"), today, key=_key("day"), format="YYYY-MM-DD", width=200)
    holds_from = day if isinstance(day, date) else today
    document = st.text_input(
        _("依据"), key=_key("document"), max_chars=200, placeholder=_("文件名称或文号,如“海政发〔2025〕18号”")
    )
    reason = st.text_area(_("说明"), key=_key("reason"), height=80, max_chars=2000, placeholder=_("选填"))
    given: Mapping[int, int] = {}
    if old:
        moving = shell.read(lambda s, p: what_moves(s, p, old, holds_from))
        _show_moving(moving)
        if kind is ReformKind.SPLIT and len(new) > 1:
            given = _ask_given(moving.targets, new)
    click = st.session_state.setdefault(_CLICK, uuid4().hex)
    if st.button(_("登记机构变更"), type="primary", icon=":material/account_tree:"):
        asked = Reform(kind, tuple(old), tuple(new), holds_from, document, reason, given, shorts)

        def done(_reform_id: int) -> str:
            # Fields of their own for the next one, and another click.
            st.session_state[_WORKED] = st.session_state.get(_WORKED, 0) + 1
            st.session_state.pop(_CLICK, None)
            st.query_params.clear()
            if allowed(shell.visit().person.role, Action.GRANT_RIGHTS):
                return _("机构变更已登记,相关目标、账号已转到变更后的单位。")
            return _(
                "机构变更已登记,相关目标已转到变更后的单位。并入已有单位的账号,由安全管理员在“账号”中调整所属单位。"
            )

        clicks.at_once(lambda s, p, now: reorganise(s, p, asked, click, now), done)


def _key(name: str) -> str:
    return f"reform-{st.session_state.get(_WORKED, 0)}-{name}"


def _old_units(kind: ReformKind, names: Mapping[int, str]) -> list[int]:
    if kind is ReformKind.MERGED:
        return st.multiselect(
            _("原单位"),
            list(names),
            format_func=names.__getitem__,
            key=_key("old-several"),
            placeholder=_("选择单位"),
        )
    chosen = st.selectbox(
        _("原单位"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=_key("old"),
        placeholder=_("选择单位"),
        filter_mode="contains",
    )
    return [] if chosen is None else [chosen]


def _new_units(kind: ReformKind) -> list[str]:
    """By name; one that a unit has already is that unit."""
    if kind is ReformKind.SPLIT:
        typed = st.text_area(
            _("现单位"),
            key=_key("new-several"),
            height=100,
            placeholder=_("每行一个单位,没有另行指定的目标归第一个"),
        )
        return [line.strip() for line in typed.splitlines() if line.strip()]
    name = st.text_input(
        _("现单位"), key=_key("new"), max_chars=64, placeholder=_("新的名称;已有的单位写它的名称")
    ).strip()
    return [name] if name else []


def _short(place: int, name: str, *, several: bool) -> str:
    """Of a new unit; what it gets without one stands in the field. One that stands already keeps its own."""
    return st.text_input(
        _("{unit}的简称").format(unit=name) if several else _("简称"),
        key=_key(f"short-{place}"),
        max_chars=SHORT_LIMIT,
        placeholder=_("不填为“{short}”,已有的单位不填").format(short=without_city(name)),
    )


def _show_moving(moving: Moving) -> None:
    """Before the click: what moves, in a sentence, and the targets by name."""
    led = [target for target in moving.targets if target.is_led]
    prose.line(
        _("将随之转移:牵头{led}项、配合{co}项(含预算),账号{accounts}个({names})。").format(
            led=len(led),
            co=len(moving.targets) - len(led),
            accounts=len(moving.accounts),
            names=_("、").join(moving.accounts) or _("无"),
        )
    )
    prose.line(
        _(
            "变更日期所在的一期起,目标归现单位;之前各期和已定稿的材料保留原名称。"
            "草稿、退回和待审的填报、未办结的事项和批示由现单位接着办理。"
        )
    )


def _ask_given(targets: Sequence[MovingTarget], new: Sequence[str]) -> dict[int, int]:
    """Which targets go to another than the first, unit by unit."""
    # Two plans have the same codes.
    several = len({target.plan_title for target in targets}) > 1
    words = {
        target.target_id: " ".join(
            (target.code, bracketed(target.name, plan_short(target.plan_title)) if several else target.name)
        )
        for target in targets
    }
    given: dict[int, int] = {}
    for place, name in enumerate(new[1:], 1):
        chosen = st.multiselect(
            _("归{unit}的目标").format(unit=name),
            [target_id for target_id in words if target_id not in given],
            format_func=words.__getitem__,
            key=_key(f"given-{place}"),
            placeholder=_("未选的归{unit}").format(unit=new[0]),
        )
        given |= dict.fromkeys(chosen, place)
    return given
