"""What a person typed and did not send, kept for them alone until they send it or throw it away.

For a page: `kept = restore(request, form)` before drawing an unbound form, and in the template `{% load drafts %}`,
`{% draft_notice %}` above the form, `<form {% draft_attributes %}>` and `{% draft_key %}` inside it. Everything
else, deleting the
draft when the form was saved included, happens by itself (`keeping.KeepTypedText`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.core.casework.models import Draft
from goldenthread.core.sealing.keyring import SealingTrouble
from goldenthread.core.tenancy.actor import Actor, acting_as, actor_or_none
from goldenthread.kernel.now import now
from goldenthread.web.security.limits import limited

KEY = "draft_key"
KEY_LASTS = 7 * 24 * 3600  # a form left open over a week-end
LONGEST_PATH = 300
#: Never kept, whatever a form calls them.
SECRET = ("password", "credential", "secret", "token", "code")
_SALT = "goldenthread.draft"
#: Parts of a query that say whom or what a form is about: what was typed for one is not put before another.
ABOUT = ("person",)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as a page shows it: what was typed, when, and for which address."""

    path: str
    saved_at: datetime
    values: QueryDict


def address_of(request: HttpRequest) -> str:
    """What a draft is kept under: the page's path, and with it whom the form is about, if its address says so."""
    about = [(name, request.GET[name]) for name in ABOUT if request.GET.get(name)]
    return f"{request.path}?{urlencode(about)}" if about else request.path


def key_for(user_id: int, path: str) -> str:
    """Signed: this person was shown a form at this address. Lets text be kept for them when their session is gone;
    shows nothing.
    """
    return signing.dumps([user_id, path], salt=_SALT)


def whose_key(key: str, path: str) -> int | None:
    """The id of the user whom a key was made for at this address; None if it is not ours, too old, or for another
    address.
    """
    try:
        user_id, made_for = signing.loads(key, salt=_SALT, max_age=KEY_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return user_id if made_for == path else None


def keep(user_id: int, path: str, data: QueryDict) -> bool:
    """Keep what was typed at an address, over what was kept there before. False where there is nothing to keep."""
    values = {name: [text.replace("\0", "") for text in data.getlist(name)] for name in data if _to_keep(name)}
    if len(path) > LONGEST_PATH or not any(text.strip() for texts in values.values() for text in texts):
        return False
    with acting_as(Actor(user_id)):
        Draft.objects.update_or_create(user_id=user_id, path=path, defaults={"values": values, "saved_at": now()})
    return True


def _sight_of(user_id: int) -> AbstractContextManager[object]:
    """Their own sight, which is there already within a request of theirs: what is kept is for the user alone."""
    acting = actor_or_none()
    return nullcontext() if acting is not None and acting.user == user_id else acting_as(Actor(user_id))


def kept_for(user_id: int, path: str) -> Kept | None:
    """What this person left at an address."""
    with _sight_of(user_id):
        draft = _readable(Draft.objects.filter(user_id=user_id, path=path))
    return Kept(path, draft.saved_at, as_query(draft.values)) if draft else None


def _readable(drafts: QuerySet) -> Draft | None:
    """What was typed, if it opens: after a restore on another machine its key may be gone, and the words with it."""
    try:
        found: Draft | None = drafts.first()
    except SealingTrouble:
        drafts.delete()
        return None
    return found


def discard(user_id: int, path: str) -> None:
    """Throw it away. Nothing happens where nothing is kept."""
    with _sight_of(user_id):
        Draft.objects.filter(user_id=user_id, path=path).delete()


def restore(request: HttpRequest, form: forms.BaseForm | None = None) -> Kept | None:
    """What the signed-in person left at this address, put into the (unbound) form; None where there is nothing.

    Files cannot be kept: a browser will not let a page fill them in.
    """
    if not request.user.is_authenticated or request.method not in {"GET", "HEAD"}:
        return None
    kept = kept_for(request.user.pk, address_of(request))
    if kept and form is not None and not form.is_bound:
        form.initial = {**form.initial, **typed_before(form, kept.values)}
    return kept


def typed_before(form: forms.BaseForm, values: QueryDict) -> dict[str, Any]:
    """Each field's raw value as its own widget reads it; fields the form did not have then stay as they are."""
    found = {}
    for name, field in form.fields.items():
        full = form.add_prefix(name)
        if isinstance(field.widget, forms.FileInput) or field.disabled:
            continue
        tick = isinstance(field.widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple))
        if tick or not field.widget.value_omitted_from_data(values, {}, full):
            found[name] = field.widget.value_from_datadict(values, {}, full)
    return found


def as_query(values: Mapping[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, texts in values.items():
        query.setlist(name, texts)
    return query


def _to_keep(name: str) -> bool:
    plain = name.lower()
    hidden = plain in {KEY, "csrfmiddlewaretoken"}
    return not hidden and not any(
        plain == word or plain.endswith(f"_{word}") or plain.startswith(word) for word in SECRET
    )


def draft_address(path: str) -> str:
    """Where the script of a page sends what is being typed at `path`."""
    return f"{reverse('drafts')}?{urlencode({'path': path})}"


def _local(path: str) -> bool:
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("drafts", tries=240, seconds=300)
def drafts_view(request: HttpRequest) -> HttpResponse:
    """POST keeps the sent fields for `?path=`; GET gives a new CSRF token after signing in again. 401 where nobody
    is signed in.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    path = request.GET.get("path", "")
    if request.method == "POST" and _local(path):
        keep(request.user.pk, path, request.POST)
    return JsonResponse({"csrf_token": get_token(request)})


@require_POST
def discard_view(request: HttpRequest) -> HttpResponse:
    """Throw away what was kept at `path`, and show that page again."""
    path = request.POST.get("path", "")
    if not _local(path):
        path = "/"
    if request.user.pk is not None:
        discard(request.user.pk, path)
    return HttpResponseRedirect(path)
