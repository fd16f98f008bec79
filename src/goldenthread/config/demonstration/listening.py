"""Voices, cascades and what else the board hears of itself: in this order, for each leans on those before."""

from __future__ import annotations

from .heard import hear
from .laypeople import ask_lay_members
from .passed_on import pass_on
from .spoken import speak
from .stage import Stage


def listen(stage: Stage) -> None:
    hear(stage)
    pass_on(stage)
    speak(stage)
    ask_lay_members(stage)
