"""Who answers: the statements of responsible units in a text, and the units that they name.

A statement is found by its label (责任单位:…), by its verb (由甲牵头,乙、丙配合), by its brackets alone when
nothing but units stands between them, on a line of its own, or in the cells of a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.notice.layouts import LABEL, LABEL_OF_A_LINE, LeadRule, Role, role_of
from tracker.notice.normalise import Span, View

_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "{": "}"}
_LONGEST = 3000  # characters of a statement: a bracket that is never closed swallows no chapter
# 责任单位:甲, 【责任单位】甲
_LABELLED = re.compile(rf"[【\[]?(?:由)?(?:{LABEL_OF_A_LINE.pattern})(?:(?:为|是)?:|[】\]]:?)")
_MARKS = "★*▲☆●#△"
_OPENING = "—-·•→*★☆●■◆▲"
# 责任分工:甲牵头,乙配合
_DIVISION = re.compile(r"(?:责任|职责|工作|任务)分工:")
# A piece that says by when: 12月底前完成, 9月底前完成80%、12月底前全面完成, 持续推进
_TIME = (
    r"(?:(?:\d{4}年)?(?:\d{1,2}月(?:[底末初]|[上中下]旬|\d{1,2}日)?|[年全]?年[底末内]?|[上下]半年|[一二三四]季度末?)(?:以?前|之前)?"
    r"|每[月季年]度?|[持继]续|长期|常年|常态化?)"
    r"(?:力争|确保)?(?:全面|全部|基本|滚动|持续)?(?:完成|落实|推进|推动|实施|坚持|开展|启动|开工|建成|投用|到位|见效|报送)?(?:\d+%)?"
)
_BY_WHEN = re.compile(rf"{_TIME}(?:[、和]{_TIME})*")
# What may end the name of a unit of a city government, or of what stands beside one.
_UNIT_END = re.compile(
    r"(?:局|委|办|部|厅|署|院|司|室|队|农商行|中心|公司|集团|政府|街道|镇|乡|办事处|管委会|委员会|单位|部门|银行|支行|分行|"
    r"协会|联合会|商会|联|学会|红十字会|妇联|总工会|工会|团委|学校|学院|大学|医院|大队|支队|总队|分局|站|所|处|"
    r"科|股|校|小组|馆|社|台|公安|专班|指挥部|区|县|市|园|园区|高新区|经开区|度假区|开发区|新区|党委|纪委|监委|资本|电网|"
    r"电力|供电|电信|移动|联通|铁塔|邮政|海关|法院|检察院|机关|组|属地|村|社区|城投|交投|文旅投|水务|"
    r"会|街|人武部|武装部|国资运营|投资|分公司|运营商|主体|企业|高校|法制办|各地|各市县|管理局|党组|服务中心|老干部局)"
    r"(?:[(〔][^()〔〕]{1,20}[)〕])?$"
)
_REMARK = re.compile(
    r"为牵头|牵头(?:单位|部门|的).{0,8}(?:下同|排|列|在)|下同|列第一|列首|第一位|首位|以下均|不再列|的按照?职责分工|排名|逗号前|多个牵头"
)
_STATES_FIRST = re.compile(
    r"(?:列|排)(?:在)?(?:第一|首)|第一(?:位|个|家)[^。\n]{0,6}(?:为|是)?牵头|首位[^。\n]{0,4}牵头|排名第一"
)
_LEADS = re.compile(
    r"(?:负责)?(?:共同|联合|总)?(?:牵头|主责|主办|抓总|统筹)(?:抓总|负责|组织实施|实施|落实|推进|协调|统筹|组织|总抓)?$"
)
_TAIL = re.compile(
    r"(?:等)?(?:有关|相关|各有关)?(?:单位|部门)?(?:按照?)?(?:各自)?(?:职责)?(?:分工)?(?:共同|分别|具体|协同|密切|积极|予以)?"
    r"(?P<verb>配合|指导|督导|协助|参与|协办|协同|支持|参加|负责落实|负责实施|负责|组织实施|抓好落实|落实|实施"
    r"|为(?:责任|实施|落实|建设)主体)$"
)
# 市财政局做好资金保障: a part of the work, said of one who does not lead.
_DUTY = re.compile(r"(?<=.)(?:负责|做好|承担|提供|落实)[\u4e00-\u9fff]{2,12}$")
# 该项工作由甲牵头, 牵头单位为甲
_SUBJECT = re.compile(
    rf"(?:(?:该|本|此|这|上述|以上)(?:项|些|条)?(?:工作|任务|事项|行动|工程|措施|内容)?(?=由))?(?:由|请)?(?:(?:{LABEL.pattern})(?:为|是))?"
)
_CO_VERBS = ("配合", "指导", "督导", "协助", "参与", "协办", "协同", "支持", "参加")
_SEVERAL = re.compile(r"等(?:有关|相关|各有关|职能|市级|市直|区级|县级)*(?:单位|部门)?(?:[(].*[)])?$|等$")
_EACH_GOES_ON = re.compile(r"(?:乡|镇|街道|县|区|市|旗|园区|功能区|开发区|高新区|经开区|管委会|办事处|村)")


@dataclass(frozen=True)
class ResponsibleUnit:
    """A unit as an article names it: the outer name, and the inner part of 市财政局〔国资办〕."""

    name: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.name}〔{self.part}〕" if self.part else self.name


@dataclass(frozen=True)
class UnitGroup:
    """One statement of responsible units. Spans are characters of the text read.

    ``leads`` by the lead rule, empty where only others are named; ``leaders``: 责任领导 as written; ``due``:
    完成时限 as written.
    """

    span: Span
    leads: tuple[ResponsibleUnit, ...]
    co_units: tuple[ResponsibleUnit, ...]
    leaders: str = ""
    due: str = ""
    is_own_line: bool = False

    @property
    def units(self) -> tuple[ResponsibleUnit, ...]:
        return (*self.leads, *self.co_units)


@dataclass(frozen=True)
class _Segment:
    role: Role
    span: Span


def lead_rule_of(text: str) -> LeadRule:
    """The rule that the text's own sentence states; the first listed leads where it states none."""
    if re.search(r"逗号(?:之)?前[^。\n]{0,8}牵头|[“]?,[”]?前[^。\n]{0,6}牵头", text):
        return LeadRule.BEFORE_COMMA
    if re.search(
        rf"(?:[{_MARKS}]|加粗|星号)[^。\n]{{0,6}}(?:的|为|是)[^。\n]{{0,6}}牵头|牵头(?:单位|部门)[^。\n]{{0,6}}(?:标注|用|以)[^。\n]{{0,2}}[{_MARKS}]",
        text,
    ):
        return LeadRule.MARKED
    return LeadRule.FIRST_LISTED


