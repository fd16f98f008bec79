"""The Word and PDF documents of invented boards, each in a layout of its own."""

from __future__ import annotations

from typing import Any

from tests.reading.making import add_rows, number_paragraph, numbered, pdf, set_page, word


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


def _merged(document: Any) -> None:
    document.add_paragraph("Trevelyan and Caradon Safeguarding Children Partnership")
    document.add_paragraph("Case Audit Panel – Record of Meeting")
    t = add_rows(
        document,
        [
            ["Date and time:", "Tuesday 19 September 2023, 14:00 to 16:00", "", ""],
            ["Venue:", "Carn Brea Room, Old County Hall", "", ""],
            ["Chair:", "Demi Polglase, Head of Practice", "", ""],
            ["Members present", "", "", ""],
            ["Name", "Role", "Agency", "Initials"],
            ["Demi Polglase", "Head of Practice", "Caradon Council", "DP"],
            ["Ifor Beynon", "Detective Inspector", "Moorland Police", "IB"],
            ["Saffron Udoh", "Named Nurse", "Trevelyan NHS Trust", "SU"],
            ["Apologies", "", "", ""],
            ["Rhona Keast", "Education Safeguarding Lead", "Caradon Council", "RK"],
        ],
    )
    for r in (0, 1, 2):
        t.cell(r, 1).merge(t.cell(r, 3))
    for r in (3, 8):
        t.cell(r, 0).merge(t.cell(r, 3))
    document.add_paragraph("")
    t = add_rows(
        document,
        [
            ["Item", "Notes", "Action"],
            ["1. Introductions", "DP welcomed everyone and explained the purpose of the panel.", ""],
            [
                "2. Previous actions",
                "SU to provide the chronology template. Complete.\n"
                "IB to check the use of body worn video in joint visits. Outstanding.",
                "",
            ],
            [
                "3. Audit of strategy discussions",
                "Ten cases were audited. Health were invited to six.\n"
                "It was agreed that the invitation list would be revised.",
                "SU to send health contacts to DP by 29 September 2023",
            ],
            ["", "The panel noted good recording in the police files.", "IB"],
            ["4. Next meeting", "Tuesday 21 November 2023 at 14:00", ""],
        ],
    )
    t.cell(3, 0).merge(t.cell(4, 0))


def panel_docx() -> bytes:
    """One table for head, people and apologies with merged cells; another for the items with actions beside."""
    return word(_merged)


_TWO_COLUMNS = """
#set page(margin: 2cm, columns: 2)
#set text(size: 9.5pt, lang: "en")
#place(top + center, scope: "parent", float: true)[#align(center)[
  #text(size: 14pt, weight: "bold")[Glenarvon Local Safeguarding Children Board] \\
  Minutes of the Board meeting held on Friday 12 May 2017 at 10.00am in the Council Chamber, Glenarvon House]]
*Present* \\
Ailsa Drummond (Independent Chair) \\
Bram Whitelaw (Director of Children’s Services) \\
Catrin Ellwood (Glenarvon Constabulary) \\
Dafydd Rowlands (Lay Member) \\

*Apologies* \\
Eluned Marsh (Health Board)

*1. Welcome* \\
The Chair welcomed Dafydd Rowlands to his first meeting as lay member of the Board and thanked his predecessor
for her work.

*2. Minutes of 10 February 2017* \\
The minutes were agreed as a true record.

*3. Annual report* \\
Bram Whitelaw presented the annual report. Members thought that the chapter on voice was strong. Catrin Ellwood
asked for the figures on missing children to be checked.

*Action:* Bram Whitelaw to check the missing figures by 31 May 2017.

*4. Neglect* \\
The Board discussed neglect at length. Catrin Ellwood will bring data on police protection to the next meeting.

*5. Date of next meeting* \\
Friday 15 September 2017 at 10.00am.
"""
_LISTS_BESIDE = """
#set page(margin: 2cm)
#set text(size: 10pt, lang: "en")
#align(center)[*ARDENWOOD SAFEGUARDING CHILDREN BOARD* \\ *Policy and Procedures Group* \\ Minutes of meeting
held 3 March 2020, 09:30 – 11:00]
#table(columns: (2fr, 1fr), stroke: none,
[*Attendees*],
[*Apologies*],
[Ottoline Frayn (Chair) – Legal \\ Percy Galloway – Police \\ Quilla Hart – Education],
[Rufus Inskip – Health \\ Sable Jarrow – Housing])
== 1 Minutes of the last meeting
Agreed.
== 2 Action log
#table(columns: 5,
[Ref],[Action],[Owner],[Deadline],[Status],
[17],[Update the bruising policy],[RI],[3 Feb 2020],[Complete],
[18],[Review the escalation policy],[PG],[3 March 2020],[Carried forward])
== 3 Policies for review
QH tabled the draft attendance policy. PG to comment on the draft by 20 March 2020. OF asked that the child’s
voice section be expanded.
#table(columns: 4,
[No.],[New action],[Who],[When],
[19],[Comment on attendance policy],[PG],[20/03/2020],[20],[Expand the child’s voice section],[QH],[Next meeting])
== 4 Date of next meeting
5 May 2020, 09:30
"""


def columns_pdf() -> bytes:
    """Set in two columns under a title across the page, headings in bold."""
    return set_page(_TWO_COLUMNS)


def beside_pdf() -> bytes:
    """Who came and who did not, side by side without rules; actions in ruled tables between the items."""
    return set_page(_LISTS_BESIDE)
