"""Every page of the site, found by its name: it opens, axe finds nothing on a screen, a phone or paper, and nothing is
on it that its reader has no need to know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from playwright.sync_api import Page, Response, ViewportSize

from goldenthread.config.demonstration import cast
from goldenthread.config.demonstration.words import RESTRICTED_DECISION
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Seat
from goldenthread.core.thread.models import Action
from goldenthread.processes.registers.private_fostering.models import Arrangement
from tests.browser.addresses import (
    BY_THEMSELVES,
    MANAGER,
    MANAGERS,
    NO_PAGE,
    NOT_FOR_MEMBERS,
    OUTSIDE,
    OWN,
    Numbers,
    names,
    prepare,
)  # fmt: skip
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage, apart
from tests.browser.test_signin import authenticator
from tests.databases import PASSWORD
from tests.web.signin_steps import code
from tests.world import owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
Look = Callable[..., None]
Ways = tuple[tuple[ViewportSize, Literal["screen", "print"]], ...]
SCREEN: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
PAPER: ViewportSize = {"width": 794, "height": 1123}
#: What axe looks at, and as what. Every page is looked at as all three by one person; the same page before another, who
#: sees less of it, as a phone alone: there the most moves and the least fits.
EVERY_WAY: Ways = ((PHONE, "screen"), (SCREEN, "screen"), (PAPER, "print"))
ON_A_PHONE: Ways = EVERY_WAY[:1]
#: The hundredth row of a table is made as the first twelve are; axe takes seconds for what it learns nothing from.
FEWER_ROWS = "document.querySelectorAll('tbody tr:nth-child(n+13), datalist option').forEach((row) => row.remove())"
FOR_REVIEW = "Referrals for a review"
REGISTER_STEPS = ("register_sheet", "register_columns", "register_words", "check_register", "dismiss_register")
SEALED_PAGES = (
    "read_sealed",
    "sealed_readers",
    "sealed_people",
    "let_in",
    "sealed_keeping",
    "place_hold",
    "destroy_sealed",
)
REGISTER_PAGES = ("register", "register_readers", "appoint_keeper", "register_years")
#: What others than the manager open: person -> slug -> name -> what follows the slug.
OTHERS = {
    "member.police": {
        "wealdshire": lambda n: {
            "home": (), "actions": (), "groups": (), "group": ("board",), "group_attendance": ("board",),
            "group_plan": ("board",), "records": ("meetings",), "meeting": (n.ahead,), "agenda_item": n.coming,
            "meeting_actions": (n.ahead,), "meeting_packs": (n.ahead,), "record": ("meetings", n.ahead),
            "record_history": ("meetings", n.ahead), "your_calendar": (), "clocks": (),
        },
    },
    "agency.lead.health": {
        "wealdshire": lambda n: {
            "home": (), "actions": (), "groups": (), "group": ("health-safeguarding",),
            "records": ("private-fostering",), "meeting": (n.ahead,), "your_calendar": (),
        },
    },
    "lay.member": {
        "wealdshire": lambda n: {
            "lay_member": (n.heard["lay"],), "lay_moderation": (n.heard["moderation"],), "one_to_ones": (),
        },
    },
    "neighbour.manager": {
        "medbourne": lambda n: {
            "home": (), "actions": (), "groups": (), "group": ("board",), "records": ("meetings",), "admin_groups": (),
            "admin_people": (), "people": (), "clocks": (),
        },
        "wealdshire": lambda n: {"home": (), "actions": (), "groups": (), "group": ("child-death-panel",),
                                 "records": ("meetings",)},
    },
    "duty.worker": {
        "wealdshire": lambda n: {
            "records": ("private-fostering",), "open_record": ("private-fostering",),
            "record": ("private-fostering", n.arrangement),
            "register_imports": (), "import_register": (), "register_import": n.registers[:1],
            **dict.fromkeys(REGISTER_STEPS, n.registers[:1]), "register_below": (n.registers[0], "visits"),
            "undo_register": n.registers[1:],
        },
    },
    "designated.officer": {
        "wealdshire": lambda n: {
            "home": (), "records": ("allegations",), "open_allegation": (), "count_allegations": (),
            "record": ("allegations", n.alleged), "step": ("allegations", n.alleged, "strand"),
        },
    },
    "team.manager": {
        "wealdshire": lambda n: {
            **dict.fromkeys(SEALED_PAGES, ("private-fostering", n.arrangement)),
            **dict.fromkeys(REGISTER_PAGES, ("private-fostering",)), "end_keeper": ("private-fostering", n.keeper),
            "private_fostering_year": (), "private_fostering_quality": (), "private_fostering_awareness": (),
            "private_fostering_case": (n.arrangement,), "draw_private_fostering": (),
        },
    },
    "social.worker": {"wealdshire": lambda n: {"step": ("private-fostering", n.arrangement, "visit")}},
}  # fmt: skip


@pytest.fixture(scope="module")
def numbers(demonstrated: Demonstrated) -> Numbers:
    return prepare(demonstrated)


@pytest.fixture
def look(demonstrated: Demonstrated, numbers: Numbers, axe_clean: Check, fits: Check) -> Look:
    """``look(page, path, forbidden=(), ways=EVERY_WAY)`` opens a page and fails if anything is wrong with it."""

    def check(
        page: Page, path: str, forbidden: frozenset[str] = frozenset(), *, status: int = 200, ways: Ways = EVERY_WAY
    ) -> None:
        answer: Response | None = page.goto(demonstrated.url + path)
        assert answer is not None
        assert (answer.status, page.url) == (status, demonstrated.url + path)
        assert page.title().strip().strip("–-")
        assert page.locator("h1").count() == 1, page.locator("h1").all_inner_texts()
        written = page.content()
        assert [words for words in forbidden if words in written] == []
        for size, media in EVERY_WAY:
            page.set_viewport_size(size)
            page.emulate_media(media=media)
            fits(page)
        page.evaluate(FEWER_ROWS)
        for size, media in ways:
            page.set_viewport_size(size)
            page.emulate_media(media=media)
            axe_clean(page)
        page.emulate_media(media="screen")
        page.set_viewport_size(SCREEN)

    return check


def test_no_address_is_left_out() -> None:
    visited = {*MANAGERS, *OWN, *OUTSIDE, *BY_THEMSELVES}
    assert visited | set(NO_PAGE) == set(names())
    assert visited & set(NO_PAGE) == set()


@pytest.mark.parametrize("name", MANAGERS)
def test_a_page_of_the_business_manager(
    demonstrated: Demonstrated, numbers: Numbers, new_page: NewPage, look: Look, name: str
) -> None:
    page = new_page()
    demonstrated.sign_in(page, MANAGER)
    for further in MANAGERS[name](numbers):
        look(page, reverse(name, args=[cast.WEALDSHIRE, *further]))


@pytest.fixture
def forbidden(demonstrated: Demonstrated) -> Callable[[str], frozenset[str]]:
    """What a person has no need to know, told from the raw rows and not by the rules under test."""

    def told(address: str) -> frozenset[str]:
        with owner():
            user = demonstrated.user(address)
            agencies = list(Seat.unguarded.filter(user=user).values_list("agency", flat=True))
            groups = list(Membership.unguarded.filter(person__user=user).values_list("group", flat=True))
            mine = Q(owner_agency__in=agencies) | Q(owner__user=user) | Q(group__in=groups)
            mine |= Q(audience="partnership", partnership__seats__user=user)
            known = Action.unguarded.filter(mine).values("pk")
            texts = Action.unguarded.filter(pk__in=known).values("text")  # next door, some are word for word the same
            actions = Action.unguarded.exclude(pk__in=known).exclude(text__in=texts).values_list("text", flat=True)
            children = Arrangement.unguarded.exclude(
                Q(participants__person__user=user) | Q(register__keepers__person__user=user)
            ).values_list("reference", flat=True)
            return frozenset({*actions, *children, NOT_FOR_MEMBERS, FOR_REVIEW, RESTRICTED_DECISION})

    return told


@pytest.mark.parametrize("person", OTHERS)
def test_others_see_their_pages_and_nothing_they_need_not_know(
    demonstrated: Demonstrated, numbers: Numbers, new_page: NewPage, look: Look,
    forbidden: Callable[[str], frozenset[str]], person: str,
) -> None:  # fmt: skip
    page = new_page()
    demonstrated.sign_in(page, person)
    secrets = forbidden(person)
    assert len(secrets) > 20
    for slug, pages in OTHERS[person].items():
        for name, further in pages(numbers).items():
            ways = ON_A_PHONE if name in MANAGERS else EVERY_WAY
            look(page, reverse(name, args=[slug, *further]), secrets, ways=ways)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_page_for_someone_who_has_not_signed_in(
    demonstrated: Demonstrated, numbers: Numbers, new_page: NewPage, look: Look, name: str
) -> None:
    page = new_page()
    args: list[str] = []
    if name == "accept_invitation":
        page.goto(f"{demonstrated.url}/invitations/{numbers.token}/")
    if name == "account_reset_password_from_key":
        user = demonstrated.user("analyst")
        key = default_token_generator.make_token(user)
        page.goto(demonstrated.url + reverse(name, args=[user_pk_to_url_str(user), key]))
        args = [user_pk_to_url_str(user), "set-password"]
    look(page, reverse(name, args=args), status=401 if name == "socialaccount_login_error" else 200)


def test_the_choice_between_two_partnerships(demonstrated: Demonstrated, new_page: NewPage, look: Look) -> None:
    page = new_page()
    demonstrated.sign_in(page, "member.police")
    look(page, reverse("front"))


def say_who(page: Page) -> None:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


@pytest.fixture
def own_page(demonstrated: Demonstrated, new_page: NewPage) -> Page:
    """Signed in as someone who has a passkey, added here, and who said just now who they are."""
    page = new_page()
    authenticator(page)
    demonstrated.sign_in(page, "practitioner")
    page.goto(demonstrated.url + reverse("mfa_add_webauthn"))
    say_who(page)
    page.get_by_label("What to call it").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/**")
    return page


def test_the_pages_about_oneself(demonstrated: Demonstrated, own_page: Page, look: Look) -> None:
    look(own_page, reverse("mfa_activate_totp"))
    user = demonstrated.user("practitioner")
    apart(lambda: TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
    key = user.authenticator_set.get(type="webauthn").pk
    for name in OWN:
        look(own_page, reverse(name, args=[key] if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else []))


def test_the_page_that_asks_for_a_code(demonstrated: Demonstrated, new_page: NewPage, look: Look) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    apart(lambda: (cache.clear(), TOTP.activate(demonstrated.user("lay.member"), secret)))
    page = new_page()
    page.goto(demonstrated.url + reverse("account_login"))
    page.get_by_label("Email address").fill(demonstrated.user("lay.member").email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    look(page, reverse("mfa_authenticate"))
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**/{cast.WEALDSHIRE}/")
