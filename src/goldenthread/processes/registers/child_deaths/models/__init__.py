"""Child death review: the case with what hangs from it, the panel and its papers, areas, and the counts of a year."""

from .analyses import Analysis, FactorScore
from .areas import Area, Population
from .cases import ChildDeath
from .counts import YearCount
from .entries import Consideration, Parallel, Reopening, Report, Response
from .panels import Attendance, PanelMeeting
from .papers import Paper

__all__ = [
    "Analysis",
    "Area",
    "Attendance",
    "ChildDeath",
    "Consideration",
    "FactorScore",
    "PanelMeeting",
    "Paper",
    "Parallel",
    "Population",
    "Reopening",
    "Report",
    "Response",
    "YearCount",
]
