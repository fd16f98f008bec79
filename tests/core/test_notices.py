"""Who is told what, once: reminders, escalation, the digest; and what is never written into a message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.core.notices import rounds
from goldenthread.core.notices.models import Notice, Round, Timing
from goldenthread.core.notices.preferences import choose, preference_of, set_timing, timing_of
from goldenthread.core.notices.selecting import Recipient, keys_for, notices_of
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON, today
from tests.world import World, owner

MONDAY = datetime(2026, 3, 2, 9, tzinfo=LONDON)
ON = MONDAY.date()


@pytest.fixture(autouse=True)
def frozen() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def lead(world: World) -> str:
    """The health trust has a lead, who is not the nurse."""
    with owner():
        world.seat("lead", world.health, world.north, "agency_lead")
    return "lead"


def action(world: World, days: int, reference: str = "A-1", **values: Any) -> Action:
    """An open action of the nurse and the health trust, due so many days from now."""
    values = {
        "text": "Train officers",
        "owner": world.person("nurse"),
        "owner_agency": world.health,
        "due_on": today() + timedelta(days),
    } | values
    with owner():
        return Action.unguarded.create(partnership=world.north, reference=reference, made_on=date(2026, 1, 5), **values)


def tell(world: World, name: str) -> list[tuple[str, str]]:
    """Run one person's job; (kind, action's reference) of what was written down for them today."""
    queued: list[int] = []
    rounds.tell_person(world.north.pk, world.person(name).pk, today(), lambda **ids: queued.append(ids["notice_id"]))
    with world.acting(name):
        written = Notice.objects.filter(person=world.person(name), day=today()).exclude(kind="digest").order_by("pk")
        return [(notice.kind, notice.action.reference) for notice in written.select_related("action")]


def round_of(world: World, moment: datetime) -> list[int]:
    queued: list[int] = []
    rounds.begin_round(world.north, moment, lambda **ids: queued.append(ids["person_id"]))
    return queued


def test_the_owner_is_reminded_seven_days_before_and_one_day_before_and_once_each(world: World, frozen: Any) -> None:
    action(world, 8)
    said = []
    for _ in range(9):
        said.append(len(tell(world, "nurse")) if today().isoweekday() < 6 else 0)
        frozen.shift(timedelta(days=1))
    #       Mon Tue Wed Thu Fri Sat Sun Mon Tue (due)
    assert said == [0, 1, 0, 0, 0, 0, 0, 1, 0]


def test_running_the_same_day_again_tells_nothing_twice(world: World) -> None:
    action(world, 1)
    queued: list[Any] = []
    for _ in range(3):
        rounds.tell_person(world.north.pk, world.person("nurse").pk, ON, lambda **ids: queued.append(ids))
    assert len(queued) == 2  # the reminder and the digest
    with world.acting("nurse"):
        assert Notice.objects.count() == 2


def test_an_action_put_off_is_reminded_of_anew(world: World, frozen: Any) -> None:
    row = action(world, 1)
    assert tell(world, "nurse") == [("reminder", "A-1")]
    with owner():
        Action.unguarded.filter(pk=row.pk).update(due_on=ON + timedelta(days=22))
    frozen.move_to(MONDAY + timedelta(days=21))
    assert tell(world, "nurse") == [("reminder", "A-1")]


def test_an_action_without_a_person_is_its_agencys_leads(world: World, lead: str) -> None:
    action(world, 1, owner=None)
    assert tell(world, lead) == [("reminder", "A-1")]
    assert tell(world, "nurse") == []


def test_seven_days_late_the_agencys_lead_is_told_and_twenty_one_the_chair_and_the_business_manager(
    world: World, lead: str, frozen: Any
) -> None:
    action(world, 0, group=world.board)
    told = {}
    for days in (6, 7, 20, 21, 28):
        frozen.move_to(MONDAY + timedelta(days=days))
        told[days] = {name: [kind for kind, _ in tell(world, name)] for name in (lead, "chair", "manager", "nurse")}
    nobody = {lead: [], "chair": [], "manager": [], "nurse": []}
    assert told[6] == nobody
    assert told[7] == nobody | {lead: ["agency"]}
    assert told[20] == nobody
    assert told[21] == nobody | {"chair": ["chair"], "manager": ["chair"]}
    assert told[28] == nobody


def test_the_chair_of_another_group_is_not_told(world: World) -> None:
    action(world, -30, group=world.panel)
    assert tell(world, "chair") == []
    assert tell(world, "manager") == [("chair", "A-1")]


def test_a_closed_action_is_no_ones_reminder(world: World, lead: str) -> None:
    for days in (1, -10, -30):
        action(world, days, f"A{days}", status="closed", reason="overtaken", closed_on=ON)
    assert [tell(world, name) for name in ("nurse", lead, "manager")] == [[], [], []]


def test_no_one_is_told_of_an_action_that_they_may_not_see(world: World, lead: str) -> None:
    """Sealed to named people: neither the agency's lead nor the business manager learns that it is late."""
    action(world, -30, audience="named")
    assert [tell(world, name) for name in (lead, "manager", "chair")] == [[], [], []]
    with world.acting("nurse"):
        assert Action.objects.count() == 1


STATUS = st.sampled_from(["open", "deferred", "closed"])


