"""The shipped catalogue: every indicator of the reference is there, each says what it needs to, and its links hold."""

from __future__ import annotations

from collections import Counter

import pytest

from goldenthread.law.clocks import CLOCKS
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.entry import Better, Kind, MeasureEntry, Unit
from goldenthread.law.measures.series import SERIES

# The keys of section 22 of the reference, row by row; a row that holds several is split.
SECTION_22 = """
cic_n cic_rate cic_ex_uasc uasc_n uasc_pct_pop nts_transfers cla_start cla_cease cp_n cp_rate cp_start_rate
cp_repeat_n cp_repeat_pct cp_repeat_24m cp_2y_open cp_2y_ceased cp_review_time icpc_15 icpc_rate s47_rate conf_n
cp_part_any cp_part_attend cp_min_time cp_plan_time cp_report_shared cin_n cin_rate contacts contact_conv consult_n
consult_consent refs ref_rate reref_12 ref_nfa ref_1wd assess_45 pf_notif pf_open pf_new pf_7wd pf_visits ola_n
ola_notice cla_20mi mis_ep mis_ep_ola mis_cla_pct rhi_3wd rhi_72h rhi_accept eh_open eh_20w eh_outcome eh_stepup
scs_stepdown iha_5d iha_20wd health_ann sw_perm sw_vac sw_agency sw_caseload iro_reviews iro_time iro_part iro_caseload
plc_3plus plc_long lado_contacts lado_alleg lado_consult lado_res_1 lado_res_3 lado_res_12 cdop_notif cdop_mod cdop_6m
cdop_12m imr cmr_1_17 scr_notif scr_decided trn_attend trn_noshow trn_elearn board_attend s11_return s11_compliant
encompass channel nrm nrm_positive fgm
"""


def entry(code: str) -> MeasureEntry:
    return next(one for one in CATALOGUE if one.code == code)


def test_every_indicator_of_the_reference_is_shipped_once() -> None:
    counted = Counter(one.code for one in CATALOGUE)
    assert set(counted) == set(SECTION_22.split())
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.code)
def test_each_says_what_it_asks_and_counts(one: MeasureEntry) -> None:
    assert one.question.endswith("?")
    assert all((one.title, one.subject, one.reference))
    assert one.numerator != one.denominator
    assert bool(one.denominator) == (one.kind in (Kind.RATIO, Kind.TIMELINESS))
    # what a definition has room for
    assert max(len(one.question), len(one.numerator), len(one.denominator), len(one.reference)) <= 300
    assert max(len(one.title), len(one.benchmark)) <= 200
    assert len(one.subject) <= 80
    assert len(one.published) <= 120


@pytest.mark.parametrize("one", [one for one in CATALOGUE if one.clock], ids=lambda one: one.code)
def test_one_that_shows_the_keeping_of_a_clock_counts_the_whole_of_it(one: MeasureEntry) -> None:
    assert one.kind is Kind.TIMELINESS
    assert one.better is Better.HIGH
    assert one.every == "month"  # as the clocks' own figures are computed
    assert one.clock in CLOCKS


@pytest.mark.parametrize("one", [one for one in CATALOGUE if one.published], ids=lambda one: one.code)
def test_one_that_is_published_is_the_same_sort_of_figure_there(one: MeasureEntry) -> None:
    series = SERIES[one.published]
    assert series.unit == one.unit
    assert bool(series.under) == bool(one.denominator)
    assert series.when.stock == one.snapshot
    assert one.benchmark
    assert one.better in (series.better, Better.CONTEXT) or series.better is Better.CONTEXT


def test_a_timely_measure_without_a_clock_is_no_timely_measure() -> None:
    assert all(one.clock for one in CATALOGUE if one.kind is Kind.TIMELINESS)


def test_targets_are_there_only_where_a_source_states_them() -> None:
    stated = {one.code: one.target for one in CATALOGUE if one.target is not None}
    assert stated == {"lado_res_1": 80, "lado_res_3": 90, "lado_res_12": 100, "eh_outcome": 80, "iro_caseload": 50}
    assert entry("iro_caseload").ceiling == 70


def test_polarity_and_kind_are_those_of_the_reference() -> None:
    low = "cp_start_rate cp_repeat_n cp_repeat_pct cp_repeat_24m cp_2y_open cp_2y_ceased reref_12 cla_20mi sw_vac "
    low += "sw_agency sw_caseload plc_3plus imr cmr_1_17 trn_noshow"
    assert {one.code for one in CATALOGUE if one.better is Better.LOW} == set(low.split())
    assert {one.code for one in CATALOGUE if one.better is Better.BAND} == {"iro_caseload"}
    pooled = {one.code for one in CATALOGUE if one.every == "three_years"}
    assert pooled == {"imr", "cmr_1_17"}
    assert entry("imr").unit is Unit.PER_1000
    assert entry("sw_vac").snapshot
    assert not entry("cp_start_rate").snapshot
