"""What the lay member follows, asks and moderates: graded alike and apart, late and to come. All made up."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.services import open_record
from goldenthread.core.thread.models import Theme
from goldenthread.processes.governance.lay.working import ask_to_moderate, follow, moderate
from goldenthread.processes.governance.voice.process import voice

from .stage import Stage

#: What, its makers' grade, due in so many days, the lay member's grade and why.
MODERATED = (
    ("Audit of 40 re-referrals: ten cases again", 2, -40, 3, "Three of the ten had no voice of the child in them."),
    ("Section 11 answer of the ambulance trust", 2, -20, 2, "What they say is borne out by what they sent."),
    ("Audit of return interviews: five cases again", 2, -6, None, ""),
    ("Section 11 answer of the colleges", 1, 18, None, ""),
)


def ask_lay_members(stage: Stage) -> None:
    with stage.acting("lay.member"):
        person = stage.person_of("lay.member")
        follow(person, theme=Theme.objects.get(partnership=stage.board, name="Voice of the child"))
        follow(person, group=stage.groups["exploitation"])
        follow(person, measure=Measure.objects.get(partnership=stage.board, code="refs"))
        open_record(
            voice, partnership=stage.board, lead_agency=stage.agencies["office"], said_by="families",
            described="Grandparents who care for a grandchild", where="visit", people=7,
            said_on=stage.today - timedelta(days=30), about="Who tells us what we are entitled to",
        )  # fmt: skip
    for what, self_grade, due, grade, note in MODERATED:
        with stage.acting("business.manager"):
            row = ask_to_moderate(
                person=person, what=what, self_grade=self_grade, due_on=stage.today + timedelta(days=due)
            )
        if grade:
            with stage.acting("lay.member"):
                moderate(row, grade=grade, note=note)
