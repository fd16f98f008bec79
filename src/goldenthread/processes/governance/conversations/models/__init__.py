"""One-to-ones, each among three people; and the board's assessment of itself, kept as tallies alone."""

from __future__ import annotations

from .assessments import Assessment, Rater, Statement, Tally
from .one_to_ones import Answer, AnswerTheme, Composite, OneToOne, Question

__all__ = ["Answer", "AnswerTheme", "Assessment", "Composite", "OneToOne", "Question", "Rater", "Statement", "Tally"]
