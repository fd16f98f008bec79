"""Voices, cascades and what else the board hears of itself: in this order, for each leans on those before."""

from __future__ import annotations

from .heard import hear
from .passed_on import pass_on
from .stage import Stage


def listen(stage: Stage) -> None:
    hear(stage)
    pass_on(stage)
