"""What is typed behind a link, kept by the room it is for: in its own rows, sealed where they are sealed.

A form that says `data-draft="{{ request.path }}"` is sent by the page's script while it is being typed. Its view keeps
that and answers with `kept()`; on the next visit `put_back` fills the form.
"""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token

from goldenthread.web.signin.drafts import as_query, typed_before


def being_typed(request: HttpRequest) -> bool:
    """Whether the page's script sends what stands in the form, and nobody has pressed the button."""
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    """What stands in the form, by the names of its inputs."""
    return {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}


def kept(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"csrf_token": get_token(request)})


def put_back(form: forms.BaseForm, typed: Mapping[str, list[str]]) -> None:
    """Fill an unbound form with what was typed before, as it was typed."""
    if typed and not form.is_bound:
        form.initial = {**form.initial, **typed_before(form, as_query(typed))}
