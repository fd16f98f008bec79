"""Who reads which field of an agency's chronology in which state: a table of roles, states and fields. One world."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.registering import register_of
from goldenthread.core.casework.retention import set_years
from goldenthread.core.casework.sealed import destroy, reading
from goldenthread.core.casework.services import let_in
from goldenthread.core.files.models import StoredFile
from goldenthread.core.sealing.fields import SealedField
from goldenthread.processes.registers.chronologies import taking
from goldenthread.processes.registers.chronologies.gathering import merged_of, newest_of
from goldenthread.processes.registers.chronologies.making import ask_for, document_in, run_job
from goldenthread.processes.registers.chronologies.models import AgencyChronology, Job, Together
from goldenthread.processes.registers.chronologies.packing import unpacked_rows
from goldenthread.processes.registers.chronologies.taking import bring_in, take_out
from tests.processes.registers.allegations.desk import Desk
from tests.processes.registers.chronologies.cases import Gathering, book
from tests.world import World

FIELDS = [f.name for f in AgencyChronology._meta.local_fields if isinstance(f, SealedField)]
EVERY = [f.attname for f in AgencyChronology._meta.local_fields]
#: State -> whose chronology of the case stands so.
WHOSE = {
    "reading": "A surgery", "read": "A school", "refused": "A nursery", "replaced": "A clinic", "newer": "A clinic",
    "left out": "A club",
}  # fmt: skip
KEEP, READ = ("lado", "lado_manager"), ("lado", "lado_manager", "nurse")
UNREADABLE = book([("A", "B")], heads=("Fruit", "Colour"))


class InEveryState(Gathering):
    """A closed case with a chronology in each state, and what was made of them; the nurse is let in by name."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(Desk(world))
        self.rows: dict[str, AgencyChronology] = {"read": self.told("read", 1)}
        self.rows["replaced"] = self.told("replaced", 2)
        self.rows["newer"] = self.bring(None, self.says("newer", 3), replaces=self.rows["replaced"])
        self.rows["left out"] = self.told("left out", 4)
        with self.reading():
            take_out(self.rows["left out"])
        monkeypatch.setattr(taking, "AT_ONCE", 10)
        self.rows["refused"] = self.bring(None, UNREADABLE, named=WHOSE["refused"])
        self.run(Job.Task.READ, self.rows["refused"])
        self.rows["reading"] = self.told("reading", 5)
        self.document = self.run(Job.Task.WORD)
        with self.reading() as case:
            merged_of(case, newest_of(case))
            let_in(case, person=world.person("nurse"), why="On the panel")

    def another(self) -> Record:
        found = self.desk.closed(date(2024, 3, 12), date(2024, 5, 1))
        with self.world.acting("lado"):
            made: Record = Record.objects.get(pk=found.pk)
        return made

    def says(self, state: str, number: int) -> bytes:
        return book([(f"0{number}/03/2016", "", f"Marker-{state}", "", "", "", "")])

    def told(self, state: str, number: int) -> AgencyChronology:
        return self.bring(None, self.says(state, number), named=WHOSE[state])

    def run(self, task: Job.Task, of: AgencyChronology | None = None) -> Job:
        with self.reading() as case:
            job, _ = ask_for(case, task, purpose="case", chronology=of)
        assert run_job(job.pk, job.asked_by_id)
        return job

    def seen(self, name: str) -> dict[str, list[dict[str, Any]]]:
        """Every column of every row about the case that this person sees, as the database gives it."""
        with self.world.acting(name):
            return {model.__name__: list(model.objects.filter(record=self.case.pk).values())
                    for model in (AgencyChronology, Together, Job, StoredFile)}  # fmt: skip

    def said(self, row: AgencyChronology) -> dict[str, str]:
        """Field -> what it says, the rows as their events."""
        found = {name: str(getattr(row, name) or "") for name in FIELDS}
        if found["rows"] not in ("", "Sealed"):
            found["rows"] = ", ".join(one.event for one in unpacked_rows(found["rows"], "x")[0])
        return found


def expected(state: str) -> dict[str, str]:
    """What whoever reads the case reads of a chronology in this state."""
    problem = "Head its columns with at least 'Date' and 'Event'" if state == "refused" else ""
    rows = "" if state in ("reading", "refused") else f"Marker-{state}"
    return {"named": WHOSE[state], "rows": rows, "problem": problem}


