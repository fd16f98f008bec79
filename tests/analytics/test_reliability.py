"""A rate of few events is never shown without the mark that says so, nor the mark without its words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.analytics.carding import Readers, cards_of
from goldenthread.analytics.drawing import run_chart
from goldenthread.analytics.judging import judge
from goldenthread.analytics.models import Measure
from goldenthread.analytics.reliability import rate_words, unreliable
from goldenthread.analytics.scoring import make_scorecard
from goldenthread.kernel.disclosure import PROFILES, Ledger, Ratio
from goldenthread.kernel.disclosure.symbols import UNRELIABLE
from goldenthread.kernel.periods import Every, period
from goldenthread.law.measures.entry import Unit
from goldenthread.processes.governance.meetings.scorecards import scorecards
from goldenthread.processes.measures.releases.auditing import judge_release
from goldenthread.processes.measures.releases.documents import as_table, charts_of
from goldenthread.processes.measures.releases.figures import Gathered, Line, Sheet, Slot
from goldenthread.processes.measures.releases.identities import Identity
from goldenthread.processes.measures.releases.models import FrozenTable, ReleaseTable
from tests.analytics.figures import measure, write
from tests.web.test_access import client_for
from tests.world import World

YEAR = period(Every.FINANCIAL_YEAR, date(2025, 6, 1))
MARK = UNRELIABLE.text


@given(events=st.integers(0, 60), unit=st.sampled_from(list(Unit)))
def test_rates_of_fewer_than_twenty_events_are_marked_and_nothing_else(events: int, unit: Unit) -> None:
    rate = unit in (Unit.PER_1000, Unit.PER_10000, Unit.PER_100000)
    assert unreliable(events, unit) == (rate and events < 20)
    assert rate_words(4.2, events, unit).endswith(MARK) == (rate and events < 20)
    assert MARK not in rate_words(None, events, unit)


def of(world: World, events: int, code: str = "deaths") -> Measure:
    one = measure(
        world, code, "ratio", every="financial_year", unit="per_10000", better="low", numerator="deaths",
        denominator="children", title=f"Deaths, {events}",
    )  # fmt: skip
    write(one, YEAR, numerator=Decimal(events), denominator=Decimal(40_000))
    return one


@pytest.mark.parametrize(("events", "marked"), [(3, True), (19, True), (20, False)])
def test_it_is_on_every_page_that_shows_the_rate_with_its_words_below(world: World, events: int, marked: bool) -> None:
    with world.acting("manager"):
        one = of(world, events)
        make_scorecard(partnership=world.north, title="Board", audience="board", measures=[one])
    client = client_for(world, "lay")
    for name, args in (("scorecard", ["board"]), ("measure", ["deaths"])):
        shown = client.get(reverse(name, args=["north", *args])).content.decode()
        assert ("per 10,000 children [u]" in shown) == marked
        assert (f"{MARK}: {UNRELIABLE.meaning}" in shown) == marked


def test_a_chart_and_a_pack_carry_it_too(world: World) -> None:
    with world.acting("manager"):
        few, many = of(world, 7), of(world, 70, "more")
        found = judge([few, many])
        make_scorecard(partnership=world.north, title="Board", audience="board", measures=[few, many])
        sections = scorecards(cards_of(Readers.members(world.board)))
    notes = {pk: [point.note for point in run_chart(one).points] for pk, one in found.items()}
    assert notes == {few.pk: [UNRELIABLE.meaning], many.pk: [""]}
    first = repr(sections[0])
    assert first.count("per 10,000 children [u]") == 1
    assert UNRELIABLE.meaning in first


def released(events: int, population: int, profile: str = "local") -> dict[str, Any]:
    """The frozen table of one rate per 10,000."""
    over = Identity(7, 1, "num", True, "", 0, YEAR).key()
    found = Gathered(counts={over: events}, names={over: "Deaths", f"{over} rate": "Rate"})
    found.ratios[f"{over} rate"] = Ratio(f"{over} rate", over, population, 10_000, 1, part_of=False)
    line = Line("Deaths", "per 10,000 children", (Slot(f"{over} rate"),))
    table = ReleaseTable(title="Rates", commentary="", chart=True)
    found.sheets.append(Sheet(table, "Measure", (YEAR,), (line,)))
    verdict = judge_release(found, Ledger(), PROFILES[profile], "REL-1")
    assert verdict.passed
    (frozen,) = verdict.frozen
    return frozen


@pytest.mark.parametrize(("events", "marked"), [(12, True), (19, True), (20, False), (400, False)])
def test_a_release_marks_it_by_what_is_printed_and_says_what_the_mark_means(events: int, marked: bool) -> None:
    frozen = released(events, 40_000)
    (cell,) = frozen["rows"][0]["cells"]
    assert (cell.get("m") == MARK) == marked
    assert ([MARK, UNRELIABLE.meaning] in frozen["notes"]) == marked
    made = FrozenTable(number=1, **frozen)
    assert as_table(made).rows[0][1] == f"{events / 4:.1f}{f' {MARK}' if marked else ''}"
    assert charts_of(made)


def test_what_is_withheld_gets_no_mark_that_would_tell_of_it() -> None:
    (cell,) = released(2, 40_000, "ons_deaths")["rows"][0]["cells"]
    assert cell["s"] != ""
    assert "m" not in cell
