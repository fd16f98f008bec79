"""One-to-ones held, late and planned, what they came to last year, and the board's ratings of itself. All made up."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Person
from goldenthread.core.thread.models import Theme
from goldenthread.processes.governance.conversations.assessing import act_on, rate
from goldenthread.processes.governance.conversations.models import Assessment, OneToOne, Question, Statement
from goldenthread.processes.governance.conversations.planning import (
    agree_to_quote,
    ask_the_usual,
    hold,
    members_of,
    plan_year,
    publish,
    write_answer,
)
from goldenthread.processes.governance.conversations.process import effectiveness

from .stage import Stage

#: What a member said to the first question of last year, the words they agree to, and the theme.
SAID = (
    ("We brought our figures each time, and learnt to read the others'.", "We read each other's figures now",
     "Information sharing"),
    ("Fewer strategy meetings without us.", "", "Information sharing"),
    ("Our people know whom to ring.", "People know whom to ring", "Information sharing"),
    ("Too much paper, too little time with it.", "Too much paper, too little time with it", "Capacity and workload"),
    ("Two posts lost, and the panels suffer.", "", "Capacity and workload"),
    ("We send whoever is free.", "", "Capacity and workload"),
    ("Nobody asks the hard question twice.", "Nobody asks the hard question twice", "Escalation and challenge"),
)  # fmt: skip
STATEMENTS = (
    "We hear from children and young people and act on what they say",
    "We challenge each other, and it changes something",
    "Decisions are followed up until they are done",
    "The right people come, with the power to decide",
)
#: By year from now: the ratings of each statement, a figure for each rater; 0 is "cannot say".
RATED = {-2: ("332332422323", "222332323312", "243324332343", "443532232244"),
         -1: ("443543323424", "332233422332", "243324332343", "443543423244"),
         0: ("554543433434", "443343432443", "243434332443", "3325434")}  # fmt: skip


def speak(stage: Stage) -> None:
    """Last year's one-to-ones with their composite, this year's begun, and three assessments, the last still open."""
    year = stage.today.year
    with stage.acting("chair"):
        ask_the_usual(stage.board)
        for which, planned in ((year - 1, date(year - 1, 11, 30)), (year, stage.today - timedelta(days=3))):
            plan_year(
                partnership=stage.board, year=which, chair=stage.person_of("chair"),
                manager=stage.person_of("business.manager"), planned_on=planned,
            )  # fmt: skip
        _hold(stage, year - 1, len(SAID))
        publish(stage.board, year - 1)
        _hold(stage, year, 3)
        _assess(stage, year - 2, RATED[-2], done=True)
        last = _assess(stage, year - 1, RATED[-1], done=True)
        act_on(
            last, text="Write to each agency about who may decide at the Board", made_on=stage.today,
            due_on=stage.today + timedelta(days=30), owner_agency=stage.agencies["office"],
        )  # fmt: skip
        _assess(stage, year, RATED[0], done=False)


def _hold(stage: Stage, year: int, number: int) -> None:
    themes = {theme.name: theme for theme in Theme.objects.filter(partnership=stage.board)}
    question = Question.objects.filter(partnership=stage.board).earliest("number")
    rows = OneToOne.objects.filter(partnership=stage.board, year=year).select_related("member").order_by("member__name")
    for row, (text, quote, theme) in zip(rows[:number], SAID, strict=False):
        answer = write_answer(row, question, text=text, quote=quote, themes=[themes[theme]])
        hold(row, held_on=min(row.planned_on, stage.today))
        if quote:
            with _as(stage, row.member):
                agree_to_quote(answer)


def _assess(stage: Stage, year: int, rated: tuple[str, ...], *, done: bool) -> Assessment:
    ago = 365 * (stage.today.year - year)
    row: Assessment = open_record(
        effectiveness, partnership=stage.board, lead_agency=stage.agencies["office"], year=year,
        rate_by=stage.today - timedelta(days=ago - 20),
        statements_text="\n".join(STATEMENTS), opened_on=stage.today - timedelta(days=ago + 10),
    )  # fmt: skip
    statements = list(Statement.objects.filter(record=row).values_list("pk", flat=True))
    for place, member in enumerate(members_of(stage.board).order_by("pk")[: min(map(len, rated))]):
        with _as(stage, member):
            rate(row, {pk: int(figures[place]) for pk, figures in zip(statements, rated, strict=True)})
    return take_step(row, "close") if done else row


def _as(stage: Stage, member: Person) -> AbstractContextManager[Actor]:
    """As a member would act who signed in; most of the demonstration's members have no account."""
    held = {"persons": frozenset({member.pk}), "partnerships": frozenset({stage.board.pk})}
    return acting_as(Actor(None, held=held, name=member.name))
