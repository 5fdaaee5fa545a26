"""Gates that were cut off and come home, for tests."""

from datetime import timedelta
from typing import Any

import attrs

from ehealthcard import Gate, Terminal, TrustStore
from ehealthcard.adapters.gate import MemoryJournal, MemoryLog
from ehealthcard.crypto import terminal_signer
from ehealthcard.desk import RiskWatch, TakenBatch, TerminalRegistry
from ehealthcard.ports import UseAct, UseRecord
from ehealthcard.qr import Decision
from ehealthcard.services.foundation.terminal import (
    TERMINAL_KEEPER,
    Register,
    TerminalKind,
)
from ehealthcard.workflow import Actor
from tests.actors import AUDITOR

from .conftest import House

KEEPER = Actor("keeper-1", {TERMINAL_KEEPER}, org="H1")


@attrs.define
class Outpost:
    """A registered gate without a network, and its house."""

    house: House
    gate: Gate
    log: MemoryLog
    key: str
    by: Terminal

    def scan(self, text: str) -> Decision:
        return self.gate.check(text, self.house.clock.now)

    def batch(self, most: int = 500) -> bytes:
        signer = terminal_signer(self.house.desk.keys.suite, self.key)
        made = self.log.export(signer, self.house.clock.now, most=most)
        assert made is not None
        return made

    def home(self, most: int = 500) -> TakenBatch:
        """Send one batch and forget what is acknowledged."""
        taken = self.house.desk.gates.take(self.batch(most), by=self.by)
        self.log.acknowledge(taken.receipt, self.gate.trust.root)
        return taken


def outpost(
    house: House, number: str = "G-1", org: str = "H1", log: Any = None
) -> Outpost:
    """Return a new gate with the desk's newest trust bundle."""
    registry, keys = TerminalRegistry(house.desk), house.desk.keys
    command = Register(kind=TerminalKind.GATE, org=org, number=number, place="east")
    registry.register(command, by=KEEPER)
    _, key = registry.put_into_use(org, number, by=KEEPER)
    kept = log or MemoryLog(keys.issuer, keys.suite, org, number)
    gate = Gate(TrustStore.pin(keys.public()), MemoryJournal(), log=kept)
    gate.take(house.desk.trust_bundle(by=AUDITOR))
    return Outpost(house, gate, kept, key, registry.admit(org, number, key))


def late(house: House) -> list[UseRecord]:
    """Return what gates decided, in the order in which it came home."""
    found = reversed(house.desk.storage.uses(limit=999))
    return [r for r in found if r.act is UseAct.LATE]


def rules(house: House) -> list[str]:
    """Return what the risk watch finds now."""
    watch = RiskWatch(house.desk, settled=timedelta(seconds=-1))
    return [alert.state.rule for alert in watch.run_once()]
