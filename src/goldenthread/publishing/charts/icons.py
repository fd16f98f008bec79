"""Small signs for a scorecard: how a measure varies, and whether its target can be relied on. Our own drawings.

Variation has the shapes of the marks on the charts (circle, square, diamond, triangle) with an arrow for the way it
went; assurance is a shield. Each has its meaning in words; none is told from another by colour alone.
"""

from __future__ import annotations

from functools import cache

from goldenthread.publishing.charts.palette import COMMON, CONCERN, IMPROVEMENT, NEUTRAL
from goldenthread.publishing.charts.sheet import said
from goldenthread.publishing.charts.values import ASSURANCE_WORDS, VARIATION_WORDS, Assurance, Variation

_UP = "M16 8.5l6.5 7h-4.2v8h-4.6v-8h-4.2z"
_DOWN = "M16 23.5l6.5-7h-4.2v-8h-4.6v8h-4.2z"
_SQUARE = "M4 4h24v24h-24z"
_DIAMOND = "M16 .5l15.5 15.5l-15.5 15.5l-15.5-15.5z"
_SHIELD = "M16 2l12 4v9c0 7.5-5 13-12 15.5c-7-2.5-12-8-12-15.5v-9z"


def _solid(shape: str, colour: str, inside: str) -> str:
    return f'<path d="{shape}" fill="{colour}"/><path d="{inside}" fill="#fff"/>'


def _stroked(path: str, colour: str, thick: float = 3, more: str = "") -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{thick:g}" stroke-linecap="round" '
        f'stroke-linejoin="round"{more}/>'
    )


_VARIATION: dict[Variation, str] = {
    "common_cause": (
        f'<circle cx="16" cy="16" r="13.5" fill="none" stroke="{COMMON}" stroke-width="2.5"/>'
        + _stroked("M7.5 18.5h.01M13.2 14h.01M18.8 18h.01M24.5 13.5h.01", COMMON, 4.4)
    ),
    "improvement_high": _solid(_SQUARE, IMPROVEMENT, _UP),
    "improvement_low": _solid(_SQUARE, IMPROVEMENT, _DOWN),
    "concern_high": _solid(_DIAMOND, CONCERN, _UP),
    "concern_low": _solid(_DIAMOND, CONCERN, _DOWN),
    "neutral_high": _solid("M16 2l15 27h-30z", NEUTRAL, "M16 12l5 6h-3.2v7h-3.6v-7h-3.2z"),
    "neutral_low": _solid("M16 30l15-27h-30z", NEUTRAL, "M16 20l5-6h-3.2v-7h-3.6v7h-3.2z"),
}
_OPEN = f'<path d="{_SHIELD}" fill="none" stroke="{COMMON}" stroke-width="2.25"'
_ASSURANCE: dict[Assurance, str] = {
    "pass": f'<path d="{_SHIELD}" fill="{IMPROVEMENT}"/>' + _stroked("M9.5 16l4.7 5l8.3-9.5", "#fff", 3.4),
    "fail": f'<path d="{_SHIELD}" fill="{CONCERN}"/>' + _stroked("M11 11l10 10M21 11l-10 10", "#fff", 3.4),
    "inconsistent": (
        f"{_OPEN}/>" + _stroked("M8 15.5h16", COMMON, 1.75) + _stroked("M11.5 10.5h.01M20.5 20.5h.01", COMMON, 5.2)
    ),
    "none": f'{_OPEN} stroke-dasharray="3 2.6"/>' + _stroked("M11.5 16h9", COMMON, 2.5),
    "not_assessable": (
        f'{_OPEN} stroke-dasharray="3 2.6"/>'
        + _stroked("M12.3 12.2c.4-5 7.6-4.6 7.4-.2c-.2 2.8-3.6 2.9-3.7 5.9M16 22.3h.01", COMMON, 2.8)
    ),
}


@cache
def variation_icon(kind: Variation, size: int = 32, *, beside_words: bool = False) -> str:
    """The sign for how the latest point varies. `beside_words`: its meaning stands next to it and is not said twice."""
    return _icon(_VARIATION[kind], VARIATION_WORDS[kind], size, f"variation-{kind}", silent=beside_words)


@cache
def assurance_icon(kind: Assurance, size: int = 32, *, beside_words: bool = False) -> str:
    """The sign for whether the target can be relied on; `beside_words` as for variation."""
    return _icon(_ASSURANCE[kind], ASSURANCE_WORDS[kind], size, f"assurance-{kind}", silent=beside_words)


def _icon(drawn: str, words: str, size: int, kind: str, *, silent: bool) -> str:
    named = 'aria-hidden="true"' if silent else f'role="img" aria-label="{said(words)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="gt-icon gt-icon--{kind}" width="{size}" height="{size}" '
        f'viewBox="0 0 32 32" focusable="false" {named}><title>{said(words)}</title>{drawn}</svg>'
    )
