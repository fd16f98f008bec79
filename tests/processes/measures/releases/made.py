"""Releases made through the verbs, and their jobs done as the worker does them."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.services import take_step
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.processes.measures.releases.making import run_job
from goldenthread.processes.measures.releases.models import Job, Release
from goldenthread.processes.measures.releases.putting import add_table, begin_release
from goldenthread.processes.measures.releases.tasks import queue_audit
from tests.analytics.figures import measure, write
from tests.world import World

APRIL, MARCH = date(2025, 4, 1), date(2026, 3, 31)
QUARTERS = [period(Every.QUARTER, date(2025, 4, 1)), period(Every.QUARTER, date(2025, 7, 1)),
            period(Every.QUARTER, date(2025, 10, 1)), period(Every.QUARTER, date(2026, 1, 1))]  # fmt: skip
TO_DATE = [Stretch(APRIL, quarter.last) for quarter in QUARTERS[1:]]


def quarterly(world: World, code: str = "missing", **values: Any) -> Measure:
    return measure(world, code, **{"every": "quarter", **values})


def counted(world: World, counts: list[int], stretches: list[Stretch], one: Measure | None = None) -> Measure:
    """A quarterly measure with these figures, as the manager."""
    with world.acting("manager"):
        one = one or quarterly(world)
        for stretch, count in zip(stretches, counts, strict=True):
            write(one, stretch, count)
    return one


def begun(world: World, measures: list[Measure], *, who: str = "manager", **values: Any) -> Release:
    """A draft of one table."""
    own = ("name", "kind_of_release", "profile", "replaces")
    wanted = {"name": "Children missing", "kind_of_release": "public", "profile": "local"} | {
        k: v for k, v in values.items() if k in own
    }
    table = {"title": "Episodes", "since": APRIL, "until": MARCH, "chart": True} | {
        k: v for k, v in values.items() if k not in own
    }
    with world.acting(who):
        release = begin_release(partnership=world.north, **wanted)
        add_table(release, measures=measures, **table)
    return release


def audited(world: World, release: Release, who: str = "manager") -> Release:
    """After the worker's audit, passed or not."""
    with world.acting(who):
        job = queue_audit(release)
    run_job(job.pk, world.users[who].pk)
    return again(world, release)


def again(world: World, release: Release, who: str = "manager") -> Release:
    with world.acting(who):
        return Release.objects.get(pk=release.pk)


def let_out(world: World, release: Release) -> Release:
    """Approved by the chair, released by the manager, its files made by the worker."""
    with world.acting("chair"):
        take_step(Release.objects.get(pk=release.pk), "approve", note="Looked through")
    with world.acting("manager"):
        take_step(Release.objects.get(pk=release.pk), "release")
        job = Job.objects.get(record=release, task="documents")
    assert run_job(job.pk, world.users["manager"].pk)
    return again(world, release)


def cells(release: Release, world: World) -> list[list[str]]:
    """The texts of its only table, a list for each line."""
    with world.acting("manager"):
        frozen = release.frozen.get(number=release.edition)
        return [[cell["t"] for cell in row["cells"]] for row in frozen.rows]


_MARKUP = re.compile(r"<style.*?</style>|<[^>]*>", re.S)
_SAID = re.compile(r'(?:alt|descr|title|aria-label)="([^"]*)"')


def texts_of(name: str, content: bytes) -> str:
    """All that a file of ours says, alternatives of pictures among it; without measures of its layout."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return _said(content.decode("utf-8"))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [one for one in archive.namelist() if one.endswith((".xml", ".csv"))]
        return "\n".join(_said(archive.read(one).decode("utf-8")) for one in names)


def _said(text: str) -> str:
    return "\n".join([*_SAID.findall(text), _MARKUP.sub(" ", text)])
