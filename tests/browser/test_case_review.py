"""A serious incident in the browser: notified and argued limb by limb, not agreed, decided by the partners after an
extraordinary meeting, its notifier told, reviewed and published. The chair closes the decision and tells the notifier.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.kernel.now import today
from goldenthread.processes.registers.case_reviews.models import CaseReview
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
UNIT, CHAIR, NOTIFIER = "business.manager", "chair", "agency.lead.health"
CHILD = "Ottilie Fenwright"


class Desk:
    """One person at the case: presses the button of a step, fills what it asks for, sends it. Days count from the
    notification.
    """

    def __init__(self, page: Page, began: date, checks: tuple[Check, ...]) -> None:
        self.page, self.began, self.checks, self.case = page, began, checks, ""

    def look(self) -> None:
        self.page.wait_for_load_state()  # an address is there before its page is
        for check in self.checks:
            check(self.page)

    def day(self, group: str, after: int) -> None:
        on = self.began + timedelta(days=after)
        boxes = self.page.get_by_role("group", name=group, exact=True)
        for box, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            boxes.get_by_label(box).fill(str(value))

    def read(self, why: str) -> None:
        self.page.goto(self.case)
        self.page.get_by_role("button", name="Read the sealed part").click()
        self.page.get_by_label(why).check()
        self.page.get_by_role("button", name="Read it").click()

    def take(
        self,
        step: str,
        *,
        days: dict[str, int] | None = None,
        texts: dict[str, str] | None = None,
        picks: dict[str, str] | None = None,
        ticks: tuple[str, ...] = (),
        refused: str = "",
    ) -> None:
        """Take a step. `refused`: what it says where it is not taken; else it leads back to the case."""
        self.page.goto(self.case)
        self.page.get_by_role("main").get_by_role("button", name=step, exact=True).click()
        for label, after in (days or {}).items():
            self.day(label, after)
        for label, words in (texts or {}).items():
            self.page.get_by_label(label, exact=True).fill(words)
        for label, choice in (picks or {}).items():
            self.page.get_by_label(label, exact=True).select_option(choice)
        for label in ticks:
            self.page.get_by_label(label, exact=True).check()
        self.look()
        self.page.get_by_role("main").get_by_role("button", name=step, exact=True).click()
        if refused:
            expect(self.page.get_by_role("alert")).to_contain_text(refused)
            self.look()
        else:
            expect(self.page).to_have_url(self.case)


def at(here: Demonstrated, name: str, *args: object) -> str:
    return here.url + reverse(name, args=[cast.WEALDSHIRE, *args])


def notify(desk: Desk, here: Demonstrated) -> None:
    """The notification: a limb without its reason is asked for again, and nothing typed is lost."""
    page = desk.page
    page.goto(at(here, "open_case_review"))
    page.get_by_label("Who notifies", exact=True).select_option("Health")
    page.get_by_label("Name of who notifies").fill("Perpetua Quill")
    page.get_by_label("Who notifies, if they have an account here").select_option(label="Thandi Mbeki")
    desk.day("Date of the incident", -1)
    desk.day("Date the local authority became aware (optional)", 0)
    desk.day("Date of this notification", 0)
    desk.day("Date the local authority notified it nationally (optional)", 1)
    page.get_by_role("group", name="Is it one that the local authority has to notify?").get_by_label(
        "Yes", exact=True
    ).check()
    page.get_by_role("group", name="What happened").get_by_label("A child was seriously harmed").check()
    page.get_by_label("Circumstances").fill("An injury that nobody explains.")
    page.get_by_label("Child's full name").fill(CHILD)
    page.get_by_role("group", name="Sex").get_by_label("Female", exact=True).check()
    limbs = {"Abuse or neglect is known or suspected": "Yes", "The child died": "No",
             "The child was seriously harmed": "Yes"}  # fmt: skip
    for limb, holds in limbs.items():
        page.get_by_role("group", name=limb, exact=True).get_by_label(holds, exact=True).check()
    page.get_by_label("Why it holds, or does not: abuse or neglect").fill("Two accounts do not agree.")
    page.get_by_label("Why it holds, or does not: the child died").fill("She lives.")
    desk.look()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("hy it holds, or does not: seriously harmed")
    expect(page.get_by_label("Child's full name")).to_have_value(CHILD)
    desk.look()
    page.get_by_label("Why it holds, or does not: seriously harmed").fill("The injury is life-threatening.")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("main")).not_to_contain_text(CHILD)
    desk.case = page.url


def consider(desk: Desk) -> None:
    """The rapid review; no agreement without the dissent; the extraordinary meeting."""
    desk.take("Begin the rapid review", days={"Date the national Panel was notified": 1})
    desk.take(
        "Record the rapid review",
        days={"Date the rapid review was complete": 8},
        texts={
            "The facts, as far as they can be known": "Three agencies knew her.",
            "Action on children's safety, and sharing of learning at once": "Her brother is safe.",
            "What could be improved to safeguard children": "Injuries were seen apart.",
            "Next steps": "Ask the school.",
        },
    )
    desk.take("Record that the group did not agree", days={"Date of the meeting": 10},
              refused="ho was of another mind")  # fmt: skip
    desk.take("Record that the group did not agree", days={"Date of the meeting": 10}, texts={
        "Reasons (optional)": "Two minds.", "Who was of another mind, and why": "Health wants a review.",
    })  # fmt: skip
    desk.take(
        "Record the extraordinary meeting",
        days={"Date of the meeting": 12},
        texts={
            "Reasons (optional)": "All were heard.",
            "Who was of another mind, and why (optional)": "Police, still.",
        },
        picks={"What is recommended (optional)": "Local child safeguarding practice review"},
        ticks=("It highlights improvements that are needed",),
    )


def decide(unit: Desk, chair: Desk) -> None:
    """Each partner decides; no outcome before the last of them; the chair closes it and has the notifier told."""
    review = "Local child safeguarding practice review"
    for partner in ("Local authority", "Health", "Police"):
        if partner == "Police":
            chair.take("Close the decision: a review is held", texts={"Reasons for the decision": "To improve."},
                       refused="Missing: Police.")  # fmt: skip
        unit.take("Record a safeguarding partner's decision", days={"Date of the decision": 13},
                  picks={"Decision": review}, ticks=(partner,))  # fmt: skip
    chair.take("Close the decision: a review is held", texts={"Reasons for the decision": "To improve."})
    expect(chair.page.get_by_role("main")).to_contain_text("Review: scope and reviewer")
    chair.take("Tell the notifier", days={"Date the notifier was told": 13})


def review(desk: Desk) -> None:
    """Scope and reviewer, the report to the Panel, the publication."""
    desk.take(
        "Record a letter to or from the national panel",
        days={"Sent or received on": 9},
        picks={"What": "The rapid review"},
    )
    desk.take(
        "Set the scope and the reviewer",
        days={"Date the reviewer was appointed": 14},
        texts={"Scope and terms of reference": "Two years.", "Reviewer, and their organisation": "Ambrose Tarn"},
        ticks=(
            "Hybrid",
            "Independent of the board and of the agencies involved",
        ),
    )
    desk.take("Record the draft report", days={"Date of the draft report": 16})
    desk.take("Record that the report was accepted", days={"Date the report was accepted": 17})
    desk.take("Record the publication", days={"Date it was published": 19},
              refused="Send the report to the national Panel first")  # fmt: skip
    desk.take("Record a letter to or from the national panel", days={"Sent or received on": 18},
              picks={"What": "The report before it is published"})  # fmt: skip
    desk.take("Record the publication", days={"Date it was published": 19})


def test_from_the_notification_to_the_publication(
    demonstrated: Demonstrated, new_page: NewPage, axe_clean: Check, fits: Check
) -> None:
    began = today() - timedelta(days=20)
    unit = Desk(new_page(360, height=740), began, (axe_clean, fits))
    demonstrated.sign_in(unit.page, UNIT)
    notify(unit, demonstrated)
    unit.read("To work on the case")
    expect(unit.page.get_by_role("main")).to_contain_text(CHILD)
    unit.look()
    consider(unit)
    chair = Desk(new_page(), began, (axe_clean,))
    demonstrated.sign_in(chair.page, CHAIR)
    chair.case = unit.case
    chair.read("To work on the case")
    sent = len(mail.outbox)
    decide(unit, chair)
    told = [one for one in mail.outbox[sent:] if "your notification was decided" in str(one.subject)]
    assert [one.to for one in told] == [[demonstrated.user(NOTIFIER).email]]
    assert CHILD.split()[1] not in f"{told[0].subject} {told[0].body}"
    review(unit)
    unit.look()
    expect(unit.page.get_by_role("main")).to_contain_text("Report published")
    number = re.search(r"(\d+)/$", unit.case)
    assert number
    with demonstrated.acting(UNIT):
        case = CaseReview.objects.get(pk=number[1])
        looks = list(case.considerations.values_list("result", "extraordinary", "dissented"))
        assert (case.state, case.outcome, looks) == (
            "published", "lcspr", [("not_agreed", False, True), ("recommended", True, True)],
        )  # fmt: skip
    unit.page.goto(at(demonstrated, "case_review_tracker"))
    expect(unit.page.get_by_role("main")).to_contain_text("It adds up")
    unit.look()
