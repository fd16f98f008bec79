"""A meeting of each audience, open and restricted rows beneath it, for the access tests. Made as the owner."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from goldenthread.core.files.models import StoredFile
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON
from goldenthread.processes.governance.meetings.models import (
    AgendaItem,
    Attendance,
    CalendarFeed,
    Decision,
    GateVerdict,
    ItemAction,
    Meeting,
    MinutesFile,
    PackRun,
    Paper,
)
from tests.world import LONG_AGO, World

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)
#: Title of an item -> who may read it, for a meeting of the open board.
KINDS: dict[str, dict[str, Any]] = {
    "open": {},
    "members": {"restricted": True, "open_to_members": True},
    "closed": {"restricted": True},
}


class MeetingRows:
    """The north's open board, the joint panel, and a board of the south."""

    def __init__(self, world: World) -> None:
        self.south_board = Group.unguarded.create(partnership=world.south, name="Southfold Board", slug="board")
        officer = world.person("officer", world.south)
        Membership.unguarded.create(
            group=self.south_board, partnership=world.south, person=officer, agency=world.police, since=LONG_AGO
        )
        self.board = self.meeting(world, "board", world.board, "partnership")
        self.panel = self.meeting(world, "panel", world.panel, "group")
        self.southern = self.meeting(world, "southern", self.south_board, "group")
        for name in ("nurse", "manager"):
            CalendarFeed.unguarded.create(
                user=world.users[name], person=world.person(name), secret_hash="0" * 64, made_at=MOMENT
            )

    def meeting(self, world: World, title: str, group: Group, audience: str) -> Meeting:
        meeting = Meeting.unguarded.create(
            kind="meetings",
            partnership=group.partnership,
            lead_agency=world.police,
            group=group,
            audience=audience,
            reference=f"M-2026-{title}",
            title=title,
            opened_on=DAY,
            held_on=DAY,
        )
        shared = {"partnership": group.partnership, "group": group, "record": meeting}
        for number, (name, values) in enumerate(KINDS.items(), 1):
            item = AgendaItem.unguarded.create(number=number, title=f"{title} {name}", **shared, **values)
            self.under(world, item, shared)
            GateVerdict.unguarded.create(item=item, verdict="waived", why="No time", on=DAY, by="Chair")
            self.actions(item, shared)
        presented = {"presenter": world.person("worker")} if title == "board" else {}
        AgendaItem.unguarded.create(number=9, title=f"{title} presented", restricted=True, **presented, **shared)
        person = world.person("nurse") if title == "panel" else world.person("officer", group.partnership)
        Attendance.unguarded.create(partnership=group.partnership, record=meeting, person=person, status="attended")
        for name in ("nurse", "manager"):
            PackRun.unguarded.create(meeting=meeting, requested_by=world.users[name], requested_at=MOMENT)
        source = self.file(AgendaItem(partnership=group.partnership, record=meeting, restricted=title == "panel"))
        MinutesFile.unguarded.create(record=meeting, stored_file=source)
        return meeting

    def under(self, world: World, item: AgendaItem, shared: dict[str, Any]) -> None:
        """A decision and, where its file is no wider than the item, a paper; each also in a narrower sort."""
        for name, values in KINDS.items():
            Decision.unguarded.create(
                item=item, text=name, reference=f"{item.record.reference}-{item.number}-{name}", **shared, **values
            )
        if not item.restricted or item.open_to_members:
            narrow = {"restricted": item.restricted, "open_to_members": item.restricted}
            Paper.unguarded.create(
                item=item, title=item.title, order=1, stored_file=self.file(item), **shared, **narrow
            )

    def actions(self, item: AgendaItem, shared: dict[str, Any]) -> None:
        """Of each item an action that its readers see, and one for the unit and the agency that answers for it."""
        for audience in ("partnership", "agencies"):
            action = Action.unguarded.create(
                partnership=shared["partnership"], group=shared["group"], record=shared["record"], audience=audience,
                reference=f"A-{item.record.reference}-{item.number}-{audience}", text="x", made_on=DAY,
            )  # fmt: skip
            ItemAction.unguarded.create(item=item, action=action)

    def file(self, item: AgendaItem) -> StoredFile:
        return StoredFile.unguarded.create(
            partnership_id=item.partnership_id,
            record_id=item.record_id,
            name="paper.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            scan="not_scanned",
            uploaded_at=MOMENT,
            restricted=item.restricted,
        )
