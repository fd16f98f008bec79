"""Where a person arrives: which partnership, and there what needs them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.notices.mailbox import mailbox_reader
from goldenthread.core.notices.models import SentMail
from goldenthread.core.notices.worklist import Urgency, WorkItem, grouped, worklist
from goldenthread.core.tenancy.actor import Actor, acting_as, actor_or_none, current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, SummaryRow, Table, Tag
from goldenthread.web.overview import overview_of

from .board import at_board, home_crumb, is_unit, known_links, needs, record_address

HEADINGS = {
    Urgency.LATE: ("Late", "red"),
    Urgency.THIS_WEEK: ("Due in the next seven days", "orange"),
    Urgency.LATER: ("Coming up", "blue"),
    Urgency.NO_DATE: ("Without a date", "grey"),
}
MOST_SHOWN = 50
#: What the business unit begins from here; brought by other packages.
TOOLS = (
    ("Import minutes", "import_minutes"),
    ("Minutes being checked", "minutes_imports"),
    ("Invite someone", "invite"),
)


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """The first page: sign-in, straight to the only partnership, or a choice of them."""
    if actor_or_none() is None:
        return redirect("account_login")
    boards = list(Partnership.objects.filter(pk__in=current_actor().claim("known_at")))
    if len(boards) == 1:
        return redirect("home", boards[0].slug)
    return render(request, "web/pages/front.html", {"boards": boards})


@at_board
def home(request: HttpRequest, board: Partnership) -> HttpResponse:
    items = worklist(current_actor(), board, today())
    parts = [
        (*HEADINGS[urgency], len(found), _table(board, found)) for urgency, found in grouped(items).items() if found
    ]
    actor, tools = current_actor(), known_links(board, TOOLS) if is_unit(board) else []
    context = {
        "board": board,
        "stand_url": reverse("standing", args=[board.slug]) if actor.oversees(board.pk) else "",
        "ask_url": reverse("chair", args=[board.slug]) if board.pk in actor.partnerships else "",
        "agency": _agency(board, actor),
        "meetings": _next_meetings(board),
        "tools": tools,
        "parts": parts,
        "late": sum(item.urgency is Urgency.LATE for item in items),
        "total": len(items),
        "most": MOST_SHOWN,
        "all_actions": f"{reverse('actions', args=[board.slug])}?mine=agency&standing=live",
    }
    return render(request, "web/pages/home.html", context)


@at_board
def standing(request: HttpRequest, board: Partnership) -> HttpResponse:
    """How the partnership stands: its promises, and what waits in every room. The first page brings it in below what
    needs its reader; without a script it is a page of its own.
    """
    needs(OVERSIGHT, board, "see how it stands")
    context = {"overview": _overview(board), "waiting": overview_of(board), "crumbs": [home_crumb(board)]}
    part = request.headers.get("HX-Request")
    return render(request, "web/pages/_standing.html" if part else "web/pages/standing.html", context)


def _overview(board: Partnership) -> list[SummaryRow]:
    """How the partnership's promises stand, each figure leading to the rows behind it. One query."""
    live = ~Q(status=Action.Status.CLOSED)
    wanted = {
        "live": ("Actions not closed", live),
        "overdue": ("Overdue", live & Q(due_on__lt=today())),
        "deferred": ("Put off at least once", live & Q(deferrals__gt=0)),
        "unowned": ("Without an owner", live & Q(owner__isnull=True, owner_agency__isnull=True)),
        "undated": ("Without a date", live & Q(due_on__isnull=True)),
        "promise": ("Closed, impact unknown", Q(reason=Action.Reason.DONE_NO_EVIDENCE)),
    }
    rows = Action.objects.filter(partnership=board)
    found = rows.aggregate(**{name: Count("pk", filter=condition) for name, (_, condition) in wanted.items()})
    actions = reverse("actions", args=[board.slug])
    return [
        SummaryRow(label, found[name], (Link("See them", f"{actions}?standing={name}", label.lower()),))
        for name, (label, _) in wanted.items()
    ]


def _agency(board: Partnership, actor: Actor) -> list[SummaryRow]:
    """How the promises of the reader's own agency stand: for those who answer for one and do not oversee. One query."""
    mine = actor.agencies_at(board.pk)
    if not mine or actor.oversees(board.pk):
        return []
    live = ~Q(status=Action.Status.CLOSED)
    wanted = {
        "live": ("Actions your agency answers for", live),
        "overdue": ("Of these overdue", live & Q(due_on__lt=today())),
        "deferred": ("Put off at least once", live & Q(deferrals__gt=0)),
        "promise": ("Closed without evidence: impact unknown", Q(reason=Action.Reason.DONE_NO_EVIDENCE)),
    }
    rows = Action.objects.filter(partnership=board, owner_agency__in=mine)
    found = rows.aggregate(**{name: Count("pk", filter=condition) for name, (_, condition) in wanted.items()})
    there = reverse("actions", args=[board.slug])
    return [
        SummaryRow(label, found[name], (Link("See them", f"{there}?mine=agency&standing={name}", label.lower()),))
        for name, (label, _) in wanted.items()
    ]


def _next_meetings(board: Partnership) -> list[Link]:
    """The next meetings that the actor may see, soonest first."""
    rows = Record.objects.filter(partnership=board, kind="meetings", opened_on__gte=today(), closed_on__isnull=True)
    return [Link(row.title, record_address(board, row.kind, row.pk)) for row in rows.order_by("opened_on")[:5]]


def mailbox(request: HttpRequest) -> HttpResponse:
    """What was sent, to whom: in the demonstration only, where nothing leaves the machine."""
    if not settings.DEMONSTRATION:
        raise Http404("There is a mailbox page in the demonstration only.")
    with acting_as(mailbox_reader()):
        letters = list(SentMail.objects.order_by("-pk")[:MOST_SHOWN])
    return render(request, "web/pages/mailbox.html", {"letters": letters})


@login_not_required
def words(request: HttpRequest, page: str) -> HttpResponse:
    """Help, the accessibility statement, the privacy notice."""
    return render(request, f"web/pages/{page}.html")


def _table(board: Partnership, items: list[WorkItem]) -> Table:
    headings = (Column("What"), Column("Why it is here"), Column("Due"))
    return Table("To do", headings, tuple(_row(board, item) for item in items[:MOST_SHOWN]), True)


def _row(board: Partnership, item: WorkItem) -> tuple[Cell, ...]:
    late = Tag(item.in_words.capitalize(), "red") if item.urgency is Urgency.LATE else None
    due = f"{item.due:%-d %B %Y}" if item.due else "No date set"
    return (
        Cell(f"{item.reference}: {item.title}", _address(board, item)),
        Cell(item.why),
        Cell(due, tag=late, note=item.in_words.capitalize() if not late and (item.due or item.since) else ""),
    )


def _address(board: Partnership, item: WorkItem) -> str:
    if item.link:
        return item.link
    if item.kind == "action":
        return reverse("action", args=[board.slug, item.pk])
    return record_address(board, item.record_kind, item.pk)
