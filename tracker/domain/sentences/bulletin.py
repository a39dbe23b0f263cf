"""The sentences of the printed bulletin 通报, section by section, by the house pattern (DOMAIN §5).

Half-width marks, as everywhere in the house; the file turns them (``full_width``). What departments
wrote is taken as it is, closed with one full stop.
"""

from collections.abc import Iterable

from tracker.domain.language import _, bracketed, with_colon
from tracker.domain.measure.figure import Texts, marks
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import IN_POINTS, amount_text, with_unit
from tracker.domain.measure.target import target_text, value_in_words
from tracker.domain.meetings.paper import NameOf, Paper
from tracker.domain.meetings.paper_settings import PaperKind
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.data_months import months_and_reading
from tracker.domain.sentences.groups import coverage, mean_text, shares, timeliness
from tracker.domain.sentences.scores import not_applicable_because

_NAMED, _LONGEST_TITLE = 3, 20
_ENDS = " 。.;；,，、"
_DIGITS = "零一二三四五六七八九十"


def title(period: Period, kind: PaperKind = PaperKind.NOTICE) -> tuple[str, str]:
    """Two lines, broken between words: the title's face takes 20 characters a line. Of a series only one."""
    words = {"year": period.year, "span": period.span}
    if kind is PaperKind.BRIEF:
        return _("{year}年{span}重点目标进展情况").format(**words), ""
    return _("关于{year}年{span}重点目标").format(**words), _("进展情况的{kind}").format(kind=kind.word)


def issue_text(issue: str) -> str:
    """第8期; empty without a number."""
    return _("第{issue}期").format(issue=issue.strip()) if issue.strip() else ""


def appendix_title(period: Period) -> str:
    return _("{year}年{span}重点目标进展情况表").format(year=period.year, span=period.span)


def book_title(text: str) -> str:
    """《…》; marks within become 〈…〉 (GB/T 15834 4.15)."""
    return f"《{text.replace('《', '〈').replace('》', '〉')}》"


def opening(frozen: Frozen, kind: PaperKind = PaperKind.NOTICE) -> str:
    """What it is about and which months the figures cover, said once."""
    card = frozen.card
    told = {
        PaperKind.NOTICE: _("通报如下"),
        PaperKind.SPECIAL: _("报告如下"),
        PaperKind.BRIEF: _("刊发如下"),
    }[kind]
    words = _("现将{plan}{span}进展情况{told}。{data}").format(
        plan=_plan_called(card),
        span=card.period.span,
        told=told,
        data=months_and_reading(card, frozen.frozen_at),
    )
    return words + (_(",含尚未审核的数据,均已注明。") if card.include_unapproved else _("。"))


def _plan_called(card: Scorecard) -> str:
    """《…》(海政发〔2025〕10号), or where the title is long what it is about: the 附件 has its number."""
    title = card.plan.short or card.plan.title
    if len(title) <= _LONGEST_TITLE:
        document = card.plan.document
        return bracketed(book_title(title), document) if document else book_title(title)
    return _("{year}年重点目标").format(year=card.plan.year)


def budget_counts(budgets: Iterable[Score]) -> str:
    """另有市级财政预算33项,单独统计:达时序11项,未达时序22项。 Empty without budgets."""
    statuses = [score.status for score in budgets]
    if not statuses:
        return ""
    parts = [_("达时序{count}项").format(count=sum(1 for status in statuses if status.is_on_pace))]
    behind = sum(1 for status in statuses if status.is_behind)
    if behind:
        parts.append(_("未达时序{count}项").format(count=behind))
    rest = len(statuses) - behind - sum(1 for status in statuses if status.is_on_pace)
    if rest:
        parts.append(_("暂无可比数据{count}项").format(count=rest))
    lead = _("另有市级财政预算{count}项,单独统计:").format(count=len(statuses))
    return _("{said}。").format(said=lead + _(",").join(parts))


def reporting(card: Scorecard) -> str:
    """The shares of the due, the running totals' mean beside the one 时序进度, the reporting rates."""
    if not card.whole.owed and not card.whole.due:
        return _("{coverage}。").format(coverage=coverage(card.whole))
    mean = _("{text}。").format(text=mean_text(card.whole, card.pace))
    return f"{shares(card.whole)}{mean}{timeliness(card.whole)}。"


def nothing_behind(card: Scorecard) -> str:
    """已判定的40项中没有落后,另有9项没有判定结果: what is missing is named beside it."""
    whole = card.whole
    if not whole.judged:
        return _("尚无数据可供判定")
    text = _("已判定的{judged}项中没有落后").format(judged=whole.judged)
    if not whole.unjudged:
        return text
    return _("{text},另有{unjudged}项没有判定结果").format(text=text, unjudged=whole.unjudged)


