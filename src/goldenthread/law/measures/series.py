"""What each published series counts, over what, and what its parts are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldenthread.law.measures import published as p
from goldenthread.law.measures.entry import Better, Unit
from goldenthread.law.measures.published import FILES, PublishedFile, PublishedSeries, When


class UnknownSeries(LookupError):
    """A key of no file that is known."""


def series(key: str) -> PublishedSeries:
    """The series of a key; one that nothing particular is known of is described by its file and column.

    Raises `UnknownSeries` where the file is not one of `FILES`.
    """
    if key in SERIES:
        return SERIES[key]
    stem, *groups, column = key.split(":")
    if stem not in FILES:
        raise UnknownSeries(f"'{key}' is of no published file that is known.")
    return _described(FILES[stem], tuple(groups), column)


def _described(file: PublishedFile, groups: tuple[str, ...], column: str) -> PublishedSeries:
    words = [word.replace("-", " ").replace("_", " ") for word in (*groups, column)]
    return PublishedSeries(
        ":".join((file.stem, *groups, column)),
        f"{file.title}: {', '.join(words)}",
        _unit(column),
        file.when_of(column, groups),
        file.publisher,
    )


def _unit(column: str) -> Unit:
    if column.endswith("_percent") or "_rate_" in column:
        return Unit.PER_10000 if column.endswith("per_10000") else Unit.PERCENT
    return Unit.FTE if column.endswith("_fte") else Unit.COUNT


def _of(stem: str, *columns: str) -> tuple[str, ...]:
    return tuple(f"{stem}:{column}" for column in columns)


def _count(key: str, title: str, when: When, **more: Any) -> PublishedSeries:
    return PublishedSeries(key, title, Unit.COUNT, when, p.DFE, **more)


def _percent(key: str, title: str, when: When, over: str, under: tuple[str, ...], **more: Any) -> PublishedSeries:
    """A printed percentage, with the printed counts that it is made of: a share unless it is said otherwise."""
    return PublishedSeries(key, title, Unit.PERCENT, when, p.DFE, over=(over,), under=under, **{"within": True, **more})


def _rate(key: str, title: str, when: When, over: str, **more: Any) -> PublishedSeries:
    """Per 10,000 children, computed: the mid-year estimate before goes under it, as in the department's own rates."""
    return PublishedSeries(
        key, f"{title}, per 10,000 children", Unit.PER_10000, when, f"{p.DFE} / {p.ONS}",
        over=(over,), under=(p.MID_YEAR,), computed=True, **more,
    )  # fmt: skip


def _looked_after(group: str, title: str, when: When, count: str, rate: str) -> tuple[PublishedSeries, ...]:
    over, under = _of(f"{p.CLA}:{group}", "children_count", "population_estimate")
    return (
        _count(over, title, when, dictionary=count),
        PublishedSeries(
            f"{p.CLA}:{group}:rate_per_10000", f"{title}, per 10,000 children", Unit.PER_10000, when, p.DFE,
            over=(over,), under=(under,), dictionary=rate,
        ),
    )  # fmt: skip


def _stability(who: str, what: str, title: str, **more: Any) -> tuple[PublishedSeries, ...]:
    over, total = f"{p.STABLE}:{who}:{what}:children_count", f"{p.STABLE}:{who}:total:children_count"
    percent = f"{p.STABLE}:{who}:{what}:children_percent"
    return _count(over, title, When.MARCH), _percent(percent, title, When.MARCH, over, (total,), **more)


def _length(column: str, words: str, **more: Any) -> tuple[PublishedSeries, ...]:
    over, title = f"{p.LENGTHS}:{column}", f"Children on a plan for {words}"
    return (
        _count(over, title, When.MARCH),
        _percent(f"{over}_percent", f"{title}, %", When.MARCH, over, (p.CPP_COUNT,), **more),
    )


def _workforce() -> tuple[PublishedSeries, ...]:
    agency, vacancies, post, cases, holders, leavers = _of(
        p.WORK, "agency_fte", "vacancy_fte", "inpost_fte", "cases", "case_holders_fte", "leavers_fte"
    )
    autumn, low = When.SEPTEMBER, Better.LOW
    year = When.YEAR_TO_SEPTEMBER
    turnover = f"{p.WORK}:turnover_rate_fte"
    return (
        _percent(
            p.AGENCY_RATE, "Agency social workers, %", autumn, agency, (agency, post), better=low, dictionary="287"
        ),
        _percent(
            p.VACANCY_RATE, "Social work vacancies, %", autumn, vacancies, (vacancies, post), better=low,
            dictionary="287",
        ),
        _percent(turnover, "Social workers who left, %", year, leavers, (post,), better=low, within=False),
        PublishedSeries(
            p.CASELOAD, "Cases for each social worker", Unit.MEAN, autumn, p.DFE,
            better=low, over=(cases,), under=(holders,),
        ),
    )  # fmt: skip


