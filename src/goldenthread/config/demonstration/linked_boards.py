"""The boards beside the county's: some hear in time, one has been silent for long, one was never told anything."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.core.casework.services import open_record
from goldenthread.processes.governance.linked.process import linked
from goldenthread.processes.governance.linked.reporting import write_report

from .papers import briefing
from .stage import Stage

#: Name, kind, who reports (agency key), who there, months between reports, days since the last, gap named.
LINKS = (
    ("Wealdshire Health and Wellbeing Board", "wellbeing", "council", "Board secretary", 6, 70, ""),
    ("Wealdshire Safeguarding Adults Board", "adults", "council", "Business manager", 6, 420,
     "Young people of 16 and 17 with care needs: neither board has asked for figures."),
    ("Community Safety Partnership", "community", "police", "Partnership officer", 12, 200,
     "Exploitation of children by county lines is counted by both, and differently."),
    ("Domestic Abuse Partnership Board", "abuse", "police", "", 3, 60, ""),
    ("Corporate Parenting Panel", "parenting", "council", "Committee clerk", 12, None,
     "No report has ever been asked for."),
    ("Prevent Board", "prevent", "", "", 12, 330, ""),
)  # fmt: skip


def link_boards(stage: Stage) -> None:
    """Each with its last report and file; overdue, never told, nobody named, gaps."""
    with stage.acting("business.manager"):
        for name, kind, agency, contact, months, days, gaps in LINKS:
            last = stage.today - timedelta(days=days) if days else None
            link = open_record(
                linked, partnership=stage.board, lead_agency=stage.agencies["office"], name=name, board_kind=kind,
                group=stage.groups["board"], reporter=stage.people[agency, 0] if agency else None, contact=contact,
                every_months=months, next_due=last or stage.today - timedelta(days=30), gaps=gaps,
                opened_on=stage.today - timedelta(days=500),
            )  # fmt: skip
            if last:
                paper = briefing(f"Report to the {name}", ("What changed for children", "What we ask of this board"))
                write_report(
                    link, way="received" if kind == "abuse" else "given", on=last, name="report.docx", data=paper,
                    words="Priorities, the year's figures and what both boards owe each other.",
                )  # fmt: skip
