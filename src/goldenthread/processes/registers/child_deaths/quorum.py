"""Was a meeting of the panel quorate: by who was there with a seat that counts, and from how many agencies."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.core.casework.registering import keeping
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership

from .models import PanelMeeting


@dataclass(frozen=True)
class Stands:
    """How a meeting stands: members and agencies there and needed. `why` says what is missing, "" where nothing is."""

    members: int
    agencies: int
    needed: int
    agencies_needed: int

    @property
    def quorate(self) -> bool:
        """Somebody was there, and as many as the panel's terms ask for."""
        return self.members > 0 and self.members >= self.needed and self.agencies >= self.agencies_needed

    @property
    def why(self) -> str:
        if self.quorate:
            return ""
        if not self.members:
            return "nobody is recorded as having been there."
        agencies = f"{self.agencies} of {self.agencies_needed} agencies"
        return f"{self.members} of {self.needed} members and {agencies} were there."


def sees_meetings(board: Partnership) -> bool:
    """Whether the actor may open the page of the panel's meetings: the panel, those who keep the register, and those
    who oversee the board.
    """
    if board.pk in current_actor().claim("oversight") or keeping("child-death")(board):
        return True
    return PanelMeeting.objects.filter(partnership=board).exists()


def standing_of(meeting: PanelMeeting) -> Stands:
    """One query for the attendance, one for the group."""
    there = [one for one in meeting.attendances.all() if one.was_there and one.seat in Membership.COUNTED]
    agencies = {one.agency_id for one in there if one.agency_id}
    group = meeting.group
    return Stands(len(there), len(agencies), group.quorum, group.quorum_agencies)
