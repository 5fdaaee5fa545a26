"""Every state leads on at every entry, or says by which window (下一步界面)."""

import re
from collections.abc import Iterator

import pytest

from ehealthcard.identity import SubjectId
from ehealthcard.services.appointment import appointment
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.doers import (
    ANYONE,
    DOERS,
    HOLDER,
    NOWHERE,
    OFFICE,
    UNDECLARED,
    doers_of,
)
from ehealthcard.services.doers.offering import NextSteps, offer, step_of
from ehealthcard.services.foundation.terminal import TerminalKind, terminal
from ehealthcard.services.triage import triage
from ehealthcard.workflow import Actor, Notice, State
from ehealthcard.workflow.catalogue import AnyWorkflow
from tests.doers import who

HIM = Actor("app-1", holder=SubjectId("S" * 22))
STATES: list[tuple[AnyWorkflow, type[State] | None]] = [
    (w, s) for w in CATALOGUE.workflows for s in (None, *w.states.values())
]


def offers(
    workflow: AnyWorkflow, state: type[State] | None
) -> Iterator[tuple[TerminalKind, NextSteps]]:
    """Yield what is offered to him, and to each role that may do something there."""
    kinds = [e.command for e in workflow.edges if e.source is state]
    named = {r for k in kinds for r in doers_of(workflow.name, k.__name__).who}
    roles = sorted(named - {HOLDER, ANYONE})
    for actor in (HIM, *(Actor(f"{role}-1", {role}) for role in roles)):
        for kind in TerminalKind:
            yield kind, offer(workflow, state, actor, kind)


@pytest.mark.parametrize("name", [w.name for w in CATALOGUE.workflows])
def test_who_may_do_what_is_written_as_the_rules_ask(name: str) -> None:
    """Where they differ, ``python -m tests.doers`` writes it anew."""
    asked = who(CATALOGUE.named[name])
    assert asked == {command: doers_of(name, command).who for command in asked}


def test_every_command_is_declared_and_nothing_else() -> None:
    commands = {
        (w.name, name)
        for w in CATALOGUE.workflows
        for name, kind in w.commands.items()
        if not issubclass(kind, Notice)
    }
    assert commands == DOERS.keys()


def test_every_state_of_every_machine_leads_on_or_is_final() -> None:
    for workflow, state in STATES:
        found = list(offers(workflow, state))
        if all(steps.is_final for _, steps in found):
            continue
        here = [s for _, steps in found for s in steps.here]
        waits = [a for _, steps in found for a in steps.waits_for]
        machines = [s for _, steps in found for s in steps.others if not s.kinds]
        assert here or waits or machines, (workflow.name, state)


def test_where_an_entry_offers_nothing_the_window_does() -> None:
    """Whoever may do something in a state finds where; nobody stands before a wall."""
    for workflow, state in STATES:
        for kind, steps in offers(workflow, state):
            may = [*steps.here, *steps.elsewhere]
            assert steps.here or steps.manual is None or steps.manual.steps
            assert not (steps.here and steps.manual)
            own = [s for s in may if TerminalKind.WINDOW in s.kinds]
            if own and not steps.here:
                assert steps.manual is not None, (workflow.name, state, kind)
                assert not steps.manual.by_staff


def test_elders_and_children_have_a_window_at_every_step_of_theirs() -> None:
    for (service, command), doers in DOERS.items():
        if HOLDER in doers.who:
            assert TerminalKind.WINDOW in doers.kinds, (service, command)


def test_what_a_person_does_has_an_entry_and_what_machines_do_has_none() -> None:
    machines = {"system", "his", "messenger", "code-desk", ANYONE}
    for at, doers in DOERS.items():
        if doers.kinds == NOWHERE:
            assert doers.who <= machines, at


def test_every_step_is_labelled_in_both_languages_and_names_its_fields() -> None:
    for workflow in CATALOGUE.workflows:
        for kind in workflow.commands.values():
            if issubclass(kind, Notice):
                continue
            step = step_of(workflow.name, kind)
            assert re.fullmatch("[\u4e00-\u9fff、，0-9]+", step.zh), (step.zh, kind)
            assert step.en, (workflow.name, kind)
            assert not re.search("[\u4e00-\u9fff]", step.en), step.en
            names = [f.name for f in step.fields]
            assert list(kind.model_fields) == names
            assert not [f for f in step.fields if "_Written" in f.form], step.fields


def test_a_holder_cancels_on_the_phone_and_a_clerk_suspends_at_the_window() -> None:
    confirmed = appointment.states["Confirmed"]
    phone = offer(appointment, confirmed, HIM, TerminalKind.MINI_PROGRAM)
    clerk = Actor("window-3", {"registrar"})
    window = offer(appointment, confirmed, clerk, TerminalKind.WINDOW)

    assert {"Reschedule", "Cancel", "CheckIn"} == {
        s.command.__name__ for s in phone.here
    }
    assert phone.manual is None
    assert "Suspend" in {s.command.__name__ for s in window.here}
    assert "Suspend" in {s.command.__name__ for s in phone.others}
    assert phone.waits_for


def test_a_gate_offers_no_booking_and_names_the_window() -> None:
    gate = offer(appointment, None, HIM, TerminalKind.GATE)
    assert () == gate.here
    assert gate.manual is not None
    assert ["Request"] == [s.command.__name__ for s in gate.manual.steps]
    assert not gate.manual.by_staff
    assert "人工窗口" in gate.manual.zh
    slot = gate.manual.steps[0].fields[0]
    assert ("slot", True) == (slot.name, slot.required)
    assert "预约" == gate.manual.steps[0].zh


def test_what_staff_do_at_the_window_is_said_to_who_cannot() -> None:
    waiting = offer(terminal, None, HIM, TerminalKind.APP)
    assert waiting.manual is not None
    assert waiting.manual.by_staff


def test_a_nurse_grades_at_the_bedside_and_not_at_the_gate() -> None:
    nurse = Actor("nurse-1", {"nurse"})
    source = next(e.source for e in triage.edges if e.command.__name__ == "Grade")
    bedside = offer(triage, source, nurse, TerminalKind.HANDHELD)
    gate = offer(triage, source, nurse, TerminalKind.GATE)
    assert "Grade" in {s.command.__name__ for s in bedside.here}
    assert "Grade" in {s.command.__name__ for s in gate.elsewhere}


def test_a_final_state_offers_nothing() -> None:
    retired = offer(terminal, terminal.states["Retired"], HIM, TerminalKind.WINDOW)
    assert NextSteps((), (), (), None, (), is_final=True) == retired


def test_a_hospitals_own_service_is_at_the_window() -> None:
    assert UNDECLARED is doers_of("our-own", "Do")
    assert OFFICE == UNDECLARED.kinds
