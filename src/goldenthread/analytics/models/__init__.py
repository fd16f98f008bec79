"""Measures and their definitions, observations, published figures, scorecards, and what was asked about them."""

from .asking import Ask, Reply
from .measures import Definition, Measure, Standard
from .observations import Observation, Subgroup
from .published import Area, Neighbour, PublishedFigure, PublishedSet
from .remarks import Rebase, Remark
from .scorecards import Scorecard, ScorecardLine

__all__ = [
    "Area",
    "Ask",
    "Definition",
    "Measure",
    "Neighbour",
    "Observation",
    "PublishedFigure",
    "PublishedSet",
    "Rebase",
    "Remark",
    "Reply",
    "Scorecard",
    "ScorecardLine",
    "Standard",
    "Subgroup",
]
