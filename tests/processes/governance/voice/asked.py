"""A survey with two questions, four groups and two waves."""

from __future__ import annotations

from datetime import date
from itertools import product

from goldenthread.processes.governance.voice.models import Survey, Wave
from goldenthread.processes.governance.voice.surveying import Given, ask_question, count_wave, open_wave, plan_survey
from tests.world import World

GROUPS = ("North", "South", "East")


def survey(world: World) -> Survey:
    made = plan_survey(
        partnership=world.north, title="Safe at school", asked_of="Years 6 to 10", groups="\n".join(GROUPS)
    )
    ask_question(made, text="Do you feel safe?", kind="yes_no")
    ask_question(made, text="How safe?", kind="scale", answers="Very\nQuite\nNot at all")
    return made


def wave(made: Survey, name: str = "Spring", month: int = 3) -> Wave:
    return open_wave(made, name=name, since=date(2026, month, 1), until=date(2026, month, 20))


def given(made: Survey, people: int = 20, **of_group: int) -> list[Given]:
    """The same number for every answer, but for the groups named."""
    rows = [Given(None, "", group, 300) for group in GROUPS]
    for question in made.questions.all():
        for answer, group in product(question.options, GROUPS):
            rows.append(Given(question, answer, group, of_group.get(group, people)))
    return rows


def counted(world: World) -> tuple[Survey, Wave]:
    made = survey(world)
    return made, count_wave(wave(made), given(made))
