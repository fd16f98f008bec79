"""What hinders an import from being taken back: whatever changed since, and whatever else hangs on what it wrote."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet, Value
from django.db.models.fields import CharField

from goldenthread.core.casework.models import ClockRun, Event
from goldenthread.core.files.models import StoredFile
from goldenthread.core.tenancy.access import Governed
from goldenthread.core.thread.models import Action, ActionUpdate, Answers, Repeats, Resemblance
from goldenthread.processes.governance.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    ItemAction,
    Meeting,
    MinutesFile,
    PackRun,
)
from goldenthread.processes.governance.meetings.process import STANDING

from .models import MinutesImport, ReadItem
from .traces import ADDED

#: What the platform itself hangs from rows, and what goes or stays with them without harm.
HARMLESS = (Event, ClockRun, PackRun, ActionUpdate, MinutesFile, Resemblance)
#: Imports in these states hold nobody up: what they were offered is forgotten.
ASIDE = (MinutesImport.State.DISMISSED, MinutesImport.State.FAILED, MinutesImport.State.UNDONE)


def hindrances(one: MinutesImport) -> list[str]:
    """In words, everything that stands in the way; empty when it can be taken back. Few queries, whatever the size."""
    if not one.left:
        return ["It was accepted before imports could be taken back: what it wrote was not kept apart."]
    found = [*_changed(one), *_repeating(one)]
    counted: dict[str, int] = {}
    for name, _ in _hanging(one):
        counted[name] = counted.get(name, 0) + 1
    return [*found, *(f"{words} by now: {number}" for words, number in sorted(counted.items()))]


def _changed(one: MinutesImport) -> list[str]:
    """Rows that someone changed or removed since, by name. One query, and one more for each kind that was changed."""
    queries = [
        apps.get_model(label)
        ._base_manager.filter(pk__in=left)
        .order_by()
        .annotate(what_it_is=Value(label, output_field=CharField()))
        .values_list("what_it_is", "pk", "version")
        for label, left in one.left.items()
    ]
    now = {(label, str(key)): version for label, key, version in queries[0].union(*queries[1:], all=True)}
    told = []
    for label, left in one.left.items():
        model: Any = apps.get_model(label)
        gone = sum((label, pk) not in now for pk in left)
        if gone:
            told.append(f"{_words(model)} that it wrote and that are gone or out of your sight: {gone}")
        changed = [pk for pk, version in left.items() if now.get((label, pk), version) != version]
        rows = model._base_manager.filter(pk__in=changed).order_by("pk") if changed else ()
        told += [f"{_named(row)} was changed since" for row in rows]
    return told


def _repeating(one: MinutesImport) -> list[str]:
    """What it recommends and someone said since repeats another, or is repeated: named, with what to do. One query."""
    wrote = one.written.get("recommendations", [])
    if not wrote:
        return []
    either = Q(recommendation__in=wrote) | Q(earlier__in=wrote)
    links = Repeats.objects.filter(either).select_related("recommendation", "earlier")
    return [
        f"{link.recommendation.reference} is said to ask again for {link.earlier.reference}: say on the page of "
        f"{link.recommendation.reference} that it does not, and then take the minutes back"
        for link in links
    ]


def _hanging(one: MinutesImport) -> list[tuple[str, int]]:
    """(what, id) for every row that points at something the import added, and is not its own. One query."""
    added = {model: set[int]() for model in ADDED.values()}
    for name, model in ADDED.items():
        added[model].update(one.written.get(name, []))
    queries = [query for model, keys in added.items() for query in _pointing(one, model, keys)]
    if one.meeting_id and not one.found.get("meeting"):
        queries += _pointing(one, Meeting, {one.meeting_id})
    return list(queries[0].union(*queries[1:], all=True))


def _pointing(one: MinutesImport, model: Any, keys: set[int]) -> list[QuerySet]:
    found = []
    for relation in [*model._meta.related_objects, *_of_parents(model)]:
        near: Any = relation.related_model
        if near in HARMLESS or near in (MinutesImport, Repeats, model) or not issubclass(near, Governed):
            continue
        rows = near._base_manager.filter(**{f"{relation.field.name}__in": keys}).exclude(_own(one, near))
        words = f"{_words(near)} on {_words(model).lower()} it wrote"
        said = Value(words, output_field=CharField())
        found.append(rows.order_by().annotate(what_it_is=said).values_list("what_it_is", "pk"))
    return found


def _of_parents(model: Any) -> list[Any]:
    """Relations to the shared record of a kind of record."""
    return [relation for parent in model._meta.parents for relation in parent._meta.related_objects]


def _own(one: MinutesImport, model: Any) -> Q:
    """The rows of a model that the import wrote itself, or that are no one's work."""
    keys = {pk for name, added in ADDED.items() if added is model for pk in one.written.get(name, [])}
    own = Q(pk__in=keys)
    if model is Action:
        own |= Q(pk__in=[pk for name in ("closed", "deferred", "updated") for pk in one.written.get(name, [])])
    elif model is ReadItem:
        own |= Q(minutes_import=one) | Q(minutes_import__state__in=ASIDE)
    elif model is Meeting:
        own |= Q(pk=one.meeting_id)
    elif model is ItemAction:
        own |= Q(action_id__in=[pk for name in ("actions", "earlier_added") for pk in one.written.get(name, [])])
    elif model is StoredFile:
        own |= Q(minutes_file__isnull=False)
    elif model in (AgendaItem, Attendance, Decision):
        own |= Q(pk__in=[int(pk) for pk in one.left.get(model._meta.label, {})])
    if model is AgendaItem:
        own |= Q(kind__in=[kind for kind, _ in STANDING], text="", version=1) | Q(number__isnull=True)
    return own


def _words(model: Any) -> str:
    words = "findings that are answered" if model is Answers else str(model._meta.verbose_name_plural)
    return words[:1].upper() + words[1:]


def _named(row: Any) -> str:
    if isinstance(row, Meeting):
        return f"The meeting of {row.title}"
    kind = str(row._meta.verbose_name)
    said = getattr(row, "reference", "") or str(row)
    return f"{kind[:1].upper()}{kind[1:]} {said}"
