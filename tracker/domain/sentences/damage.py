"""What ``python -m tracker verify`` finds, in sentences that say what is damaged and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from tracker.domain.language import _, bracketed, marked


class Damage(StrEnum):
    """The kinds of damage; tests/audit has a mutant for each."""

    ENGINE = auto()
    UNREADABLE = auto()
    ORPHAN = auto()
    STRUCTURE = auto()
    TRIGGER_GONE = auto()
    TRIGGER_CHANGED = auto()
    TRIGGER_STRANGE = auto()
    SEQUENCE = auto()
    LEDGER = auto()
    SET_BACK = auto()
    CHAIN = auto()
    FACTS_STRIPPED = auto()
    ANCHOR_SNAPSHOT = auto()
    ANCHOR_OUTSIDE = auto()
    ANCHOR_MISSING = auto()
    CHANGED = auto()
    GONE = auto()
    STRANGE = auto()
    TWICE = auto()
    MORE = auto()
    GAP = auto()
    NO_STATE = auto()
    PLAN_STEP = auto()
    STANDING = auto()
    LATEST = auto()
    STANDING_STRANGE = auto()
    MISFIT = auto()
    SNAPSHOT_HASH = auto()
    SNAPSHOT_TEXT = auto()
    SNAPSHOT_ROLLUP = auto()
    SNAPSHOT_OLDER = auto()
    SNAPSHOT_TRAIL = auto()
    SNAPSHOT_HEAD = auto()
    SNAPSHOT_FIGURE = auto()
    SNAPSHOT_TARGET = auto()
    SNAPSHOT_WORDS = auto()
    SNAPSHOT_VERDICT = auto()
    SNAPSHOT_RECORDS = auto()
    NOTICE_HASH = auto()
    FILE_HASH = auto()
    FILE_GONE = auto()


_SENTENCES: Mapping[Damage, str] = {
    Damage.ENGINE: marked("数据库自检没有通过:{said}。请停用系统,用备份恢复。"),
    Damage.UNREADABLE: marked("“{check}”没有做完,数据读不出:{said}。"),
    Damage.ORPHAN: marked("{what}指向的{parent}不存在。"),
    Damage.STRUCTURE: marked("数据库的结构与本程序不符:{said}。"),
    Damage.TRIGGER_GONE: marked("保护{table}不被改动的触发器{name}没有了,或已停用。"),
    Damage.TRIGGER_CHANGED: marked("保护{table}不被改动的触发器{name}被改过。"),
    Damage.TRIGGER_STRANGE: marked("数据库里多了不是本程序建立的触发器或规则{name}(表{table})。"),
    Damage.SEQUENCE: marked("{table}的编号序列落后于已有的编号({last} < {most}),新的写入会失败。"),
    Damage.LEDGER: marked("账本的总序号不对:应有一行且不小于零,现为{said}。"),
    Damage.SET_BACK: marked("账本的总序号被往回改过:操作日志第{row}条写入时为{said},之后却为{now}。"),
    Damage.CHAIN: marked("操作日志第{row}条与前面的记录不衔接:它或它前面的记录被改动、删除或插入过。"),
    Damage.FACTS_STRIPPED: marked("操作日志第{row}条没有存证内容,或读不出,而它前面的记录有。"),
    Damage.ANCHOR_SNAPSHOT: marked("会议材料{name}上的日志末端已不在原处:日志可能被截断或重做过。"),
    Damage.ANCHOR_OUTSIDE: marked(
        "外存的日志末端({where},共{rows}条)与现在的日志对不上:日志可能被截断或重做过,或恢复了旧备份。"
    ),
    Damage.ANCHOR_MISSING: marked(
        "外存日志末端的文件{path}不在,没有对照:请检查共享目录是否连着、文件是否被删;"
        "如果还没有写过,请先运行 python -m tracker anchor。"
    ),
    Damage.CHANGED: marked("{what}被改过:与操作日志第{row}条({said})存证的内容不一致。"),
    Damage.GONE: marked("{what}不见了:操作日志第{row}条({said})为它存过证。"),
    Damage.STRANGE: marked("{what}不是经系统写入的:操作日志没有为它存证。"),
    Damage.TWICE: marked("{what}在操作日志里两次存证且内容不同,第二次在第{row}条({said})。"),
    Damage.MORE: marked("{table}还有{count}条有同样的问题,没有逐条列出。"),
    Damage.GAP: marked("{table}的序号不连续:{what}应有{most}条,现有{count}条。"),
    Damage.NO_STATE: marked("方案{plan}没有状态。"),
    Damage.PLAN_STEP: marked("方案{plan}的第{number}步状态与前一步不衔接。"),
    Damage.STANDING: marked("目标{target}在{period}的现行数据与填报、审核记录推算的不一致。"),
    Damage.LATEST: marked("目标{target}在{period}的现行数据所指的不是最新一次填报,或状态不对。"),
    Damage.STANDING_STRANGE: marked("目标{target}在{period}有现行数据,却没有填报记录。"),
    Damage.MISFIT: marked("目标{target}随{source}填报,但两者的计量方式不同。"),
    Damage.SNAPSHOT_HASH: marked("会议材料{name}的内容与其存证编号不一致。"),
    Damage.SNAPSHOT_TEXT: marked("会议材料{name}的内容不能原样读出。{said}"),
    Damage.SNAPSHOT_ROLLUP: marked("会议材料{name}中“{group}”的汇总与其明细不一致。"),
    Damage.SNAPSHOT_OLDER: marked("会议材料{name}与{last}相比,而后者定稿在它之后。"),
    Damage.SNAPSHOT_FIGURE: marked("会议材料{name}中目标{target}的数据与定稿时的填报、审核记录不一致。"),
    Damage.SNAPSHOT_TRAIL: marked(
        "会议材料{name}的定稿人、时间或所写的日志末端,与操作日志中为它定稿的一条不一致,或没有这一条。"
    ),
    Damage.SNAPSHOT_HEAD: marked("会议材料{name}所写的方案、名称、日期或判定规则与定稿时的不一致。"),
    Damage.SNAPSHOT_TARGET: marked("会议材料{name}中目标{target}的名称、责任单位或要求与定稿时的不一致。"),
    Damage.SNAPSHOT_WORDS: marked("会议材料{name}中目标{target}的文字与定稿时的填报、补充说明不一致。"),
    Damage.SNAPSHOT_VERDICT: marked("会议材料{name}中目标{target}的判定与按定稿时的数据和规则判定的不一致。"),
    Damage.SNAPSHOT_RECORDS: marked(
        "会议材料{name}所列的目标调整、勘误、更正、事项、批示或填报时间与定稿时的记录不一致。"
    ),
    Damage.NOTICE_HASH: marked("方案{plan}的通知原文与其 SHA-256 不一致。"),
    Damage.FILE_HASH: marked("佐证材料{name}的内容与其 SHA-256 不一致。"),
    Damage.FILE_GONE: marked("{what}的佐证材料“{name}”的内容不见了:{sha256}。"),
}

TABLES: Mapping[str, str] = {
    "plan": marked("方案"),
    "plan_step": marked("方案状态"),
    "plan_option": marked("方案选项"),
    "plan_draft": marked("编制中的方案"),
    "plan_draft_step": marked("方案编制步骤"),
    "area": marked("领域"),
    "article": marked("条款"),
    "article_unit": marked("条款责任单位"),
    "reading": marked("数字读法"),
    "target": marked("目标"),
    "target_terms": marked("目标要求"),
    "target_link": marked("同一事项"),
    "planned_value": marked("计划值"),
    "milestone_step": marked("节点"),
    "terms_unit": marked("配合单位"),
    "reporting_window": marked("填报窗口"),
    "window_exception": marked("补报"),
    "report": marked("填报"),
    "report_file": marked("填报所附材料"),
    "head_confirmation": marked("负责人确认"),
    "countersign": marked("会签"),
    "review": marked("审核"),
    "objection_answer": marked("异议答复"),
    "supplement": marked("补充说明"),
    "rule_set": marked("判定规则"),
    "adjustment_request": marked("调整申请"),
    "requested_value": marked("申请的计划值"),
    "adjustment_decision": marked("调整决定"),
    "erratum": marked("勘误"),
    "erratum_terms": marked("勘误后的要求"),
    "path_statement": marked("进度安排"),
    "stated_value": marked("安排的计划值"),
    "path_decision": marked("进度安排的决定"),
    "matter": marked("协调事项"),
    "matter_step": marked("协调事项办理"),
    "directive": marked("批示"),
    "directive_step": marked("批示办理"),
    "chase_message": marked("催报记录"),
    "reorganisation": marked("机构变更"),
    "reorganised_unit": marked("变更的单位"),
    "reorganisation_terms": marked("机构变更后的要求"),
    "leader_charge": marked("分管"),
    "paper_step": marked("会议材料文字"),
    "paper_settings": marked("公文格式"),
    "short_name": marked("简称"),
    "snapshot": marked("会议材料"),
    "demonstration": marked("演示数据标记"),
    "audit": marked("操作日志"),
    "unit": marked("单位"),
    "unit_alias": marked("单位别名"),
    "leader": marked("分管领导"),
    "account": marked("账号"),
    "account_unit": marked("账号所在单位"),
    "external_identity": marked("统一身份绑定"),
    "authenticator": marked("两步验证"),
    "recovery_code": marked("两步验证备用码"),
    "password_change": marked("密码变更"),
    "stored_file": marked("佐证材料"),
    "standing": marked("现行数据"),
}
CHECKS: Mapping[str, str] = {
    "engine": marked("数据库自检"),
    "guards": marked("触发器和结构"),
    "trail": marked("操作日志链"),
    "facts": marked("存证核对"),
    "numbers": marked("序号核对"),
    "plans": marked("方案状态核对"),
    "standing": marked("现行数据核对"),
    "snapshots": marked("会议材料核对"),
    "files": marked("佐证材料核对"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold."""

    damage: Damage
    text: str

    def __str__(self) -> str:
        return self.text


def found(damage: Damage, **parts: object) -> Finding:
    return Finding(damage, _(_SENTENCES[damage]).format(**parts))


def table_word(table: str) -> str:
    """What people call a table's rows; a table without a word keeps its name."""
    return _(TABLES[table]) if table in TABLES else table


def row_words(table: str, key: str, place: str = "") -> str:
    """A row by its number, with what it is about."""
    named = _("{table}第{key}号").format(table=table_word(table), key=key.replace(" ", "-"))
    return bracketed(named, place) if place else named


def check_word(check: str) -> str:
    return _(CHECKS[check])
