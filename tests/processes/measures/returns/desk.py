"""A quarterly return of the north: the council's missing children, the health trust's plans, and training of both."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.analytics.models import Measure
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency
from goldenthread.processes.measures.returns.answering import Given, give_answers
from goldenthread.processes.measures.returns.models import Form, Line, Return, Schedule
from goldenthread.processes.measures.returns.opening import open_due
from goldenthread.processes.measures.returns.scheduling import Asked, make_schedule
from tests.analytics.figures import measure
from tests.world import World


def schedule(world: World, **values: Any) -> Schedule:
    """Asked each quarter of the council and the health trust from January 2026; the actor must be of the unit."""
    missing = measure(world, every="quarter")
    plans = measure(world, "plans", "stock", audience="unit")
    visits = measure(world, "visits", "ratio", every="quarter")
    wanted = {"title": "Quarterly figures", "every": "quarter", "since": date(2026, 1, 1)} | values
    asked = [Asked(missing, "Children"), plans, Asked(visits, "Visits", of_each=True)]
    return make_schedule(partnership=world.north, measures=asked, agencies=[world.council, world.health], **wanted)


def opened(world: World) -> dict[Agency, Return]:
    """What the worker opens, by agency."""
    with acting_as(Actor.system(world.north)):
        return {one.lead_agency: one for one in open_due(world.north)}


def lines(form: Form) -> dict[str, Line]:
    return {line.code: line for line in form.lines.all()}


GOOD = {
    "missing": Given(value=Decimal(12)),
    "plans": Given(value=Decimal(40), counted_on=date(2026, 3, 31)),
    "visits": Given(numerator=Decimal(18), denominator=Decimal(20)),
}


def answer_all(form: Form, **other: Given) -> None:
    answers = GOOD | other
    given = {line.pk: answers[code] for code, line in lines(form).items()}
    assert give_answers(form, given).ok


def missing(world: World) -> Measure:
    found: Measure = Measure.objects.get(code="missing")
    return found
