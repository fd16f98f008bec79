"""The addresses of lay members' workspace, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from . import pages

urlpatterns = [
    path("lay-members/", pages.list_page, name="lay_members"),
    path("lay-members/moderation/new/", pages.ask_page, name="ask_to_moderate"),
    path("lay-members/moderation/<int:pk>/", pages.moderate_page, name="lay_moderation"),
    path("lay-members/followed/<int:pk>/end/", pages.unfollow_row, name="unfollow_area"),
    path("lay-members/<int:pk>/", pages.member_page, name="lay_member"),
    path("lay-members/<int:pk>/follow/", pages.follow_page, name="follow_area"),
]
