"""A bench-marking for the tests, as the office would run it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.kernel.now import today
from goldenthread.processes.governance.inspections.benchmarking.asking import add_statement, invite_everyone
from goldenthread.processes.governance.inspections.benchmarking.models import Exercise, Rater
from goldenthread.processes.governance.inspections.benchmarking.process import benchmarking
from goldenthread.processes.governance.inspections.benchmarking.rating import Given, hand_in, rate
from tests.world import World

STATEMENTS = (("Governance", "Members challenge each other"), ("Governance", "The chair is held to account"),
              ("Voice", "What children say changes what is done"))  # fmt: skip
#: Who rates: the name of someone of the world -> the rater they rate as.
RATERS = {"chair": "chair", "manager": "unit", "lay": "lay", "nurse": "member", "officer": "member",
          "team_manager": "member"}  # fmt: skip


def prepared(world: World, **values: Any) -> Exercise:
    """Three statements, and everyone at the table on the list."""
    with world.acting("manager"):
        for theme, text in STATEMENTS:
            if not values.get("before"):
                add_statement(partnership=world.north, framework="LSCB", theme=theme, text=text, grade=2)
        values = {
            "framework": "LSCB",
            "invited_until": today() + timedelta(days=14),
            "title": "How good are we?",
        } | values
        made: Exercise = open_record(benchmarking, partnership=world.north, lead_agency=world.office, **values)
        invite_everyone(made)
    return made


def rating(world: World, **values: Any) -> Exercise:
    """The same, open for rating."""
    made = prepared(world, **values)
    with world.acting("manager"):
        return take_step(made, "invite", invited_until=made.invited_until)


def sheet(world: World, exercise: Exercise, name: str) -> Rater:
    """The rater as whom someone rates."""
    person = world.person(name)
    rows = Rater.objects.filter(record=exercise)
    if RATERS.get(name) == "member":
        return rows.get(agency=person.agency)
    return rows.get(person=person)


def rated(world: World, exercise: Exercise, name: str, *grades: int, finished: bool = True) -> Rater:
    """Someone rates every statement, in order, and hands it in."""
    with world.acting(name):
        one = sheet(world, exercise, name)
        said = {
            asked.pk: Given(grade, f"{name} says {grade}", f"Paper of {name}")
            for asked, grade in zip(exercise.asked.all(), grades, strict=True)
        }
        one = rate(one, said)
        return hand_in(one) if finished else one


def shown(world: World, exercise: Exercise) -> Exercise:
    with world.acting("manager"):
        return take_step(exercise, "close_rating")
