"""The addresses of business plans and workplans beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import carrying, changing, plan, workplan

urlpatterns = [
    path("plans/<int:pk>/", plan.plan_page, name="business_plan"),
    path("plans/<int:pk>/plan.<slug:kind>", plan.plan_file, name="business_plan_file"),
    path("plans/<int:pk>/priorities/new/", changing.add_page, name="add_priority"),
    path("plans/<int:pk>/priorities/<int:priority>/", changing.change_page, name="change_priority"),
    path("plans/<int:pk>/priorities/<int:priority>/end/", changing.end_page, name="end_priority"),
    path("plans/<int:pk>/priorities/<int:priority>/actions/new/", changing.action_page, name="priority_action"),
    path("plans/<int:pk>/priorities/<int:priority>/measures/new/", changing.measure_page, name="measure_priority"),
    path("plans/<int:pk>/measures/<int:tie>/stop/", changing.stop_measuring_page, name="stop_measuring"),
    path("plans/<int:pk>/carry-over/", carrying.carry_page, name="carry_over_plan"),
    path("plans/<int:pk>/begin/", carrying.begin_page, name="begin_plan"),
    path("workplans/", workplan.workplans_page, name="workplans"),
    path("workplans/<slug:group_slug>/", workplan.workplan_page, name="workplan"),
]
