"""Large files are made in a process of their own (python -m tracker.export.child), within bounds.

A child that breaks its bounds becomes a sentence.
"""

import json
import sys

from tracker.bounds import REFUSED, Broken, Child, bound_arguments
from tracker.domain.language import _
from tracker.domain.language.errors import Refusal
from tracker.export.formats import Format, format_of
from tracker.export.options import Options, read_options

MEMORY_BYTES = 1024 * 2**20
CPU_SECONDS = 90
_WALL_SECONDS = 240
_CHILD = Child("tracker.export.child")


def made_in_child(file_format: Format, content: str, sha256: str, number: str, options: Options) -> bytes:
    """The file, made by a child process. Raises Refusal when the child fails or breaks its bounds."""
    arguments = (file_format.key, sha256, number, json.dumps(options.plain))
    bounds = {"memory": MEMORY_BYTES, "seconds": CPU_SECONDS, "within": _WALL_SECONDS}
    try:
        return _CHILD.answer(*arguments, content=content.encode(), **bounds)
    except Broken as broken:
        if broken.said:
            raise Refusal(broken.said.decode()) from None
        raise _refusal(file_format) from broken


def _refusal(file_format: Format) -> Refusal:
    return Refusal(
        _(
            "{file}没有生成：目标过多，超出了单个文件的内存或时间限额。请改用进度表（Excel）或数据（CSV）。"
        ).format(file=_(file_format.word))
    )


def main() -> None:
    key, sha256, number, options = bound_arguments()
    content = sys.stdin.buffer.read().decode()
    try:
        made = format_of(key).bytes_of(content, sha256, number, read_options(json.loads(options)))
    except Refusal as refused:
        sys.stdout.buffer.write(str(refused).encode())
        sys.exit(REFUSED)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
