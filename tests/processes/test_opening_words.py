"""A button that opens one more says so in the process's own verb: "Open release" reads as opening one that is there."""

from __future__ import annotations

from goldenthread.core.casework.process import all_processes


def test_no_button_that_makes_a_new_one_reads_as_opening_one_that_is_there() -> None:
    words = {process.slug: process.opening_words for process in all_processes()}
    assert words, "the processes are declared"
    assert [slug for slug, said in words.items() if said.startswith("Open")] == []


def test_a_process_says_it_in_its_own_verb_or_adds_one() -> None:
    words = {process.slug: process.opening_words for process in all_processes()}
    assert (
        words.items()
        >= {
            "challenges": "Put a challenge",
            "meetings": "Plan a meeting",
            "risks": "Add a risk",
            "linked": "Add a linked board",
        }.items()
    )
