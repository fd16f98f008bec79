"""Attendance by agency over a period, read from the rows the actor may see. Four queries, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.models import Person

from .fairness import AgencyLine, Line, Picture, Quorum, Seat, Sitting, picture, quorum_at
from .models import Attendance, Meeting

LAY = Line("Lay members")
NO_AGENCY = "Members who speak for no agency"


@dataclass(frozen=True)
class AttendanceByAgency:
    """The table with what is needed to read it: people's names, and how many meetings of the period were cancelled."""

    group: Group
    since: date
    until: date
    table: Picture
    people: Mapping[int, str]
    cancelled: int

    @property
    def lines(self) -> tuple[AgencyLine, ...]:
        return self.table.lines


def attendance_by_agency(group: Group, since: date, until: date) -> AttendanceByAgency:
    """Percent by agency for the meetings of a period, both days included, on a fair denominator (see `fairness`)."""
    found = Meeting.objects.filter(group=group, held_on__range=(since, until)).values_list("pk", "held_on", "state")
    meetings = list(found)
    took_place = {pk: on for pk, on, state in meetings if state in Meeting.TOOK_PLACE}
    written = written_of(list(took_place))
    seats = _seats(group, since, until)
    return AttendanceByAgency(
        group=group,
        since=since,
        until=until,
        table=picture(
            seats,
            [Sitting(on, written.get(pk, {}), pk) for pk, on in took_place.items()],
            quorum=group.quorum,
            quorum_agencies=group.quorum_agencies,
        ),
        people=dict(Person.objects.filter(pk__in={seat.person for seat in seats}).values_list("pk", "name")),
        cancelled=sum(state == Meeting.State.CANCELLED for _, _, state in meetings),
    )


def quorum_of(meeting: Meeting) -> Quorum:
    """The quorum at one meeting, as its attendance stands written down."""
    group = meeting.group
    if group is None:
        raise ValueError("A meeting belongs to a group.")
    sitting = Sitting(meeting.held_on, written_of([meeting.pk]).get(meeting.pk, {}), meeting.pk)
    return quorum_at(sitting, _seats(group, meeting.held_on, meeting.held_on), group.quorum, group.quorum_agencies)


def written_of(meetings: list[int]) -> dict[int, dict[int, str]]:
    """Meeting -> person -> status."""
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    found = Attendance.objects.filter(record_id__in=meetings).values_list("record_id", "person_id", "status")
    for meeting, person, status in found:
        rows[meeting][person] = status
    return rows


def _seats(group: Group, since: date, until: date) -> list[Seat]:
    """Every seat of the group that overlaps the period."""
    overlapping = Q(since__lte=until) & (Q(until__isnull=True) | Q(until__gte=since))
    rows = Membership.objects.filter(overlapping, group=group).select_related("agency").order_by("since", "pk")
    return seats_from(rows)


def seats_from(rows: Iterable[Membership]) -> list[Seat]:
    """One group's memberships as seats; a deputy without an agency sits on the line of whom they stand in for."""
    rows = list(rows)
    lines = {row.person_id: _line(row) for row in rows if row.counts}
    return [
        Seat(
            person=row.person_id,
            line=_line(row) if row.counts or row.agency_id else lines.get(row.stands_in_for_id or 0, _line(row)),
            since=row.since,
            until=row.until,
            counts=row.counts,
            deputy=row.role == Membership.Role.DEPUTY,
        )
        for row in rows
    ]


def _line(row: Membership) -> Line:
    if row.role == Membership.Role.LAY:
        return LAY
    return Line(row.agency.name, row.agency_id) if row.agency else Line(NO_AGENCY)
