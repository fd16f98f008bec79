"""Breakdowns: how each figure is asked, its parts beside its whole, and what does not add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.analytics.models import Area, Coverage, Observation, Subgroup
from goldenthread.kernel.periods import Every, period
from goldenthread.processes.measures.returns.answering import Given, give_answers
from goldenthread.processes.measures.returns.checking import problems_of
from goldenthread.processes.measures.returns.models import Form, Line, Schedule
from goldenthread.processes.measures.returns.scheduling import Asked, make_schedule
from tests.analytics.figures import measure
from tests.web.test_access import client_for
from tests.world import World, owner

from .desk import opened

QUARTER = period(Every.QUARTER, date(2026, 3, 1))


@pytest.fixture
def planned(world: World) -> Schedule:
    """Children missing, whole alone so far, of a board with two districts."""
    with owner():
        shire = Area.objects.create(code="E10999901", name="Northshire", level="authority")
        for code, name in (("E07999901", "Upper Dale"), ("E07999902", "Lower Dale")):
            Area.objects.create(code=code, name=name, level="district", parent=shire)
        Coverage.unguarded.create(partnership=world.north, area=shire)
    with world.acting("manager"):
        missing = measure(world, every="quarter", cuts="district age sex")
        return make_schedule(
            partnership=world.north, title="Quarterly figures", every="quarter", since=date(2026, 1, 1),
            measures=[missing], agencies=[world.council],
        )  # fmt: skip


def ask(world: World, planned: Schedule, **fields: Any) -> Any:
    (row,) = planned.asked.all()
    values = {f"{name}_{row.pk}": value for name, value in ({"place": 1} | fields).items()}
    address = reverse("change_return_asked", args=["north", planned.pk])
    return client_for(world, "manager").post(address, values | {"version": planned.version})


def test_the_form_offers_what_the_definition_names_and_this_board_has_parts_for(
    world: World, planned: Schedule
) -> None:
    with world.acting("manager"):
        shown = client_for(world, "manager").get(reverse("change_return_asked", args=["north", planned.pk]))
        words = shown.content.decode()
        assert [f"By {cut}, beside the whole" in words for cut in ("district", "age", "sex", "ethnicity")] == [
            True, True, True, False,
        ]  # fmt: skip
        assert "Asked of every agency, each for itself (otherwise of Northshire County Council alone)" in words
        assert ask(world, planned, cut="shoe size").status_code == 422
        assert ask(world, planned, cut="age", heading="Children", each="on").status_code == 302
        row = planned.asked.get()
        assert (row.cut, row.heading, row.of_each) == ("age", "Children", True)
        assert ask(world, planned, cut="").status_code == 409  # someone saved meanwhile: this very one


@pytest.fixture
def form(world: World, planned: Schedule) -> Form:
    with world.acting("manager"):
        ask(world, planned, cut="district", heading="Children")
    made: Form = opened(world)[world.council].form
    return made


def by_part(form: Form) -> dict[str, Line]:
    return {line.part: line for line in form.lines.select_related("subgroup")}


def post(world: World, form: Form, *, headers: Any = None, **values: str) -> Any:
    """`_` is the whole; `Upper_value` the value of Upper Dale."""
    lines = by_part(form)
    named = {"whole": lines[""], "upper": lines["Upper Dale"], "lower": lines["Lower Dale"]}
    data = {f"{key.split('_')[1]}_{named[key.split('_')[0]].pk}": value for key, value in values.items()}
    address = reverse("return_question", args=["north", form.record_id, 1])
    return client_for(world, "team_manager").post(address, data, headers=headers or {})


def test_the_parts_stand_beside_the_whole_on_one_page_and_become_figures_of_their_own(world: World, form: Form) -> None:
    with world.acting("team_manager"):
        assert set(by_part(form)) == {"", "Upper Dale", "Lower Dale"}
        told = post(world, form, whole_value="12", upper_value="7", lower_value="4", headers={"HX-Request": "true"})
        assert "Its parts add up to 11, and the whole is 12. If that is right, say so and why." in told.content.decode()
        refused = post(world, form, whole_value="12", upper_value="13", lower_value="4").content.decode()
        assert "13 is more than the whole of 12." in refused
        assert not any(line.answered for line in form.lines.all())
        assert post(world, form, whole_value="12", upper_value="8", lower_value="4").status_code == 302
        assert {part: line.value for part, line in by_part(form).items()} == {"": 12, "Upper Dale": 8, "Lower Dale": 4}
        client = client_for(world, "team_manager")
        client.post(reverse("return_check", args=["north", form.record_id]), {"declared_by": "Head of service"})
    client_for(world, "manager").post(
        reverse("step", args=["north", "returns", form.record_id, "accept"]), {"sure": "yes"}
    )
    with world.acting("manager"):
        rows = Observation.objects.filter(measure__code="missing")
        assert {(str(row.area or "the whole"), row.value) for row in rows} == {
            ("the whole", Decimal(12)), ("Upper Dale", Decimal(8)), ("Lower Dale", Decimal(4)),
        }  # fmt: skip


def test_a_difference_that_is_explained_is_taken(world: World, form: Form) -> None:
    with world.acting("team_manager"):
        taken = post(
            world, form, whole_value="12", upper_value="7", lower_value="4", whole_sure="on",
            whole_note="One child lives in neither",
        )  # fmt: skip
        assert taken.status_code == 302


def test_the_parts_of_a_stock_are_counted_on_the_day_of_the_whole(world: World, planned: Schedule) -> None:
    with world.acting("manager"):
        plans = measure(world, "plans", "stock", cuts="sex")
        made = make_schedule(
            partnership=world.north, title="Stocks", every="quarter", since=date(2026, 1, 1),
            measures=[Asked(plans, cut="sex")], agencies=[world.council],
        )  # fmt: skip
    opened(world)
    with world.acting("team_manager"):
        form = Form.objects.get(schedule=made)
        given_ = {line.pk: Given(value=Decimal(2 if line.part else 6)) for line in form.lines.all()}
        whole = form.lines.get(part="")
        assert give_answers(form, given_ | {whole.pk: Given(value=Decimal(6), counted_on=date(2026, 3, 30))}).ok
        assert {line.counted_on for line in form.lines.all()} == {date(2026, 3, 30)}
        assert [line.part for line in form.lines.all()] == ["", "Girls", "Boys", "Sex not known"]


@dataclass
class Said:
    """An answer to a plain count, as the checks see it."""

    value: Decimal | None
    part: str = ""
    adds_up: bool = True
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    symbol: str = ""
    counted_on: date | None = None
    sure: bool = False
    note: str = ""
    kind: str = "flow"
    unit: str = "count"
    snapshot: bool = False
    out_of: str = ""
    before_label: str = ""
    per: int | None = None
    before: Decimal | None = None
    before_denominator: Decimal | None = None

    @property
    def figure(self) -> Decimal | None:
        return self.value


COUNTS = st.integers(min_value=0, max_value=50).map(Decimal)


@given(COUNTS, st.lists(COUNTS, min_size=1, max_size=5))
def test_a_division_is_quiet_when_and_only_when_it_adds_up(whole: Decimal, parts: list[Decimal]) -> None:
    others = [Said(number, str(place)) for place, number in enumerate(parts)]
    assert (not problems_of(Said(whole), QUARTER, others)) == (sum(parts) == whole)


@given(COUNTS, st.lists(COUNTS, min_size=1, max_size=5))
def test_cohorts_may_overlap_and_leave_out_and_none_is_more_than_the_whole(
    whole: Decimal, parts: list[Decimal]
) -> None:
    others = [Said(number, str(place), adds_up=False) for place, number in enumerate(parts)]
    assert problems_of(Said(whole), QUARTER, others) == []
    for one in others:
        wrong = problems_of(one, QUARTER, [Said(whole), *[other for other in others if other is not one]])
        assert bool(wrong) == (one.value > whole)


@given(COUNTS, st.lists(COUNTS, min_size=1, max_size=4))
def test_a_part_that_is_not_given_yet_is_not_missed_unless_the_others_are_too_much(
    whole: Decimal, parts: list[Decimal]
) -> None:
    others = [*(Said(number, str(place)) for place, number in enumerate(parts)), Said(None, "not yet")]
    assert bool(problems_of(Said(whole), QUARTER, others)) == (sum(parts) > whole)


def test_an_age_band_is_never_short_of_words(world: World) -> None:
    assert {"age", "sex", "ethnicity", "cohort"} <= set(Subgroup.objects.values_list("cut", flat=True))
