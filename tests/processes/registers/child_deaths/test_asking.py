"""What people outside are asked about a death, each only for what they hold, and what anyone may notify."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from goldenthread.core.casework.registering import register_of
from goldenthread.core.casework.sealed import reading
from goldenthread.core.contributions.asked import asked_of, notices_of
from goldenthread.core.contributions.asking import ask_for, contributions_of
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.kernel.now import today
from goldenthread.processes.registers.child_deaths.asking import NEEDED, about
from goldenthread.processes.registers.child_deaths.models import ChildDeath
from tests.processes.registers.child_deaths.desk import BOARDS, PARTNERS, Desk
from tests.web.test_access import client_for, say_why
from tests.world import World

SAID: dict[str, object] = {
    "referrer_name": "Dr Bede Larch", "referrer_agency": "North Hospital", "child_name": "Ottilie Fenn",
    "sex": "female", "nhs_number": "943 476 5919", "born_on": "2020-02-03", "died_on": "2024-05-14",
    "died_at": "06:30", "place_of_death": "hospital_ed", "expected": "unexpected", "parallel": ["coroner"],
    "household": [{"Name": "Alma Fenn", "Relationship": "Mother"}, {"Name": "Piers Fenn", "Relationship": ""}],
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def notified(desk: Desk, **values: object) -> ChildDeath:
    """As `core.contributions.notifying` does it: the system acts, named for whoever notified."""
    board, notices = desk.world.north, notices_of("child-death")
    assert notices is not None
    system = Actor.system(board)
    with acting_as(system):
        register = register_of(board, "child-death")
    held = {**system.held, "registers": frozenset({register.pk})}
    with acting_as(Actor(None, held=held, name="Notified by bede@hospital.example")):
        made = notices.begin(board, SAID | values)
    assert isinstance(made, ChildDeath)
    return made


def test_a_notification_from_outside_opens_a_case_with_all_that_was_said(desk: Desk) -> None:
    made = notified(desk)
    with desk.world.acting("manager"):
        case = ChildDeath.objects.get(pk=made.pk)
        assert (case.state, case.age_band, case.nhs_index is not None) == ("notified", "1 to 4 years", True)
        with reading(case, purpose="case", what="A test"):
            assert str(case.household) == "Alma Fenn, Mother\nPiers Fenn"
            assert "Coroner's investigation" in str(case.circumstances)
            assert str(case.notifier) == "Dr Bede Larch, North Hospital"
            assert "Ottilie Fenn, died on 14 May 2024" in about(case)


def test_what_cannot_be_is_told_by_the_forms_own_field(desk: Desk) -> None:
    for values, field in (({"born_on": "2001-01-01"}, "born_on"), ({"nhs_number": "123"}, "nhs_number")):
        with pytest.raises(ValidationError) as refused:
            notified(desk, **values)
        assert set(refused.value.message_dict) == {field}
    with desk.world.acting("manager"):
        assert not ChildDeath.objects.exists()


def test_agencies_are_asked_form_b_or_a_supplement_of_its_own_set_for_the_sections_that_they_hold(desk: Desk) -> None:
    takes = asked_of("child-death")
    assert takes is not None
    assert {"form-b", "reporting", "lscb-2008-b2", "lscb-later-b2"} <= set(takes.forms)
    assert takes.forms["lscb-2008-b2"].title != takes.forms["lscb-later-b2"].title, "B2 is another form in each set"
    case = desk.checked()
    with desk.world.acting("manager"):
        ask_for(case, form="reporting", name="Dr Larch", email="larch@gp.example", due=today() + timedelta(days=21),
                sections=("B", "F"))  # fmt: skip
        (asked,) = contributions_of(case)
    fields = [len(one.fields) for one in takes.forms["reporting"].sections if one.key in ("B", "F")]
    assert (asked.state, asked.blank_fields) == ("asked", sum(fields)), "what was not asked is not blank"
    assert set(NEEDED) <= {field.key for part in takes.forms["form-b"].sections for field in part.fields} | set(SAID)


@pytest.mark.parametrize(
    ("died", "first", "others"),
    [
        (BOARDS, "Form B: agency report", {"LSCB 2008, B2: Road traffic collision"}),
        (PARTNERS, "Reporting form (child death review)", {"CDR 2018: Asthma and anaphylaxis"}),
    ],
    ids=["the board's panel", "the partners'"],
)
def test_the_forms_of_the_cases_own_framework_are_offered_before_the_others(
    desk: Desk, died: date, first: str, others: set[str]
) -> None:
    case, client = desk.checked(died), client_for(desk.world, "manager")
    say_why(client, case)
    shown = client.get(reverse("ask_outside", args=["north", case.kind, case.pk])).context
    assert shown["chosen"] == first
    assert others <= {title for _, title in shown["others"]}
    sets = [{title.split(",")[0] for _, title in shown[name]} for name in ("others", "elsewhere")]
    assert not sets[0] & sets[1]
