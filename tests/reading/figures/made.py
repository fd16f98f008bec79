"""A Word report made for the tests: a partnership's year, with districts, agencies and months down the side."""

from __future__ import annotations

from typing import Any

from tests.reading.making import add_rows, word


def annual_report() -> bytes:
    """Headings of Word, one table by district under two headings, one by agency, one with months down the side."""

    def build(document: Any) -> None:
        document.add_heading("Coldbrook Safeguarding Children Partnership", 0)
        document.add_heading("Yearly report, April 2024 to March 2025", 1)
        document.add_paragraph("What we did and what we learned.")
        document.add_heading("Courses held by district", 2)
        add_rows(
            document,
            [
                ["District", "2023-24", "2024-25"],
                ["Northgate", "14", "9"],
                ["Millford", "6", "11"],
                ["Saltmere", "0", "-"],
                ["Total", "20", "20"],
            ],
        )
        document.add_heading("Attendance at the partnership by agency", 2)
        add_rows(
            document,
            [
                ["Agency", "Invited", "Attended", "%"],
                ["Coldbrook Council", "6", "6", "100%"],
                ["Hill Valley Police", "6", "5", "83%"],
                ["Coldbrook Hospitals NHS Trust", "6", "", ""],
            ],
        )
        document.add_heading("Contacts with the front door, 2024-25", 2)
        add_rows(
            document,
            [
                ["Month", "Contacts", "Became a referral (%)"],
                ["April", "811", "21.0"],
                ["May", "790", "22.4"],
                ["March", "905", "19.8"],
            ],
        )
        document.add_paragraph("Partners paid £212,400 in 2024-25, down from £220,000 in 2023-24.")

    return word(build)
