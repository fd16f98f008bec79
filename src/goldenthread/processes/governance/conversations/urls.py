"""The addresses of one-to-ones and of the board's assessment of itself, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import assessments, one_to_ones

urlpatterns = [
    path("one-to-ones/", one_to_ones.list_page, name="one_to_ones"),
    path("one-to-ones/plan/", one_to_ones.plan_page, name="plan_one_to_ones"),
    path("one-to-ones/questions/new/", one_to_ones.question_page, name="one_to_one_question"),
    path("one-to-ones/questions/usual/", one_to_ones.usual, name="usual_one_to_one_questions"),
    path("one-to-ones/<int:pk>/", one_to_ones.one_page, name="one_to_one"),
    path("one-to-ones/<int:pk>/held/", one_to_ones.hold_page, name="hold_one_to_one"),
    path("one-to-ones/<int:pk>/hand-on/", one_to_ones.hand_on_page, name="hand_on_one_to_one"),
    path("one-to-ones/<int:pk>/answers/<int:question>/", one_to_ones.answer_page, name="one_to_one_answer"),
    path("one-to-ones/<int:pk>/quotes/<int:answer>/", one_to_ones.agree, name="agree_to_quote"),
    path("one-to-ones/said/<int:year>/", one_to_ones.composite_page, name="composite"),
    path("one-to-ones/said/<int:year>/publish/", one_to_ones.publish_composite, name="publish_composite"),
    path("one-to-ones/said/<int:year>/word/", one_to_ones.composite_file, name="composite_file"),
    path("effectiveness/<int:pk>/", assessments.assessment_page, name="assessment"),
    path("effectiveness/<int:pk>/rate/", assessments.rate_page, name="rate_board"),
    path("effectiveness/<int:pk>/actions/new/", assessments.action_page, name="assessment_action"),
]
