"""Three years of figures: every kind of measure, a real signal, a part year, late and missing returns. All made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from goldenthread.analytics.defining import add_measure, amend_measure, set_standard, take_from_catalogue
from goldenthread.analytics.models import Area, Coverage, Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.timeliness import timeliness_entries
from goldenthread.kernel.periods import Every, Stretch, day, period, periods
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.entry import MeasureEntry

from .comparators import OURS, publish_comparators
from .own_measures import add_our_own, count_our_own
from .stage import Stage

YEARS = 3
RARE = "sin_n"
#: Days between the serious incidents: chance alone.
GAPS = (52, 71, 24, 90, 61, 38, 110, 45, 66, 83, 29, 57, 74, 41, 96, 33)
DISTRICTS = ("Aldermere", "Brackwell", "Castlebourne", "Downsley")


@dataclass(frozen=True)
class Told:
    """What one measure's figures look like: its level, how much it moves, over how many (for a share, in per cent).

    `owner` and `group` are keys of the cast. `lift` is added from `since` periods before the end on: a real change.
    `silent` counts periods from the end for which nothing was sent.
    """

    code: str
    level: float
    moves: float
    owner: str
    group: str
    out_of: int = 0
    lift: float = 0
    since: int = 0
    silent: tuple[int, ...] = ()
    target: float | None = None
    minimum: float | None = None
    every: Every | None = None


TOLD = (
    Told("contacts", 2530, 120, "council", "early-help"),
    Told("refs", 1350, 60, "council", "early-help"),
    Told("reref_12", 27.5, 1.5, "council", "early-help", 1350, target=25, minimum=30),
    Told("ref_1wd", 92, 3, "council", "early-help", 440, target=95, minimum=85),
    Told("assess_45", 86, 3, "council", "quality", 380, target=90, minimum=80),
    Told("eh_open", 3010, 90, "council", "early-help"),
    Told("eh_outcome", 79.5, 2, "council", "early-help", 610, target=80, minimum=70),
    Told("cin_n", 2020, 60, "council", "quality"),
    Told("cp_n", 1120, 30, "council", "quality"),
    Told("cp_repeat_pct", 21, 2, "council", "quality", 260, target=18, minimum=25),
    Told("icpc_15", 82, 4, "council", "quality", 95, target=90, minimum=75),
    Told("cp_part_any", 81, 3, "council", "quality", 145),
    Told("conf_n", 590, 25, "council", "quality"),
    Told("cic_n", 1430, 15, "council", "quality"),
    Told("uasc_n", 190, 12, "council", "quality"),
    Told("iha_20wd", 71, 6, "community", "health-safeguarding", 42, lift=14, since=9, target=90, minimum=60),
    Told("health_ann", 90, 1.5, "community", "health-safeguarding", 960, target=95, minimum=85),
    Told("iro_caseload", 66, 2, "council", "quality", 22),
    Told("mis_ep", 505, 25, "police", "exploitation", lift=95, since=4),
    Told("rhi_72h", 66, 5, "police", "exploitation", 160, lift=-17, since=1, target=90, minimum=60),
    Told("rhi_accept", 74, 4, "harbour", "exploitation", 150, silent=(1, 2)),
    Told("encompass", 88, 4, "police", "exploitation", 210, target=95, minimum=80),
    Told("channel", 9, 2, "police", "exploitation"),
    Told("nrm", 7, 2, "police", "exploitation"),
    Told("fgm", 1, 0.8, "icb", "exploitation"),
    Told("lado_alleg", 55, 6, "council", "quality"),
    Told("lado_consult", 101, 9, "council", "quality"),
    Told("trn_attend", 860, 60, "office", "learning"),
    Told("trn_noshow", 11, 1.5, "office", "learning", 970, target=8, minimum=12),
    Told("board_attend", 78, 5, "office", "board", 96, target=85, minimum=70),
    Told("sw_vac", 17.4, 1.2, "council", "quality", 540, target=12, minimum=20),
    Told("sw_caseload", 17.8, 0.6, "council", "quality", 410, target=16, minimum=19),
    Told("s11_return", 84, 6, "office", "quality", 19, target=100, minimum=80),
)  # fmt: skip


def count_three_years(stage: Stage) -> dict[str, Measure]:
    """Take the shipped measures and write three years of figures for a third of them. Returns the measures by code."""
    with stage.acting("business.manager"):
        take_from_catalogue(stage.board, [*CATALOGUE, *timeliness_entries()])
        measures = {m.code: m for m in Measure.objects.filter(partnership=stage.board)}
        entries = {entry.code: entry for entry in CATALOGUE}
        figures: list[Figure] = []
        for told in TOLD:
            measure = amend_measure(
                measures[told.code], owner_agency=stage.agencies[told.owner], group=stage.groups[told.group]
            )
            measures[told.code] = measure
            _expect(measure, told, stage.today)
            figures += _figures(stage, measure, entries[told.code], told)
        figures += _by_district(stage, measures["refs"]) + _by_agency(stage, measures["trn_attend"])
        ours = add_our_own(stage)
        measures |= ours
        figures += count_our_own(stage, ours)
        measures[RARE] = _by_the_day(stage, figures)
        observe(figures, source="return")
        _revise(stage, measures["refs"], figures)
    return measures


def _by_the_day(stage: Stage, figures: list[Figure]) -> Measure:
    """A measure of the partnership's own: rare events, each written down on its day, are judged by the days between."""
    measure = add_measure(
        partnership=stage.board, code=RARE, title="Serious incidents notified", subject="Learning from practice",
        question="How often is a child so badly harmed that the national panel must be told?",
        numerator="notifications made, each on its day", kind="flow", unit="count", better="low", every="day",
        owner_agency=stage.agencies["council"], group=stage.groups["board"],
    )  # fmt: skip
    on = stage.today - timedelta(days=17 + sum(GAPS))
    for gap in (0, *GAPS):
        on += timedelta(days=gap)
        figures.append(Figure(measure, day(on), value=Decimal(1)))
    return measure


