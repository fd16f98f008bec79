"""By keyboard alone: sign in, minutes in, attendance, an action. At every stop of the way the focus can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import Attendance, Meeting
from tests.browser.demonstrated import PATIENCE, Demonstrated, NewPage
from tests.databases import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
MOST_STOPS = 250
MINUTES = """Wealdshire Safeguarding Children Partnership
Board

Minutes of the meeting held on Tuesday 14 March 2017
Chair: Isolde Marram

Present:
Isolde Marram (Independent Chair), Wealdshire Partnership Office
Ada Fenwright (Designated Nurse), Wealdshire Health Trust

1. Introductions and apologies
The Chair welcomed everyone to the meeting.

2. Missing children
The figures for the quarter were read.
Action 2.1: Ada Fenwright to bring a breakdown by district to the Board by 9 May 2017.
"""
# How everything looks without the focus: outline, shadow, colours (radios and tick boxes are drawn by their label).
BEFORE = """() => {
  const drawn = (style) => [style.outline, style.boxShadow, style.backgroundColor, style.border].join("|");
  window.look = (one) => drawn(getComputedStyle(one)) +
    (one.labels && one.labels[0] ? drawn(getComputedStyle(one.labels[0], "::before")) : "");
  window.looks = new Map();
  for (const one of document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]"))
    if (one !== document.activeElement) window.looks.set(one, window.look(one));
}"""
# What has the focus: its name, whether it is on the screen, whether it looks otherwise than before.
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const label = one.labels && one.labels[0] ? one.labels[0].innerText : "";
  const name = (one.getAttribute("aria-label") || label || one.innerText || one.value || "").trim();
  return {
    name: name.replace(/\\s+/g, " "), tag: one.tagName.toLowerCase(),
    visible: window.looks.get(one) !== window.look(one),
    there: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(page: Page, name: str, key: str = "Tab", tag: str = "") -> None:
    """Press the key until what has the focus is called so, and is such an element. Fails where a stop cannot be seen,
    or none is called so.
    """
    page.evaluate(BEFORE)
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        here = page.evaluate(WHERE)
        if here is None:
            continue
        assert here["visible"], f"{page.url}: nobody sees that the focus is on {here}"
        assert here["there"], f"{page.url}: the focus is off the screen, on {here}"
        if here["name"].startswith(name) and here["tag"].startswith(tag):
            return
        passed.append(here["name"])
    pytest.fail(f"{page.url}: no stop is called {name!r}; there were {passed[:60]}")


def press(page: Page, name: str) -> None:
    """Go to a link or a button and use it."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page: Page, label: str, words: str) -> None:
    tab_to(page, label)
    page.keyboard.type(words)


def sign_in(page: Page, here: Demonstrated, address: str) -> None:
    page.goto(here.url)
    fill(page, "Email address", here.user(address).email)
    fill(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{cast.WEALDSHIRE}/")


def choose(page: Page, label: str, words: str) -> None:
    """In a list, as people do: by typing how the line begins."""
    fill(page, label, words)
    chosen = page.evaluate("document.activeElement.selectedOptions[0].text")
    assert chosen.startswith(words), chosen


def test_minutes_are_brought_in_and_accepted(demonstrated: Demonstrated, new_page: NewPage, tmp_path: Path) -> None:
    file = tmp_path / "march.txt"
    file.write_text(MINUTES)
    page = new_page()
    page.on("filechooser", lambda chooser: None)  # caught from now on: asking at the last moment can be too late
    sign_in(page, demonstrated, "business.manager")
    press(page, "Import minutes")
    tab_to(page, "Minutes", tag="button")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    choose(page, "Which group met?", "Wealdshire S")
    press(page, "Read the minutes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading march.txt")
    demonstrated.let_the_worker_work()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what was read in march.txt")
    review(page)
    press(page, "See what would be written")
    press(page, "Accept and write")
    expect(page.get_by_role("heading", level=1)).to_have_text("What was written from march.txt")
    expect(page.get_by_role("main")).to_contain_text("bring a breakdown by district")


def review(page: Page) -> None:
    """The new action is corrected; every other section is accepted whole."""
    press(page, "New actions")
    press(page, "Correct")
    tab_to(page, "Number in the minutes")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("17/1")
    press(page, "Save")
    expect(page.locator("article").first).to_contain_text("17/1")
    press(page, "All parts of this import")
    for name in ("The meeting", "People and attendance", "Agenda items and decisions"):
        press(page, name)
        press(page, "Accept all in this section")
        press(page, "All parts of this import")


def test_attendance_is_recorded(demonstrated: Demonstrated, new_page: NewPage) -> None:
    with demonstrated.acting("business.manager"):
        held = Meeting.objects.filter(group__slug="quality", state="minutes_drafted").latest("held_on")
        row = Attendance.objects.filter(record=held, status="attended").select_related("person").earliest("pk")
        name = row.person.name
    page = new_page()
    sign_in(page, demonstrated, "business.manager")
    page.goto(demonstrated.url + reverse("meeting", args=[cast.WEALDSHIRE, held.pk]))
    press(page, "Attendance")
    expect(page.get_by_role("heading", level=1)).to_have_text("Attendance")
    for label in page.locator(f"tr:has-text('{name}') label").all_inner_texts()[:1]:
        choose(page, label, "Sent ap")
    press(page, "Save attendance")
    page.wait_for_url("**/meetings/*/#attendance")
    with demonstrated.acting("business.manager"):
        assert Attendance.objects.get(record=held, person__name=name).status == "apology"


def test_an_action_is_updated_by_whoever_answers_for_it(demonstrated: Demonstrated, new_page: NewPage) -> None:
    with demonstrated.acting("member.police"):
        person = demonstrated.user("member.police").people.get(partnership__slug=cast.WEALDSHIRE)
        action = Action.objects.filter(owner_agency=person.agency, status="open").earliest("pk")
    page = new_page()
    sign_in(page, demonstrated, "member.police")
    press(page, "Actions")
    expect(page.get_by_role("heading", level=1)).to_have_text("Actions")
    page.goto(demonstrated.url + reverse("action", args=[cast.WEALDSHIRE, action.pk]))
    press(page, "Say how it stands")
    fill(page, "What has happened?", "The district inspectors have answered.")
    press(page, "Say how it stands")
    expect(page.get_by_role("main")).to_contain_text("The district inspectors have answered.")


def test_the_choices_of_a_pack_are_made_with_arrows(demonstrated: Demonstrated, new_page: NewPage) -> None:
    with demonstrated.acting("business.manager"):
        ahead = Meeting.objects.get(group__slug="board", state="papers_issued", partnership__slug=cast.WEALDSHIRE)
    page = new_page()
    sign_in(page, demonstrated, "business.manager")
    page.goto(demonstrated.url + reverse("meeting", args=[cast.WEALDSHIRE, ahead.pk]))
    press(page, "Packs and draft minutes")
    tab_to(page, "Members' edition")
    tab_to(page, "Public edition", key="ArrowDown")
    press(page, "Make it")
    expect(page.get_by_role("main")).to_contain_text("Public edition")
    demonstrated.let_the_worker_work()
    expect(page.get_by_role("main").get_by_role("link", name=".pdf")).to_be_visible()
