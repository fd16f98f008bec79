"""The page behind the link: what an agency is asked, and its answer. And the form by which the unit sends the link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.links.models import Link as MailedLink
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.by_link.door import by_link
from goldenthread.web.by_link.typing import being_typed, kept, put_back, typed_in
from goldenthread.web.components import Link
from goldenthread.web.pages.board import for_unit, home_crumb
from goldenthread.web.pages.forms import act, form_class, version_of

from .answering import FIELDS
from .links import answer_by_link, ask_by_link, contact_of, keep_typed
from .models import LINK, Cascade, Reply, Slip
from .process import cascades


@for_unit("send a link")
def link_page(request: HttpRequest, board: Partnership, pk: int, reply: int) -> HttpResponse:
    """Send an agency's contact the link to answer."""
    cascade = get_object_or_404(Cascade, pk=pk, partnership=board)
    row = get_object_or_404(Reply.objects.select_related("agency", "record__partnership"), pk=reply, record=cascade)
    made = {
        "name": forms.CharField(label="Full name", max_length=200),
        "email": forms.EmailField(label="Email address"),
    }
    form = type("LinkForm", (forms.Form,), made)(request.POST or None, initial=contact_of(row))
    back = reverse("cascade", args=[board.slug, pk])
    context = {
        "title": f"Send {row.agency} a link to answer",
        "caption": str(cascade),
        "warning": "Whoever has the link answers for the agency. An earlier link to the same address stops working.",
        "crumbs": [
            home_crumb(board),
            Link(cascades.title, reverse("records", args=[board.slug, cascades.slug])),
            Link(cascade.reference, back),
        ],
        "cancel_url": back,
        "button": "Send it",
    }

    def done(link: MailedLink) -> str:
        messages.success(request, f"The link is sent to {link.name}.")
        return back

    return act(request, form, lambda v: ask_by_link(row, **v), done, "web/pages/form.html", context)


@by_link(LINK)
def answer_page(request: HttpRequest, link: MailedLink) -> HttpResponse:
    """What was asked, and the answer. What is typed is kept as it is typed; sent, the page is shut."""
    slip = Slip.objects.select_related("partnership", "agency").get(pk=link.opens)
    if request.method == "POST":
        keep_typed(slip, typed_in(request))
    if being_typed(request):
        return kept(request)
    form = answer_form(slip.partnership)(request.POST or None)
    put_back(form, slip.typed)
    context = {"slip": slip, "version": slip.version}

    def verb(values: dict[str, Any]) -> Reply:
        return answer_by_link(slip, link, expected_version=version_of(request), **values)

    def done(reply: Reply) -> str:
        return reverse("answering_cascade", args=[slip.partnership.slug, link.pk])

    return act(request, form, verb, done, "cascades/by_link.html", context)


def answer_form(board: Partnership) -> type[forms.Form]:
    """The answer's columns; "not yet" is no answer."""
    made = form_class(Reply, FIELDS, board)
    field: Any = made.base_fields["status"]
    field.choices = field.widget.choices = [one for one in Reply.Status.choices if one[0] != Reply.Status.WAITING]
    field.initial = None
    return made
