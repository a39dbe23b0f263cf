"""The buttons that end an opening of the entry form: submit, withdraw, correct, throw a draft away."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tracker.domain.access import Person
from tracker.domain.language.errors import Locked, NotAllowed, Refusal, StaleState
from tracker.domain.workflow.entry import Field
from tracker.queries.entries import Form
from tracker.services import drafts, reports
from tracker.services.standing import NotStored
from tracker.ui.entry import files
from tracker.ui.entry.state import Opening, compare, forget, form_now
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import form

log = logging.getLogger(__name__)


def send(opening: Opening) -> None:
    """Submit what is before the person's eyes, and say so at the next run."""
    if submit(opening):
        form.leave_toast(_("{code} 已提交,等待审核。").format(code=opening.target.code))


def submit(opening: Opening) -> bool:
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
    done = _act(
        opening,
        lambda session, person, now: reports.submit(
            session, person, opening.target.id, opening.period, seen, opening.click_key, now
        ),
        _("没有收到提交成功的确认,内容仍在本页。请再点一次“提交”,不会重复提交。"),
    )
    if done:
        forget(opening)
    return done


def withdraw(opening: Opening, report_id: int) -> None:
    """Take the submission back; its texts are the draft to go on from."""
    done = _act(
        opening,
        lambda session, person, now: reports.withdraw(session, person, report_id, now),
        _("撤回没有完成,请再点一次。"),
    )
    if done:
        form.leave_toast(_("{code} 已撤回,可以修改后重新提交。").format(code=opening.target.code))
        forget(opening)


def correct(opening: Opening) -> None:
    opening.is_correcting = opening.must_reload = True


def drop(opening: Opening) -> None:
    """取消更正 or 放弃草稿: what was submitted last stands again."""
    seen = {name: cell.version for name, cell in opening.stored.items()}
    done = _act(
        opening,
        lambda session, person, now: drafts.discard(
            session, person, opening.target.id, opening.period, seen, files.seen(opening)
        ),
        _("没有完成,请再点一次。"),
        advance=False,
    )
    if done:
        forget(opening)


def _act(
    opening: Opening,
    act: Callable[[Any, Person, datetime], object],
    not_done: str,
    *,
    advance: bool = True,
) -> bool:
    """Do it, or keep everything as it is with a sentence that says why."""
    opening.refusal = ""
    try:
        shell.write(act, advance=advance)
    except StaleState as stale:
        opening.refusal = str(stale)
        compare(opening, Field)
        opening.must_reload = _moved_on(opening)
        files.catch_up(opening)
    except (Locked, NotAllowed) as refusal:
        opening.refusal, opening.must_reload = str(refusal), True
    except Refusal as refusal:
        opening.refusal = _in_short(refusal)
    except NotStored:
        log.exception("a button could not do its work")
        opening.refusal, opening.is_unconfirmed = not_done, True
    else:
        return True
    return False


def _in_short(refusal: Refusal) -> str:
    """The findings stand beside their fields; here only how many there are."""
    if not isinstance(refusal, reports.EntryRefused):
        return str(refusal)
    count = sum(finding.refuses for finding in refusal.findings)
    return _("还有 {count} 处需要填写或修改,见各项下方的提示。").format(count=count)


def _moved_on(opening: Opening) -> bool:
    """Whether a newer submission stands, so that the page has to be drawn anew."""
    try:
        newest: Form = form_now(opening)
    except (Refusal, NotStored):
        return True
    return newest.number != opening.number
