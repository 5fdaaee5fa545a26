"""What was stored: the states of every service, and people."""

import json
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import tests.services
from ehealthcard.codesets import IdKind, Sex
from ehealthcard.identity import Person
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.testing.workflow import WorkflowContract
from ehealthcard.workflow import State, restore
from ehealthcard.workflow.catalogue import AnyWorkflow

from .mutator import Mutator
from .run import Make, Parse, Parser


def examples() -> dict[str, tuple[State, ...]]:
    """Return the states that the services' own tests have as examples."""
    found: dict[str, tuple[State, ...]] = {}
    for module in iter_modules([str(Path(tests.services.__file__ or "").parent)]):
        room = import_module(f"tests.services.{module.name}")
        for contract in vars(room).values():
            if isinstance(contract, type) and issubclass(contract, WorkflowContract):
                workflow: AnyWorkflow | None = getattr(contract, "workflow", None)
                if workflow is not None:
                    found[workflow.name] = contract.examples
    return found


def _states(workflow: AnyWorkflow) -> tuple[Make, Parse]:
    known = examples()[workflow.name]
    stored = [(type(s).__name__, s.to_json()) for s in known]
    names, data = [name for name, _ in stored], [text for _, text in stored]

    def make(m: Mutator) -> tuple[str, bytes]:
        place = m.below(len(stored))
        name = names[place] if m.below(8) else m.pick((*names, "", "State", "nobody"))
        return name, m.json([data[place]])

    def parse(given: tuple[str, bytes]) -> object:
        state: Any = restore(workflow, *given)
        # What was read must be fit to be written and shown.
        return state.to_json(), repr(state)

    return make, parse


def _person() -> tuple[Make, Parse]:
    person = {
        "name": "张三",
        "kind": IdKind.RESIDENT_ID.value,
        "number": "11010519491231002X",
        "phone": "13800138000",
        "birth_date": "1949-12-31",
        "sex": Sex.FEMALE.value,
        "guardian": None,
        "guardian_kinship": None,
        "master_index": "0123456789ABCDEF" * 4,
        "old_numbers": [{"system": "physical-health-card", "value": "110105"}],
    }
    seeds = [Person.from_json(json.dumps(person)).to_json()]

    def parse(data: bytes) -> object:
        found = Person.from_json(data)
        return found.to_json(), repr(found), found.masked

    return lambda m: m.json(seeds), parse


PARSERS = (
    Parser("person", _person),
    *(
        Parser(f"states of {workflow.name}", partial(_states, workflow))
        for workflow in CATALOGUE.workflows
    ),
)
