"""The buttons that write, page by page: how a person comes to press one, and what must not be lost then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from tests.adjustments import test_adjustments_page as adjusting
from tests.countersign.cast import HEAD, seat_a_head
from tests.directives import test_directives_page as directives
from tests.entry import test_entry_page as entering
from tests.entry.ledger import rows
from tests.errata import test_errata_page as mending
from tests.evidence.test_entry_files import MONTHLY, choose
from tests.matters import test_matters_page as matters
from tests.monthly.cast import MONTHLY as MONTHLY_PLAN
from tests.monthly.cast import seed_folder
from tests.notice.test_preparing import TEXT as NOTICE
from tests.pages.conftest import Visit, unfold
from tests.pages.test_letting_in_page import fill as let_in
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tests.paths import test_paths_page as paths
from tests.plans.cast import FIRST, SECOND, add_plans
from tests.review.test_review_page import choose as choose_rows
from tests.review.test_review_page import send
from tests.rules import test_rules_page as rules
from tests.supplement.verifying import verified_lower
from tests.units.test_account_list import HEAD as HEADS
from tests.units.test_account_list import ZHAO, book
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.erratum import ErratumKind
from tracker.domain.workflow.matters import AskedOf
from tracker.domain.workflow.windows import default_window
from tracker.notice.register import load_register
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import leaders, links, options, plan_drafts, register
from tracker.services import plans as plan_service
from tracker.services import windows as window_service
from tracker.settings import ROOT
from tracker.tables import (
    Account,
    Authenticator,
    ExternalIdentity,
    Plan,
    SignInAttempt,
    SignInSession,
    Target,
    Unit,
    UnitAlias,
)

Press = Callable[[AppTest], AppTest]
SHORT = "经济高质量发展"  # the first plan's name in short begins so
AGAIN = "请再点一次"
TYPED = "这一段话不能丢。"


@dataclass(frozen=True)
class Button:
    """``open`` comes to the button with ``typed`` in a field, where the page has one.

    ``unanswered``: in the sentence that is said where the database is away; ``again``: how it is tried
    then, where not by the same press.
    """

    name: str
    open: Callable[[Visit, Engine], AppTest]
    press: Press
    typed: str = ""
    unanswered: str = AGAIN
    transactions: int = 1
    again: Press | None = None


def press(label: str) -> Press:
    return lambda at: next(each for each in at.button if each.label == label).click().run()


def press_beginning(label: str) -> Press:
    return lambda at: next(each for each in at.button if each.label.startswith(label)).click().run()


def press_key(end: str) -> Press:
    return lambda at: next(each for each in at.button if (each.key or "").endswith(end)).click().run()


def field(at: AppTest, end: str) -> Any:
    """The field whose key or label ends so."""
    kinds = ("text_area", "text_input", "selectbox", "segmented_control", "multiselect", "checkbox")
    fields = [each for kind in (*kinds, "date_input") for each in at.get(kind)]
    return next(each for each in fields if str(each.key or "").endswith(end) or each.label.endswith(end))


def fill(at: AppTest, **typed: Any) -> AppTest:
    for end, text in typed.items():
        field(at, end.replace("_", "-")).set_value(text).run()
    return at


def in_database(engine: Engine, do: Callable[[Session], object]) -> None:
    with transaction(engine) as session:
        do(session)


def entry(visit: Visit, _engine: Engine) -> AppTest:
    return visit(KEJI, "entry", code="T02-01")


def entry_filled(visit: Visit, engine: Engine) -> AppTest:
    return fill(entering.filled(entry(visit, engine)), progress=TYPED)


def correction(visit: Visit, _engine: Engine) -> AppTest:
    at = press("更正")(visit(KEJI, "entry", "2025Q2", code="A1-01"))
    return fill(at, progress=TYPED)


def unexplained(visit: Visit, engine: Engine) -> AppTest:
    verified_lower(engine)
    return fill(visit(KEJI, "entry", code="T02-01"), 存在问题=TYPED, 下一步举措=TYPED)


def review(visit: Visit, _engine: Engine) -> AppTest:
    return fill(visit(REVIEWER, "review", "2025Q3"), note=TYPED)


def confirm(visit: Visit, engine: Engine) -> AppTest:
    seat_a_head(engine)
    in_database(
        engine,
        lambda s: options.set_head_confirms(s, person_of_login(s, REVIEWER), plans(s)[0].id, True, NOW),
    )
    return fill(visit(HEAD, "confirm", "2025Q3"), note=TYPED)


def countersign(visit: Visit, engine: Engine) -> AppTest:
    send(engine, KEJI, "T03-01", value="3")
    return fill(visit(JIAOTONG, "countersign"), note=TYPED)


def adjustment(visit: Visit, _engine: Engine) -> AppTest:
    return adjusting.fill(visit(KEJI, "adjustments", code="A1-01"), reason=TYPED)


def stating(visit: Visit, engine: Engine) -> AppTest:
    take_statements(engine)
    return paths.type_in(visit(KEJI, "paths"), engine, **paths.OWN)


def stated(note: str = "") -> Callable[[Visit, Engine], AppTest]:
    def open_page(visit: Visit, engine: Engine) -> AppTest:
        paths.stated(engine)
        at = visit(REVIEWER, "paths")
        return fill(at, note=note) if note else at

    return open_page


def take_statements(engine: Engine) -> None:
    """The first quarter is due in December, as in a plan that came late."""
    usual = default_window(Period(2025, 1))
    times = (usual.opens_at, NOW.replace(month=12, day=1), NOW.replace(month=12, day=9))
    in_database(
        engine,
        lambda s: window_service.set_window(
            s, person_of_login(s, REVIEWER), plans(s)[0].id, usual.period, *times, NOW
        ),
    )


def asked_for(login: str) -> Callable[[Visit, Engine], AppTest]:
    def open_page(visit: Visit, engine: Engine) -> AppTest:
        adjusting.asked(engine, value=Decimal(80))
        at = visit(login, "adjustments")
        return fill(at, note=TYPED) if login == REVIEWER else at

    return open_page


def correcting(visit: Visit, _engine: Engine) -> AppTest:
    return mending.fill(visit(REVIEWER, "errata", code="A1-01"), reason=TYPED, 目标值="60")


def withdrawing(visit: Visit, _engine: Engine) -> AppTest:
    at = mending.pick(visit(REVIEWER, "errata", code="A1-01"), ErratumKind.WITHDRAWN)
    adjusting.field(at, "selectbox", "这个数字应读作").select("reference").run()
    return mending.fill(at, reason=TYPED)


def linking(visit: Visit, engine: Engine) -> AppTest:
    """A target of the second plan, to be reported with the first's."""
    in_database(engine, add_plans)
    at = visit(REVIEWER, "target", "2025Q3", plan=SECOND, code="T02-01")
    source = field(at, "-source")
    source.set_value(next(key for key in source.options if key.startswith(SHORT) and "T02-01" in key)).run()
    return fill(at, _reason=TYPED)


