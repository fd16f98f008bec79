"""`goldenthread import register`: what it says by cell, what it writes, and what it refuses in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldenthread.config.installation import Trouble
from goldenthread.config.register_in import take_in
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.register_import.models import HeldFile, RegisterImport
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.register_import.trackers import PLAIN, plain, saved, two_sheets, workbook
from tests.world import World, owner

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(world: World) -> Run:
    def run(data: bytes, **options: Any) -> dict[str, Any]:
        given = {
            "name": "register.xlsx", "process": "private-fostering", "partnership_slug": "north", "agency": None,
            "email": "worker@example.org", "sheet": None, "map_file": None, "dry_run": False, "without_refused": False,
        }  # fmt: skip
        return take_in(data, open_tracker(data), **(given | options))

    return run


def written() -> int:
    with owner():
        return int(Arrangement.unguarded.count())


WRONG = plain(["C-105", "School", "soon", "1/10/2024"])


def test_a_dry_run_names_every_cell_and_writes_nothing(run: Run) -> None:
    said = run(WRONG, dry_run=True)
    assert said["lines"][0] == "4 rows = 3 taken in + 1 not taken + 0 here already + 0 no cases."
    assert said["lines"][1].startswith("Sheet 'Cases', cell C5 reads “soon”: It is not a date.")
    assert said["lines"][-1] == "Nothing was written."
    assert said["map"]["columns"]["Date closed"] == "ended_on"
    assert written() == 0
    with owner():
        assert not RegisterImport.unguarded.exists()


def test_it_is_taken_in_whole_or_not_at_all_and_once(run: Run) -> None:
    with pytest.raises(Trouble, match=r"Nothing was written\..*cell C5.*--leave-out"):
        run(WRONG)
    assert written() == 0
    assert run(WRONG, without_refused=True)["counts"]["taken"] == 3
    assert "brought in before" in run(WRONG)["lines"][0]
    assert written() == 3
    with owner():
        assert not HeldFile.unguarded.exists()


def test_a_map_says_which_column_fills_what_and_what_words_mean(run: Run, tmp_path: Path) -> None:
    strange = saved(workbook([("About", "x"), ("Nr", "Von", "Gemeldet", "Beginn"), ("C-1", "Amt", *PLAIN[0][2:4])]))
    said = {
        "row": 2, "columns": {"Nr": "child_ref", "Von": "notified_by", "Gemeldet": "notified_on", "Beginn": "began_on"},
        "values": {"notified_by": {"Amt": "social_care"}},
    }  # fmt: skip
    file = tmp_path / "map.json"
    file.write_text(json.dumps(said))
    assert run(strange, map_file=file)["counts"] == {
        "rows": 1, "taken": 1, "refused": 0, "here": 0, "aside": 0, "no_case": 0,
    }  # fmt: skip
    following = saved(workbook([("Nr", "Von", "Gemeldet", "Beginn"), ("C-2", "amt", *PLAIN[0][2:4])]))
    assert run(following)["counts"]["taken"] == 1, "the next one is read as this was, without a map"


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no such kind of work": ({"process": "lost-dogs"}, "are not taken in. These are: .*private-fostering"),
    "a person who may not": ({"email": "nurse@example.org"}, "may bring private fostering arrangements in"),
    "no such sheet": ({"sheet": "Elsewhere"}, "Its sheets: Register, Visits, Guidance"),
    "a sheet without headings": ({"sheet": "Guidance"}, "looks like headings"),
    "an agency that one does not speak for": ({"agency": "Twinshires Police"}, "Say which agency .* County Council"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_in_words(run: Run, what: str) -> None:
    options, words = REFUSED[what]
    with pytest.raises(Trouble, match=words):
        run(two_sheets(), **options)


MAPS = {
    "no JSON": ("{", "is no map"),
    "a list": ("[]", "is no map"),
    "a heading that is not there": ('{"columns": {"Shoe size": "child_ref"}}', "the heading “Shoe size”"),
    "a field that is not there": ('{"columns": {"Referrer": "shoe_size"}}', "fills “shoe_size”"),
    "a choice that is not there": ('{"values": {"notified_by": {"x": "moon"}}}', "“moon” is no choice"),
    "words for what has no choices": ('{"values": {"began_on": {"x": "y"}}}', "has no choices"),
}


@pytest.mark.parametrize("what", MAPS)
def test_a_map_that_does_not_fit_is_refused_in_words(run: Run, tmp_path: Path, what: str) -> None:
    text, words = MAPS[what]
    file = tmp_path / "map.json"
    file.write_text(text)
    with pytest.raises(Trouble, match=words):
        run(two_sheets(), map_file=file)
    assert written() == 0