def not_applicable(frozen: Frozen) -> str:
    """填报不适用2项:高企培育(市科技局:上级暂停该项评选);…。 each with its department's reason."""
    scores = [score for score in frozen.card.targets if score.status is Status.NOT_APPLICABLE]
    if not scores:
        return ""
    named = []
    for score in scores:
        lead = score.target.lead.name
        reason = bare(not_applicable_because(score, _texts_of(frozen, score).scope_note))
        named.append(bracketed(score.target.name, with_colon(lead, reason) if reason else lead))
    return _("填报不适用{count}项:{reasons}。").format(count=len(scores), reasons=_(";").join(named))


def behind_said(card: Scorecard, paper: Paper, pointer: str) -> str:
    """滞后目标8项(见表2)。市商务局牵头的8项中4项滞后。 Where they cluster; areas where no unit is named."""
    counted = [score.status for score in worst(card)]
    words = [
        _("{status}目标{count}项").format(status=status.word, count=counted.count(status))
        for status in Status
        if status in counted
    ]
    text = _("{counts}({pointer})。").format(counts=_("、").join(words), pointer=pointer)
    groups = card.departments if paper.choices.names else card.areas
    template = (
        _("{name}牵头的{due}项中{count}项滞后")
        if paper.choices.names
        else _("“{name}”{due}项中{count}项滞后")
    )
    parts = [
        template.format(name=group.name, due=group.rollup.due, count=group.rollup.far_behind)
        for group in sorted(groups, key=lambda group: (-group.rollup.far_behind, group.key))[:_NAMED]
        if group.rollup.far_behind > 1
    ]
    return text + (_("{parts}。").format(parts=_(",").join(parts)) if parts else "")


def worst(card: Scorecard) -> tuple[Score, ...]:
    """What a paper lists: 滞后 and 未完成; without any what is 稍慢. The furthest behind first."""
    far = tuple(score for score in card.behind if score.status.is_far_behind)
    return far or card.behind


def is_far_behind(card: Scorecard) -> bool:
    return any(score.status.is_far_behind for score in card.behind)


def against(score: Score) -> str:
    """0 / 2家; 18% / 20%; 尚未完成 / 二季度底前完成: the value, its marks, and what it is held against."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return "—"
    aim, told = target_text(terms), marks(figure)
    if terms.value is None:
        return f"{value_in_words(figure.value, terms, told)} / {aim}"
    unit = terms.unit_of_measure
    amount = with_unit(figure.value, unit) if unit in IN_POINTS else amount_text(figure.value)
    if terms.is_rising and terms.upper is None:
        aim = with_unit(terms.value, unit)
    return f"{bracketed(amount, _(',').join(told)) if told else amount} / {aim}"


def expected(score: Score, period: Period) -> str:
    """What is expected by the figure's month: 1.125; 20%; a dash where that is no amount."""
    figure, terms = score.figure, score.target.terms
    month = period.last_month if figure is None else figure.data_month
    amount = expected_value(terms, month, period)
    if amount is None:
        return "—"
    shown, unit = due_amount(terms, amount), terms.unit_of_measure
    return with_unit(shown, unit) if unit in IN_POINTS else amount_text(shown)


def adjusted_said(frozen: Frozen, listed: Iterable[Score]) -> str:
    """住宅老旧电梯更新改造目标经批准由230台调整为150台。 Of the listed ones, where a value was adjusted."""
    ids = {score.target.id for score in listed}
    parts = [
        _("{name}目标经批准由{before}调整为{after}").format(
            name=frozen.paper.name_of(NameOf.TARGET, each.target_id, each.name),
            before=target_text(each.original),
            after=target_text(each.adjusted),
        )
        for each in frozen.adjustments
        if each.target_id in ids and each.original.value != each.adjusted.value
    ]
    return _("{parts}。").format(parts=_(";").join(parts[-_NAMED:])) if parts else ""


def appendix_pointer(shown: int, total: int) -> str:
    return _("本表列前{shown}项,其余{rest}项详见进度表。").format(shown=shown, rest=total - shown)


def more_listed(count: int) -> str:
    return _("其余{count}项详见进度表。").format(count=count)


def _texts_of(frozen: Frozen, score: Score) -> Texts:
    return frozen.texts_of(None if score.figure is None else score.figure.report_id)


def closed(text: str) -> str:
    """What was typed, on one line and with one full stop."""
    line = bare(text)
    return line if not line or line[-1] in "!?！？…" else f"{line}。"


def bare(text: str) -> str:
    """What was typed on one line, without the marks that it ends with."""
    return " ".join(text.split()).rstrip(_ENDS)


def ordinal(number: int) -> str:
    """一 … 九十九, for the numbers of sections; digits beyond."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    lead = "" if tens == 0 else (_DIGITS[tens] if tens > 1 else "") + "十"
    return lead + (_DIGITS[ones] if ones else "")
