"""Who sees which field of learning in which state, and what each may do there: tables of roles and states."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import let_in
from goldenthread.processes.registers.learning.models import FromCase, Learning
from goldenthread.processes.registers.learning.process import learning as process
from goldenthread.processes.registers.learning.writing import write_learning
from tests.processes.registers.learning.desk import Teaching
from tests.web.test_access import client_for
from tests.world import World

FIELDS = {f.attname for f in Learning._meta.concrete_fields}
#: Those who keep the register of the case, and who was let in to it: they alone know which case it is from.
KEEP, KNOW = {"lado", "lado_manager"}, {"lado", "lado_manager", "officer"}
#: The agency of the case, the unit and the chair: they see it before it is out.
BEFORE = {*KEEP, "worker", "team_manager", "manager", "clerk", "chair"}
AT_THE_TABLE = {*BEFORE, "nurse", "officer", "lay"}
SEES = {
    "drafting": BEFORE, "waiting": BEFORE, "approved": BEFORE, "published": AT_THE_TABLE, "withdrawn": AT_THE_TABLE,
    "not_published": BEFORE,
}  # fmt: skip


class InEveryState(Teaching):
    """Learning of one case in each state, each with words of its own."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.rows = {state: self._brought_to(state) for state in SEES}
        with self.reading() as case:
            let_in(case, person=world.person("officer"), why="On the panel")

    def _brought_to(self, state: str) -> Learning:
        one = self.begin("early", happened=f"Several services were concerned, and {mark(state)} of them.")
        way = {
            "waiting": ("put_forward",), "approved": ("put_forward", "approve"),
            "published": ("put_forward", "approve", "publish"),
            "withdrawn": ("put_forward", "approve", "publish", "withdraw"), "not_published": ("not_publish",),
        }.get(state, ())  # fmt: skip
        who = {"put_forward": "lado", "publish": "manager"}
        for step in way:
            noted = {"note": "It is so"} if step in ("approve", "withdraw", "not_publish") else {}
            one = self.take(who.get(step, "chair"), one, step, **noted)
        assert one.state == state
        return one


def mark(state: str) -> str:
    """Words that stand in one of them alone."""
    return f"{'abcdefgh'[list(SEES).index(state)] * 3}quillow"


@pytest.fixture
def every(world: World) -> InEveryState:
    return InEveryState(world)


def test_in_each_state_each_field_is_seen_by_who_may_and_the_case_by_who_sees_the_case(every: InEveryState) -> None:
    seen, cases = {}, {}
    for who in every.world.everyone:
        with every.world.acting(who):
            rows = {row["id"]: row for row in Learning.objects.values()}
            known = set(FromCase.objects.values_list("learning_id", flat=True))
        for state, made in every.rows.items():
            seen[who, state] = set(rows.get(made.pk, ()))
            cases[who, state] = made.pk in known
    assert seen == {
        (who, state): FIELDS if who in SEES[state] else set() for who in every.world.everyone for state in SEES
    }
    assert cases == {(who, state): who in KNOW for who in every.world.everyone for state in SEES}


#: Who works on it reads what is no longer given out, too.
WORKING = {*KEEP, "manager", "clerk", "chair"}
GONE = {"withdrawn", "not_published"}


def test_in_each_state_its_pages_its_files_and_the_search_tell_what_may_be_told(every: InEveryState) -> None:
    for who in ("lado", "chair", "manager", "worker", "nurse", "lay", "southerner"):
        client = client_for(every.world, who)
        for state, made in every.rows.items():
            args = ["north", made.pk]
            sees, told = who in SEES[state], who in SEES[state] and (state not in GONE or who in WORKING)
            for name in ("page", "record"):
                address = reverse("learning", args=args) if name == "page" else _generic(made)
                shown = client.get(address, follow=True)
                assert (shown.status_code == 200, mark(state) in shown.content.decode()) == (sees, told), (who, state)
            file = client.get(reverse("learning_file", args=[*args, "docx"]))
            assert file.status_code == (404 if not sees else 403 if state in GONE else 200), (who, state)
            found = client.get(reverse("search", args=["north"]), {"q": mark(state)})
            hit = reverse("learning", args=args) in found.content.decode()
            assert hit is (sees and state not in GONE), (who, state)
            if who in AT_THE_TABLE - WORKING and sees and state in GONE:
                assert "It is no longer given out" in shown.content.decode(), (who, state)


def _generic(made: Learning) -> str:
    return reverse("record", args=["north", "learning", made.pk])


def test_in_each_state_each_step_is_offered_to_who_may_take_it(every: InEveryState) -> None:
    """Role x state x step, as the page offers them; and what it says is changed by keepers, while it is written."""
    back, out = {"revise"}, {"not_publish"}
    unit = {
        "drafting": out, "waiting": back | out, "approved": back | out | {"publish"}, "published": {"withdraw"},
        "withdrawn": set(), "not_published": set(),
    }  # fmt: skip
    none: dict[str, set[str]] = {state: set() for state in SEES}
    keeper = none | {"drafting": {"put_forward"}, "waiting": back, "approved": back}
    offered: dict[str, dict[str, set[str]]] = {
        "manager": unit, "chair": unit | {"waiting": unit["waiting"] | {"approve"}}, "lado": keeper,
        "lado_manager": keeper, "worker": none, "nurse": none, "officer": none,
    }  # fmt: skip
    for who, states in offered.items():
        roles = every.world.actor(who).roles(every.world.north.pk)
        for state, made in every.rows.items():
            with every.world.acting(who):
                row = Learning.objects.filter(pk=made.pk).first()
                steps = {one.name for one in process.workflow.open_to(state, roles, row)} if row else set()
                assert steps == states[state], (who, state)
    for state, made in every.rows.items():
        if state != "drafting":
            with every.reading(), pytest.raises(ValidationError, match="no longer being written"):
                write_learning(made, to_do="Something else")
        for who in set(every.world.everyone) - KEEP:
            refused = (PermissionDenied, Record.DoesNotExist, Learning.DoesNotExist)
            with every.world.acting(who), pytest.raises(refused):
                write_learning(made, to_do="Something else")
