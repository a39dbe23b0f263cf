"""The buttons that end an opening of the entry form: submit, withdraw, correct, throw a draft away."""

from tracker.domain.language.errors import Locked, NotAllowed, StaleState
from tracker.domain.workflow.entry import Field
from tracker.services import drafts, reports
from tracker.ui.entry import files
from tracker.ui.entry.state import Opening, forget, meet
from tracker.ui.frame import clicks
from tracker.ui.frame.language import _


def send(opening: Opening) -> None:
    """Submit what is before the person's eyes, and say so at the next run."""
    submit(opening, _("{code} 已提交,等待审核。").format(code=opening.target.code))


def submit(opening: Opening, done: str = "") -> bool:
    """Whether it is submitted; if not, ``opening.refusal`` says why. A click that got no answer can be
    repeated safely."""
    opening.touched |= set(Field)
    if opening.conflicts:
        opening.refusal = _("有内容刚被他人修改,请先选择采用哪一份。")
        return False
    seen = reports.Seen(
        opening.number,
        {name: (opening.stored[name].version, text) for name, text in opening.typed.items()},
        files.seen(opening),
    )
    return _act(
        opening,
        lambda session, person, now: reports.submit(
            session, person, opening.target.id, opening.period, seen, opening.click_key, now
        ),
        done,
        _("没有收到提交成功的确认,内容仍在本页。请再点一次“提交”,不会重复提交。"),
    )


def withdraw(opening: Opening, report_id: int) -> None:
    """Take the submission back; its texts are the draft to go on from."""
    _act(
        opening,
        lambda session, person, now: reports.withdraw(session, person, report_id, now),
        _("{code} 已撤回,可以修改后重新提交。").format(code=opening.target.code),
        _("撤回没有完成,请再点一次。"),
    )


def correct(opening: Opening) -> None:
    opening.is_correcting = opening.must_reload = True


def drop(opening: Opening) -> None:
    """取消更正 or 放弃草稿: what was submitted last stands again."""
    seen = {name: cell.version for name, cell in opening.stored.items()}
    _act(
        opening,
        lambda session, person, now: drafts.discard(
            session, person, opening.target.id, opening.period, seen, files.seen(opening)
        ),
        "",
        _("没有完成,请再点一次。"),
        advance=False,
    )


def _act(
    opening: Opening, act: clicks.Act[object], done: str, unanswered: str, *, advance: bool = True
) -> bool:
    """Do it, which ends the opening; or keep everything as it is with a sentence that says why."""
    clicked = clicks.do(act, done=done, unanswered=unanswered, advance=advance, together=True)
    opening.refusal = clicked.refused
    match clicked.refusal:
        case StaleState():
            meet(opening, Field)
        case Locked() | NotAllowed():
            opening.must_reload = True
        case reports.EntryRefused(findings=findings):
            # The findings stand beside their fields; here only how many there are.
            count = sum(finding.refuses for finding in findings)
            sentence = _("还有{count}处需要填写或修改,见各项下方的提示。")
            opening.refusal = sentence.format(count=count)
        case None if clicked.is_done:
            forget(opening)
        case None:
            opening.is_unconfirmed = True
    return clicked.is_done
