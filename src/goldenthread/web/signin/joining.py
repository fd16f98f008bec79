"""Following an invitation: from the link in the email to a seat at the table."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.core.tenancy.models import User
from goldenthread.web.security.limits import limited

from . import invitations
from .demonstration import BACKEND
from .forms import JoinForm
from .models import Invitation, token_hash


@login_not_required
@limited("invitation", tries=30, seconds=600)
def follow_view(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the email. Only the token's hash goes on from here, in the session: the token stays out of
    further addresses,
    of referrers and of logs. Opening the link changes nothing, so that mail scanners may.
    """
    request.session["invitation"] = token_hash(token)
    return redirect("accept_invitation")


@login_not_required
@limited("invitation", tries=60, seconds=600)
def accept_view(request: HttpRequest) -> HttpResponse:
    """What they are invited to, and the way in: a password, their organisation's account, or the account they have."""
    hashed = request.session.get("invitation", "")
    found = invitations.find(hashed) if hashed else None
    if found is None or not found.open:
        return render(request, "signin/invitation_closed.html", {"invitation": found}, status=410 if found else 404)
    if request.user.is_authenticated:
        return _accept_signed_in(request, hashed, found)
    if User.objects.filter(email__iexact=found.email).exists():
        return render(request, "signin/invitation.html", {"invitation": found, "known": True})
    form = JoinForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        return _join(request, hashed, form)
    return render(request, "signin/invitation.html", {"invitation": found, "form": form})


def _join(request: HttpRequest, hashed: str, form: JoinForm) -> HttpResponse:
    try:
        user = invitations.join(hashed, password=form.cleaned_data["password"], name=form.cleaned_data["name"])
    except invitations.NotOpen:
        return redirect("accept_invitation")
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password", email=user.email)
    return _welcome(request)


def _accept_signed_in(request: HttpRequest, hashed: str, found: Invitation) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]  # ours, beside Django's own attributes
    same = user.email.lower() == found.email.lower()
    if request.method == "POST" and same:
        try:
            invitations.accept(hashed, user=user)
        except (invitations.NotOpen, PermissionDenied):
            return redirect("accept_invitation")
        return _welcome(request)
    return render(request, "signin/invitation.html", {"invitation": found, "same": same, "other": not same})


def _welcome(request: HttpRequest) -> HttpResponse:
    request.session.pop("invitation", None)
    messages.success(request, "Welcome. Your seat is ready.")
    return redirect("/")


@login_not_required
def how_to_join_view(request: HttpRequest) -> HttpResponse:
    """Where allauth has its sign-up page: how people get an account here."""
    return render(request, "signin/how_to_join.html")
