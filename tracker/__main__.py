"""python -m tracker …"""

import gc
import sys


def run() -> int:
    """Import the commands and run the one that was given.

    What is imported is never garbage: the collector looks at it neither meanwhile nor ever after.
    """
    gc.disable()
    from tracker.cli import main

    gc.freeze()
    gc.enable()
    return main()


sys.exit(run())