def parting(visit: Visit, engine: Engine) -> AppTest:
    linking(visit, engine)

    def link(session: Session) -> None:
        one, other = (
            session.exec(select(Target.id).join(Plan).where(Plan.code == code, Target.code == "T02-01")).one()
            for code in (SECOND, FIRST)
        )
        links.link(session, person_of_login(session, REVIEWER), one or 0, other or 0, "同一批项目。", NOW)

    in_database(engine, link)
    return fill(visit(REVIEWER, "target", "2025Q3", plan=SECOND, code="T02-01"), _reason=TYPED)


def raising(visit: Visit, _engine: Engine) -> AppTest:
    at = visit(KEJI, "matters", **{"raise": "T02-01"})
    return fill(at, new_request="请协调。", new_asked=AskedOf.LEADER.value, new_obstacle=TYPED)


def matter(login: str, word: str) -> Callable[[Visit, Engine], AppTest]:
    """A matter of 市科技局, decided where it is worked on or closed."""

    def open_page(visit: Visit, engine: Engine) -> AppTest:
        number = matters.raised(engine)
        if word in ("progress", "closed"):
            matters.decided(engine, number, "市科技局")
        at = fill(visit(login, "matters", matter=str(number)), **{word: TYPED})
        if word == "decided":
            unit = next(each.id for each in rows(engine, Unit) if each.name == "市财政局")
            fill(at, responsible=unit, due=date(2025, 10, 20))
        return at

    return open_page