def statements(view: View, rule: LeadRule) -> list[UnitGroup]:
    """All statements of a text outside of tables, in their order."""
    text = view.text
    # A text whose only label is 牵头单位 lists all units behind it: the first of them leads.
    labels = {role_of(found) for found in _LABELLED.finditer(text)}
    states_first = _STATES_FIRST.search(text) is not None
    only_leads = Role.LEAD in labels and not labels & {Role.CO, Role.LISTED}
    groups = []
    for span, is_own_line in _places(text):
        group = group_of(
            view, span, rule, only_leads=only_leads, states_first=states_first, is_own_line=is_own_line
        )
        if group is not None:
            groups.append(group)
    return _joined(view, groups)


def _places(text: str) -> Iterator[tuple[Span, bool]]:
    """Where a statement may stand: in brackets, behind a label without brackets, at a paragraph's end."""
    start_of_line = 0
    for line in text.split("\n"):
        start, end = start_of_line, start_of_line + len(line)
        start_of_line = end + 1
        if "\t" in line:
            continue
        taken = False
        at = start
        pairs = _pairs(text, start, end)
        opening = start + len(line) - len(line.lstrip(_OPENING))
        while at < end:
            if text[at] in _BRACKETS and not (at == opening and _LABELLED.match(text, at, end)):
                stop = pairs.get(at, min(end, at + _LONGEST))
                inner = Span(at + 1, stop)
                if _states_units(text, inner, stop + 1 >= end or text[stop + 1 : end].strip("。;") == ""):
                    yield Span(at, min(stop + 1, end)), at == start and stop + 2 >= end
                    taken, at = True, stop
            elif (
                not taken
                and (at in (start, opening) or text[at - 1] in "。;,)”")
                and (label := _LABELLED.match(text, at, end))
                and not _DIVISION.match(text, at, end)
                and _names_units(text[label.end() : end])
            ):
                yield Span(at, end), at in (start, opening)
                taken, at = True, end
            at += 1
        if not taken and (closing := _closing(text, start, end)) < end:
            yield Span(closing, end), closing == start


