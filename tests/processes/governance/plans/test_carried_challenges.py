"""Last year's challenges stand in the plan that follows, each as it really is, for those who may read it."""

from __future__ import annotations

from datetime import date

import time_machine
from django.urls import reverse

from goldenthread.core.casework.services import take_step
from goldenthread.processes.governance.plans.document import plan_document
from goldenthread.processes.governance.plans.standing import lanes_of
from goldenthread.publishing.html import to_html
from tests.processes.governance.challenges.conftest import put_by
from tests.processes.governance.plans.drawn import in_force
from tests.web.signin_steps import text
from tests.web.test_access import client_for
from tests.world import World


def test_what_was_not_over_when_the_plan_began_stands_in_it_with_an_honest_status(world: World) -> None:
    with time_machine.travel("2026-01-12 10:00", tick=False):
        waiting = put_by(world, "manager", "board", group=world.board, subject="Visits to children placed away")
        closed = put_by(world, "manager", "board", group=world.board, subject="Waits for health assessments")
        hidden = put_by(world, "manager", "iro_informal", subject="A plan that drifts")
        over = put_by(world, "manager", "board", group=world.board, subject="Settled before the year was out")
        with world.acting("manager"):
            take_step(over, "withdraw", note="Answered in the room")
    with time_machine.travel("2026-09-01 09:00", tick=False):
        plan = in_force(world)
        since = put_by(world, "manager", "board", group=world.board, subject="Put in the summer")
        with world.acting("nurse"):
            take_step(closed, "answer", text="Nobody booked them")
        at = reverse("business_plan", args=["north", plan.pk])
        page = text(client_for(world, "team_manager").get(at))
        assert "Challenges put before this plan" in page
        assert f"{waiting.reference} Visits to children placed away" in page
        assert "Still not answered" in page
        assert "Answered; still a challenge, no outcome yet" in page
        for other in (since, over, hidden):
            assert other.reference not in page
        manager = client_for(world, "manager")
        assert hidden.reference in text(manager.get(at))
        beside = text(manager.get(reverse("carry_over_plan", args=["north", plan.pk])))
        assert waiting.reference in beside
        with world.acting("manager"):
            made = to_html(plan_document(plan, lanes_of(plan)))
        assert waiting.reference in made
        assert "A plan that drifts" not in made  # paper travels
        assert "1 more that not everyone" in made
        assert plan.since == date(2026, 4, 1)
