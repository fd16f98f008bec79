"""In the demonstration, and there alone, the sign-in page offers its made-up people at one click."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Seat, User

DOMAIN = "@demo.example"
BACKEND = "goldenthread.web.signin.second_factor.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """Someone made up, whom anybody may be: user id, name, and what they do where."""

    pk: int
    name: str
    roles: str


def demonstration_people() -> list[DemonstrationPerson]:
    """Everyone the demonstration offers, in the order they were made; nobody outside it."""
    if not settings.DEMONSTRATION:
        return []
    users = list(User.objects.filter(email__endswith=DOMAIN, is_active=True).order_by("pk"))
    does: dict[int, list[str]] = defaultdict(list)
    with acting_as(Actor(None, held={"users": frozenset(user.pk for user in users)})):
        for seat in Seat.objects.select_related("agency").order_by("pk"):
            does[seat.user_id].append(f"{seat.get_role_display()}, {seat.agency}")
    return [DemonstrationPerson(user.pk, user.name, "; ".join(dict.fromkeys(does[user.pk]))) for user in users]


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the made-up people. Outside the demonstration this page does not exist."""
    if not settings.DEMONSTRATION:
        raise Http404
    wanted = request.POST.get("user", "")
    user = get_object_or_404(User, pk=wanted if wanted.isdecimal() else 0, email__endswith=DOMAIN, is_active=True)
    login(request, user, backend=BACKEND)
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(onward if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
