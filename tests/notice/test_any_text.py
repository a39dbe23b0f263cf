"""No text breaks the reader; what it makes nothing of, it says."""

import random
from itertools import pairwise

import pytest

from tests.effort import costs_less, effort
from tests.notice import scoring
from tracker.notice.layouts import Layout, LeadRule
from tracker.notice.numbers import scan_numbers
from tracker.notice.output import as_json, summary
from tracker.notice.proposal import ProposedRegister, propose
from tracker.notice.records import Register

PIECES = (
    '一二十百千万亿〇、，。；：（）()[]【】〔〕“”《》"*★①⑳%％≥≤—-~.0123456789'
    " \t\n　年月日由到至翻番成分之牵头责任单位：家个元以上市局"
)


def read(text: str) -> ProposedRegister:
    """The proposal, whose every position lies in the text."""
    register = propose(text)
    for reading in register.readings:
        assert 0 <= reading.span.start < reading.span.end <= len(text)
    for target in register.targets:
        assert 0 <= target.quote.start <= target.quote.end <= len(text)
        assert target.terms is None or target.quote.holds(target.terms.number)
    for place in (*register.structure.areas, *register.structure.articles):
        assert 0 <= place.start <= place.end <= len(text)
    spans = [reading.span for reading in register.readings]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    as_json(text, register)
    list(summary(text, register))
    return register


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t　\n",
        "“5”",
        "新增“3个80%",
        "一百、推进工作（由市科技局牵头）\n（一百零一）办好实事。新增100家。（责任单位：市科技局）",
        "（责任单位：",
        "序号\t项目\t责任单位",
        "1\t\t\t",
        "翻番",
        "百分之",
        "百分之点",
        "千分之二点",
        "，".join("由甲局牵头" for _ in range(50)),
        "(" * 3000,
        "一" * 6000,
        "9" * 6000,
        "\x00\ud800"[:1] + "新增5家",
        "﻿一、目标\r\n新增5家\r\n",
    ],
)
def test_a_strange_text_is_read(text: str) -> None:
    read(text)


def test_what_was_not_read_is_said() -> None:
    assert [one.reason for one in read("").unread] == ["文本是空的,没有可以识别的内容。"]
    reasons = [one.reason for one in read("今天天气很好。").unread]
    assert "没有识别出目标:文中没有带数量的要求。" in reasons
    reasons = [one.reason for one in read("一、目标\n（一）企业。新增企业5家。").unread]
    assert reasons == ["本条没有写明责任单位,牵头单位待定。"]
    undecided = read("（一）事项。型号为17，其余不变。").unread
    assert "这个数字没有判读,待人工判断。" in [one.reason for one in undecided]


def test_no_text_breaks_the_reader(text: str) -> None:
    """Cuts, shuffles and mutations of all notices that are here."""
    chance = random.Random(15)
    texts = [text, *(one.text for one in (*scoring.marked(), *scoring.shared()))]
    for _ in range(120):
        source = chance.choice(texts)
        start = chance.randrange(len(source))
        cut = list(source[start : start + chance.randrange(1, 600)])
        match chance.randrange(4):
            case 0:
                lines = "".join(cut).split("\n")
                chance.shuffle(lines)
                cut = list("\n".join(lines))
            case 1:
                for _ in range(30):
                    cut[chance.randrange(len(cut))] = chance.choice(PIECES)
            case 2:
                cut = [character for character in cut if chance.random() > 0.2]
        read("".join(cut))
        read("".join(chance.choice(PIECES) for _ in range(200)))


@pytest.mark.parametrize(
    "piece",
    [
        "{i}.新增企业{i}家。\n",
        "一、标题\n（一）条目\n1.新增{i}家。\n",
        "{i}\t新增{i}家\t市发改局\n",
        "（责任单位：甲局",
        "新增{i}家,",
    ],
)
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    short, long = ("".join(piece.format(i=i) for i in range(1, count)) for count in (150, 900))
    propose(short[:50])
    of_short = effort(lambda: propose(short))
    assert costs_less(lambda: propose(long), 6 * 4 * max(of_short, 0.02))


def test_ten_thousand_numbers_are_all_read() -> None:
    text = "（一）清单。" + "".join(f"新增企业{number}家，" for number in range(10_000))
    assert len(scan_numbers(text)) == 10_000


def broken(line: str) -> list[str]:
    """As a page breaks it: at 76 columns, of which a Chinese character takes two."""
    pieces = [""]
    columns = 0
    for character in line:
        columns += 2 if character > "\u2e80" else 1
        if columns > 76:
            pieces.append("")
            columns = 2
        pieces[-1] += character
    return pieces


def test_blanks_and_broken_lines_change_no_reading(register: Register) -> None:
    """As a printed copy has them: blanks between digits and characters, broken lines, page numbers."""
    whole = propose(register.text)
    printed: list[str] = []
    for number, line in enumerate(register.text.split("\n")):
        pieces = broken(line.strip().replace("家", " 家").replace("2025年", "2025 年"))
        printed += ["    " + pieces[0], *pieces[1:]] if pieces else [""]
        if number % 25 == 24:
            printed.append(f"- {number // 25} -")
    again = propose("\n".join(printed))
    assert len(again.structure.articles) == len(whole.structure.articles)
    of_whole, of_printed = (
        [
            (one.terms.value, one.terms.unit_of_measure, one.article, one.lead)
            for one in register.targets
            if one.terms
        ]
        for register in (whole, again)
    )
    assert len(set(of_printed) & set(of_whole)) >= 0.98 * len(set(of_whole))


def test_a_layout_that_a_person_sets_is_followed() -> None:
    text = (
        "一、产业\n（一）企业\n1.新增企业5家。（责任单位：市发改局，市财政局）\n"
        "2.新增项目6个。（责任单位：市工信局，市财政局）"
    )
    recognised = propose(text)
    assert (recognised.structure.layout.area, recognised.structure.layout.article) == ("一、", "1.")
    assert [target.article for target in recognised.targets] == [1, 2]
    coarser = propose(text, Layout("一、", "(一)", LeadRule.BEFORE_COMMA))
    assert [target.article for target in coarser.targets] == [1, 1]
    assert [target.lead for target in coarser.targets] == ["市发改局", "市工信局"]
    assert propose(text, Layout("", "")).structure.articles == ()