def directive(login: str, act: str) -> Callable[[Visit, Engine], AppTest]:
    """A directive on a target of 市科技局, answered where it is closed."""

    def open_page(visit: Visit, engine: Engine) -> AppTest:
        if not act:
            return fill(visit(login, "target", code="A1-01", write="A1-01"), text=TYPED)
        number = directives.written(engine)
        if act == "closed":
            directives.answered(engine, number)
        return fill(visit(login, "directives", directive=str(number), act=act), text=TYPED)

    return open_page


def handover(visit: Visit, engine: Engine) -> AppTest:
    unit = next(each.id for each in rows(engine, Unit) if each.name == "市科技局")
    at = visit(ADMINISTRATOR, "handover", unit=str(unit))
    successor = next(each.id for each in rows(engine, Account) if each.login == JIAOTONG)
    return fill(at, 接收人=successor)


def meeting(visit: Visit, _engine: Engine) -> AppTest:
    at = visit(REVIEWER, "meeting", "2025Q2")
    at.text_input[0].set_value(TYPED)
    return at


def paper(part: str) -> Callable[[Visit, Engine], AppTest]:
    return lambda visit, _engine: visit(REVIEWER, "meeting", "2025Q3", part=part)


def writing(visit: Visit, _engine: Engine) -> AppTest:
    at = visit(REVIEWER, "meeting", "2025Q3", part="overall", edit="overall")
    field(at, "overall-text").set_value(TYPED)  # sent with the next press
    return at


def looking(visit: Visit, engine: Engine) -> AppTest:
    return fill(paper("format")(visit, engine), 发文机关标志=TYPED)


def naming(visit: Visit, engine: Engine) -> AppTest:
    at = paper("names")(visit, engine)
    field(at, "个字）").set_value("外资大项目")
    return at


def new_account(visit: Visit, engine: Engine) -> AppTest:
    unit = next(each.id for each in rows(engine, Unit) if each.name == "市科技局")
    at = visit(ADMINISTRATOR, "accounts", account="new")
    at.text_input(key="login_5").set_value("zhaoqi")
    at.text_input(key="name_new_5").set_value(TYPED)
    return at.multiselect(key="units_new_5").set_value([unit]).run()


def account(visit: Visit, engine: Engine) -> AppTest:
    """王晓岚's, bound to the city's provider, with an app, a wrong password tried; another e-mail typed."""
    keji = next(each.id for each in rows(engine, Account) if each.login == KEJI)
    in_database(
        engine,
        lambda s: s.add_all(
            [
                ExternalIdentity(issuer="https://sso", subject="9", account_id=keji, bound_at=NOW),
                SignInAttempt(login=KEJI, address="10.1.2.3", succeeded=False, tried_at=NOW),
                Authenticator(account_id=keji, secret="A" * 32, confirmed_at=NOW, last_step=1),
            ]
        ),
    )
    at = visit(ADMINISTRATOR, "accounts", account=str(keji))
    at.text_input[2].set_value("wang@example.gov.cn").run()
    return at


def own_account(visit: Visit, engine: Engine) -> AppTest:
    """KEJI's own, who is signed in on a phone, too."""
    keji = next(each.id for each in rows(engine, Account) if each.login == KEJI)
    elsewhere = SignInSession(
        token_sha256="phone", account_id=keji, created_at=NOW, seen_at=NOW, expires_at=NOW.replace(hour=20)
    )
    in_database(engine, lambda s: s.add(elsewhere))
    return visit(KEJI, "account")


def account_list(visit: Visit, _engine: Engine) -> AppTest:
    return choose(visit(ADMINISTRATOR, "accounts", account="import"), ("账号.xlsx", book(HEADS, ZHAO)))


def new_unit(visit: Visit, _engine: Engine) -> AppTest:
    at = visit(ADMINISTRATOR, "units", edit="new")
    at.text_input[0].set_value(TYPED).run()
    return at


def unit(visit: Visit, engine: Engine) -> AppTest:
    keji = next(each.id for each in rows(engine, Unit) if each.name == "市科技局")
    at = visit(ADMINISTRATOR, "units", edit=str(keji))
    at.text_input[0].set_value(TYPED).run()
    return at


def alias(visit: Visit, engine: Engine) -> AppTest:
    return fill(unit(visit, engine), 新的别名=TYPED)


def aliased(visit: Visit, engine: Engine) -> AppTest:
    keji = next(each.id for each in rows(engine, Unit) if each.name == "市科技局")
    in_database(engine, lambda s: s.add(UnitAlias(name="市科委", unit_id=keji)))
    return unit(visit, engine)


