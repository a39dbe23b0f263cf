"""What is furthest behind, a row each; at the year's end what was not done; else why the list is empty."""

from html import escape

from tracker.domain.measure.figure import marks
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.conclusion import gap_short, reached, shortfall
from tracker.domain.sentences.short_names import unit_short
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links, overall
from tracker.ui.parts.badges import shape_html
from tracker.ui.parts.links import Link

_SHOWN = 10


def worst_html(card: Scorecard, earlier: Scorecard | None) -> str:
    """The ten furthest from what was due, with the way to all of them."""
    behind, shown = card.behind, card.behind[:_SHOWN]
    if not behind:
        return bars.section_html(_("落后的目标")) + _nothing_behind(card, earlier)
    is_final = card.whole.due_counts[Status.MISSED] == len(behind)
    title = _("未完成的{count}项") if is_final else _("落后最多的{count}项")
    count = len(behind) if is_final else len(shown)
    all_of = overall.list_of("late", _("全部{count}项").format(count=len(behind)))
    heads = (
        ("mark", f'<span class="spoken">{escape(_("状态"))}</span>'),
        ("named", f'{escape(_("目标"))}<span class="lead">{escape(_("牵头单位"))}</span>'),
        ("running", escape(_("连续"))),
        ("value", escape(_("完成/全年"))),
        ("scale", "" if is_final else f'<i class="tick"></i>{escape(_("应达进度"))}'),
        ("gap", escape(_("差多少") if is_final else _("差百分点"))),
    )
    head = "".join(f'<th scope="col" class="{look}">{word}</th>' for look, word in heads)
    body = "".join(_row(score, is_final=is_final) for score in shown)
    section = bars.section_html(title.format(count=count), links.link_html(all_of, "go"))
    look = "worst final" if is_final else "worst"
    return f'{section}<table class="{look}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(score: Score, *, is_final: bool) -> str:
    target, figure, status = score.target, score.figure, score.status
    name, lead = escape(target.name), escape(target.lead.name)
    beside = "" if figure is None else _("、").join(marks(figure))
    small = f"<small>{escape(beside)}</small>" if beside else ""
    running = _("{count}期").format(count=score.behind_for) if score.behind_for > 1 else ""
    gap = shortfall(score) if is_final else gap_short(score)
    # On a phone, where no heads stand above, the numbers say what they are.
    in_points = not is_final and score.judgement.gap is not None
    points = f' data-unit="{escape(_("个百分点"))}"' if in_points else ""
    value, aim = map(escape, reached(score))
    return (
        f'<tr><td class="mark">{shape_html(status)}<span class="spoken">{escape(status.word)}</span></td>'
        f'<td class="named"><span class="name"><a class="row-link" title="{name}"'
        f' href="{escape(links.target_address(target.code))}">{name}</a>{small}</span>'
        f'<span class="lead" title="{lead}">{escape(unit_short(target.lead.name))}</span></td>'
        f'<td class="running" data-head="{escape(_("连续"))}">{escape(running)}</td>'
        f'<td class="value"><b>{value}</b>{aim}</td><td class="scale">{bars.bullet_html(score)}</td>'
        f'<td class="gap"{points}>{escape(gap)}</td></tr>'
    )


def _nothing_behind(card: Scorecard, earlier: Scorecard | None) -> str:
    """Nothing behind is good news only where all is known; what was behind before leads there."""
    whole = card.whole
    if not whole.judged:
        told = _("还没有可以判定的数据,是否落后尚不知道。")
    elif whole.unjudged:
        told = _("已判定的{judged}项没有落后的。其余{rest}项尚无判定,是否落后还不知道。")
    else:
        told = _("应达的{judged}项都达到时序,没有落后的目标。")
    lines = [f"<p>{escape(told.format(judged=whole.judged, rest=whole.unjudged))}</p>"]
    if earlier is not None and earlier.whole.behind:
        then = _("{span}落后的{count}项").format(span=earlier.period.span, count=earlier.whole.behind)
        address = links.to("targets", status="late", kind="targets", q=earlier.period)
        lines.append(f'<p class="note">{links.link_html(Link(then, address), "go")}</p>')
    return "".join(lines)
