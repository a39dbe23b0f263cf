"""账号 as a list in Excel: taken along, and brought back with a preview of all that it would do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

import streamlit as st

from tracker import telling
from tracker.domain.language import with_colon
from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.sentences.password_links import link_message
from tracker.domain.workflow.account_list import AccountList, AccountRow, read_list
from tracker.domain.workflow.evidence import check
from tracker.domain.workflow.media_types import MediaType
from tracker.export.account_book import BookLine, account_book, cells_of, link_book
from tracker.notify.password_links import Letter
from tracker.queries.people import AccountLine, known_accounts
from tracker.queries.successions import known_units
from tracker.queries.units import unit_refs
from tracker.services import audit
from tracker.services.account_import import Imported, import_accounts
from tracker.services.accounts import LINK_HOURS, enable_waiting
from tracker.telling import Telling
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.parts.bars import section_html

IMPORT = "import"  # in the address, where else an account's id stands
_TURN, _LINKS, _TOLD = "account-list-turn", "account-list-links", "account-list-told"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200  # rows of a preview; the counts are of all


def export_button(accounts: Sequence[AccountLine]) -> None:
    """The accounts that are listed, as a sheet that can be brought back."""
    _download(_("导出"), accounts, _("账号.xlsx"), "export")


def _download(word: str, accounts: Sequence[AccountLine], name: str, key: str) -> None:
    units = shell.known("unit names", unit_refs)

    def book() -> bytes:
        lines = [
            BookLine(each.name, each.login, each.role, each.units, each.phone, each.email, each.is_active)
            for each in accounts
        ]
        return account_book(lines, [unit.name for unit in units])

    st.download_button(
        word,
        shell.taken("下载账号表", name, book),
        file_name=name,
        mime=_XLSX,
        icon=":material/download:",
        key=f"accounts-{key}",
        on_click="ignore",
    )


def show() -> None:
    """The file, what it would do row by row, and the button; afterwards the links, once."""
    hand_out()
    _download(_("下载模板"), (), _("账号模板.xlsx"), "template")
    file = st.file_uploader(
        _("账号表(.xlsx)"), key=f"accounts-file-{st.session_state.get(_TURN, 0)}", accept_multiple_files=False
    )
    if file is None:
        return
    try:
        cells = _cells(file.name, file.getvalue())
    except Refusal as refusal:
        prose.line(str(refusal), "accent")
        return
    today = shell.visit().now.astimezone(SHANGHAI).date()
    listed = shell.read(lambda s, p: read_list(cells, known_accounts(s, p), known_units(s), today))
    st.html(_preview_html(listed))
    nothing_to_do = bool(listed.refused) or not (listed.new or listed.changed)
    if st.button(_("导入"), type="primary", icon=":material/upload:", disabled=nothing_to_do):
        demands = shell.demands()
        clicks.at_once(lambda s, p, now: import_accounts(s, p, cells, now, demands), _done)


def _cells(name: str, content: bytes) -> list[list[str]]:
    """Read once for a file: the rows are kept with the tab."""
    checked = check(name, content)
    if checked.media_type is not MediaType.XLSX:
        raise BadInput(_("请选择 .xlsx 文件:用模板填写,或在 Excel 中另存为 .xlsx。"))
    known = st.session_state.get("account-list-cells")
    if known is None or known[0] != checked.sha256:
        known = st.session_state["account-list-cells"] = (checked.sha256, cells_of(content))
    rows: list[list[str]] = known[1]
    return rows


def _preview_html(listed: AccountList) -> str:
    if listed.refused:
        title = _("有{n}处需要修改,改好后重新选择文件;现在没有导入任何账号").format(n=len(listed.refused))
        lines = "".join(f"<li>{escape(each.text)}</li>" for each in listed.refused[:_SHOWN])
        return section_html(title) + f'<ul class="refused-rows" role="alert">{lines}</ul>'
    title = _("新建{new}个,修改{changed}个,没有变化{same}个").format(
        new=len(listed.new), changed=len(listed.changed), same=listed.unchanged
    )
    rows: list[tables.Row] = [
        {
            _("行"): tables.Number(str(each.row)),
            _("登录名"): each.login,
            _("姓名"): each.name,
            _("内容"): "\n".join(change.text for change in each.changes)
            or with_colon(_("新建"), _("、").join((each.role.word, *(unit.name for unit in each.units)))),
        }
        for each in (*listed.new, *listed.changed)[:_SHOWN]
    ]
    return section_html(title) + (tables.table_html(rows, title, width=720) if rows else "")


def _done(imported: Imported) -> str:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop("account-list-cells", None)
    made = [each for each in imported.handed if each.token]
    if made:
        lines = [
            BookLine(
                each.row.name,
                each.row.login,
                each.row.role,
                tuple(unit.name for unit in each.row.units),
                link=_link(each.token),
            )
            for each in made
        ]
        st.session_state[_LINKS] = link_book(lines, imported.until)
        _tell([each.row for each in made])
    new = len(imported.handed) + imported.waiting
    done = _("已新建{new}个账号,修改{changed}个。").format(new=new, changed=imported.changed)
    return done + (_("新账号待安全管理员启用。") if imported.waiting else "")


def offer_to_enable(lines: Sequence[AccountLine]) -> None:
    """Those of the page that wait, in one click, with the sheet of their links."""
    hand_out()
    waiting = {each.id: each for each in lines if each.waits}
    word = _("启用本页{n}个并签发链接").format(n=len(waiting))
    if waiting and st.button(word, type="primary", icon=":material/check:"):
        demands = shell.demands()
        clicks.at_once(
            lambda s, p, now: (enable_waiting(s, p, waiting, now, demands), now),
            lambda given: _enabled(waiting, *given),
        )


def _enabled(waiting: Mapping[int, AccountLine], tokens: Mapping[int, str], now: datetime) -> str:
    made = [(waiting[key], token) for key, token in tokens.items() if token]
    if made:
        lines = [
            BookLine(each.name, each.login, each.role, each.units, link=_link(token)) for each, token in made
        ]
        st.session_state[_LINKS] = link_book(lines, now + timedelta(hours=LINK_HOURS))
        _tell([each for each, _token in made])
    return _("已启用{n}个账号。").format(n=len(tokens))


def _link(token: str) -> str:
    return f"{shell.settings().base_url}/password/{token}"


def _tell(owners: Sequence[AccountRow | AccountLine]) -> None:
    """By mail, where there is a way: nobody waits here for hundreds of mails."""
    settings, by, now = shell.settings(), shell.visit().person, shell.now()
    letters = [
        Letter(
            each.login,
            each.email,
            link_message(each.name, each.login, by.name, now, audit.address(), settings.base_url),
        )
        for each in owners
        if each.email
    ]
    if settings.smtp_host and letters:
        st.session_state[_TOLD] = telling.begin(shell.engine(), settings, by, letters, shell.now)


@st.fragment(run_every=2)
def _follow(told: Telling) -> None:
    if told.is_over:
        st.rerun()
    prose.line(_("正在发邮件告知本人:共{n}封,可以离开本页。").format(n=told.mails))


def _told_words(told: Telling) -> str:
    sent = _("已发邮件告知本人:{n}封。").format(n=told.sent) if told.sent else ""
    if not told.unsent:
        return sent
    unsent = _("{n}封告知邮件没有发出:{why}逐个见操作日志。").format(n=told.unsent, why=told.why)
    return sent + unsent


def hand_out() -> None:
    """The links of the accounts that were just made, until the page is left: they are stored nowhere."""
    book = st.session_state.get(_LINKS)
    if book is None:
        return
    words = _("登录链接只能现在下载一次:请打印后交给本人,离开本页后不再显示。")
    prose.line(words, "ink", strong=True)
    name = _("登录链接.xlsx")
    st.download_button(
        _("下载登录链接表"),
        shell.taken("下载登录链接表", name, lambda: book),
        file_name=name,
        mime=_XLSX,
        type="primary",
        icon=":material/key:",
        key="accounts-links",
        on_click="ignore",
    )
    told = st.session_state.get(_TOLD)
    if told is not None and told.is_over:
        prose.line(_told_words(told), "accent" if told.unsent else "muted")
    elif told is not None:
        _follow(told)


def forget_links() -> None:
    """Another page of 账号 is shown: what was to be handed out is gone."""
    st.session_state.pop(_LINKS, None)
    st.session_state.pop(_TOLD, None)
