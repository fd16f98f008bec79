"""The Word and PDF documents of invented boards, each in a layout of its own."""

from __future__ import annotations

from typing import Any

from tests.reading.making import add_rows, number_paragraph, numbered, pdf, word


def _partnership(document: Any) -> None:
    document.add_heading("Minutes: Saltmarsh and Fenwick Safeguarding Children Partnership", 0)
    document.add_paragraph("Date: Thursday 20 June 2024\tTime: 9.30am to 12 noon")
    document.add_paragraph("Venue: Fenwick Fire Station, Training Room")
    document.add_heading("Present", 2)
    for line in (
        "Adaeze Okoro – Independent Chair",
        "Bryn Calloway – Chief Superintendent, Saltmarsh Police",
        "Cerys Dunning – Executive Nurse, Fenwick ICB",
        "Dev Anand – Head of Education, Fenwick Council",
    ):
        document.add_paragraph(line)
    document.add_heading("Apologies", 2)
    document.add_paragraph("Elspeth Frayne – Director, Saltmarsh Council (represented by Gwyn Harte)")
    document.add_paragraph("Farid Nasser – Lay Member")
    document.add_heading("Agenda", 1)
    listed = numbered(document)
    for depth, text in (
        (0, "Welcome"),
        (1, "The Chair welcomed members to the fire station."),
        (0, "Previous actions"),
        (
            1,
            "Action 12: Bryn Calloway to nominate a lead for exploitation. Update: Inspector Joan Pike has been "
            "named. Action closed.",
        ),
        (1, "Action 13: Cerys Dunning to bring the midwifery pathway. Update: not ready. Action carried forward."),
        (0, "Multi-agency audits"),
        (1, "Dev Anand presented the findings on school attendance."),
        (1, "Cerys Dunning will send the health chronology template to all agencies."),
        (1, "Action 14: Dev Anand to write to chairs of governors by 12 July 2024."),
        (1, "Action 15: Gwyn Harte and Bryn Calloway to agree a date for the re-audit."),
        (0, "Next meeting"),
        (1, "19 September 2024, 9.30am to 12 noon, Fenwick Council Offices"),
    ):
        number_paragraph(document.add_paragraph(text), listed, depth)


def partnership_docx() -> bytes:
    """Numbered by Word itself, people as "Name - Title, Agency", actions inside the numbered paragraphs."""
    return word(_partnership)


def _subgroup(document: Any) -> None:
    document.add_paragraph("Case Review Sub-Group")
    document.add_paragraph("Isle of Corran Safeguarding Partnership")
    document.add_paragraph("Notes of the meeting held on 2nd February 2021 via Zoom")
    add_rows(
        document,
        [
            ["Name", "Job title", "Agency", "Attendance"],
            ["Hamish Orr", "Chair, Detective Chief Inspector", "Corran Police", "Present"],
            ["Isla Petrie", "Designated Nurse", "NHS Corran", "Present"],
            ["Jude Quayle", "Team Manager", "Social Work", "Apologies"],
            ["Kirsty Ross", "Head Teacher", "Corran Academy", "Did not attend"],
            ["Lorne Sharp", "Solicitor", "Legal Services", "Apologies (Mina Todd deputised)"],
        ],
    )
    document.add_heading("Referrals", 1)
    document.add_paragraph("Two referrals were considered. Isla Petrie to obtain the hospital record for Child B.")
    document.add_paragraph("Mina Todd advised that the court had not released its judgment.")
    document.add_heading("Learning", 1)
    document.add_paragraph("The group discussed the briefing. It was agreed to delay it until the inquest has ended.")
    document.add_paragraph("Nobody had read the national report, so Hamish Orr undertook to circulate it.")
    document.add_heading("Actions", 1)
    add_rows(
        document,
        [
            ["Action", "Who", "By when"],
            ["Ask the coroner for the date of the inquest", "HO", "28/02/2021"],
            ["Draft a one-page summary of the national report", "IP / MT", "Next meeting"],
        ],
    )
    document.add_paragraph("The next meeting will be held on Tuesday 6 April 2021 at 2pm.")


def subgroup_docx() -> bytes:
    """Headings without numbers, a status column in words, an action table with initials."""
    return word(_subgroup)


def health_pdf() -> bytes:
    """A PDF whose whole discussion stands in a ruled table with the actions in a column beside."""
    return pdf(
        [
            {"kind": "heading", "text": "Thornwick Health Safeguarding Forum"},
            {
                "kind": "p",
                "text": "Minutes of the meeting held on 8 October 2020 from 13:30 to 15:30, Board Room, Thornwick "
                "General Hospital",
            },
            {"kind": "p", "text": "Chair: Nadia Birch"},
            {
                "kind": "table",
                "widths": [3, 4, 4, 2],
                "rows": [
                    ["Name", "Title", "Organisation", "Attended"],
                    ["Nadia Birch", "Designated Nurse for Safeguarding Children", "Thornwick CCG", "✓"],
                    ["Owen Castle", "Named Doctor", "Thornwick General Hospital", "✓"],
                    ["Philippa Dove-Ashton", "Named Midwife", "Thornwick Maternity", "x"],
                    ["Quentin Earle", "Safeguarding Lead", "Ambulance Service", "✓"],
                ],
            },
            {
                "kind": "table",
                "widths": [1, 8, 3],
                "rows": [
                    ["Item", "Discussion", "Action by"],
                    ["1", "Welcome and introductions", ""],
                    [
                        "2",
                        "Child protection medicals. Owen Castle reported that waiting times had grown to nine days. "
                        "He will share the audit with the forum.",
                        "",
                    ],
                    [
                        "3",
                        "Training. Compliance at level three is 81 per cent. Quentin Earle to send the list of "
                        "courses to every practice.",
                        "QE",
                    ],
                    ["4", "Any other business. None.", ""],
                    ["5", "Date of next meeting: 10 December 2020", ""],
                ],
            },
        ]
    )
