"""The counts of a year: they add up, nothing small can be told from them, and of what each share is."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldenthread.analytics.defining import take_from_catalogue
from goldenthread.analytics.models import Measure, Observation
from goldenthread.kernel.periods import Stretch
from goldenthread.law.lado.fields import HARMS, SECTORS, SOURCES
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.processes.registers.allegations import reporting
from goldenthread.processes.registers.allegations.counting import (
    ALLEGATIONS,
    CLOSED,
    CONSULTATIONS,
    CONTACTS,
    CONVERSION,
    OPEN,
    Counted,
    shapes,
    share_key,
    shown_of,
)
from goldenthread.processes.registers.allegations.models import YearCount
from goldenthread.processes.registers.allegations.yearly import against_the_first, count_year
from goldenthread.processes.registers.yearly import newest_counts
from tests.processes.registers.allegations.desk import Desk
from tests.web.test_access import client_for
from tests.world import World, owner

YEAR = Stretch(date(2016, 4, 1), date(2017, 3, 31))
DAY = date(2016, 6, 1)


def contact(kind: str = "allegation", on: date = DAY, **values: Any) -> Counted:
    told = {"sector": SECTORS[0].code, "source": SOURCES[0].code, "harm": HARMS[0].code}
    return Counted(kind, on, **{**told, **values})


def of_a_county() -> list[Counted]:
    """The shape of one county's year: 1,997 contacts, of which 656 were allegations and 1,341 consultations."""
    found = []
    for n in range(1997):
        kind = "allegation" if n < 656 else "consultation"
        day = date(2016 + (n % 12 > 8), (n % 12 + 3) % 12 + 1, 1 + n % 28)
        ended = date(2017, 3, 31) if kind == "allegation" and n % 4 else None
        found.append(
            contact(
                kind,
                day,
                sector=SECTORS[n % 7].code,
                source=SOURCES[n % 5].code,
                harm=HARMS[n % 6].code,
                outcome="unfounded" if ended and n % 3 else "substantiated" if ended else "",
                ended_on=ended,
            )
        )
    return found


def test_a_countys_year_adds_up_as_it_was_published() -> None:
    cells = shown_of(YEAR, of_a_county(), officers=4)["cells"]
    assert (cells[CONTACTS], cells[ALLEGATIONS], cells[CONSULTATIONS]) == (1997, 656, 1341)
    assert cells[CONVERSION] == 32.8
    assert cells[OPEN] == 164
    assert cells[CLOSED] == 492


def test_how_long_it_took_is_of_closed_allegations_alone() -> None:
    """A month from 31 January ends on 28 February, and a year from a leap day on 28 February."""
    year = Stretch(date(2016, 4, 1), date(2017, 3, 31))
    ends = [
        (date(2017, 1, 31), date(2017, 2, 28)), (date(2017, 1, 31), date(2017, 3, 1)),
        (date(2016, 2, 29), date(2017, 2, 28)), (date(2016, 2, 29), date(2017, 3, 1)),
    ]  # fmt: skip
    closed = [contact("allegation", *[on], ended_on=end, outcome="false") for on, end in ends for _ in range(10)]
    others = [contact("consultation") for _ in range(50)] + [contact() for _ in range(10)]
    cells = shown_of(year, closed + others, officers=1)["cells"]
    assert [cells[share_key(months)] for months in (1, 3, 12)] == [25.0, 50.0, 75.0]


def test_no_small_figure_is_shown_nor_can_be_worked_out() -> None:
    rows = [contact() for _ in range(40)] + [contact(sector=SECTORS[3].code) for _ in range(2)]
    cells = shown_of(YEAR, rows, officers=1)["cells"]
    assert cells[f"{ALLEGATIONS} | {SECTORS[3].label}"] is None
    assert cells[ALLEGATIONS] == 42
    hidden = [key for key, value in cells.items() if key.startswith(f"{ALLEGATIONS} | ") and value is None]
    assert len([key for key in hidden if ": " not in key and "Q" not in key]) >= 2, "not told by taking the rest away"


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 15), st.integers(0, 5), st.booleans()), max_size=60))
def test_whatever_there_was_every_number_shown_is_nought_or_more_than_five(
    drawn: list[tuple[int, int, int, bool]],
) -> None:
    kinds = ("allegation", "consultation", "information", "waiting")
    rows = [
        contact(
            kinds[kind],
            sector=SECTORS[sector].code,
            harm=HARMS[harm].code,
            ended_on=date(2016, 9, 1) if ended and kind == 0 else None,
            outcome="false" if ended and kind == 0 else "",
        )
        for kind, sector, harm, ended in drawn
    ]
    whole = {cell.key: cell.count for shape in shapes(YEAR, rows) for cell in shape.table.cells}
    assert whole[CONTACTS] == len(rows) == sum(whole[k] for k in (ALLEGATIONS, CONSULTATIONS, "Information only",
                                                                  "Not decided yet"))  # fmt: skip
    shown = shown_of(YEAR, rows, officers=1)
    for key, value in shown["cells"].items():
        assert not isinstance(value, int) or value == 0 or value > 5, key
        assert not isinstance(value, int) or value == whole[key], "shown as it is or not at all"


# --- counted by those who keep the register


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_the_year_is_counted_by_a_keeper_and_seen_by_everyone_at_the_table(desk: Desk) -> None:
    for _ in range(7):
        desk.closed(date(2016, 6, 1), date(2016, 6, 20))
    desk.take(desk.enter(DAY), "consultation", triaged_on=DAY)
    with desk.world.acting("lado"):
        count = count_year(desk.world.north, YEAR)
        assert count_year(desk.world.north, YEAR).pk == count.pk, "the same again is not kept twice"
    for name in ("chair", "nurse", "lay", "manager"):
        with desk.world.acting(name):
            found = newest_counts(YearCount, desk.world.north)[0].shown["cells"]
            assert (found[ALLEGATIONS], found[CONSULTATIONS], found[CLOSED]) == (7, None, 7)
    with desk.world.acting("south_manager"):
        assert not YearCount.objects.exists()


