"""Every address of the generic pages against every person: who may open it, who is turned away, who is told it is not
there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver, reverse

from goldenthread.core.casework.services import open_record
from goldenthread.core.files.services import store_file
from goldenthread.core.tenancy.models import User
from goldenthread.core.thread.services import add_action
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.world import World

DAY = date(2026, 3, 2)
PEOPLE = (
    "manager",
    "chair",
    "worker",
    "team_manager",
    "nurse",
    "officer",
    "lay",
    "southerner",
    "south_manager",
    "outsider",
)


def client_for(world: World, name: str) -> Client:
    """A browser in which the person has signed in, with the second factor that production asks for."""
    user = User.objects.get(pk=world.users[name].pk)
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client()
    client.force_login(user)
    show_factor(client, user)
    return client


def show_factor(client: Client, user: User) -> None:
    """What signing in with the second factor leaves in the session."""
    request, session = HttpRequest(), client.session
    request.session, request.user = session, user
    record_authentication(request, user, "mfa", type="totp")
    session.save()


def let_go(response: Any) -> Any:
    """Close a file that was given back (closing the whole response would close the test's database connection)."""
    if response.streaming:
        for close in response._resource_closers:
            close()
    return response


class Made:
    """North has an arrangement led by the council, an action for all and one for the health trust's eyes and the
    unit's.
    """

    def __init__(self, world: World) -> None:
        with world.acting("worker"):
            values = {"child_ref": "C-77", "notified_by": "school", "notified_on": DAY, "began_on": DAY}
            self.record = open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)
            self.file = store_file(name="assessment.txt", data=b"Seen and well.", record=self.record)
        with world.acting("manager"):
            self.action = add_action(
                partnership=world.north, text="Share the audit", made_on=DAY, owner_agency=world.police
            )
            self.narrow = add_action(
                partnership=world.north,
                text="Ward staffing",
                made_on=DAY,
                audience="agencies",
                owner_agency=world.health,
            )


@pytest.fixture
def made(world: World) -> Made:
    return Made(world)


def say_why(client: Client, record: Any) -> Client:
    """Open the sealed part of a case to whoever signed in with this client, for the next half hour."""
    url = reverse("read_sealed", args=["north", record.kind, record.pk])
    assert client.post(url, {"purpose": "case"}).status_code == 302
    return client


def addresses(made: Made) -> dict[str, str]:
    pf, record, action, narrow = "private-fostering", made.record.pk, made.action.pk, made.narrow.pk
    return {
        "home": reverse("home", args=["north"]),
        "standing": reverse("standing", args=["north"]),
        "records": reverse("records", args=["north", pf]),
        "open_record": reverse("open_record", args=["north", pf]),
        "record": reverse("record", args=["north", pf, record]),
        "change_record": reverse("change_record", args=["north", pf, record]),
        "record_history": reverse("record_history", args=["north", pf, record]),
        "add_file": reverse("add_file", args=["north", pf, record]),
        "file": reverse("file", args=["north", made.file.key]),
        "destroy_file": reverse("destroy_file", args=["north", made.file.key]),
        "step": reverse("step", args=["north", pf, record, "visit"]),
        "step_manager": reverse("step", args=["north", pf, record, "prohibit"]),
        "actions": reverse("actions", args=["north"]),
        "add_action": reverse("add_action", args=["north"]),
        "action": reverse("action", args=["north", action]),
        "narrow_action": reverse("action", args=["north", narrow]),
        "change_action": reverse("change_action", args=["north", action]),
        "action_history": reverse("action_history", args=["north", action]),
        "action_move": reverse("action_move", args=["north", action, "update"]),
        "clocks": reverse("clocks", args=["north"]),
        "set_clock": reverse("set_clock", args=["north"]),
        "groups": reverse("groups", args=["north"]),
        "group": reverse("group", args=["north", "board"]),
        "joint_group": reverse("group", args=["north", "panel"]),
        "group_waiting": reverse("group_waiting", args=["north", "board"]),
    }