def reform(visit: Visit, engine: Engine) -> AppTest:
    keji = next(each.id for each in rows(engine, Unit) if each.name == "市科技局")
    at = visit(ADMINISTRATOR, "units", edit="reform")
    return fill(at, 原单位=keji, 现单位="市科学技术局", 依据=TYPED)


def new_leader(visit: Visit, _engine: Engine) -> AppTest:
    return fill(visit(REVIEWER, "leaders", edit="new"), 姓名=TYPED)


def led(engine: Engine) -> int:
    added: list[int] = []
    in_database(
        engine,
        lambda s: added.append(leaders.add_leader(s, person_of_login(s, REVIEWER), "郑副市长", None, NOW)),
    )
    return added[0]


def known_leader(visit: Visit, engine: Engine) -> AppTest:
    return fill(visit(REVIEWER, "leaders", edit=str(led(engine))), 姓名=TYPED)


def charge(visit: Visit, engine: Engine) -> AppTest:
    key = led(engine)
    keji = next(each.id for each in rows(engine, Unit) if each.name == "市科技局")
    return fill(visit(REVIEWER, "leaders"), 分管领导=key, 领域和单位=[f"unit-{keji}"])


def previewed(visit: Visit, _engine: Engine) -> AppTest:
    return rules.press(rules.fill(visit(ADMINISTRATOR, "rules"), reason=TYPED), "预览")


def windows(visit: Visit, _engine: Engine) -> AppTest:
    return visit(REVIEWER, "windows", "2025Q1")


def extending(visit: Visit, engine: Engine) -> AppTest:
    at = windows(visit, engine)
    # The popover's key holds when the window was set.
    key = next(str(each.key) for each in at.datetime_input if str(each.key).startswith("开放时间_2025Q1"))
    return unfold(at, key.replace("开放时间", "extend"))


def monthly(visit: Visit, engine: Engine) -> AppTest:
    """A plan that reports monthly, none of its windows set."""
    with TemporaryDirectory() as folder:
        seed = load_register(seed_folder(Path(folder) / "seed"))
    in_database(engine, lambda s: register.load(s, seed, NOW))
    return visit(REVIEWER, "windows", plan=MONTHLY_PLAN)


def running(visit: Visit, engine: Engine) -> AppTest:
    def do(session: Session) -> None:
        reviewer, units = person_of_login(session, REVIEWER), person_of_login(session, KEJI).unit_ids
        window_service.let_in(
            session,
            reviewer,
            plans(session)[0].id,
            Period(2025, 1),
            next(iter(units)),
            NOW.replace(day=12),
            "数据推迟发布。",
            NOW,
            seen_id=None,
        )

    in_database(engine, do)
    return windows(visit, engine)


def chase(visit: Visit, engine: Engine) -> AppTest:
    units = [each.id for each in rows(engine, Unit) if each.name == "市交通运输局"]
    return fill(visit(REVIEWER, "chase", "2025Q3"), chase_units=units)


def listing(visit: Visit, _engine: Engine) -> AppTest:
    return unfold(visit(REVIEWER, "targets", "2025Q3"), "table-columns-place")


def preferences(visit: Visit, _engine: Engine) -> AppTest:
    return unfold(visit(REVIEWER, "overview", "2025Q3"), "me")


def plan_closing(visit: Visit, _engine: Engine) -> AppTest:
    return fill(visit(REVIEWER, "plans", show="haining-2025"), 理由=TYPED)


def plan_closed(visit: Visit, engine: Engine) -> AppTest:
    def do(session: Session) -> None:
        reviewer = person_of_login(session, REVIEWER)
        plan_service.close(session, reviewer, plans(session)[0].id, 2, "年度结束。", NOW)

    in_database(engine, do)
    return plan_closing(visit, engine)


def plan_drafted(visit: Visit, engine: Engine) -> AppTest:
    seed = load_register(ROOT / "seed" / "haining-2025")
    draft = replace(seed, plan=replace(seed.plan, code="draft"))
    in_database(engine, lambda s: register.draft(s, None, draft, NOW))
    return visit(REVIEWER, "plans", show="draft")


def pasting(visit: Visit, _engine: Engine) -> AppTest:
    at = visit(REVIEWER, "new-plan")
    at.text_area[0].set_value(NOTICE)
    return at


