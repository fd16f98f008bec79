"""Changes of law in the demonstration: the county plans its move to the 2023 edition; its neighbour has moved."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.processes.governance.law_change.holding import name_holder
from goldenthread.processes.governance.law_change.moving import give_another_day, plan_move, write_down_move

from .cast import NEIGHBOUR
from .stage import Stage, working_day

BECAME_PARTNERSHIP, DEATHS, EDITION_2023 = date(2019, 9, 17), date(2019, 9, 25), date(2024, 11, 4)
SET_UP = "Written down when this service was set up, from the published arrangements."
#: Roles of the law of 2018, and the first of those of the 2023 edition: the role, and whose first person fills it.
FILLED = (("partner_council", "council"), ("partner_health", "icb"), ("partner_police", "police"))
NAMED_AHEAD = (("lead_police", "police"), ("delegated_council", "council"))


def plan_to_move(stage: Stage) -> None:
    """Two moves of the past, the first written down on a wrong day and corrected; one ahead, put off once."""
    with stage.acting("business.manager"):
        board = stage.board
        first = write_down_move(partnership=board, era="LSCP_2018", on=date(2019, 9, 29), why=SET_UP)
        corrected = "The arrangements were in force from the 17th; the 29th was the last day the law allowed."
        give_another_day(first, on=BECAME_PARTNERSHIP, because=corrected)
        write_down_move(partnership=board, era="CDR_2018", on=DEATHS, why=SET_UP)
        ahead = plan_move(
            partnership=board, era="LSCP_2023", on=working_day(stage.today + timedelta(days=40)),
            published_on=stage.today - timedelta(days=12), arrangements="The partnership's website, under Arrangements",
            why="The three lead partners signed the new arrangements. They are late: who is delegated was not settled.",
        )  # fmt: skip
        give_another_day(
            ahead, on=working_day(stage.today + timedelta(days=70)),
            because="The integrated care board asked for a month to name its delegated partner.",
        )  # fmt: skip
        for office, agency in FILLED:
            name_holder(partnership=board, office=office, person=stage.people[agency, 0], since=BECAME_PARTNERSHIP)
        scrutineer = stage.person_of("chair")
        name_holder(partnership=board, office="scrutineer", person=scrutineer, since=stage.today - timedelta(days=500))
        for office, agency in NAMED_AHEAD:
            name_holder(partnership=board, office=office, person=stage.people[agency, 0], since=stage.today)


def have_moved(stage: Stage) -> None:
    """The neighbour moved when the law asked for it, and says so."""
    with stage.acting(NEIGHBOUR.address):
        for key, day in (("LSCP_2018", BECAME_PARTNERSHIP), ("CDR_2018", DEATHS), ("LSCP_2023", EDITION_2023)):
            write_down_move(partnership=stage.board, era=key, on=day, why=SET_UP)
