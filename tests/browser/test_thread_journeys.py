"""People walk the thread in a browser: a chair, an agency's lead, a lay member, and two who have no seat here."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.core.thread.models import Recommendation
from goldenthread.processes.governance.challenges.models import Challenge
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage, apart

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
HERE = [cast.WEALDSHIRE]
Walk = Callable[[str], Page]


@pytest.fixture
def walk(demonstrated: Demonstrated, new_page: NewPage) -> Walk:
    """A person's first page, after signing in."""

    def begin(address: str) -> Page:
        page = new_page()
        demonstrated.sign_in(page, address)
        page.goto(demonstrated.url + reverse("home", args=HERE))
        return page

    return begin


def test_a_chair_finds_what_nobody_owns_and_gives_it_an_owner(walk: Walk, axe_clean: Check, fits: Check) -> None:
    page = walk("chair")
    page.get_by_role("main").get_by_role("link", name=re.compile("^What to ask:")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to ask")
    section = page.locator("#unowned")
    words = "Publish an annual report that says what changed."
    expect(section).to_contain_text("Recommendations that nobody owns")
    section.get_by_role("link", name=re.compile(re.escape(words))).first.click()
    expect(page.get_by_role("main")).to_contain_text("Nobody yet")
    page.get_by_role("link", name="Change it", exact=True).click()
    page.get_by_label("Group that sees it through").select_option(label="Quality and Effectiveness Group")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Quality and Effectiveness Group")
    page.get_by_role("link", name="Read the whole thread as one text").click()
    drawing = page.get_by_role("img", name=re.compile("The thread of R-"))
    expect(drawing.first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("A recommendation without one is a wish".lower()[2:])
    axe_clean(page)
    page.set_viewport_size({"width": 320, "height": 640})
    fits(page)
    page.goto(page.url.partition("/recommendations/")[0] + "/what-to-ask/")
    expect(page.locator("#unowned")).not_to_contain_text(words)


def test_an_agencys_lead_answers_a_challenge_and_shows_what_was_done(walk: Walk, axe_clean: Check) -> None:
    page = walk("agency.lead.health")
    expect(page.get_by_role("main")).to_contain_text("How your agency’s promises stand")
    page.get_by_role("main").get_by_role("link", name="See them actions your agency answers for").click()
    page.get_by_role("main").get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("button", name="Add evidence").click()
    page.get_by_label("What does it show?").fill("Ten files read by the named nurse: nine say who was in the room.")
    page.get_by_role("radio", name=re.compile("Observed in practice")).check()
    for part, value in (("Day", "1"), ("Month", "10"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_role("main")).to_contain_text("nine say who was in the room")
    expect(page.get_by_role("main")).to_contain_text("Observed in practice")
    axe_clean(page)
    page.goto(page.url.partition("/actions/")[0] + "/what-to-ask/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What to ask")


def test_a_lay_member_reads_what_is_hers_and_puts_a_challenge(walk: Walk, axe_clean: Check) -> None:
    page = walk("lay.member")
    board = page.url
    page.goto(f"{board}lay-members/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Solomon Tolliver")
    axe_clean(page)
    page.goto(f"{board}challenges/new/")
    page.get_by_role("radio", name="Lay member").check()
    page.locator("[name=subject]").fill("Letters that nobody can read")
    page.locator("[name=asks]").fill("Who reads a letter to a family before it is sent?")
    page.locator("[name=agency]").select_option(label="Wealdshire County Council")
    page.get_by_role("button", name="Put the challenge").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for an answer")
    expect(page.get_by_role("main")).to_contain_text("Letters that nobody can read")
    page.goto(f"{board}what-changed/")
    expect(page.get_by_role("main")).to_contain_text("What was asked for, by theme")


def test_those_without_a_seat_get_nowhere_and_learn_nothing(demonstrated: Demonstrated, new_page: NewPage) -> None:
    """Someone who has not signed in; and the neighbour's manager, a guest of a joint group that meets here too."""
    told: dict[str, str] = {}
    numbers: dict[str, int] = {}

    def look_up() -> None:
        with demonstrated.acting("business.manager"):
            advice = Recommendation.objects.filter(partnership__slug=cast.WEALDSHIRE).earliest("pk")
            challenge = Challenge.objects.filter(partnership__slug=cast.WEALDSHIRE).earliest("pk")
            numbers.update(advice=advice.pk, challenge=challenge.pk)
            told.update(advice=advice.text, reference=advice.reference, challenge=challenge.subject)

    apart(look_up)
    addresses = [
        reverse("chair", args=HERE), reverse("coverage", args=HERE), reverse("ledger", args=HERE),
        reverse("themes", args=HERE), reverse("challenges_by_agency", args=HERE),
        reverse("recommendation", args=[*HERE, numbers["advice"]]), reverse("thread", args=[*HERE, numbers["advice"]]),
        reverse("record", args=[*HERE, "challenges", numbers["challenge"]]),
    ]  # fmt: skip
    stranger, guest = new_page(), new_page()
    demonstrated.sign_in(guest, cast.NEIGHBOUR.address)
    for address in addresses:
        stranger.goto(demonstrated.url + address)
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Sign in")
        answer = guest.request.get(demonstrated.url + address)
        assert not [words for words in told.values() if words in answer.text()], address
    assert guest.request.get(demonstrated.url + addresses[-1]).status == 404
    guest.goto(demonstrated.url + reverse("chair", args=[cast.MEDBOURNE]))
    expect(guest.get_by_role("heading", level=1)).to_have_text("What to ask")
    expect(guest.get_by_role("main")).not_to_contain_text("annual report that says what changed")
