"""会议材料, 文稿: the parts that people write, a row each; the open one with its passages."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape

import streamlit as st

from tracker.domain.language import marked
from tracker.domain.language.errors import Refusal
from tracker.domain.meetings.paper import Request
from tracker.domain.meetings.wording import Order, Part, Piece, Touched, order_about, own_about
from tracker.domain.sentences.short_names import areas_short
from tracker.services.papers import Decision
from tracker.ui.frame import clicks, moments
from tracker.ui.frame.language import _
from tracker.ui.meeting import choices, editing, paper_form, papers, short_names
from tracker.ui.meeting.papers import EDIT, PART, Papers, in_chinese_html
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html

_FORMS = {"shown": choices, "format": paper_form, "names": short_names}


def show(work: Papers) -> None:
    """Parts to write, then what the papers show and how they look; one is open at a time."""
    _head(work)
    asked, closed = st.query_params.get(PART, ""), ""
    for name, row, draw in _rows(work, asked):
        closed += row
        if name == asked:
            st.html(closed)
            with st.container(key=work.key("open"), gap="small"):
                draw()
            closed = ""
    if closed:
        st.html(closed)


def _rows(work: Papers, asked: str) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """Each part by its name in the address, with its row and what draws it open."""
    for part in Part:
        found = work.of(part)
        row = _row_html(part.value, part.word, _state(found), in_chinese_html(_begins(found)), asked)
        yield part.value, row, partial(_open, work, part)
    for name, form in _FORMS.items():
        state, says = form.summary(work)
        yield name, _row_html(name, form.title(), escape(state), says, asked), partial(form.show, work)


def _head(work: Papers) -> None:
    waiting = work.untouched
    note = _("拟稿由数据生成,标有“拟”;采用或修改后才进入定稿的材料。")
    head = section_html(_("文稿"), f'<span class="note">{escape(note)}</span>')
    st.html(f'<div class="paper-head">{head}</div>')
    if waiting:
        label = _("全部采用拟稿({n}条)").format(n=len(waiting))
        st.button(
            label, key=work.key("take-all"), icon=":material/done_all:", on_click=_take_all, args=(work,)
        )


def _take_all(work: Papers) -> None:
    done = _("已采用{n}条拟稿,仍可逐条修改。").format(n=len(work.untouched))
    papers.decide(work, *(papers.taken(piece) for piece in work.untouched), done=done)


def _row_html(name: str, title: str, state: str, says: str, asked: str) -> str:
    is_open = name == asked
    there = links.same_page(**{PART: "" if is_open else name, EDIT: ""})
    expanded = "true" if is_open else "false"
    return (
        f'<a class="paper-row quiet" href="{escape(there)}" aria-expanded="{expanded}">'
        f'<b>{escape(title)}</b><span class="paper-state">{state}</span>'
        f'<span class="paper-says">{says}</span>'
        f'<span class="paper-way">{escape(_("收起") if is_open else _("打开"))}</span></a>'
    )


def _state(found: Iterable[Piece]) -> str:
    """拟3 · 已定2 · 数据已变化1, as HTML."""
    found = tuple(found)
    proposed = sum(not piece.is_touched for piece in found)
    written = sum(piece.is_touched and not piece.is_left_out for piece in found)
    moved = sum(piece.has_moved and not piece.is_left_out for piece in found)
    parts = [f'<i class="tag">{escape(_("拟"))}</i>{proposed}'] if proposed else []
    parts += [escape(_("已定{n}").format(n=written))] if written else []
    parts += [f'<b class="in-accent">{escape(_("数据已变化{n}").format(n=moved))}</b>'] if moved else []
    return " · ".join(parts) or escape(_("未填写"))


def _begins(found: Iterable[Piece]) -> str:
    said = [piece.said for piece in found if piece.said is not None]
    return _("、").join(each.heading or each.text for each in said)


def _open(work: Papers, part: Part) -> None:
    hint = _HINTS.get(part)
    if hint:
        st.html(f'<p class="note">{escape(_(hint))}</p>')
    if part is Part.AREA:
        titles = {score.target.area.id: score.target.area.title for score in work.card.targets}
        for area_id, title in titles.items():
            _place(work, work.piece(f"{part}:{area_id}"), areas_short(titles.values())[title])
        return
    found = work.of(part) or ((Piece(part),) if part.is_single else ())
    order = Order(tuple(piece.about for piece in found)) if part.takes_more and len(found) > 1 else None
    for number, piece in enumerate(found, start=1):
        _place(work, piece, "" if part.is_single else str(number), order)
    about = st.query_params.get(EDIT, "")
    if about.startswith(f"{part}:own-") and about not in {piece.about for piece in found}:
        _place(work, Piece(about), str(len(found) + 1))
    elif part.takes_more:
        st.button(_("另加一条"), key=work.key("add"), icon=":material/add:", on_click=_add, args=(work, part))


_HINTS = {
    Part.OVERALL: marked("各项计数和与上次相比的变化由数据生成,这里写数据之外的总体看法,可不填。"),
    Part.AREA: marked("写进讲话参考和分领域的材料,可不填。"),
    Part.NEXT_STEPS: marked("可不填。"),
}


def _add(work: Papers, part: Part) -> None:
    try:
        papers.edit(own_about(part, work.found, work.draft.count))
    except Refusal as refusal:
        clicks.refuse(papers.CLICKS, str(refusal))


def _place(work: Papers, piece: Piece, title: str, order: Order | None = None) -> None:
    with st.container(key=work.key("piece", piece.about), gap="small"):
        if st.query_params.get(EDIT) == piece.about:
            editing.show(work, piece)
            return
        st.html(_piece_html(work, piece, title))
        _buttons(work, piece, order)


def _piece_html(work: Papers, piece: Piece, title: str) -> str:
    shown_said = piece.said or (piece.proposal.said if piece.proposal else Request(""))
    look = " left-out" if piece.is_left_out else ""
    heading = f"{escape(title)} {in_chinese_html(shown_said.heading)}"
    head = f'<span class="paper-mark">{_mark_html(piece)}</span><h3>{heading}</h3>'
    text = f'<p class="paper-text">{in_chinese_html(shown_said.text)}</p>' if shown_said.text else ""
    return (
        f'<article class="paper-piece{look}"><header>{head}</header>{text}'
        f"{_asked_html(work, shown_said)}{_why_html(piece)}</article>"
    )


def _mark_html(piece: Piece) -> str:
    if piece.step is None or not piece.is_touched:
        return "" if piece.proposal is None else f'<i class="tag">{escape(_("拟"))}</i>'
    word = _("不用") if piece.is_left_out else _("已定")
    when = moments.day_and_clock(piece.step.at)
    return f'{escape(word)} <span class="small">{escape(f"{piece.step.by} · {when}")}</span>'


def _asked_html(work: Papers, said: Request) -> str:
    """Who, by when, about how many targets."""
    parts = [editing.asked_text(work, said), said.due_words]
    if said.target_ids:
        parts.append(_("涉及{n}项目标").format(n=len(said.target_ids)))
    told = " · ".join(filter(None, parts))
    return f'<p class="small">{escape(told)}</p>' if told else ""


def _why_html(piece: Piece) -> str:
    if piece.has_moved and not piece.is_left_out:
        now = piece.proposal.said.text if piece.proposal else _("(数据中已没有这一情况)")
        sentence = _("数据已变化。现在的拟稿:{text}").format(text=now)
        return f'<div role="status" class="caution"><span>{escape(sentence)}</span></div>'
    if piece.proposal is None or piece.is_touched:
        return ""
    return f'<p class="small">{escape(_("依据:{why}").format(why=_(piece.proposal.why)))}</p>'


def _buttons(work: Papers, piece: Piece, order: Order | None) -> None:
    with st.container(horizontal=True, gap="small", key=work.key("buttons", piece.about)):
        for name, label, touched in _choices(piece):
            st.button(
                label,
                key=work.key(name, piece.about, piece.seen),
                on_click=_touch,
                args=(work, piece, touched),
            )
        if not piece.is_left_out:
            label = _("填写") if piece.said is None else _("修改")
            st.button(label, key=work.key("edit", piece.about), on_click=papers.edit, args=(piece.about,))
        if order is not None:
            _movers(work, piece, order)


def _movers(work: Papers, piece: Piece, order: Order) -> None:
    """Up and down among the passages of the part, as they stand in every file."""
    about = order_about(piece.part)
    seen = work.draft.seen.get(about, 0)
    ends = {-1: order.places[0], 1: order.places[-1]}
    for by, label, icon in ((-1, _("上移"), "arrow_upward"), (1, _("下移"), "arrow_downward")):
        st.button(
            label,
            key=work.key("move", by, piece.about, seen),
            icon=f":material/{icon}:",
            disabled=piece.about == ends[by],
            on_click=_move,
            args=(work, Decision(about, order.moved(piece.about, by), seen)),
        )


def _move(work: Papers, decision: Decision) -> None:
    papers.decide(work, decision)


def _choices(piece: Piece) -> list[tuple[str, str, Touched]]:
    """The buttons of a passage that are done at one click."""
    now = None if piece.proposal is None else piece.proposal.basis
    if not piece.is_touched:
        if piece.proposal is None:
            return []
        taken = Touched(piece.proposal.said, now)
        return [("take", _("采用"), taken), ("drop", _("不用"), Touched(None, now))]
    drop, undo = ("drop", _("不用"), Touched(None, now)), Touched(None, is_undone=True)
    if piece.is_left_out:
        return [("undo", _("恢复拟稿"), undo)]
    moved = [("keep", _("保留原文"), Touched(piece.said, now))] if piece.has_moved else []
    if now is None:
        return [*moved, ("delete", _("删除"), Touched(None))]
    label = _("改用现在的拟稿") if piece.has_moved else _("恢复拟稿")
    return [*moved, ("undo", label, undo), drop]


def _touch(work: Papers, piece: Piece, touched: Touched) -> None:
    papers.decide(work, Decision(piece.about, touched, piece.seen))
