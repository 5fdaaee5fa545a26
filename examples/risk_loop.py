"""From a copied code to a closed case: found, frozen, mended, verified."""

from datetime import datetime, timedelta

from ehealthcard import Actor, Applicant, KeyRing, ServiceDesk, Suite, Terminal
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.desk import Clockwork, RiskWatch, UseKeeper
from ehealthcard.errors import EHealthCardError
from ehealthcard.services.foundation.risk_alert import (
    Act,
    Assign,
    Contain,
    Escalated,
    Resolve,
    Verify,
    Warned,
    risk_alert,
)

WINDOW = Actor("window-3", {"registrar"}, org="H1")
EAST = Terminal("gate-east", {"terminal"}, org="H1", place="east")
WEST = Terminal("gate-west", {"terminal"}, org="H1", place="west")
ANALYST = Actor("analyst-1", {"risk-analyst"})
OFFICER = Actor("officer-1", {"risk-officer"})


class Clock:
    """A clock that the story turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the time of the story."""
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


def scan(desk: ServiceDesk, text: str, terminal: Terminal) -> str:
    """Return ``OK`` or the code of what refused it."""
    try:
        desk.scan(text, by=terminal)
    except EHealthCardError as error:
        return error.code
    return "OK"


def tell() -> None:
    """Tell the story."""
    clock = Clock()
    keys = KeyRing.generate(Suite.GM, issuer="330100000001")
    desk = ServiceDesk(storage=MemoryStorage(), keys=keys, clock=clock)
    watch, begun = RiskWatch(desk), clock.now
    card = desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)

    code = desk.show(card.id, by=WINDOW).text
    print("the holder at the east gate:", scan(desk, code, EAST))
    clock.forward(seconds=20)
    print("a photograph of the code at the west gate:", scan(desk, code, WEST))
    clock.forward(seconds=10)
    (alert,) = watch.run_once()
    if isinstance(alert.state, Warned):
        print("found:", alert.state.rule, "Warned", alert.state.level.value)

    clock.forward(hours=3)
    Clockwork(desk).run_once()
    alert = desk.case(risk_alert, alert.id, by=WINDOW)
    if isinstance(alert.state, Escalated):
        print("nobody took over: Escalated to", alert.state.told)

    alert = desk.execute(risk_alert, alert, Contain(reason="copied"), by=ANALYST)
    fresh = desk.card(card.id, by=WINDOW).status.value
    print("contained, the card is", fresh)
    alert = desk.execute(risk_alert, alert, Assign(owner="officer-1"), by=ANALYST)
    alert = desk.execute(risk_alert, alert, Act(text="called the holder"), by=OFFICER)
    done = Resolve(root_cause="a photograph in a queue", evidence="a fresh code works")
    alert = desk.execute(risk_alert, alert, done, by=OFFICER)
    print("resolved, the card is", desk.card(card.id, by=WINDOW).status.value)
    try:
        desk.execute(risk_alert, alert, Verify(), by=OFFICER)
    except EHealthCardError as error:
        print("the same person verifies:", error.code)
    alert = desk.execute(risk_alert, alert, Verify(), by=ANALYST)
    print("another person verifies:", type(alert.state).__name__)

    keeper = UseKeeper(desk)
    sealed = keeper.seal()
    counted = sum(c.refused for c in keeper.summary(begun, clock.now))
    print("sealed:", sealed and sealed.count, "records, refused:", counted)


if __name__ == "__main__":
    tell()
