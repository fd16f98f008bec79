"""What the tests of measures' processes share: the same world and the same day as those of the figures themselves."""

from __future__ import annotations

from tests.analytics.conftest import in_may, world

__all__ = ["in_may", "world"]
