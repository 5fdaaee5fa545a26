"""Messages to patients: each says all that its text needs."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ehealthcard.rules.messages import MessageWanted, placeholders
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.notification.templates import TEMPLATES
from ehealthcard.testing import WorkflowContract
from ehealthcard.workflow import Outgoing

TEXTS = {t.kind: t.text for t in TEMPLATES}
MODULES = sorted(p.stem for p in Path(__file__).parent.glob("test_*.py"))


@pytest.mark.parametrize("name", [m for m in MODULES if m != "test_messages"])
def test_a_message_has_what_its_text_is_filled_with(name: str) -> None:
    for where, said in messages(name):
        given = said.variables.model_dump(exclude_none=True)
        assert set() == placeholders(TEXTS[said.kind]) - given.keys(), where


def messages(name: str) -> Iterator[tuple[str, MessageWanted]]:
    """Yield what the example states of a test module let patients be told."""
    module = import_module(f"tests.services.{name}")
    for contract in vars(module).values():
        if not (isinstance(contract, type) and issubclass(contract, WorkflowContract)):
            continue
        found: Any = getattr(contract, "workflow", None)
        for state in contract.examples if found in CATALOGUE.workflows else ():
            for effect, value, _ in found.bring_about(None, state):
                payload = value.payload if isinstance(value, Outgoing) else None
                if isinstance(payload, MessageWanted):
                    yield f"{found.name}: {effect.call.__name__}", payload
