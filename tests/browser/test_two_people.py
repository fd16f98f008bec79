"""Two people save the same action at once, each in a browser of their own: both texts are kept, and each is told."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.core.tenancy.models import Seat
from goldenthread.core.thread.models import Action, ActionUpdate, Recommendation
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
FIRST, SECOND = "The first letters went out on Monday.", "The trust has asked for another week."
MANAGER, CLERK = "business.manager", "clerk"


@pytest.fixture
def two(demonstrated: Demonstrated, new_page: NewPage) -> tuple[Page, Page]:
    """The business manager's browser and the administrator's."""
    pages = (new_page(), new_page())
    for page, who in zip(pages, (MANAGER, CLERK), strict=True):
        demonstrated.sign_in(page, who)
    return pages


def test_both_updates_of_one_action_are_kept(
    demonstrated: Demonstrated, two: tuple[Page, Page], axe_clean: Check, fits: Check
) -> None:
    with demonstrated.acting(MANAGER):
        action = Action.objects.filter(partnership__slug=cast.WEALDSHIRE).exclude(status="closed").earliest("pk")
        assert Seat.objects.exists()
    there = demonstrated.url + reverse("action_move", args=[cast.WEALDSHIRE, action.pk, "update"])
    one, other = two
    for page, text in ((one, FIRST), (other, SECOND)):  # both have the form open, and both are writing
        page.goto(there)
        page.get_by_label("What has happened?").fill(text)
    one.get_by_role("button", name="Say how it stands").click()
    one.wait_for_url(f"**/actions/{action.pk}/")

    other.get_by_role("button", name="Say how it stands").click()
    expect(other.get_by_role("heading", name="Someone else saved this while you were writing")).to_be_visible()
    expect(other.get_by_label("What has happened?")).to_have_value(SECOND)  # what was typed is still there
    axe_clean(other)
    fits(other)
    other.get_by_role("button", name="Say how it stands").click()
    other.wait_for_url(f"**/actions/{action.pk}/")
    for page in two:
        page.goto(demonstrated.url + reverse("action", args=[cast.WEALDSHIRE, action.pk]))
        for text in (FIRST, SECOND):
            expect(page.get_by_text(text, exact=True)).to_have_count(1)
    with demonstrated.acting(CLERK):
        kept = ActionUpdate.objects.filter(action=action, text__in=(FIRST, SECOND)).values_list("text", flat=True)
        assert sorted(kept) == sorted((FIRST, SECOND))


def test_the_second_to_reword_a_recommendation_sees_both_texts_side_by_side(
    demonstrated: Demonstrated, two: tuple[Page, Page], axe_clean: Check, fits: Check
) -> None:
    with demonstrated.acting(MANAGER):
        row = Recommendation.objects.earliest("pk")
    there = demonstrated.url + reverse("change_recommendation", args=[cast.WEALDSHIRE, row.pk])
    one, other = two
    for page, text in ((one, FIRST), (other, SECOND)):
        page.goto(there)
        page.get_by_label("Recommendation", exact=True).fill(text)
    one.get_by_role("button", name="Save").click()
    one.wait_for_url(f"**/recommendations/{row.pk}/")
    other.get_by_role("button", name="Save").click()
    both = other.locator(".gt-conflict")
    expect(both).to_contain_text(FIRST)
    expect(both).to_contain_text(SECOND)
    expect(other.get_by_label("Recommendation", exact=True)).to_have_value(SECOND)
    other.set_viewport_size({"width": 320, "height": 640})
    fits(other)
    axe_clean(other)
    other.goto(demonstrated.url + reverse("recommendation", args=[cast.WEALDSHIRE, row.pk]))
    expect(other.get_by_role("heading", level=1)).to_have_text(FIRST)  # nothing of the second is written unasked
