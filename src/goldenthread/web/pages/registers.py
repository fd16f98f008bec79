"""The registers of sealed work: who keeps each and reviews it, who read what, what has come to its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.log_reviews import may_sign, not_signed
from goldenthread.core.casework.models import Hold, Keeper, LocalRetention, LogReview, Reading, Register
from goldenthread.core.casework.process import Process, all_processes, process_named
from goldenthread.core.casework.registering import (
    appoint_keeper,
    end_keeper,
    keepers_on,
    keeps,
    may_appoint,
    refuse_appointing,
    register_of,
)
from goldenthread.core.casework.retention import ERAS, LocalYears, local_years, set_years
from goldenthread.core.casework.sealed import Kept, kept
from goldenthread.core.contributions.asked import notices_of
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.law.retention import RULES, Rule
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect

from .board import at_board, home_crumb
from .forms import act, choices_at
from .records import url_of
from .unsealing import readings_listing, readings_page

MOST_DUE = 200
MOST_REVIEWS = 12


@at_board
def register_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every register of sealed work, and who keeps it today."""
    _seated(board)
    there = {register.kind: register for register in Register.objects.filter(partnership=board)}
    rows = [
        (process, reverse("register", args=[board.slug, process.slug]), _names(there.get(process.slug)))
        for process in all_processes()
        if process.sealed
    ]
    context = {"rows": rows, "crumbs": [home_crumb(board)]}
    return render(request, "web/pages/registers.html", context)


@at_board
def register_page(request: HttpRequest, board: Partnership, kind: str) -> HttpResponse:
    """One register: its keepers, its readers' log for those who may look at it, what may be destroyed."""
    process, register = found_register(board, kind)
    args = [board.slug, kind]
    keeper = keeps(register)
    local = local_years(board, kind)
    rules = [(rule, _decided(local, rule), _years_url(board, rule)) for rule in _rules(kind)]
    log = keeper or _reviews(register)
    context = {
        "process": process,
        "today": today(),
        "keepers": [(k, reverse("end_keeper", args=[*args, k.pk])) for k in keepers_on(register, today())],
        "appoint_url": reverse("appoint_keeper", args=args) if may_appoint(register) else "",
        "readers_url": reverse("register_readers", args=args) if log else "",
        "log": _log(register) if log else None,
        "sign_url": reverse("sign_log", args=args) if may_sign(register) else "",
        "list_url": reverse("records", args=args),
        "notify_url": request.build_absolute_uri(reverse("notify", args=args)) if notices_of(kind) else "",
        "rules": rules,
        "may_set_years": keeper,
        "due": [(one, url_of(board, one.record)) for one in due_to_go(process, board, local)] if keeper else [],
        "crumbs": [home_crumb(board), Link("Registers", reverse("registers", args=[board.slug]))],
    }
    return render(request, "web/pages/register.html", context)


@at_board
def readers_page(request: HttpRequest, board: Partnership, kind: str) -> HttpResponse:
    """Who read which case of a register: for its keepers and its reviewers."""
    process, register = found_register(board, kind)
    if not (keeps(register) or _reviews(register)):
        raise PermissionDenied("The log of readers is for those who keep the register and those who review it.")
    rows = Reading.objects.filter(register=register)
    listing = readings_listing(f"{process.title}: who read what", rows, with_case=True)
    return readings_page(request, listing, register_crumbs(board, process))


@at_board
def appoint_page(request: HttpRequest, board: Partnership, kind: str) -> HttpResponseBase:
    process, register = found_register(board, kind)
    refuse_appointing(register)
    there = reverse("register", args=[board.slug, kind])
    context = {
        "title": "Appoint someone",
        "caption": process.title,
        "warning": "Whoever keeps this register sees every case in it. Each look they take is written down.",
        "crumbs": register_crumbs(board, process),
        "cancel_url": there,
        "button": "Appoint them",
    }
    form = _appoint_form(board)(request.POST or None)
    return act(request, form, lambda v: appoint_keeper(register, **v), lambda _: there, "web/pages/form.html", context)


@at_board
def end_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    process, register = found_register(board, kind)
    refuse_appointing(register)
    keeper = get_object_or_404(Keeper, pk=pk, register=register)
    there = reverse("register", args=[board.slug, kind])
    form = type("EndForm", (forms.Form,), {"on": DateField(label="Their last day")})(request.POST or None)
    context = {
        "title": "End it",
        "caption": f"{keeper.person}: {keeper.get_capacity_display().partition(':')[0].lower()}",
        "crumbs": register_crumbs(board, process),
        "cancel_url": there,
        "button": "End it",
    }
    return act(request, form, lambda v: end_keeper(keeper, **v), lambda _: there, "web/pages/form.html", context)


