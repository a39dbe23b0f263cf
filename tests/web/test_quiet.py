"""The same line of log once a minute, and how many were left out."""

import logging

import pytest

from tracker.web.quiet import KIND, OnceAMinute


class Log:
    """Lines that are written, after so many seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.lines: list[str] = []
        self._once = OnceAMinute(lambda: self.seconds)

    def say(self, text: str, *given: object, error: BaseException | None = None) -> None:
        about = (type(error), error, None) if error is not None else None
        record = logging.LogRecord("tracker.web", logging.WARNING, __file__, 1, text, given, about)
        if self._once.filter(record):
            self.lines.append(record.getMessage())


@pytest.fixture
def log() -> Log:
    return Log()


def test_a_line_comes_again_after_a_minute_with_the_number_of_those_left_out(log: Log) -> None:
    for _ in range(1000):
        log.say("no handle left for %s", "accept")
    assert log.lines == ["no handle left for accept"]
    log.seconds = 60
    log.say("no handle left for %s", "accept")
    assert log.lines[1:] == ["no handle left for accept (and 999 like it, not written)"]


def test_lines_that_differ_are_written_each(log: Log) -> None:
    log.say("incident %s", "A1")
    log.say("incident %s", "B2")
    log.say("it failed", error=ValueError("one"))
    log.say("it failed", error=ValueError("two"))
    log.say("it failed", error=ValueError("two"))
    assert log.lines == ["incident A1", "incident B2", "it failed", "it failed"]


def test_of_one_kind_of_line_so_many_a_minute_whatever_stands_in_it(log: Log) -> None:
    for number in range(100_000):
        log.say("refused Host %r", str(number))
    assert len(log.lines) == KIND
    log.say("something else")
    assert len(log.lines) == KIND + 1
    log.seconds = 61
    log.say("refused Host %r", "x")
    assert log.lines[-1] == f"refused Host 'x' (and {100_000 - KIND} like it, not written)"


def test_a_line_that_can_not_be_put_together_is_left_to_the_handler(log: Log) -> None:
    record = logging.LogRecord("tracker.web", logging.WARNING, __file__, 1, "%d", ("x",), None)
    assert OnceAMinute().filter(record)
