"""附表: targets area by area, budgets as their tree, capped with a pointer; and how the figures are made."""

from collections.abc import Sequence
from itertools import groupby

from tracker.domain.listing.cells import rows_of
from tracker.domain.listing.columns import band
from tracker.domain.listing.tables import SLIDES_APPENDIX
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.status import Status
from tracker.domain.sentences import shares_meaning, zero_meaning
from tracker.domain.sentences.budgets import cells, heads
from tracker.domain.sentences.bulletin import appendix_pointer, appendix_title
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.layouts import POINTS, TABLE
from tracker.export.slides.tables import Column, Look, Mark, Row, cells_of, columns_of, pages

APPENDED = 300
_SIZE = 10.5
_BUDGET_SHARES = (44, 16, 16, 9.5, 26, 30, 12.5, 20)
_BUDGET_STANDS = ("l", "r", "r", "r", "r", "r", "l", "l")


def add_appendix(deck: Deck) -> None:
    card = deck.frozen.card
    lines = []
    for name, rows in groupby(rows_of(deck.frozen, card.targets[:APPENDED]), band):
        lines.append(Row((name,), band=True))
        lines += [Row(cells_of(SLIDES_APPENDIX, row)) for row in rows]
    _add_pages(
        deck,
        columns_of(SLIDES_APPENDIX, 2),
        lines,
        f"附表 {appendix_title(card.period)}",
        _about("与时序差为百分点;没有完成率的以“—”表示,原因见状态", len(card.targets)),
    )
    if not card.budgets or not deck.paper.choices.budgets:
        return
    every = [budget for root in budget_tree(card.budgets) for budget in root.walk()]
    shown = [
        Row(
            (
                "— " * budget.depth + budget.score.target.name,
                *cells(budget),
                Mark(budget.score.status),
                budget.score.target.lead.name,
            )
        )
        for budget in every[:APPENDED]
    ]
    _add_pages(
        deck,
        tuple(map(Column, (*heads(), "状态", "牵头单位"), _BUDGET_SHARES, _BUDGET_STANDS)),
        shown,
        "附表 市级财政预算执行情况",
        _about("预算与目标分开统计;总额和分项各自填报,分项合计只作核对", len(every)),
    )


def _about(about: str, total: int) -> str:
    return f"{about} · {appendix_pointer(APPENDED, total).rstrip('。')}" if total > APPENDED else about


def _add_pages(deck: Deck, columns: tuple[Column, ...], lines: Sequence[Row], title: str, about: str) -> None:
    box = deck.template.holders[TABLE]["表格"].box
    look = Look(columns, box.width, _SIZE)
    laid = pages(look, lines, box.points_high, len(lines))
    for place, page_rows in enumerate(laid, 1):
        page = Page(deck, TABLE)
        page.put_heads(f"{title}({place}/{len(laid)})", about)
        page.put_table("表格", look, page_rows, f"{title},第{place}页")
        page.finish()


def add_method(deck: Deck) -> None:
    """How the figures are made and how a sceptic checks them."""
    frozen, card = deck.frozen, deck.frozen.card
    page = Page(deck, POINTS)
    page.put_heads("本材料的数字均由同一份材料生成,可逐项核对", "数据口径、判定规则和核对方法")
    shown = [status for status in Status if card.whole.counts[status]]
    statuses = "".join(f"{status.shape}{status.word}:{status.meaning}" for status in shown)
    audit = f";日志链末端{frozen.audit_head[:12]}" if frozen.audit_head else ""
    proof = f"{deck.label},全文为{deck.sha256}{audit}"
    page.put_lines(
        "要点",
        [
            Line("各项比率", shares_meaning()),
            Line("规则", card.rules.sentence),
            *([Line("状态", statuses)] if statuses else []),
            Line("零值", zero_meaning()),
            Line("核对", f"{proof}。下载“快照.json”计算SHA-256,与存证编号一致即未改动。"),
        ],
    )
    page.finish()
