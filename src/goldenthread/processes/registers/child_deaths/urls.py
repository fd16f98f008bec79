"""The addresses of child death review beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import analysis, areas, guard, opening, panels, papers, reports, year

urlpatterns = [
    path("child-death/new/", opening.open_page, name="notify_child_death"),
    path("child-death/<int:pk>/analysis/", analysis.analysis_page, name="death_analysis"),
    path("child-death/<int:pk>/analysis/conclusions/", analysis.conclude_page, name="conclude_death"),
    path("child-death/<int:pk>/analysis/<str:key>/", analysis.domain_page, name="score_death"),
    path("child-death/<int:pk>/reports/", reports.reports_page, name="death_reports"),
    path("child-death/<int:pk>/handover/", reports.handover_page, name="death_handover"),
    path("child-death/panel/", panels.panels_page, name="death_panels"),
    path("child-death/panel/new/", panels.plan_page, name="plan_death_panel"),
    path("child-death/panel/<int:pk>/", panels.panel_page, name="death_panel"),
    path("child-death/panel/<int:pk>/people/", panels.people_page, name="death_panel_people"),
    path("child-death/panel/<int:pk>/pack/", papers.pack_page, name="death_pack"),
    path("child-death/panel/<int:pk>/<int:case_pk>/paper/", papers.give_page, name="give_death_paper"),
    path("child-death/papers/<int:pk>/", papers.paper_page, name="death_paper"),
    path("child-death/papers/<int:pk>/back/", panels.take_back_page, name="take_back_death_paper"),
    path("child-death/year/", year.year_page, name="deaths_year"),
    path("child-death/year/count/", year.count_page, name="count_deaths"),
    path("child-death/year/<int:year>/again/", year.again_page, name="deaths_again"),
    path("child-death/check/", guard.guard_page, name="deaths_guard"),
    path("child-death/areas/", areas.areas_page, name="deaths_areas"),
    path("child-death/areas/new/", areas.add_area_page, name="add_death_area"),
    path("child-death/areas/population/", areas.add_population_page, name="add_death_population"),
]
