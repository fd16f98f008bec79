"""The addresses of the voice ledger and of surveys beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path, re_path

from .pages import ledger, surveys, typing

urlpatterns = [
    path("voice/<int:pk>/said/", ledger.statement_page, name="add_said"),
    path("voice/<int:pk>/public/", ledger.public_page, name="voice_public"),
    path("voice/you-said/", ledger.you_said_page, name="you_said"),
    path("voice/surveys/", surveys.surveys_page, name="surveys"),
    path("voice/surveys/new/", surveys.new_page, name="new_survey"),
    path("voice/surveys/<int:pk>/", surveys.survey_page, name="survey"),
    path("voice/surveys/<int:pk>/questions/new/", surveys.question_page, name="survey_question"),
    path("voice/surveys/<int:pk>/waves/new/", surveys.wave_page, name="survey_wave"),
    path("voice/surveys/<int:pk>/waves/<int:wave>/counts/", surveys.count_page, name="survey_counts"),
    path("voice/surveys/<int:pk>/waves/<int:wave>/counts/type/", typing.type_page, name="type_survey_counts"),
    path("voice/surveys/<int:pk>/waves/<int:wave>/counts/undo/", typing.uncount_page, name="undo_survey_counts"),
    path("voice/surveys/<int:pk>/sheet/", surveys.template_file, name="survey_sheet"),
    re_path(r"^voice/surveys/(?P<pk>\d{1,9})/export\.(?P<kind>csv|xlsx)$", surveys.export_page, name="survey_export"),
]
