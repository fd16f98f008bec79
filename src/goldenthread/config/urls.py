"""The addresses: a health check for load balancers, and everything else from the web package."""

from __future__ import annotations

from importlib.util import find_spec

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers; an exception (500) when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
if find_spec("goldenthread.web.urls"):
    urlpatterns.append(path("", include("goldenthread.web.urls")))
