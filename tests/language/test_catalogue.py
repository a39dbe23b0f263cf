"""The English catalogue is whole: every text has its translation, and every text goes through the gate."""

import re
from string import Formatter

import pytest

from tests import catalogue

CHINESE_SIGNS = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
PAIRS = [(each.id, each.string) for each in catalogue.catalogue() if each.id]
ROOMS = ("domain", "charts", "queries", "services", "ui")
# Chinese that is no text for the person: what is read, stored or written into files whatever the language.
KEPT = {
    "domain/chasing.py": "一二三四 still 今天到期 今天已过时限",
}


def test_every_text_of_the_code_is_translated_and_nothing_else_is() -> None:
    said = {each.id for each in catalogue.texts() if each.id}
    assert said == {text for text, _english in PAIRS}, "run: make catalogue"
    assert [text for text, english in PAIRS if not english] == []


@pytest.mark.parametrize(("text", "english"), PAIRS)
def test_a_translation_fills_in_what_the_text_does_and_is_english(text: str, english: str) -> None:
    assert filled_in(english) == filled_in(text)
    assert not CHINESE_SIGNS.search(english)
    assert (text[-1:] == "。") <= (english.rstrip()[-1:] in ".,"), "a sentence ends as one"


def filled_in(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _before, name, spec, _how in Formatter().parse(text) if name is not None}


def test_the_catalogue_that_is_served_is_made_of_the_one_that_people_write() -> None:
    assert catalogue.MO.read_bytes() == catalogue.as_mo(catalogue.catalogue()), "run: make catalogue"
    assert catalogue.PO.read_bytes() == catalogue.as_po(catalogue.catalogue()), "run: make catalogue"
