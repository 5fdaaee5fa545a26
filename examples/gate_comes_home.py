"""Two gates were cut off. What they decided comes home, and what nobody could see."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from ehealthcard import (
    Actor,
    Applicant,
    Gate,
    KeyRing,
    ServiceDesk,
    Suite,
    Terminal,
    TrustStore,
)
from ehealthcard.adapters.gate import FileJournal, FileLog
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.crypto import Signer, terminal_signer
from ehealthcard.desk import RiskWatch, TerminalRegistry
from ehealthcard.services.foundation.terminal import Register, TerminalKind

WINDOW = Actor("window-3", {"registrar"})
KEEPER = Actor("keeper-1", {"terminal-keeper"})


@attrs.define
class Clock:
    """The desk's clock, turned by the story."""

    now: datetime = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


@attrs.frozen
class Away:
    """A gate without a network."""

    gate: Gate
    log: FileLog
    journal: FileJournal
    signer: Signer
    terminal: Terminal


def install(desk: ServiceDesk, number: str, folder: Path) -> Away:
    """Register a gate, and give it its key and a trust bundle."""
    registry, keys = TerminalRegistry(desk), desk.keys
    wanted = Register(kind=TerminalKind.GATE, org="H1", number=number)
    registry.register(wanted, by=KEEPER)
    _, key = registry.put_into_use("H1", number, by=KEEPER)
    log = FileLog(folder / f"{number}.log", keys.issuer, keys.suite, "H1", number)
    journal = FileJournal(folder / f"{number}.journal")
    gate = Gate(TrustStore.pin(keys.public()), journal, terminal=number, log=log)
    gate.take(desk.trust_bundle(by=WINDOW))
    signer = terminal_signer(keys.suite, key)
    return Away(gate, log, journal, signer, registry.admit("H1", number, key))


def bring_home(desk: ServiceDesk, away: Away) -> None:
    """Send everything, batch by batch; a batch that was sent before does no harm."""
    while batch := away.log.export(away.signer, desk.clock(), most=2):
        taken = desk.gates.take(batch, by=away.terminal)
        again = desk.gates.take(batch, by=away.terminal)
        away.log.acknowledge(taken.receipt, away.gate.trust.root)
        found = ", ".join(f"{what} {count}" for what, count in taken.late) or "nothing"
        print(
            f"{away.terminal.id}: {taken.added} new up to {taken.serial}, "
            f"then {again.added}; found {found}"
        )


def tell(folder: Path) -> None:
    """Tell the story; the gates' files go to *folder*."""
    keys, clock = KeyRing.generate(Suite.GM, issuer="330100000001"), Clock()
    desk = ServiceDesk(storage=MemoryStorage(), keys=keys, clock=clock)
    card = desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)
    east, west = (install(desk, name, folder) for name in ("east", "west"))

    text = desk.show(card.id, by=WINDOW).text
    for away in (east, east, west):
        decision = away.gate.check(text, clock.now)
        print(f"{away.terminal.id}: {decision.verdict.value} ({decision.reason})")
    east.gate.check("no code at all", clock.now)

    clock.now += timedelta(hours=5)
    for away in (east, west):
        bring_home(desk, away)
        print(f"{away.terminal.id} keeps {away.log.waiting}")
    for use in reversed(desk.uses(card, by=Actor("auditor-1", {"auditor"}))):
        at = use.at.astimezone(SHANGHAI)
        print(f"on record: {at:%H:%M} {use.terminal} {use.tier} {use.outcome}")
    for alert in RiskWatch(desk, settled=timedelta(seconds=-1)).run_once():
        print(f"alert: {alert.state.rule}")
    for away in (east, west):
        away.log.close()
        away.journal.close()


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        tell(Path(name))
