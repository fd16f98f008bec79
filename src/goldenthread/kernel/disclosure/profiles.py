"""The rules of publishers, by name, and our own. A data set names its profile; `dataclasses.replace` makes a variant.

Read in published methodologies (Department for Education, NHS England, Ofqual), in the code of OpenSAFELY and of the
Department's own tools; they change, so check the release you quote. No published numeric rule was found for child
deaths: ours follows the advice to withhold 1 to 5, to ask more of the audit and to pool years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from goldenthread.kernel.disclosure.dominance import Dominance
from goldenthread.kernel.disclosure.rounding import nearest
from goldenthread.kernel.disclosure.symbols import (
    CONFIDENTIAL,
    FEWER_THAN_FIVE,
    NOUGHT_OR_FEW,
    ROUNDS_TO_NOUGHT,
    STAR,
    Symbol,
)
from goldenthread.kernel.disclosure.tables import LOCAL


@dataclass(frozen=True)
class Profile:
    """The parameters of one set of rules; the defaults are those of our rule set for local figures.

    threshold: counts from 1 to this are withheld, in the tiers of `withheld_in`; 0 withholds nothing.
    symbol: the one symbol for everything withheld; rounds_to_nought: the symbol of a count above 0 that rounds to 0.
    rounding: tier and base; a tier that is not named is not rounded.
    width: every sensitive count must be left at least this many steps wide; above_threshold: and seem possibly larger
    than the threshold.
    secondary: other counts may be withheld to protect the small ones. Where a publisher's symbol says that a count is
    in the band (`band_known`), they may not.
    nought_is_band: 0 is shown for every count up to the threshold.
    rates_from: percentages and rates are worked out from the counts as shown ("rounded") or as they are ("exact").
    protect_rounded: a rounded count must not be recoverable either.
    attribute: a line whose people are all in one group is withheld.
    least_events: a rate or percentage of fewer events is not given; least_in_mean: nor a mean.
    noughts: 0 is withheld as 1 is.
    dominance: when a sum of money gives one of its payers away; nothing where the rules do not say.
    public: False inside the partnership: the ledger of what the public knows neither binds nor grows.
    """

    name: str
    title: str
    source: str
    threshold: int = 5
    symbol: Symbol = CONFIDENTIAL
    rounds_to_nought: Symbol | None = None
    withheld_in: frozenset[str] = frozenset({LOCAL})
    rounding: tuple[tuple[str, int], ...] = ()
    width: int = 1
    above_threshold: bool = False
    secondary: bool = True
    band_known: bool = False
    nought_is_band: bool = False
    rates_from: Literal["rounded", "exact"] = "rounded"
    protect_rounded: bool = False
    attribute: bool = True
    least_events: int = 0
    least_in_mean: int = 0
    noughts: bool = False
    dominance: Dominance | None = None
    public: bool = True

    @property
    def symbol_of_others(self) -> Symbol:
        """What stands for a figure, or for a count that is withheld though not small: a band would be false of it."""
        return CONFIDENTIAL if self.band_known else self.symbol

    def base(self, tier: str) -> int:
        """What counts of this tier are rounded to: 1 is not at all."""
        return dict(self.rounding).get(tier, 1)

    def limit(self, tier: str) -> int:
        """Counts of this tier from 1 to this are withheld: 0, none."""
        return self.threshold if tier in self.withheld_in else 0

    def hides(self, count: int, tier: str) -> bool:
        """Whether a count of this tier is withheld for its own sake."""
        limit = self.limit(tier)
        return limit > 0 and (0 if self.noughts else 1) <= count <= limit

    def shown(self, count: int, tier: str = LOCAL) -> str:
        """A count as this profile alone would show it, before anything is withheld to protect another."""
        if self.hides(count, tier):
            return self.symbol.text
        rounded = nearest(count, self.base(tier))
        if count and not rounded and self.rounds_to_nought:
            return self.rounds_to_nought.text
        return str(rounded)


INTERNAL = Profile(
    name="internal",
    title="Inside the partnership (OFFICIAL-SENSITIVE): nothing is withheld",
    source="Shown only to members of the partnership, who are entitled to the figures as they are.",
    threshold=0,
    attribute=False,
    public=False,
)
LOCAL_PUBLIC = Profile(
    name="local",
    title="Our own rule for local figures: 1 to 5 withheld, others as they are",
    source="As the Department for Education publishes local authorities' figures.",
)
LOCAL_ROUNDED = Profile(
    name="local_rounded",
    title="Our own rule for public tables: 1 to 5 withheld, others to the nearest 5",
    source="As the local rule, rounded as health services do; rates from the rounded counts.",
    rounding=((LOCAL, 5),),
    protect_rounded=True,
)
DFE = Profile(
    name="dfe",
    title="Department for Education: 1 to 5 withheld; regions and England to the nearest 10",
    source="Characteristics of children in need, 2020 and 2021: methodology.",
    rounding=(("region", 10), ("england", 10)),
    rates_from="exact",
)
DFE_PLACEMENTS = Profile(
    name="dfe_placements",
    title="Department for Education, children looked after: as for children in need, and 'k' for what rounds to 0",
    source="Children looked after in England, placements by location: methodology. 0 is a true 0.",
    rounds_to_nought=ROUNDS_TO_NOUGHT,
    rounding=(("region", 10), ("england", 10)),
    rates_from="exact",
)
DFE_INCIDENTS = Profile(
    name="dfe_incidents",
    title="Department for Education, serious incident notifications: regions to the nearest 10, England as it is",
    source="Serious incident notifications, 2021-22 and 2022-23: methodology.",
    rounding=(("region", 10),),
    rates_from="exact",
)
DEATHS = Profile(
    name="deaths",
    title="Deaths of children: 1 to 5 withheld, and no reader may be sure that a number is small",
    source="No published rule was found; the symbol 'k', never 'low', for a number that rounds to 0 (Department for "
    "Education, analysts' guide); no rate of fewer than 10 deaths (Office for National Statistics).",
    rounds_to_nought=ROUNDS_TO_NOUGHT,
    rounding=(("region", 10), ("england", 10)),
    width=5,
    above_threshold=True,
    least_events=10,
)
ONS_DEATHS = Profile(
    name="ons_deaths",
    title="Office for National Statistics, deaths: no crude rate of fewer than 3; 1 to 5 withheld as in our own rule",
    source="Freedom of information answer 2021/3301. Only the rule on rates was found, so counts go by our own. Rates "
    "of fewer than 20 deaths are unreliable: say so beside them.",
    least_events=3,
)
OHID = Profile(
    name="ohid",
    title="Public health profiles: no rate of fewer than 10 events; 1 to 5 withheld as in our own rule",
    source="PHEindicatormethods: a directly standardised rate is not given for fewer than 10 events.",
    least_events=10,
)
ACRO = Profile(
    name="acro",
    title="Research environments (ACRO): 0 to 10 withheld, others to the nearest 5, no payer of a sum told",
    source="ACRO's defaults: threshold 10, noughts disclose, base 5, n-k rule (2, 90%), p per cent rule (10%).",
    threshold=10,
    rounding=((LOCAL, 5),),
    protect_rounded=True,
    noughts=True,
    dominance=Dominance(n=2, k=90, p=10),
)
NHS = Profile(
    name="nhs",
    title="NHS hospital and community statistics: 1 to 7 withheld, others to the nearest 5",
    source="NHS England, disclosure control of hospital statistics since September 2018.",
    threshold=7,
    symbol=STAR,
    rounding=((LOCAL, 5),),
    secondary=False,
    band_known=True,
    least_in_mean=8,
)
OPENSAFELY = Profile(
    name="opensafely",
    title="OpenSAFELY: up to 7 shown as 0, others to the nearest 5",
    source="ehrQL, measures with disclosure control.",
    threshold=7,
    symbol=NOUGHT_OR_FEW,
    rounding=((LOCAL, 5),),
    secondary=False,
    band_known=True,
    nought_is_band=True,
)
OFQUAL = Profile(
    name="ofqual",
    title="Ofqual: 1 to 4 shown as 'fewer than 5', others to the nearest 5",
    source="Ofqual, 2025 statistics: rounding. Percentages are from the counts as they are.",
    threshold=4,
    symbol=FEWER_THAN_FIVE,
    rounding=((LOCAL, 5),),
    secondary=False,
    band_known=True,
    rates_from="exact",
)
PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        p.name: p
        for p in (
            *(INTERNAL, LOCAL_PUBLIC, LOCAL_ROUNDED, DFE, DFE_PLACEMENTS, DFE_INCIDENTS, DEATHS, ONS_DEATHS, OHID),
            *(NHS, OPENSAFELY, OFQUAL, ACRO),
        )
    }
)
