"""What meetings show that could stop a partner: who does not come, who is not quorate, whose seats are empty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import today

from .attendance import seats_from, written_of
from .fairness import Picture, Sitting, picture
from .models import Meeting

A_YEAR = timedelta(days=365)
#: An agency asked this often and there less than half of the time; a group without its quorum this often.
ASKED, SELDOM, INQUORATE = 3, 50, 2


@brings_warnings
def who_does_not_come(partnership: Partnership) -> list[EarlyWarning]:
    """Agencies below the expectation over all their groups, and groups that were not quorate. Four queries."""
    since, until = today() - A_YEAR, today()
    groups = _groups(partnership)
    pictures = _pictures(groups, since, until)
    agencies = {agency.pk: agency for agency in partnership.agencies.all()}
    there: dict[int, list[str]] = defaultdict(list)
    for group, seen in pictures.items():
        for row in seen.lines:
            key, percent = row.line.agency, row.tally.percent
            if key in agencies and row.tally.asked >= ASKED and percent is not None and percent < SELDOM:
                there[key].append(f"{group}: {row.tally.present} of {row.tally.asked} meetings")
    span = f"from {since:%-d %B %Y} to {until:%-d %B %Y}"
    found = [_absent(partnership, agencies[key], lines, span, since) for key, lines in there.items()]
    return found + [
        _inquorate(partnership, group, lacking, span)
        for group, seen in pictures.items()
        if len(lacking := [one.sitting.on for one in seen.quorums if one.met is False]) >= INQUORATE
    ]


@brings_warnings
def empty_seats(partnership: Partnership) -> list[EarlyWarning]:
    """Seats that an agency held in a group and holds no more, and groups without a chair. Two queries."""
    groups = {group.pk: group for group in _groups(partnership)}
    rows = Membership.objects.filter(group__in=groups).select_related("agency").order_by("since", "pk")
    seats: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        seats[row.group_id].append(row)
    found = []
    for key, group in groups.items():
        held = [row for row in seats[key] if row.until is None or row.until >= today()]
        if not any(row.role == Membership.Role.CHAIR for row in held):
            found.append(_chairless(partnership, group, seats[key]))
        found += _vacant(partnership, group, seats[key], {row.agency_id for row in held if row.counts})
    return found


def _groups(partnership: Partnership) -> list[Group]:
    return list(Group.objects.filter(partnership=partnership, ended_on__isnull=True))


def _pictures(groups: Iterable[Group], since: date, until: date) -> dict[Group, Picture]:
    """Each group's attendance over the year, read for all of them at once."""
    by_key = {group.pk: group for group in groups}
    held = Meeting.objects.filter(group__in=by_key, held_on__range=(since, until), state__in=Meeting.TOOK_PLACE)
    meetings = list(held.values_list("pk", "group_id", "held_on"))
    written = written_of([pk for pk, _, _ in meetings])
    sittings: dict[int, list[Sitting]] = defaultdict(list)
    for pk, group, on in meetings:
        sittings[group].append(Sitting(on, written.get(pk, {}), pk))
    overlapping = Q(since__lte=until) & (Q(until__isnull=True) | Q(until__gte=since))
    rows: dict[int, list[Membership]] = defaultdict(list)
    for row in (
        Membership.objects.filter(overlapping, group__in=by_key).select_related("agency").order_by("since", "pk")
    ):
        rows[row.group_id].append(row)
    return {
        group: picture(seats_from(rows[key]), sittings[key], quorum=group.quorum, quorum_agencies=group.quorum_agencies)
        for key, group in by_key.items()
    }


def _absent(board: Partnership, agency: Agency, lines: list[str], span: str, since: date) -> EarlyWarning:
    return EarlyWarning(
        key=f"attendance:{agency.pk}",
        title=f"{agency} is seldom at the table",
        cause="Decisions are taken without an agency that must carry them out.",
        evidence=f"{'; '.join(lines)}, {span}. A deputy counts as present.",
        since=since,
        agency=agency,
        link=reverse("groups", args=[board.slug]),
    )


def _inquorate(board: Partnership, group: Group, lacking: list[date], span: str) -> EarlyWarning:
    days = ", ".join(f"{on:%-d %B %Y}" for on in lacking)
    return EarlyWarning(
        key=f"quorum:{group.pk}",
        title=f"{group} is often not quorate",
        cause="A group that cannot decide holds up what hangs on it.",
        evidence=f"{len(lacking)} meetings without a quorum {span}: {days}.",
        since=min(lacking),
        link=reverse("group_attendance", args=[board.slug, group.slug]),
    )


def _chairless(board: Partnership, group: Group, seats: list[Membership]) -> EarlyWarning:
    last = max((row.until for row in seats if row.role == Membership.Role.CHAIR and row.until), default=None)
    since = last or group.began_on or today()
    return EarlyWarning(
        key=f"chairless:{group.pk}",
        title=f"{group} has no chair",
        cause="Nobody leads the group.",
        evidence=f"No member holds its chair on {today():%-d %B %Y}.",
        since=since,
        link=reverse("group", args=[board.slug, group.slug]),
    )


def _vacant(board: Partnership, group: Group, seats: list[Membership], held: set[int | None]) -> list[EarlyWarning]:
    gone: dict[Agency, date] = {}
    for row in seats:
        if row.counts and row.agency and row.until and row.agency_id not in held:
            gone[row.agency] = max(row.until, gone.get(row.agency, date.min))
    return [
        EarlyWarning(
            key=f"seat:{group.pk}:{agency.pk}",
            title=f"{agency} has no member on {group}",
            cause="A seat that the agency held is vacant.",
            evidence=f"Vacant from {since + timedelta(days=1):%-d %B %Y}, and still on {today():%-d %B %Y}.",
            since=since + timedelta(days=1),
            agency=agency,
            link=reverse("group", args=[board.slug, group.slug]),
        )
        for agency, since in gone.items()
    ]
