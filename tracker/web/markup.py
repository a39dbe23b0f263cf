"""What is only read is known by its first letters as no style sheet.

Streamlit searches each st.html, all of it, for whether it is nothing but style and comments: a quarter of a
millisecond of each run of 总览, and more for a long list. This takes the place of a private function of
Streamlit's, which is pinned: tests/web/test_markup.py fails when an upgrade words it differently.
"""

from streamlit.elements import html

REPLACED = html._html_only_style_tags


def _html_only_style_tags(html_content: str) -> bool:
    begins = html_content.lstrip()[:2].lower()
    # A first letter stays, whatever is taken out behind it, unless a style begins here or is left to begin.
    if begins and begins not in ("<", "<s", "<!", "<<"):
        return False
    return REPLACED(html_content)


def install() -> None:
    """Once, before the first session."""
    html._html_only_style_tags = _html_only_style_tags
