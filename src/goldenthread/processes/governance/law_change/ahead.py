"""What a move takes away and brings, of the law and of this partnership's own rows: read before it happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery

from goldenthread.core.casework.models import ClockRun, Record
from goldenthread.core.casework.process import all_processes
from goldenthread.core.casework.renaming import named_in, spoken_at
from goldenthread.core.groups.models import Group, Membership, TermsOfReference
from goldenthread.core.tenancy.models import Partnership, Seat
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.calendars import say
from goldenthread.law.asked import Kind
from goldenthread.law.changing import Change

from .holding import Filled, filled

#: A record of this partnership as (kind, key), a group as ("group", slug), or nothing.
Where = tuple[str, int | str] | None


@dataclass(frozen=True)
class Line:
    """One row that the move touches: what it is, what becomes of it, and where it is."""

    what: str
    becomes: str
    where: Where = None


@dataclass(frozen=True)
class Ahead:
    """A move seen from before it: `change` is of the law; the rest are rows that whoever asks may see."""

    change: Change
    to_fill: tuple[Filled, ...]
    records: tuple[Line, ...]
    terms: tuple[Line, ...]
    people: tuple[Line, ...]
    spoken: tuple[Line, ...]

    @property
    def holes(self) -> int:
        """Roles for which nobody is named on the day."""
        return sum(not one.holders for one in self.to_fill)


def look_ahead(partnership: Partnership, change: Change) -> Ahead:
    """Everything that changes on the day of a move, in a number of queries that does not grow with the rows."""
    words = _old_words(change)
    return Ahead(
        change=change,
        to_fill=tuple(filled(partnership, change.begins(Kind.OFFICE), change.on)),
        records=(*_bound_records(partnership, change), *_other_records(partnership, change)),
        terms=tuple(_terms(partnership, change.on, words)),
        people=tuple(_people(partnership, change)),
        spoken=tuple(
            Line(one.title, one.to_do, (one.kind, one.pk)) for one in spoken_at(partnership, change.on, words)
        ),
    )


def _old_words(change: Change) -> tuple[str, ...]:
    """The words that are no longer the law's: what terms of reference and plans may still say."""
    short = {"body_said", "child_death_body"}  # everybody's words, in whatever law
    return tuple(dict.fromkeys(word.before for word in change.renamed if word.concept not in short))


def _bound_records(partnership: Partnership, change: Change) -> list[Line]:
    """Open records with a clock that falls away: begun under the old law, they keep it where the law says so."""
    ending = {clock.id: clock for clock in change.ending_clocks}
    runs = ClockRun.objects.filter(
        partnership=partnership, clock__in=list(ending), met__isnull=True, record__closed_on__isnull=True,
        record__opened_on__lt=change.on,
    ).select_related("record").order_by("record__reference", "due")  # fmt: skip
    lines = []
    for run in runs:
        crossing = ending[run.clock].crossing
        until = f", until {say(crossing.finish_by)}" if crossing and crossing.finish_by else ""
        kept = f"Keeps it: finished under the old law{until}." if crossing and crossing.keeps else "Ends with the move."
        lines.append(Line(f"{run.record}: {run.clock} {run.label}", kept, (run.record.kind, run.record_id)))
    return lines


def _other_records(partnership: Partnership, change: Change) -> list[Line]:
    """What else is open, by kind: its clocks are of both frameworks, and go on as they are."""
    rows = Record.objects.filter(partnership=partnership, closed_on__isnull=True, opened_on__lt=change.on)
    counted = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    titles = {one.slug: one.title for one in all_processes()}
    return [
        Line(f"{titles[kind]}: {number} open", "Go on as they are; both frameworks have their clocks.")
        for kind, number in sorted(counted.items())
        if kind in titles
    ]


def _terms(partnership: Partnership, on: date, words: tuple[str, ...]) -> list[Line]:
    """Groups whose name, purpose or terms in force say a word that is no longer the law's. One query."""
    agreed = TermsOfReference.objects.filter(group=OuterRef("pk"), agreed_on__lte=on).order_by("-agreed_on", "-pk")
    groups = Group.objects.filter(partnership=partnership).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))
    lines = []
    for group in groups.annotate(in_force=Subquery(agreed.values("text")[:1])):
        places = (("name", group.name), ("purpose", group.purpose), ("terms of reference", group.in_force or ""))
        said = [f"{word} (in its {place})" for place, words_of in places for word in named_in(words_of, words)]
        if said:
            lines.append(Line(str(group), f"Says {', '.join(said)}: agree them anew.", ("group", group.slug)))
    return lines


def _people(partnership: Partnership, change: Change) -> list[Line]:
    """Seats and memberships whose role has another name, or is no longer asked for by law. Two queries."""
    words = {word.concept: word for word in change.words}
    lines = []
    chair, lay = words.get("chair"), "lay_members" in {one.key for one in change.falls_away(Kind.OFFICE)}
    roles = [Role.CHAIR.value] if chair and chair.changes else []
    here = Q(until__isnull=True) | Q(until__gte=change.on)
    seats = Seat.objects.filter(here, partnership=partnership, role__in=[*roles, *([Role.LAY_MEMBER] if lay else [])])
    for seat in seats.select_related("person").order_by("role", "person__name"):
        if seat.role == Role.LAY_MEMBER:
            lines.append(Line(f"{seat.person}: lay member", "No longer asked for by law; may stay as you decide."))
        else:
            before, after = _who_chairs(change)
            lines.append(Line(f"{seat.person}: {before}", f"The seat is called {after} from that day."))
    if chair and chair.changes:
        held = Membership.objects.filter(
            here, group__partnership=partnership, group__kind=Group.Kind.BOARD, role=Membership.Role.CHAIR
        )
        for one in held.select_related("person", "group"):
            becomes = f"Until then {chair.before}, from that day {chair.after}: say who that is."
            lines.append(Line(f"{one.person} chairs {one.group}", becomes, ("group", one.group.slug)))
    return lines


def _who_chairs(change: Change) -> tuple[str, str]:
    """What the seat of those who chair and scrutinise is called before and after."""
    held = [word for word in change.words if word.concept in {"chair", "scrutiny"}]
    before, after = dict.fromkeys(word.before for word in held), dict.fromkeys(word.after for word in held)
    return " or ".join(before), " or ".join(after)
