"""An invented register of child deaths, filled in: reviewed, waiting for the panel, another area's, and a new one."""

from __future__ import annotations

from datetime import date

from goldenthread.core.casework.importable import Row

EXAMPLE: tuple[Row, ...] = (
    {
        "child_name": "Marigold Tennant", "child_born": date(2024, 2, 20), "sex": "Girl", "died_on": date(2024, 2, 23),
        "notified_at": date(2024, 2, 24), "notified_by": "Hospital", "place_of_death": "NICU", "expected": "Expected",
        "checked_on": date(2024, 2, 27), "resident": "Yes", "report_on": date(2024, 4, 9),
        "reviewed_on": date(2024, 9, 12), "category": "8", "modifiability": "None", "ended_on": date(2024, 9, 20),
        "reports": [{"asked_on": date(2024, 2, 28), "words": "Of the neonatal unit."}, {"asked_on": date(2024, 3, 1)}],
    },
    {
        "child_name": "Barnaby Loxley", "child_born": date(2009, 7, 3), "sex": "Boy", "died_on": date(2024, 6, 15),
        "notified_at": date(2024, 6, 16), "notified_by": "Hospital", "place_of_death": "Road",
        "expected": "Unexpected", "checked_on": date(2024, 6, 17), "resident": "Yes",
        "reviewed_on": date(2025, 1, 16), "category": "Trauma", "modifiability": "Modifiable",
    },
    {
        "child_name": "Cressida Vale", "child_born": date(2019, 10, 8), "sex": "Girl", "died_on": date(2024, 11, 2),
        "notified_at": date(2024, 11, 2), "notified_by": "Hospital", "place_of_death": "Hospice",
        "expected": "Expected", "checked_on": date(2024, 11, 5), "resident": "Yes", "state": "Awaiting panel",
    },
    {
        "child_name": "Florian Duxbury", "child_born": date(2016, 4, 27), "sex": "Boy", "died_on": date(2024, 12, 29),
        "notified_at": date(2024, 12, 30), "notified_by": "Hospital", "place_of_death": "PICU",
        "expected": "Unexpected", "resident": "No",
        "handed_on": date(2025, 1, 3), "other_area": "Northmoor",
    },
    {
        "child_name": "Isolde Pennyworth", "child_born": date(2024, 12, 1), "sex": "Girl", "died_on": date(2025, 2, 11),
        "notified_at": date(2025, 2, 12), "notified_by": "Hospital", "place_of_death": "Home", "expected": "Unexpected",
    },
)  # fmt: skip
