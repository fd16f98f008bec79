"""An invented register of private fostering, filled in: how a spreadsheet looks that comes in as it stands."""

from __future__ import annotations

from datetime import date

from goldenthread.core.casework.importable import Row

EXAMPLE: tuple[Row, ...] = (
    {
        "child_ref": "PF-101", "child_name": "Tabitha Greenhalgh", "born_on": date(2012, 5, 14), "sex": "Girl",
        "origin": "Africa", "disabled": "No", "notified_by": "School", "notified_on": date(2024, 4, 8),
        "began_on": date(2024, 3, 25), "carer_name": "Rosalind Achterberg", "carer_is": "Family friend",
        "suitable_on": date(2024, 5, 20), "ended_on": date(2024, 12, 20),
        "visits": [
            {"visited_on": date(2024, 4, 12), "child_seen_alone": "Yes", "what_was_seen": "Settled, likes the school."},
            {"visited_on": date(2024, 5, 22), "child_seen_alone": "Yes"},
            {"visited_on": date(2024, 7, 1), "child_seen_alone": "No", "what_was_seen": "The carer stayed."},
        ],
    },
    {
        "child_ref": "PF-102", "child_name": "Lorcan Ashby", "born_on": date(2010, 9, 2), "sex": "Boy",
        "origin": "Europe", "notified_by": "Host family", "notified_on": date(2024, 8, 5),
        "arranged_on": date(2024, 7, 1), "began_on": date(2024, 9, 1), "meant_until": date(2025, 7, 20),
        "carer_name": "Winifred Oakshott", "carer_is": "Homestay", "suitable_on": date(2024, 9, 27),
        "visits": [{"visited_on": date(2024, 9, 5), "child_seen_alone": "Yes"}],
    },
    {
        "child_ref": "PF-103", "child_name": "Odalys Merriweather", "born_on": date(2014, 1, 30), "sex": "Girl",
        "origin": "Asia", "notified_by": "Health visitor", "notified_on": date(2024, 10, 14),
        "began_on": date(2024, 10, 1), "carer_name": "Percival Stroud", "prohibited_on": date(2024, 11, 4),
        "visits": [{"visited_on": date(2024, 10, 17), "child_seen_alone": "Yes"}],
    },
    {
        "child_ref": "PF-104", "born_on": date(2013, 11, 11), "notified_by": "Mother",
        "notified_on": date(2025, 2, 3), "began_on": date(2025, 1, 18), "state": "Open",
    },
)  # fmt: skip
