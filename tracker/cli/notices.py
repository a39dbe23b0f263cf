"""Reading a policy text without storing anything: notice."""

import argparse
from pathlib import Path

from tracker.cli.arguments import Commands
from tracker.domain.language.punctuation import full_width
from tracker.notice import output
from tracker.notice.files import characters_of_file
from tracker.notice.proposal import propose
from tracker.settings import Settings


def notice(settings: Settings, given: argparse.Namespace) -> int:
    """Read a notice and print its areas, articles, numbers and targets as proposed; nothing is stored."""
    path = Path(given.file)
    text = characters_of_file(path.name, path.read_bytes())
    register = propose(text)
    if given.json:
        print(output.as_json(text, register))
    else:
        for line in output.summary(text, register):
            print(full_width(line))
    return 0


COMMANDS: Commands = {
    notice: {
        "file": {"help": "the notice: .docx, .pdf with text, or .txt in UTF-8 or GB 18030"},
        "--json": {
            "action": "store_true",
            "help": "one JSON object; positions are characters of the text, line ends counted as one",
        },
    },
}
