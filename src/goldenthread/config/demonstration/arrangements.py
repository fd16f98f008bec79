"""Private fostering in the demonstration: a year with every outcome and every way to end, visits in time and late,
twins, a transfer, a prohibition, a disqualification. The register has its keepers; each case its social worker. All
invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.core.casework.models import Keeper
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.services import let_in, open_record, take_step
from goldenthread.kernel.now import LONDON
from goldenthread.processes.registers.private_fostering.campaigns import tell_people
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.processes.registers.private_fostering.quality import draw_sample, grade

from .stage import Stage


@dataclass(frozen=True)
class Told:
    """One arrangement: days since the council was told, who told it, the child, days to each visit, how it came out."""

    days: int
    by: str
    age: int
    origin: str
    visits: tuple[int, ...] = ()
    outcome: str = "notified"
    sex: str = "female"
    more: dict[str, Any] = field(default_factory=dict)


TOLD = (
    Told(300, "carer", 15, "europe", (7, 49, 91), "ended", more={"why": "age", "advice": "given"}),
    Told(260, "social_care", 14, "africa", (20,), "ended", "male", {"why": "moved", "advice": "later"}),
    Told(180, "carer", 12, "uk", (6, 45), "ended", more={"why": "home", "advice": "none"}),
    Told(75, "other", 13, "uk", (4,), "prohibited", "male"),
    Told(220, "school", 11, "asia", (12, 30), "prohibited", more={"disqualified": True}),
    Told(140, "public", 9, "uk", (3,), "not_fostering", "male"),
    Told(60, "carer", 15, "europe", (6, 47), "suitable"),
    Told(95, "school", 14, "europe", (8, 49, 90), "suitable", "male"),
    Told(130, "parent", 8, "uk", (7, 70, 110), "suitable"),
    Told(170, "language_school", 16, "asia", (9, 50, 92, 134), "suitable", more={"disabled": True}),
    Told(410, "school", 14, "uk", (8, 50, 92, 180, 300), "suitable"),
    Told(110, "health", 10, "europe", (9, 50), "requirements", "male"),
    Told(200, "arranger", 15, "europe", (5, 46, 86, 128, 170), "suitable", more={"planned": 60}),
    Told(38, "parent", 12, "uk", (6,), "suitable", "male", {"twin": "Ilse and Bram"}),
    Told(38, "parent", 12, "uk", (6,), "suitable", more={"twin": "Ilse and Bram"}),
    Told(21, "school", 13, "south_america", (14,)), Told(15, "health", 5, "unknown", sex="male"),
    Told(9, "parent", 15, "europe", (5,)), Told(5, "carer", 14, "uk"), Told(2, "school", 11, "africa", sex="male"),
    Told(290, "school", 13, "asia", (6, 44), "ended", more={"why": "relative", "advice": "none"}),
    Told(270, "health", 12, "uk", (7,), "ended", "male", {"why": "looked_after", "advice": "none"}),
    Told(250, "border", 14, "africa", (5, 40), "ended", more={"why": "abroad", "advice": "none"}),
    Told(240, "parent", 10, "europe", (6,), "ended", "male", {"why": "order", "advice": "none"}),
    Told(230, "social_care", 13, "uk", (3,), "ended", more={"why": "prohibited", "advice": "none"}),
    Told(210, "housing", 12, "unknown", (7,), "ended", "male", {"why": "other", "advice": "none"}),
)  # fmt: skip
NAMES = (
    "Ottoline Fenwright", "Caspian Ndlovu-Reyes", "Marisol Thackery", "Edvard Quillfeather", "Anouk Persimmon",
    "Tobiah Wrenfield", "Saskia Oldacre", "Leopold Vantongeren", "Philomena Dray", "Ji-woo Ashgrove",
    "Clementine Harrowgate", "Lucian Bellacourt", "Freya Nightingale-Soto", "Bram Underlane", "Ilse Underlane",
    "Paloma Wickersley", "Ivo Tarrant", "Beatrix Lindqvist-Moor", "Hester Galloway", "Emeka Saltmarsh",
    "Yuki Pemberlow", "Rafferty Colquhoun-Bell", "Amadi Ferncastle", "Stellan Brightwater", "Cosima Hollowell",
    "Dashiell Mapleton",
)  # fmt: skip
SEEN = "The child was settled and spoke of school. The carer showed where the child sleeps."
MOVED = {"moved": "Medbourne; its duty team was told", "abroad": "Ghana; nobody there had to be told"}
ETHNIC = {"uk": "white", "europe": "white", "africa": "black", "asia": "asian", "south_america": "mixed"}
MATTERS = (
    ("wishes", "good", "Wants to stay until the summer and to ring home on Sundays."),
    ("household", "enough", "Two adults, both checked; a lodger leaves in a month."),
)  # fmt: skip


def keep_the_register(stage: Stage) -> None:
    """Who keeps it and who reviews them; each arrangement through the steps that brought it where it stands."""
    with stage.acting("business.manager"):
        register = register_of(stage.board, private_fostering.slug)
        appoint_keeper(register, stage.person_of("team.manager"), why="Manages the fostering team")
        appoint_keeper(register, stage.person_of("duty.worker"), why="Takes notifications in")
        appoint_keeper(
            register, stage.person_of("chair"), why="Scrutiny of who reads what", capacity=Keeper.Capacity.REVIEWER
        )
    stage.forget()
    worker = stage.person_of("social.worker")
    for n, told in enumerate(TOLD):
        record = _open(stage, told, n)
        with stage.acting("team.manager"):
            take_step(record, "allocate", allocated_to=worker)
        _visit(stage, told, record)
        _decide(stage, told, record)
    _look_at_quality(stage)


def _open(stage: Stage, told: Told, n: int) -> Arrangement:
    day = stage.today - timedelta(days=told.days)
    began = day + timedelta(days=44) if told.more.get("planned") else day - timedelta(days=(3 * n) % 20)
    with stage.acting("duty.worker"):
        return open_record(
            private_fostering, partnership=stage.board, lead_agency=stage.agencies["council"],
            child_ref=f"WCC-{40210 + 37 * n}", child_name=NAMES[n], carer_name=f"{NAMES[n - 7].split()[0]} Marl",
            born_on=_born(began, told, n), sex=told.sex, ethnicity=ETHNIC.get(told.origin, "unknown"),
            origin=told.origin, disabled=bool(told.more.get("disabled")), notified_by=told.by, notified_on=day,
            arranged_on=began - timedelta(days=told.more["planned"]) if told.more.get("planned") else None,
            began_on=began, meant_until=began + timedelta(days=300 if n % 2 else 400),
            carer_is=("friend", "host", "cousin", "great_aunt_uncle")[n % 4] if told.outcome != "not_fostering" else
            "aunt_uncle", factor=("8B", "8C", "8D", "8E")[n % 4],
            reason=f"Stays while the family is abroad. {told.more.get('twin', '')}".strip(),
        )  # fmt: skip


def _born(began: date, told: Told, n: int) -> date:
    """So old on the day that it began; twins on one day."""
    place = 13 if told.more.get("twin") else n
    return date(began.year - told.age - 1, 12, 28) + timedelta(days=5 * place % 90 - 100)


def _visit(stage: Stage, told: Told, record: Arrangement) -> None:
    with stage.acting("social.worker"):
        for n, days in enumerate(told.visits):
            day, alone = record.notified_on + timedelta(days=days), n % 3 != 2
            take_step(
                record, "visit", visited_on=day, child_seen_alone=alone, not_alone="" if alone else "away",
                asked_by="child" if n == 3 else "due", saw_home=True, saw_carer=True, saw_household=n == 0,
                saw_parents=n == 0 and told.by == "parent", what_was_seen=SEEN,
                reported_on=day + timedelta(days=3) if n % 4 != 3 else None,
            )  # fmt: skip
        if len(told.visits) > 1 and told.outcome in ("suitable", "requirements") and told.days % 2 == 0:
            for matter, mark, words in MATTERS:
                on = record.notified_on + timedelta(days=told.visits[0])
                take_step(record, "assess", matter=matter, grade=mark, looked_on=on, words=words)


def _decide(stage: Stage, told: Told, record: Arrangement) -> None:
    on = record.notified_on + timedelta(days=max(told.visits, default=0) + 2)
    with stage.acting("team.manager"):
        if told.more.get("disqualified"):
            take_step(record, "disqualify", who="household", found_on=on, consent="refused", decided_on=on,
                      words="An adult son has a caution for an assault on a child.")  # fmt: skip
        stopped = "prohibited" in (told.outcome, told.more.get("why"))
        if told.outcome in ("suitable", "ended") and not stopped:
            take_step(record, "find_suitable", decided_on=on, note="Checks are clear and the home is suitable.")
        if told.outcome == "requirements":
            take_step(record, "require", of="home", imposed_on=on, due_on=on + timedelta(days=60),
                      words="A room of the child's own, and a smoke alarm on each floor.")  # fmt: skip
            take_step(record, "suit_with_requirements", decided_on=on, note="Suitable once the bedroom is done.")
        if stopped:
            take_step(record, "prohibit", decided_on=on, note="The carer was refused as a foster carer two years ago.")
        if told.outcome == "not_fostering":
            take_step(record, "not_fostering", not_because="relative", decided_on=on,
                      note="The carer is the mother's sister: a close relative.", on=on)  # fmt: skip
    if told.outcome == "ended":
        _end(stage, told, record)


def _end(stage: Stage, told: Told, record: Arrangement) -> None:
    last = record.notified_on + timedelta(days=max(told.visits) + 12)
    moment = datetime.combine(last, time(18), LONDON)
    with stage.acting("social.worker"):
        take_step(record, "notice", of="ended", by="carer", happened_at=moment,
                  told_at=moment + timedelta(hours=20 if told.days % 3 else 90))  # fmt: skip
        moved = MOVED.get(told.more["why"], "")
        take_step(record, "end", ended_on=last, ended_because=told.more["why"], aftercare=told.more["advice"],
                  moved_to=moved, on=last)  # fmt: skip


def _look_at_quality(stage: Stage) -> None:
    """Two awareness weeks; a sample of three assessments, two of them graded."""
    with stage.acting("team.manager"):
        for ago, name in ((230, "Summer of exchange students"), (45, "Private Fostering Week")):
            since = stage.today - timedelta(days=ago)
            tell_people(partnership=stage.board, name=name, since=since, until=since + timedelta(days=6))
        drawn = draw_sample(stage.board, size=3, since=stage.today - timedelta(days=365), until=stage.today, seed=7)
        for mark, check in zip(("good", "improve"), drawn, strict=False):
            grade(check, grade=mark, checks=True, matters=mark == "good", child=True, parents=False, analysis=True,
                  decision=mark == "good", words="Say who was asked about contact.")  # fmt: skip


def let_health_in(stage: Stage) -> None:
    """One arrangement is open to the named nurse as well as to those who keep the register."""
    nurse = stage.person_of("agency.lead.health")
    with stage.acting("duty.worker"):
        record = Arrangement.objects.filter(state="suitable").order_by("pk").first()
        if record:
            let_in(record, person=nurse, why="The child's health plan is theirs")
