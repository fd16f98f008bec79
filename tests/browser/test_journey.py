"""The first walk, in a browser: sign in, minutes in, correct, accept, the pack out, and read with no script at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from goldenthread.config.demonstration import cast
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.minutes_import.parts import SECTIONS
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage, apart
from tests.databases import PASSWORD
from tests.web.signin_steps import code

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
MINUTES = Path(__file__).parents[1] / "reading" / "fixtures" / "county_lists_cp1252.txt"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BOARD = "Wealdshire Safeguarding Children Partnership Board"
AS_READ = "circulate the seven minute briefing"
CORRECTED = "Circulate the seven minute briefing, with a note for school governors"


def enter(page: Page, here: Demonstrated, address: str) -> None:
    """Sign in as people do: address, password, and the code that their telephone shows."""
    user = here.user(address)
    apart(lambda: (cache.clear(), user.authenticator_set.all().delete(), TOTP.activate(user, SECRET)))
    page.goto(here.url)
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code(SECRET))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**/{cast.WEALDSHIRE}/")


def bring_in(page: Page, here: Demonstrated) -> None:
    page.get_by_role("link", name="Import minutes").click()
    page.locator("input[type=file]").set_input_files(str(MINUTES))
    page.get_by_label("Which group met?").select_option(label=BOARD)
    page.get_by_role("button", name="Read the minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Reading {MINUTES.name}")
    here.let_the_worker_work()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Check what was read in {MINUTES.name}")


def correct(page: Page) -> None:
    """The clerk knows better what was agreed than the minutes say."""
    page.get_by_role("main").get_by_role("link", name="New actions").click()
    row = page.locator("article").filter(has_text=AS_READ).first
    row.get_by_role("button", name="Correct").click()
    page.get_by_label("Action", exact=True).fill(CORRECTED)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article").filter(has_text=CORRECTED)).to_contain_text("Corrected")


def accept(page: Page) -> None:
    """Section by section; promises and what fits nowhere are left aside."""
    page.get_by_role("link", name="All parts of this import").click()
    main = page.url
    for section in SECTIONS:
        page.goto(f"{main}{section.slug}/")
        left_aside = section.slug in {"promises", "unplaced"}
        words = "Dismiss all not looked at yet" if left_aside else "I have seen them all|Accept all in this section"
        for one in words.split("|"):
            button = page.get_by_role("button", name=one)
            if button.count():
                button.click()
    page.goto(main)
    page.get_by_role("button", name="See what would be written").click()
    page.get_by_role("button", name="Accept and write").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"What was written from {MINUTES.name}")


def make_pack(page: Page, here: Demonstrated, kind: str, folder: Path) -> Path:
    """Ask for the pack, wait until the worker has made it, and save the file."""
    page.get_by_role("radio", name="Members", exact=False).check()
    page.get_by_role("radio", name=kind).check()
    page.get_by_role("button", name="Make it").click()
    here.let_the_worker_work()
    page.reload()
    link = page.get_by_role("main").get_by_role("link", name=f".{'pdf' if kind == 'PDF' else 'html'}").first
    with page.expect_download() as waiting:
        link.click()
    saved = folder / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    return saved


def test_from_real_minutes_to_a_pack_that_is_read_without_script(
    guarded: Demonstrated, new_page: NewPage, axe_clean: Check, fits: Check, tmp_path: Path
) -> None:
    page = new_page()
    enter(page, guarded, "business.manager")
    bring_in(page, guarded)
    correct(page)
    accept(page)
    page.get_by_role("main").get_by_role("paragraph").get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text("14 March 2023")

    with guarded.acting("business.manager"):
        made = Action.objects.get(text__startswith=CORRECTED)
        coming = Meeting.objects.get(group__slug="board", state="papers_issued", partnership__slug=cast.WEALDSHIRE)
        assert not Action.objects.filter(text__icontains=AS_READ).exclude(pk=made.pk).exists()
    page.goto(guarded.url + reverse("meeting", args=[cast.WEALDSHIRE, coming.pk]))
    page.get_by_role("link", name="Packs and draft minutes").click()
    web = make_pack(page, guarded, "Web page", tmp_path)
    paper = make_pack(page, guarded, "PDF", tmp_path)

    for width in (1280, 320):
        reader = new_page(width, java_script_enabled=False)
        reader.goto(web.as_uri())
        expect(reader.get_by_role("heading", level=1)).to_have_count(1)
        expect(reader.get_by_text(CORRECTED).first).to_be_visible()
        expect(reader.get_by_text(made.reference).first).to_be_visible()
    reader = new_page()
    reader.goto(web.as_uri())
    axe_clean(reader)
    fits(reader)
    pages = [" ".join(one.extract_text().split()) for one in PdfReader(paper).pages]
    assert any(made.reference in text for text in pages)
    assert CORRECTED in " ".join(pages)


def test_a_member_says_how_the_action_of_their_agency_stands(guarded: Demonstrated, new_page: NewPage) -> None:
    with guarded.acting("member.police"):
        person = guarded.user("member.police").people.get(partnership__slug=cast.WEALDSHIRE)
        theirs = Action.objects.filter(owner_agency=person.agency, status="open").earliest("pk")
        others = Action.objects.exclude(owner_agency=person.agency).exclude(owner=person).filter(status="open")
        other = others.earliest("pk")
    page = new_page()
    enter(page, guarded, "member.police")
    page.goto(guarded.url + reverse("action", args=[cast.WEALDSHIRE, theirs.pk]))
    page.get_by_role("button", name="Say how it stands").click()
    page.get_by_label("What has happened?").fill("All six teams have the form; one asked for it in Polish.")
    page.get_by_role("button", name="Say how it stands").click()
    expect(page.get_by_role("main")).to_contain_text("one asked for it in Polish")
    expect(page.get_by_role("button", name="Close it")).to_have_count(0)
    page.goto(guarded.url + reverse("action", args=[cast.WEALDSHIRE, other.pk]))
    expect(page.get_by_role("main")).to_contain_text(other.text)
    expect(page.get_by_role("button", name="Say how it stands")).to_have_count(0)


def test_of_two_editors_the_second_is_shown_both_texts_and_loses_nothing(
    guarded: Demonstrated, new_page: NewPage, axe_clean: Check
) -> None:
    made: list[Action] = []

    def agree() -> None:
        with guarded.acting("business.manager"):
            board = Partnership.objects.get(slug=cast.WEALDSHIRE)
            made.append(add_action(partnership=board, text="Publish the plan", made_on=today(), due_on=today()))

    apart(agree)
    address = guarded.url + reverse("change_action", args=[cast.WEALDSHIRE, made[0].pk])
    first, second = new_page(), new_page()
    enter(first, guarded, "business.manager")
    enter(second, guarded, "clerk")
    for page, words in ((first, "Publish the plan in easy words"), (second, "Publish the plan before the summer")):
        page.goto(address)
        page.locator("[name=text]").fill(words)
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("main")).to_contain_text("in easy words")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("main")).to_contain_text("Publish the plan in easy words")
    expect(second.locator("[name=text]")).to_have_value("Publish the plan before the summer")
    axe_clean(second)
    second.locator("[name=text]").fill("Publish the plan in easy words, before the summer")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Publish the plan in easy words, before the summer")
