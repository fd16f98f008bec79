"""An invented tracker of case reviews, filled in: reviewed and published, no review, being decided, another area's."""

from __future__ import annotations

from datetime import date

from goldenthread.core.casework.importable import Row

EXAMPLE: tuple[Row, ...] = (
    {
        "child_name": "Emmeline Hartshorn", "child_born": date(2018, 3, 9), "sex": "Girl", "source": "Police",
        "notifier_name": "Sgt Aldous Wray", "incident_on": date(2023, 5, 2), "aware_on": date(2023, 5, 2),
        "notified_on": date(2023, 5, 5), "authority_on": date(2023, 5, 9), "category": "Serious harm",
        "circumstances": "Injuries found at the hospital that nobody could explain.", "outcome": "LCSPR",
        "decided_on": date(2023, 5, 24), "reasons": "Agencies knew of earlier injuries, each of one.",
        "told_on": date(2023, 5, 26), "drafted_on": date(2023, 11, 6), "accepted_on": date(2023, 12, 4),
        "published_on": date(2024, 1, 15), "ended_on": date(2024, 2, 1),
    },
    {
        "child_name": "Caspian Wetherby", "child_born": date(2007, 12, 1), "sex": "Boy", "source": "Health",
        "notifier_name": "Dr Maeve Colbourne", "incident_on": date(2023, 9, 18), "notified_on": date(2023, 9, 20),
        "category": "Serious harm",
        "circumstances": "Taken ill after a party; recovered.", "outcome": "No further review",
        "decided_on": date(2023, 10, 6), "reasons": "No sign that working together could have been better.",
        "told_on": date(2023, 10, 9), "ended_on": date(2023, 10, 9),
    },
    {
        "child_name": "Sorrel Blackwood", "child_born": date(2023, 11, 30), "sex": "Girl", "source": "Social care",
        "notifier_name": "Juliana Prewett", "incident_on": date(2024, 2, 12), "notified_on": date(2024, 2, 14),
        "category": "Death",
        "circumstances": "Died at home; a review is being written.", "outcome": "LCSPR",
        "decided_on": date(2024, 3, 4), "reasons": "Known to three agencies.", "drafted_on": date(2024, 9, 30),
    },
    {
        "child_name": "Peregrine Ashdown", "child_born": date(2011, 6, 16), "sex": "Boy", "source": "Education",
        "notifier_name": "Hector Lindqvist", "incident_on": date(2025, 1, 8), "notified_on": date(2025, 1, 10),
        "category": "Serious harm",
        "circumstances": "Hurt on the way home; what is known is being gathered.",
    },
    {
        "child_name": "Linnet Carbury", "child_born": date(2015, 8, 22), "sex": "Girl", "source": "Other area",
        "notifier_name": "Rowena Castell", "incident_on": date(2024, 5, 30), "notified_on": date(2024, 6, 3),
        "category": "Death",
        "circumstances": "Lived in the other area; the papers went there.", "handed_on": date(2024, 6, 5),
    },
)  # fmt: skip
