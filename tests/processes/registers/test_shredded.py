"""A case whose time has come loses its words and keeps its counts, in each of the four registers; a hold stops it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.registering import register_of
from goldenthread.core.casework.retention import set_years
from goldenthread.core.casework.sealed import destroy, kept, lift_hold, place_hold, reading
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.refusals import FileGone
from goldenthread.core.files.services import open_file, store_file
from goldenthread.core.sealing.fields import BlindIndex
from goldenthread.kernel.periods import Every, period
from goldenthread.processes.registers.allegations.yearly import count_year as allegations_counted
from goldenthread.processes.registers.case_reviews.yearly import count_year as reviews_counted
from goldenthread.processes.registers.child_deaths.counting import deaths_of
from goldenthread.processes.registers.child_deaths.yearly import count_year as deaths_counted
from goldenthread.processes.registers.private_fostering.counts import year_of
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.processes.registers.allegations.desk import Desk as Allegations
from tests.processes.registers.case_reviews.desk import Desk as Reviews
from tests.processes.registers.child_deaths.desk import Desk as Deaths
from tests.world import World

DAY = date(2024, 5, 14)
YEAR = period(Every.FINANCIAL_YEAR, DAY)


class Register:
    """One register of the tests' world: its keeper, three closed cases, and what its year counts."""

    def __init__(self, keeper: str, part: str, cases: list[Any], counts: Callable[[], Any]) -> None:
        self.keeper, self.part, self.cases, self.counts = keeper, part, cases, counts


def fostering(world: World) -> Register:
    def ended(number: int) -> Any:
        with world.acting("worker"):
            pf = open_record(
                private_fostering, partnership=world.north, lead_agency=world.council, child_ref=f"C-{number}",
                notified_by="school", notified_on=DAY, began_on=DAY, child_name="Wren Thistledown",
                born_on=date(2014, 2, 3), nhs_number="943 476 5919", origin="europe", sex="male",
            )  # fmt: skip
            take_step(pf, "visit", visited_on=date(2024, 5, 17), what_was_seen="A warm house")
        with world.acting("team_manager"):
            return take_step(pf, "end", ended_on=date(2024, 9, 2))

    return Register("team_manager", "", [ended(n) for n in range(3)], lambda: year_of(world.north, YEAR))


def allegations(world: World) -> Register:
    desk = Allegations(world)
    cases = [desk.closed(DAY, date(2024, 6, 3)) for _ in range(3)]
    return Register("lado", "not upheld", cases, lambda: allegations_counted(world.north, YEAR).shown)


def reviews(world: World) -> Register:
    desk = Reviews(world)
    cases = [desk.closed(DAY, "no_further_review", nhs_number="943 476 5919") for _ in range(3)]
    return Register("manager", "", cases, lambda: reviews_counted(world.north, YEAR).shown)


def deaths(world: World) -> Register:
    desk = Deaths(world)
    cases = [
        desk.closed(DAY + timedelta(n), child_born=date(2019, 11, 27), nhs_number="943 476 5919") for n in range(3)
    ]
    return Register("manager", "", cases, lambda: (deaths_of(world.north), deaths_counted(world.north, YEAR).shown))


@pytest.mark.parametrize("made", [fostering, allegations, reviews, deaths])
def test_a_shredded_case_keeps_its_counts_and_nothing_else(world: World, made: Callable[[World], Register]) -> None:
    there = made(world)
    with world.acting(there.keeper):
        case = Record.objects.get(pk=there.cases[0].pk)
        with reading(case, purpose="case", what="The test"):
            file = store_file(name="Wren Thistledown.txt", data=b"Wren Thistledown", record=case)
        full = type(there.cases[0]).objects.get(pk=case.pk)
        with pytest.raises(ValidationError, match="It is kept until"):
            destroy(case)
        years = {"years": 1, "reason": "The board, in March"}
        set_years(register_of(world.north, case.kind), part=there.part, era="LSCB_2015", **years)
        assert not kept(full).may_be_destroyed, "what was decided of another era is not of this case"
        set_years(register_of(world.north, case.kind), part=there.part, **years)
        hold = place_hold(case, reason="inquest", words="Until the coroner has ended")
        with pytest.raises(ValidationError, match="on hold: inquest"):
            destroy(case)
        before = there.counts()
        lift_hold(hold)
        destroy(case)
        assert there.counts() == before
        gone = type(full).objects.get(pk=case.pk)
        assert gone.seal is None
        blind = [f.name for f in gone._meta.concrete_fields if isinstance(f, BlindIndex)]
        assert {getattr(gone, name) for name in blind} <= {None}
        with pytest.raises(ValidationError, match="was destroyed"), reading(case, purpose="case", what="The test"):
            raise AssertionError("opened")
        with pytest.raises(FileGone):
            open_file(StoredFile.objects.get(pk=file.pk))
        assert kept(type(full).objects.get(pk=there.cases[1].pk)).may_be_destroyed, "another case is as it was"
