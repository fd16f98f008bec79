"""The addresses of measures and scorecards, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import cards, catalogue, changing, comparing, figures, measure, parts

urlpatterns = [
    path("measures/", catalogue.measures_page, name="measures"),
    path("measures/new/", catalogue.add_page, name="add_measure"),
    path("measures/take/", catalogue.take_measures, name="take_measures"),
    path("measures/reconciled/", comparing.reconciled_page, name="measures_reconciled"),
    path("measures/<slug:code>/", measure.measure_page, name="measure"),
    path("measures/<slug:code>/chart.<slug:kind>", measure.chart_file, name="measure_chart"),
    path("measures/<slug:code>/gaps.<slug:kind>", measure.gaps_file, name="measure_gaps"),
    path("measures/<slug:code>/comparison/", comparing.comparison_page, name="measure_comparison"),
    path("measures/<slug:code>/comparison/<slug:which>.<slug:kind>", comparing.chart_file, name="comparison_chart"),
    path("measures/<slug:code>/parts/", parts.parts_page, name="measure_parts"),
    path("measures/<slug:code>/change/", changing.change_page, name="change_measure"),
    path("measures/<slug:code>/redefine/", changing.redefine_page, name="redefine_measure"),
    path("measures/<slug:code>/standard/", changing.standard_page, name="set_standard"),
    path("measures/<slug:code>/retire/", changing.retire_page, name="retire_measure"),
    path("measures/<slug:code>/remark/", changing.remark_page, name="add_remark"),
    path("measures/<slug:code>/rebase/", changing.rebase_page, name="rebase_measure"),
    path("measures/<slug:code>/gauge/", changing.gauge_page, name="gauge_measure"),
    path("measures/<slug:code>/ask/", changing.ask_page, name="ask_about"),
    path("measures/<slug:code>/finding/", changing.finding_page, name="raise_from_measure"),
    path("measures/<slug:code>/figures/new/", figures.add_page, name="add_figure"),
    path("measures/<slug:code>/figures/<int:pk>/", figures.history_page, name="figure_history"),
    path("measures/<slug:code>/figures/<int:pk>/withdraw/", figures.withdraw_page, name="withdraw_figure"),
    path("scorecards/", cards.cards_page, name="scorecards"),
    path("scorecards/new/", cards.add_page, name="add_scorecard"),
    path("scorecards/<slug:card_slug>/", cards.card_page, name="scorecard"),
    path("scorecards/<slug:card_slug>/change/", cards.change_page, name="change_scorecard"),
    path("scorecards/<slug:card_slug>/measures/", cards.order_page, name="order_scorecard"),
    path("scorecards/<slug:card_slug>/measures/<int:pk>/move/", cards.move_line, name="move_scorecard_line"),
]
