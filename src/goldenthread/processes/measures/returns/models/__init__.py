"""What is asked of whom and how often; one agency's return for one period, and how it stands; the keys that open it."""

from .keys import ReturnKey
from .returns import LINK, Form, Line, Query, Return
from .roll import Roll, stood_on
from .schedules import Respondent, Schedule, ScheduleAgency, ScheduleMeasure

__all__ = [
    "LINK",
    "Form",
    "Line",
    "Query",
    "Respondent",
    "Return",
    "ReturnKey",
    "Roll",
    "Schedule",
    "ScheduleAgency",
    "ScheduleMeasure",
    "stood_on",
]
