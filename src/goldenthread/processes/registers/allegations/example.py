"""An invented register of contacts with the designated officer, filled in: one of each kind, as it comes in."""

from __future__ import annotations

from datetime import date

from goldenthread.core.casework.importable import Row

EXAMPLE: tuple[Row, ...] = (
    {
        "subject_name": "Ignatius Fellowes", "subject_born": date(1980, 5, 4), "referred_at": date(2024, 4, 12),
        "contact": "Allegation", "source": "School", "employer": "Hilltop Primary", "sector": "Academy",
        "post": "Teacher", "harm": "Physical abuse", "account": "A child says that they were pushed in the corridor.",
        "incident_on": date(2024, 4, 10), "known_on": date(2024, 4, 11), "triaged_on": date(2024, 4, 12),
        "harmed": "Yes", "threshold_reason": "May have harmed a child.", "considered_on": date(2024, 4, 15),
        "outcome": "Substantiated", "outcome_on": date(2024, 6, 3), "sanction": "Dismissed",
        "ended_on": date(2024, 6, 10), "meetings": [{"held_on": date(2024, 4, 18)}, {"held_on": date(2024, 5, 16)}],
        "referrals": [{"referred_on": date(2024, 6, 5)}], "children": [{"child_name": "Juniper Tate"}],
    },
    {
        "subject_name": "Ottilie Marchbank", "referred_at": date(2024, 5, 2), "contact": "Allegation",
        "source": "Police", "employer": "Marsh House Nursery", "sector": "Nursery", "post": "Room leader",
        "harm": "Neglect", "considered_on": date(2024, 5, 3), "outcome": "Unfounded", "outcome_on": date(2024, 7, 1),
        "ended_on": date(2024, 7, 3),
    },
    {
        "subject_name": "Perdita Vanstone", "referred_at": date(2024, 5, 9), "contact": "Consultation", "source": "HR",
        "employer": "Vale Swimming", "sector": "Sports club", "post": "Coach", "harm": "Conduct",
        "advice": "The club speaks with the coach and writes down what was agreed.", "triaged_on": date(2024, 5, 10),
    },
    {
        "subject_name": "Casper Rookwood", "referred_at": date(2024, 6, 6), "contact": "Info only",
        "source": "Other LADO", "sector": "Faith", "harm": "Sexual abuse", "other_area": "Northmoor",
    },
    {
        "subject_name": "Ida Quillfeather", "referred_at": date(2025, 1, 20), "contact": "Allegation",
        "source": "Parent", "employer": "Quill Taxis", "sector": "Taxi", "post": "Driver", "harm": "Emotional abuse",
        "considered_on": date(2025, 1, 21), "suspension": "", "state": "Open",
    },
)  # fmt: skip
