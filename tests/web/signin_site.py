"""A small site around sign-in: a front page, a partnership's page, and a form that someone may be writing in."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path

from goldenthread.web.forms import DateField
from goldenthread.web.signin import drafts

PAGE = Template("""{% extends "web/base.html" %}{% load drafts %}
{% block title %}Visit{% endblock %}{% block content %}
<h1 class="govuk-heading-l">Visit</h1>{% draft_notice %}
<form method="post" {% draft_attributes %}>{% csrf_token %}{% draft_key %}
{{ form }}<button class="govuk-button">Save</button></form>
{% endblock %}{% block scripts %}{% include "signin/session_warning.html" %}{% endblock %}""")


class VisitForm(forms.Form):
    what = forms.CharField(label="What was said", widget=forms.Textarea)
    on = DateField(label="Date of visit")
    alone = forms.BooleanField(label="Seen alone", required=False)
    agencies = forms.MultipleChoiceField(
        label="Agencies", choices=[("police", "Police"), ("health", "Health")], widget=forms.CheckboxSelectMultiple
    )


def visit(request: HttpRequest, slug: str) -> HttpResponse:
    form = VisitForm(request.POST or None)
    draft = drafts.restore(request, form)
    if form.is_valid():
        return redirect("home", slug)
    return HttpResponse(PAGE.render(RequestContext(request, {"form": form, "draft": draft})))


def words(request: HttpRequest, slug: str = "") -> HttpResponse:
    return HttpResponse(f"hello {request.user}")


urlpatterns = [
    path("", include("goldenthread.web.signin.urls")),
    path("", words, name="front"),
    path("help/", words, name="help"),
    path("<slug:slug>/", words, name="home"),
    path("<slug:slug>/visit/", visit, name="visit"),
]