def _referrals() -> tuple[PublishedSeries, ...]:
    again, nothing, not_in_need, child, child_again = _of(
        p.REFS, "rereferral_count", "no_further_action_count", "not_in_need_count", "referral_child_count",
        "rereferral_child_count",
    )  # fmt: skip
    year, low = When.FINANCIAL_YEAR, Better.LOW
    return (
        _count(p.REFERRALS, "Referrals", year, dictionary="305"),
        _count(again, "Referrals within 12 months of the last", year),
        _percent(
            p.REREFERRAL_PERCENT, "Referrals within 12 months of the last, %", year, again, (p.REFERRALS,),
            better=low, dictionary="271",
        ),
        _percent(
            p.NFA_PERCENT, "Referrals closed with no further action, %", year, nothing, (p.REFERRALS,), dictionary="290"
        ),
        _percent(
            f"{p.REFS}:not_in_need_percent", "Referrals assessed as not in need, %", year, not_in_need, (p.REFERRALS,)
        ),
        _percent(
            f"{child_again}".replace("_count", "_percent"), "Children referred again within 12 months, %", year,
            child_again, (child,), better=low,
        ),
        _rate(p.REFERRAL_RATE, "Referrals", year, p.REFERRALS, dictionary="305"),
    )  # fmt: skip


def _plans() -> tuple[PublishedSeries, ...]:
    started, low = f"{p.STARTS}:CPP_start", Better.LOW
    return (
        _count(p.CPP_COUNT, "Children with a child protection plan", When.MARCH, dictionary="377"),
        _rate(p.CPP_RATE, "Children with a child protection plan", When.MARCH, p.CPP_COUNT, dictionary="215"),
        *_length("3_months_or_less", "3 months or less"),
        *_length("more_than_3_months_6_months", "more than 3 months, up to 6"),
        *_length("more_than_6_months_less_than_1_year", "more than 6 months, less than a year"),
        *_length("1_year_less_than_2_years", "a year, less than two"),
        *_length("2_years_or_more", "two years or more", better=low, dictionary="264"),
        _count(started, "Child protection plans started", When.FINANCIAL_YEAR),
        _rate(
            p.CPP_START_RATE, "Child protection plans started", When.FINANCIAL_YEAR, started, better=low,
            dictionary="219",
        ),
        _count(
            p.CPP_REPEATS, "Child protection plans that were a second or later one", When.FINANCIAL_YEAR,
            better=low, dictionary="14",
        ),
        _percent(
            p.CPP_REPEAT_PERCENT, "Child protection plans that were a second or later one, %", When.FINANCIAL_YEAR,
            p.CPP_REPEATS, (started,), better=low, dictionary="15",
        ),
    )  # fmt: skip


SERIES: Mapping[str, PublishedSeries] = {
    one.key: one
    for one in (
        *_looked_after(p.CLA_NOW, "Children looked after on 31 March", When.MARCH, "332", "124"),
        *_looked_after(p.CLA_IN, "Children who started to be looked after", When.FINANCIAL_YEAR, "376", ""),
        *_looked_after(p.CLA_OUT, "Children who ceased to be looked after", When.FINANCIAL_YEAR, "392", ""),
        _count(f"{p.CIN}:At31_episodes", "Children in need on 31 March", When.MARCH),
        _rate(p.CIN_RATE, "Children in need on 31 March", When.MARCH, f"{p.CIN}:At31_episodes", dictionary="171"),
        *_referrals(),
        *_plans(),
        *_stability(
            "on-31-march", "three-or-more-in-the-year",
            "Children looked after with three or more placements in the year", better=Better.LOW, dictionary="372",
        ),
        *_stability(
            "long-term-under-16", "same-carer-for-two-years", "Children in care long term who stayed in one home",
            better=Better.HIGH, dictionary="393",
        ),
        *_stability(
            "two-years-on-31-march", "three-or-more-in-two-years",
            "Children looked after for two years with three or more placements in them", better=Better.LOW,
        ),
        *_workforce(),
        PublishedSeries(p.MID_YEAR, "Children aged 0 to 17", Unit.COUNT, When.MID_YEAR, p.ONS),
    )
}  # fmt: skip