def _closing(text: str, start: int, end: int) -> int:
    """Where the sentences begin that end a paragraph and say nothing but who does what; its end without."""
    first = end
    words = text[start:end].rstrip("。;")
    while words:
        at = max(words.rfind("。"), words.rfind(";")) + 1
        if not 2 <= len(words) - at <= _LONGEST_SENTENCE or not _is_verbal(words[at:]):
            break
        first = start + at
        words = words[: max(0, at - 1)]
    return first


_LONGEST_SENTENCE = 400


def _pairs(text: str, start: int, end: int) -> dict[int, int]:
    """Where each bracket of a line closes, brackets within it minded; one that never closes is missing."""
    open_at: dict[str, list[int]] = {closing: [] for closing in _BRACKETS.values()}
    pairs = {}
    for place in range(start, end):
        character = text[place]
        if character in _BRACKETS:
            open_at[_BRACKETS[character]].append(place)
        elif open_at.get(character):
            pairs[open_at[character].pop()] = place
    return pairs


_VERB = re.compile(r"牵头|负责|配合|落实|参与|参加|支持|协助|指导|实施|主责|主办|协办")


def _states_units(text: str, inner: Span, is_last: bool) -> bool:
    if _LABELLED.match(text, inner.start, inner.end):
        return True
    if inner.end - inner.start > 400 or text[inner.start : inner.start + 1] in _BRACKETS:
        return False
    words = inner.of(text)
    if not (is_last or _VERB.search(words)):
        return False
    if (label := _LABELLED.search(words)) is not None and words[label.start() - 1] in ",;。":
        # 甲★、乙;完成时限:12月底: the label behind the units is not theirs.
        words = words[: label.start() - 1]
    return _is_verbal(words) or (is_last and _lists_units(words))


def _is_verbal(words: str) -> bool:
    """由甲牵头,乙、丙配合; 甲、乙等负责。列第一位者为牵头单位: nothing but units and what they do."""
    sentence = words.split("。")[0]
    pieces = [
        piece
        for piece in _split(sentence, ",;")
        if piece and not _REMARK.search(piece) and not _BY_WHEN.fullmatch(piece)
    ]
    if not pieces:
        pieces = [piece for piece in _split(sentence, ",;") if piece]
    states = is_led = False
    for piece in pieces:
        bare, role = _without_verb(piece)
        if not _lists_units(bare):
            if not (is_led and role is None):
                return False
            continue
        states |= role is not None
        is_led |= role is Role.LEAD
    return states


def _without_verb(piece: str) -> tuple[str, Role | None]:
    """The units of a piece, and what its verb makes of them: 由甲牵头 → 甲, leads."""
    piece = piece.strip().lstrip(_OPENING)
    if (division := _DIVISION.match(piece)) is not None:
        piece = piece[division.end() :]
    subject = _SUBJECT.match(piece)
    if subject is not None:
        piece = piece[subject.end() :]
        if subject.lastgroup:
            return piece, role_of(subject)
    if found := _LEADS.search(piece):
        return piece[: found.start()], Role.LEAD
    if found := _TAIL.search(piece):
        return piece[: found.start()], Role.CO if found["verb"] in _CO_VERBS else Role.LISTED
    if (found := _DUTY.search(piece)) and _lists_units(piece[: found.start()]):
        return piece[: found.start()], Role.CO
    return piece, None


def _lists_units(words: str) -> bool:
    names = [name for name in _names(words) if name]
    return bool(names) and all(_is_unit(name) for name in names)


def _names_units(words: str) -> bool:
    """Whether units follow a label that stands without brackets; the first is enough."""
    first = next(iter(_names(re.split(r"[。;]", _LABELLED.split(words)[0])[0])), "")
    first = first.rstrip("】]")  # of 【责任单位:市卫生健康局】, which names one
    return _is_unit(first) or (bool(first) and len(first) <= 6)


def _is_unit(name: str) -> bool:
    name = _SEVERAL.sub("", name.strip(_MARKS)).strip()
    name = re.sub(r"\((?:牵头|主责|负责|配合)\)$", "", name)
    if name.startswith("各") and len(name) <= 14:
        return True
    return (
        2 <= len(name) <= 30 and (_UNIT_END.search(name) is not None) and not re.search(r"[《》“”\d]", name)
    )