def preparing(step: str, **own: object) -> Callable[[Visit, Engine], AppTest]:
    """A notice in preparation, at a step of it, with its fields filled in."""

    def come(visit: Visit, engine: Engine) -> AppTest:
        with transaction(engine) as session:
            office = person_of_login(session, REVIEWER)
            draft_id = plan_drafts.take_notice(session, office, "通知.txt", NOTICE, "click", NOW)
        at = visit(REVIEWER, "new-plan", draft=draft_id, step=step, **own)
        for field in at.text_input:
            if field.label in ("方案名称", "理由", "牵头单位"):
                field.set_value(TYPED)
        return at

    return come


BUTTONS = (
    Button(
        "entry: a field is left",
        entry,
        lambda at: fill(at, progress=TYPED),
        TYPED,
        "尚未保存,内容仍在本页。暂时无法写入数据库。",
        again=press("重试保存"),
    ),
    Button("entry: submit", entry_filled, press("提交"), TYPED, "没有收到提交成功的确认"),
    Button("entry: drop a correction", correction, press("取消更正"), TYPED),
    Button("entry: supply", unexplained, press("提交补充说明"), TYPED),
    Button("entry: withdraw", lambda visit, _: visit(KEJI, "entry", code="A1-01"), press("撤回")),
    Button(
        "entry: attach",
        entry_filled,
        lambda at: choose(at, ("月报.pdf", MONTHLY)),
        TYPED,
        "“月报.pdf”没有保存:暂时无法写入数据库,请重新选择。",
    ),
    Button(
        "entry: detach",
        lambda visit, engine: choose(entry_filled(visit, engine), ("月报.pdf", MONTHLY)),
        press("移除"),
        TYPED,
        "“月报.pdf”没有移除",
    ),
    Button(
        "tasks: take what was pasted",
        lambda visit, _: fill(visit(KEJI, "tasks", view="grid"), tasks_pasted="T02-01\t15"),
        press("把1项填入草稿"),
        "",
        "尚未保存,内容仍在本页。暂时无法写入数据库。",
        again=lambda at: press("把1项填入草稿")(fill(at, tasks_pasted="T02-01\t16")),
    ),
    Button("review: approve", review, press_key("-approve"), TYPED),
    Button(
        "review: return", lambda visit, engine: press("退回…")(review(visit, engine)), press("退回"), TYPED
    ),
    Button(
        "review: approve many",
        lambda visit, _: choose_rows(visit(REVIEWER, "review", "2025Q3", mode="many"), 0),
        press("通过选中的1项"),
        "",
        "一项也没有办理",
    ),
    Button(
        "review: return many",
        lambda visit, _: fill(choose_rows(visit(REVIEWER, "review", "2025Q3", mode="many"), 0), note=TYPED),
        press_key("-send-back"),
        TYPED,
        "一项也没有办理",
    ),
    Button("confirm: one", confirm, press("确认"), TYPED),
    Button(
        "confirm: chosen",
        lambda visit, engine: press("全部选中")(confirm(visit, engine)),
        press("确认所选1项"),
        TYPED,
    ),
    Button("confirm: return", confirm, press("退回给填报人"), TYPED),
    Button("countersign: agree", countersign, press("同意"), TYPED),
    Button("countersign: object", countersign, press("有异议"), TYPED),
    Button("adjustments: ask", adjustment, press("提交申请"), TYPED),
    Button("adjustments: accept", asked_for(REVIEWER), press("同意"), TYPED),
    Button("adjustments: refuse", asked_for(REVIEWER), press("不同意"), TYPED),
    Button("adjustments: take back", asked_for(KEJI), press("撤回申请")),
    Button("errata: correct", correcting, press("保存勘误"), TYPED),
    Button("errata: withdraw", withdrawing, press("撤销这项目标"), TYPED),
    Button("linking: link", linking, press("列为同一事项"), TYPED),
    Button("linking: part", parting, press("解除"), TYPED),
    Button("paths: state", stating, press("提交1项进度安排")),
    Button("paths: agree", stated(), press("同意所选1项")),
    Button("paths: return", stated(note=TYPED), press("退回所选1项"), TYPED),
    Button("matters: raise", raising, press("提交"), TYPED),
    Button("matters: decide", matter(REVIEWER, "decided"), press("保存议定意见"), TYPED),
    Button("matters: progress", matter(KEJI, "progress"), press("提交办理情况"), TYPED),
    Button("matters: close", matter(REVIEWER, "closed"), press("销号"), TYPED),
    Button("matters: withdraw", matter(KEJI, "withdrawn"), press_key("withdrawn-go"), TYPED),
    Button("directives: write", directive(LEADER, ""), press("提交批示"), TYPED),
    Button("directives: answer", directive(KEJI, "answered"), press("提交答复"), TYPED),
    Button("directives: ask further", directive(LEADER, "further"), press("提交追加批示"), TYPED),
    Button("directives: close", directive(REVIEWER, "closed"), press("提交销号"), TYPED),
    Button("handover", handover, press("交接")),
    Button("meeting: freeze", meeting, press("定稿"), TYPED),
    Button("meeting: take all proposals", meeting, press_beginning("全部采用拟稿")),
    Button("meeting: take a proposal", paper("problem"), press("采用")),
    Button("meeting: move a passage", paper("request"), press("下移")),
    Button("meeting: write a passage", writing, press("完成"), TYPED, "尚未保存", again=press("再保存一次")),
    Button("meeting: how papers look", looking, press("保存公文格式"), TYPED),
    Button("meeting: a name in short", naming, press("保存简称"), "外资大项目"),
    Button("accounts: create", new_account, press("新建账号"), TYPED),
    Button("accounts: change", account, press("保存修改"), "wang@example.gov.cn"),
    Button("accounts: stop", account, press("停用账号"), "wang@example.gov.cn"),
    Button("accounts: a link", account, press("签发密码链接"), "wang@example.gov.cn"),
    Button("accounts: unbind", account, press("解除统一身份绑定"), "wang@example.gov.cn"),
    Button("accounts: lift waits", account, press("解除登录限制"), "wang@example.gov.cn"),
    Button("accounts: remove a second step", account, press("解除两步验证"), "wang@example.gov.cn"),
    Button("account: end a sign-in", own_account, press("结束")),
    Button("account: end all others", own_account, press("结束其他全部登录")),
    Button("accounts: import", account_list, press("导入")),
    Button("units: add", new_unit, press("新增单位"), TYPED),
    Button("units: rename", unit, press("保存修改"), TYPED),
    Button("units: add an alias", alias, press("新增别名"), TYPED),
    Button("units: remove an alias", aliased, press("删除"), TYPED),
    Button("units: a reform", reform, press("登记机构变更"), TYPED),
    Button("leaders: add", new_leader, press("新增领导"), TYPED),
    Button("leaders: change", known_leader, press("保存修改"), TYPED),
    Button("leaders: assign", charge, press("保存分工")),
    Button("new plan: the pasted notice", pasting, press("读取粘贴的原文"), NOTICE),
    Button("new plan: its facts", preparing("file"), press("保存方案信息"), TYPED),
    Button("new plan: a number", preparing("numbers", at=NOTICE.index("150张")), press("名称")),
    Button("new plan: units", preparing("outline", at=NOTICE.index("(二)")), press("保存责任单位"), TYPED),
    Button("new plan: given up", preparing("file"), press("不再编制"), TYPED),
    Button("rules: save", previewed, press("确认保存"), TYPED),
    Button("plans: publish", plan_drafted, press("发布")),
    Button("plans: close", plan_closing, press("结束方案"), TYPED),
    Button("plans: open again", plan_closed, press("恢复执行"), TYPED),
    Button("windows: set", windows, press("保存")),
    Button("windows: open now", windows, press("开放本期填报")),
    Button("windows: extend", extending, press("延长")),
    Button("windows: all by the same days", monthly, press("设置各期")),
    Button("windows: let in", windows, lambda at: let_in(at, TYPED), TYPED),
    Button("windows: end", running, press("提前结束")),
    Button("windows: the head's switch", windows, lambda at: at.main.toggle[0].set_value(True).run()),
    # Asked whether it just went, then recorded: the message goes out between the two.
    Button("chase: copied", chase, press("标记为已复制发送（1）"), "", "数据库暂时没有应答", 2),
    Button("listing: columns", listing, press("恢复常用列")),
    Button("preferences", preferences, lambda at: at.sidebar.toggle[0].set_value(True).run()),
)
