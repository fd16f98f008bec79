"""The addresses of releases, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import putting, release

urlpatterns = [
    path("releases/new/", putting.new_page, name="new_release"),
    path("releases/<int:pk>/", release.release_page, name="release"),
    path("releases/<int:pk>/tables/new/", putting.table_page, name="add_release_table"),
    path("releases/<int:pk>/tables/<int:table>/remove/", putting.take_out, name="take_out_release_table"),
    path("releases/<int:pk>/tables/order/", putting.order_page, name="order_release_tables"),
    path("releases/<int:pk>/correct/", putting.correct, name="correct_release"),
    path("releases/<int:pk>/audit/", putting.audit_release, name="audit_release"),
    path("releases/<int:pk>/<slug:kind>/", release.release_file, name="release_file"),
]
