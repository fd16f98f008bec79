"""How agencies are named in each other's words: "HV", "the police", "SW" point to those that take part."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: How an agency is named in another's words -> how its own name reads.
_KNOWN_AS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(rf"\b(?:{said})\b", re.I), re.compile(rf"\b(?:{name})\b", re.I))
    for said, name in (
        (r"police|PC|DC|PPU|officers", r"police|constabulary"),
        (r"health visitor|HV", r"health visit\w*|community health|0.19"),
        (r"GP|general practitioner|surgery", r"GP|general practi\w+|primary care|surgery"),
        (r"school nurse", r"school nurs\w+"),
        (r"school|head ?teacher|class ?teacher|DSL", r"school|academy|education"),
        (
            r"social worker|social care|social services|SW|CSC|MASH|duty team",
            r"social care|social services|CSC|children'?s services",
        ),
        (r"midwi(?:fe|fery|ves)", r"midwi\w+|maternity"),
        (r"hospital|A&E|emergency department|paediatric\w*", r"hospital|acute|A&E|NHS trust"),
        (r"CAMHS", r"CAMHS|mental health"),
        (r"probation", r"probation|CRC"),
        (r"housing", r"housing"),
        (r"ambulance|paramedics?", r"ambulance"),
        (r"nursery", r"nursery|early years"),
    )
)


class Names:
    """The agencies of one chronology, and which of them a text names."""

    def __init__(self, agencies: Iterable[str]) -> None:
        named = dict.fromkeys(agencies)
        self.known = [(said, agency) for agency in named for said, name in _KNOWN_AS if name.search(_plain(agency))]

    def named(self, text: str) -> frozenset[str]:
        """The agencies that a text names, whoever wrote it."""
        return frozenset(agency for said, agency in self.known if said.search(text))


def _plain(agency: str) -> str:
    return agency.replace("_", " ")
