"""Step 3: every number in one of three piles, looked at one by one: a key says what it is."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from typing import TypeVar

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.measure.target import Kind
from tracker.notice.decisions import LeadSet, MilestoneSet, NumberSet, PartSet, Place
from tracker.notice.preparing import Pile, PreparedNumber, PreparedTarget
from tracker.notice.readings import PROMISES, ReadingKind
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.preparing import text, wanted
from tracker.ui.preparing.work import AT, PILE, Work, decide

# In the order of their keys.
_KINDS = (
    ReadingKind.TARGET,
    ReadingKind.BUDGET,
    ReadingKind.STANDARD,
    ReadingKind.CONDITION,
    ReadingKind.NAME,
    ReadingKind.DATE,
    ReadingKind.REFERENCE,
    ReadingKind.INTERIM,
)
Item = TypeVar("Item")
_TARGETS, _LISTED, _LISTED_TARGETS = "targets", 60, 120


def show(work: Work) -> None:
    pile = _pile(work)
    left, right = st.columns([6, 4], gap="large")
    if pile == _TARGETS:
        with right:
            st.html(_piles_html(work, pile) + _targets_html(work))
        with left:
            _show_target(work)
        return
    numbers = work.plan.pile(Pile(pile))
    looked_at = _looked_at(work, numbers)
    with right:
        st.html(_piles_html(work, pile))
        if pile == Pile.LOOK and work.is_open:
            _show_confirm_all(work, numbers)
        st.html(_numbers_html(numbers, looked_at))
    with left:
        if looked_at is None:
            _say_done(work, Pile(pile))
        else:
            _show_number(work, looked_at, numbers)


def _pile(work: Work) -> str:
    """As the address says: a pile, or the targets; else the first pile where something is to be done."""
    asked = st.query_params.get(PILE, "")
    if asked == _TARGETS or asked in set(Pile):
        return asked
    number = _at(work)
    if number is not None:
        return number.pile.value
    return next((pile.value for pile in (Pile.UNREAD, Pile.LOOK) if work.plan.pile(pile)), Pile.SURE.value)


def _at(work: Work) -> PreparedNumber | None:
    return work.plan.number_at.get(st.query_params.get(AT, ""))


def _looked_at(work: Work, numbers: tuple[PreparedNumber, ...]) -> PreparedNumber | None:
    return _at(work) or (numbers[0] if numbers and numbers[0].pile is not Pile.SURE else None)


def _piles_html(work: Work, chosen: str) -> str:
    options = {
        pile.value: Link(f"{pile.word} {len(work.plan.pile(pile))}", links.same_page(**{PILE: pile, AT: ""}))
        for pile in (Pile.UNREAD, Pile.LOOK, Pile.SURE)
    }
    count = len(work.plan.targets)
    options[_TARGETS] = Link(_("目标和预算 {n}").format(n=count), links.same_page(**{PILE: _TARGETS, AT: ""}))
    return f'<div class="preparing-piles">{bars.choice_html(_("数字"), options, chosen)}</div>'


def _numbers_html(numbers: tuple[PreparedNumber, ...], looked_at: PreparedNumber | None) -> str:
    return _list_html(
        [(each.span.start, each) for each in numbers],
        looked_at.span.start if looked_at else None,
        _LISTED,
        _number_item,
    )


def _list_html(
    items: Sequence[tuple[int, Item]],
    looked_at: int | None,
    most: int,
    words_html: Callable[[Item], str] = str,
) -> str:
    """A window around what is looked at, with ways on: 10,000 cost no more than ``most``.

    ``items``: by where each stands, what ``words_html`` makes its words of.
    """
    place = next((at for at, (start, _each) in enumerate(items) if start == looked_at), 0)
    first = max(0, min(place - most // 2, len(items) - most))
    behind = first + most
    address_at = links.same_page_at(AT)

    def item(start: int, words: str) -> str:
        current = ' aria-current="true"' if start == looked_at else ""
        return f'<li><a href="{escape(address_at(start))}"{current}>{words}</a></li>'

    before = _("前面还有{n}个").format(n=first)
    after = _("后面还有{n}个").format(n=len(items) - behind)
    listed = [item(start, words_html(each)) for start, each in items[first:behind]]
    if first:
        listed.insert(0, item(items[first - 1][0], escape(before)))
    if behind < len(items):
        listed.append(item(items[behind][0], escape(after)))
    return f'<ol class="preparing-list">{"".join(listed)}</ol>'


def _number_item(number: PreparedNumber) -> str:
    return (
        f"<b>{escape(number.text)}</b><span>{escape(number.reads.word)}</span>"
        f"<small>{escape(number.reason)}</small>"
    )


def _show_confirm_all(work: Work, numbers: tuple[PreparedNumber, ...]) -> None:
    """A pile that was read through is one click; what people read otherwise before stays to be looked at."""
    alike = [each for each in numbers if each.remembered in (None, each.reads)]
    if len(alike) > 1:
        st.button(
            _("{n}个全部按系统判读确认").format(n=len(alike)),
            key=work.key("confirm-all"),
            icon=":material/done_all:",
            on_click=_confirm_all,
            args=(work, alike),
        )


def _confirm_all(work: Work, numbers: list[PreparedNumber]) -> None:
    said = [NumberSet(each.span.start, each.reads) for each in numbers]
    decide(work, *said, then="", done=_("已确认{n}个。").format(n=len(said)))


def _say_done(work: Work, pile: Pile) -> None:
    words = {
        Pile.UNREAD: _("没有未判读的数字。"),
        Pile.LOOK: _("需要看的数字都看过了。"),
        Pile.SURE: _("点右侧或原文中的数字可以查看、改判。"),
    }
    st.html(section_html(words[pile]) + text.whole_html(work))


def _show_number(work: Work, number: PreparedNumber, numbers: tuple[PreparedNumber, ...]) -> None:
    after = _next(number, numbers)
    st.html(section_html(_("“{number}”是什么?").format(number=number.text)) + _said_html(work, number))
    st.html(text.around_html(work, number))
    with st.container(horizontal=True, key="preparing-kinds", gap="small"):
        for place, kind in enumerate(_KINDS, 1):
            st.button(
                kind.word,
                key=work.key("reads", kind),
                shortcut=str(place),
                type="primary" if kind is (number.remembered or number.reads) else "secondary",
                on_click=_read_as,
                args=(work, number, kind, after),
                disabled=not work.is_open,
            )
    target = work.plan.target_at.get(str(number.span.start))
    if target is not None and number.reads in PROMISES:
        wanted.show(work, target, lambda asked: NumberSet(number.span.start, number.reads, asked), after)


def _said_html(work: Work, number: PreparedNumber) -> str:
    sure = _("把握{share}%").format(share=round(number.confidence * 100))
    word = number.reads.word
    reads = word if number.reason == word else bracketed(word, number.reason)
    said = _("系统判读:{reads},{sure}。").format(reads=reads, sure=sure)
    if number.is_decided:
        by = work.decided_by(f"number:{number.span.start}")
        said = _("{word},{by}。").format(word=number.reads.word, by=by)
    parts = [f'<p class="note">{escape(said)}</p>']
    if number.remembered is not None and number.remembered is not number.reads:
        words = _("以前的通知里,这样的数字由人判读为“{word}”。").format(word=number.remembered.word)
        parts.append(f'<p class="caution">{escape(words)}</p>')
    return "".join(parts)


def _next(number: PreparedNumber, numbers: tuple[PreparedNumber, ...]) -> str:
    """Where the next number of the pile stands; empty behind the last."""
    return next((str(each.span.start) for each in numbers if each.span.start > number.span.start), "")


def _read_as(work: Work, number: PreparedNumber, kind: ReadingKind, after: str) -> None:
    """What was set for a target stays where the number is still one of the same kind."""
    same = work.plan.target_at.get(str(number.span.start))
    keeps = kind is number.reads and same is not None and same.is_named_by_hand
    decide(work, NumberSet(number.span.start, kind, same.wanted if keeps and same else None), then=after)


def _take_away(work: Work, milestone: PreparedTarget) -> None:
    decide(work, MilestoneSet(milestone.start, milestone.quote.end, None), then="")


def _targets_html(work: Work) -> str:
    chosen = _chosen_target(work)
    return _list_html(_target_items(work), chosen.start if chosen else None, _LISTED_TARGETS)


@lru_cache(maxsize=8)
def _target_items(work: Work) -> list[tuple[int, str]]:
    return [(each.start, _target_item(each)) for each in work.plan.targets]


def _target_item(target: PreparedTarget) -> str:
    aim, lead = wanted.aim_text(target.wanted), target.lead or _("牵头单位待定")
    return (
        f"<b>{escape(target.code)}</b><span>{escape(target.wanted.name)}</span>"
        f"<small>{escape(aim)} · {escape(lead)}</small>"
    )


def _chosen_target(work: Work) -> PreparedTarget | None:
    asked = work.plan.target_at.get(st.query_params.get(AT, ""))
    return asked or next(iter(work.plan.targets), None)


def _show_target(work: Work) -> None:
    target = _chosen_target(work)
    if target is None:
        st.html(section_html(_("还没有目标")))
    else:
        by = work.decided_by(
            f"number:{target.start}",
            f"milestone:{target.start}",
            PartSet(target.start, None).about,
            LeadSet(Place.TARGET, target.start, "").about,
        )
        heading = section_html(f"{target.code} {target.wanted.name}", escape(by))
        own = work.plan.number_at.get(str(target.start))
        st.html(heading + text.passage_html(work, target.quote, own))
        targets = work.plan.targets
        after = next((str(each.start) for each in targets if each.start > target.start), "")
        if target.number is None:
            quote = target.quote
            wanted.show(work, target, lambda asked: MilestoneSet(target.start, quote.end, asked), after)
            if work.is_open:
                st.button(
                    _("不是节点"),
                    key=work.key("no-milestone", target.start),
                    on_click=_take_away,
                    args=(work, target),
                )
        else:
            reads = ReadingKind.BUDGET if target.wanted.kind is Kind.BUDGET else ReadingKind.TARGET
            wanted.show(work, target, lambda asked: NumberSet(target.start, reads, asked), after)
    if work.is_open:
        wanted.show_new_milestone(work)
