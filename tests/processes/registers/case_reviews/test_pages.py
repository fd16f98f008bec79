"""The pages of case reviews: every address against every person, a notification typed in or sent from outside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.registering import register_of
from goldenthread.core.casework.sealed import reading
from goldenthread.core.contributions.asked import asked_of, notices_of
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.processes.registers.case_reviews.asking import NEEDED
from goldenthread.processes.registers.case_reviews.models import CaseReview
from goldenthread.processes.registers.case_reviews.process import case_reviews
from tests.processes.registers.case_reviews.desk import BOARD, PARTNERS, Desk
from tests.web.test_access import client_for
from tests.world import World

#: To begin and to end a transaction asks nothing.
CONTROL = re.compile(r"(?i)\s*(begin|commit|rollback|savepoint|release)\b")
AT_THE_TABLE = {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"}
KEEPERS = {"manager", "chair"}
TYPED = {
    "source": "health", "notifier_name": "Perpetua Quill", "incident_on": "13 May 2024", "notified_on": "14 May 2024",
    "notifiable": "yes", "category": "harm", "circumstances": "An injury", "child_name": "Ottilie Fenn",
    "sex": "female", "abuse_holds": "yes", "abuse_why": "Suspected", "died_holds": "no", "died_why": "She lives",
    "harmed_holds": "yes", "harmed_why": "Life-threatening",
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def opened(client: Client, case: CaseReview) -> Client:
    client.post(reverse("read_sealed", args=["north", "case-review", case.pk]), {"purpose": "case"})
    return client


def test_every_address_against_every_person(desk: Desk) -> None:
    case = desk.rapid()
    record = ("case-review", case.pk)
    who = {
        reverse("open_case_review", args=["north"]): {"manager"},
        reverse("case_review_tracker", args=["north"]): KEEPERS,
        reverse("count_case_reviews", args=["north"]): {"manager"},
        reverse("case_reviews_again", args=["north", 2024]): {"manager"},
        reverse("case_reviews_year", args=["north"]): AT_THE_TABLE,
        reverse("record", args=["north", *record]): KEEPERS,
        reverse("record_history", args=["north", *record]): KEEPERS,
        reverse("step", args=["north", *record, "recommend"]): {"manager"},
        reverse("step", args=["north", *record, "argue"]): {"manager"},
        reverse("change_record", args=["north", *record]): {"manager"},
        reverse("raise_finding", args=["north", *record]): KEEPERS,
    }
    wrong = {}
    for name in desk.world.everyone:
        client = client_for(desk.world, name)
        for path, allowed in who.items():
            status = client.get(path).status_code
            if not (status in {200, 302} if name in allowed else status in {403, 404}):
                wrong[name, path] = status
    assert wrong == {}


def test_a_notification_is_entered_with_the_rationale_of_each_limb_of_its_day(desk: Desk) -> None:
    client, path = client_for(desk.world, "manager"), reverse("open_case_review", args=["north"])
    assert client.post(path, TYPED | {"harmed_why": ""}).status_code == 422
    early = client.post(path, TYPED | {"incident_on": "9 May 2016", "notified_on": "10 May 2016"})
    assert early.status_code == 422
    assert b"how agencies worked together" in early.content, "the criteria of the day are asked for"
    made = client.post(path, TYPED)
    assert made.status_code == 302, made.content.decode()[:3000]
    page = client.get(made["Location"])
    assert b"Fenn" not in page.content, "the sealed part is shut until its reader says why"


def test_a_step_offers_what_its_framework_has_and_calls_nothing_optional_that_it_is_refused_without(desk: Desk) -> None:
    client = client_for(desk.world, "manager")
    partners, board = desk.recommended(PARTNERS, "lcspr"), desk.recommended(BOARD, "scr")

    def form(case: CaseReview, step: str) -> str:
        path = reverse("step", args=["north", "case-review", case.pk, step])
        return opened(client, case).get(path).content.decode()

    for step, theirs, others in (("partner", "lcspr", "scr"), ("letter", "rapid_review", "decision")):
        page = form(partners, step)
        assert (f'value="{theirs}"' in page, f'value="{others}"' in page) == (True, False)
    assert 'value="decision"' in form(board, "letter")
    assert "(optional)" not in form(partners, "partners_review")
    assert "(optional)" in form(partners, "family"), "what may be left out says so"
    assert "---------" not in form(desk.notify(), "argue"), "nothing is no answer to choose"
    chair = opened(client_for(desk.world, "chair"), board)
    page = chair.get(reverse("step", args=["north", "case-review", board.pk, "chair_review"])).content.decode()
    assert ('value="scr"' in page, 'value="none"' in page, "(optional)" in page) == (True, False, False)


def test_a_step_by_which_nothing_is_lost_does_not_look_as_if_it_were(desk: Desk) -> None:
    client, case = client_for(desk.world, "manager"), desk.rapid()
    page = client.get(reverse("record", args=["north", "case-review", case.pk])).content.decode()
    red = re.findall(r"govuk-button--warning[^>]*>\s*([^<]+?)\s*<", page)
    assert red == ["It was entered twice or by mistake"]
    form = client.get(reverse("step", args=["north", "case-review", case.pk, "disagree"])).content.decode()
    assert "An extraordinary meeting considers it next." in form
    assert "govuk-warning-text" not in form


def test_what_may_be_left_open_can_be_left_open_in_words(desk: Desk) -> None:
    page = client_for(desk.world, "manager").get(reverse("open_case_review", args=["north"])).content.decode()
    radios = re.findall(r"<label[^>]*govuk-radios__label[^>]*>\s*([^<]+?)\s*<", page)
    assert "Not said" in radios
    assert not [words for words in radios if words.startswith("---")]
    assert ">---------<" not in page, "a drop-down says in words that nothing is chosen"
    refused = client_for(desk.world, "manager").post(reverse("open_case_review", args=["north"]), {"category": "harm"})
    assert "Choose who notifies" in refused.content.decode()
    limbs = client_for(desk.world, "manager").post(
        reverse("open_case_review", args=["north"]), TYPED | {"died_holds": ""}
    )
    assert "Say whether the child died" in limbs.content.decode()


def test_a_review_that_waits_for_proceedings_is_shown_as_paused(desk: Desk) -> None:
    case = desk.decided(PARTNERS, "lcspr")
    desk.take(case, "parallel", process="criminal", what="started", happened_on=PARTNERS)
    page = client_for(desk.world, "manager").get(reverse("record", args=["north", "case-review", case.pk]))
    clocks = page.content.decode().partition('id="clocks"')[2].partition("</section>")[0]
    assert "Paused" in clocks
    assert "No date set" not in clocks


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_what_a_step_needs_it_asks_for(name: str) -> None:
    assert set(NEEDED[name]) <= set(case_reviews.workflow[name].fields)


def test_siblings_of_one_incident_and_the_same_child_are_shown_to_each_other(desk: Desk) -> None:
    first = desk.notify(nhs_number="943 476 5919")
    sister = desk.notify(child_name="Isla Fenn", same_incident=first)
    twice = desk.notify(child_name="Otilie Fenn", nhs_number="9434765919")
    client = opened(client_for(desk.world, "manager"), first)
    page = client.get(reverse("record", args=["north", "case-review", first.pk])).content.decode()
    assert "Another child of the same incident" in page
    assert "It may be the same child" in page
    assert sister.reference in page
    assert twice.reference in page


def test_a_case_page_asks_no_more_as_a_case_grows(desk: Desk) -> None:
    case = desk.published(PARTNERS, "lcspr", PARTNERS)
    client = opened(client_for(desk.world, "manager"), case)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse("record", args=["north", "case-review", case.pk])).status_code == 200
        return len([one for one in found if not CONTROL.match(one["sql"])])

    asked()
    before = asked()
    for _ in range(3):
        desk.take(case, "letter", what="reply", sent_on=PARTNERS)
    assert asked() == before
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("case_review_tracker", args=["north"]))
    assert len([one for one in found if not CONTROL.match(one["sql"])]) <= 15


def test_a_serious_incident_notified_from_outside_is_a_sealed_case_that_the_unit_argues_on(desk: Desk) -> None:
    notices = notices_of("case-review")
    assert notices
    assert asked_of("case-review")
    north, system = desk.world.north, Actor.system(desk.world.north)
    with desk.world.acting("manager"):
        register = register_of(north, "case-review")
    said: dict[str, Any] = {
        "notifier_name": "Perpetua Quill", "notifier_agency": "A school", "notifier_role": "Head", "kind": "harm",
        "incident_on": "2024-05-13", "circumstances": "An injury", "child_name": "Ottilie Fenn",
        "born_on": "2020-02-03", "abuse": ["neglect", "physical"], "because_abuse": "It is suspected",
        "family": [["Ada Fenn", "", "Mother"]],
    }  # fmt: skip
    with acting_as(Actor(None, held={**system.held, "registers": frozenset({register.pk})}, name="Notified by link")):
        made = notices.begin(north, said)
    with desk.world.acting("manager"):
        case = CaseReview.objects.get(pk=made.pk)
        assert (case.state, case.category, case.abuse) == ("notified", "harm", "neglect")
        with reading(case, purpose="case", what="A test"):
            assert str(case.child_name) == "Ottilie Fenn"
            assert str(case.family) == "Ada Fenn, , Mother"
            assert str(case.abuse_why) == "It is suspected"
