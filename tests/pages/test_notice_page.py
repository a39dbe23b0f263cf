"""原文: the notice as it reads; every number says what it is, every promise leads to its target."""

import html
import re
from collections import Counter
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, text_of
from tests.pages.world import JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.notice.records import Register
from tracker.notice.register import load_register
from tracker.settings import ROOT

LINK = re.compile(r'<a href="(/target\?[^"]*)" title="([^"]*)" data-target="([^"]*)"[^>]*>(.*?)</a>')
OTHER = re.compile(r'<span data-number="(\d+)" title="([^"]*)"[^>]*>([^<]*)</span><sup[^>]*>([^<]*)</sup>')
AREAS = [str(number) for number in (*range(1, 9), 0)]


@cache
def register() -> Register:
    return load_register(ROOT / "seed" / "haining-2025")


def marked(visit: Visit, login: str, area: str, **more: str) -> str:
    at = visit(login, "notice", "2025Q2", area=area, **more)
    assert not at.exception
    return "\n".join(str(each.value) for each in at.html)


def area_read(at: AppTest) -> str:
    """The title of the area that the contents say is read."""
    (title,) = re.findall(r'<li class="read"><a [^>]*>([^<]*)</a>', "\n".join(str(e.value) for e in at.html))
    return title


def headings(at: AppTest) -> list[str]:
    return re.findall(
        r'<section id="at-\d+" aria-label="([^"]*)">', "\n".join(str(each.value) for each in at.html)
    )


def test_every_number_of_the_register_is_marked_exactly_once(visit: Visit) -> None:
    links: Counter[str] = Counter()
    others: Counter[int] = Counter()
    for area in AREAS:
        page = marked(visit, LEADER, area)
        links.update(code for _there, _title, code, _text in LINK.findall(page))
        others.update(int(start) for start, *_rest in OTHER.findall(page))
    readings = register().readings
    assert links == Counter(each.target for each in readings if each.target is not None)
    assert others == Counter(each.start for each in readings if each.target is None)


@pytest.mark.parametrize("area", ["1", "4", "8", "0"])
def test_each_promise_leads_to_its_target_at_the_quarter_and_each_other_number_says_what_it_is(
    visit: Visit, area: str
) -> None:
    page = marked(visit, LEADER, area)
    by_code = {each.target: each for each in register().readings if each.target is not None}
    found = LINK.findall(page)
    assert found
    for there, title, code, text in found:
        assert html.unescape(there) == f"/target?code={code}&q=2025Q2"
        assert title.startswith(f"{code} {register().target(code).name}")
        assert f"</i>{by_code[code].text}<span" in text
    by_start = {each.start: each for each in register().readings}
    for start, title, text, word in OTHER.findall(page):
        reading = by_start[int(start)]
        assert (html.unescape(text), word) == (reading.text, reading.kind.word)
        assert html.unescape(title) == f"{reading.kind.word}：{reading.note}"


@pytest.mark.parametrize("area", AREAS)
def test_the_words_are_the_notices_own(visit: Visit, area: str) -> None:
    """What the marks add (small words, hidden status words, shapes) taken out, the text is untouched."""
    page = marked(visit, LEADER, area)
    bodies = re.findall(r'<div class="notice-text">(.*?)</div>(?:<details|</section>)', page, re.M)
    shown = re.sub(r"<(\w+) data-added[^>]*>[^<]*</\1>", "", "".join(bodies))
    words = html.unescape(re.sub(r"<[^>]*>", "", shown))
    text, areas = register().text, {str(each.number): each for each in register().areas}
    if area == "0":
        expected = text[: areas["1"].start] + text[areas["8"].end :]
    else:
        expected = text[areas[area].start : areas[area].end]
    assert re.sub(r"\s", "", words) == re.sub(r"\s", "", expected)


def test_a_promise_wears_the_shape_and_word_of_its_status(visit: Visit) -> None:
    page = marked(visit, LEADER, "1")
    (text,) = [text for _t, _title, code, text in LINK.findall(page) if code == "A1-01"]
    assert 'class="shape of-slightly_behind"' in text
    assert "稍慢" in text