def draw_the_map(stage: Stage) -> list[Area]:
    """The county among the made-up authorities, and its four districts."""
    publish_comparators(stage.today)
    county = Area.objects.get(code=OURS)
    Coverage.objects.get_or_create(partnership=stage.board, area=county)
    return [
        Area.objects.get_or_create(
            code=f"X0700000{number}",
            defaults={"name": name, "level": Area.Level.DISTRICT, "parent": county, "made_up": True},
        )[0]
        for number, name in enumerate(DISTRICTS, 1)
    ]


def _expect(measure: Measure, told: Told, today: date) -> None:
    if told.target is None and told.minimum is None:
        return
    set_standard(
        measure,
        since=period(Every.FINANCIAL_YEAR, today - timedelta(days=365 * YEARS)).first,
        agreed="Board, on the advice of the Quality and Effectiveness Group",
        target=None if told.target is None else Decimal(str(told.target)),
        minimum=None if told.minimum is None else Decimal(str(told.minimum)),
    )


def _stretches(today: date, every: Every, *, snapshot: bool) -> list[Stretch]:
    """Whole periods that are over, oldest first; for a stock the last day of each."""
    first = period(every, today - timedelta(days=365 * (YEARS if every.months <= 3 else 5))).first
    whole = list(periods(every, first, today - timedelta(days=1)))
    return [day(one.last) for one in whole] if snapshot else whole


def _figures(stage: Stage, measure: Measure, entry: MeasureEntry, told: Told) -> Iterator[Figure]:
    stretches = _stretches(stage.today, entry.every, snapshot=entry.snapshot)
    for back, stretch in zip(range(len(stretches) - 1, -1, -1), stretches, strict=True):
        if back + 1 in told.silent:
            note = "Nobody has been in post to count it." if back else ""
            yield Figure(measure, stretch, symbol="not_sent", note=note or "No reason given.")
            continue
        level = told.level + (told.lift if back < told.since else 0)
        yield replace(_figure(stage, measure, stretch, level, told), provisional=back == 0)
    if entry.every is Every.FINANCIAL_YEAR and not entry.snapshot and not told.out_of:
        so_far = Stretch(period(entry.every, stage.today).first, stage.today - timedelta(days=1))
        yield _figure(stage, measure, so_far, told.level / 2, told)


def _figure(stage: Stage, measure: Measure, stretch: Stretch, level: float, told: Told) -> Figure:
    """A season in it: fewer in August and December, when schools are closed."""
    quiet = 0.93 if stretch.days > 1 and stretch.first.month in (8, 12) and not told.out_of else 1
    value = max(0.0, level * quiet + stage.luck.gauss(0, told.moves))
    if not told.out_of:
        return Figure(measure, stretch, value=Decimal(round(value)))
    under = max(1, round(told.out_of * (1 + stage.luck.uniform(-0.06, 0.06))))
    per = definition_per(told.code)
    over = round(under * (min(value, per) if per == 100 else value) / per)
    return Figure(measure, stretch, numerator=Decimal(over), denominator=Decimal(under))


def definition_per(code: str) -> int:
    """What the measure's share is multiplied by: 100 for per cent, 1 for cases for each worker."""
    return next(entry.unit.per or 1 for entry in CATALOGUE if entry.code == code)


def _by_district(stage: Stage, measure: Measure) -> list[Figure]:
    """Referrals of the last two years by district."""
    areas = draw_the_map(stage)
    shares = (0.31, 0.27, 0.24, 0.18)
    return [
        Figure(measure, stretch, value=Decimal(round(1350 * share + stage.luck.gauss(0, 15))), area=area)
        for stretch in _stretches(stage.today, Every.QUARTER, snapshot=False)[-8:]
        for area, share in zip(areas, shares, strict=True)
    ]


def _by_agency(stage: Stage, measure: Measure) -> list[Figure]:
    """Training places by agency in the last quarter; two agencies sent nothing, one of them without a reason."""
    (last,) = _stretches(stage.today, Every.QUARTER, snapshot=False)[-1:]
    silent = {"ambulance": "The trust's learning system cannot say who came.", "castlebourne": "No reason given."}
    keys: Sequence[str] = [key for key in stage.agencies if key != "office"]
    return [
        Figure(measure, last, symbol="not_sent", note=silent[key], agency=stage.agencies[key])
        if key in silent
        else Figure(measure, last, value=Decimal(stage.luck.randrange(12, 90)), agency=stage.agencies[key])
        for key in keys
    ]


def _revise(stage: Stage, measure: Measure, figures: list[Figure]) -> None:
    """Referrals of the quarter before last were counted again: the earlier figure stays in the history."""
    whole = [figure for figure in figures if figure.measure is measure and figure.area is None]
    wrong = whole[-2]
    assert wrong.value is not None  # noqa: S101 - a count without parts
    observe([replace(wrong, value=wrong.value + 31, note="31 referrals were found after the census.")], source="return")
