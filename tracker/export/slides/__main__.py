"""The house template, and whether a template of one's own can be used.

python -m tracker.export.slides FILE.pptx           writes the house template; overwrites nothing
python -m tracker.export.slides --check FILE.pptx   says what a template lacks
"""

import sys
from pathlib import Path

from tracker.domain.language.errors import Refusal
from tracker.export.slides.house import opened_template
from tracker.export.slides.template import house_template


def main(arguments: list[str]) -> None:
    match arguments:
        case ["--check", path]:
            opened_template(Path(path).name, Path(path).read_bytes())
            print("模板可用。")
        case [path] if not path.startswith("-"):
            with Path(path).open("xb") as file:
                file.write(house_template())
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (OSError, Refusal) as wrong:
        sys.exit(str(wrong))
