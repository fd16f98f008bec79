"""What children, families and staff said, in every state of the ledger, and a survey in two waves. All made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.thread.models import Theme
from goldenthread.core.thread.services import add_action
from goldenthread.core.thread.themes import adopt_themes
from goldenthread.processes.governance.voice.hearing import add_statement, make_public
from goldenthread.processes.governance.voice.models import Survey, Voice
from goldenthread.processes.governance.voice.process import voice
from goldenthread.processes.governance.voice.surveying import Given, ask_question, count_wave, open_wave, plan_survey

from .stage import Stage


@dataclass(frozen=True)
class Heard:
    """One voice, so many days ago; a statement is what was said, how many said it, and its theme."""

    said_by: str
    described: str
    where: str
    ago: int
    people: int | None
    about: str
    statements: tuple[tuple[str, int | None, str], ...]
    group: str = ""


HEARD = (
    Heard("young", "Care leavers of the county's council of children in care", "presentation", 150, 12,
          "Changes of worker",
          (("We had three workers in a year and told our story three times.", 9, "Voice of the child"),
           ("Nobody says goodbye.", 5, "Voice of the child"))),
    Heard("families", "Parents whose child was on a plan that ended this year", "form", 110, 46,
          "What reports are like to read",
          (("The report came the evening before the conference.", 21, "Information sharing"),)),
    Heard("staff", "Health visitors of the east of the county", "focus_group", 95, 18, "Referrals that come back",
          (("We hear nothing after we refer.", 14, "Information sharing"),
           ("There is no time left for supervision.", 8, "Supervision and management oversight"))),
    Heard("children", "Pupils of three primary schools, aged 8 to 11", "visit", 75, 60, "Feeling safe on the way home",
          (("The path behind the station is dark.", 17, "Exploitation"),)),
    Heard("young", "Young people who went missing from a placement", "review", 12, None, "Interviews on return",
          (("It was the same people I ran from who asked me why.", None, "Missing children"),), group="exploitation"),
)  # fmt: skip
QUESTIONS = (
    ("Do you know whom to talk to if you do not feel safe?", "yes_no", ""),
    ("How safe do you feel on the way to school?", "scale", "Very safe\nMostly safe\nNot very safe\nNot safe at all"),
)
GROUPS = ("Aldermere", "Brackwell", "Castlebourne", "Downsley", "Educated at home")
#: Wave -> by question, how many of each thousand gave each answer; "Educated at home" are too few to be shown.
WAVES = {
    "Spring": ((610, 270, 120), (310, 430, 190, 70)),
    "Autumn": ((700, 200, 100), (330, 450, 160, 60)),
}
ANSWERED = {"Aldermere": 180, "Brackwell": 140, "Castlebourne": 210, "Downsley": 95, "Educated at home": 4}


def hear(stage: Stage) -> None:
    """Fill the ledger and the survey."""
    with stage.acting("business.manager"):
        adopt_themes(stage.board)
        themes = {theme.name: theme for theme in Theme.objects.filter(partnership=stage.board)}
        told, decided, nothing, *_waiting = (_said(stage, themes, one) for one in HEARD)
        action = add_action(
            partnership=stage.board, text="Begin every change of worker with a handover that the young person attends",
            made_on=stage.today - timedelta(days=120), owner_agency=stage.agencies["council"], record=told,
            due_on=stage.today + timedelta(days=40),
        )  # fmt: skip
        promised = "Every change of worker begins with a handover that the young person attends."
        take_step(told, "decide", decided=promised, action=action)
        told.refresh_from_db()
        make_public(
            told, public=True,
            public_said="Our workers change too often, and we have to tell our story again each time.",
            public_did="Every change of worker now begins with a meeting of all three.",
        )  # fmt: skip
        take_step(told, "tell", told_on=stage.today - timedelta(days=60), told_by="Participation team of the council",
                  told_how="At the next evening of the council of children in care")  # fmt: skip
        take_step(decided, "decide", decided="Reports reach families five working days before a conference.")
        why = "Outcomes were promised to referrers last year; the audit of whether they come reports in the spring."
        take_step(nothing, "nothing", because=why)
        _survey(stage)


def _said(stage: Stage, themes: dict[str, Theme], one: Heard) -> Voice:
    row: Voice = open_record(
        voice, partnership=stage.board, lead_agency=stage.agencies["office"], said_by=one.said_by, people=one.people,
        described=one.described, where=one.where, said_on=stage.today - timedelta(days=one.ago), about=one.about,
        group=stage.groups[one.group] if one.group else None,
    )  # fmt: skip
    for text, how_many, theme in one.statements:
        add_statement(row, text=text, how_many=how_many, themes=[themes[theme]])
    return row


def _survey(stage: Stage) -> None:
    survey: Survey = plan_survey(
        partnership=stage.board, title="Safe at school and on the way", asked_of="Pupils of years 6 to 10",
        groups="\n".join(GROUPS),
    )  # fmt: skip
    questions = [ask_question(survey, text=text, kind=kind, answers=answers) for text, kind, answers in QUESTIONS]
    for place, (name, shares) in enumerate(WAVES.items()):
        since = stage.today - timedelta(days=240 - 180 * place)
        wave = open_wave(survey, name=f"{name} {since.year}", since=since, until=since + timedelta(days=20))
        given = [Given(None, "", group, ANSWERED[group] * 2 + 30 * place) for group in GROUPS]
        given = [one if one.group != GROUPS[-1] else Given(None, "", one.group, 15) for one in given]
        for question, of in zip(questions, shares, strict=True):
            for group, (answer, share) in product(GROUPS, zip(question.options, of, strict=True)):
                given.append(Given(question, answer, group, ANSWERED[group] * share // 1000))
        count_wave(wave, given)
