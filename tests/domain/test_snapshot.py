"""A frozen quarter comes back as it was, and is the same text on every host."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.export import made_up as m
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.target import Path as ExpectedPath
from tracker.domain.meetings.snapshot import SCHEMA, content_sha256, differences, freeze_content, thaw

ROOT = Path(__file__).parents[2]


def test_thawing_what_was_frozen_gives_it_back() -> None:
    card = m.card()
    frozen = thaw(m.content(card))
    assert frozen.card == card
    assert frozen.texts == m.texts(card)
    assert (frozen.author, frozen.name, frozen.audit_head) == ("王督查", "市政府第三季度工作例会", "ab" * 32)
    assert (frozen.frozen_at, frozen.meeting_on.isoformat()) == (m.FROZEN_AT, "2025-10-15")
    assert m.content(frozen.card, frozen.texts) == m.content(card)


def test_roll_ups_and_groups_draw_from_a_thawed_card_as_from_the_living_one() -> None:
    card, frozen = m.card(), thaw(m.content()).card
    assert frozen.whole == card.whole
    assert frozen.departments == card.departments
    assert frozen.behind == card.behind


def test_every_optional_field_survives() -> None:
    plan = (Decimal("1.5"), Decimal(6), Decimal(14), Decimal(36))
    asked = m.terms(
        path=ExpectedPath.OWN_PLAN, plan_values=plan, condition="以上级拨付数为准", is_stretch=True
    )
    score = m.score(asked, "5.1234", call_value=Decimal("-0.5"), previous="0.10")
    card = m.card(scores=(score,), as_of=None)
    assert thaw(m.content(card, {})).card == card


def test_equal_records_give_equal_content_however_their_numbers_are_written() -> None:
    one, other = (m.card(scores=(m.score(m.terms(value=value), "9"),)) for value in ("36", "36.00"))
    assert m.content(one, {}) == m.content(other, {})
    assert m.content() == m.content()


def test_content_is_canonical_json_with_exact_numbers() -> None:
    content = m.content()
    stored = json.loads(content)
    assert content == json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert stored["schema"] == SCHEMA
    assert stored["frozen_at"] == "2025-10-10T01:30:00+00:00"
    assert stored["card"]["scores"][0]["judgement"]["pace"] == "86/115"
    assert not any(isinstance(value, float) for value in _leaves(stored))


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value]


def test_an_instant_of_shanghai_is_stored_in_utc_and_one_without_a_zone_is_refused() -> None:
    here = m.FROZEN_AT.astimezone(SHANGHAI)
    assert m.content(m.card(as_of=here)) == m.content(m.card(as_of=m.FROZEN_AT))
    with pytest.raises(ValueError, match="time zone"):
        m.content(m.card(as_of=datetime(2025, 10, 9)))  # noqa: DTZ001


def test_the_hash_changes_with_a_single_text() -> None:
    card = m.card()
    before = content_sha256(m.content(card, {1: Texts("一")}))
    assert content_sha256(m.content(card, {1: Texts("二")})) != before
    assert len(before) == 64


@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("42", "America/New_York")])
def test_another_hash_seed_and_time_zone_give_the_same_content(seed: str, zone: str) -> None:
    script = "from tests.export.made_up import content; import hashlib; "
    script += "print(hashlib.sha256(content().encode()).hexdigest())"
    host = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=host, capture_output=True, check=True)
    assert run.stdout.decode().strip() == content_sha256(m.content())


@pytest.mark.parametrize("content", ["", "[]", "{}", "不是快照", '{"schema":2}', '{"schema":99,"card":{}}'])
def test_what_is_not_a_snapshot_is_refused_in_words(content: str) -> None:
    with pytest.raises(BadInput, match="材料"):
        thaw(content)


def test_a_snapshot_tells_when_todays_roll_up_differs_from_the_frozen_one() -> None:
    content = m.content()
    assert differences(content) == ()
    stored = json.loads(content)
    stored["rollups"]["whole"]["due"] += 1
    assert differences(json.dumps(stored)) == ("whole",)


def test_texts_of_a_figure_are_empty_where_nothing_was_written() -> None:
    frozen = thaw(m.content(m.card(), {1: Texts("按计划推进")}))
    assert frozen.texts_of(1).progress == "按计划推进"
    assert frozen.texts_of(999) == frozen.texts_of(None) == Texts()


def test_nothing_is_lost_from_the_arguments() -> None:
    content = freeze_content(m.card(scores=()), {}, "aa", m.FROZEN_AT, "甲", "乙", replace(m.PLAN).issued, "")
    frozen = thaw(content)
    assert (frozen.notice_sha256, frozen.audit_head, frozen.meeting_on) == ("aa", "", m.PLAN.issued)
