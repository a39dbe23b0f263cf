"""One door for a click: the write in one transaction, or all kept as typed and a sentence that says why.

A callback draws nothing and st.rerun() wipes what is drawn: what is to be said is left in the session for
the next run, a refusal under the key of the page that shows it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import streamlit as st

from tracker.db import Busy, NotStored, Session, Unwritable
from tracker.domain.access import Person
from tracker.domain.language import bracketed, with_colon
from tracker.domain.language.errors import Change, Locked, Refusal, StaleState
from tracker.domain.workflow.chasing import in_short
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.frame.prose import box, literal

Done = TypeVar("Done")
Act = Callable[[Session, Person, datetime], Done]
_LEFT = "left-for-the-next-run"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Clicked(Generic[Done]):
    """What became of a click: what the write gave; or ``refused``, in words, and nothing is stored.

    ``refusal`` is None where it was done, and where the database did not answer.
    """

    given: Done | None = None
    refused: str = ""
    refusal: Refusal | None = None

    @property
    def is_done(self) -> bool:
        return not self.refused

    @property
    def has_moved_on(self) -> bool:
        """Whether what was seen stands no more: the page has to be read anew."""
        return isinstance(self.refusal, StaleState | Locked)


def do(
    act: Act[Done],
    *,
    key: str = "",
    done: str | Callable[[Done], str] = "",
    stays: bool = False,
    unanswered: str = "",
    about: str = "",
    unsent: str = "",
    advance: bool = True,
    together: bool = False,
) -> Clicked[Done]:
    """Do it in one transaction and leave ``done`` for the next run; or keep the refusal under ``key``.

    ``unanswered`` is said where the database did not answer, but may if asked again; ``together``: a small
    write, which may share its commit (db.transaction); ``stays``, ``about``, ``unsent``: ``leave`` and
    ``keep``. ``act`` asks nothing of Streamlit: a rerun would interrupt there, inside the transaction.
    """

    def write() -> Done:
        given = shell.write(act, advance=advance, together=together)
        leave(done if isinstance(done, str) else done(given), stays=stays)
        return given

    clicked = attempt(write, unanswered)
    if key:
        keep(key, clicked, about, unsent)
    return clicked


def attempt(run: Callable[[], Done], unanswered: str = "") -> Clicked[Done]:
    """What becomes of ``run``, which opens its transactions itself."""
    try:
        return Clicked(run())
    except Refusal as refusal:
        shell.note_refused(refusal)
        return Clicked(refused=str(refusal), refusal=refusal)
    except Busy as busy:
        log.warning("waited in vain to write: %s", busy.orig)
        return Clicked(
            refused=unanswered
            or _("现在有别的操作占用数据库,这一步没有保存。内容仍在本页,请过几秒再点一次。")
        )
    except Unwritable:
        log.exception("the ledger can't be written")
        # Not ``unanswered``: it asks for another click, and none helps before somebody has made room.
        return Clicked(
            refused=_(
                "没有保存:存放数据的磁盘已满、出错或只能读取,再点也存不进去。内容仍在本页,请先不要关闭,并告诉系统管理员。"
            )
        )
    except NotStored:
        log.exception("the database did not answer")
        return Clicked(refused=unanswered or _("操作没有完成,内容仍在本页,请再点一次。"))


def at_once(act: Act[Done], done: str | Callable[[Done], str], *, advance: bool = True) -> None:
    """The click on a button that is asked while the page is drawn: a new run, or here why it is not done."""
    clicked = do(act, done=done, stays=True, advance=advance)
    if clicked.is_done:
        st.rerun()
    st.error(literal(_sentence(clicked)), icon=":material/block:")


def prefer(key: str, **chosen: object) -> None:
    """Keep how the person likes the pages (fields of Preferences)."""
    keep(key, attempt(lambda: shell.prefer(**chosen)))


def look(ask: Callable[[Session, Person], Done]) -> Done | None:
    """A read behind a click, or that nobody clicked for; None where it is refused or the database is away."""
    return attempt(lambda: shell.read(ask)).given


def keep(key: str, clicked: Clicked[Done], about: str = "", unsent: str = "") -> None:
    """Keep a refusal for ``show``.

    Where what was clicked on has moved on, ``about`` names it, and ``unsent`` is what was typed for it:
    both are gone from the page that is read anew.
    """
    refuse(key, *(() if clicked.is_done else (_sentence(clicked, about, unsent),)))
    if clicked.is_done or clicked.has_moved_on:
        st.session_state[_anew(key)] = True


def refuse(key: str, *sentences: str) -> None:
    st.session_state[key] = sentences


def show(key: str) -> None:
    """Why the last click was not done; said once."""
    st.session_state.pop(_anew(key), None)
    for sentence in st.session_state.pop(key, ()):
        box(sentence, "accent")


def follow(key: str) -> None:
    """First in a fragment: a click that changed what it was given has the whole page drawn anew."""
    if st.session_state.pop(_anew(key), False):
        st.rerun()


def leave(text: str, *, stays: bool = False) -> None:
    """Say at the next run what was done: in passing, or where ``stays`` on the page until the run after."""
    if text:
        st.session_state[_LEFT] = text, stays


def show_done() -> None:
    text, stays = st.session_state.pop(_LEFT, ("", False))
    if text and stays:
        st.success(literal(text), icon=":material/check_circle:")
    elif text:
        st.toast(literal(text), icon=":material/check:")


def _sentence(clicked: Clicked[Done], about: str = "", unsent: str = "") -> str:
    """The refusal, with what a colleague changed, as far as it does not say that itself."""
    sentence, refusal = clicked.refused, clicked.refusal
    if about and clicked.has_moved_on:
        typed = _("您填写的意见:{note}").format(note=unsent) if unsent else ""
        sentence = with_colon(about, f"{sentence}{typed}")
    if isinstance(refusal, StaleState):
        unsaid = (each for each in refusal.changes if each.now not in clicked.refused)
        sentence = " ".join((sentence, *(_told(each) for each in unsaid)))
    return sentence


def _told(change: Change) -> str:
    seen, now = in_short(change.seen), in_short(change.now)
    return bracketed(with_colon(change.what, f"{seen} → {now}" if seen else now), change.by)


def _anew(key: str) -> str:
    return f"{key}-anew"
