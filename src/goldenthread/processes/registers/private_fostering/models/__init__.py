"""The tables of private fostering: arrangements, what hangs from each, and the weeks in which it was advertised."""

from .ages import AgeOn
from .arrangements import Arrangement
from .campaigns import Campaign
from .entries import Disqualification, Matter, Notice, Prohibition, QualityCheck, Requirement, Visit

__all__ = [
    "AgeOn",
    "Arrangement",
    "Campaign",
    "Disqualification",
    "Matter",
    "Notice",
    "Prohibition",
    "QualityCheck",
    "Requirement",
    "Visit",
]
