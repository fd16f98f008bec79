"""A pack carries the scorecard of its group, and of it only what every reader of the edition may see."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from goldenthread.analytics.models import Measure
from goldenthread.analytics.remarking import rebase, remark
from goldenthread.analytics.scoring import make_scorecard
from goldenthread.core.groups.models import Group
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.meetings.pack import finish, gather
from goldenthread.publishing.documents import Document, Drawing, Table
from tests.analytics.figures import measure, month, write
from tests.analytics.test_judging import STEADY, fill
from tests.processes.governance.papers import text_of
from tests.processes.governance.table import MAY, planned
from tests.world import World

#: Measure -> who may see it. Each has figures that are nowhere else in a pack.
MEASURES = {
    "Everyones": {"audience": "partnership"},
    "Boards own": {"audience": "group", "group": "board"},
    "Panels own": {"audience": "group", "group": "panel"},
    "Units": {"audience": "unit"},
    "Panels open": {"audience": "partnership", "group": "panel"},
}


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    with time_machine.travel("2026-05-18 09:00", tick=False):
        yield


@pytest.fixture
def meetings(world: World) -> dict[str, Meeting]:
    """One of the board and one of the joint panel, each with all five measures on its scorecard."""
    with world.acting("manager"):
        made = []
        for title, values in MEASURES.items():
            group = getattr(world, values.get("group", ""), None)
            one = measure(world, title.lower().replace(" ", "_"), title=title, audience=values["audience"], group=group)
            fill(one, [*STEADY, 70])
            remark(partnership=world.north, measure=one, on=date(2025, 9, 1), kind="policy", text=f"{title} changed")
            made.append(one)
        remark(partnership=world.north, on=date(2025, 10, 1), kind="audit", text="All were audited")
        make_scorecard(partnership=world.north, title="Board dials", audience="board", measures=made)
        make_scorecard(partnership=world.north, title="Panel dials", audience="group", group=world.panel, measures=made)
    return {"board": planned(world, MAY), "panel": planned(world, MAY, world.panel)}


def made(world: World, meeting: Meeting, edition: str, name: str = "manager") -> Document:
    with world.acting(name):
        return gather(Meeting.objects.get(pk=meeting.pk), edition=edition)


def charts(document: Document) -> list[Drawing]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Drawing)]


EVERY = set(MEASURES)
OPEN = {"Everyones", "Boards own", "Panels open"}
TABLE = [
    ("board", "full", "manager", EVERY),
    ("board", "members", "manager", OPEN),
    ("board", "public", "manager", set()),
    ("board", "minutes", "manager", set()),
    ("board", "full", "nurse", OPEN),  # sits on the panel too, but the pack is the board's
    ("board", "full", "team_manager", OPEN),  # her agency answers for all of them: a paper outlives a seat
    ("board", "members", "worker", {"Everyones", "Panels open"} | {"Boards own"}),  # his agency answers for it
    ("panel", "full", "manager", EVERY),
    ("panel", "members", "manager", {"Panels own", "Panels open"}),
    ("panel", "members", "nurse", {"Panels own", "Panels open"}),
    ("panel", "full", "southerner", {"Panels own", "Panels open"}),
    ("panel", "public", "manager", set()),
]


@pytest.mark.parametrize(("group", "edition", "name", "admitted"), TABLE)
def test_an_edition_shows_the_measures_that_all_its_readers_may_see_and_no_word_of_the_others(
    world: World, meetings: dict[str, Meeting], group: str, edition: str, name: str, admitted: set[str]
) -> None:
    document = made(world, meetings[group], edition, name)
    assert {chart.title for chart in charts(document)} == admitted
    said = repr(document)
    for title in EVERY - admitted:
        assert title not in said, title
        assert f"{title} changed" not in said


def test_a_remark_on_all_measures_stays_at_the_partnership(world: World, meetings: dict[str, Meeting]) -> None:
    assert "All were audited" in repr(made(world, meetings["board"], "members"))
    assert "All were audited" not in repr(made(world, meetings["panel"], "members"))
    assert "Panels own changed" in repr(made(world, meetings["panel"], "members"))


def test_a_group_is_shown_its_own_scorecard_and_no_other(world: World, meetings: dict[str, Meeting]) -> None:
    board, panel = (repr(made(world, meetings[name], "full")) for name in ("board", "panel"))
    assert "Scorecard: Board dials" in board
    assert "Panel dials" not in board
    assert "Scorecard: Panel dials" in panel
    assert "Board dials" not in panel
    other = planned(world, MAY, _another(world))
    assert charts(made(world, other, "full")) == []


def _another(world: World) -> Group:
    with world.acting("manager"):
        return Group.objects.create(partnership=world.north, name="Task group", slug="task", kind="task")


def test_each_chart_has_words_and_the_table_of_its_figures_in_every_format(
    world: World, meetings: dict[str, Meeting]
) -> None:
    document = made(world, meetings["board"], "members")
    page = finish(document, "html").content.decode()
    assert page.count("<svg") >= 3
    assert page.count("<desc") >= 3
    assert "Special cause" in page
    assert "April 2026" in page
    with zipfile.ZipFile(io.BytesIO(finish(document, "docx").content)) as word:
        body = word.read("word/document.xml").decode()
        assert sum(name.startswith("word/media/") for name in word.namelist()) >= 1
    assert body.count('descr="Run chart of') == 3
    assert "April 2026" in body
    pdf = finish(document, "pdf").content
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Scorecard: Board dials" in repr(reader.outline)
    assert "April2026" in "".join(text_of(pdf).split())


def test_a_long_history_is_cut_to_the_last_two_years_and_says_so(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, "long", title="Long")
        fill(one, STEADY * 3)
        make_scorecard(partnership=world.north, title="Board", audience="board", measures=[one])
    (chart,) = charts(made(world, planned(world, MAY), "members"))
    assert len(chart.table.rows) == 24
    assert (
        "The last 24 of 48; limits are those of all." in chart.svg.replace("\n", " ") or "The last 24 of" in chart.svg
    )


def test_a_retired_measure_and_one_without_figures_are_not_drawn(world: World, meetings: dict[str, Meeting]) -> None:
    with world.acting("manager"):
        Measure.objects.filter(title="Everyones").update(retired_on=date(2026, 5, 1))
        make_scorecard(
            partnership=world.north, title="Empty", audience="board", measures=[measure(world, "none", title="No data")]
        )
    document = made(world, meetings["board"], "members")
    assert {chart.title for chart in charts(document)} == {"Boards own", "Panels open"}
    assert "No figure yet" in repr(document)


def test_a_scorecard_costs_a_pack_ten_queries_however_many_measures_are_on_it(
    world: World, meetings: dict[str, Meeting]
) -> None:
    with world.acting("manager"):
        meeting = Meeting.objects.get(pk=meetings["board"].pk)
        gather(meeting, edition="public")  # whose meeting it is, is read once
        with CaptureQueriesContext(connection) as with_card:
            gather(meeting, edition="members")
        with CaptureQueriesContext(connection) as without:
            gather(meeting, edition="public")
    assert len(with_card) - len(without) <= 10


def test_a_pack_shows_the_figures_as_they_were_known_on_a_day_and_says_so(
    world: World, meetings: dict[str, Meeting]
) -> None:
    meeting, asked_for = meetings["board"], date(2026, 5, 20)
    with world.acting("manager"), time_machine.travel("2026-06-10 09:00", tick=False):
        one = Measure.objects.get(title="Everyones")
        write(one, month(2026, 4), 41)
        rebase(one, on=date(2025, 12, 1), reason="Counted anew")
        remark(partnership=world.north, measure=one, on=date(2026, 6, 1), kind="policy", text="Came afterwards")
        now = gather(meeting, edition="members")
        then = gather(meeting, edition="members", known_on=asked_for)
        with CaptureQueriesContext(connection) as looking_back:
            gather(meeting, edition="members", known_on=asked_for)
        with CaptureQueriesContext(connection) as as_it_is:
            gather(meeting, edition="members")
    assert [latest_of(document, "Everyones") for document in (now, then)] == ["41", "70"]
    assert "As the figures were known on Wednesday 20 May 2026, and not as they are known now" in repr(then.sections)
    assert ("Figures", "As they were known on Wednesday 20 May 2026") in then.facts.pairs
    assert "Figures" not in dict(now.facts.pairs)
    for later in ("Counted anew", "Came afterwards"):
        assert later not in repr(then.sections)
    assert "Counted anew" in repr(now.sections)
    assert len(looking_back) == len(as_it_is)


def test_a_pack_as_known_before_any_figure_draws_none(world: World, meetings: dict[str, Meeting]) -> None:
    with world.acting("manager"):
        document = gather(meetings["board"], edition="members", known_on=date(2026, 5, 17))
    assert not charts(document)
    assert "No figure yet" in repr(document.sections)


def latest_of(document: Document, title: str) -> str:
    (table,) = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and section.title == "Scorecard: Board dials"
    ]
    return next(row[1].split("\n")[0] for row in table.rows if row[0].startswith(title))