def group_of(
    view: View,
    span: Span,
    rule: LeadRule,
    *,
    only_leads: bool = False,
    states_first: bool = False,
    is_own_line: bool = False,
) -> UnitGroup | None:
    """The units of one statement, its brackets included; None where it names nobody."""
    closing = _BRACKETS.get(view.text[span.start])
    inner = Span(span.start + (closing is not None), span.end)
    # Of 【责任单位】市财政局〔国资办〕 the last bracket is the unit's.
    if inner.end > inner.start and view.text[inner.end - 1] == closing:
        inner = Span(inner.start, inner.end - 1)
    leads: list[ResponsibleUnit] = []
    listed: list[ResponsibleUnit] = []
    co_units: list[ResponsibleUnit] = []
    leaders = due = ""
    segments = list(_segments(view.text, inner))
    has_lead = any(segment.role is Role.LEAD for segment in segments)
    # 甲、乙牵头负责, where the text says that the first listed leads.
    is_verbal = not _LABELLED.search(view.text, inner.start, inner.end)
    only_leads |= states_first and is_verbal and all(segment.role is Role.LEAD for segment in segments)
    for segment in segments:
        words = view.written(segment.span)
        if segment.role is Role.LEADER:
            leaders = words.strip(",，;；。 ")
        elif segment.role is Role.TIME:
            due = words.strip(",，;；。 ")
        elif segment.role is Role.CO:
            co_units += units_of(words)
        elif segment.role is Role.LEAD and not (only_leads and not co_units):
            leads += units_of(words)
        elif segment.role is Role.LISTED and has_lead:
            co_units += units_of(words)
        else:
            first, rest = _by_rule(words, rule if not only_leads else LeadRule.FIRST_LISTED)
            leads += first
            listed += rest
    if not (leads or listed or co_units or leaders):
        return None
    others = tuple(unit for unit in dict.fromkeys((*listed, *co_units)) if unit not in leads)
    return UnitGroup(span, tuple(dict.fromkeys(leads)), others, leaders, due, is_own_line)


def _segments(text: str, inner: Span) -> Iterator[_Segment]:
    labels = [
        found
        for found in _LABELLED.finditer(text, inner.start, inner.end)
        # 配合: may end a unit's sentence, 配合单位: and 协同局办: are labels wherever they stand.
        if found.start() == inner.start
        or text[found.start() - 1] in ",;。、)由(\n "
        or not _BARE_VERB.search(found[0])
    ]
    if not labels:
        yield from _by_verbs(text, inner)
        return
    if text[inner.start : labels[0].start()].strip(",;。、 由"):
        # 甲★、乙;完成时限:12月底: units before the first label have none.
        yield from _by_verbs(text, Span(inner.start, labels[0].start()))
    ends = [*(label.start() for label in labels[1:]), inner.end]
    for label, end in zip(labels, ends, strict=True):
        role, span = role_of(label), Span(label.end(), end)
        comma = re.search(r"[,;]", span.of(text))
        if role in (Role.LEADER, Role.TIME) and comma is not None:
            # 责任领导:刘洋,县农业农村局负责: what follows the person are units.
            others = Span(span.start + comma.end(), end)
            if _lists_units(_without_verb(others.of(text))[0]):
                yield from _by_verbs(text, others)
                span = Span(span.start, span.start + comma.start())
        yield _Segment(role, _without_remark(text, span))


_BARE_VERB = re.compile(r"(?:牵头|主责|主办|配合|协办|协助|参与)(?:(?:为|是)?:|[】\]]:?)$")


def _by_verbs(text: str, inner: Span) -> Iterator[_Segment]:
    sentence_end = text.find("。", inner.start, inner.end)
    stop = inner.end if sentence_end < 0 else sentence_end
    yield from _by_verbs_of(text, Span(inner.start, stop))
    if stop + 2 < inner.end and _is_verbal(text[stop + 1 : inner.end]):
        # 该项工作由甲牵头。乙做好资金保障。
        yield from _by_verbs(text, Span(stop + 1, inner.end))


def _by_verbs_of(text: str, sentence: Span) -> Iterator[_Segment]:
    start, stop = sentence.start, sentence.end
    waiting = start  # 甲,乙负责: the verb behind stands for both
    is_led = False
    for piece in _split(text[start:stop], ",;"):
        end = start + len(piece)
        bare, role = _without_verb(piece)
        # 由甲牵头,乙配合,确保国庆前通车: behind the leads, what is no unit says how.
        is_aside = is_led and role is None and not _lists_units(bare)
        if is_aside or _REMARK.search(piece) or _BY_WHEN.fullmatch(piece):
            waiting, start = end + 1, end + 1
            continue
        is_led |= role is Role.LEAD
        if role is not None and bare:
            at = start + piece.index(bare)
            yield _Segment(role, Span(waiting if waiting < start else at, at + len(bare)))
            waiting = end + 1
        start = end + 1
    if waiting < stop:
        yield _Segment(Role.LISTED, _without_remark(text, Span(waiting, stop)))


