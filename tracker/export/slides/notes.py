"""The office's own words, as notes say them; what was only proposed is marked."""

from tracker.domain.meetings.paper import AreaPassage, Passage, Request
from tracker.domain.sentences.bulletin import closed

# In front of what was only proposed; no frozen snapshot holds any of it.
PROPOSED = "〔拟〕"


def marked(passage: Passage | AreaPassage | Request) -> str:
    return PROPOSED if passage.is_proposed else ""


def said(passage: Passage | AreaPassage | Request | None) -> str:
    """The office's own words, with one full stop."""
    if passage is None or not passage.text.strip():
        return ""
    return f"{marked(passage)}{closed(passage.text)}"
