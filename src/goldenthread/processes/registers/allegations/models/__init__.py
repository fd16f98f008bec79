"""Allegations: the case with what hangs from it, and the counts of a year that everyone may see."""

from .cases import Case
from .counts import YearCount
from .entries import Child, Meeting, Referral, Reopening, Review, ReviewOfLearning, Strand

__all__ = [
    "Case",
    "Child",
    "Meeting",
    "Referral",
    "Reopening",
    "Review",
    "ReviewOfLearning",
    "Strand",
    "YearCount",
]
