"""python -m tracker.export.slides FILE.pptx writes the house template there; it overwrites nothing."""

import sys
from pathlib import Path

from tracker.export.slides.template import house_template

if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
    sys.exit("usage: python -m tracker.export.slides FILE.pptx")
try:
    with Path(sys.argv[1]).open("xb") as file:
        file.write(house_template())
except OSError as wrong:
    sys.exit(f"{sys.argv[1]}: {wrong.strerror}")