#                 manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "home":           "200   200   200    200   200   200    200   200       404    404",
    "standing":       "200   200   403    403   403   403    403   403       404    404",
    "records":        "200   200   200    200   200   200    200   200       404    404",
    "open_record":    "403   403   200    403   403   403    403   403       404    404",
    "record":         "200   200   200    200   404   404    404   404       404    404",
    "change_record":  "403   403   302    302   404   404    404   404       404    404",  # sealed: say why first
    "record_history": "200   200   200    200   404   404    404   404       404    404",
    "add_file":       "403   403   200    200   404   404    404   404       404    404",
    "file":           "302   302   302    302   404   404    404   404       404    404",  # and so is its file
    "destroy_file":   "200   403   403    403   403   403    403   403       404    404",
    "step":           "403   403   200    403   404   404    404   404       404    404",
    "step_manager":   "403   403   403    200   404   404    404   404       404    404",
    "actions":        "200   200   200    200   200   200    200   200       404    404",
    "add_action":     "200   200   403    403   403   403    403   403       404    404",
    "action":         "200   200   200    200   200   200    200   404       404    404",
    "narrow_action":  "200   200   404    404   200   404    404   404       404    404",
    "change_action":  "200   403   403    403   403   403    403   403       404    404",
    "action_history": "200   200   200    200   200   200    200   404       404    404",
    "action_move":    "200   200   200    200   200   200    200   404       404    404",
    "clocks":         "200   200   200    200   200   200    200   200       404    404",
    "set_clock":      "200   403   403    403   403   403    403   403       404    404",
    "groups":         "200   200   200    200   200   200    200   200       404    404",
    "group":          "200   200   200    200   200   200    200   404       404    404",
    "group_waiting":  "200   200   200    200   200   200    200   404       404    404",
    "joint_group":    "200   200   200    200   200   200    200   200       404    404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_may_open_which_address(world: World, made: Made, column: int) -> None:
    client = client_for(world, PEOPLE[column])
    found = {name: let_go(client.get(url)).status_code for name, url in addresses(made).items()}
    assert found == {name: int(row.split()[column]) for name, row in TABLE.items()}


def test_nobody_gets_anywhere_without_signing_in(world: World, made: Made) -> None:
    for name, url in addresses(made).items():
        response = Client().get(url)
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("account_login")), name


def test_every_generic_address_is_in_the_table(world: World, made: Made) -> None:
    patterns = get_resolver("goldenthread.web.urls").url_patterns  # those of administration: test_admin_access
    named = {p.name for p in patterns if hasattr(p, "name")}
    from tests.web.test_outside import TABLE as OF_OUTSIDE
    from tests.web.test_sealed_pages import TABLE as OF_SEALED_CASES
    from tests.web.test_thread_access import TABLE as OF_THE_THREAD

    public = {"front", "help", "accessibility", "privacy"}
    elsewhere = {"import_recommendations", "search"}  # test_bringing, test_search
    elsewhere |= {"follow_link", "link_code", "send_link_again", "withdraw_link"}  # test_by_link
    elsewhere |= {"outside_section", "notifying", "notifying_section", "notifying_check"}  # test_outside
    elsewhere |= {"chase_outside", "asked_of_case"}  # the same
    elsewhere |= {"like_earlier"}  # test_resembling
    elsewhere |= {"shut_sealed", "lift_hold"}  # forms: test_sealed_pages
    elsewhere |= {"end_clock", "mailbox"}  # proved in test_pages: it needs a local limit of its own; the demonstration
    assert named - public - elsewhere <= set(TABLE) | set(OF_THE_THREAD) | set(OF_SEALED_CASES) | set(OF_OUTSIDE)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_holds_no_row_that_its_reader_may_not_see(world: World, made: Made, kind: str) -> None:
    def exported(name: str) -> bytes:
        response = client_for(world, name).get(reverse("actions", args=["north"]), {"format": kind})
        assert response.status_code == 200
        return readable(kind, response.content)

    assert b"Ward staffing" in exported("nurse")
    assert b"Ward staffing" not in exported("lay")
    assert b"Share the audit" in exported("lay")


def test_a_search_finds_nothing_that_its_reader_may_not_see(world: World, made: Made) -> None:
    url = reverse("records", args=["north", "private-fostering"])
    assert b"1 line" in client_for(world, "worker").get(url, {"q": "pf-2026"}).content
    hidden = client_for(world, "nurse").get(url, {"q": "PF-2026"}).content
    assert b"PF-2026-0" not in hidden
    assert b"0 lines" in hidden


def readable(kind: str, content: bytes) -> bytes:
    if kind == "csv":
        return content
    import zipfile
    from io import BytesIO

    book = zipfile.ZipFile(BytesIO(content))
    return b"".join(book.read(name) for name in book.namelist())


def post(world: World, name: str, url: str, **data: Any) -> Any:
    return client_for(world, name).post(url, data)


def test_what_may_not_be_opened_may_not_be_posted_either(world: World, made: Made) -> None:
    urls = addresses(made)
    sent = {"text": "x", "audience": "partnership", "child_ref": "x", "notified_by": "school"}
    for name, row in TABLE.items():
        for person, status in zip(PEOPLE, row.split(), strict=True):
            if status not in ("200", "302"):
                assert post(world, person, urls[name], **sent).status_code == int(status), (name, person)