@at_board
def years_page(request: HttpRequest, board: Partnership, kind: str) -> HttpResponseBase:
    """How many years this partnership keeps one part of a register, and who decided it."""
    process, register = found_register(board, kind)
    if not keeps(register):
        raise PermissionDenied("How long cases are kept is set by those who keep the register.")
    rule = next((r for r in _rules(kind) if r.part == request.GET.get("part", "")), None)
    if rule is None:
        raise Http404("There is no such part of this register.")
    there = reverse("register", args=[board.slug, kind])
    era = request.GET.get("era", "")
    row = LocalRetention.objects.filter(partnership=board, kind=kind, part=rule.part, era=era).first()
    fields = {
        "era": forms.ChoiceField(label="For cases opened under", choices=_eras(board), required=False),
        "years": forms.IntegerField(label=f"Years, from {rule.counted_from}", min_value=1, max_value=120),
        "reason": forms.CharField(label="Who decided it, and why", max_length=300),
    }
    initial = {"era": era, "years": row.years if row else rule.years, "reason": row.reason if row else ""}
    form = type("YearsForm", (forms.Form,), fields)(request.POST or None, initial=initial)
    context = {
        "title": "How long they are kept",
        "caption": rule.label,
        "crumbs": register_crumbs(board, process),
        "cancel_url": there,
        "button": "Save",
    }

    def verb(values: dict[str, Any]) -> None:
        set_years(register, part=rule.part, **values)

    return act(request, form, verb, lambda _: there, "web/pages/form.html", context)


def due_to_go(process: Process, board: Partnership, local: LocalYears) -> list[Kept]:
    """Closed cases that the reader sees and whose time has come, held ones too; oldest first. Two queries."""
    rows = process.model.objects.filter(partnership=board, closed_on__isnull=False, destroyed_on__isnull=True)
    cases = list(rows.order_by("closed_on", "pk"))
    holds = _holds(cases)
    found = (kept(case, local=local, holds=holds.get(case.pk, [])) for case in cases)
    return [one for one in found if one.until is not None and one.until < today()][:MOST_DUE]


def _holds(cases: list[Any]) -> dict[int, list[Hold]]:
    found: dict[int, list[Hold]] = {}
    for hold in Hold.objects.filter(record__in=[case.pk for case in cases], lifted_on__isnull=True):
        found.setdefault(hold.record_id, []).append(hold)
    return found


def found_register(board: Partnership, kind: str) -> tuple[Process, Register]:
    process = process_named(kind)
    if process is None or not process.sealed:
        raise Http404(f"There is no sealed work called {kind}.")
    _seated(board)
    return process, register_of(board, kind)


def _seated(board: Partnership) -> None:
    """Guests of a joint group know the partnership, and not its registers."""
    if board.pk not in current_actor().partnerships:
        raise Http404("Registers are for those who have a seat here.")


def _appoint_form(board: Partnership) -> type[forms.Form]:
    fields = {
        "person": forms.ModelChoiceField(choices_at(board, Keeper._meta.get_field("person").related_model)),
        "capacity": forms.ChoiceField(label="As what?", choices=Keeper.Capacity.choices, widget=RadioSelect),
        "why": forms.CharField(label="Why do they need to?", max_length=200, help_text="Such as their post."),
        "since": DateField(label="From", required=False, help_text="Today, if you leave it empty."),
        "until": DateField(label="Until", required=False, help_text="Leave it empty if there is no last day yet."),
    }
    return type("AppointForm", (forms.Form,), fields)


def _names(register: Register | None) -> list[str]:
    keepers = keepers_on(register, today()) if register else []
    return [str(k.person) for k in keepers if k.capacity == Keeper.Capacity.KEEPER]


def _reviews(register: Register) -> bool:
    return register.pk in current_actor().claim("reviewed")


def _rules(kind: str) -> list[Rule]:
    return [rule for rule in RULES if rule.kind == kind]


def _decided(local: LocalYears, rule: Rule) -> list[tuple[int, str]]:
    """(years, of which cases) as decided here for one part: what holds for all first, then by era in their order."""
    eras = [("", "")] + [(key, f"opened under: {era.title}") for key, era in ERAS.items()]
    return [(local.decided[rule.part, key], said) for key, said in eras if (rule.part, key) in local.decided]


def _eras(board: Partnership) -> list[tuple[str, str]]:
    """Every framework that this partnership has worked under, or will."""
    stages = course_of(board).stages
    return [("", "Any framework that has no years of its own"), *((era.key, era.title) for _, era in stages)]


def _log(register: Register) -> dict[str, Any]:
    """The signatures of the log, newest first, and how much has come since."""
    reviews = list(LogReview.objects.filter(register=register)[:MOST_REVIEWS])
    return {"reviews": reviews, "new": not_signed(register).count()}


def _years_url(board: Partnership, rule: Rule) -> str:
    return f"{reverse('register_years', args=[board.slug, rule.kind])}?part={rule.part}"


def register_crumbs(board: Partnership, process: Process) -> list[Link]:
    return [
        home_crumb(board),
        Link("Registers", reverse("registers", args=[board.slug])),
        Link(process.title, reverse("register", args=[board.slug, process.slug])),
    ]