@given(
    status=STATUS,
    late=st.integers(-40, 60),
    owner_id=st.sampled_from([None, 1, 2]),
    agency=st.sampled_from([None, 10, 20]),
    group=st.sampled_from([None, 100, 200]),
    leads=st.frozensets(st.sampled_from([10, 20])),
    chairs=st.frozensets(st.sampled_from([100, 200])),
    manages=st.booleans(),
)
@settings(max_examples=300)
def test_whatever_the_action_and_whoever_the_person_what_is_said_has_a_reason(
    status: str,
    late: int,
    owner_id: int | None,
    agency: int | None,
    group: int | None,
    leads: frozenset[int],
    chairs: frozenset[int],
    manages: bool,
) -> None:
    """Nothing of a closed action; no key twice; reminders to those who answer and before it is late; escalation by
    rank.
    """
    row = Action(
        pk=5, status=status, owner_id=owner_id, owner_agency_id=agency, group_id=group, due_on=ON - timedelta(days=late)
    )
    who = Recipient(person=1, leads=leads, chairs=chairs, manages=manages)
    said = list(keys_for(who, row, ON, ON, Timing(remind_days=[7, 1])))
    kinds = [kind for kind, _ in said]
    assert len(said) == len(set(said))
    assert not (said and status == "closed")
    if "reminder" in kinds:
        assert late <= 0
        assert owner_id == 1 or (owner_id is None and agency in leads)
        assert kinds == ["reminder"]
    assert ("agency" in kinds) == (status != "closed" and late >= 7 and agency in leads)
    assert ("chair" in kinds) == (status != "closed" and late >= 21 and (manages or group in chairs))


def test_a_round_begins_once_a_working_day_from_six_and_reaches_everyone_who_can_sign_in(world: World) -> None:
    assert round_of(world, MONDAY.replace(hour=5, minute=59)) == []
    assert round_of(world, datetime(2026, 3, 1, 12, tzinfo=LONDON)) == []  # a Sunday
    assert round_of(world, datetime(2026, 4, 3, 12, tzinfo=LONDON)) == []  # Good Friday
    first = round_of(world, MONDAY.replace(hour=6))
    at_north = {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay", "southerner"}
    assert set(first) == {world.person(name).pk for name in at_north}
    assert round_of(world, MONDAY.replace(hour=7)) == []
    with world.acting("manager"):
        assert Round.objects.count() == 1


def test_a_round_that_fails_half_way_leaves_no_mark_and_is_begun_again(world: World) -> None:
    def killed(**ids: int) -> None:
        raise ConnectionError("the worker was killed")

    with pytest.raises(ConnectionError):
        rounds.begin_round(world.north, MONDAY, killed)
    assert len(round_of(world, MONDAY)) == 9


def test_those_who_left_or_may_no_longer_sign_in_are_told_nothing(world: World) -> None:
    action(world, 1)
    with owner():
        world.users["nurse"].is_active = False
        world.users["nurse"].save()
    nurse = world.person("nurse").pk
    assert nurse not in round_of(world, MONDAY)
    queued: list[Any] = []
    assert rounds.tell_person(world.north.pk, nurse, ON, lambda **ids: queued.append(ids)) == 0
    assert queued == []


def test_the_digest_is_for_those_who_have_something_to_do(world: World) -> None:
    action(world, 10)
    queued: dict[str, list[Any]] = {"nurse": [], "officer": []}
    for name, jobs in queued.items():
        rounds.tell_person(world.north.pk, world.person(name).pk, ON, lambda jobs=jobs, **ids: jobs.append(ids))
    assert [len(jobs) for jobs in queued.values()] == [1, 0]


def test_each_chooses_for_themselves_how_they_are_told(world: World, frozen: Any) -> None:
    action(world, 10)
    nurse = world.person("nurse")
    with world.acting("manager"), pytest.raises(PermissionDenied):
        choose(nurse, digest="never")
    with world.acting("nurse"):
        assert preference_of(nurse).digest == "daily"
        with pytest.raises(ValidationError):
            choose(nurse, digest="hourly")
        choose(nurse, digest="weekly")
    frozen.move_to(MONDAY + timedelta(days=1))
    tell(world, "nurse")
    with world.acting("nurse"):
        assert not Notice.objects.filter(kind="digest").exists()
    frozen.move_to(MONDAY + timedelta(days=7))
    tell(world, "nurse")
    with world.acting("nurse"):
        assert Notice.objects.get(kind="digest").day == today()


def test_who_wants_no_email_still_finds_the_reminder_on_the_actions_page(world: World) -> None:
    row = action(world, 1)
    with world.acting("nurse"):
        choose(world.person("nurse"), digest="daily", email=False)
    queued: list[Any] = []
    rounds.tell_person(world.north.pk, world.person("nurse").pk, ON, lambda **ids: queued.append(ids))
    assert queued == []
    with world.acting("manager"):
        (shown,) = notices_of(row)
    assert (shown.person.name, shown.kind, shown.status) == ("Nurse Person", "reminder", "shown")


def test_a_partnership_sets_its_own_days_and_only_its_unit_does(world: World) -> None:
    action(world, 3)
    with world.acting("officer"), pytest.raises(PermissionDenied):
        set_timing(world.north, remind_days=[3], agency_after=5, chair_after=10)
    assert tell(world, "nurse") == [("reminder", "A-1")]
    action(world, 14, "A-2")
    with world.acting("manager"):
        for wrong in ({"remind_days": [0]}, {"agency_after": 0}, {"agency_after": 30, "chair_after": 20}):
            with pytest.raises(ValidationError):
                set_timing(world.north, **({"remind_days": [7], "agency_after": 7, "chair_after": 21} | wrong))
        set_timing(world.north, remind_days=[14, 2], agency_after=5, chair_after=10)
    tell(world, "nurse")
    with world.acting("nurse"):
        assert timing_of(world.north).remind_days == [14, 2]
        assert Notice.objects.filter(action__reference="A-2").count() == 1
    with world.acting("south_manager"):
        assert timing_of(world.south).remind_days == [7, 1]
