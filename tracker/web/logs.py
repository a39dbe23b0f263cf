"""All that the server says goes through one log (tracker/journal.py): ours, Streamlit's, uvicorn's.

Streamlit gives each of its loggers a handler of its own by a function of its module ``logger``, which this
replaces; tests/condition/test_log.py fails when an upgrade does it in another way.
"""

import logging

from streamlit import logger as streamlit_logger

from tracker import journal
from tracker.settings import Settings

_UVICORN = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")


def _hand_on(log: logging.Logger) -> None:
    log.handlers.clear()
    log.propagate = True


def install(settings: Settings) -> None:
    """Once a process. Raises BadSetting where the log file can't be written."""
    journal.set_up(settings)
    streamlit_logger.setup_formatter = _hand_on  # type: ignore[assignment]
    streamlit_logger.update_formatter()
    for name in _UVICORN:
        log = logging.getLogger(name)
        _hand_on(log)
        log.setLevel(logging.WARNING)  # its lines of requests hold addresses; ours stand in their place
