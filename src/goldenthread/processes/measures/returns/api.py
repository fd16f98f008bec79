"""The interface for programs: what is owed, answers in, send. A key opens one agency's forms of one schedule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from ninja import NinjaAPI, Schema, Status
from ninja.errors import HttpError
from ninja.errors import ValidationError as BodyError
from ninja.security import HttpBearer
from pydantic import Field

from goldenthread.core.links.opening import holder, token_hash
from goldenthread.core.tenancy.actor import acting_as

from .answering import send
from .intake.rows import MOST_ROWS, IntakeRefused
from .intake.taking import Entry, take
from .links import find_key
from .models import Form, ReturnKey

FIELDS = ("value", "denominator", "symbol", "counted_on", "provisional", "sure", "note")


class Key(HttpBearer):
    """`Authorization: Bearer KEY`. What is no key of this partnership, or works no more, is 401."""

    def authenticate(self, request: HttpRequest, token: str) -> ReturnKey | None:
        found = find_key(token_hash(token))
        match = request.resolver_match
        slug = match.kwargs.get("slug") if match else None
        return found if found and found.partnership.slug == slug else None


class Asked(Schema):
    """One question, and its answer so far."""

    code: str
    part: str
    title: str
    unit: str
    counted: str
    out_of: str
    answered: bool


class Owed(Schema):
    """One return: the period by its last day, which is its name here."""

    last: date
    first: date
    title: str
    agency: str
    due_on: date
    stage: str
    takes_answers: bool
    questions: list[Asked]


class Answer(Schema):
    """One answer. `value`: the figure, or how many where it is out of something. `symbol`: why there is none."""

    code: str = Field(max_length=60)
    part: str = Field("", max_length=120)
    value: str | float | None = None
    denominator: str | float | None = None
    symbol: str = Field("", max_length=60)
    counted_on: date | None = None
    provisional: bool = False
    sure: bool = False
    note: str = Field("", max_length=500)


class Answers(Schema):
    answers: list[Answer] = Field(min_length=1, max_length=MOST_ROWS)


class Declaration(Schema):
    declared_by: str = Field(min_length=1, max_length=200)


class Taken(Schema):
    taken: int
    takes_answers: bool


class Problem(Schema):
    where: str
    what: str


class Refusal(Schema):
    problems: list[Problem]


class Detail(Schema):
    detail: str


ERRORS: dict[int, Any] = {400: Detail, 401: Detail, 403: Detail, 404: Detail, 422: Refusal}

api = NinjaAPI(
    title="Golden Thread returns",
    version="1",
    description="Figures that an agency owes. All answers of a request are kept, or none.",
    urls_namespace="returns_api",
    docs_url=None,
    openapi_url=None,
    auth=Key(),
)


@api.exception_handler(BodyError)
def body_refused(request: HttpRequest, error: BodyError) -> HttpResponse:
    problems = [{"where": ".".join(map(str, one["loc"])), "what": str(one["msg"])} for one in error.errors]
    return api.create_response(request, {"problems": problems}, status=422)


@api.get("forms", response={200: list[Owed], 401: Detail, 422: Refusal}, summary="The returns that are or were owed")
def forms(request: Any) -> Any:
    with _holding(request):
        rows = list(Form.objects.select_related("agency").prefetch_related("lines")[:200])
        return [_owed(form) for form in rows]


@api.get("forms/{last}", response={200: Owed, **ERRORS}, summary="One return, by the last day of its period")
def form(request: Any, last: date) -> Any:
    with _holding(request):
        return _owed(_form(last))


@api.put("forms/{last}/answers", response={200: Taken, **ERRORS}, summary="Give answers")
def give(request: Any, last: date, given: Answers) -> Any:
    with _holding(request):
        found = _taking(last)
        entries = [_entry(number, one) for number, one in enumerate(given.answers)]
        try:
            return {"taken": take(found, entries), "takes_answers": True}
        except IntakeRefused as refused:
            return Status(422, {"problems": [{"where": where, "what": what} for where, what in refused.problems]})
        except ValidationError as closed:  # sent or accepted by someone else in between
            raise HttpError(403, " ".join(closed.messages)) from closed


@api.post("forms/{last}/send", response={200: Taken, **ERRORS}, summary="Send the return")
def send_form(request: Any, last: date, declaration: Declaration) -> Any:
    with _holding(request):
        found = _taking(last)
        try:
            send(found, declared_by=declaration.declared_by.replace("\0", ""))
        except ValidationError as wrong:
            return Status(422, {"problems": [{"where": "", "what": text} for text in wrong.messages]})
        return {"taken": found.lines.count(), "takes_answers": False}


def description(request: HttpRequest, slug: str) -> JsonResponse:
    """The interface as OpenAPI. It says nothing of any partnership."""
    return JsonResponse(api.get_openapi_schema(path_prefix=f"/{slug}/returns/api/"))


def patterns() -> list[URLPattern]:
    """The interface's own addresses. They ask for a key, and not for someone signed in."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for one in found:
        one.callback.login_required = False  # type: ignore[attr-defined]  # as login_not_required does
    return found


@contextmanager
def _holding(request: Any) -> Iterator[None]:
    key: ReturnKey = request.auth
    with acting_as(holder(key.token_hash, f"{key.name}, by its key")):
        yield


def _form(last: date) -> Form:
    found: Form | None = Form.objects.select_related("agency").filter(last=last).first()
    if found is None:
        raise HttpError(404, f"No return is owed for a period that ends on {last}.")
    return found


def _taking(last: date) -> Form:
    found = _form(last)
    if not found.open:
        raise HttpError(403, f"This return is {found.get_stage_display().lower()}: it takes no answers now.")
    return found


def _entry(number: int, one: Answer) -> Entry:
    values = {name: getattr(one, name) for name in FIELDS}
    where = {name: f"answers[{number}].{name}" for name in ("code", "part", *FIELDS)}
    return Entry(one.code, one.part, values, where | {"": f"answers[{number}]"})


def _owed(found: Form) -> dict[str, Any]:
    names = ("last", "first", "title", "due_on", "stage")
    asked = ("code", "part", "title", "unit", "counted", "out_of", "answered")
    return {name: getattr(found, name) for name in names} | {
        "agency": str(found.agency),
        "takes_answers": found.open,
        "questions": [{name: getattr(line, name) for name in asked} for line in found.lines.all()],
    }
