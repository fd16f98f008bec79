"""finding -> recommendation -> action -> evidence -> impact. One thread for every process; actions also hang directly
from a record.
"""

from __future__ import annotations

from .actions import Action, ActionUpdate, Evidence
from .learning import Answers, Finding, Impact, Recommendation
from .plans import Origin, Priority
from .repeats import Repeats
from .resembling import Resemblance
from .serving import AuditQuestion, AuditReading, Serves
from .themes import FindingTheme, RecommendationTheme, RecordTheme, Theme

__all__ = [
    "Action",
    "ActionUpdate",
    "Answers",
    "AuditQuestion",
    "AuditReading",
    "Evidence",
    "Finding",
    "FindingTheme",
    "Impact",
    "Origin",
    "Priority",
    "Recommendation",
    "RecommendationTheme",
    "RecordTheme",
    "Repeats",
    "Resemblance",
    "Serves",
    "Theme",
]
