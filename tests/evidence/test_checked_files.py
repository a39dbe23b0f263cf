"""A file before it is stored: its name, its size, and how much a report may hold."""

from hashlib import sha256

import pytest

from tests.evidence import samples
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.evidence import (
    COUNT_LIMIT,
    FILE_LIMIT,
    REPORT_LIMIT,
    check,
    clean_file_name,
    require_room,
    size_text,
)

NAMES = [
    ("1-9月 进展.pdf", "1-9月 进展.pdf"),
    ("C:\\Users\\wang\\月报.pdf", "月报.pdf"),
    ("../../etc/月报.pdf", "月报.pdf"),
    ("月\u202efdp.exe.pdf", "月fdp.exe.pdf"),
    ("re\u0301sume\u0301.pdf", "résumé.pdf"),
    ("月\n报\t\0.pdf", "月 报.pdf"),
    (".pdf", "佐证材料.pdf"),
    ("...pdf", "佐证材料.pdf"),
    ("  月报.pdf. ", "月报.pdf"),
    ("月报", "月报"),
    ("月" * 300 + ".pdf", "月" * 196 + ".pdf"),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_a_name_is_one_line_without_folders_and_keeps_its_ending(given: str, kept: str) -> None:
    assert clean_file_name(given) == kept
    assert len(clean_file_name(given)) <= 200


@pytest.mark.parametrize("name", ["x" * 100_000, "a." + "x" * 250])
def test_a_name_without_measure_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        clean_file_name(name)


def test_a_checked_file_carries_its_hash() -> None:
    checked = check("月报.pdf", samples.pdf())
    assert checked.sha256 == sha256(samples.pdf()).hexdigest()
    assert (checked.name, checked.size) == ("月报.pdf", len(samples.pdf()))
    assert "content" not in repr(checked)


def test_twenty_megabytes_are_kept_and_one_byte_more_is_not() -> None:
    full = samples.pdf().ljust(FILE_LIMIT - 6, b"\n") + b"%%EOF\n"
    assert check("大.pdf", full).size == FILE_LIMIT
    with pytest.raises(BadInput, match=r"“大\.pdf”没有上传：文件为 20\.1 MB，单个文件最大 20 MB。"):
        check("大.pdf", full + b"\n")


def test_a_refusal_names_the_file() -> None:
    with pytest.raises(BadInput, match=r"“x\.exe”没有上传：不接受这类文件"):
        check("x.exe", b"MZ")


def test_a_report_holds_so_many_files_and_so_many_bytes() -> None:
    checked = check("月报.pdf", samples.pdf())
    require_room([REPORT_LIMIT - checked.size], checked)
    with pytest.raises(BadInput, match="合计最大 100 MB"):
        require_room([REPORT_LIMIT - checked.size + 1], checked)
    require_room([1] * (COUNT_LIMIT - 1), checked)
    with pytest.raises(BadInput, match="最多20份"):
        require_room([1] * COUNT_LIMIT, checked)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (1 << 20, "1 MB"),
        (2_600_000, "2.5 MB"),
        (FILE_LIMIT, "20 MB"),
        (FILE_LIMIT + 1, "20.1 MB"),
    ],
)
def test_a_size_is_never_shown_smaller_than_it_is(size: int, shown: str) -> None:
    assert size_text(size) == shown