def test_a_milestone_has_no_number_and_is_marked_by_its_words(visit: Visit) -> None:
    page = marked(visit, LEADER, "4")
    assert re.search(r'<a href="/target\?code=T17-01&amp;q=2025Q2"[^>]*>.*?节点', page)


def test_a_clerk_reads_everything_but_only_their_own_promises_have_a_status_and_a_link(visit: Visit) -> None:
    own, foreign = marked(visit, KEJI, "1"), marked(visit, KEJI, "4")
    assert "A1-01" in {code for _t, _title, code, _text in LINK.findall(own)}
    seen = {code for _t, _title, code, _text in LINK.findall(foreign)}
    assert "A4-02" not in seen
    assert "A4-02" not in foreign
    assert "集装箱吞吐量超过" in re.sub(r"<[^>]*>", "", foreign)
    assert "目标：由其他单位负责" in foreign
    assert "A4-02" in {code for _t, _title, code, _text in LINK.findall(marked(visit, JIAOTONG, "4"))}


def test_a_code_shows_the_area_of_its_words_and_marks_them(visit: Visit) -> None:
    at = visit(REVIEWER, "notice", "2025Q2", code="A4-02")
    assert area_read(at) == "四、推进高水平交通强市建设"
    assert headings(at) == ["领域导语"]  # that passage and no other
    page = "\n".join(str(each.value) for each in at.html)
    (quote,) = re.findall(r"<mark[^>]*>(.*?)</mark>", page)
    added = r"<(\w+) data-added[^>]*>[^<]*</\1>|<[^>]*>"
    assert re.sub(added, "", quote) == register().target("A4-02").quote


@pytest.mark.parametrize("code", ["T17-01", "B0-01"])
def test_milestones_and_the_overall_budget_have_their_words_too(visit: Visit, code: str) -> None:
    at = visit(REVIEWER, "notice", "2025Q2", code=code)
    assert not at.exception
    assert len(re.findall(r"<mark", "\n".join(str(each.value) for each in at.html))) == 1


def test_the_contents_lead_to_every_area_and_jump_to_the_articles_of_the_one_that_is_read(
    visit: Visit,
) -> None:
    at = visit(REVIEWER, "notice", "2025Q2", area="3")
    assert area_read(at) == "三、推进服务业高质量发展"
    said = text_of(at)
    for number in (1, 2, 4, 8, 0):
        assert f'href="/notice?area={number}&amp;q=2025Q2"' in said
    jumps = re.findall(r'href="#(at-\d+)"', said)
    assert jumps == re.findall(r'<section id="(at-\d+)"', said)
    assert any("（十四）" in heading for heading in headings(at))


def test_a_code_that_is_not_theirs_shows_the_notice_without_a_mark(visit: Visit) -> None:
    at = visit(KEJI, "notice", code="A4-02")
    assert not at.exception
    assert "<mark" not in "\n".join(str(each.value) for each in at.html)


def test_the_search_names_the_place_and_shows_the_words(visit: Visit) -> None:
    at = visit(LEADER, "notice", "2025Q2", find="集装箱")
    said = text_of(at)
    assert "海宁内河港区<strong>集装箱</strong>吞吐量" in said
    (first,) = re.findall(
        r'href="(/notice\?at=\d+&amp;q=2025Q2)"[^>]*>推进高水平交通强市建设 领域导语<', said
    )
    at = visit(LEADER, "notice", "2025Q2", at=first.split("=")[1].split("&")[0])
    assert headings(at) == ["领域导语"]
    assert "没有找到" in text_of(visit(LEADER, "notice", find="不存在的词<b>"))


def test_the_legend_counts_the_numbers_of_the_area(visit: Visit) -> None:
    area = register().areas[3]
    inside = [each for each in register().readings if area.start <= each.start < area.end]
    assert f"本领域共{len(inside)}个数字" in text_of(visit(LEADER, "notice", area="4"))


@pytest.mark.parametrize("at", ["", "x", "-1", "99999999999999999999", "²", "10866"])
def test_an_offset_that_is_none_shows_the_first_area(visit: Visit, at: str) -> None:
    page = visit(LEADER, "notice", at=at)
    assert not page.exception
    assert area_read(page) == "一、推进教育科技人才一体发展"
