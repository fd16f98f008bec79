"""Deaths as a table of cases for a panel or an annual report, with the ways in which each column may be said coarser.

To be put to the guard (`kernel/disclosure/coarser_cases.guard`) before anybody beyond the panel sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goldenthread.kernel.disclosure.cases import Attribute, CaseTable, Role, Rules, banded, dated, nested
from goldenthread.kernel.disclosure.recognising import Texts
from goldenthread.law.deaths.analysis import CATEGORY_PARENTS
from goldenthread.law.deaths.rows import NOT_RECORDED, Counted, Death, DeathError
from goldenthread.law.deaths.tables import EXPECTED_WORDS, SEX_WORDS
from goldenthread.law.deaths.values import AGE_BANDS, EXPECTEDNESS, SEXES

#: What may be shown of each death, in the order of the table.
COLUMNS = ("age", "sex", "area", "date of death", "expected", "place", "category", "modifiable factors")
_UNKNOWN = {NOT_RECORDED: NOT_RECORDED}


def case_table(of: Counted, columns: Sequence[str], larger: Mapping[str, str]) -> CaseTable:
    """A line for each death, with these columns. `larger`: each area with the one it lies in (district -> county).

    Age, sex, area, the date and whether it was expected may be known to a neighbour; the others are told by the table.
    Raises `DeathError` for a column there is not.
    """
    strange = next((name for name in columns if name not in COLUMNS), None)
    if strange:
        raise DeathError(f"There is no column '{strange}'; there are {', '.join(COLUMNS)}.")
    rows = tuple(tuple(_read(row, name) for name in columns) for row in of.rows)
    made = tuple(_column(name, [row[n] for row in rows], larger) for n, name in enumerate(columns))
    return CaseTable(of.title, made, rows)


def texts_for(larger: Mapping[str, str], whole: str, *, names: Sequence[str] = ()) -> Texts:
    """What the guard of texts needs to know: the areas, the area of the whole partnership, the names of the case."""
    areas = frozenset((*larger, *larger.values()))
    return Texts(tuple(larger.items()), areas, frozenset({whole}), tuple(names))


def rules_for(children: Mapping[str, int], k: int = 5, least: int = 5_000) -> Rules:
    """`children`: how many live in each area, where it is known."""
    return Rules(k=k, population=dict(children), least_population=least)


def _column(name: str, values: Sequence[str], larger: Mapping[str, str]) -> Attribute:
    if name == "age":
        return banded(name, AGE_BANDS, values)
    if name == "area":
        return nested(name, ("the larger area for the area", larger))
    if name == "date of death":
        return dated(name, values)
    if name == "category":
        return nested(
            name, ("external causes, or others, for the category", CATEGORY_PARENTS | _UNKNOWN), role=Role.TOLD
        )
    return Attribute(name, Role.TOLD if name in ("place", "modifiable factors") else Role.KNOWN)


def _read(row: Death, name: str) -> str:
    if name in ("sex", "expected"):
        choices, words = (SEXES, SEX_WORDS) if name == "sex" else (EXPECTEDNESS, EXPECTED_WORDS)
        code = row.sex if name == "sex" else row.expected
        return next((one.label for one in choices if code in (one.code, one.label)), words[-1])
    if name == "modifiable factors":
        return row.modifiable.value if row.modifiable else NOT_RECORDED
    return {
        "age": row.age,
        "area": row.area,
        "date of death": row.died_on.isoformat(),
        "place": row.place,
        "category": row.cause,
    }[name]
