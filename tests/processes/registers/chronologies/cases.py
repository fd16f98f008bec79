"""A sealed case of which chronologies are gathered, and files of three agencies that disagree. All invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from goldenthread.core.casework.chronologies import wants_chronology
from goldenthread.core.casework.models import Record
from goldenthread.core.casework.sealed import reading
from goldenthread.processes.registers.chronologies.models import AgencyChronology
from goldenthread.processes.registers.chronologies.taking import bring_in
from tests.processes.registers.allegations.desk import Desk
from tests.reading.chronology.making import as_xlsx

HEADS = ("Date", "Time", "Event", "Action taken", "Who was seen", "Professional", "Child seen")
MARK = "Zqxmarkerxqz"
COUNCIL = (
    ("12/03/2016", "10:00", "Joint home visit with health visitor, bruise to left cheek seen", "Strategy discussion",
     "Mother", "Social worker", "Yes"),
    ("04/01/2016", "", f"Referral received from school about bruising {MARK}", "Assessment begun", "", "", ""),
    ("Spring", "", "Mother said that the family had moved again", "", "Mother", "Social worker", ""),
)  # fmt: skip
HEALTH = (
    ("12/03/2016", "15:30", "Joint home visit with social worker, bruise to left cheek", "None", "Mother",
     "Health visitor", "No"),
    ("20/11/2016", "", "Routine review at the clinic", "", "Child", "Health visitor", "Yes"),
)  # fmt: skip


def book(rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS) -> bytes:
    return as_xlsx({"Chronology": [heads, *rows]})


class Gathering:
    """One case, its keeper (`lado`), and short verbs. Allegations stand for any sealed kind."""

    def __init__(self, desk: Desk) -> None:
        wants_chronology("allegations")
        self.world, self.desk = desk.world, desk
        self.case: Record = self.another()

    def another(self) -> Record:
        found = self.desk.enter(date(2024, 3, 12))
        with self.world.acting("lado"):
            made: Record = Record.objects.get(pk=found.pk)
        return made

    @contextmanager
    def reading(self, name: str = "lado", case: Record | None = None) -> Iterator[Record]:
        case = case or self.case
        with self.world.acting(name), reading(case, purpose="case", what="A test"):
            yield Record.objects.get(pk=case.pk)

    def bring(
        self, agency: Any, data: bytes, *, name: str = "chronology.xlsx", case: Record | None = None, **values: Any
    ) -> AgencyChronology:
        with self.reading(case=case) as held:
            return bring_in(held, agency=agency, name=name, data=data, **values)

    def all_three(self) -> Gathering:
        """The council, health (who saw the child differently at another hour), and a school that is at no table."""
        self.bring(self.world.council, book(COUNCIL))
        self.bring(self.world.health, book(HEALTH))
        self.bring(None, book([("05/01/2016", "", "Told social care of a bruise", "", "", "", "")]), named="A school")
        return self
