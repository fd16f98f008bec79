"""A keeper looks at a case's chronology, writes a briefing that the guard holds back until it names nobody, the chair
approves it, it is published and read by a member: who sees nothing of the case.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.processes.registers.chronologies.models import AgencyChronology
from goldenthread.processes.registers.learning.models import FromCase, Learning
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
KEEPER = "business.manager"


def _case(here: Demonstrated) -> tuple[int, str, int, int]:
    """The case of the demonstration, its reference, one of its chronologies, and what waits for the chair."""
    with here.acting(KEEPER):
        one = AgencyChronology.objects.select_related("record").earliest("pk")
        waiting = Learning.objects.get(state="waiting")
        return one.record_id, one.record.reference, one.pk, waiting.pk


def test_a_chronology_is_read_and_a_briefing_published(
    demonstrated: Demonstrated, new_page: NewPage, axe_clean: Check, fits: Check
) -> None:
    case, reference, chronology, waiting = _case(demonstrated)

    def at(name: str, *args: Any) -> str:
        return demonstrated.url + reverse(name, args=[cast.WEALDSHIRE, *args])

    page = new_page(360, height=740)
    demonstrated.sign_in(page, KEEPER)
    page.goto(at("chronology", case))
    page.get_by_label("For a panel or a meeting").check()
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("main")).to_contain_text("Conflicts")
    for there in (
        at("chronology", case), at("chronology_events", case) + "?only=conflicts", at("chronology_gaps", case),
        at("chronology_cells", case), at("new_chronology", case), at("replace_chronology", case, chronology),
        at("begin_learning"), at("case_learning", case), at("learning", waiting),
    ):  # fmt: skip
        page.goto(there)
        fits(page)
        axe_clean(page)

    page.goto(at("case_learning", case))
    page.get_by_role("button", name="Write a one-page briefing").click()
    _fill(page, happened="The family lives at 14 Alder Row, NX4 7QQ.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The child could be known by this.")
    axe_clean(page)
    page.get_by_label("What happened, in general").fill("Nobody asked the child what a day at home was like.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Being written")
    expect(page.get_by_role("main")).to_contain_text(reference)
    address = page.url
    page.get_by_role("button", name="Put it to the chair").click()
    page.get_by_role("button", name="Put it to the chair").click()
    expect(page.get_by_role("main")).to_contain_text("With the chair")

    chair = new_page(1280)
    demonstrated.sign_in(chair, "chair")
    chair.goto(address)
    expect(chair.get_by_role("main")).not_to_contain_text(reference)
    chair.get_by_role("button", name="Approve it").click()
    chair.get_by_label("Why may it go out?").fill("It helps.")
    chair.get_by_role("button", name="Approve it").click()
    chair.get_by_role("button", name="Publish it", exact=True).click()
    expect(chair.get_by_role("heading", name="Publish it")).to_be_visible()
    axe_clean(chair)
    chair.get_by_role("button", name="Publish it", exact=True).click()
    expect(chair.get_by_role("main")).to_contain_text("Every agency is asked what it passed on")

    member = new_page(360, height=740)
    demonstrated.sign_in(member, "member.police")
    member.goto(address)
    expect(member.get_by_role("main")).to_contain_text("Nobody asked the child what a day at home was like.")
    expect(member.get_by_role("main")).not_to_contain_text(reference)
    fits(member)
    axe_clean(member)
    with member.expect_download() as fetched:
        member.get_by_role("link", name="PDF").click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    with demonstrated.acting("member.police"):
        assert not FromCase.objects.exists()


def _fill(page: Page, *, happened: str) -> None:
    page.get_by_label("Title").fill("Asking the child")
    page.get_by_label("What happened, in general").fill(happened)
    page.get_by_label("What was learned").fill("A child can say what nobody else sees.")
    page.get_by_label("What to do").fill("Ask the child, alone.\nWrite down the child's own words.")
