"""A panel meeting in the browser: cases under a pseudonym, form C written, the review recorded, the case closed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.kernel.now import today
from goldenthread.processes.registers.child_deaths.models import ChildDeath, PanelMeeting, Paper
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
KEEPER, MEMBER = "business.manager", "designated.doctor"


def at(here: Demonstrated, name: str, *args: object) -> str:
    return here.url + reverse(name, args=[cast.WEALDSHIRE, *args])


def score(page: Page, here: Demonstrated, case: int) -> None:
    """Domain D: one factor that may have contributed and could be changed; then the conclusions."""
    page.goto(at(here, "score_death", case, "D"))
    page.get_by_label("Access to health care").first.select_option(index=3)
    page.get_by_role("group", name="Which of them could be changed").get_by_label("Access to health care").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Write the conclusions").click()
    page.get_by_label("4. Malignancy").check()
    page.get_by_label("Modifiable factors identified", exact=True).check()
    page.get_by_label("Learning points").fill("Ask early for a second opinion.")
    page.get_by_role("button", name="Save").click()


def test_a_panel_meets_reads_under_a_pseudonym_records_form_c_and_closes(
    demonstrated: Demonstrated, new_page: NewPage, axe_clean: Check, fits: Check
) -> None:
    with demonstrated.acting(KEEPER):
        paper = Paper.objects.latest("pk")
        meeting, case = PanelMeeting.objects.get(pk=paper.meeting_id), ChildDeath.objects.get(pk=paper.record_id)
    panel = at(demonstrated, "death_panel", meeting.pk)
    member = new_page(360, height=740)
    demonstrated.sign_in(member, "agency.lead.health")
    answer = member.goto(panel)
    assert answer is not None
    assert answer.status == 404, "a meeting is for the panel"
    page = new_page(1280)
    demonstrated.sign_in(page, KEEPER)
    page.goto(panel)
    page.get_by_role("link", name=case.pseudonym, exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("For the panel alone")
    expect(page.get_by_role("main")).not_to_contain_text(case.reference)
    axe_clean(page)
    page.goto(at(demonstrated, "read_sealed", "child-death", case.pk))
    page.get_by_label("For a panel or a meeting").check()
    page.get_by_role("button", name="Read it").click()
    page.goto(at(demonstrated, "death_reports", case.pk))
    expect(page.get_by_role("main")).to_contain_text("1 came, 0 are waited for.")
    fits(page)
    axe_clean(page)
    score(page, demonstrated, case.pk)
    expect(page.get_by_role("main")).to_contain_text("Complete: the panel can agree it.")
    axe_clean(page)
    _hold(page, demonstrated, meeting, case)
    expect(page.get_by_role("main")).to_contain_text("Closed")


def _hold(page: Page, here: Demonstrated, meeting: PanelMeeting, case: ChildDeath) -> None:
    """Plan a meeting for today, say who came, record the review, close the case."""
    page.goto(at(here, "plan_death_panel"))
    page.get_by_label("Panel", exact=True).select_option("Child Death Overview Panel")
    day = page.get_by_role("group", name="Date of the meeting")
    for box, value in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        day.get_by_label(box).fill(str(value))
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("button", name="Record who was there").click()
    expect(page.get_by_role("heading", name="Who was there?")).to_be_visible()
    for box in page.get_by_label("Present", exact=True).all():
        box.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Quorate:")
    page.get_by_role("link", name=f"Record the panel's review of {case.reference}").click()
    page.get_by_label("Panel meeting").select_option(f"Panel of {today():%-d %B %Y}")
    page.get_by_role("button", name="Record the panel's review").click()
    page.goto(at(here, "step", "child-death", case.pk, "close"))
    ended = page.get_by_role("group", name="Date it was closed")
    for box, value in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        ended.get_by_label(box).fill(str(value))
    page.get_by_label("What was done about the actions").fill("All are in the thread.")
    page.get_by_role("button", name="Close it").click()
