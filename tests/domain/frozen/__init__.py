"""Snapshots as they were frozen: the same records (tests/export/made_up.py) in each form that is still read.

schema3: as version 0.1.0 wrote them, every field and every count. schema4: until the second edition of the
rules. schema5: while judging still changed. schema6: as they have been written since.
"""

import lzma
from pathlib import Path


def golden(name: str) -> str:
    return lzma.decompress((Path(__file__).parent / f"{name}.json.xz").read_bytes()).decode()
