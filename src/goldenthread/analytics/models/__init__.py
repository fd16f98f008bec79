"""Measures and their definitions, observations, published figures and scorecards."""

from .impacts import Gauge
from .measures import Definition, Measure, Standard
from .observations import Observation, Subgroup
from .published import Area, Coverage, Neighbour, PublishedDefinition, PublishedFigure, PublishedSet
from .remarks import Rebase, Remark
from .scorecards import Scorecard, ScorecardLine

__all__ = [
    "Area",
    "Coverage",
    "Definition",
    "Gauge",
    "Measure",
    "Neighbour",
    "Observation",
    "PublishedDefinition",
    "PublishedFigure",
    "PublishedSet",
    "Rebase",
    "Remark",
    "Scorecard",
    "ScorecardLine",
    "Standard",
    "Subgroup",
]
