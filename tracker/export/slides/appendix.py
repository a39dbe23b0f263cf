"""附表: every target in a table, area by area, capped with a pointer; and how the figures are made."""

from itertools import groupby

from tracker.domain.listing.cells import rows_of
from tracker.domain.listing.columns import band
from tracker.domain.listing.tables import SLIDES_APPENDIX
from tracker.domain.progress.status import Status
from tracker.domain.sentences import shares_meaning, zero_meaning
from tracker.domain.sentences.bulletin import appendix_pointer, appendix_title
from tracker.export.slides.deck import Deck, Line, Page
from tracker.export.slides.layouts import POINTS, TABLE
from tracker.export.slides.notes import notes
from tracker.export.slides.tables import Look, Row, cells_of, columns_of, pages

APPENDED = 500
_SIZE = 10.5


def add_appendix(deck: Deck) -> None:
    card = deck.frozen.card
    scores = (*card.targets, *card.budgets)
    lines = []
    for name, rows in groupby(rows_of(deck.frozen, scores[:APPENDED]), band):
        lines.append(Row((name,), band=True))
        lines += [Row(cells_of(SLIDES_APPENDIX, row)) for row in rows]
    box = deck.template.holders[TABLE]["表格"].box
    look = Look(columns_of(SLIDES_APPENDIX, 2), box.width, _SIZE)
    laid = pages(look, lines, box.points_high, len(lines))
    about = "与时序差为百分点;没有完成率的以“—”表示,原因见状态"
    if len(scores) > APPENDED:
        about += f" · {appendix_pointer(APPENDED, len(scores)).rstrip('。')}"
    for place, page_rows in enumerate(laid, 1):
        page = Page(deck, TABLE)
        page.put_heads(f"附表 {appendix_title(card.period)}({place}/{len(laid)})", about)
        page.put_table("表格", look, page_rows, f"全部目标的进展情况,第{place}页")
        page.finish(notes(deck, "全部目标逐项列示;完整的登记信息见进度表和数据文件。"))


def add_method(deck: Deck) -> None:
    """How the figures are made and how a sceptic checks them."""
    frozen, card = deck.frozen, deck.frozen.card
    page = Page(deck, POINTS)
    page.put_heads("本材料的数字均由同一份快照生成,可逐项核对", "数据口径、判定规则和核对方法")
    shown = [status for status in Status if card.whole.counts[status]]
    statuses = "".join(f"{status.shape}{status.word}:{status.meaning}" for status in shown)
    audit = f";日志链末端{frozen.audit_head[:12]}" if frozen.audit_head else ""
    proof = f"{deck.label},内容SHA-256为{deck.sha256}{audit}"
    page.put_lines(
        "要点",
        [
            Line("各项比率", shares_meaning()),
            Line("规则", card.rules.sentence),
            *([Line("状态", statuses)] if statuses else []),
            Line("零值", zero_meaning()),
            Line("核对", f"{proof}。下载快照(JSON)计算SHA-256,与此一致即未改动。"),
        ],
    )
    page.finish(notes(deck, "数据口径和核对方法。"))
