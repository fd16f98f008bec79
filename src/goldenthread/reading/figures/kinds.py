"""What sort of figure it is, by its words and how it is printed: a stock or a flow, a share, money, an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldenthread.kernel.arithmetic.figures import Unit as Printed
from goldenthread.kernel.arithmetic.periods import is_day, is_flow
from goldenthread.law.measures.entry import Cut, Kind, Unit

_STOCK = re.compile(
    r"\b(?:in care|looked after|on (?:a |the )?(?:\w+ ){0,4}plans?\b|plans? in place|open (?:to|cases?|plans?"
    r"|episodes?"
    r"|investigations)|cases? (?:open|held)|currently|caseloads?|vacanc\w+|in post|posts?\b|staff in|workforce"
    r"|placed in|placements? in|arrangements?|fte\b|population|living in|children with (?:a|an)\b|waiting|backlog"
    r"|subject (?:to|of)|members? of|registered|on roll|balance|reserves?)",
    re.IGNORECASE,
)
_FLOW = re.compile(
    r"\b(?:referrals?|re-?referrals|contacts?|notifications?|notified|episodes?|conferences?|allegations?|courses?"
    r"|events?|sessions?"
    r"|attend(?:ed|ances?|ees?)|delegates|completed|completions?|delivered|received|started|starting|began|became"
    r"|closed|ended|ceased|new|transfers?|dispersals|reviews?|visits?|audits?|deaths?|incidents?|offences?|arrests"
    r"|assessments?|enquiries|consultations?|contributions?|income|expenditure|spent|spend|during|trained|training"
    r"|strategy"
    r" (?:discussions?|meetings?)|participated|invited|responses?|returns?)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:child(?:ren)?|young people|families|cases|staff|practitioners|professionals|pupils|carers|members)\b", re.I
)
_TIMELY = re.compile(
    r"\b(?:with)?in (?:the )?(?:\w+ ){0,3}(?:days?|weeks?|months?|hours?|time-?scales?|standard|time)\b|\bon time\b"
    r"|\btimel\w+",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:survey|respondents?|respon(?:ded|ses)|agreed?(?: that| strongly|$)|strongly|satisf\w+|felt|feel|confident"
    r"|rated|said|feedback|evaluation)\b",
    re.IGNORECASE,
)
_RATE = re.compile(r"\bper\s+(?P<per>1,?000|10,?000|100,?000|10k|100k)\b|\brate\b", re.IGNORECASE)
_MEAN = re.compile(r"\b(?:average|mean|median)\b|\bper (?:social )?worker\b", re.IGNORECASE)
_DAYS = re.compile(
    r"\b(?:days|working days)\s*(?:taken|on average|$)|\b(?:average|mean|median) (?:number of )?days\b", re.I
)
_FTE = re.compile(r"\bfte\b|\bfull[- ]time equivalents?\b|\bwte\b", re.IGNORECASE)
_ON_DAY = re.compile(
    r"\b(?:as at|at (?:the )?(?:year|quarter|month)?[- ]?end|at 31|at 30|snapshot"
    r"|currently)\b",
    re.I,
)
_AGENCY = re.compile(
    r"\b(?:police|council|councils|health|nhs|trust|hospitals?|ccgs?|icb|clinical commissioning|probation|crc"
    r"|cafcass|fire"
    r"|ambulance|education|schools?|colleges?|academ(?:y|ies)|early years?|settings|housing|voluntary|charit\w+"
    r"|third sector|private sector"
    r"|children[’']?s homes?|social care|children[’']?s services|youth (?:justice|offending)|yot|prisons?"
    r"|public health"
    r"|adult (?:social|services)|lay members?|gps?|dentists?|childminders?|nurser(?:y|ies)|foster(?:ing| carers)"
    r"|services"
    r"|independent (?:chair|scrutineer)|cabinet member|lead member|representation|designated|director|connexions"
    r"|border|military|armed forces"
    r"|faith|sports?|legal|commissioner)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:agenc(?:y|ies)|organisations?|partners?|bod(?:y|ies)|member|sector|service|employer|represent\w+)\b", re.I
)
_WHERE = re.compile(
    r"\b(?:district|borough|localit(?:y|ies)|area|ward|town|region|cluster|neighbourhood|hub)s?\b", re.I
)
_AGE = re.compile(
    r"^(?:aged? )?(?:under|over|up to)?\s?\d{1,2}(?:\s?(?:[-–]|to|and|or)\s?(?:\d{1,2}|under|over|above))?\s?\+?"
    r"(?: years?(?: olds?)?| yrs?)?(?: (?:and|or) (?:over|under|above))?$|^unborn$|^under (?:1|one)$",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"^(?:boys?|girls?|males?|females?|men|women|unborn|indeterminate|non-?binary"
    r"|other)$",
    re.IGNORECASE,
)
_ETHNIC = re.compile(r"\b(?:white|black|asian|mixed|chinese|arab|gypsy|traveller|ethnic\w*|british)\b", re.IGNORECASE)
_HARM = re.compile(r"^(?:(?:emotional|physical|sexual)(?: abuse)?|neglect|multiple(?: categories)?)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"^(?:(?:grand|overall|sub)[- ]?)?total\b[^a-z]*$|^all(?: agencies| districts| children)?$|^overall$", re.I
)
CHANGE = re.compile(
    r"^(?:\+/?[-−]|[-−]/\+|diff(?:erence)?|change|variance|variation|movement|trend|direction(?: of travel)?|dot"
    r"|rag|status"
    r"|increase|decrease|(?:%|percentage|net|year on year|annual|number)\s?(?:change|diff\w*|increase|decrease"
    r"|variance))\b"
    r"|\bchange\b|\bvariance\b|\bdirection of travel\b|\bdifference\b|^\+|^[↑↓▲▼]",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:target|benchmark|england|national|region(?:al)?|south east|south west|north west|north east"
    r"|statistical neighbours?|neighbours?"
    r"|sn average|comparator|good practice|standard|threshold|tolerance|rank(?:ing)?|quartile)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sort:
    """The kind and unit of a figure, and whether it is counted on a day."""

    kind: Kind
    unit: Unit
    snapshot: bool


def sort_of(words: str, printed: Printed, *, heading: str = "", by_day: bool = False) -> Sort:
    """The sort of figure by its ``words``; ``heading`` stands over it. ``by_day``: headed by a day or month."""
    said = f"{words} {heading}"
    if printed is Printed.MONEY:
        return Sort(Kind.MONEY, Unit.POUNDS, False)
    unit = _unit(words, printed)
    on_day = bool(is_day(words) or _ON_DAY.search(words))
    if unit is Unit.PERCENT and _ASKED.search(said):
        return Sort(Kind.SURVEY, unit, False)
    if unit is Unit.PERCENT and _TIMELY.search(words):
        return Sort(Kind.TIMELINESS, unit, on_day)
    if unit.per is not None:
        return Sort(Kind.RATIO, unit, on_day or (by_day and bool(_STOCK.search(words)) and not _FLOW.search(words)))
    stock = on_day or (bool(_STOCK.search(words)) and not _happens(words)) or (by_day and not _happens(words))
    return Sort(Kind.STOCK if stock else Kind.FLOW, unit, stock)


def speaks_of_figures(words: str) -> bool:
    """Whether words name something that is counted here: what happens, what there is, or children and families."""
    return bool(_FLOW.search(words) or _STOCK.search(words) or _PEOPLE.search(words))


def _happens(words: str) -> bool:
    """Whether the words name what happens over time; "children in care" at its head outweighs "placed" after it."""
    flow, stock = _FLOW.search(words), _STOCK.search(words)
    if not flow and not is_flow(words):
        return False
    return stock is None or (flow is not None and flow.start() < stock.start())


def _unit(words: str, printed: Printed) -> Unit:
    rate = _RATE.search(words)
    if rate and rate["per"]:
        per = rate["per"].replace(",", "").replace("k", "000")
        return {"1000": Unit.PER_1000, "10000": Unit.PER_10000}.get(per, Unit.PER_100000)
    if printed in (Printed.PERCENT, Printed.POINTS):
        return Unit.PERCENT
    if _DAYS.search(words):
        return Unit.DAYS
    if _FTE.search(words):
        return Unit.FTE
    return Unit.MEAN if _MEAN.search(words) else Unit.COUNT


def cut_of(labels: list[str], corner: str, title: str) -> Cut | None:
    """By what the rows of a table divide one figure; None where each row is a figure of its own."""
    told = [label for label in labels if label and not is_total(label)]
    if not told:
        return None
    for pattern, cut in ((_AGE, Cut.AGE), (_SEX, Cut.SEX), (_HARM, Cut.CATEGORY), (_ETHNIC, Cut.ETHNICITY)):
        if sum(bool(pattern.search(label)) for label in told) * 2 > len(told):
            return cut
    if _WHO.search(corner) and not _FLOW.search(corner):
        return Cut.AGENCY
    if _WHERE.search(corner):
        return Cut.DISTRICT
    measures = sum(
        bool(re.search(r"^(?:number|no\.?|total|percentage|%|rate|average|how many)\b", one, re.I)) for one in told
    )
    if measures * 3 > len(told):
        return None
    if sum(bool(_AGENCY.search(label)) and len(label.split()) < 12 for label in told) * 2 > len(told) and _parted(
        title, told
    ):
        return Cut.AGENCY
    return (
        Cut.DISTRICT
        if re.search(r"\bby (?:district|borough|area|locality)\b|\bdistrict overview\b", title, re.I)
        else None
    )


def _parted(title: str, told: list[str]) -> bool:
    """Whether labels that name services divide one figure: the title says so, or none names what happened."""
    said = re.search(
        r"\b(?:agenc|organisation|partner|attendance|contribution|by (?:source|sector|agency))", title, re.I
    )
    return bool(said) or sum(bool(_FLOW.search(label)) for label in told) * 3 < len(told)


def is_total(label: str) -> bool:
    """Whether a row is the whole of those above it: "Total", "All agencies", or no label at all."""
    return not label.strip() or bool(_TOTAL.match(label.strip()))
