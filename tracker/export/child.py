"""Large files are made in a process of their own (python -m tracker.export.child), within bounds.

The content comes by stdin and the file goes out by stdout, so nothing is left on a disk. A child that breaks
its bounds is killed by the system and becomes a sentence; the server never was in danger.
"""

import json
import logging
import subprocess
import sys
from dataclasses import asdict
from threading import BoundedSemaphore

from tracker.bounds import environment, set_bounds
from tracker.domain.language.errors import Refusal
from tracker.export.formats import Format, format_of
from tracker.export.options import Options

# Private memory of the child; threads' reserved but unused address space does not count (RLIMIT_DATA).
MEMORY_BYTES = 1024 * 2**20
CPU_SECONDS = 90
_WALL_SECONDS = 240
_AT_ONCE = 2
# The child's exit code when it has a sentence for the person; its stdout is the sentence.
_REFUSED = 3
_LOG = logging.getLogger("tracker.export")
_places = BoundedSemaphore(_AT_ONCE)


def made_in_child(file_format: Format, content: str, sha256: str, number: str, options: Options) -> bytes:
    """The file, made by a child process. Raises Refusal when the child fails or breaks its bounds."""
    command = [sys.executable, "-m", "tracker.export.child", file_format.key, sha256, number]
    command += [json.dumps(asdict(options)), str(MEMORY_BYTES), str(CPU_SECONDS)]
    # Whoever comes while both places are taken waits; the bounds of memory hold for the host, too.
    with _places:
        try:
            run = subprocess.run(
                command,
                input=content.encode(),
                capture_output=True,
                timeout=_WALL_SECONDS,
                check=False,
                env=environment(),
            )
        except subprocess.TimeoutExpired as late:
            _LOG.warning("%s of %s took longer than %s s", file_format.key, number, _WALL_SECONDS)
            raise _refusal(file_format) from late
    if run.returncode == _REFUSED:
        raise Refusal(run.stdout.decode())
    if run.returncode:
        # The end of the trace names what failed; all of it could fill the log.
        errors = run.stderr.decode(errors="replace")[-2000:]
        _LOG.warning("%s of %s: child ended with %s\n%s", file_format.key, number, run.returncode, errors)
        raise _refusal(file_format)
    return run.stdout


def _refusal(file_format: Format) -> Refusal:
    return Refusal(
        f"{file_format.word}没有生成：目标过多，超出了单个文件的内存或时间限额。请改用进度表（Excel）或数据（CSV）。"
    )


def main() -> None:
    key, sha256, number, options, memory, seconds = sys.argv[1:]
    # Before the maker is imported: what it imports counts too.
    set_bounds(int(memory), int(seconds))
    content = sys.stdin.buffer.read().decode()
    try:
        made = format_of(key).bytes_of(content, sha256, number, Options(**json.loads(options)))
    except Refusal as refused:
        sys.stdout.buffer.write(str(refused).encode())
        sys.exit(_REFUSED)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
