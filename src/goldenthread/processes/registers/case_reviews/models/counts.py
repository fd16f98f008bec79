"""The counts of a year that everyone at the table may see."""

from __future__ import annotations

from typing import Any, ClassVar

from goldenthread.core.casework.models.yearly import ShownYear, ends_after_it_began


class YearCount(ShownYear):
    """One counting of a financial year of this register."""

    class Meta(ShownYear.Meta):
        constraints: ClassVar[list[Any]] = [ends_after_it_began("review_count_of_a_year")]
