"""A column cannot have a name that the verbs take for themselves: it is refused when the program starts."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from goldenthread.core.casework import process as declared
from goldenthread.core.casework.process import OF_A_STEP, OF_OPENING, all_processes, process_named
from goldenthread.core.casework.services import amend_record, open_record, take_step


def taken_by(verb: Any) -> set[str]:
    arguments = inspect.signature(verb).parameters.values()
    return {one.name for one in arguments if one.kind is not inspect.Parameter.VAR_KEYWORD}


def test_the_names_that_are_refused_are_those_that_the_verbs_take() -> None:
    assert taken_by(take_step) == OF_A_STEP
    assert taken_by(open_record) | taken_by(amend_record) == OF_OPENING


@pytest.mark.parametrize("name", sorted(OF_A_STEP))
def test_a_step_that_asks_for_such_a_name_is_refused_with_the_place_and_the_cure(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = process_named("case-review")
    assert process
    monkeypatch.setattr(declared, "_registered", {})
    steps = tuple(
        replace(one, fields=(*one.fields, name)) if one.name == "letter" else one for one in process.workflow.steps
    )
    with pytest.raises(ImproperlyConfigured, match="give the column another name") as refused:
        replace(process, workflow=replace(process.workflow, steps=steps))
    assert f"the step 'letter' asks for '{name}', which the verb takes for itself" in str(refused.value)
    assert declared.all_processes() == [], "nothing of it is registered"


def test_opening_one_asks_for_no_such_name_either(monkeypatch: pytest.MonkeyPatch) -> None:
    process = process_named("case-review")
    assert process
    monkeypatch.setattr(declared, "_registered", {})
    with pytest.raises(ImproperlyConfigured, match="opening one asks for 'lead_agency', which the verb takes"):
        replace(process, opening_fields=(*process.opening_fields, "lead_agency"))


def test_every_process_that_is_declared_stands() -> None:
    assert len(all_processes()) >= 20
