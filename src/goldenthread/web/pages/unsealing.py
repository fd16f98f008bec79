"""The sealed part of a case on a page: shut until its reader says why, and then open to them for half an hour.

Each page that shows something sealed writes a line of its own before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from goldenthread.core.casework.models import Reading, Record
from goldenthread.core.casework.process import process_named
from goldenthread.core.casework.sealed import reading, refuse_if_destroyed
from goldenthread.core.files.models import StoredFile
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now
from goldenthread.web.components import Cell, Link
from goldenthread.web.forms import RadioSelect

from .board import at_board, home_crumb, record_address
from .forms import act
from .listing import Column, Filter, Listing, by_column, export, list_context

LASTS = timedelta(minutes=30)
SAID = "reading"
#: Why people read a case; what those are here for who answer a form by link is no choice.
PURPOSES = [one for one in Reading.Purpose.choices if one[0] != Reading.Purpose.ANSWER]


class WhyForm(forms.Form):
    """Why the sealed part is read."""

    purpose = forms.ChoiceField(label="Why do you need to read it?", choices=PURPOSES, widget=RadioSelect)
    words = forms.CharField(
        label="In your words",
        max_length=200,
        required=False,
        help_text="Such as the meeting it is for. Do not write a name. Needed where it is something else.",
    )

    def clean(self) -> dict[str, Any]:
        """Something else is said in words."""
        said = super().clean() or {}
        if said.get("purpose") == Reading.Purpose.OTHER and not said.get("words", "").strip():
            self.add_error("words", "Say why, in a few words: it is kept with your name.")
        return said


@contextmanager
def as_read(request: HttpRequest, record: Record, *, what: str) -> Iterator[bool]:
    """Within, a sealed case is open, if its reader has said why in the last half hour: whether it is.

    A record that is not sealed is always open. `what` is what the page shows, as its line in the log says.
    """
    said = _said(request, record)
    if record.register_id is None:
        yield True
    elif said is None or record.destroyed_on is not None:
        yield False
    else:
        with reading(record, purpose=said["purpose"], words=said["words"], what=what):
            yield True


@contextmanager
def file_as_read(request: HttpRequest, file: StoredFile, *, what: str) -> Iterator[None]:
    """Within, a file of a sealed case is open as its case is. Any other file is open anyway."""
    if file.record is None or not file.sealed:
        yield
        return
    with as_read(request, file.record, what=what):
        yield


def is_shut(request: HttpRequest, record: Record) -> bool:
    """Whether this reader must say why before the sealed part of this record can be shown to them."""
    return record.register_id is not None and (_said(request, record) is None or record.destroyed_on is not None)


def said_why(request: HttpRequest, record: Record) -> dict[str, str]:
    """The purpose and the words with which this reader opened the case, for work that the worker does for them."""
    said = _said(request, record) or {}
    return {name: str(said.get(name, "")) for name in ("purpose", "words")}


def ask_why(board: Partnership, record: Record, next_: str) -> HttpResponseBase:
    """To the page that asks why, and from there on to what was wanted."""
    there = reverse("read_sealed", args=[board.slug, record.kind, record.pk])
    return redirect(f"{there}?{urlencode({'next': next_})}")


def sealed_context(request: HttpRequest, board: Partnership, record: Record) -> dict[str, Any]:
    """What a page says of its sealed part: `sealed` is nothing for a record that has none."""
    if record.register_id is None:
        return {"sealed": None}
    args, said = [board.slug, record.kind, record.pk], _said(request, record)
    return {
        "sealed": {
            "why": Reading.Purpose(said["purpose"]).label if said else "",
            "until": datetime.fromisoformat(said["until"]) if said else None,
            "destroyed_on": record.destroyed_on,
            "read_url": f"{reverse('read_sealed', args=args)}?{urlencode({'next': request.path})}",
            "shut_url": reverse("shut_sealed", args=args),
            "readers_url": reverse("sealed_readers", args=args),
            "people_url": reverse("sealed_people", args=args),
            "keeping_url": reverse("sealed_keeping", args=args),
        }
    }


@at_board
def read_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    """Ask why, and open the case to this reader for half an hour."""
    record = sealed_record(board, kind, pk)
    back = record_address(board, kind, pk)
    onward = _local(request.GET.get("next", ""), back)

    def verb(values: dict[str, Any]) -> None:
        refuse_if_destroyed(record)
        until = (now() + LASTS).isoformat()
        request.session[SAID] = {**_fresh(request), str(record.pk): {**values, "until": until}}

    context = {
        "title": "Read the sealed part",
        "caption": record.reference,
        "warning": "Your name, the time, why, and each page that you open are written down, and reviewed.",
        "crumbs": [home_crumb(board), Link(record.reference, back)],
        "cancel_url": back,
        "button": "Read it",
    }
    return act(request, WhyForm(request.POST or None), verb, lambda _: onward, "web/pages/form.html", context)


@require_POST
@at_board
def shut_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    """Close it again before the half hour is over."""
    record = sealed_record(board, kind, pk)
    request.session[SAID] = {key: said for key, said in _fresh(request).items() if key != str(record.pk)}
    return redirect(record_address(board, kind, pk))


@at_board
def readers_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    """Who has read a case, when, why and what."""
    record = sealed_record(board, kind, pk)
    listing = readings_listing(f"Who has read {record.reference}", Reading.objects.filter(record=record))
    return readings_page(request, listing, [home_crumb(board), Link(record.reference, record_address(board, kind, pk))])


def readings_listing(title: str, rows: Any, *, with_case: bool = False) -> Listing:
    """The log of readings as a list: newest first, by purpose, to Excel and CSV."""
    columns = (
        Column("When", lambda r: Cell(f"{r.at.astimezone():%-d %B %Y, %H:%M}"), lambda r: r.at, "at"),
        Column("Who", lambda r: Cell(r.by), lambda r: r.by, "by"),
        Column("Why", lambda r: Cell(_why(r), note=r.words), _why, "purpose"),
        Column("What was shown", lambda r: Cell(r.what), lambda r: r.what),
    )
    case = (Column("Case", lambda r: Cell(r.reference), lambda r: r.reference, "reference"),) if with_case else ()
    purposes = tuple((str(key), str(label)) for key, label in Reading.Purpose.choices)
    return Listing(
        title=title,
        rows=rows,
        columns=(*case, *columns),
        filters=(Filter("purpose", "Why", purposes, by_column("purpose")),),
        searched=("by", "what", "reference"),
        default_sort="-at",
        empty=("Nobody has read it yet", "Each look at the sealed part is written down here.", "", ""),
        wide=(Column("In their words", lambda r: "", lambda r: r.words),),
    )


def _why(row: Reading) -> str:
    return row.get_purpose_display()


def readings_page(request: HttpRequest, listing: Listing, crumbs: list[Link]) -> HttpResponse:
    if file := export(request, listing):
        return file
    template = "web/pages/_results.html" if request.headers.get("HX-Request") else "web/pages/list.html"
    return render(request, template, {**list_context(request, listing), "crumbs": crumbs})


def sealed_record(board: Partnership, kind: str, pk: int) -> Record:
    """A case that this reader may see. 404 for a kind of work that is not sealed."""
    process = process_named(kind)
    if process is None or not process.sealed:
        raise Http404(f"There is no sealed work called {kind}.")
    record: Record = get_object_or_404(Record, pk=pk, partnership=board, kind=kind)
    return record


def _said(request: HttpRequest, record: Record) -> dict[str, Any] | None:
    return _fresh(request).get(str(record.pk))


def _fresh(request: HttpRequest) -> dict[str, Any]:
    """What this reader said in the last half hour, by record."""
    moment = now()
    said = request.session.get(SAID, {})
    return {key: one for key, one in said.items() if datetime.fromisoformat(one["until"]) > moment}


def _local(path: str, otherwise: str) -> str:
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else otherwise
