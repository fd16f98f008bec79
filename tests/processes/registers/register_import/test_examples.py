"""The example of each register, downloaded and taken in as whoever tries the import does it: read by what is offered,
looked at, written, and taken in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from goldenthread.config.installation import Trouble
from goldenthread.config.register_in import take_in
from goldenthread.core.casework.importable import Importable, Row, importable_for, registers_taken
from goldenthread.core.casework.models import Event, Reading
from goldenthread.core.casework.sealed import reading
from goldenthread.core.sealing.fields import Sealed
from goldenthread.kernel.now import LONDON
from goldenthread.processes.registers.register_import.models import HeldFile, RegisterImport
from goldenthread.processes.registers.register_import.taking import receive_register, take_register_in
from goldenthread.processes.registers.register_import.vocabulary import vocabulary_of
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.allegations.desk import Desk as Allegations
from tests.processes.registers.case_reviews.desk import Desk as Reviews
from tests.processes.registers.child_deaths.desk import Desk as Deaths
from tests.web.test_access import client_for
from tests.world import World, owner

KINDS = [one.process for one in registers_taken()]
#: Of each example, row by row: the state, the day it was opened on and closed on, and what words came to.
STOOD: dict[str, list[tuple[str, date, date | None, dict[str, Any]]]] = {
    "allegations": [
        ("closed", date(2024, 4, 12), date(2024, 6, 10),
         {"contact": "allegation", "source": "school", "sector": "employer-2", "harm": "allegation-1",
          "outcome": "substantiated", "sanction": "dismissed", "harmed": True, "subject_year": 1980}),
        ("closed", date(2024, 5, 2), date(2024, 7, 3), {"outcome": "unfounded", "sector": "employer-4"}),
        ("consultation", date(2024, 5, 9), date(2024, 5, 10), {"contact": "consultation", "harm": "allegation-5"}),
        ("information", date(2024, 6, 6), date(2024, 6, 6), {"contact": "information", "source": "another_area"}),
        ("considered", date(2025, 1, 20), None, {"contact": "allegation", "outcome": ""}),
    ],
    "case-review": [
        ("closed", date(2023, 5, 5), date(2024, 2, 1), {"outcome": "lcspr", "category": "harm", "sex": "female"}),
        ("closed", date(2023, 9, 20), date(2023, 10, 9), {"outcome": "no_further_review", "source": "health"}),
        ("drafted", date(2024, 2, 14), None, {"outcome": "lcspr", "category": "death"}),
        ("notified", date(2025, 1, 10), None, {"outcome": "", "source": "education"}),
        ("handed_over", date(2024, 6, 3), date(2024, 6, 5), {"outcome": "", "source": "other_area"}),
    ],
    "child-death": [
        ("closed", date(2024, 2, 24), date(2024, 9, 20),
         {"category": "perinatal", "modifiability": "none", "age_band": "0 to 27 days",
          "place_of_death": "hospital_neonatal", "resident": "here"}),
        ("reviewed", date(2024, 6, 16), None, {"category": "trauma", "modifiability": "modifiable"}),
        ("ready", date(2024, 11, 2), None, {"category": "", "place_of_death": "hospice"}),
        ("transferred", date(2024, 12, 30), date(2025, 1, 3), {"resident": "elsewhere", "expected": "unexpected"}),
        ("notified", date(2025, 2, 12), None, {"age_band": "28 to 364 days", "place_of_death": "home"}),
    ],
    "private-fostering": [
        ("ended", date(2024, 4, 8), date(2024, 12, 20),
         {"origin": "africa", "notified_by": "school", "carer_is": "friend", "age_begun": 11}),
        ("suitable", date(2024, 8, 5), None, {"origin": "europe", "carer_is": "host"}),
        ("prohibited", date(2024, 10, 14), None, {"origin": "asia", "notified_by": "health"}),
        ("notified", date(2025, 2, 3), None, {"notified_by": "parent"}),
    ],
}  # fmt: skip


class Keeping:
    """One register with two who keep it, and its example as the page gives it out."""

    def __init__(self, world: World, kind: str) -> None:
        self.world, self.kind = world, kind
        self.importable = _importable(kind)
        self.who, role = KEEPERS[kind]
        if kind in DESKS:
            DESKS[kind](world)
        self.agency: Any = world.person(self.who).agency
        assert self.agency is not None
        with owner():
            world.seat("second", self.agency, world.north, role)
            world.kept(kind, "second")
        page = client_for(world, self.who).get(reverse("register_example", args=["north", kind]))
        assert page["Content-Disposition"] == f'attachment; filename="{kind} example.xlsx"'
        self.data = page.content

    def run(self, data: bytes = b"", who: str = "", **options: Any) -> dict[str, Any]:
        """`goldenthread import register`."""
        file, email = data or self.data, f"{who or self.who}@example.org"
        said = {"agency": str(self.agency.pk), "sheet": None, "map_file": None, "dry_run": False, **options}
        return take_in(
            file, open_tracker(file), name="example.xlsx", process=self.kind, partnership_slug="north", email=email,
            without_refused=False, **said,
        )  # fmt: skip

    def report(self, one: RegisterImport) -> dict[str, list[tuple[Any, ...]]]:
        """Sheet -> its rows, of the report as whoever brought it in downloads it."""
        page = client_for(self.world, self.who).get(reverse("register_report", args=["north", one.pk]))
        book = load_workbook(BytesIO(page.content))
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}

    def cases(self) -> list[Any]:
        with self.world.acting(self.who):
            return list(self.importable.of.model.objects.order_by("pk"))


def _importable(kind: str) -> Importable:
    found = importable_for(kind)
    assert found is not None
    return found


#: The desk at which a register is kept, who keeps it, in which role.
DESKS: dict[str, Any] = {"allegations": Allegations, "case-review": Reviews, "child-death": Deaths}
KEEPERS = {
    "allegations": ("lado", "designated_officer"), "case-review": ("manager", "business_manager"),
    "child-death": ("manager", "business_manager"), "private-fostering": ("worker", "social_worker"),
}  # fmt: skip


@pytest.fixture(params=KINDS)
def keeping(world: World, request: pytest.FixtureRequest) -> Keeping:
    return Keeping(world, request.param)


def test_the_example_of_each_register_is_looked_at_and_then_written_in_as_it_stands(keeping: Keeping) -> None:
    rows = len(keeping.importable.example)
    looked = keeping.run(dry_run=True)
    assert (looked["cells"], looked["counts"]["taken"], looked["lines"][-1]) == ([], rows, "Nothing was written.")
    assert keeping.cases() == []
    one, book = _received(keeping), open_tracker(keeping.data)
    assert _said(keeping.report(one)) == ([["Taken in", None, None]] * rows, [])
    with keeping.world.acting(keeping.who):
        done = take_register_in(one, book)
        assert (done.state, done.counts["taken"], done.counts["rows"]) == ("accepted", rows, rows)
        assert not HeldFile.objects.exists(), "what was sealed lies nowhere but in its cases"
    cases = keeping.cases()
    assert [(case.state, case.opened_on, case.closed_on) for case in cases] == [
        (state, opened, closed) for state, opened, closed, _ in STOOD[keeping.kind]
    ]
    assert {case.state for case in cases} <= set(keeping.importable.of.model.State.values)
    assert _said(keeping.report(done)) == ([["Taken in", None, case.reference] for case in cases], [])
    for case, row, (*_, words) in zip(cases, keeping.importable.example, STOOD[keeping.kind], strict=True):
        assert {name: getattr(case, name) for name in words} == words
        _as_the_row_says(keeping, case, row)


def test_the_same_register_again_adds_nothing_and_says_as_what_each_case_is_here(keeping: Keeping) -> None:
    keeping.run()
    before = [(case.pk, case.reference, case.version) for case in keeping.cases()]
    assert "brought in before" in keeping.run()["lines"][0]
    saved = BytesIO()
    book = load_workbook(BytesIO(keeping.data))
    book.worksheets[0].title = "Cases, saved again"
    book.save(saved)
    looked = keeping.run(saved.getvalue(), dry_run=True)
    assert looked["counts"]["here"] == len(before)
    here = [line for line in looked["lines"] if "here already as" in line]
    assert [line.rpartition(" as ")[2] for line in here] == [f"{reference}." for _, reference, _ in before]
    for data, who in ((saved.getvalue(), keeping.who), (keeping.data, "second")):
        with pytest.raises(Trouble, match="There is no row to take in"):
            keeping.run(data, who)
    assert [(case.pk, case.reference, case.version) for case in keeping.cases()] == before


@pytest.mark.parametrize(
    ("kind", "again"),
    [("child-death", "1 here already"), ("case-review", "1 taken in")],
    ids=["named else", "not told"],
)
def test_a_case_without_a_date_of_birth_is_known_again_or_it_is_said_that_nobody_can_tell(
    world: World, kind: str, again: str
) -> None:
    keeping = Keeping(world, kind)
    alone = _only(keeping.data, "Child's date of birth")
    assert keeping.run(alone)["counts"]["taken"] == 1
    said = keeping.run(_only(alone, "nothing"), dry_run=True)["lines"]
    assert again in said[0]
    assert any("Without the child's date of birth nobody can tell" in line for line in said) is (kind == "case-review")
    whole = keeping.run(_only(keeping.data, "nothing"), dry_run=True)["lines"]
    assert again in whole[0]


def _only(data: bytes, without: str) -> bytes:
    """The first case of a workbook alone, without what stands under a heading."""
    book, out = load_workbook(BytesIO(data)), BytesIO()
    sheet = book.worksheets[0]
    sheet.delete_rows(3, sheet.max_row)
    for cell in sheet[1]:
        if cell.value == without:
            sheet.cell(2, cell.column).value = None
    book.save(out)
    return out.getvalue()


def _received(keeping: Keeping) -> RegisterImport:
    with keeping.world.acting(keeping.who):
        return receive_register(
            partnership=keeping.world.north, process=keeping.kind, lead_agency=keeping.agency, name="example.xlsx",
            data=keeping.data, book=open_tracker(keeping.data),
        ).register_import  # fmt: skip


def _said(report: dict[str, list[tuple[Any, ...]]]) -> tuple[list[list[Any]], list[tuple[Any, ...]]]:
    """(verdict, why and reference of each row; the cells that were not taken)."""
    heads, *rows = report["1 Rows"]
    at = [heads.index(name) for name in ("Verdict", "Why", "Reference")]
    return [[row[one] for one in at] for row in rows], report["2 Cells"][1:]


def _as_the_row_says(keeping: Keeping, case: Any, row: Row) -> None:
    """Every text and day of the row stands in the case: sealed, and as it was within a reading that leaves its line."""
    board = keeping.world.north
    with keeping.world.acting(keeping.who):
        words = vocabulary_of(keeping.importable, board)
        targets = [t for t in words.of_record() if t.kind in ("text", "day", "moment") and row.get(t.name)]
        told = {t.name: row[t.name] for t in targets if t.column is not None}
        sealed = {name for name in told if isinstance(getattr(case, name), Sealed)}
        assert {str(getattr(case, name)) for name in sealed} == {"Sealed"}
        with reading(case, purpose="case", what="What came in"):
            assert {name: _plain(getattr(case, name)) for name in told} == told
            assert list(_below(keeping, case)) == [
                (below.entries, said) for below in keeping.importable.entries for said in row.get(below.entries, ())
            ]
        assert Reading.objects.filter(record=case.pk, what="What came in").count() == 1
        days = {row[t.name] for t in words.of_record() if t.fills.step and row.get(t.name)}
        lines = Event.objects.filter(record=case.pk, name="bring_in").exclude(before="")
        assert {line.at.astimezone(LONDON).date() for line in lines} == days


def _below(keeping: Keeping, case: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What hangs from the case, as its row would say it."""
    for below in keeping.importable.entries:
        said = [one.name for one in below.fields]
        for entry, row in zip(getattr(case, below.entries).order_by("pk"), _row_of(keeping, case, below.entries),
                              strict=True):  # fmt: skip
            found = {name: _plain(getattr(entry, name)) for name in said if name in row}
            yield below.entries, {name: "Yes" if v is True else "No" if v is False else v for name, v in found.items()}


def _row_of(keeping: Keeping, case: Any, name: str) -> Any:
    at = [one.pk for one in keeping.cases()].index(case.pk)
    return keeping.importable.example[at].get(name, ())


def _plain(value: Any) -> Any:
    found = value.value() if isinstance(value, Sealed) else value
    return found.astimezone(LONDON).date() if isinstance(found, datetime) else found
