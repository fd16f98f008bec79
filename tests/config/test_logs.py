"""What is written to the log of an exception: its type and where, never its words, which may quote minutes."""

from __future__ import annotations

import logging
import sys

from django.conf import settings

from goldenthread.config.logs import WithoutWords

WORDS = "Avery lives at 1 Invented Lane"


def failing() -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as first:
        first.add_note(WORDS)
        raise ExceptionGroup(WORDS, [KeyError(WORDS)]) from first


def logged(formatter: logging.Formatter) -> str:
    try:
        failing()
    except ExceptionGroup:
        record = logging.LogRecord("job", logging.ERROR, __file__, 1, "Job %s failed", (7,), sys.exc_info())
    logging.Formatter().format(record)  # another handler was first, and left the words on the record
    return formatter.format(record)


def test_a_traceback_tells_types_and_frames_of_all_that_led_to_it_and_no_words() -> None:
    said = logged(WithoutWords("{levelname} {message}", style="{"))
    assert said.startswith("ERROR Job 7 failed\n")
    assert WORDS not in said
    for kind in ("builtins.ValueError", "ExceptionGroup", "builtins.KeyError"):
        assert kind in said
    assert "in failing" in said
    assert WORDS in logged(logging.Formatter())  # so the words were there to be left out


def test_this_is_how_the_platform_logs_unless_everything_is_asked_for() -> None:
    assert settings.LOGGING["formatters"]["line"]["class"] == "goldenthread.config.logs.WithoutWords"


def test_a_line_without_an_exception_is_as_it_always_was() -> None:
    record = logging.LogRecord("job", logging.WARNING, __file__, 1, "Slow: %s", ("pack",), None)
    assert WithoutWords("{levelname} {name} {message}", style="{").format(record) == "WARNING job Slow: pack"


def test_the_secret_of_a_letters_link_is_in_no_line() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "x", 1, "Too Many Requests: %s", ("/north/by-link/Sh-secret_9/",), None
    )
    line = WithoutWords("{message}", style="{").format(record)
    assert line == "Too Many Requests: /north/by-link/.../"
