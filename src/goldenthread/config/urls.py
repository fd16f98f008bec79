"""The addresses: a health check for load balancers, and everything else from the web package."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers; an exception (500) when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
urlpatterns.append(path("", include("goldenthread.web.signin.urls")))
urlpatterns.append(path("", include("goldenthread.web.urls")))
# A process that has pages of its own lists them in its `urls` module; they lie under a partnership's slug too.
WITH_PAGES = [name for name in settings.PROCESSES if find_spec(f"{name}.urls")]
urlpatterns += [path("<slug:slug>/", include(f"{name}.urls")) for name in WITH_PAGES]
