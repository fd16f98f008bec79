"""The guard on a narrative: what in it would make a child known, and the text as it could be said instead.

The proposal is the text with each thing found in coarser words; what still does not pass loses its sentence. Every
proposal was read again by the same guard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goldenthread.kernel.disclosure.cases import CaseTable, Rules
from goldenthread.kernel.disclosure.recognisability import Recognised, Why
from goldenthread.kernel.disclosure.recognising import Found, Texts, in_text

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\n|$)|[.!?\n]+")
_DETAILS = {
    "age": r"\b(?:newborn|baby|infant|toddler|pre-?school|teenage\w*|adolescent|in infancy|in childhood)\b",
    "sex": r"\b(?:boy|girl|male|female|son|daughter|brother|sister|he|she|his|her)\b",
    "ethnicity": r"\b(?:white|black|asian|african|caribbean|mixed|roma|gypsy|traveller|polish|romanian|chinese|arab)\b",
    "faith": r"\b(?:muslim|christian|jewish|hindu|sikh|jehovah\w*|catholic|orthodox)\b",
    "status": r"\b(?:looked.after|foster\w*|adopt\w+|protection plan|asylum|unaccompanied|care leaver|in custody)\b",
    "condition": r"\b(?:disab\w+|autis\w+|epilep\w+|cerebral palsy|down syndrome|premature|cancer|leukaemia|diabet\w+"
    r"|asthma)\b",
    "cause": r"\b(?:suicide|hang\w+|drown\w*|collision|overdose|poison\w*|co-?sleep\w*|murder\w*|homicide"
    r"|assault\w*)\b",
    "family": r"\b(?:single parent|lone parent|teenage mother|in prison|arrested|convicted|homeless|refuge)\b",
}
_DETAIL = tuple((name, re.compile(shape, re.IGNORECASE)) for name, shape in _DETAILS.items())
MOST_DETAILS = 4


@dataclass(frozen=True)
class TextVerdict:
    """Whether a narrative may be shown; if not why, and a text that may. `only`: where no sentence is left."""

    passes: bool
    findings: tuple[Recognised, ...] = ()
    proposal: str = ""
    lost: tuple[str, ...] = ()
    only: str = ""


def guard_text(
    text: str,
    texts: Texts | None = None,
    rules: Rules | None = None,
    *,
    among: CaseTable | None = None,
    says: Mapping[str, str] | None = None,
) -> TextVerdict:
    """The verdict on a narrative of one case.

    `among` and `says`: the table of all cases, and what the text tells of this one by the names of its columns: fewer
    than k cases of which all that is true make it recognisable however carefully it is worded. `lost`: the sentences
    that the proposal leaves out.
    """
    texts, rules = texts or Texts(), rules or Rules()
    rare = tuple(_rare(among, says or {}, rules)) if among else ()
    found = (*rare, *_findings(text, texts))
    if not found:
        return TextVerdict(True)
    if rare:
        return TextVerdict(False, found, only="Nothing of this case can be told alone: count it in a total.")
    said, lost = _said(text, texts)
    if not said.strip():
        return TextVerdict(False, found, lost=lost, only="Nothing of it can be told: count the case in a total.")
    return TextVerdict(False, found, said, lost)


def text_passes(text: str, texts: Texts | None = None) -> bool:
    """Whether nothing in a narrative would make a child known, as far as words show."""
    return not any(_findings(text, texts or Texts()))


def _findings(text: str, texts: Texts) -> tuple[Recognised, ...]:
    told = tuple(Recognised(Why(f.kind), f.words, text=f.text, start=f.start) for f in in_text(text, texts))
    return (*told, *_together(text))


def _together(text: str) -> Iterator[Recognised]:
    """Each detail is common; all of them together are one child."""
    met = [(name, found) for name, shape in _DETAIL if (found := shape.search(text))]
    if len(met) > MOST_DETAILS:
        said = ", ".join(f"{name} ('{found[0]}')" for name, found in met)
        words = f"It tells {len(met)} things of one child: {said}. At most {MOST_DETAILS} may stand together."
        yield Recognised(Why.RARE, words, text=met[-1][1][0], start=met[-1][1].start())


def _rare(among: CaseTable, says: Mapping[str, str], rules: Rules) -> Iterator[Recognised]:
    names = [column.name for column in among.columns]
    told = {names.index(name): value for name, value in says.items() if name in names}
    alike = sum(all(row[n] == value for n, value in told.items()) for row in among.rows)
    if told and alike < rules.k:
        said = ", ".join(f"{names[n]} {value}" for n, value in told.items())
        counted = "No case is" if not alike else "Only this case is" if alike == 1 else f"Only {alike} cases are"
        yield Recognised(Why.RARE, f"{counted} {said}; {rules.k} are needed.")


def _said(text: str, texts: Texts) -> tuple[str, tuple[str, ...]]:
    """The text in coarser words, without the sentences that no words save; and those."""
    kept: list[tuple[str, str]] = []
    lost: list[tuple[str, str]] = []
    for sentence in _SENTENCE.findall(text):
        said = _coarser(sentence, texts)
        (kept if not in_text(said, texts) else lost).append((sentence, said))
    while kept and not text_passes("".join(said for _, said in kept), texts):
        worst = max(range(len(kept)), key=lambda n: (_weight(kept[n][1], texts), n))
        lost.append(kept.pop(worst))
    return "".join(said for _, said in kept).strip(), tuple(
        sentence.strip() for sentence, _ in lost if sentence.strip()
    )


def _weight(sentence: str, texts: Texts) -> int:
    """How much a sentence tells: what was found in it counts above what is only a detail."""
    return 10 * len(in_text(sentence, texts)) + sum(bool(shape.search(sentence)) for _, shape in _DETAIL)


def _coarser(sentence: str, texts: Texts) -> str:
    """Each thing found in other words, again until nothing is found or nothing changes."""
    for _ in range(4):
        found = in_text(sentence, texts)
        if not found:
            break
        sentence = _put(sentence, found)
    return sentence


def _put(sentence: str, found: tuple[Found, ...]) -> str:
    made, at = [], 0
    for one in found:
        made += [sentence[at : one.start], one.instead]
        at = one.end
    return re.sub(r" {2,}", " ", "".join((*made, sentence[at:])))