def test_a_year_that_goes_on_is_not_counted_nor_by_who_does_not_keep_the_register(desk: Desk) -> None:
    with desk.world.acting("lado"), pytest.raises(ValidationError, match="not over"):
        count_year(desk.world.north, Stretch(date(2026, 4, 1), date(2027, 3, 31)))
    with owner():
        desk.world.seat("new_lado", desk.world.council, desk.world.north, "designated_officer")
    for name in ("manager", "new_lado"):
        with desk.world.acting(name), pytest.raises(PermissionDenied):
            count_year(desk.world.north, YEAR)


def test_a_year_counted_again_says_which_figures_moved_and_because_of_which_cases_to_keepers_alone(desk: Desk) -> None:
    for _ in range(3):
        desk.closed(date(2016, 6, 1), date(2016, 6, 20))
    waiting = desk.enter(DAY)
    with desk.world.acting("lado"):
        count_year(desk.world.north, YEAR)
        same = against_the_first(desk.world.north, YEAR)
        assert same is not None
        assert (same.changed, same.entered, same.corrected) == ((), (), ())
    late = desk.enter(date(2017, 3, 30))
    desk.take(waiting, "consultation", triaged_on=DAY)
    desk.enter(date(2017, 4, 3))  # of the next year: it moves nothing
    with desk.world.acting("lado"):
        found = against_the_first(desk.world.north, YEAR)
        assert found is not None
        moved = {one.words: (one.was, one.is_now) for one in found.changed}
        assert moved[CONTACTS] == (4, 5)
        assert moved[CONSULTATIONS] == (0, 1)
        assert ALLEGATIONS not in moved
        assert [one.reference for one in found.entered] == [late.reference]
        assert [one.reference for one in found.corrected] == [waiting.reference]
        count_year(desk.world.north, YEAR)
        again = against_the_first(desk.world.north, YEAR)
        assert again is not None
        assert len(again.changed) == len(found.changed), "the comparison stays with what was counted first"
    there = reverse("allegations_again", args=["north", 2016])
    page = client_for(desk.world, "lado").get(there).content.decode()
    assert late.reference in page
    assert waiting.reference in page
    for name in ("manager", "nurse", "chair"):
        assert client_for(desk.world, name).get(there).status_code == 403


def test_the_measures_of_the_officers_agency_are_told_what_may_be_shown(desk: Desk) -> None:
    with desk.world.acting("manager"):
        wanted = [entry for entry in CATALOGUE if entry.code.startswith("lado_")]
        take_from_catalogue(desk.world.north, wanted)
    with owner():
        Measure.unguarded.exclude(code="lado_res_12").update(owner_agency=desk.world.council)
    for _ in range(8):
        desk.closed(date(2016, 6, 1), date(2016, 6, 20))
    with desk.world.acting("lado"):
        count_year(desk.world.north, YEAR)
    with desk.world.acting("manager"):
        rows = Observation.objects.select_related("measure")
        told = {(r.measure.code, r.first): (r.value, r.symbol, r.source) for r in rows}
    assert told["lado_alleg", date(2016, 4, 1)] == (8, "", "process")
    assert told["lado_alleg", date(2016, 7, 1)] == (0, "", "process")
    assert told["lado_res_1", date(2016, 4, 1)][0] == 100
    assert not [code for code, _ in told if code == "lado_res_12"], "another agency answers for that one"


def test_the_pack_for_requests_holds_counts_and_what_they_mean(desk: Desk) -> None:
    with desk.world.acting("lado"):
        count = YearCount.objects.create(
            partnership=desk.world.north, first=YEAR.first, last=YEAR.last, counted_at="2017-05-02T10:00Z", by="x",
            source="The tracker", shown=shown_of(YEAR, of_a_county(), officers=4),
        )  # fmt: skip
        count.refresh_from_db()
        shown = reporting.Shown(count)
        word = docx.Document(BytesIO(reporting.to_docx(desk.world.north, "request", shown, None)))
        said = " ".join(p.text for p in word.paragraphs)
        book = load_workbook(BytesIO(reporting.to_excel(desk.world.north, "request", shown, None)))
        rows = reporting.to_comma(shown).decode("utf-8-sig").splitlines()
    assert "Freedom of Information Act 2000" in said
    assert "no document of a case" in said
    assert len(word.tables) >= 8
    assert book[book.sheetnames[1]]["F6"].value == 1997
    assert "2016-17,Contacts by quarter,Contacts,The year,1997" in rows
    assert any("implies neither guilt nor innocence" in str(row[1].value) for row in book[book.sheetnames[-1]].rows)


def test_the_report_says_the_year_in_sentences_and_nothing_that_is_withheld(desk: Desk) -> None:
    with desk.world.acting("lado"):
        count = YearCount(first=YEAR.first, last=YEAR.last, shown=shown_of(YEAR, of_a_county(), officers=4))
        said = reporting.sentences(reporting.Shown(count))
        few = YearCount(first=YEAR.first, last=YEAR.last, shown=shown_of(YEAR, [contact()] * 3, officers=1))
        assert not [one for one in reporting.sentences(reporting.Shown(few)) if "3" in one.split(";")[0]]
    assert said[0] == "There were 1,997 contacts: 656 allegations and 1,341 consultations."
    assert said[1] == "32.8% of contacts were allegations."
    assert "the guidance aimed at 80%" in said[2]
    assert said[-1] == "164 allegations were open at the end of the year: 41.0 for each of 4 designated officers."
