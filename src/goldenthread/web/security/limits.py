"""How often one address or one person may try something, counted in the shared cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def whose(request: HttpRequest) -> str:
    """The signed-in person by id, or else the address the request came from (through a trusted proxy where there is
    one).
    """
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"ip:{get_adapter(request).get_client_ip(request)}"


def count(name: str, key: str, *, seconds: int) -> int:
    """One more try of `name` by `key`; how many there were in this window, which begins with the first.

    Two tries at the same instant may count as one: the cache is a table without an atomic increment. Limits are
    generous
    enough for that not to matter, and what they guard (a 256-bit token) does not rest on them.
    """
    hashed = hashlib.sha256(f"{name}:{key}".encode()).hexdigest()
    address = f"limit:{hashed}"
    if cache.add(address, 1, seconds):
        return 1
    try:
        return cache.incr(address)
    except ValueError:  # it ran out between the two lines
        cache.set(address, 1, seconds)
        return 1


def limited(
    name: str, *, tries: int, seconds: int
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer 429 in plain words once one person or address has called the view more than `tries` times in `seconds`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if count(name, whose(request), seconds=seconds) > tries:
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return counted

    return decorate
