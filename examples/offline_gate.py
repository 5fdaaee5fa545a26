"""A gate that is cut off from everything: a trust bundle, a clock and a file."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from ehealthcard import Actor, Applicant, Gate, KeyRing, ServiceDesk, Suite, TrustStore
from ehealthcard.adapters.gate import FileJournal
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.qr import Decision
from ehealthcard.services.foundation.card import ReportLost, card_life

WINDOW = Actor("window-3", {"registrar"})
NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def say(what: str, decision: Decision) -> None:
    """Print a decision as a gate's screen would."""
    age = "none" if decision.trust_age is None else f"{decision.trust_age.days} d old"
    print(f"{what}: {decision.verdict.value} ({decision.reason}), trust data {age}")


def tell(folder: Path) -> None:
    """Tell the story; the gate's file goes to *folder*."""
    keys = KeyRing.generate(Suite.GM, issuer="330100000001")
    desk = ServiceDesk(storage=MemoryStorage(), keys=keys, clock=lambda: NOW)
    card, other = (
        desk.register(Applicant(name_of(n), document_of(n)), by=WINDOW) for n in (1, 2)
    )
    first = desk.trust_bundle(by=WINDOW)

    journal = FileJournal(folder / "gate-2.journal")
    gate = Gate(TrustStore.pin(keys.public()), journal)
    gate.take(first)
    text = desk.show(card.id, by=WINDOW).text
    say("a fresh code", gate.check(text, NOW))
    say("the same code", gate.check(text, NOW))
    journal.close()

    journal = FileJournal(folder / "gate-2.journal")
    again = Gate(TrustStore.pin(keys.public()), journal)
    again.take(first)
    say("the same code, after a restart", again.check(text, NOW))

    lost = desk.show(other.id, by=WINDOW).text
    life = desk.case(card_life, other.case, by=WINDOW)
    desk.execute(card_life, life, ReportLost(reason="left on a bus"), by=WINDOW)
    again.take(desk.trust_bundle(base=first, by=WINDOW))
    say("a card that was reported lost", again.check(lost, NOW))
    say("any code, eight days later", again.check(text, NOW + timedelta(days=8)))
    journal.close()


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        tell(Path(name))
