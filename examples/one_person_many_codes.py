"""One person and the codes in her bag: recognised, bound, resolved, disputed, ended."""

import sys
import tempfile
from datetime import datetime, timedelta

from ehealthcard import (
    Actor,
    Applicant,
    Card,
    KeyRing,
    Ports,
    ServiceDesk,
    Suite,
    Terminal,
)
from ehealthcard.adapters.index import PeopleIndex
from ehealthcard.adapters.simulator import SimulatedCodeIssuer, document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codes import SHIPPED, Ambiguous, medical_record, visit_card
from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CodeBoundElsewhereError, EHealthCardError
from ehealthcard.ports import Demographics
from ehealthcard.services.foundation.code_binding import code_binding
from ehealthcard.services.foundation.code_conflict import (
    Decide,
    Ruling,
    TakeUp,
    code_conflict,
)

KINDS = SHIPPED.plus(
    medical_record("H1", r"[0-9]{1,8}", width=8),
    medical_record("H2", r"B[0-9]{6}"),
    visit_card("H1", r"C[0-9]{8}"),
    visit_card("H3", r"[0-9]{6}"),
)
WINDOW = Actor("window-3", {"registrar", "staff"}, org="H1")
HIS = Actor("his-1", {"his"}, org="H1")
REVIEWER = Actor("review-1", {"code-reviewer", "staff"}, org="H1")
KEEPER = Actor("index-1", {"index-keeper"})
DESK = Terminal("desk-1", {"terminal"}, org="H1", place="window 3")
INSURED = "630000ec" + "7ioq" * 7
FOREIGN = "3E3CD944" * 8


class Clock:
    """A clock that the story turns."""

    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the story's time."""
        return self.now


def tell(url: str) -> None:
    """Tell the story on a database."""
    clock, insurance, index = Clock(), SimulatedCodeIssuer(), PeopleIndex()
    desk = ServiceDesk(
        storage=SqlStorage.open(url),
        keys=KeyRing.generate(Suite.GM),
        ports=Ports(code_issuers={"insurance-code": insurance}, people=index),
        clock=clock,
        kinds=KINDS,
    )
    card, other = (
        desk.register(Applicant(name_of(n), document_of(n)), by=WINDOW) for n in (1, 2)
    )
    bind_all(desk, card, insurance)
    resolve_all(desk, card)
    dispute(desk, card, other)
    cross(desk)
    find(desk, index)
    end(desk, card, clock)
    desk.storage.close()


def bind_all(desk: ServiceDesk, card: Card, insurance: SimulatedCodeIssuer) -> None:
    """Bind what is in the bag; each code is vouched for in its own way."""
    for shown in ("ab", "cd"):
        insurance.issue("index-1", document_of(1), shown_as=INSURED + shown)
    codes, herself = desk.codes, Actor("app-7", holder=card.subject)
    codes.bind(KINDS.read("medical-record", "4711", issuer="H1"), card, by=HIS)
    codes.bind("B000001", card, by=WINDOW)
    codes.bind("C00000001", card, by=WINDOW)
    codes.bind(INSURED + "ab", card, by=herself)
    codes.bind(f"{FOREIGN}:1::5100A0013", card, by=WINDOW)
    certificate = KINDS.read("health-certificate", "JK-0001", issuer="370102")
    codes.bind(certificate, card, by=WINDOW)
    for code in codes.codes_of(card, by=WINDOW):
        print(f"bound: {code.kind} of {code.issuer}, {code.assurance.value}")
    try:
        codes.bind("C00000002", card, by=herself)
    except EHealthCardError as error:
        print(f"by her word alone: {error.code}")


def resolve_all(desk: ServiceDesk, card: Card) -> None:
    """Find her by any of them."""
    texts = [
        "c00000001",
        INSURED + "cd",
        f"{FOREIGN}:1::5100A0013",
        document_of(1).number,
        desk.show(card.id, by=WINDOW).text,
    ]
    found = [desk.codes.resolve(text, by=DESK) == card for text in texts]
    print(f"scanned: {found.count(True)} of {len(texts)} lead to her card")
    scanned = desk.codes.recognise("004711")
    if isinstance(scanned, Ambiguous):
        print(f"may be: {' or '.join(scanned.names)}")
        chosen = scanned.choose("medical-record", "H1")
        print(f"chosen: {desk.codes.resolve(chosen, by=DESK) == card}")
    for text in ("hello", "C00000009"):
        try:
            desk.codes.resolve(text, by=DESK)
        except EHealthCardError as error:
            print(f"{text}: {error.code}")


def dispute(desk: ServiceDesk, card: Card, other: Card) -> None:
    """Somebody else comes with the same card."""
    opened = ""
    try:
        desk.codes.bind("C00000001", other, by=WINDOW)
    except CodeBoundElsewhereError as error:
        print(f"another comes with it: {error.code}")
        opened = str(error.facts["conflict"])
    case = desk.case(code_conflict, opened, by=WINDOW)
    case = desk.execute(code_conflict, case, TakeUp(), by=REVIEWER)
    try:
        desk.codes.resolve("C00000001", by=DESK)
    except EHealthCardError as error:
        print(f"under review: {error.code}")
    decide = Decide(ruling=Ruling.CLAIMANT, reason="the card bears his name")
    case = desk.execute(code_conflict, case, decide, by=REVIEWER)
    whose = desk.codes.resolve("C00000001", by=DESK)
    print(f"{type(case.state).__name__}: it is the other's: {whose == other}")
    steps = [
        [step.command for step in desk.history(code_binding, one, by=WINDOW)]
        for one in desk.cases(code_binding, card, by=WINDOW)
        if getattr(one.state, "kind", "") == "visit-card"
    ]
    print(f"its history with her: {steps}")


def cross(desk: ServiceDesk) -> None:
    """Another hospital's number for one's own."""
    own = KINDS.read("medical-record", "4711", issuer="H1")
    found = desk.codes.cross_reference.identifiers(own, by=HIS, authorities=["H2"])
    print(f"4711 in H1 is {found[0].value} in {found[0].authority}")


def find(desk: ServiceDesk, index: PeopleIndex) -> None:
    """Without any code: by name as it sounds and birth date."""
    index.put(desk.people.roll(by=KEEPER))
    wanted = Demographics(name=name_of(1), birth_date=document_of(1).birth_date)
    best = desk.people.find(wanted, by=WINDOW)[0]
    print(f"by name and birth date: {best.masked.name}, {best.score:.2f}")


def end(desk: ServiceDesk, card: Card, clock: Clock) -> None:
    """A term is over, a code is given back."""
    clock.now += timedelta(days=365, seconds=1)
    desk.codes.unbind("B000001", card, by=WINDOW)
    left = [code.kind for code in desk.codes.codes_of(card, by=WINDOW)]
    print(f"a year later: {', '.join(left)}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        tell(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(f"sqlite:///{folder}/codes.db")
