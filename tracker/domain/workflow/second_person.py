"""Two persons: who drafted, applied or reported does not decide on it unless nobody else could (decision 40).

Which steps these are stands in one table; who else has the right is asked in one place
(``queries.people.others_able``).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.access import Action
from tracker.domain.language import _, in_chinese, marked
from tracker.domain.language.errors import OwnWork


@dataclass(frozen=True)
class _Step:
    """``refusal``: what who had a hand in it is told. ``alone``: what step and trail say if they decide."""

    refusal: str
    alone: str


_STEPS: Mapping[Action, _Step] = {
    Action.MANAGE_PLAN: _Step(
        marked("您起草或勘误过这份方案,须由另一个人核对后发布({names}可以发布)。"),
        marked("起草人自行发布:没有其他账号有发布权限"),
    ),
    Action.DECIDE_ADJUSTMENT: _Step(
        marked("这项调整由您提出申请,须由另一个人审定({names}可以审定)。"),
        marked("申请人自行审定:没有其他账号有审定权限"),
    ),
    Action.REVIEW: _Step(
        marked("这项数据由您提交,须由另一个人审核({names}可以审核)。"),
        marked("提交人自行审核:没有其他账号有审核权限"),
    ),
    Action.CONFIRM: _Step(
        marked("这项数据由您提交,须由本单位另一个人确认({names}可以确认)。"),
        marked("提交人自行确认:本单位没有其他账号有确认权限"),
    ),
    Action.AGREE_PATH: _Step(
        marked("这份进度安排由您填写,须由另一个人审定({names}可以审定)。"),
        marked("填写人自行审定:没有其他账号有审定权限"),
    ),
}
NEEDS_ANOTHER = frozenset(_STEPS)
_NAMED = 3  # in a sentence


def refusal_of_own(
    action: Action, account_id: int, hands: Collection[int], others: Sequence[str]
) -> str | None:
    """Why this person does not take the step; None where they may.

    ``hands``: the accounts that had a hand in what is decided on. ``others``: the names of those who have the
    right and had none.
    """
    if account_id not in hands or not others:
        return None
    return _(_STEPS[action].refusal).format(names=_("、").join(others[:_NAMED]))


def check_second(action: Action, account_id: int, hands: Collection[int], others: Sequence[str]) -> str:
    """What step and trail say of who decides: nothing of a second person, the reason of one who is alone.

    Raises OwnWork where another one could.
    """
    if refusal_of_own(action, account_id, hands, others) is not None:
        raise OwnWork(lambda: refusal_of_own(action, account_id, hands, others) or "")
    if account_id not in hands:
        return ""
    with in_chinese():
        return _(_STEPS[action].alone)
