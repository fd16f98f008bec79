"""Early warnings: what other rooms see that could stop a partner from safeguarding children. The risk register offers
each as a candidate; neither side knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.core.tenancy.models import Agency, Partnership


@dataclass(frozen=True)
class EarlyWarning:
    """One sign, with its evidence in words.

    `key` is the same each time that the same sign is seen, so that it is offered once and, dismissed, not again.
    `evidence` says what was counted, over which days. `link` is the address of the page that shows it, or "".
    """

    key: str
    title: str
    cause: str
    evidence: str
    since: date
    agency: Agency | None = None
    link: str = ""


Provider = Callable[[Partnership], Iterable[EarlyWarning]]
_PROVIDERS: list[Provider] = []


def brings_warnings(provider: Provider) -> Provider:
    """Register a function that names the signs it sees at a partnership, within the sight of whoever acts (at night:
    the partnership's own system), in a number of queries that does not grow with the rows.
    """
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def warnings_of(partnership: Partnership) -> list[EarlyWarning]:
    """Every sign that any room sees now, the oldest first."""
    found = [sign for provider in _PROVIDERS for sign in provider(partnership)]
    return sorted(found, key=lambda sign: (sign.since, sign.key))
