"""Who had a hand in it does not decide on it, unless nobody else could: the rule as a table of cases."""

import pytest

from tracker.domain.access import Action, Relation, Role, allowed
from tracker.domain.language.errors import OwnWork
from tracker.domain.workflow.second_person import NEEDS_ANOTHER, check_second, refusal_of_own


@pytest.mark.parametrize("action", sorted(NEEDS_ANOTHER))
@pytest.mark.parametrize(
    ("hands", "others", "outcome"),
    [
        pytest.param({1}, (), "alone", id="nobody else has the right"),
        pytest.param({1}, ("周",), "refused", id="one's own, and another could"),
        pytest.param({1, 2}, ("周",), "refused", id="two had a hand in it, a third could"),
        pytest.param({2}, ("周",), "second", id="a colleague's"),
        pytest.param({2}, (), "second", id="a colleague's, and no third"),
        pytest.param(set(), ("周",), "second", id="nobody's: loaded by a command"),
    ],
)
def test_who_decides_is_another_unless_nobody_else_could(
    action: Action, hands: set[int], others: tuple[str, ...], outcome: str
) -> None:
    if outcome == "refused":
        with pytest.raises(OwnWork, match="另一个人"):
            check_second(action, 1, hands, others)
        return
    assert refusal_of_own(action, 1, hands, others) is None
    alone = check_second(action, 1, hands, others)
    assert ("没有其他账号" in alone) is (outcome == "alone")


def test_who_has_to_wait_is_told_who_else_could() -> None:
    with pytest.raises(OwnWork, match="周督查、吴督查、郑督查可以发布"):
        check_second(Action.MANAGE_PLAN, 1, {1, 2}, ("周督查", "吴督查", "郑督查", "冯督查"))


def test_what_wants_a_second_person_the_office_alone_decides_and_the_unit_confirms() -> None:
    """``others_able`` goes by it."""
    for action in NEEDS_ANOTHER - {Action.CONFIRM}:
        assert [role for role in Role if allowed(role, action)] == [Role.REVIEWER]
    able = {(role, each) for role in Role for each in Relation if allowed(role, Action.CONFIRM, each)}
    assert able == {(Role.HEAD, Relation.LEADS)}
