"""Case reviews: the notification with what hangs from it, and the counts of a year that everyone may see."""

from .cases import DECIDED, CaseReview
from .counts import YearCount
from .entries import (
    Consideration,
    FamilyPart,
    Letter,
    Panelist,
    PanelMeeting,
    Parallel,
    PartnerDecision,
    Reopening,
)

__all__ = [
    "DECIDED",
    "CaseReview",
    "Consideration",
    "FamilyPart",
    "Letter",
    "PanelMeeting",
    "Panelist",
    "Parallel",
    "PartnerDecision",
    "Reopening",
    "YearCount",
]
