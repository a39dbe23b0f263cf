"""What stands in the audit trail as JSON, in words; and the filter of an address."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracker
from tracker.domain.meetings.audit_trail import _LABELS, AuditFilter, detail_lines, filter_asked, in_one_line

SERVICES = Path(tracker.__file__).parent / "services"
UNITS = {1: "市科技局", 2: "市交通运输局"}


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("{}", "", id="an empty record"),
        pytest.param(
            '{"login": "keji", "role": "clerk", "units": [1, 9]}',
            "登录名：keji；角色：部门填报人；所在单位：市科技局、编号9",
            id="an account",
        ),
        pytest.param('{"opens": "2025-09-25 01:00:00+00:00"}', "开放：2025-09-25 09:00", id="an instant"),
        pytest.param('{"due": "2025-10-20"}', "截止：2025-10-20", id="a day"),
        pytest.param(
            '{"rows": 2, "before": {"name": "甲", "due": 1}, "after": {"name": "乙", "due": 1}}',
            "条数：2；名称：甲 → 乙",
            id="only what changed",
        ),
        pytest.param(
            '{"before": {"short": ""}, "after": {"short": "局"}}', "简称：无 → 局", id="from nothing"
        ),
        pytest.param(
            '{"unit": 2, "sessions_ended": true}', "单位：市交通运输局；已结束其登录：是", id="a unit"
        ),
        pytest.param('{"filter": {"action": "登录"}, "rows": 3}', "筛选：操作：登录；条数：3", id="a record"),
        pytest.param('{"channel": "wecom", "error": ""}', "渠道：企业微信", id="a channel"),
        pytest.param('{"of": "target", "name": "泊位"}', "所属：目标；名称：泊位", id="a short name"),
        pytest.param('{"of": "area"}', "所属：领域", id="that of an area"),
        pytest.param(
            '{"of": ["meeting", "order:request", "overall", "area:3", "problem:a", "problem:b"], "step": 2}',
            "所属：会议、顺序、总体情况、分领域、主要问题；步骤：2",
            id="places of a paper, each once",
        ),
        pytest.param(
            '{"from": "2025-01-01", "until": null, "of": ["保障民生"]}',
            "起：2025-01-01；所属：保障民生",
            id="a charge",
        ),
        pytest.param(
            '{"from": ["甲局"], "to": ["乙局"], "kind": "renamed"}',
            "原单位：甲局；现单位：乙局；类别：更名",
            id="a reform",
        ),
        pytest.param(
            '{"from": "张三(zhang)", "to": "李四(li)"}',
            "移交人：张三(zhang)；接收人：李四(li)",
            id="a hand-over",
        ),
        pytest.param('{"version": 2, "kind": "brief"}', "版本：2；类别：简报", id="a kind of paper"),
        pytest.param('{"strange": 1}', "strange：1", id="a key without a word"),
        pytest.param("no JSON", "内容：no JSON", id="no JSON"),
        pytest.param("[1, 2]", "内容：1、2", id="no record"),
    ],
)
def test_a_detail_reads_as_words(detail: str, said: str) -> None:
    assert in_one_line(detail_lines(detail, UNITS)) == said


def test_an_address_is_read_and_written_back() -> None:
    asked = {"since": "2025-10-01", "until": "x", "who": "7", "action": " 登录 ", "page": "2"}
    wanted = filter_asked(asked)
    assert wanted.asked == {"since": "2025-10-01", "who": "7", "action": "登录"}
    assert wanted.start is not None
    assert wanted.start.isoformat() == "2025-10-01T00:00:00+08:00"
    assert wanted.end is None


@pytest.mark.parametrize(
    ("who", "found"), [("", None), ("7", 7), ("x", -1), ("-7", -1), ("9" * 40, -1), ("٣", -1)]
)
def test_an_unreadable_person_finds_nobody(who: str, found: int | None) -> None:
    assert AuditFilter(who=who).actor_id == found


def keys_recorded(source: str) -> Iterator[str]:
    """The names of what services put into details: in the call, or in what they gather before it."""
    for node in ast.walk(ast.parse(source)):
        gathered: list[ast.expr] = []
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record"):
            gathered = [each for each in node.args if isinstance(each, ast.Dict)]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            place = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if ast.unparse(place) in ("detail", "before", "after"):
                gathered = [node.value]
            elif isinstance(place, ast.Subscript) and ast.unparse(place.value) == "detail":
                yield ast.literal_eval(place.slice)
        for part in (inner for each in gathered for inner in ast.walk(each)):
            if isinstance(part, ast.Dict):
                yield from (str(key.value) for key in part.keys if isinstance(key, ast.Constant))


@pytest.mark.parametrize("file", sorted(SERVICES.glob("*.py")), ids=lambda file: file.stem)
def test_everything_that_services_record_has_a_word(file: Path) -> None:
    unnamed = {key for key in keys_recorded(file.read_text("utf-8")) if key not in _LABELS}
    assert unnamed == set(), "give them a word in tracker/domain/audit_trail.py"


def test_a_detail_without_a_word_would_be_found() -> None:
    source = 'detail: dict[str, object] = {"login": 1}\ndetail["odd"] = 2\naudit.record(s, p, {"odder": 3})'
    assert set(keys_recorded(source)) == {"login", "odd", "odder"}
