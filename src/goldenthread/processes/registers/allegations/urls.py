"""The addresses of allegations beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import opening, report

urlpatterns = [
    path("allegations/new/", opening.open_page, name="open_allegation"),
    path("allegations/report/", report.report_page, name="allegations_report"),
    path("allegations/report/count/", report.count_page, name="count_allegations"),
    path("allegations/report/<int:year>/again/", report.again_page, name="allegations_again"),
    path("allegations/report/<int:year>/", report.report_page, name="allegations_report_of"),
    path(
        "allegations/report/<int:year>/<slug:edition>/<slug:kind>/", report.report_file, name="allegations_report_file"
    ),
]
