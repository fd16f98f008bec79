"""The demonstration loads once, tells a whole story, and can be looked at by everyone in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.config import demonstration
from goldenthread.config.demonstration import cast
from goldenthread.core.casework.models import ClockRun, Event
from goldenthread.core.groups.models import Group, JointPartnership, Membership
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import Partnership, Person, Place, User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.core.thread.models import Action, Evidence, Finding, Impact, Recommendation
from goldenthread.core.thread.resembling import undecided
from goldenthread.kernel.now import now, today
from goldenthread.law.private_fostering.matters import ENDINGS
from goldenthread.processes.governance.meetings.attendance import quorum_of
from goldenthread.processes.governance.meetings.models import AgendaItem, Attendance, Decision, Meeting, Paper
from goldenthread.processes.registers.private_fostering.models import Arrangement
from tests.databases import PASSWORD, a_copy_of_the_demonstration, what_was_said

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))
PAGES = ("home", "actions", "groups", "clocks")
#: A page that asks every room what it brings costs a query for each of them, however many rows there are.
ASKS_EVERY_ROOM = {"home": 18, "group_waiting": 19, "chair": 18, "standing": 17}
MOST_QUERIES = 15
#: What a request costs only because a test's own transaction is around it.
NESTING = r"(?i)savepoint|release|rollback|select set_config\('app.users', ''"


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """A copy of the demonstration for all these tests, and what was said when it was loaded."""
    with django_db_blocker.unblock(), a_copy_of_the_demonstration():
        yield what_was_said()


@pytest.fixture
def inside(told: list[str], db: None, settings: Any) -> list[str]:
    settings.SECOND_FACTOR_REQUIRED = False  # as the demonstration is served
    return told


def user(address: str) -> User:
    return User.objects.get(email=f"{address}@{cast.DOMAIN}")


def acting(address: str) -> Any:
    return acting_as(actor_for(user(address)))


def test_it_prints_who_can_sign_in_one_for_each_role_and_the_password(inside: list[str]) -> None:
    assert inside[0] == "The demonstration partnership is loaded."
    for who in (*cast.WHO_SIGN_IN, cast.NEIGHBOUR):
        assert any(who.email in line and who.name in line for line in inside)
        assert user(who.address).check_password(PASSWORD)
    assert len({who.role for who in cast.WHO_SIGN_IN}) == len(cast.WHO_SIGN_IN) == 14
    assert inside[-1].endswith(PASSWORD)


def test_a_second_load_says_that_it_is_there_and_changes_nothing(inside: list[str]) -> None:
    before = (User.objects.count(), Partnership.objects.count())
    again = demonstration.load(PASSWORD)
    assert "was there already" in again[0]
    assert again[1:] == inside[1:]
    assert (User.objects.count(), Partnership.objects.count()) == before


def test_a_county_its_neighbour_twenty_agencies_twelve_groups_three_of_them_joint(inside: list[str]) -> None:
    assert set(Partnership.objects.filter(demonstration=True).values_list("slug", flat=True)) == {
        "wealdshire",
        "medbourne",
    }
    with acting("business.manager"):
        assert Place.objects.filter(partnership__slug="wealdshire").count() == 20
        assert Group.objects.filter(partnership__slug="wealdshire").count() == 12
        assert JointPartnership.objects.filter(partnership__slug="medbourne").count() == 3
    with acting("neighbour.manager"):
        assert Group.objects.filter(partnership__slug="wealdshire").count() == 3
        assert Group.objects.filter(partnership__slug="medbourne").count() == 1


def test_a_year_of_meetings_with_all_that_happens_at_meetings(inside: list[str]) -> None:
    with acting("business.manager"):
        meetings = Meeting.objects.filter(partnership__slug="wealdshire")
        states = Counter(meetings.values_list("state", flat=True))
        assert set(states) >= {
            "planned",
            "agenda_set",
            "papers_issued",
            "minutes_drafted",
            "agreed",
            "published",
            "cancelled",
        }
        held = meetings.filter(state__in=Meeting.TOOK_PLACE)
        assert held.order_by("held_on")[0].held_on < today() - timedelta(days=280)
        assert not held.filter(held_on__gte=today()).exists()
        coming = meetings.get(state="papers_issued")
        assert timedelta(0) < coming.held_on - today() <= timedelta(days=12)
        assert Paper.objects.filter(record=coming).count() >= 2
        statuses = set(Attendance.objects.values_list("status", flat=True))
        assert statuses >= {"attended", "apology", "deputy", "absent", "papers_only"}
        assert sum(quorum_of(meeting).met is False for meeting in held) >= 2
        assert Decision.objects.filter(restricted=False).exists()
        assert AgendaItem.objects.filter(restricted=True).exists()
        late = Membership.objects.filter(since__gt=today() - timedelta(days=150))
        assert late.exists()
    with acting("member.police"):
        assert not AgendaItem.objects.filter(restricted=True).exclude(group__slug__in=["board"]).exists()


def test_more_than_a_hundred_and_twenty_actions_in_every_state(inside: list[str]) -> None:
    with acting("business.manager"):
        actions = Action.objects.filter(partnership__slug="wealdshire")
        assert actions.count() >= 120
        assert set(actions.values_list("status", flat=True)) == {"open", "deferred", "closed"}
        assert set(actions.exclude(reason="").values_list("reason", flat=True)) == set(Action.Reason.values)
        assert set(actions.values_list("deferrals", flat=True)) >= {0, 1, 2, 3}
        running = actions.exclude(status="closed")
        for wanted in ({"owner": None, "owner_agency": None}, {"due_on": None}, {"due_on__lt": today()},
                       {"due_meeting__opened_on__gt": today()}):  # fmt: skip
            assert running.filter(**wanted).exists(), wanted
        shown = Evidence.objects.values("action")
        assert not actions.filter(reason="done_evidence").exclude(pk__in=shown).exists()
        assert Finding.objects.exists()
        assert Recommendation.objects.count() >= 5
        assert set(Impact.objects.values_list("result", flat=True)) >= {"not_yet", "embedded", "partly", "no_change"}


def test_arrangements_in_every_state_with_visits_in_time_late_and_overdue(inside: list[str]) -> None:
    with acting("team.manager"):
        assert set(Arrangement.objects.values_list("state", flat=True)) == set(Arrangement.State.values)
        ways = Arrangement.objects.filter(state="ended").values_list("ended_because", flat=True)
        assert set(ways) == {one.code for one in ENDINGS}
        runs = ClockRun.objects.filter(record__kind="private-fostering")
        assert runs.filter(met__lte=F("due")).exists()
        assert runs.filter(met__gt=F("due")).exists()
        assert runs.filter(met=None, due__lt=now()).exists()
        assert runs.filter(met=None, due__gt=now()).exists()


def test_a_recommendation_that_was_made_before_waits_for_somebody_to_say_so(inside: list[str]) -> None:
    with acting("business.manager"):
        (waits,) = undecided(Partnership.objects.get(slug=cast.WEALDSHIRE))
        assert "one multi-agency dataset" in waits.earlier.text


def test_the_story_is_dated_over_the_year_and_nothing_happened_tomorrow(inside: list[str]) -> None:
    with acting("business.manager"):
        moments = list(Event.objects.values_list("at", flat=True))
    assert max(moments) <= now()
    assert min(moments) < now() - timedelta(days=300)
    assert len({moment.date() for moment in moments}) > 40


@pytest.mark.parametrize("who", [*cast.WHO_SIGN_IN, cast.NEIGHBOUR], ids=lambda who: who.address)
def test_every_list_page_answers_for_everyone_in_few_queries(inside: list[str], who: cast.Seated) -> None:
    home = cast.MEDBOURNE if who is cast.NEIGHBOUR else cast.WEALDSHIRE
    client = Client()
    client.force_login(user(who.address))
    pages = [reverse(name, args=[home]) for name in PAGES]
    pages += [reverse("records", args=[home, kind]) for kind in ("meetings", "private-fostering")]
    allowed = dict.fromkeys(pages, MOST_QUERIES)
    allowed[reverse("home", args=[home])] = ASKS_EVERY_ROOM["home"]
    allowed[reverse("group", args=[home, "board"])] = MOST_QUERIES
    allowed[reverse("group_waiting", args=[home, "board"])] = ASKS_EVERY_ROOM["group_waiting"]
    allowed[reverse("chair", args=[home])] = ASKS_EVERY_ROOM["chair"]
    if who.role in ("business_manager", "administrator", "chair"):
        allowed[reverse("standing", args=[home])] = ASKS_EVERY_ROOM["standing"]
    client.get(pages[0])
    for page, most in allowed.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200, page
        counted = [q for q in asked.captured_queries if not re.match(NESTING, q["sql"])]
        assert len(counted) <= most, (page, len(counted))


def test_every_name_is_invented_and_each_person_has_one_of_their_own(inside: list[str]) -> None:
    with acting("business.manager"):
        names = list(Person.objects.filter(partnership__slug="wealdshire").values_list("name", flat=True))
    assert len(names) == len(set(names)) > 80
    assert "" not in cast.NAMES


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_no_name_comes_from_the_documents_it_is_modelled_on(seed: Path) -> None:
    """Neither a full name nor so much as a surname of anyone; nor the name of an agency."""
    said = seed.read_text(encoding="utf-8", errors="replace").lower()
    everyone = [*cast.NAMES, *(who.name for who in (*cast.WHO_SIGN_IN, cast.NEIGHBOUR)), *cast.MEDBOURNE_NAMES,
                cast.SECOND_LAY[0]]  # fmt: skip
    words = set(re.findall(r"[^\W\d_]+", said))
    assert [name for name in everyone if name.split()[-1].lower() in words] == []
    agencies = [name for name, _, _ in (*cast.AGENCIES.values(), *cast.NEIGHBOURS.values())]
    assert [name for name in agencies if name.lower() in said] == []


def test_a_real_partnership_at_the_same_address_is_left_alone(inside: list[str]) -> None:
    Partnership.objects.filter(slug=cast.WEALDSHIRE).update(demonstration=False)
    try:
        lines = demonstration.load(PASSWORD)
    finally:
        Partnership.objects.filter(slug=cast.WEALDSHIRE).update(demonstration=True)
    assert len(lines) == 1
    assert "is not loaded" in lines[0]
    assert django_settings.DEMONSTRATION is False
