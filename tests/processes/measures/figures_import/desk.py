"""A small report of the north, brought in through the verbs."""

from __future__ import annotations

from goldenthread.processes.measures.figures_import.models import FigureLine, FiguresImport
from goldenthread.processes.measures.figures_import.planning import lines_of
from goldenthread.processes.measures.figures_import.taking import receive_figures
from goldenthread.processes.measures.figures_import.verdicts import decide_section
from goldenthread.reading.figures.reader import read_figures
from tests.world import World

REPORT = """Northshire Safeguarding Children Partnership
Annual report 2024-25

Safeguarding figures

	Mar-24	Mar-25	Change
Number of children in care:	640	655	+15
Number of missing episodes in 2024-25:	412*	530	+118
* Part year: recording did not start until 1 June 2023.
Children who came to their own conference	c	41	-

Training places by agency

Agency	2023-24	2024-25
Northshire County Council	120	131
Twinshires Police	44	no data
Childminders	9	12
Total	173	143

In 2024-25 the partnership spent £212,400, down from £220,000 in 2023-24.
"""


def brought(world: World, report: str = REPORT, *, who: str = "manager", name: str = "report.txt") -> FiguresImport:
    """What came of bringing a text in."""
    data = report.encode()
    with world.acting(who):
        return receive_figures(partnership=world.north, data=data, read=read_figures(data, name)).figures_import


def line(one: FiguresImport, label: str) -> FigureLine:
    """The line printed so; someone must be acting."""
    return next(row for row in lines_of(one) if label.lower() in row.label.lower())


def accept_all(one: FiguresImport) -> None:
    decide_section(one, "", verdict=FigureLine.Verdict.ACCEPTED)
