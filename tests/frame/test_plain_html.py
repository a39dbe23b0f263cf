"""HTML that is shown without being cleaned is what DOMPurify would have made of it, and can do no harm."""

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.walk.conftest import Town, town
from tracker.domain.access import Role
from tracker.settings import ROOT

__all__ = ["town"]
SCRIPT = (ROOT / "tracker" / "web" / "plain_html.js").read_text("utf-8")
# What a page hands to st.html is noted as it is asked about.
_NOTED = """(() => {
    let isPlain;
    window.handed = [];
    Object.defineProperty(window, 'isPlainHtml', {
        set: given => { isPlain = given; },
        get: () => text => { window.handed.push(text); return isPlain(text); },
    });
})()"""
# Of what was handed: [html, whether it is plain, whether cleaning changes it].
_CLEANED = """async () => {
    const address = performance.getEntriesByType('resource').map(each => each.name);
    const {t: purify} = await import(address.find(each => each.includes('/purify.es.')));
    const made = html => Object.assign(document.createElement('div'), {innerHTML: html});
    const handed = window.handed.splice(0);
    return handed.map(html => {
        const cleaned = purify.sanitize(html, {USE_PROFILES: {html: true}, FORCE_BODY: true});
        return [html, window.isPlainHtml(html), !made(html).isEqualNode(made(cleaned))];
    });
}"""
PAGES = {
    Role.LEADER: ("overview", "targets", "target?code=A4-02", "notice?area=1"),
    Role.REVIEWER: ("chase",),
}
# What comes with a page's head; what opens another window; an id without a hyphen.
CLEANED = ("<style>", 'target="_blank"', 'id="records"')
HARMLESS = (
    "",
    "只有文字 a > b &lt;b&gt; &amp;",
    '<div class="overview"><p>三<br>四</p></div>',
    '<a href="/targets?plan=2025&amp;q=2025Q3" aria-current=true>全表</a>',
    '<a href="#passage-3">条</a><h2 id="passage-3">条</h2>',
    '<td style="width:30%" colspan="2" data-head="单位">1 > 0</td>',
    '<details open><summary title="说明">更多</summary></details>',
    '<a href="/" download>表</a><button type="button" data-copies="chase-text-1">复制</button><i data-added>',
)
HARMFUL = (
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)">',
    '<p class="a"onclick="alert(1)">',
    '<p class="a"/onclick="alert(1)">',
    "<p class='a' onclick='alert(1)'>",
    "<p\nonclick=alert(1)>",
    "<p\tonclick=alert(1)>",
    "<p class=a\fonclick=alert(1)>",
    '<p title="a" <img src=x onerror=alert(1)>">',
    '<p title="<script>">',
    '<a href="javascript:alert(1)">',
    '<a href=" javascript:alert(1)">',
    '<a href="&#106;avascript:alert(1)">',
    '<a href="data:text/html,<script>alert(1)</script>">',
    "<a href=javascript:alert(1)>",
    '<a href="https://example.org/">',
    '<a href="//example.org/">',
    '<a href="/\t/example.org/">',
    '<a href="/&#47;example.org/">',
    '<a href="/\\\\example.org/">',
    '<a href="/x" target="_blank">',
    '<iframe src="/x"></iframe>',
    '<object data="/x"></object>',
    '<base href="/x">',
    '<meta http-equiv="refresh" content="0;url=/x">',
    '<link rel="stylesheet" href="/x">',
    "<style>*{display:none}</style>",
    '<form action="/logout"><input name="a">',
    '<button type="submit">',
    '<button formaction="/logout">',
    "<svg><p>",
    "<math><mi>",
    "<template><p>",
    "<textarea><p>",
    "<title><p>",
    "<xmp><p>",
    "<plaintext>",
    "<!-- <p> -->",
    "<![CDATA[<p>]]>",
    "<?xml version='1.0'?>",
    "</ p>",
    "< p>",
    "<p",
    "a < b",
    '<p id="location">',
    '<p id="forms">',
    '<p name="a-b">',
    '<p class="a',
    "<p class=a`b>",
    "<ｐ>",
    "<p ｃlass='a'>",
    "<p\u00a0class='a'>",
    "<p\0>",
)
# Of these, thrown together, come texts at the rule's edge.
TAGS = (
    "<p",
    "<a",
    "<b",
    "<td",
    "<li",
    "<div",
    "<button",
    "<script",
    "<style",
    "<svg",
    "<img",
    "<form",
    "<",
    "</",
)
ATTRIBUTES = (
    *(
        'class="x"',
        "style='x'",
        'title="',
        'title="&lt;"',
        '"',
        "'",
        "=",
        "/",
        "open",
        "aria-current=true",
        "data-a",
    ),
    *(
        'href="/x"',
        'href="?a=1"',
        'href="//x.org"',
        'href="/\\x.org"',
        'href="javascript:x"',
        "href=",
        'href="/',
    ),
    *('id="a-b"', 'id="body"', "onclick=alert(1)", "onclick", 'type="button"', 'type="submit"', "\0", "-->"),
)
ENDS = (">", ">", ">文", ">&lt;", "/>", "", "<", ">\n", "></p>", "></a>", "><!--", ">]]>")
_UNEXPECTED = """texts => texts.filter(isPlainHtml).filter(html => {
    const place = document.createElement('div');
    place.innerHTML = html;
    return [...place.querySelectorAll('*')].some(each =>
        /^(script|style|svg|math|template|iframe|object|form|input|img)$/i.test(each.localName)
        || [...each.attributes].some(({name}) => /^on/i.test(name))
        || each.id in document
        || each.localName === 'button' && each.type !== 'button' && each.hasAttribute('type')
        || each.href && new URL(each.href).origin !== 'http://127.0.0.1');
})"""


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A page that has nothing but the rule."""
    page = browser.new_page()
    page.set_content('<base href="http://127.0.0.1/">')
    page.add_script_tag(content=SCRIPT)
    yield page
    page.close()


def test_what_could_do_harm_is_never_taken_for_plain(alone: Page) -> None:
    is_plain = "texts => texts.map(isPlainHtml)"
    assert alone.evaluate(is_plain, HARMLESS) == [True] * len(HARMLESS)
    for text in HARMFUL:
        assert alone.evaluate(is_plain, [text, f"<p>{text}", f'<b class="x">{text}</b>']) == [False] * 3, text


def test_texts_thrown_together_are_plain_only_where_nothing_in_them_acts(alone: Page) -> None:
    dice = random.Random(14)

    def tag() -> str:
        gap = dice.choice((" ", " ", " ", "", "\n"))
        return gap.join((dice.choice(TAGS), *dice.choices(ATTRIBUTES, k=dice.randint(0, 2)))) + dice.choice(
            ENDS
        )

    texts = ["".join(tag() for _ in range(dice.randint(1, 2))) for _ in range(40_000)]
    assert alone.evaluate(_UNEXPECTED, texts) == []
    plain = alone.evaluate("texts => texts.filter(isPlainHtml)", texts)
    for tried in ('<a href="/x">', '<b id="a-b">', '<button type="button">', "<p aria-current=true>"):
        assert any(tried in text for text in plain), "else nothing was tried"


def test_what_pages_show_is_plain_and_cleaning_would_not_change_it(town: Town) -> None:
    for role, paths in PAGES.items():
        walker = town.walker(role)
        walker.page.add_init_script(_NOTED)
        for path in paths:
            walker.open(path)
            handed = walker.page.evaluate(_CLEANED)
            changed = [html[:300] for html, is_plain, changes in handed if is_plain and changes]
            assert changed == [], path
            others = [html[:300] for html, is_plain, _ in handed if not is_plain]
            assert [html for html in others if not any(each in html for each in CLEANED)] == [], path
            assert sum(is_plain for _, is_plain, _ in handed) > 1, path
        assert walker.wrong == []
