"""补充说明: what a lead is asked for where its figure is behind and it did not say why (DOMAIN §5).

So it is where the office verified less than was reported, and where rules or terms changed since.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Locked
from tracker.domain.measure.figure import Texts
from tracker.domain.progress.status import Status
from tracker.domain.workflow.entry import Field

ASKED = (Field.PROBLEM, Field.NEXT_STEP)


@dataclass(frozen=True)
class Supplement:
    """What was written later to a submission; a text is empty where the submission says it itself."""

    problem: str
    next_step: str
    by: str
    at: datetime

    def on_top_of(self, texts: Texts) -> Texts:
        return replace(
            texts,
            problem=texts.problem or self.problem,
            next_step=texts.next_step or self.next_step,
        )


def unwritten(texts: Texts) -> tuple[Field, ...]:
    written = {Field.PROBLEM: texts.problem, Field.NEXT_STEP: texts.next_step}
    return tuple(name for name in ASKED if not written[name].strip())


def asked_of(status: Status, texts: Texts) -> tuple[Field, ...]:
    """What a figure that is behind has to say and does not."""
    return unwritten(texts) if status.is_behind else ()


def check_supplement(texts: Texts, problem: str, next_step: str) -> tuple[str, str]:
    """What is kept of both beside the submission's own ``texts``.

    Raises Locked where these say it all, BadInput where something they lack is not written either.
    """
    lacking, typed = unwritten(texts), {Field.PROBLEM: problem, Field.NEXT_STEP: next_step}
    if not lacking:
        raise Locked(_("这项数据已写明存在问题和下一步举措,不需要补充说明。"))
    missing = _("、").join(name.label for name in lacking if not typed[name])
    if missing:
        raise BadInput(_("请填写{missing}。").format(missing=missing))
    return problem if Field.PROBLEM in lacking else "", next_step if Field.NEXT_STEP in lacking else ""
