"""A person's calendar: the page where they open or end its address, and the feed that calendar programs fetch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor, growing_into
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.kernel.now import now
from goldenthread.processes.governance.meetings.calendar import CalendarEvent, calendar_events
from goldenthread.processes.governance.meetings.feeds import NoFeed, as_person, end_feed, open_feed, reading_feed
from goldenthread.processes.governance.meetings.models import CalendarFeed, Meeting
from goldenthread.publishing.calendars import to_ics
from goldenthread.web.components import Cell, Column, Table
from goldenthread.web.pages.board import at_board, home_crumb
from goldenthread.web.security.limits import count, whose

#: Not for shared caches; a calendar program asks again after an hour.
HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
MOST_MISSES = 30


@at_board
def calendar_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """What is in the calendar, and its address. A new address is shown once, in the answer: it is kept nowhere."""
    person = get_object_or_404(Person, partnership=board, user_id=request.user.pk, left_on__isnull=True)
    address = ""
    if request.method == "POST" and request.POST.get("do") == "end":
        end_feed(person)
        return redirect(reverse("your_calendar", args=[board.slug]))
    if request.method == "POST":
        address = settings.SITE_URL + reverse("calendar_feed", args=[board.slug, open_feed(person)])
    with growing_into(as_person(current_actor(), person)):
        context = {
            "address": address,
            "feed": CalendarFeed.objects.filter(person=person).first(),
            "table": _table(board),
            "crumbs": [home_crumb(board)],
        }
        response = render(request, "meetings/calendar.html", context)
        response["Cache-Control"] = "no-store, private"
        return response


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The calendar itself, for whoever holds its address; 404 for anything else, without saying why.

    Only addresses that open nothing are counted: one calendar service fetches for hundreds of people.
    """
    try:
        with reading_feed(token) as person:
            if person.partnership.slug != slug:
                raise NoFeed
            content = as_icalendar(person, calendar_events(), settings.SITE_URL)
    except NoFeed as none:
        if count("calendar", whose(request), seconds=600) > MOST_MISSES:
            return render(request, "429.html", status=429)
        raise Http404("There is no such calendar.") from none
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=HEADERS)


def as_icalendar(person: Person, events: list[CalendarEvent], site: str) -> bytes:
    """A feed leaves the platform: it names the group or the reference, says where to read on, and no more."""
    names, board = _groups(events), person.partnership
    told = [_told(one, names, board, site) for one in events]
    return to_ics(board.short_name or board.name, told)


def _told(one: CalendarEvent, names: dict[int, str], board: Partnership, site: str) -> CalendarEvent:
    kind, pk = _of(one)
    title = f"{names[pk]} meeting" if kind == "meeting" else one.title
    return replace(one, title=title, link=site + reverse(kind, args=[board.slug, pk]), description="")


def _of(one: CalendarEvent) -> tuple[str, int]:
    """("meeting" or "action", its id): both are names of pages too."""
    kind, _, pk = one.uid.partition("@")[0].partition("-")
    return kind, int(pk)


def _groups(events: list[CalendarEvent]) -> dict[int, str]:
    """Meeting id -> the short name of its group."""
    keys = [pk for kind, pk in map(_of, events) if kind == "meeting"]
    rows = dict(Meeting.objects.filter(pk__in=keys).values_list("pk", "group_id"))
    names = {group.pk: group.short_name or group.name for group in Group.objects.filter(pk__in=set(rows.values()))}
    return {pk: names.get(group, "A group’s") for pk, group in rows.items()}


def _table(board: Partnership) -> Table | None:
    rows = tuple(
        (
            Cell(one.title, reverse(_of(one)[0], args=[board.slug, _of(one)[1]])),
            Cell(_when(one)),
            Cell("Cancelled" if one.cancelled else one.place),
        )
        for one in calendar_events(now().date())
    )
    columns = (Column("What"), Column("When"), Column("Where"))
    return Table("What is in it", columns, rows, caption_hidden=True) if rows else None


def _when(one: CalendarEvent) -> str:
    return f"{one.starts:%-d %b %Y, %H:%M}" if isinstance(one.starts, datetime) else f"{one.starts:%-d %b %Y}"