@pytest.fixture
def every(world: World, monkeypatch: pytest.MonkeyPatch) -> InEveryState:
    return InEveryState(world, monkeypatch)


def test_in_each_state_each_field_is_read_by_keepers_and_who_is_let_in_and_by_nobody_else(every: InEveryState) -> None:
    table: dict[tuple[str, str, str], str] = {}
    for who in READ:
        with every.world.acting(who):
            for state, made in every.rows.items():
                row = AgencyChronology.objects.select_related("record").get(pk=made.pk)
                assert set(every.said(row).values()) <= {"Sealed", ""}, (who, state)
                with reading(every.case, purpose="case", what="A test"):
                    table |= {(state, who, name): words for name, words in every.said(row).items()}
    told = {(state, who, name): words for state in WHOSE for who in READ for name, words in expected(state).items()}
    assert {key: words for key, words in table.items() if told[key] not in words} == {}
    assert {key for key, words in table.items() if not words} == {key for key, words in told.items() if not words}
    rows = every.seen("lado")
    assert all(every.seen(who) == rows for who in READ)
    assert all(set(row) == set(EVERY) for row in rows["AgencyChronology"])
    assert [row["state"] for row in rows["AgencyChronology"]] == ["read", "read", "read", "read", "refused", "reading"]
    assert {name: len(found) for name, found in rows.items()} == {
        "AgencyChronology": 6, "Together": 1, "Job": 2, "StoredFile": 6,
    }  # fmt: skip
    for who in set(every.world.everyone) - set(READ):
        assert set(map(len, every.seen(who).values())) == {0}, who
        with every.world.acting(who), pytest.raises(Record.DoesNotExist), reading(every.case, purpose="case", what="x"):
            pass


def test_in_each_state_only_who_keeps_the_register_brings_in_and_leaves_out(every: InEveryState) -> None:
    """The verbs by role and state: who was let in reads, and changes nothing."""
    for state, made in every.rows.items():
        with every.reading("nurse") as case:
            row = AgencyChronology.objects.select_related("record").get(pk=made.pk)
            with pytest.raises(PermissionDenied, match="keep the register"):
                take_out(row)
            with pytest.raises(PermissionDenied, match="keep the register"):
                bring_in(case, name="c.xlsx", data=every.says(state, 9), replaces=row)
    for state in ("replaced", "left out"):
        with every.reading() as case, pytest.raises(ValidationError, match="A newer one of this agency has come in"):
            bring_in(case, name="c.xlsx", data=every.says("again", 9), replaces=every.rows[state])
    for who in KEEP:
        with every.reading(who):
            take_out(every.rows["newer" if who == "lado" else "read"])
    with every.reading() as case:
        assert {one.whose for one in newest_of(case)} == {"A nursery", "A surgery"}


def test_the_document_made_of_them_opens_within_a_reading_and_nowhere_else(every: InEveryState) -> None:
    for who in READ:
        with every.world.acting(who):
            job = Job.objects.get(pk=every.document.pk)
            with pytest.raises(PermissionDenied, match="sealed"):
                document_in(job)
            with reading(every.case, purpose="case", what="A test"):
                assert document_in(job).startswith(b"PK")


def test_when_the_case_is_destroyed_its_chronologies_keep_their_counts_and_say_nothing(every: InEveryState) -> None:
    with every.world.acting("lado"):
        set_years(register_of(every.world.north, every.case.kind), part="not upheld", years=1, reason="The board")
        destroy(every.case)
    for who in READ:
        found = every.seen(who)
        assert found["Job"] == []
        assert {row["same"] for row in found["AgencyChronology"]} == {None}
        assert [row["entries"] for row in found["AgencyChronology"]] == [1, 1, 1, 1, 0, 0]
        with every.world.acting(who):
            for row in AgencyChronology.objects.select_related("record"):
                assert set(every.said(row).values()) <= {"Sealed", ""}
            with pytest.raises(ValidationError, match="was destroyed"), reading(every.case, purpose="case", what="x"):
                pass
    for who in set(every.world.everyone) - set(READ):
        assert set(map(len, every.seen(who).values())) == {0}, who
