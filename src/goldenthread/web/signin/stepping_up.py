"""Before a list leaves the platform: was it this person, with their second factor, not long ago?"""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from goldenthread.kernel.now import now

#: How long after showing the second factor, at signing in or since, lists may be exported.
EXPORT_GRACE_SECONDS = 30 * 60
WHY = "A list that you export leaves Golden Thread, so say once more who you are. Then choose Excel or CSV again."


def ask_before_export(request: HttpRequest) -> HttpResponse | None:
    """Nothing where the second factor was shown in the last `EXPORT_GRACE_SECONDS` (at signing in, say); else the way
    to the page that asks for it, which leads back to the list. In the demonstration there is none to show.
    """
    if not settings.SECOND_FACTOR_REQUIRED or shown_since(request, EXPORT_GRACE_SECONDS):
        return None
    query = request.GET.copy()
    query.pop("format", None)
    back = f"{request.path}?{query.urlencode()}" if query else request.path
    messages.info(request, WHY)
    return HttpResponseRedirect(f"{reverse(_page(request))}?{urlencode({'next': back})}")


def shown_since(request: HttpRequest, seconds: int) -> bool:
    """Whether the person showed a second factor in this session within so many seconds."""
    times = [one["at"] for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    return bool(times) and now().timestamp() - max(times) < seconds


def _page(request: HttpRequest) -> str:
    """The page for a code of the app, or for the passkey where that is all they have."""
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    return "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
