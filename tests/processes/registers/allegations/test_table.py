"""Who reads which field of a contact in which state: a table of roles, states and fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import let_in
from goldenthread.core.sealing.fields import SealedDate, SealedField
from goldenthread.processes.registers.allegations.models import Case
from tests.processes.registers.allegations.desk import Desk
from tests.world import World, owner

DAY, BORN = date(2024, 3, 12), date(1973, 11, 27)
FIELDS = [f for f in Case._meta.local_fields if isinstance(f, SealedField)]
SAID = {f.name: BORN if isinstance(f, SealedDate) else f"Marker-{f.name}" for f in FIELDS}
OPENS = ("referrer_name", "referrer_agency", "employer", "account", "subject_name", "subject_born", "post",
         "other_posts", "own_children")  # fmt: skip
#: Each state -> the steps that lead there from the contact, with what each is given.
COURSE: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "received": (),
    "allegation": (("allegation", {"triaged_on": DAY, "harmed": True}),),
    "considered": (("consider", {"considered_on": DAY, "next_step": "hearing", "note": "Marker"}),),
    "concluded": (("conclude", {"outcome": "false", "outcome_on": DAY, "note": "Marker"}),),
    "closed": (("close", {"ended_on": DAY, "note": "Marker"}),),
    "consultation": (("consultation", {"triaged_on": DAY}),),
    "information": (("information", {"triaged_on": DAY}),),
    "handed_over": (("hand_over", {"handed_on": DAY, "other_area": SAID["other_area"], "note": "Marker"}),),
    "mistake": (("mistake", {"note": "Marker"}),),
}
BEFORE = {"considered": "allegation", "concluded": "considered", "closed": "concluded"}
READ = ("lado", "lado_manager", "let_in_officer")
NOT = ("officer", "manager", "chair", "clerk", "worker", "team_manager", "nurse", "lay", "southerner", "south_manager")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def brought_to(desk: Desk, state: str) -> Case:
    """A contact in this state in which every sealed field says something."""
    with owner():
        desk.world.seat("let_in_officer", desk.world.council, desk.world.north, "designated_officer")
    case = desk.enter(DAY, **{name: SAID[name] for name in OPENS})
    with desk.world.acting("lado"):
        for name in SAID.keys() - set(OPENS):
            setattr(case, name, SAID[name])
        case.save()
        let_in(case, person=desk.world.person("let_in_officer"), why="They cover a holiday")
    way = [state]
    while way[0] in BEFORE:
        way.insert(0, BEFORE[way[0]])
    for name, values in (step for one in way for step in COURSE[one]):
        case = desk.take(case, name, **values)
    assert case.state == state
    return case


@pytest.mark.parametrize("state", COURSE)
def test_in_each_state_each_field_is_read_by_keepers_and_who_was_let_in_and_by_nobody_else(
    desk: Desk, state: str
) -> None:
    case = brought_to(desk, state)
    table: dict[tuple[str, str], object] = {}
    for who in READ:
        with desk.world.acting(who):
            row = Case.objects.get(pk=case.pk)
            shut = {field.name: str(getattr(row, field.name)) for field in FIELDS}
            with reading(row, purpose="case", what="A test"):
                table |= {(who, field.name): getattr(row, field.name).value() for field in FIELDS}
        assert set(shut.values()) == {"Sealed"}
    assert table == {(who, name): said for who in READ for name, said in SAID.items()}
    for who in NOT:
        with desk.world.acting(who):
            assert not Case.objects.filter(pk=case.pk).values_list(*SAID), who
            with pytest.raises(Record.DoesNotExist), reading(case, purpose="case", what="A test"):
                pass
