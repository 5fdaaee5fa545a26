"""What every workflow must do, and a sentence to test one with."""

import sys
from collections.abc import Iterable
from datetime import datetime
from types import ModuleType
from typing import Any, Generic, TypeVar, get_args, get_type_hints

import attrs
import pytest
from hypothesis import given as with_any
from hypothesis import settings
from hypothesis import strategies as st

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CardError, WorkflowError
from ehealthcard.identity import SubjectId
from ehealthcard.workflow import (
    Actor,
    AnyContext,
    Catalogue,
    Command,
    Facts,
    Policy,
    State,
    Workflow,
    restore,
)

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)

NOW = datetime(2022, 12, 1, 8, tzinfo=SHANGHAI)
SUBJECT = SubjectId("5" * 32)
Arrow = tuple[str, str, str, str]

TRAVELLED: set[Arrow] = set()
"""Workflow, state, command and target of every arrow that a test has gone along."""


def arrows(catalogue: Catalogue) -> set[Arrow]:
    """Return every arrow that is drawn."""
    return {
        (w.name, _name(e.source), e.command.__name__, e.target.__name__)
        for w in catalogue.workflows
        for e in w.edges
    }


@attrs.frozen
class Given(Generic[S, C]):
    """A workflow in a state, waiting for a command."""

    workflow: Workflow[S, C]
    state: State | None
    ctx: AnyContext

    def when(self, command: Command) -> S:
        """Return the state that *command* leads to, and note the arrow."""
        state = self.workflow.decide(self.state, command, self.ctx)
        source = None if self.state is None else type(self.state)
        names = (_name(source), type(command).__name__, type(state).__name__)
        TRAVELLED.add((self.workflow.name, *names))
        return state


def given(
    workflow: Workflow[S, C],
    state: State | None = None,
    *,
    roles: Iterable[str] = (),
    by: Actor | None = None,
    now: datetime = NOW,
    facts: Facts | None = None,
    policy: Policy | None = None,
) -> Given[S, C]:
    """Read: *given* this workflow in this state, *when* this command, ..."""
    if policy is None and workflow.policies:
        policy = workflow.policies.packs[0]
    actor = by or Actor("tester", roles)
    return Given(workflow, state, AnyContext(now, actor, facts, policy, SUBJECT))


def home(workflow: Workflow[Any, Any]) -> ModuleType:
    """Return the module or package that *workflow* is written in."""
    name = workflow.transitions[0].__module__
    found = sys.modules[name]
    if not any(v is workflow for v in vars(found).values()):
        found = sys.modules[name.rpartition(".")[0]]
    return found


class WorkflowContract:
    """Inherit; set ``workflow``, an example of every state and of every command.

    ``facts`` are what the random walk may know, and ``roles`` what it may do.
    """

    workflow: Workflow[Any, Any]
    examples: tuple[State, ...]
    commands: tuple[Command, ...]
    facts: tuple[Facts, ...] = ()
    roles: frozenset[str] = frozenset()

    def test_the_annotation_names_every_state_and_command(self) -> None:
        """The union types that users match on are those of the machine."""
        module = home(self.workflow)
        name = next(k for k, v in vars(module).items() if v is self.workflow)
        states, commands = get_args(get_type_hints(module)[name])

        assert set(self.workflow.states.values()) == set(get_args(states))
        assert set(self.workflow.commands.values()) == set(get_args(commands))

    def test_there_is_an_example_of_every_state_and_command(self) -> None:
        """A new state or command cannot be forgotten in the tests."""
        assert set(self.workflow.states.values()) == {type(e) for e in self.examples}
        assert set(self.workflow.commands.values()) == {type(c) for c in self.commands}

    def test_every_state_survives_storage(self) -> None:
        """What is read back equals what was written."""
        for state in self.examples:
            stored = restore(self.workflow, type(state).__name__, state.to_json())

            assert state == stored

    def test_every_arrow_has_a_rule(self) -> None:
        """The first line of the docstring is the rule that the docs show."""
        for edge in self.workflow.edges:
            if not edge.rule:
                pytest.fail(f"{edge.function}needs a one-line docstring.")

    def test_every_state_and_command_is_explained(self) -> None:
        """The docs show a line for each."""
        for cls in (*self.workflow.states.values(), *self.workflow.commands.values()):
            if "__doc__" not in vars(cls) or not vars(cls)["__doc__"]:
                pytest.fail(f"{cls.__name__} needs a docstring.")

    def test_a_random_walk_stays_on_the_map(self) -> None:
        """No command leads off the drawing, and a refused one changes nothing."""

        @settings(max_examples=60, deadline=None)
        @with_any(st.data())
        def walk(data: st.DataObject) -> None:
            state: State | None = None
            for command in data.draw(_some_of(self.commands)):
                state = self._step(state, command, data)

        walk()

    def _step(
        self, state: State | None, command: Command, data: st.DataObject
    ) -> State | None:
        before = None if state is None else state.to_json()
        source = None if state is None else type(state)
        try:
            after: State = self.workflow.decide(
                state, command, self._context(state, command, data)
            )
        except (WorkflowError, CardError):
            assert before == (None if state is None else state.to_json())
            return state
        drawn = {(e.source, e.command, e.target) for e in self.workflow.edges}
        assert (source, type(command), type(after)) in drawn
        stored = restore(self.workflow, type(after).__name__, after.to_json())
        assert after == stored
        effects = [e.source for e, _, _ in self.workflow.bring_about(state, after)]
        assert set(effects) <= {type(after)}
        return after

    def _context(
        self, state: State | None, command: Command, data: st.DataObject
    ) -> AnyContext:
        """Return a context with any facts of the kind that the rule asks for."""
        source = None if state is None else type(state)
        wanted = [
            e.facts
            for e in self.workflow.edges
            if (e.source, e.command) == (source, type(command)) and e.facts
        ]
        known = [f for f in self.facts if wanted and type(f) is wanted[0]]
        facts = data.draw(st.sampled_from(known)) if known else None
        packs = self.workflow.policies
        policy = data.draw(st.sampled_from(packs.packs)) if packs else None
        actor = Actor("walker", self.roles)
        return AnyContext(NOW, actor, facts, policy, SUBJECT)


def _some_of(commands: tuple[Command, ...]) -> st.SearchStrategy[list[Command]]:
    return st.lists(st.sampled_from(commands), max_size=25)


def _name(source: type[State] | None) -> str:
    return source.__name__ if source else "(new)"
