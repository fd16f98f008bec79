"""What is written into a message, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from goldenthread.core.notices.letters import MOST_LINES, digest_letter, notices_letter
from goldenthread.core.notices.models import Notice
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON
from tests.world import World, owner

ON = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=LONDON), tick=False):
        yield


def action(world: World, days: int, reference: str = "A-1", **values: Any) -> Action:
    values = {"text": "Train officers", "owner": world.person("nurse"), "owner_agency": world.health} | values
    due = ON + timedelta(days)
    with owner():
        return Action.unguarded.create(
            partnership=world.north, reference=reference, due_on=due, made_on=date(2026, 1, 5), **values
        )


def test_a_message_holds_references_counts_and_links_and_titles_that_everyone_may_read(world: World) -> None:
    action(world, -2)
    action(world, 3, "A-secret", audience="agencies", text="Ask about Child Q")
    letter = digest_letter(worklist(world.actor("nurse"), world.north, ON), world.north)
    assert letter.subject == "NSCP: 1 late, 1 in the next seven days"
    for words in (letter.text, letter.html):
        assert "A-1" in words
        assert "Train officers" in words
        assert "2 days late" in words
        assert "A-secret" in words
        assert "Child Q" not in words
        assert "/north/actions/" in words


def test_a_message_escapes_what_people_typed(world: World) -> None:
    row = action(world, 1, text="<script>alert('x')</script>\r\nBcc: everyone@example.org")
    row.partnership.name = "North & South <b>"
    letter = notices_letter([Notice(kind="reminder", action=row, due_on=row.due_on)], row.partnership, ON)
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "North &amp; South &lt;b&gt;" in letter.html
    row.partnership.short_name = "N\r\nBcc: x@example.org"
    letter = notices_letter([Notice(kind="chair", action=row, due_on=row.due_on)], row.partnership, ON)
    assert letter.subject.splitlines() == [letter.subject]


def test_a_long_list_is_cut_with_the_number_that_is_left(world: World) -> None:
    for number in range(MOST_LINES + 5):
        action(world, -number - 1, f"A-{number:03}")
    letter = digest_letter(worklist(world.actor("nurse"), world.north, ON), world.north)
    assert letter.text.count("/actions/") == MOST_LINES
    assert "And 5 more, on the site." in letter.text
    assert f"{MOST_LINES + 5} late" in letter.subject
