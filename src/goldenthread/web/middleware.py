"""Every signed-in request runs as its user, inside one transaction, with access set for that transaction."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from goldenthread.core.tenancy.seats import acting_as_user

GetResponse = Callable[[HttpRequest], HttpResponse]


def act_as_user(get_response: GetResponse) -> GetResponse:
    """Without a signed-in user there is no actor, and governed rows are refused."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with acting_as_user(request.user):
            response = get_response(request)
            if response.status_code >= 500:  # Django has already turned the exception into a page: write nothing half
                transaction.set_rollback(True)
            return response

    return middleware
