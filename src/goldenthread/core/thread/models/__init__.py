"""finding -> recommendation -> action -> evidence -> impact. One thread for every process; actions also hang directly
from a record.
"""

from __future__ import annotations

from .actions import Action, ActionUpdate, Evidence
from .learning import Answers, Finding, Impact, Recommendation

__all__ = ["Action", "ActionUpdate", "Answers", "Evidence", "Finding", "Impact", "Recommendation"]
