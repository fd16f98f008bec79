"""Whatever is done to an arrangement, in whatever order: it stays sealed, its clocks follow its visits, its decisions
are kept.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.world import World

TOLD = date(2026, 1, 5)
WORKFLOW = private_fostering.workflow
MORE: dict[str, dict[str, Any]] = {
    "visit": {"visited_on": TOLD + timedelta(days=3)},
    "require": {"of": "care", "imposed_on": TOLD, "due_on": TOLD + timedelta(days=30), "words": "Marker"},
    "end": {"ended_on": TOLD + timedelta(days=50), "ended_because": "home"},
    "appeal": {"appeal": "made"},
    "not_fostering": {"not_because": "short"},
}
STEPS = ("visit", "require", "find_suitable", "suit_with_requirements", "prohibit", "appeal", "lift_prohibition",
         "not_fostering", "end")  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(st.sampled_from(STEPS), min_size=3, max_size=7))
def test_any_order_of_steps_keeps_what_must_hold(world: World, names: list[str]) -> None:
    with world.acting("worker"):
        pf = open_record(
            private_fostering, partnership=world.north, lead_agency=world.council, child_ref="Marker",
            notified_by="school", notified_on=TOLD, began_on=TOLD,
        )  # fmt: skip
    prohibited = visits = 0
    for name in names:
        step = WORKFLOW[name]
        with world.acting("worker" if "social_worker" in step.by else "team_manager"):
            pf = Arrangement.objects.get(pk=pf.pk)
            open_now = pf.state in step.source and (step.when is None or step.when(pf))
            try:
                take_step(pf, name, note="Marker" if step.asks else "", **MORE.get(name, {}))
            except ValidationError:
                assert not open_now, name
            else:
                assert open_now, name
                prohibited, visits = prohibited + (name == "prohibit"), visits + (name == "visit")
    with world.acting("worker"):
        pf = Arrangement.objects.get(pk=pf.pk)
        assert (pf.title, pf.audience, pf.destroyed_on) == ("", "named", None)
        assert pf.prohibitions.count() == prohibited
        assert pf.prohibitions.filter(lifted_on=None).count() <= 1
        over = pf.state in ("ended", "not_fostering")
        assert (pf.closed_on is not None) == over
        later = pf.clock_runs.filter(clock="PF-4", met=None).count()
        assert later == (1 if visits and not over else 0)
        assert not pf.events.exclude(note="").exists()
