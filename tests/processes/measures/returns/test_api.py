"""The interface for programs: a key opens one agency's forms, and the description says what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from goldenthread.processes.measures.returns.links import give_key, withdraw_key
from goldenthread.processes.measures.returns.models import ReturnKey
from tests.world import World

from .desk import lines, opened, schedule

API = "/north/returns/api/"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def secret(world: World) -> str:
    with world.acting("manager"):
        made = schedule(world)
        _, token = give_key(made, agency=world.council, name="Records system")
    opened(world)
    return token


@contextmanager
def one_connection() -> Iterator[None]:
    """A request closes its connection when it is over; here that is the test's own, in its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(secret: str, method: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {secret}"}
    return Client().generic(method, f"{API}{path}", body or "", content_type="application/json", headers=headers)


def test_a_program_sees_its_agency_s_forms_answers_and_sends(world: World, secret: str) -> None:
    (owed,) = call(secret, "GET", "forms").json()
    assert (owed["agency"], owed["last"], owed["takes_answers"]) == ("Northshire County Council", "2026-03-31", True)
    bad = '{"answers": [{"code": "missing", "value": "twelve"}, {"code": "visits", "value": 21, "denominator": 20}]}'
    told = call(secret, "PUT", "forms/2026-03-31/answers", bad)
    assert told.status_code == 422
    assert told.json()["problems"] == [
        {"where": "answers[0].value", "what": "'twelve' is not a number. Write figures, such as 12."},
        {"where": "answers[1].value", "what": "21 of 20 is more than the whole."},
    ]
    early = call(secret, "POST", "forms/2026-03-31/send", '{"declared_by": "The system"}')
    assert (early.status_code, len(early.json()["problems"])) == (422, 3)
    good = (
        '{"answers": [{"code": "missing", "value": 12}, {"code": "plans", "value": "40", "counted_on": "2026-03-31"},'
        ' {"code": "visits", "symbol": "x", "note": "Down"}]}'
    )
    assert call(secret, "PUT", "forms/2026-03-31/answers", good).json() == {"taken": 3, "takes_answers": True}
    assert call(secret, "POST", "forms/2026-03-31/send", '{"declared_by": "The system"}').status_code == 200
    assert call(secret, "PUT", "forms/2026-03-31/answers", good).status_code == 403
    assert call(secret, "GET", "forms/2025-12-31").status_code == 404
    with world.acting("manager"):
        form = ReturnKey.objects.get().schedule.returns.get(lead_agency=world.council).form
        assert lines(form)["plans"].answered_by == "Records system, by its key"


def test_without_a_key_that_works_here_nothing_is_told(world: World, secret: str) -> None:
    assert Client().get(f"{API}forms").status_code == 401
    assert call("guess", "GET", "forms").status_code == 401
    south = Client().get("/south/returns/api/forms", headers={"Authorization": f"Bearer {secret}"})
    assert south.status_code == 401
    with world.acting("manager"):
        withdraw_key(ReturnKey.objects.get())
    assert call(secret, "GET", "forms").status_code == 401


def test_whatever_is_sent_is_answered_as_the_description_says(world: World, secret: str) -> None:
    description = Client().get(f"{API}openapi.json").json()
    assert {"401", "403", "404", "422"} <= set(
        description["paths"]["/north/returns/api/forms/{last}/answers"]["put"]["responses"]
    )
    schema = schemathesis.openapi.from_dict(description)
    schema.app = get_wsgi_application()
    headers = {"Authorization": f"Bearer {secret}"}

    def hold(operation: Any) -> None:
        @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        answered()

    with one_connection():
        for operation in schema.get_all_operations():
            hold(operation.ok())
