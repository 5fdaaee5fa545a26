"""The hospital of the story: its keys, its desk and who works there."""

import os
from datetime import date
from pathlib import Path
from typing import Final

import attrs

from ehealthcard.adapters.simulator import SimulatedRegistry, SimulatedRisk
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import CardStep, Channel
from ehealthcard.crypto import KeyRing, Suite, load_keys, save_keys
from ehealthcard.desk import Entrance, ServiceDesk, system_clock
from ehealthcard.identity import Card
from ehealthcard.ports import Ports
from ehealthcard.services.admission_scan import AdmissionPolicy, admission_scan
from ehealthcard.workflow import Actor, Terminal, Timeline

ORG: Final = "330100000001"
WINDOW = Actor("window-3", {"registrar", "staff"}, org=ORG, channel=Channel.WINDOW)
PHONE = Actor("mini-program", {"app"}, org=ORG, channel=Channel.MINI_PROGRAM)
GATE = Terminal("gate-1", {"terminal"}, org=ORG, place="East gate", step=CardStep.OTHER)
OWN_RULES = AdmissionPolicy(
    name="demo",
    effective_from=date(2023, 1, 8),
    declaration_required=True,
    colours_count=True,
)
"""This hospital asks for a declaration and looks at colours; since 2023 few do."""

MOTHER, CHILD, ELDER = 11, 12, 13
"""Seeds of the made-up people."""

MOTHERS_PHONE = "13800000000"
FOR_SHOW = "for demonstration only"


@attrs.frozen
class People:
    """Who the story is about."""

    mother: Card
    child: Card
    elder: Card


@attrs.frozen
class Hospital:
    """A desk with an entrance, and the outside world that it asks."""

    desk: ServiceDesk
    registry: SimulatedRegistry
    risk: SimulatedRisk

    @classmethod
    def open(cls, storage: SqlStorage, keys: KeyRing) -> "Hospital":
        """Open the doors."""
        registry, risk = SimulatedRegistry(), SimulatedRisk(system_clock)
        desk = ServiceDesk(
            storage=storage,
            keys=keys,
            ports=Ports(real_name=registry, risk=risk),
            policies={admission_scan.name: Timeline((OWN_RULES,))},
        )
        return cls(desk, registry, risk)

    @property
    def entrance(self) -> Entrance:
        """The gate with a network."""
        return Entrance(self.desk, GATE)

    def code(self, card: Card) -> str:
        """Return a fresh code, as the holder's phone shows it."""
        return self.desk.show(card.id, by=PHONE).text


def open_keys(db: Path, suite: Suite) -> tuple[KeyRing, bool]:
    """Return the hospital's keys, and whether they are new.

    They lie sealed beside *db*; the passphrase is ``EHEALTHCARD_PASSPHRASE``, or a
    known one that protects nothing.

    Raises:
        KeyFileError: The file does not open.

    """
    passphrase = os.environ.get("EHEALTHCARD_PASSPHRASE", FOR_SHOW)
    file = db.with_suffix(".keys")
    if file.exists():
        return load_keys(file.read_bytes(), passphrase), False
    keys = KeyRing.generate(suite, issuer=ORG)
    file.touch(mode=0o600)
    file.write_bytes(save_keys(keys, passphrase))
    return keys, True
