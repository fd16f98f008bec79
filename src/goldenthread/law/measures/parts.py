"""By what sectors and categories a measure is broken down, where a source names them: words, each with its source.

A sector or a category is of a measure and not of the world: the categories of a death are not those of an allegation.
Measures that no source gives parts for keep the cut, and a board's own words for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.law.limits import Confidence
from goldenthread.law.measures.entry import Cut


@dataclass(frozen=True)
class Parts:
    """The parts of some measures by one cut, in the order of the source. `name` begins the key of each.

    Together they are the whole: each case is counted in one of them.
    """

    name: str
    measures: tuple[str, ...]
    cut: Cut
    labels: tuple[str, ...]
    source: str
    confidence: Confidence

    @property
    def keys(self) -> tuple[str, ...]:
        """One for each label, in order: what the database knows it by."""
        return tuple(f"{self.name}-{number}" for number, _ in enumerate(self.labels, 1))


PARTS: tuple[Parts, ...] = (
    Parts(
        name="employer",
        measures=("lado_contacts", "lado_alleg", "lado_consult"),
        cut=Cut.SECTOR,
        labels=(
            "School maintained by the council", "Academy", "Independent school", "Early years setting", "Childminder",
            "Foster carer, council or agency", "Residential care", "Social care", "Health", "Police",
            "Youth offending or secure setting", "Transport", "Sport and leisure", "Faith organisation",
            "Voluntary organisation", "Other employer",
        ),
        source="Records of allegations against people who work with children: the employer's sector, local practice "
        "under Keeping children safe in education, part four.",
        confidence=Confidence.MEDIUM,
    ),
    Parts(
        name="allegation",
        measures=("lado_alleg",),
        cut=Cut.CATEGORY,
        labels=("Physical", "Sexual", "Emotional", "Neglect", "Conduct or suitability", "Online"),
        source="Records of allegations against people who work with children: the kind of harm alleged, local practice "
        "under Keeping children safe in education, part four.",
        confidence=Confidence.MEDIUM,
    ),
    Parts(
        name="death",
        measures=("cdop_notif", "cdop_mod"),
        cut=Cut.CATEGORY,
        labels=(
            "Deliberately inflicted injury, abuse or neglect", "Suicide or deliberate self-inflicted harm",
            "Trauma and other external factors", "Malignancy", "Acute medical or surgical condition",
            "Chronic medical condition", "Chromosomal, genetic and congenital anomalies", "Perinatal or neonatal event",
            "Infection", "Sudden unexpected, unexplained death",
        ),
        source="Child death review, analysis form: category of death, the uppermost that applies.",
        confidence=Confidence.HIGH,
    ),
    Parts(
        name="reporter",
        measures=("fgm",),
        cut=Cut.SECTOR,
        labels=("Health professionals", "Social care professionals", "Teachers"),
        source="Female Genital Mutilation Act 2003, section 5B: who must report.",
        confidence=Confidence.HIGH,
    ),
)  # fmt: skip

#: Of no other measure than those that they were shipped for.
EVERY_KEY = frozenset(key for parts in PARTS for key in parts.keys)


def parts_of(measure: str, cut: str) -> Parts | None:
    """The shipped parts of a measure of the catalogue by one cut; nothing where no source names them."""
    return next((parts for parts in PARTS if parts.cut == cut and measure in parts.measures), None)
