"""Who reads which field of what people outside are asked, in which state: a table of roles, states and fields, for each
register that asks. Whoever holds a link sees their own form while it waits, and no other row of the house.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.registering import register_of
from goldenthread.core.casework.retention import set_years
from goldenthread.core.casework.sealed import destroy, reading
from goldenthread.core.casework.services import let_in
from goldenthread.core.contributions.answering import open_to_holder
from goldenthread.core.contributions.asking import ask_for, chase, link_of, move_day, withdraw
from goldenthread.core.contributions.models import Contribution, opened_json
from goldenthread.core.links.opening import holder as as_holder
from goldenthread.core.sealing.fields import SealedField
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.kernel.now import today
from tests.core.mail_servers import Post
from tests.core.telling import post
from tests.processes.registers.case_reviews.desk import PARTNERS
from tests.processes.registers.case_reviews.desk import Desk as Reviews
from tests.processes.registers.child_deaths.desk import Desk as Deaths
from tests.web.test_access import client_for, say_why
from tests.web.test_outside import Sending, holder, sending
from tests.world import World

__all__ = ["post", "sending"]
FIELDS = [f.name for f in Contribution._meta.local_fields if isinstance(f, SealedField)]
STATES = ("asked", "opened", "answered", "withdrawn")
#: Kind -> (its desk, how a case of it is closed, form, a section of it, a question there, who keeps the register).
KINDS: dict[str, tuple[Any, Any, str, str, str, set[str]]] = {
    "child-death": (Deaths, lambda desk: desk.closed(), "reporting", "B", "narrative", {"manager", "doctor"}),
    "case-review": (Reviews, lambda desk: desk.closed(PARTNERS, "not_serious"), "agency-report", "analysis", "well",
                    {"manager", "chair"}),
}  # fmt: skip


class Asking:
    """A closed case with a form in each state, each asked of somebody else; the nurse is let in to the case by name."""

    def __init__(self, world: World, kind: str, post: Post, sending: Sending) -> None:
        self.world, self.kind, self.post, self.sending = world, kind, post, sending
        desk, closed, self.form, self.section, self.question, self.keep = KINDS[kind]
        self.case: Any = closed(desk(world))
        self.read = {*self.keep, "nurse"}
        self.rows: dict[str, Contribution] = {}
        self.holders: dict[str, Actor] = {}
        self.without_code: dict[str, Actor] = {}
        for state in STATES:
            self.brought_to(state)
        with world.acting("manager"):
            let_in(self.case, person=world.person("nurse"), why="On the panel")

    def brought_to(self, state: str) -> None:
        with self.sending(), self.world.acting("manager"):
            made = ask_for(
                self.case, form=self.form, name=f"Name-{state}", email=f"{state}@agency.example",
                due=today() + timedelta(days=14), about=f"About-{state}", sections=(self.section,),
            )  # fmt: skip
        self.rows[state] = made
        client, first = holder(self.post, self.sending)
        self.holders[state], self.without_code[state] = self.who_holds(client, made)
        part = f"{first}part/{self.section}/"
        if state != "asked":
            client.post(part, {self.question: f"Typed-{state}"}, HTTP_ACCEPT="application/json")
        if state == "answered":
            client.post(part, {self.question: f"Said-{state}"})
            assert client.post(f"{first}check/", {"hours": "2"}).status_code == 302
        if state == "withdrawn":
            with self.world.acting("manager"):
                withdraw(made, why=f"Why-{state}")

    def who_holds(self, client: Client, made: Contribution) -> tuple[Actor, Actor]:
        """Who has the letter with the link and typed the code; and who has the letter alone."""
        with self.world.acting("manager"):
            link = link_of(made)
        assert link
        held = client.session["links"][str(link.pk)]
        return as_holder(held["link"], "Whoever was asked", [held["opening"]]), as_holder(held["link"], "Another")

    def row(self, state: str) -> Contribution:
        found: Contribution = Contribution.objects.select_related("record").get(pk=self.rows[state].pk)
        return found

    def said(self, row: Contribution) -> dict[str, str]:
        return {name: str(getattr(row, name) or "") for name in FIELDS}


def expected(asking: Asking, state: str) -> dict[str, Any]:
    """What whoever may read a form in this state reads there; of answers, what they come to."""
    typed = {asking.section: {asking.question: ["Typed-opened"]}} if state == "opened" else {}
    said = {asking.question: {"value": "Said-answered"}} if state == "answered" else {}
    why = "Why-withdrawn" if state == "withdrawn" else ""
    return {"name": f"Name-{state}", "about": f"About-{state}", "typed": typed, "said": said, "withdrawn_why": why}


def told(row: Contribution) -> dict[str, Any]:
    found: dict[str, Any] = {name: str(getattr(row, name) or "") for name in FIELDS}
    return found | {name: opened_json(getattr(row, name)) for name in ("typed", "said")}


@pytest.fixture(params=KINDS)
def asking(world: World, request: pytest.FixtureRequest, post: Post, sending: Sending) -> Asking:
    return Asking(world, request.param, post, sending)


def test_in_each_state_each_field_is_read_by_who_may_and_only_within_a_reading(asking: Asking) -> None:
    columns = {f.attname for f in Contribution._meta.concrete_fields}
    table: dict[tuple[str, str], Any] = {}
    for who in asking.read:
        with asking.world.acting(who):
            rows = list(Contribution.objects.filter(record=asking.case.pk).values())
            assert [set(row) for row in rows] == [columns] * len(STATES)
            for state in STATES:
                row = asking.row(state)
                assert row.state == state
                assert set(asking.said(row).values()) <= {"Sealed", ""}
                assert (row.answers, row.draft) == ({}, {})
                with reading(asking.case, purpose="case", what="A test"):
                    table[who, state] = told(row)
    assert table == {(who, state): expected(asking, state) for who in asking.read for state in STATES}
    for who in set(asking.world.everyone) - asking.read:
        with asking.world.acting(who):
            assert not Contribution.objects.exists(), who
            with pytest.raises(Record.DoesNotExist), reading(asking.case, purpose="case", what="A test"):
                pass


def test_whoever_holds_a_link_sees_their_own_form_while_it_waits_and_no_other_row(asking: Asking) -> None:
    for state, actor in asking.holders.items():
        waits = state in ("asked", "opened")
        with acting_as(actor):
            seen = {model.__name__: list(model.objects.values_list("pk", flat=True)) for model in governed_models()}
            assert seen["Contribution"] == ([asking.rows[state].pk] if waits else []), state
            assert {name for name, rows in seen.items() if rows} <= {"Contribution", "Link", "Code", "History"}
            if waits:
                row = Contribution.objects.get()
                assert set(asking.said(row).values()) <= {"Sealed", ""}, "the link alone opens nothing"
                with open_to_holder(row, what="A test"):
                    assert told(row) == expected(asking, state)
        with acting_as(asking.without_code[state]):
            assert not Contribution.objects.exists(), state


def test_in_each_state_the_pages_show_answers_that_were_sent_and_nothing_that_is_still_being_typed(
    asking: Asking,
) -> None:
    for who in ("manager", "nurse", "lay", "worker"):
        client = client_for(asking.world, who)
        if who in asking.read:
            say_why(client, asking.case)
        for state, row in asking.rows.items():
            page = client.get(reverse("asked_answer", args=["north", asking.kind, asking.case.pk, row.pk]))
            words = page.content.decode()
            assert page.status_code == (200 if who in asking.read else 404), (who, state)
            assert (f"Name-{state}" in words) is (who in asking.read), (who, state)
            assert (f"Said-{state}" in words) is (who in asking.read and state == "answered"), (who, state)
            assert "Typed-" not in words, (who, state)


def test_in_each_state_only_who_keeps_the_register_chases_moves_the_day_or_withdraws(asking: Asking) -> None:
    later = today() + timedelta(days=30)
    for state in STATES:
        for who in set(asking.world.everyone) - asking.keep:
            with asking.world.acting(who), pytest.raises((PermissionDenied, Contribution.DoesNotExist)):
                move_day(asking.rows[state], due=later)
            with asking.world.acting(who), pytest.raises((PermissionDenied, Contribution.DoesNotExist)):
                withdraw(asking.rows[state], why="No")
        for who in asking.keep:
            with asking.world.acting(who):
                if state in ("asked", "opened"):
                    assert move_day(asking.rows[state], due=later).due == later
                else:
                    with pytest.raises(ValidationError, match=f"It is {state} already"):
                        chase(asking.rows[state])


def test_when_the_case_is_destroyed_its_forms_keep_their_counts_and_say_nothing_to_anyone(asking: Asking) -> None:
    with asking.world.acting("manager"):
        set_years(register_of(asking.world.north, asking.kind), part="", years=1, reason="The board")
        destroy(asking.case)
    for who in asking.read:
        with asking.world.acting(who):
            rows = [asking.row(state) for state in STATES]
            assert [row.given for row in rows] == [0, 0, 1, 0]
            assert {words for row in rows for words in asking.said(row).values()} <= {"Sealed", ""}
            with pytest.raises(ValidationError, match="was destroyed"), reading(asking.case, purpose="case", what="x"):
                pass
    for state, actor in asking.holders.items():
        with acting_as(actor):
            assert not Contribution.objects.exists(), state
