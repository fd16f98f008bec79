"""What was said, and the surveys in which it was asked."""

from __future__ import annotations

from .ledger import Statement, StatementTheme, Voice
from .surveys import Count, Question, Survey, Wave

__all__ = ["Count", "Question", "Statement", "StatementTheme", "Survey", "Voice", "Wave"]
