"""A return asks for the sectors and categories of the very measure that it asks for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse

from goldenthread.analytics.defining import take_from_catalogue
from goldenthread.analytics.models import Measure, Observation, Subgroup
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.parts import PARTS, parts_of
from goldenthread.processes.measures.returns.answering import Given, accept, give_answers, send
from goldenthread.processes.measures.returns.models import Schedule
from goldenthread.processes.measures.returns.scheduling import Asked, make_schedule
from tests.analytics.figures import measure
from tests.web.test_access import client_for
from tests.world import World

from .desk import opened

CODES = ("lado_contacts", "lado_alleg", "cdop_notif")


def planned(world: World) -> Schedule:
    """Asked of the council each quarter: allegations by category, contacts by sector, and one of the board's own."""
    with world.acting("manager"):
        taken = {one.code: one for one in take_from_catalogue(world.north, [e for e in CATALOGUE if e.code in CODES])}
        Measure.objects.filter(pk__in=[one.pk for one in taken.values()]).update(owner_agency=world.council)
        taken = {one.code: one for one in Measure.objects.filter(code__in=CODES)}
        own = measure(world, every="quarter", cuts="sector category")
        return make_schedule(
            partnership=world.north, title="Allegations", every="quarter", since=date(2026, 1, 1),
            measures=[Asked(taken["lado_alleg"], cut="category"), Asked(taken["lado_contacts"], cut="sector"), own],
            agencies=[world.council],
        )  # fmt: skip


def test_every_shipped_part_is_in_the_database_in_the_order_of_its_source(world: World) -> None:
    for parts in PARTS:
        rows = Subgroup.objects.filter(cut=parts.cut, key__in=parts.keys).order_by("order")
        assert [row.label for row in rows] == list(parts.labels)


def test_each_measure_is_asked_by_its_own_parts_and_they_become_figures(world: World) -> None:
    planned(world)
    owed = opened(world)[world.council]
    with world.acting("team_manager"):
        lines = list(owed.form.lines.select_related("subgroup"))
        asked = {code: [line.part for line in lines if line.code == code] for code in ("lado_alleg", "lado_contacts")}
        kinds, sectors = parts_of("lado_alleg", "category"), parts_of("lado_contacts", "sector")
        assert kinds is not None
        assert sectors is not None
        assert asked == {"lado_alleg": ["", *kinds.labels], "lado_contacts": ["", *sectors.labels]}
        assert [line.part for line in lines if line.code == "missing"] == [""]
        counts = {"lado_alleg": len(kinds.labels), "lado_contacts": len(sectors.labels), "missing": 3}
        given = {line.pk: Given(value=Decimal(1 if line.part else counts[line.code])) for line in lines}
        assert give_answers(owed.form, given).ok
        send(owed.form, declared_by="Head of service")
    with world.acting("manager"):
        owed.refresh_from_db()
        accept(owed)
        rows = Observation.objects.filter(measure__code="lado_alleg", subgroup__isnull=False)
        assert {row.subgroup.label for row in rows.select_related("subgroup")} == set(kinds.labels)
    shown = client_for(world, "manager").get(reverse("measure_parts", args=["north", "lado_alleg"])).content.decode()
    assert "By category" in shown
    assert "Conduct or suitability" in shown


def test_the_form_offers_a_cut_only_where_this_measure_has_parts_for_it(world: World) -> None:
    schedule = planned(world)
    with world.acting("manager"):
        rows = {row.measure.code: row.pk for row in schedule.asked.select_related("measure")}
        assert Measure.objects.get(code="lado_alleg").catalogue == "lado_alleg"
    address = reverse("change_return_asked", args=["north", schedule.pk])
    shown = client_for(world, "manager").get(address).content.decode()
    boxes = {code: shown.partition(f'name="cut_{pk}"')[2].partition("</select>")[0] for code, pk in rows.items()}
    assert "By category" in boxes["lado_alleg"]
    assert "By sector" in boxes["lado_alleg"]
    assert "By sector" in boxes["lado_contacts"]
    assert "By category" not in boxes["lado_contacts"]
    assert boxes["missing"] == ""
