"""The coverage matrix: each recommendation by where it comes from, what it serves, who owns it, what is done and shown
for it, with the holes named.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import (
    Action,
    Evidence,
    Impact,
    Origin,
    Priority,
    Recommendation,
    Serves,
)
from goldenthread.core.thread.outcomes import Outcome, outcome_by_looks, outcomes
from goldenthread.core.thread.plans import priorities_in_force
from goldenthread.web.components import Cell, Link, Tag

from .board import at_board, home_crumb
from .choosing import about, agencies_of, groups_of, themes_of_board
from .listing import Column, Filter, Listing, by_column, export, list_context
from .recommendation_parts import OUTCOMES
from .recommendations import url_of

#: The strongest grade first; evidence that nobody graded counts as said.
GRADES = (Evidence.Grade.OUTCOMES, Evidence.Grade.OBSERVED, Evidence.Grade.DOCUMENTED, Evidence.Grade.SAID)
GRADED = {"": "said", "said": "said", "documented": "documented", "observed": "observed", "outcomes": "outcomes seen"}
HOLES = (
    ("owner", "Owned by nobody"),
    ("group", "No group"),
    ("priority", "No priority"),
    ("action", "No action"),
    ("evidence", "Actions, but no evidence"),
    ("impact", "Nobody has looked"),
)


@at_board
def coverage_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = coverage_listing(board)
    file = export(request, listing)
    if file:
        return file
    context = {
        **list_context(request, listing),
        "crumbs": [home_crumb(board), Link("Recommendations", reverse("recommendations", args=[board.slug]))],
    }
    if request.headers.get("HX-Request"):
        return render(request, "web/pages/_results.html", context)
    context |= {"holes": _hole_links(request, board, listing), "unserved": _unserved(board)}
    return render(request, "web/pages/coverage.html", context)


def coverage_listing(board: Partnership) -> Listing:
    """One line a recommendation, each read with what hangs from it in a number of queries that does not grow."""
    return Listing(
        title="Coverage",
        rows=_rows(board),
        columns=(
            Column("Recommendation", lambda r: _named(board, r), lambda r: r.reference, "reference"),
            Column("Comes from", _origin, lambda r: str(r.origin or ""), "origin__title"),
            Column("Priority", _priorities, lambda r: "; ".join(map(str, _served(r)))),
            Column("Who owns it", _owner, lambda r: str(r.owner_group or "")),
            Column("Actions", _actions, lambda r: len(r.seen_actions)),
            Column("Evidence", _evidence, lambda r: _strongest(r)),
            Column("Impact", _impact, lambda r: outcome_by_looks(r, r.looks).label),
        ),
        filters=(
            Filter("hole", "Hole", HOLES, lambda rows, value: rows.filter(hole(board, value))),
            Filter("origin", "Comes from", _choices(Origin.objects.filter(partnership=board)), by_column("origin_id")),
            Filter("priority", "Priority", _choices(Priority.objects.filter(partnership=board)), _by_priority),
            Filter("theme", "Theme", themes_of_board(board), _by_theme),
            Filter("group", "Group", groups_of(board), by_column("owner_group_id")),
            Filter("agency", "Agency", agencies_of(board), by_column("owner_agency_id")),
            Filter("outcome", "Impact", tuple(Outcome.choices), _by_outcome(board)),
            Filter("standing", "Standing", STANDINGS, _by_standing, default="pursued"),
        ),
        searched=("reference", "text", "origin_number"),
        default_sort="-made_on",
        empty=("No recommendations yet", "Import an inspection's list, or make one from a finding.", "", ""),
        wide=(
            Column("What", lambda r: "", lambda r: r.text),
            Column("Agency that answers", lambda r: "", lambda r: str(r.owner_agency or "")),
            Column("Its number there", lambda r: "", lambda r: r.origin_number),
            Column("Made on", lambda r: "", lambda r: r.made_on),
            Column("Due", lambda r: "", lambda r: r.due_on or ""),
            Column("Holes", lambda r: "", lambda r: "; ".join(_holes(r))),
        ),
    )


STANDINGS = (("pursued", "Open, or done"), ("open", "Not closed"), ("closed", "Closed"))


def hole(board: Partnership, name: str) -> Q:
    """What is missing, as a condition on recommendations; of actions, evidence and looks: none that the reader sees.

    Each set of keys is made once for the whole question, and not looked for again for each line.
    """
    actions = Action.objects.filter(partnership=board, recommendation__isnull=False)
    looks = Impact.objects.filter(partnership=board, looked_on__isnull=False)
    served = Serves.objects.filter(partnership=board)
    acted = Q(pk__in=actions.order_by().values("recommendation_id"))
    conditions: dict[str, Any] = {
        "owner": Q(owner_group__isnull=True, owner_agency__isnull=True),
        "group": Q(owner_group__isnull=True),
        "priority": ~Q(pk__in=served.order_by().values("recommendation_id")),
        "action": ~acted,
        "evidence": acted & ~Q(pk__in=_shown(board)),
        "impact": ~Q(pk__in=looks.order_by().values("recommendation_id")),
    }
    return Q(conditions[name])


def _shown(board: Partnership) -> QuerySet:
    """Keys of the recommendations with evidence in sight: some action of theirs is in sight then too."""
    shown = Evidence.objects.filter(partnership=board, action__recommendation__isnull=False)
    return shown.order_by().values("action__recommendation_id")


def _rows(board: Partnership) -> QuerySet:
    shown = Action.objects.only("pk", "recommendation_id", "status", "reason").prefetch_related(
        Prefetch("evidence", Evidence.objects.only("pk", "action_id", "grade"), to_attr="shown")
    )
    looks = Impact.objects.filter(looked_on__isnull=False).order_by("-looked_on", "-pk")
    rows = Recommendation.objects.filter(partnership=board).select_related("owner_group", "owner_agency", "origin")
    return rows.prefetch_related(
        Prefetch("actions", shown, to_attr="seen_actions"),
        Prefetch("impacts", looks, to_attr="looks"),
        Prefetch("serves", Serves.objects.select_related("priority"), to_attr="served"),
    )


def _named(board: Partnership, row: Recommendation) -> Cell:
    return Cell(f"{row.reference}: {row.text}", url_of(board, row))


def _origin(row: Recommendation) -> Cell:
    return Cell(
        str(row.origin or "Not said"),
        note=f"Number {row.origin_number}" if row.origin_number.isdigit() else row.origin_number,
    )


def _served(row: Any) -> list[Priority]:
    return [link.priority for link in row.served]


def _priorities(row: Any) -> Cell:
    return Cell("; ".join(map(str, _served(row)))) if row.served else _hole("No priority")


def _owner(row: Recommendation) -> Cell:
    if not row.owner_group and not row.owner_agency:
        return _hole("Nobody")
    note = f"Answers: {row.owner_agency}" if row.owner_agency else ""
    return Cell(str(row.owner_group), note=note) if row.owner_group else Cell("", tag=Tag("No group", "red"), note=note)


def _hole(words: str) -> Cell:
    return Cell("", tag=Tag(words, "red"))


def _actions(row: Any) -> Cell:
    if not row.seen_actions:
        return _hole("No action")
    live = sum(action.status != Action.Status.CLOSED for action in row.seen_actions)
    promised = sum(action.reason == Action.Reason.DONE_NO_EVIDENCE for action in row.seen_actions)
    note = f"{promised} done, impact unknown" if promised else ""
    total = len(row.seen_actions)
    words = "open" if live == total else f"of which {live} open" if live else "closed"
    return Cell(f"{total}, {words}", note=note)


def _pieces(row: Any) -> list[Evidence]:
    return [one for action in row.seen_actions for one in action.shown]


def _strongest(row: Any) -> str:
    held = {one.grade for one in _pieces(row)}
    best = next((grade for grade in GRADES if grade in held), None)
    return GRADED[best.value if best else ""] if held else ""


def _evidence(row: Any) -> Cell:
    pieces = _pieces(row)
    if not pieces:
        return _hole("No evidence") if row.seen_actions else Cell("")
    return Cell(f"{len(pieces)}, at best {_strongest(row)}")


def _impact(row: Any) -> Cell:
    outcome = outcome_by_looks(row, row.looks)
    return Cell("", tag=Tag(outcome.label, OUTCOMES[outcome]))


def _holes(row: Any) -> list[str]:
    """The names of what is missing from one line, for the spreadsheet."""
    found = {
        "owner": not row.owner_group_id and not row.owner_agency_id,
        "group": not row.owner_group_id,
        "priority": not row.served,
        "action": not row.seen_actions,
        "evidence": bool(row.seen_actions) and not _pieces(row),
        "impact": not row.looks,
    }
    return [words for name, words in HOLES if found[name]]


def _hole_links(request: HttpRequest, board: Partnership, listing: Listing) -> list[tuple[str, int, str]]:
    """How many of those that fit the other filters lack what: (words, number, the address of the list)."""
    query = request.GET.copy()
    for name in ("hole", "page", "sort"):
        query.pop(name, None)
    rows = Recommendation.objects.filter(partnership=board)
    for one in listing.filters:
        value = query.get(one.name, one.default)
        if one.name != "hole" and value in {key for key, _ in one.choices}:
            rows = one.narrow(rows, value)
    found = rows.aggregate(
        every=Count("pk"),
        shown=Count("pk", filter=Q(pk__in=_shown(board))),
        **{name: Count("pk", filter=hole(board, name)) for name, _ in HOLES if name != "evidence"},
    )
    found["evidence"] = found["every"] - found["action"] - found["shown"]  # what shows something shows it of an action
    return [(words, found[name], f"?{_with(query, name)}") for name, words in HOLES]


def _with(query: Any, name: str) -> str:
    copy = query.copy()
    copy["hole"] = name
    return str(copy.urlencode())


def _unserved(board: Partnership) -> list[Priority]:
    """Priorities in force that no recommendation and no action serves."""
    served, done = Serves.objects.filter(priority=OuterRef("pk")), Action.objects.filter(priority=OuterRef("pk"))
    return list(priorities_in_force(board).filter(~Exists(served), ~Exists(done)))


def _by_standing(rows: QuerySet, value: str) -> QuerySet:
    closed = Q(status=Recommendation.Status.CLOSED)
    return rows.filter(
        {"pursued": ~closed | Q(reason=Recommendation.Reason.DONE), "open": ~closed, "closed": closed}[value]
    )


def _by_priority(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(Exists(Serves.objects.filter(recommendation=OuterRef("pk"), priority_id=value)))


def _by_theme(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(pk__in=about(value).values("pk"))


def _by_outcome(board: Partnership) -> Any:
    def narrow(rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(pk__in=[pk for pk, outcome in outcomes(board).items() if outcome == value])

    return narrow


def _choices(rows: QuerySet) -> tuple[tuple[str, str], ...]:
    return tuple((str(row.pk), str(row)) for row in rows)
