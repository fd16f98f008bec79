"""Every page of the site tried with every sealed case: nothing shows before its reader said why, and each look that
shows something leaves its line. The pages are looked up, not listed: one that is added later is tried by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from goldenthread.core.casework.models import Reading
from tests.processes.registers.filled import Filled, as_the_site, filled, keeper_of, shown_in
from tests.web.test_access import client_for, say_why
from tests.world import World

__all__ = ["filled"]


def addresses(case: Any, resolver: URLResolver | None = None, held: int = 0) -> Iterator[str]:
    """Every address of the site that some part of this case could stand behind: of the case, or of a row of it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        kinds = held + sum(type(one).__name__ != "SlugConverter" for one in pattern.pattern.converters.values())
        if isinstance(pattern, URLResolver):
            yield from addresses(case, pattern, kinds)
        elif isinstance(pattern, URLPattern) and kinds and pattern.name:
            yield from _tried(pattern.name, case)


def _tried(name: str, case: Any) -> Iterator[str]:
    first = 1  # the row of each model, and whatever else there is
    for args in ([case.kind, case.pk], [case.kind, case.pk, first], [case.pk], [case.pk, first], [first]):
        try:
            yield reverse(name, args=["north", *args])
        except (NoReverseMatch, AttributeError):  # a day is asked for, and no number
            continue


def test_no_page_shows_what_is_sealed_before_its_reader_said_why_and_each_that_does_writes_its_line(
    filled: Filled,
) -> None:
    world, open_, silent, read = filled.world, [], [], set()
    nothing_there: set[tuple[str, str]] = set()
    with as_the_site():
        for case in filled.cases():
            name = keeper_of(world, case)
            stranger, reader = client_for(world, name), say_why(client_for(world, name), case)
            stranger.raise_request_exception = reader.raise_request_exception = False  # rows of no story may break one
            for url in sorted({*addresses(case)}):
                if (name, url) in nothing_there:
                    continue
                before = stranger.get(url)
                if before.status_code in (404, 405):
                    nothing_there.add((name, url))
                    continue
                open_ += [url] if shown_in(_all_of(before), filled) else []
                lines = _lines(world, name, case)
                if shown_in(_all_of(reader.get(url)), filled):
                    read.add(url)
                    silent += [url] if _lines(world, name, case) == lines else []
    assert open_ == [], "shown to who has not said why"
    assert silent == [], "shown without a line in the log of readers"
    assert len(read) > 12, read


def _all_of(response: Any) -> bytes:
    found: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return found


def _lines(world: World, name: str, case: Any) -> int:
    with world.acting(name):
        return Reading.objects.filter(record=case.pk).count()
