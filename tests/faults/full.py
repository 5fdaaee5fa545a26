"""A disk that is full, as the operating system says it."""

import resource
from typing import Any

from ehealthcard import ServiceDesk
from ehealthcard.errors import StorageUnavailableError
from ehealthcard.services.health_declaration import health_declaration
from tests.integration.conftest import applicant
from tests.integration.visits import submit

from .place import WINDOW

ROOM = 1_000_000
"""Bytes that a file may have: a schema and some cases."""


def fill_and_go_on(desk: ServiceDesk) -> dict[str, Any]:
    """Write until the disk is full, then until it is no longer."""
    card = desk.register(applicant(1), by=WINDOW)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, most))
    accepted: list[str] = []

    def declare(key: str) -> None:
        case = desk.start(health_declaration, card, submit(), by=WINDOW, key=key)
        accepted.append(case.id)

    refused = None
    while refused is None:
        try:
            declare(str(len(accepted)))
        except StorageUnavailableError as error:
            refused = error.code
    full = len(accepted)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    declare(str(full))
    return {"refused": refused, "accepted": accepted, "full": full, "card": card.id}
