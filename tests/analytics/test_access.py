"""Need to know, for measures: each audience, every table, the managers and the database each alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from goldenthread.analytics.models import (
    Area,
    Coverage,
    Definition,
    Gauge,
    Measure,
    Observation,
    Rebase,
    Remark,
    Scorecard,
    ScorecardLine,
    Standard,
)
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.thread.models import Impact, Recommendation
from goldenthread.kernel.now import LONDON
from tests.core.test_access import keys, raw_keys
from tests.world import World, owner

DAY = date(2026, 3, 31)
MOMENT = datetime(2026, 4, 2, 9, 0, tzinfo=LONDON)


def hang(measure: Measure) -> None:
    """One of everything from a measure."""
    counted = Definition.unguarded.create(
        measure=measure, kind="stock", unit="count", better="low", every="month", snapshot=True, numerator="children"
    )
    Observation.unguarded.create(
        partnership=measure.partnership, measure=measure, definition=counted, first=DAY, last=DAY, value=4,
        source="typed", by="x", recorded_at=MOMENT,
    )  # fmt: skip
    Standard.unguarded.create(measure=measure, since=DAY, target=3, agreed="Board, March")
    Rebase.unguarded.create(measure=measure, on=DAY, reason="New form", by="x", at=MOMENT)
    Remark.unguarded.create(partnership=measure.partnership, measure=measure, on=DAY, kind="audit", text="x", by="x")
    advice = Recommendation.unguarded.create(
        partnership=measure.partnership, reference=f"R-{measure.code}", text="x", made_on=DAY
    )
    impact = Impact.unguarded.create(recommendation=advice, measure="x", review_on=DAY)
    Gauge.unguarded.create(impact=impact, measure=measure, by="x", at=MOMENT)
    card, _ = Scorecard.unguarded.get_or_create(partnership=measure.partnership, title="Board", slug="board")
    ScorecardLine.unguarded.create(scorecard=card, measure=measure)


@pytest.fixture
def measures(world: World) -> None:
    with owner():
        for board, code, more in (
            (world.north, "open", {}),
            (world.north, "panel", {"audience": "group", "group": world.panel, "owner_agency": world.council}),
            (world.north, "unit", {"audience": "unit", "owner_agency": world.health}),
            (world.south, "southern", {"owner_agency": world.police, "audience": "unit"}),
        ):
            hang(Measure.unguarded.create(partnership=board, code=code, title=code, question="?", **more))
        Remark.unguarded.create(partnership=world.north, on=DAY, kind="policy", text="of all", by="x")
        area = Area.objects.create(code="E10000099", name="Northshire", level="authority")
        Coverage.unguarded.create(partnership=world.north, area=area)


SEEN = {
    "manager": {"open", "panel", "unit"},
    "clerk": {"open", "panel", "unit"},
    "chair": {"open", "panel", "unit"},
    "worker": {"open", "panel"},
    "team_manager": {"open", "panel"},
    "nurse": {"open", "panel", "unit"},
    "officer": {"open", "southern"},
    "lay": {"open"},
    "southerner": {"panel"},
    "south_manager": {"southern"},
    "outsider": set(),
}


@pytest.mark.parametrize(("name", "expected"), SEEN.items())
def test_who_sees_which_measure_and_all_that_hangs_from_it(
    world: World, measures: None, name: str, expected: set[str]
) -> None:
    with world.acting(name):
        assert set(Measure.objects.values_list("code", flat=True)) == expected
        for model in (Definition, Observation, Standard, Rebase, Gauge, ScorecardLine):
            assert set(model.objects.values_list("measure__code", flat=True)) == expected, model
        assert set(Remark.objects.exclude(measure=None).values_list("measure__code", flat=True)) == expected


def test_the_database_alone_and_the_managers_alone_show_the_same(world: World, measures: None) -> None:
    ours = [model for model in governed_models() if model._meta.app_label == "analytics"]
    assert len(ours) == 10
    by_database: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in ours:
                by_database[name, model] = raw_keys(model)
                assert by_database[name, model] == keys(model), (name, model)
    with owner():
        assert [model for model in ours if not raw_keys(model)] == []
        for name in world.everyone:
            with world.acting(name):
                for model in ours:
                    assert keys(model) == by_database[name, model], (name, model)


def test_no_one_writes_a_figure_of_a_measure_out_of_sight(world: World, measures: None) -> None:
    with owner():
        hidden = Measure.unguarded.get(code="unit")
        counted = Definition.unguarded.get(measure=hidden)
    with world.acting("lay"), pytest.raises(ProgrammingError, match=r"out of sight|row-level"), transaction.atomic():
        Observation.unguarded.create(
            partnership=world.north, measure=hidden, definition=counted, first=DAY, last=DAY, value=1,
            source="typed", by="x", recorded_at=MOMENT,
        )  # fmt: skip
