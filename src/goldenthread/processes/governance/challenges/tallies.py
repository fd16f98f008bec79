"""One line for each challenge that the whole table may count, and what the lines say by agency, source and theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import RecordTheme, Theme
from goldenthread.kernel.now import today

from .models import Challenge, Ladder, Tally

State = Challenge.State
LIVE = (State.OPEN, State.ANSWERED, State.KEPT)
ORDER = list(Ladder)


def after(challenge: Challenge, name: str) -> None:
    """After every step, the line says what the challenge says."""
    write_tally(challenge)


def write_tally(challenge: Challenge) -> Tally:
    """The line of one challenge, as it now stands."""
    asked = list(challenge.rungs.all())
    came = [rung.answered_on for rung in asked if rung.answered_on]
    values = {
        "agency_id": None if challenge.other_body else challenge.lead_agency_id,
        "body": challenge.other_body,
        "source": challenge.source,
        "state": challenge.state,
        "rung": challenge.rung,
        "raised_on_rung": asked[0].rung,
        "outcome": challenge.outcome,
        "due_on": challenge.answer_due_on,
        "answered_on": min(came, default=None),
        "late": any(rung.answered_on > rung.due_on for rung in asked if rung.answered_on and rung.due_on),
        "decided_on": challenge.decided_on,
        "themes": sorted(RecordTheme.objects.filter(record=challenge.pk).values_list("theme_id", flat=True)),
    }
    fixed = {"partnership_id": challenge.partnership_id, "opened_on": challenge.opened_on}
    line, _ = Tally.objects.update_or_create(record=challenge, defaults=values, create_defaults={**values, **fixed})
    return line


@dataclass(frozen=True)
class Standing:
    """What the lines of one agency or body say. Days are calendar days; nothing where there is nothing to count."""

    agency: int | None
    name: str
    total: int
    waiting: int
    overdue: int
    late: int
    answered: int
    median_days: float | None
    oldest: date | None
    escalated: int
    outcomes: Counter[str]


def by_agency(board: Partnership, *, since: date | None = None, until: date | None = None) -> list[Standing]:
    """Each challenged agency and body, those with the oldest unanswered challenge first. Two queries.

    `since`, `until`: the days, both included, on which the challenges were put; without, all.
    """
    lines: dict[tuple[int | None, str], list[Tally]] = {}
    for line in lines_of(board, since, until).select_related("agency"):
        lines.setdefault((line.agency_id, line.body or str(line.agency)), []).append(line)
    found = [_standing(agency, name, own) for (agency, name), own in lines.items()]
    return sorted(found, key=lambda one: (one.oldest or date.max, one.name))


def lines_of(board: Partnership, since: date | None = None, until: date | None = None) -> QuerySet[Tally]:
    wanted = Q(partnership=board)
    wanted &= Q(opened_on__gte=since) if since else Q()
    return Tally.objects.filter(wanted & (Q(opened_on__lte=until) if until else Q()))


def by_theme(lines: Iterable[Tally]) -> list[tuple[str, int]]:
    """How many challenges are about each theme, as the vocabulary now says it; the most first. One query."""
    counted = Counter(theme for line in lines for theme in set(line.themes))
    words: Counter[str] = Counter()
    for theme in Theme.objects.filter(pk__in=counted).select_related("merged_into"):
        words[str(theme.merged_into or theme)] += counted[theme.pk]
    return sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))


def by_source(lines: Iterable[Tally]) -> list[tuple[str, int, int]]:
    """(source, challenges, of which not answered), in the order of the sources."""
    total: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for line in lines:
        total[line.source] += 1
        waiting[line.source] += line.state == State.OPEN
    return [(str(label), total[key], waiting[key]) for key, label in Challenge.Source.choices if total[key]]


def carried_over(board: Partnership, start: date) -> list[Any]:
    """Challenges put before a year began and not over by then, as they stand today; the oldest first. One query.

    Within the reader's own sight: words are for those who may read them, counts for all.
    """
    open_then = Q(decided_on__isnull=True) | Q(decided_on__gte=start)
    rows = Challenge.objects.filter(open_then, partnership=board, opened_on__lt=start).exclude(state=State.WITHDRAWN)
    return list(rows.select_related("lead_agency").order_by("opened_on", "pk"))


def honest(challenge: Challenge) -> str:
    """How a challenge that was carried over really stands, in words for the annual report."""
    if challenge.state == State.CLOSED:
        return str(challenge.get_outcome_display())
    words = {
        State.OPEN: "Still not answered",
        State.ANSWERED: "Answered; still a challenge, no outcome yet",
        State.KEPT: "Business as usual, kept in view",
    }[State(challenge.state)]
    return f"{words}. Carried over again" if challenge.outcome else words


def _standing(agency: int | None, name: str, lines: list[Tally]) -> Standing:
    waiting = [line for line in lines if line.state == State.OPEN]
    took = [(line.answered_on - line.opened_on).days for line in lines if line.answered_on]
    return Standing(
        agency=agency,
        name=name,
        total=len(lines),
        waiting=len(waiting),
        overdue=sum(line.due_on < today() for line in waiting),
        late=sum(line.late for line in lines),
        answered=len(took),
        median_days=median(took) if took else None,
        oldest=min((line.opened_on for line in waiting), default=None),
        escalated=sum(ORDER.index(Ladder(line.rung)) > ORDER.index(Ladder(line.raised_on_rung)) for line in lines),
        outcomes=Counter(line.outcome for line in lines if line.outcome),
    )
