"""Reads a .docx or a .pdf in a process of its own: python -m tracker.notice.files.child docx MEMORY SECONDS.

The file comes by stdin; what it says, or an untranslated sentence why not, goes out by stdout as JSON.
"""

import json
import sys
from dataclasses import asdict

from tracker.bounds import bound_arguments
from tracker.notice.files.reading import Unreadable, Words


def words_of(kind: str, content: bytes) -> Words:
    # Imported here: a document does not wait for the PDF library.
    if kind == "pdf":
        from tracker.notice.files.pdf import words_of_pdf

        return words_of_pdf(content)
    from tracker.notice.files.word import words_of_docx

    return words_of_docx(content)


def main() -> None:
    (kind,) = bound_arguments()
    said: dict[str, object]
    try:
        said = asdict(words_of(kind, sys.stdin.buffer.read()))
    except Unreadable as why:
        said = {"refused": [why.sentence, why.filled]}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
