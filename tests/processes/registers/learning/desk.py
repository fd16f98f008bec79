"""A case from which learning is told, and words that pass the guard. All invented."""

from __future__ import annotations

from typing import Any

from goldenthread.core.casework.learning import gives_learning
from goldenthread.core.casework.services import take_step
from goldenthread.processes.registers.learning.models import Learning
from goldenthread.processes.registers.learning.writing import begin_learning, write_learning
from tests.processes.registers.allegations.desk import Desk
from tests.processes.registers.chronologies.cases import Gathering
from tests.world import World

WORDS = {
    "named": "When an adult is known to several services",
    "happened": "Concerns about an adult who worked with children were held by several services, and nobody put them "
    "side by side.",
    "learned": "- Small concerns add up when they are put together.\n- Each service thought that another had acted.",
    "to_do": "Ask who else knows, and write down what they say.\nTake what worries you to your supervisor.",
    "questions": "Who else would you ask?",
    "further": "Working together to safeguard children, chapter 2",
}


class Teaching(Gathering):
    """A desk at which a keeper writes, the chair approves and the manager publishes."""

    def __init__(self, world: World) -> None:
        super().__init__(Desk(world))
        gives_learning("allegations")

    def begin(self, what: str = "briefing", **texts: Any) -> Learning:
        with self.reading() as case:
            return begin_learning(case, what=what, **{**WORDS, **texts})

    def write(self, one: Learning, **texts: Any) -> Learning:
        with self.reading():
            return write_learning(one, **texts)

    def take(self, name: str, one: Learning, step: str, **values: Any) -> Learning:
        with self.world.acting(name):
            done: Learning = take_step(Learning.objects.get(pk=one.pk), step, **values)
        return done

    def approved(self) -> Learning:
        one = self.take("lado", self.begin(), "put_forward")
        return self.take("chair", one, "approve", note="It helps, and names nobody")

    def published(self) -> Learning:
        return self.take("manager", self.approved(), "publish")
