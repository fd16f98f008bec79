"""What is already known at the partnership, laid beside what was read. Seven queries, however long the minutes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.models import Meeting

from .matching import LIKELY_TEXT, SURE_TEXT, Named, Offer, People, alike, words_key
from .models import ReadItem

Kind, Match = ReadItem.Kind, ReadItem.Match


class Known:
    """The groups, people, agencies and actions that the actor can see at one partnership."""

    def __init__(self, partnership: Partnership, group: Group | None = None) -> None:
        self.partnership, self.group = partnership, group
        self.groups = list(Group.objects.filter(partnership=partnership))
        self.named_groups = Named((g, (g.name, g.short_name, g.slug)) for g in self.groups)
        people = list(Person.objects.filter(partnership=partnership, left_on__isnull=True).select_related("agency"))
        self.people = People((person, person.name) for person in people)
        here = set(partnership.agencies.values_list("pk", flat=True))
        agencies = list(Agency.objects.all())
        self.agencies = Named((a, (a.name, a.short_name)) for a in agencies if a.pk in here)
        self.elsewhere = Named((a, (a.name,)) for a in agencies if a.pk not in here)
        self.actions = list(Action.objects.filter(partnership=partnership).order_by("-made_on", "-pk"))

    def group_for(self, name: str | None) -> Offer[Group] | None:
        """The group that was chosen beforehand; else by its names; else the board of the partnership."""
        if self.group is not None:
            return Offer(self.group, sure=True)
        if found := self.named_groups.find(name):
            return found
        boards = [g for g in self.groups if g.kind == Group.Kind.BOARD]
        own = {words_key(self.partnership.name), words_key(self.partnership.short_name)}
        if name and words_key(name) in own and len(boards) == 1:
            return Offer(boards[0], sure=False)
        near = [g for g in self.groups if name and alike(name, g.name) >= SURE_TEXT]
        return Offer(near[0], sure=False) if len(near) == 1 else None

    def agency_for(self, name: str | None) -> Offer[Agency] | None:
        """An agency at this table; else one at another, by its full name alone."""
        found = self.agencies.find(name)
        other = self.elsewhere.find(name)
        return found or (other if other and other.sure else None)

    def action_for(self, values: dict[str, Any], group: Group | None, before: str | None) -> Offer[Action] | None:
        """The earlier action that is meant: by number and day, else by its words. None where nothing comes near."""
        held = date.fromisoformat(before) if before else None
        able = [a for a in self.actions if (a.group_id is None or not group or a.group_id == group.pk)]
        able = [a for a in able if held is None or a.made_on <= held]
        origin = values.get("origin_date")
        same = [a for a in able if values.get("number") and a.meeting_number == values["number"]]
        dated = [a for a in same if origin and a.made_on.isoformat() == origin]
        if dated:
            best = max(dated, key=lambda a: alike(a.text, values["text"]))
            return Offer(best, sure=alike(best.text, values["text"]) >= LIKELY_TEXT)
        best = max(able, key=lambda a: alike(a.text, values["text"]), default=None)
        likeness = alike(best.text, values["text"]) if best else 0.0
        return Offer(best, sure=likeness >= SURE_TEXT) if best and likeness >= LIKELY_TEXT else None


def offer(rows: Iterable[ReadItem], known: Known) -> None:
    """Put beside each row who and what it may be. Nothing is saved and nothing decided."""
    rows = list(rows)
    meeting = next((row for row in rows if row.kind == Kind.MEETING), None)
    group = _offer_group(meeting, known) if meeting else None
    if meeting and group:
        _seat_no_one_of_the_past(meeting, group)
    names = _short_forms(rows)
    for row in rows:
        if row.kind == Kind.ATTENDANCE:
            _offer_person(row, known)
        elif row.kind in (Kind.ACTION, Kind.PROMISE, Kind.PREVIOUS):
            _take(row, **_owner(row, known, names))
        if row.kind == Kind.PREVIOUS and meeting:
            _take(row, action=known.action_for(row.values, group, meeting.values["date"]))


def _offer_group(meeting: ReadItem, known: Known) -> Group | None:
    found = known.group_for(meeting.values["group"])
    _take(meeting, group=found)
    return found.row if found else None


def _seat_no_one_of_the_past(meeting: ReadItem, group: Group) -> None:
    """Leave "make them members" unticked where the group has met since: a seat has no end, and opens today's papers."""
    if not meeting.values["date"]:
        return
    since = Meeting.objects.filter(group=group, held_on__gt=meeting.values["date"], held_on__lte=today())
    if since.exclude(state=Meeting.State.CANCELLED).exists():
        meeting.values = {**meeting.values, "members": False}


def _offer_person(row: ReadItem, known: Known) -> None:
    """Someone who is known for sure keeps the agency they are known with, unless the minutes name another known one."""
    person, agency = known.people.find(row.values["name"]), known.agency_for(row.values["agency"])
    if person and person.sure and person.row.agency and not (agency and agency.sure):
        agency = Offer(person.row.agency, sure=True)
    _take(row, person=person, agency=agency)


def _owner(row: ReadItem, known: Known, names: dict[str, ReadItem]) -> dict[str, Offer[Any] | None]:
    """The first owner: someone of the attendance list, someone known, or an agency. None where no one is named."""
    first = next(iter(row.values.get("owners") or []), None)
    here = names.get(words_key(first or ""))
    if here is not None and here.person:
        return {"person": Offer(here.person, sure="person" not in here.unsure)}
    person = known.people.find(first)
    if person is not None:
        return {"person": person}
    return {"agency": known.agency_for(first)}


def _short_forms(rows: Iterable[ReadItem]) -> dict[str, ReadItem]:
    """Names and initials of this document -> the person's row."""
    found: dict[str, ReadItem] = {}
    for row in rows:
        if row.kind == Kind.ATTENDANCE:
            found[words_key(row.values["name"])] = row
            if row.values.get("initials"):
                found.setdefault(words_key(row.values["initials"]), row)
    return found


def _take(row: ReadItem, **offers: Offer[Any] | None) -> None:
    for name, found in offers.items():
        if found is None:
            continue
        setattr(row, name, found.row)
        if not found.sure:
            row.unsure = [*row.unsure, name]
        row.match = Match.LIKELY if row.unsure else Match.SURE
