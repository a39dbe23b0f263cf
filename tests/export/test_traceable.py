"""The guard of printed numbers lets the snapshot's through and nothing else."""

from tests.export import made_up as m
from tests.export.traceable import numbers_in, numbers_of_score, untraceable
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.sentences import headline, mean_text, plan_counts, progress, shares, timeliness


def test_numbers_are_read_in_one_form() -> None:
    assert numbers_in("1—9月累计1,368.50台,占80.0%,低于0.05") == ["1", "9", "1368.5", "80", "0.05"]


def test_the_house_sentences_of_a_quarter_are_traceable() -> None:
    frozen, card = thaw(m.content()), m.card()
    text = headline(card) + plan_counts(card) + shares(card.whole) + timeliness(card.whole)
    text += mean_text(card.whole, card.pace)
    text += "".join(progress(score, card.period) for score in card.scores)
    assert untraceable(text, frozen) == []


def test_a_number_from_nowhere_is_found() -> None:
    assert untraceable("达时序8,231项,占99.97%", thaw(m.content())) == ["8231", "99.97"]


def test_the_hash_and_the_number_of_the_snapshot_are_no_figures() -> None:
    frozen = thaw(m.content())
    text = "材料2025Q3-98（存证编号8231ab9731c2）"
    assert untraceable(text, frozen, sha256="8231ab9731c2" + "0" * 52, number="2025Q3-98") == []


def test_a_sentence_of_one_target_may_print_only_its_own_numbers() -> None:
    one, other = m.score(m.terms(), "27.3"), m.score(m.terms(), "31.7", 2)
    assert set(numbers_in(progress(one, m.Q3))) <= numbers_of_score(one, m.Q3)
    assert "31.7" not in numbers_of_score(one, m.Q3) | {"0"}
    assert not set(numbers_in(progress(other, m.Q3))) <= numbers_of_score(one, m.Q3)
