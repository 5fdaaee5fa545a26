"""Electronic health cards (电子健康卡) for China's hospitals.

::

    keys = KeyRing.generate(Suite.GM)
    desk = ServiceDesk(storage=MemoryStorage(), keys=keys)
    card = desk.register(Applicant(name, document), by=Actor("window-3", {"registrar"}))
    shown = desk.show(card.id, by=actor)
    scan = desk.scan(shown.text, by=Terminal("gate-1", {"terminal"}))

The names here are loaded when they are first used, so that importing the package costs
next to nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ehealthcard.codesets import IdKind
    from ehealthcard.crypto import KeyRing, Suite
    from ehealthcard.desk import Case, Clockwork, Entrance, OutboxRelay, ServiceDesk
    from ehealthcard.identity import (
        Applicant,
        Card,
        CardId,
        Guardian,
        IdDocument,
        IdScheme,
        Tokenizer,
    )
    from ehealthcard.ports import Ports
    from ehealthcard.qr import (
        Gate,
        Tier,
        TrustStore,
        draw,
        issue_code,
        parse_code,
        verify_code,
    )
    from ehealthcard.workflow import Actor, Terminal

__all__ = [
    "Actor",
    "Applicant",
    "Card",
    "CardId",
    "Case",
    "Clockwork",
    "Entrance",
    "Gate",
    "Guardian",
    "IdDocument",
    "IdKind",
    "IdScheme",
    "KeyRing",
    "OutboxRelay",
    "Ports",
    "ServiceDesk",
    "Suite",
    "Terminal",
    "Tier",
    "Tokenizer",
    "TrustStore",
    "__version__",
    "draw",
    "issue_code",
    "parse_code",
    "verify_code",
]

__version__ = "0.1.0"

_ROOMS = {
    "codesets": ("IdKind",),
    "crypto": ("KeyRing", "Suite"),
    "desk": ("Case", "Clockwork", "Entrance", "OutboxRelay", "ServiceDesk"),
    "identity": (
        "Applicant",
        "Card",
        "CardId",
        "Guardian",
        "IdDocument",
        "IdScheme",
        "Tokenizer",
    ),
    "ports": ("Ports",),
    "qr": (
        "Gate",
        "Tier",
        "TrustStore",
        "draw",
        "issue_code",
        "parse_code",
        "verify_code",
    ),
    "workflow": ("Actor", "Terminal"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a name of the front door from the room it lives in."""
    room = _HOME.get(name)
    if room is None:
        raise AttributeError(f"module 'ehealthcard' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  # only when a name is used

    value: object = getattr(import_module(f"ehealthcard.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the front door's names, loaded or not."""
    return sorted(__all__)
