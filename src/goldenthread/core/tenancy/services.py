"""The verbs of a partnership: found it, bring agencies to its table, know its people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.kernel.now import today
from goldenthread.law.courses import BODIES

from .actor import current_actor
from .conflicts import refuse_if_stale
from .models import Agency, Partnership, Person, Place
from .roles import UNIT


@transaction.atomic
def found_partnership(
    *, name: str, slug: str, short_name: str = "", era: str = "LSCP_2023", demonstration: bool = False
) -> Partnership:
    """A new partnership, empty. Asks for no role: nobody holds one there yet, and only the command line comes here.

    Raises ValidationError for a slug that is taken or no slug, or an era that is none.
    """
    _known_era(era)
    made = Partnership(name=name.strip(), slug=slug, short_name=short_name, era=era, demonstration=demonstration)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def amend_partnership(
    partnership: Partnership, *, name: str, short_name: str, expected_version: int | None = None
) -> Partnership:
    """What it is called. Its slug stays: addresses were sent out with it. Its framework changes by a move, with a date.

    Raises StaleEdit with both texts when someone else saved first.
    """
    _for_the_unit(partnership.pk)
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    values = {"name": name.strip(), "short_name": short_name}
    refuse_if_stale(partnership, expected_version, values)
    _change(partnership, values)
    return partnership


@transaction.atomic
def add_agency(
    *,
    partnership: Partnership,
    name: str,
    short_name: str = "",
    kind: str = Agency.Kind.OTHER,
    since: date | None = None,
) -> Place:
    """Give an agency a place at the table. One that the installation knows by that name is the same agency, at one more
    table; its own kind and short name stay as they are. One whose place had ended has it again.

    Raises ValidationError for an agency that is at the table.
    """
    _for_the_unit(partnership.pk)
    agency = Agency.objects.filter(name__iexact=name.strip()).first()
    if agency is None:
        agency = Agency(name=name.strip(), short_name=short_name, kind=Agency.Kind(kind))
        agency.full_clean()
        agency.save()
    place = Place.objects.filter(partnership=partnership, agency=agency).first()
    if place and (place.until is None or place.until >= today()):
        raise ValidationError({"name": f"{agency} is at this table already."}, code="at_the_table")
    place = place or Place(partnership=partnership, agency=agency)
    place.version += bool(place.pk)
    place.since, place.until = since or (place.since if place.pk else None), None
    place.save()
    return place


@transaction.atomic
def end_place(place: Place, *, until: date, expected_version: int | None = None) -> Place:
    """An agency's last day at the table. What it answered for stays in its name. Raises StaleEdit as all verbs do."""
    _for_the_unit(place.partnership_id)
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    refuse_if_stale(place, expected_version, {"until": until})
    if place.since and until < place.since:
        raise ValidationError({"until": "It cannot end before it began."})
    _change(place, {"until": until})
    return place


@transaction.atomic
def add_person(
    *, partnership: Partnership, name: str, agency: Agency | None = None, title: str = "", email: str = ""
) -> Person:
    """Someone the partnership knows by name, who cannot sign in. Raises ValidationError for one it knows already.

    Two people may share a name; not a name and an agency, which no one could tell apart in the minutes.
    """
    _for_the_unit(partnership.pk)
    person = Person(partnership=partnership, name=name.strip(), agency=agency, title=title, email=email)
    _refuse_twin(person)
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def amend_person(person: Person, *, expected_version: int | None = None, **values: Any) -> Person:
    """Correct a person's name, job title, agency or address. An account's own address is not changed by this.

    Raises StaleEdit with both texts when someone else saved first.
    """
    _for_the_unit(person.partnership_id)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    refuse_if_stale(person, expected_version, values)
    for name, value in values.items():
        setattr(person, name, value)
    _refuse_twin(person)
    _change(person, {})
    return person


@transaction.atomic
def mark_as_left(person: Person, *, on: date, expected_version: int | None = None) -> Person:
    """The person left on a day: forms no longer offer them, and a seat of theirs opens nothing any more.

    Raises StaleEdit when someone else saved first.
    """
    _for_the_unit(person.partnership_id)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    refuse_if_stale(person, expected_version, {"left_on": on})
    if person.user_id and person.user_id == current_actor().user:
        raise ValidationError({"left_on": "You cannot mark yourself as left. Ask a colleague."})
    if on > today():
        raise ValidationError({"left_on": "Write this down when they have left: until then they are here."})
    person.left_on = on
    person.version += 1
    person.save(update_fields=["left_on", "version"])
    return person


def _change(row: Any, values: dict[str, Any]) -> None:
    """Set the columns, count one version more, check and save."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()


def _refuse_twin(person: Person) -> None:
    same = Person.objects.filter(
        partnership=person.partnership, name__iexact=person.name, agency=person.agency, left_on__isnull=True
    )
    if same.exclude(pk=person.pk).exists():
        raise ValidationError({"name": "A person of this name and agency is known already."}, code="known")


def _known_era(era: str) -> None:
    if era not in {one.key for one in BODIES}:
        raise ValidationError({"era": f"There is no framework called {era}."})


def _for_the_unit(partnership_id: int) -> None:
    if not UNIT & current_actor().roles(partnership_id):
        raise PermissionDenied("A partnership's agencies and people are changed by its business unit.")
