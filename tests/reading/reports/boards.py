"""Invented annual reports unlike each other, each with faults that can be planted one by one: {{sound|wrong|kind}}."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BOARDS = sorted((Path(__file__).parent / "fixtures" / "boards").iterdir())
_FAULT = re.compile(r"\{\{(?P<sound>[^{}|]*)\|(?P<wrong>[^{}|]*)\|(?P<kinds>[^{}|]+)\}\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its number in the report, what it says when sound and when wrong, the kinds that name it."""

    number: int
    sound: str
    wrong: str
    kinds: tuple[str, ...]


def faults_of(marked: str) -> list[Fault]:
    """The faults that can be planted in a marked report."""
    return [
        Fault(number, found["sound"], found["wrong"], tuple(found["kinds"].split("/")))
        for number, found in enumerate(_FAULT.finditer(marked))
    ]


def with_faults(marked: str, *numbers: int) -> str:
    """The report with the faults of these numbers planted, and sound in all else."""
    order = iter(range(marked.count("{{")))
    return _FAULT.sub(lambda found: found["wrong" if next(order) in numbers else "sound"], marked)
