"""The addresses of learning beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import reading, writing

urlpatterns = [
    path("learning/begin/", writing.begin_page, name="begin_learning"),
    path("learning/from/<int:pk>/", writing.case_page, name="case_learning"),
    path("learning/from/<int:pk>/<slug:what>/", writing.new_page, name="new_learning"),
    path("learning/<int:pk>/", reading.learning_page, name="learning"),
    path("learning/<int:pk>/write/", writing.write_page, name="write_learning"),
    path("learning/<int:pk>/as/<slug:kind>/", reading.learning_file, name="learning_file"),
]
