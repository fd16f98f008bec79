"""What was typed is never lost to a time-out, and never shown to anyone else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from goldenthread.core.casework.models import Draft
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.kernel.now import now
from goldenthread.web.signin import drafts
from tests.web.signin_steps import enter, sign_in, site, text
from tests.world import World, owner

__all__ = ["site"]
PATH = "/north/visit/"
TYPED = {
    "what": "She said: “nobody asked me”.\nTwice.",
    "on-day": "3",
    "on-month": "May",
    "agencies": ["police", "health"],
}
# (no year: half-typed, as things are)


def drafts_of(site: World, name: str) -> list[dict[str, Any]]:
    with owner():
        return list(Draft.unguarded.filter(user=site.users[name]).values_list("values", flat=True))


def form_of(client: Client) -> dict[str, Any]:
    """What stands in the form as the page draws it."""
    form = client.get(PATH).context["form"]
    return {name: form[name].value() for name in form.fields}


def key_in(client: Client) -> str:
    page = client.get(PATH).content.decode()
    return page.split('name="draft_key" value="')[1].split('"')[0]


def test_typing_is_kept_and_put_back_until_it_is_sent(site: World, client: Client) -> None:
    enter(client, site, "manager")
    assert f'data-draft="/drafts/?path={PATH.replace("/", "%2F")}"' in client.get(PATH).content.decode()
    answer = client.post(f"/drafts/?path={PATH}", TYPED)
    assert answer.status_code == 200
    assert answer.json()["csrf_token"]
    page = text(client.get(PATH))
    assert f"We kept what you typed at {now():%H:%M}" in page
    assert "nobody asked me" in page
    boxes = form_of(client)
    assert boxes["agencies"] == ["police", "health"]
    assert (boxes["on"].day, boxes["on"].month, boxes["on"].year) == ("3", "May", "")
    assert client.post(PATH, TYPED | {"on-year": "2026"}).status_code == 302
    assert drafts_of(site, "manager") == []
    assert "We kept" not in text(client.get(PATH))


def test_a_form_that_is_refused_keeps_the_draft(site: World, client: Client) -> None:
    enter(client, site, "manager")
    client.post(f"/drafts/?path={PATH}", TYPED)
    assert client.post(PATH, TYPED).status_code == 200
    assert len(drafts_of(site, "manager")) == 1


def test_it_can_be_thrown_away(site: World, client: Client) -> None:
    enter(client, site, "manager")
    client.post(f"/drafts/?path={PATH}", TYPED)
    assert client.post("/drafts/discard/", {"path": PATH}).url == PATH
    assert form_of(client)["what"] is None
    assert client.post("/drafts/discard/", {"path": "https://example.org/"}).url == "/"
    assert client.post("/drafts/discard/", {"path": "//example.org/"}).url == "/"


@pytest.mark.parametrize("after", [timedelta(minutes=31), timedelta(hours=12, minutes=5)])
def test_a_form_sent_after_the_session_ended_keeps_its_text_for_its_author(
    site: World, client: Client, after: timedelta
) -> None:
    enter(client, site, "manager")
    with time_machine.travel(now() + after):
        answer = client.post(PATH, TYPED | {"draft_key": ""})
        assert answer.url == f"/account/login/?next={PATH}"
        kept = "What you typed is kept" in text(client.get(answer.url))
        assert kept is (after < timedelta(hours=12)), (
            "a session that is gone from the database says nothing of whose it was"
        )


def test_a_form_sent_after_signing_out_elsewhere_keeps_its_text_by_its_key(site: World, client: Client) -> None:
    enter(client, site, "manager")
    key = key_in(client)
    client.post("/account/logout/")
    answer = client.post(PATH, TYPED | {"draft_key": key})
    assert answer.url == f"/account/login/?next={PATH}"
    page = text(client.get(answer.url))
    assert "What you typed is kept" in page
    assert "nobody asked me" not in page, "the sign-in page shows none of it"
    assert drafts_of(site, "manager") == [{name: v if isinstance(v, list) else [v] for name, v in TYPED.items()}]

    other = Client()
    enter(other, site, "clerk")
    assert "nobody asked me" not in text(other.get(PATH)), "another person at the same page sees nothing"
    with site.acting("clerk"):
        assert not Draft.objects.exists()


def test_a_key_is_for_one_person_one_page_and_one_week(site: World) -> None:
    manager = site.users["manager"].pk
    key = drafts.key_for(manager, PATH)
    assert drafts.whose_key(key, PATH) == manager
    assert drafts.whose_key(key, "/north/other/") is None
    assert drafts.whose_key(key[:-1] + ("A" if key[-1] != "A" else "B"), PATH) is None
    assert drafts.whose_key("", PATH) is None
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        assert drafts.whose_key(key, PATH) is None


def test_without_session_or_key_nothing_is_kept_for_anyone(site: World, client: Client) -> None:
    client.post(PATH, TYPED | {"draft_key": drafts.key_for(site.users["manager"].pk, "/elsewhere/")})
    with owner():
        assert not Draft.unguarded.exists()


def test_a_form_with_an_old_csrf_token_keeps_its_text_and_says_so(site: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    key = drafts.key_for(site.users["manager"].pk, PATH)
    answer = strict.post(PATH, TYPED | {"draft_key": key})
    assert answer.status_code == 403
    assert "what you typed is kept" in text(answer)
    assert len(drafts_of(site, "manager")) == 1
    plain = strict.post(PATH, TYPED)
    assert plain.status_code == 403
    assert "is kept" not in text(plain)


def test_one_persons_key_in_another_persons_session_keeps_nothing(site: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(site.users["clerk"])
    answer = strict.post(PATH, TYPED | {"draft_key": drafts.key_for(site.users["manager"].pk, PATH)})
    assert "is kept" not in text(answer)
    assert drafts_of(site, "manager") == []


def test_secrets_are_never_kept(site: World) -> None:
    data = QueryDict(mutable=True)
    data.update({"password": "x", "new_password": "x", "password1": "x", "code": "123456", "csrfmiddlewaretoken": "t"})
    data.update({"what": "words", "version": "3", "draft_key": "k", "credential": "{}"})
    assert drafts.keep(site.users["manager"].pk, PATH, data)
    assert drafts_of(site, "manager") == [{"what": ["words"], "version": ["3"]}], (
        "the version it was written against stays"
    )
    assert not drafts.keep(site.users["manager"].pk, PATH + "2", QueryDict("what=+++")), "spaces are nothing to keep"


def test_nobody_signed_in_cannot_write_drafts(site: World, client: Client) -> None:
    assert client.post(f"/drafts/?path={PATH}", TYPED).status_code == 401
    assert client.get(f"/drafts/?path={PATH}").status_code == 401


def test_after_signing_in_again_a_fresh_csrf_token_is_given(site: World, client: Client) -> None:
    enter(client, site, "manager")
    assert len(client.get(f"/drafts/?path={PATH}").json()["csrf_token"]) == 64


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(min_size=1).filter(lambda words: words.replace("\0", "").strip()))
def test_any_text_at_all_comes_back_as_it_was(site: World, words: str) -> None:
    data = QueryDict(mutable=True)
    data["what"] = words.encode("utf-8", "replace").decode()
    pk = site.users["manager"].pk
    assert drafts.keep(pk, PATH, data)
    kept = drafts.kept_for(pk, PATH)
    assert kept is not None
    assert kept.values["what"] == data["what"].replace("\0", "")


def test_a_draft_is_asked_for_by_its_author_alone(site: World, client: Client) -> None:
    sign_in(client, "manager")
    drafts.keep(site.users["manager"].pk, PATH, QueryDict("what=mine"))
    with acting_as(site.actor("south_manager")):
        assert list(Draft.objects.all()) == []
    assert drafts.kept_for(site.users["south_manager"].pk, PATH) is None