def _without_remark(text: str, span: Span) -> Span:
    """A remark behind a full stop or semicolon (列第一位的为牵头单位,下同) names no unit."""
    words = span.of(text)
    stop = len(words.split("。")[0])
    for found in re.finditer(r"[;,]", words[:stop]):
        rest = re.split(r"[;,]", words[found.end() : stop])[0]
        if _REMARK.search(rest):
            stop = found.start()
            break
    return Span(span.start, span.start + stop)


def _by_rule(words: str, rule: LeadRule) -> tuple[list[ResponsibleUnit], list[ResponsibleUnit]]:
    units = units_of(words)
    marked = [
        unit
        for unit, name in zip(units, _names(words), strict=False)
        if name[-1:] in _MARKS or name[:1] in _MARKS or re.search(r"[(（](?:牵头|主责)[)）]$", name)
    ]
    if marked and len(marked) < len(units):
        return marked, [unit for unit in units if unit not in marked]
    if rule is LeadRule.BEFORE_COMMA:
        first = units_of(_split(words, ",，")[0])
        return first, units[len(first) :]
    return units[:1], units[1:]


def units_of(words: str) -> list[ResponsibleUnit]:
    """The units of a list in their order, each once."""
    return [unit for name in _names(words) if (unit := _unit(name)) is not None]


def _unit(written: str) -> ResponsibleUnit | None:
    name = _SEVERAL.sub("", written.strip(_MARKS + " 。."))
    name = re.sub(r"[(（](?:牵头|主责|负责|配合|牵头单位)[)）]", "", name).strip(_MARKS + " ")
    if not name:
        return None
    inner = re.fullmatch(r"([^〔〕]+)〔([^〕]+)〕", name)
    return ResponsibleUnit(inner[1].strip(), inner[2]) if inner else ResponsibleUnit(name)


def _names(words: str) -> list[str]:
    """The names of a list. 各区、县(市)政府 is one."""
    names: list[str] = []
    for name in _split(words, "、,，;；\n\t/"):
        name = name.strip(" 。.")
        if not name:
            continue
        before = names[-1] if names else ""
        if (
            before.startswith("各")
            and len(before) <= 6
            and not before.endswith(("部门", "单位", "政府", "局"))
            and _EACH_GOES_ON.match(name)
        ):
            names[-1] = f"{before}、{name}"
        else:
            names.append(name)
    return names


def _split(words: str, marks: str) -> list[str]:
    """At the marks that stand outside of brackets."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(words):
        if character in "(（〔[【":
            depth += 1
        elif character in ")）〕]】":
            depth = max(0, depth - 1)
        elif depth == 0 and character in marks:
            pieces.append(words[start:place])
            start = place + 1
    return [*pieces, words[start:]]


def _only_lists(view: View, before: UnitGroup, group: UnitGroup) -> bool:
    """责任单位:乙、丙 right behind 牵头单位:甲."""
    said = [_LABELLED.search(one.span.of(view.text)) for one in (before, group)]
    roles = [role_of(label) if label else None for label in said]
    return roles[0] in (Role.LEAD, Role.LEADER) and roles[1] is Role.LISTED


def _joined(view: View, groups: list[UnitGroup]) -> list[UnitGroup]:
    """牵头单位:甲 and 配合单位:乙 on lines, or in brackets, that follow each other are one statement."""
    joined: list[UnitGroup] = []
    for group in groups:
        before = joined[-1] if joined else None
        if (
            before is not None
            and not view.text[before.span.end : group.span.start].strip("\n。;, " + _OPENING)
            and not (before.leads and group.leads and not _only_lists(view, before, group))
        ):
            lists = before.leads and group.leads
            leads = before.leads if lists else (*before.leads, *group.leads)
            others = (*before.co_units, *(group.units if lists else group.co_units))
            joined[-1] = UnitGroup(
                span=Span(before.span.start, group.span.end),
                leads=leads,
                co_units=tuple(unit for unit in others if unit not in leads),
                leaders=before.leaders or group.leaders,
                due=before.due or group.due,
                is_own_line=before.is_own_line,
            )
        else:
            joined.append(group)
    return joined
