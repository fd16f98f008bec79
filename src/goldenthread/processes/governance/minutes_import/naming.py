"""From the names in the minutes to rows of the partnership: those that are known, and those that are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.text import slugify

from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place

from .matching import People, person_key, words_key
from .models import ReadItem

SEATS = (("vice", Membership.Role.VICE_CHAIR), ("chair", Membership.Role.CHAIR), ("virtual", Membership.Role.VIRTUAL),
         ("lay", Membership.Role.LAY), ("advis", Membership.Role.ADVISER))  # fmt: skip


class Names:
    """The people and agencies of one import, as rows. Whoever is not known is added, once."""

    def __init__(self, partnership: Partnership, rows: Sequence[ReadItem]) -> None:
        self.partnership = partnership
        self.added: dict[str, list[int]] = {"people": [], "agencies": []}
        self._agencies: dict[str, Agency] = {}
        self._placed: set[int] = set()
        self._people: dict[str, Person] = {}
        self.of_row: dict[int, Person] = {}
        for row in rows:
            agency = self._at_the_table(row.agency) if row.agency else self._agency(row.values.get("agency"))
            person = row.person or self._person(row, agency)
            self.of_row[row.pk] = person
            self._people[person_key(row.values["name"])] = person
            if row.values.get("initials"):
                self._people.setdefault(person_key(row.values["initials"]), person)
        known = list(Person.objects.filter(partnership=partnership, left_on__isnull=True).select_related("agency"))
        self._known = People((person, person.name) for person in known)

    def person_called(self, name: str | None) -> Person | None:
        """Someone of these minutes, or someone the partnership knows by exactly this name; None for anyone else."""
        if not name:
            return None
        found = self._people.get(person_key(name))
        if found is not None:
            return found
        offered = self._known.find(name)
        return offered.row if offered and offered.sure else None

    def owner_of(self, row: ReadItem) -> dict[str, Any]:
        """The columns of an action that say whose it is; all names stay as they were written."""
        names = row.values.get("owners") or []
        person = row.person or (None if row.agency_id else self.person_called(next(iter(names), None)))
        agency = row.agency or (person.agency if person else None)
        return {"owner": person, "owner_agency": agency, "owner_names": "; ".join(names)[:300]}

    def _agency(self, name: str | None) -> Agency | None:
        key = words_key(name or "")
        if not name or not key:
            return None
        if key not in self._agencies:
            found = Agency.objects.filter(name__iexact=name).first()
            self._agencies[key] = self._at_the_table(found or _checked(Agency(name=name)))
        return self._agencies[key]

    def _at_the_table(self, agency: Agency) -> Agency:
        """An agency, given a place at the partnership's table if it has none: it may be known from another."""
        if agency.pk not in self._placed:
            _, placed = Place.objects.get_or_create(partnership=self.partnership, agency=agency)
            self.added["agencies"] += [agency.pk] if placed else []
            self._placed.add(agency.pk)
        return agency

    def _person(self, row: ReadItem, agency: Agency | None) -> Person:
        key = person_key(row.values["name"])
        if key not in self._people:
            person = Person(partnership=self.partnership, name=row.values["name"], agency=agency)
            person.title = row.values.get("title") or ""
            self.added["people"].append(_checked(person).pk)
            return person
        return self._people[key]


def group_of(head: ReadItem) -> tuple[Group, bool]:
    """The group that met, added if the clerk left it to be added; and whether it was."""
    if head.group:
        return head.group, False
    name = head.values["group"]
    slugs = set(Group.objects.filter(partnership_id=head.partnership_id).values_list("slug", flat=True))
    stem = slugify(name)[:50] or "group"
    slug = next(s for s in (stem, *(f"{stem}-{n}" for n in range(2, len(slugs) + 3))) if s not in slugs)
    boards = Group.objects.filter(partnership_id=head.partnership_id, kind=Group.Kind.BOARD)
    kind = Group.Kind.BOARD if "board" in name.lower().split() and not boards.exists() else Group.Kind.SUBGROUP
    return _checked(Group(partnership_id=head.partnership_id, name=name, slug=slug, kind=kind)), True


def seat_members(group: Group, rows: Iterable[ReadItem], names: Names, since: date) -> list[int]:
    """Make members of those in the list who never sat on the group; the ids of their memberships.

    From the day of this meeting: the first on which they are known to have been asked. A correction moves it back.
    """
    seated = set(Membership.objects.filter(group=group).values_list("person_id", flat=True))
    made = []
    for row in rows:
        person = names.of_row[row.pk]
        if row.values["part"] != "member" or person.pk in seated:
            continue
        seated.add(person.pk)
        said = (row.values.get("role") or "").lower()
        role = next((role for word, role in SEATS if word in said), Membership.Role.MEMBER)
        membership = Membership(group=group, partnership=group.partnership, person=person, role=role, since=since)
        membership.agency = row.agency or person.agency
        made.append(_checked(membership).pk)
    return made


def _checked(row: Any) -> Any:
    row.full_clean()
    row.save()
    return row
