"""Every page asks who is there, unless it says otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase

#: Pages for anyone, by name. Pages of signing in carry `login_not_required` themselves.
PUBLIC = frozenset({"healthz", "help", "accessibility", "privacy"})


class SignInRequired(LoginRequiredMiddleware):
    """Django's own, with the public pages of other rooms named here."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if request.resolver_match and request.resolver_match.view_name in PUBLIC:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
