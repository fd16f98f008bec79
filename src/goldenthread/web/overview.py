"""How the work stands, for the front page of those who run a partnership: rooms above say what, the page shows it."""

from __future__ import annotations

from collections.abc import Callable

from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import SummaryRow

Provider = Callable[[Partnership], list[SummaryRow]]
_PROVIDERS: list[Provider] = []


def brings_overview(provider: Provider) -> Provider:
    """Register a function that counts what waits, within the sight of whoever acts; a row leads to what it counts."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def overview_of(board: Partnership) -> list[SummaryRow]:
    """Every room's rows, in the order in which the rooms are installed; one query for each that brings any."""
    return [row for provider in _PROVIDERS for row in provider(board)]
