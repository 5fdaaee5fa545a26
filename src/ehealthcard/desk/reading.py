"""Reading what is sealed, whichever version of the software wrote it."""

from typing import Any

import attrs

from ehealthcard.errors import StoredDataError
from ehealthcard.ports import Message
from ehealthcard.workflow import (
    Catalogue,
    Effect,
    Event,
    State,
    Workflow,
    read_payload,
    restore,
)

from .vault import Vault, written_by

AnyWorkflow = Workflow[Any, Any]


def known(catalogue: Catalogue, name: str) -> AnyWorkflow:
    """Return the workflow called *name*.

    Raises:
        StoredDataError: There is none; newer software, or another desk's, has it.

    """
    try:
        return catalogue.named[name]
    except KeyError:
        raise StoredDataError from None


def read_state(vault: Vault, workflow: Workflow[Any, Any], event: Event) -> State:
    """Return the state that *event* led to.

    Raises:
        SubjectErasedError: The subject was erased.
        StoredDataTooNewError: Newer software has written it.
        StoredDataError: It was altered or moved.

    """
    data = vault.open(event.subject).unseal(event.data, place_of(event))
    state: State = restore(workflow, event.state, data, event.schema_version)
    return state


def place_of(event: Event) -> str:
    """Return where the state of *event* is sealed to."""
    return place_of_state(event.id, event.state, event.schema_version)


def place_of_state(name: str, state: str, version: int) -> str:
    """Return where the state that the event called *name* led to is sealed to."""
    return written_by(version, f"event/{name}/{state}")


def place_of_message(name: str, version: int) -> str:
    """Return where the payload of the message called *name* is sealed to."""
    return written_by(version, f"message/{name}")


def read_message(
    vault: Vault, workflow: AnyWorkflow | None, message: Message
) -> Message:
    """Return *message* with its payload in clear, as today's software would make it.

    One of a service that this software does not have is left as it was written.

    Raises:
        SubjectErasedError: The subject was erased.
        StoredDataTooNewError: Newer software has written it.
        StoredDataError: It was altered or moved.

    """
    version = message.schema_version
    place = place_of_message(message.id, version)
    data = vault.open(message.subject).unseal(message.payload, place)
    if workflow is None:
        return attrs.evolve(message, payload=data)
    kind, payload = read_payload(workflow, message.kind, data, version)
    return attrs.evolve(message, kind=kind, payload=payload)


def effect_of(catalogue: Catalogue, message: Message) -> Effect | None:
    """Return what made a message; another release may no longer have it."""
    workflow = catalogue.named.get(message.workflow)
    made = workflow.consequences if workflow else ()
    return next((e for e in made if e.call.__name__ == message.effect), None)
