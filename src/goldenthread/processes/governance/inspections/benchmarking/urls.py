"""The addresses of bench-marking, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from goldenthread.web.pages.records import to_the_list

from .pages import differing, preparing, rating, statements

LIST = "benchmarking/statements"
ONE = "benchmarking/<int:pk>"

urlpatterns = [
    path("benchmarking/", to_the_list, {"kind": "benchmarking"}, name="benchmarking_index"),
    path(f"{LIST}/", statements.statements_page, name="statements"),
    path(f"{LIST}/new/", statements.add_page, name="add_statement"),
    path(f"{LIST}/file/", statements.file_page, name="import_statements"),
    path(f"{LIST}/<slug:framework>.xlsx", statements.template_page, name="statements_template"),
    path(f"{LIST}/<slug:framework>/take/", statements.adopt, name="adopt_statements"),
    path(f"{LIST}/<int:pk>/change/", statements.change_page, name="change_statement"),
    path(f"{LIST}/<int:pk>/retire/", statements.retire, name="retire_statement"),
    path(f"{ONE}/statements/", preparing.statements_page, name="exercise_statements"),
    path(f"{ONE}/raters/", preparing.raters_page, name="exercise_raters"),
    path(f"{ONE}/raters/new/", preparing.add_page, name="add_raters"),
    path(f"{ONE}/raters/everyone/", preparing.everyone, name="invite_everyone"),
    path(f"{ONE}/raters/<int:rater>/drop/", preparing.drop, name="drop_rater"),
    path(f"{ONE}/rate/", rating.rate_page, name="rate_exercise"),
    path(f"{ONE}/rate/<int:rater>/<int:theme>/", rating.theme_page, name="rate_theme"),
    path(f"{ONE}/rate/<int:rater>/hand-in/", rating.hand_in_page, name="hand_in_rating"),
    path(f"{ONE}/differ/", differing.divergence_page, name="divergence"),
    path(f"{ONE}/differ/<int:number>/", differing.asked_page, name="asked"),
    path(f"{ONE}/differ/<int:number>/gap/", differing.gap_page, name="raise_gap"),
    path(f"{ONE}/compared/", differing.compared_page, name="exercise_compared"),
    path(f"{ONE}/exercise.xlsx", differing.excel, name="exercise_excel"),
    path(f"{ONE}/exercise.docx", differing.word, name="exercise_word"),
]
