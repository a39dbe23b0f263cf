"""The English catalogue is whole: every text has its translation, and every text goes through the gate."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from tests import catalogue

CHINESE_SIGNS = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
PAIRS = [(each.id, each.string) for each in catalogue.catalogue() if each.id]
ROOMS = ("domain", "charts", "queries", "services", "ui", "web")
# Chinese that passes no gate, and why. A module is one that says nothing to a reader of English.
KEPT = {
    "domain/workflow/chasing.py": "a chase message leaves the house: message() is Chinese whoever asks",
    "domain/sentences/bulletin.py": "only in the bulletin, which is Chinese whoever asks",
    "domain/sentences/deck.py": "only on the slides, which are Chinese whoever asks",
    "domain/sentences/versions.py": "only in the versions by recipient and the report",
    "domain/sentences/speaker.py": "only in the speaker's note",
    "domain/language/numerals.py": "the numerals of a notice, for readers of Chinese",
    "domain/language/punctuation.py": "the marks of printed Chinese are its subject",
    "domain/sentences/kinds_of_work.py": "words of a target's name, as notices have them",
    "domain/sentences/verbs.py": "its keys are the verbs of a notice; what they become is marked",
    "domain/workflow/entry/notes.py": "the names of fields in a stored note",
    "domain/measure/quantity.py": "units as people type them",
    "domain/workflow/unit_names.py": "how names of units are written short",
    "domain/credentials.py": "words that make a password easy to guess",
    "services/sign_in.py": "names in the audit trail, which is kept as it was written",
    "services/second_step.py": "the same, and what an app calls us",
    "services/external_sign_in.py": "why a provider's sign-in was refused stands in the trail as it was said",
    "services/schema.py": "said at the shell, where the database is brought up",
    "services/audit.py": "names in the audit trail, which is kept as it was written",
    "domain/meetings/noted.py": "the same",
    "domain/meetings/outgoing.py": "the same",
    "web/taken.py": "the same",
    "web/streamlit_words.py": "said to who reads Chinese; who reads English gets Streamlit's own words",
}
KEPT_TEXTS = {
    # cells that are read as one of two answers, whatever the language
    "不适用",
    "本季不适用",
    "已完成",
    "完成",
    "是",
    "未完成",
    "尚未完成",
    "否",
    "以上",  # as a notice says it, behind a number
    "中文",  # the name of the language in the language
    "默认规则",
    "按百分点",
    "方案总体",
    "单位负责人",
    "退回：",  # stored: rule sets, an area, a note
    "（",
    "）",  # of a record in the audit trail
    "百分点",
    "个百分点",
    "％",
    "－",  # units of the notice, the shape of a status
    "预览_",
    "会议材料",  # in names of files, which are Chinese
    "\u3000",  # how a part of a budget is set in
    # actions in the audit trail, which is kept as it was written, and how some begin
    "下载",
    "查看",
    "导出",
    "拒绝",
    "新建账号",
    "修改账号",
    "导入账号",
    "启用账号",
    "停用账号",
    "负责人确认",
    "负责人退回",
    "更正填报",
    "提交填报",
    "审核通过",
    "审核退回",
    "修改单位",
    "冻结会议材料",
    "发布方案",
    "结束方案",
    "恢复执行方案",
    "起草人自行发布：没有其他账号有发布权限",  # stored: the reason of a step
}
# What stores or writes Chinese whatever the language; its texts are records, not words to the person.
RECORDS = ("audit.record", "record", "store_review", "re.compile", "note", "shell.note", "shell.taken")


def test_every_text_of_the_code_is_translated_and_nothing_else_is() -> None:
    said = {each.id for each in catalogue.texts() if each.id}
    assert said == {text for text, _english in PAIRS}, "run: make catalogue"
    assert [text for text, english in PAIRS if not english] == []


def test_a_translation_fills_in_what_the_text_does_and_is_english() -> None:
    assert [text for text, english in PAIRS if filled_in(english) != filled_in(text)] == []
    assert [text for text, english in PAIRS if CHINESE_SIGNS.search(english)] == []


def filled_in(text: str) -> set[tuple[str, str]]:
    """The fields of a text; {n|target|targets} counts one that stands there too (language.Counting)."""
    fields = [(name, spec or "") for _before, name, spec, _how in Formatter().parse(text) if name is not None]
    counted = {name.split("|")[0] for name, _spec in fields if "|" in name}
    plain = {(name, spec) for name, spec in fields if "|" not in name}
    assert counted <= {name for name, _spec in plain}
    return plain


def test_the_catalogue_that_is_served_is_made_of_the_one_that_people_write() -> None:
    assert catalogue.MO.read_bytes() == catalogue.as_mo(catalogue.catalogue()), "run: make catalogue"
    assert catalogue.PO.read_bytes() == catalogue.as_po(catalogue.catalogue()), "run: make catalogue"


def test_no_chinese_text_goes_past_the_gate() -> None:
    found = []
    for room in ROOMS:
        for file in sorted((catalogue.TRACKER / room).rglob("*.py")):
            name = file.relative_to(catalogue.TRACKER).as_posix()
            if name not in KEPT:
                found += [f"{name}:{each}" for each in past_the_gate(file.read_text("utf-8"))]
    assert found == []


def test_every_module_that_is_let_past_still_needs_it() -> None:
    for name in KEPT:
        assert list(past_the_gate((catalogue.TRACKER / name).read_text("utf-8"))), name


def test_a_script_says_in_english_what_it_says_in_chinese() -> None:
    """What it does not say itself, the page gives it in the reader's language."""
    for file in sorted((catalogue.TRACKER / "web").glob("*.js")):
        lines = re.sub(r"(^|\s)//.*", "", file.read_text("utf-8"), flags=re.MULTILINE).splitlines()
        said = [line.strip() for line in lines if re.search("[\u4e00-\u9fff]", line)]
        assert all(line.startswith("const CHINESE =") for line in said), (file.name, said)
        assert not said or any("const ENGLISH =" in line for line in lines), file.name


@pytest.mark.parametrize(
    "code", ['st.write("目标")', 'st.write(f"{n}项")', 'st.write(_("目标") + "、")', 'COLUMNS = ["目标"]']
)
def test_a_bare_text_is_found(code: str) -> None:
    assert len(list(past_the_gate(code))) == 1


@pytest.mark.parametrize("code", ['"""目标"""', 'st.write(_("目标"))', 'audit.record(s, p, "退回", x, now)'])
def test_what_passes_the_gate_or_is_a_record_is_not(code: str) -> None:
    assert not list(past_the_gate(code))


def past_the_gate(code: str) -> Iterator[str]:
    """Chinese strings outside the gate, docstrings and records, each with its line."""
    return (f"{each.lineno} {each.value!r}" for each in _bare(ast.parse(code)))


def _bare(node: ast.AST) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "marked", "door_title", *RECORDS):
        return
    if isinstance(node, ast.FunctionDef) and any(_is_chinese_only(each) for each in node.decorator_list):
        return
    if isinstance(node, ast.With) and any(_is_chinese_only(each.context_expr) for each in node.items):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if CHINESE_SIGNS.search(node.value) and node.value not in KEPT_TEXTS:
            yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _bare(child)


def _is_chinese_only(node: ast.expr) -> bool:
    return ast.unparse(node) == "in_chinese()"
