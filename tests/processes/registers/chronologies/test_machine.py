"""Whatever is brought in, replaced and left out, in whatever order: the whole is what stands now, nothing that came is
lost, one file is of one agency, and each look leaves its line.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from goldenthread.core.casework.models import Reading
from goldenthread.processes.registers.chronologies.gathering import merged_of, newest_of
from goldenthread.processes.registers.chronologies.models import AgencyChronology
from goldenthread.processes.registers.chronologies.taking import take_out
from tests.processes.registers.allegations.desk import Desk
from tests.processes.registers.chronologies.cases import Gathering, book
from tests.world import World

NAMES = st.sampled_from(["A school", "A surgery", "A nursery"])
ROWS = st.integers(1, 3)


class Chronology(RuleBasedStateMachine):
    """One case, and a shadow of whose words stand in it."""

    gathering: ClassVar[Gathering]

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.stands: dict[str, set[str]] = {}
        self.came = self.told = self.reads = 0
        with self.gathering.world.acting("lado"):
            self.reads = self.readings

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    @rule(name=NAMES, rows=ROWS)
    def bring(self, name: str, rows: int) -> None:
        """The first of an agency; a second is refused, and nothing of it kept."""
        words, data = self.file(rows)
        try:
            self.gathering.bring(None, data, named=name)
        except ValidationError:
            assert name in self.stands
        else:
            assert name not in self.stands
            self.stands[name] = words
            self.came += 1
            self.reads += 1

    @rule(name=NAMES, rows=ROWS)
    def replace(self, name: str, rows: int) -> None:
        if name in self.stands:
            words, data = self.file(rows)
            replaced = self.newest(name)
            self.gathering.bring(None, data, replaces=replaced)
            self.stands[name] = words
            self.came += 1
            self.reads += 1

    @rule(name=NAMES)
    def leave_out(self, name: str) -> None:
        if name in self.stands:
            left_out = self.newest(name)
            with self.gathering.reading():
                take_out(left_out)
            del self.stands[name]
            self.reads += 1

    def file(self, rows: int) -> tuple[set[str], bytes]:
        """Words that no other file has."""
        self.told += 1
        words = {f"Entry {self.told} line {n}" for n in range(rows)}
        return words, book([("12/03/2016", "", one, "", "", "", "") for one in sorted(words)])

    def newest(self, name: str) -> AgencyChronology:
        self.reads += 1
        with self.gathering.reading() as case:  # whose it is, is sealed with it
            return next(one for one in newest_of(case) if one.whose == name)

    @property
    def readings(self) -> int:
        return Reading.objects.filter(record=self.gathering.case.pk).count()

    @invariant()
    def the_whole_is_what_stands_now(self) -> None:
        with self.gathering.reading() as case:
            merged = merged_of(case, newest_of(case))
        self.reads += 1
        found: dict[str, set[str]] = {}
        for row in merged.rows:
            found.setdefault(row.agency, set()).add(row.event)
        assert found == self.stands

    @invariant()
    def nothing_that_came_is_lost_and_each_look_leaves_its_line(self) -> None:
        with self.gathering.world.acting("lado"):
            assert AgencyChronology.objects.filter(record=self.gathering.case).count() == self.came
            assert self.readings == self.reads


def test_no_order_of_files_loses_one_or_tells_what_was_left_out(world: World) -> None:
    made = type("ChronologyHere", (Chronology,), {"gathering": Gathering(Desk(world))})
    run_state_machine_as_test(made, settings=settings(max_examples=2, stateful_step_count=8, deadline=None))
