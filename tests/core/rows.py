"""One row of everything, in every audience, for the access tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from goldenthread.core.casework.models import (
    CalendarEntry,
    ClockRun,
    CountedYear,
    Counter,
    Draft,
    Event,
    Hold,
    Keeper,
    LocalClock,
    LocalRetention,
    LogReview,
    Participant,
    Reading,
    Record,
    Register,
)
from goldenthread.core.contributions.models import Contribution, Notification, Unsent
from goldenthread.core.files.models import StoredFile
from goldenthread.core.groups.models import Gate, GroupLink, TermsOfReference
from goldenthread.core.notices.models import Notice, Preference, Round, SentMail, Timing
from goldenthread.core.sealing.envelope import new_seal
from goldenthread.core.sealing.keyring import the_ring
from goldenthread.core.tenancy.models import Move
from goldenthread.core.thread.models import (
    Action,
    ActionUpdate,
    Answers,
    AuditQuestion,
    AuditReading,
    Evidence,
    Finding,
    FindingTheme,
    Impact,
    Origin,
    Priority,
    Recommendation,
    RecommendationTheme,
    RecordTheme,
    Repeats,
    Resemblance,
    Serves,
    Theme,
)
from goldenthread.kernel.now import LONDON
from goldenthread.web.signin.models import FactorRemoval, OpenSession
from tests.world import World

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)


def record(world: World, title: str, audience: str, **values: Any) -> Record:
    values = {"partnership": world.north, "lead_agency": world.council, "opened_on": DAY} | values
    return Record.unguarded.create(kind="test", title=title, reference=f"T-2026-{title}", audience=audience, **values)


class Rows:
    """Made as the owner. North has one record of each audience; south has one of its own."""

    def __init__(self, world: World) -> None:
        self.open = record(world, "open", "partnership")
        self.grouped = record(world, "grouped", "group", group=world.panel)
        self.closed = record(world, "closed", "agencies")
        self.sealed = record(world, "sealed", "named")
        self.southern = record(world, "southern", "agencies", partnership=world.south, lead_agency=world.southern)
        Participant.unguarded.create(record=self.sealed, partnership=world.north, person=world.person("nurse"))
        Participant.unguarded.create(record=self.closed, partnership=world.north, agency=world.police)
        self.kept = self.in_a_register(world)
        for number, row in enumerate((self.open, self.grouped, self.closed, self.sealed, self.southern, self.kept)):
            self.hang(world, row, number)
        CalendarEntry.unguarded.create(partnership=world.south, kind="holiday", since=DAY, until=DAY)
        Counter.unguarded.create(partnership=world.south, prefix="T", year=2026, last=1)
        LocalClock.unguarded.create(
            partnership=world.north,
            clock="CP-7",
            number=3,
            unit="working day",
            since=DAY,
            reason="Procedures group, March",
        )
        Draft.unguarded.create(
            user=world.users["nurse"], path="/north/x", values={"text": "half a thought"}, saved_at=MOMENT
        )
        Preference.unguarded.create(person=world.person("nurse"), digest="weekly")
        Timing.unguarded.create(partnership=world.north)
        Round.unguarded.create(partnership=world.north, day=DAY, began_at=MOMENT)
        SentMail.unguarded.create(partnership=world.north, user=world.users["nurse"], to="x", subject="x", at=MOMENT)
        OpenSession.unguarded.create(user=world.users["nurse"], key="k" * 40, browser="A browser", began_at=MOMENT)
        FactorRemoval.unguarded.create(
            partnership=world.north, person=world.person("nurse"), reason="Seen in person", by="Clerk", at=MOMENT
        )
        Move.unguarded.create(
            partnership=world.north,
            era="LSCP_2018",
            on=date(2019, 9, 17),
            why="Published",
            made_on=DAY,
            made_by="Clerk",
        )
        self.notice(world, kind="digest", key="digest:2026-03-02")
        GroupLink.unguarded.create(child=world.panel, parent=world.board)
        Gate.unguarded.create(partnership=world.north, group=world.board, keeper=world.panel, since=DAY)
        TermsOfReference.unguarded.create(group=world.board, text="To hold to account", agreed_on=DAY)

    def in_a_register(self, world: World) -> Record:
        """A sealed case, the register it stands in, who keeps it and who reviews its readers."""
        register = Register.unguarded.create(partnership=world.north, kind="sealed-test")
        row = Record(
            kind="sealed-test",
            partnership=world.north,
            lead_agency=world.council,
            reference="T-2026-kept",
            audience="named",
            title="kept",
            opened_on=DAY,
            register=register,
        )
        row.seal = new_seal(row.seal_bound_to(), the_ring())
        row.save()
        for name, capacity in (("team_manager", "keeper"), ("lay", "reviewer")):
            Keeper.unguarded.create(
                register=register,
                partnership=world.north,
                person=world.person(name),
                capacity=capacity,
                why="Their post",
                since=DAY,
                added_by="Chair",
            )
        Reading.unguarded.create(
            record=row,
            register=register,
            reference=row.reference,
            user=world.users["nurse"],
            by="Nurse",
            at=MOMENT,
            purpose="case",
            what="The case",
        )
        LogReview.unguarded.create(
            register=register, user=world.users["lay"], by="Lay", at=MOMENT, through=MOMENT, looks=1
        )
        Participant.unguarded.create(
            record=row, partnership=world.north, register=register, person=world.person("officer")
        )
        Contribution.unguarded.create(
            record=row, partnership=world.north, register=register, kind="sealed-test", form_key="small",
            name="A doctor", due=DAY, asked_on=DAY, asked_by="Manager",
        )  # fmt: skip
        begun = Notification.unguarded.create(partnership=world.north, kind="sealed-test", begun_at=MOMENT)
        Unsent.unguarded.create(notification=begun, typed={"child": {"words": ["Seen"]}})
        Hold.unguarded.create(record=row, reason="inquest", words="Opened in March", since=DAY, placed_by="Manager")
        CountedYear.unguarded.create(
            register=register, partnership=world.north, first=DAY, last=date(2027, 3, 1), counted_at=MOMENT,
            by="Manager", cells=[["told", "Told", 1]],
        )  # fmt: skip
        Counter.unguarded.create(partnership=world.north, prefix="S", year=2026, last=3, register=register)
        LocalRetention.unguarded.create(partnership=world.north, kind="sealed-test", years=25, reason="Board, March")
        return row

    def notice(self, world: World, **values: Any) -> None:
        nurse = world.person("nurse")
        Notice.unguarded.create(partnership=world.north, person=nurse, day=DAY, made_at=MOMENT, **values)

    def hang(self, world: World, row: Record, number: int) -> None:
        """A whole thread, an event and a clock on each record."""
        board = row.partnership
        Event.unguarded.create(
            record=row, name="open", label="Opened", user=world.users["worker"], by="Worker", at=MOMENT
        )
        ClockRun.unguarded.create(record=row, partnership=board, clock="X", label="X", started=MOMENT, due=MOMENT)
        finding = Finding.unguarded.create(source=row, text="No one asked the child", found_on=DAY)
        made = Recommendation.unguarded.create(
            partnership=board, reference=f"R-{number}", text="Ask the child", made_on=DAY
        )
        Answers.unguarded.create(finding=finding, recommendation=made)
        again = Recommendation.unguarded.create(
            partnership=board, reference=f"R-{number}-again", text="Ask the child again", made_on=DAY
        )
        Repeats.unguarded.create(recommendation=again, earlier=made, finding=finding, said_on=DAY)
        Resemblance.unguarded.create(partnership=board, recommendation=again, earlier=made, closeness=0.5, found_on=DAY)
        impact = Impact.unguarded.create(recommendation=made, measure="visits", review_on=DAY)
        question = AuditQuestion.unguarded.create(recommendation=made, number=1, text="Was the child seen alone?")
        AuditReading.unguarded.create(impact=impact, question=question, cases=10, met=4)
        self.place(row, finding, made)
        for audience in ("partnership", "agencies", "named"):
            action = Action.unguarded.create(
                partnership=board,
                reference=f"A-{number}-{audience}",
                text="Train officers",
                record=row,
                recommendation=made,
                owner_agency=world.police,
                audience=audience,
                made_on=DAY,
            )
            ActionUpdate.unguarded.create(action=action, text="Begun", on=DAY, status="open", by="Officer", at=MOMENT)
            Evidence.unguarded.create(
                action=action, summary="Register", effective_on=DAY, uploaded_at=MOMENT, by="Officer"
            )
            self.notice(world, kind="reminder", key=action.reference, action=action)
            self.file(board, evidence=Evidence.unguarded.get(action=action), restricted=audience == "agencies")
        for restricted in (False, True):
            self.file(board, record=row, restricted=restricted)

    def place(self, row: Record, finding: Finding, made: Recommendation) -> None:
        """What all of it is about, where it came from, what it serves."""
        board = row.partnership
        Origin.unguarded.create(partnership=board, kind="review", title=f"Review {row.pk}", record=row)
        theme = Theme.unguarded.create(partnership=board, name=f"Neglect {row.pk}")
        FindingTheme.unguarded.create(finding=finding, theme=theme)
        RecommendationTheme.unguarded.create(recommendation=made, theme=theme)
        RecordTheme.unguarded.create(record=row, theme=theme)
        priority = Priority.unguarded.create(
            partnership=board, plan=row, number=1, title="Neglect", outcome="Seen sooner", since=DAY
        )
        Serves.unguarded.create(recommendation=made, priority=priority)

    def file(self, board: Any, **values: Any) -> None:
        StoredFile.unguarded.create(
            partnership=board,
            name="paper.txt",
            media_type="text/plain",
            size=1,
            sha256="0" * 64,
            scan="clean",
            uploaded_at=MOMENT,
            by="Clerk",
            **values,
        )
