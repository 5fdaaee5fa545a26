"""Two releases on one database: what each wrote, the other reads or leaves alone."""

from datetime import timedelta
from typing import Annotated, Any

import attrs
import pytest

from ehealthcard import Case, Clockwork, OutboxRelay, ServiceDesk, Suite
from ehealthcard.errors import StoredDataError, StoredDataTooNewError
from ehealthcard.identity import Person
from ehealthcard.models import Fields, Moment
from ehealthcard.monitor import verify_audit
from ehealthcard.ports import Storage
from ehealthcard.rules.links import CardLink
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import (
    PRIVATE,
    Command,
    Context,
    Model,
    Notice,
    State,
    Tell,
    Title,
    Until,
    Workflow,
)
from tests.actors import AUDITOR

from .conftest import START, WINDOW, House, build
from .shop import Outside
from .visits import declare, now

TERM = START + timedelta(days=1)


class Ask(Command):
    """Ask."""

    words: str


class Close(Command):
    """Close."""


class TermOver(Notice):
    """The term is over."""


class News(Model):
    words: str


class Note(Model):
    title: str
    words: str


class Waiting(State):
    """Version 1: one state for both kinds of waiting."""

    card: CardLink
    words: Annotated[str, PRIVATE]
    until: Moment


class Closed(State):
    """Closed."""

    words: Annotated[str, PRIVATE]


class Pending(State):
    """Version 2: what waits briefly, and words have become text."""

    card: CardLink
    text: Annotated[str, PRIVATE]
    until: Moment


class Parked(State):
    """Version 2: what waits for long."""

    card: CardLink
    text: Annotated[str, PRIVATE]
    until: Moment


class Done(State):
    """Version 2: closed, under another name."""

    text: Annotated[str, PRIVATE]
    stars: int


def ask(state: None, command: Ask, ctx: Context) -> Waiting:
    """Ask."""
    return Waiting(card=ctx.subject, words=command.words, until=TERM)


def close(state: Waiting, command: Close | TermOver, ctx: Context) -> Closed:
    """Close."""
    return Closed(words=state.words)


def term(state: Waiting) -> Until[TermOver]:
    """The term."""
    return Until(state.until, TermOver())


def tell(state: Waiting) -> Tell:
    """Tell."""
    return Tell("his", "news", state.card, News(words=state.words))


def ask_2(state: None, command: Ask, ctx: Context) -> Pending | Parked:
    """Ask."""
    kind = Parked if command.words == "long" else Pending
    return kind(card=ctx.subject, text=command.words, until=TERM)


def close_2(state: Pending | Parked, command: Close | TermOver, ctx: Context) -> Done:
    """Close."""
    return Done(text=state.text, stars=0)


def term_2(state: Pending | Parked) -> Until[TermOver]:
    """The term."""
    return Until(state.until, TermOver())


def tell_2(state: Pending | Parked) -> Tell:
    """Tell."""
    return Tell("his", "note", state.card, Note(title="", words=state.text))


def to_2(state: str, fields: Fields) -> tuple[str, Fields]:
    """Rename a field, a state, and split another."""
    fields = {"text" if n == "words" else n: v for n, v in fields.items()}
    if state == "Closed":
        return "Done", {**fields, "stars": 0}
    return ("Parked" if fields["text"] == "long" else "Pending"), fields


def payload_to_2(kind: str, fields: Fields) -> tuple[str, Fields]:
    return "note", {"title": "", **fields}


OLD: Workflow[Any, Any] = Workflow(
    "request",
    Title("请求", "Request"),
    transitions=(ask, close),
    effects=(term, tell),
)
tell_2.__name__ = "tell"
NEW: Workflow[Any, Any] = Workflow(
    "request",
    Title("请求", "Request"),
    transitions=(ask_2, close_2),
    effects=(term_2, tell_2),
    version=2,
    upcasters=(to_2,),
    payload_upcasters=(payload_to_2,),
)


@attrs.define
class Hospital:
    """One database; an old and a new release work on it."""

    house: House
    old: ServiceDesk
    new: ServiceDesk

    def ask(self, desk: ServiceDesk, words: str = "short") -> Case[Any]:
        card = self.house.card()
        which = OLD if desk is self.old else NEW
        return desk.start(which, card, Ask(words=words), by=WINDOW)


@pytest.fixture
def hospital(storage: Storage) -> Hospital:
    house = build(storage, Suite.INTL)
    old, new = (
        attrs.evolve(house.desk, catalogue=CATALOGUE.plus(w)) for w in (OLD, NEW)
    )
    return Hospital(house, old, new)


@pytest.mark.parametrize(("words", "kind"), [("short", Pending), ("long", Parked)])
def test_new_software_reads_and_moves_what_old_software_wrote(
    hospital: Hospital, words: str, kind: type
) -> None:
    case = hospital.ask(hospital.old, words)

    found = hospital.new.case(NEW, case.id, by=AUDITOR)
    assert (kind, words) == (type(found.state), found.state.text)
    done = hospital.new.execute(NEW, found, Close(), by=WINDOW)

    assert Done(text=words, stars=0) == done.state
    states = [h.state for h in hospital.new.history(NEW, done, by=AUDITOR)]
    assert [found.state, done.state] == states
    events = hospital.house.desk.storage.history(case.id)
    assert [1, 2] == [e.schema_version for e in events]


def test_old_software_leaves_alone_what_new_software_wrote(
    hospital: Hospital,
) -> None:
    case = hospital.ask(hospital.new)
    storage = hospital.house.desk.storage
    before = storage.history(case.id)

    with pytest.raises(StoredDataTooNewError) as refused:
        hospital.old.case(OLD, case.id, by=AUDITOR)
    with pytest.raises(StoredDataTooNewError):
        hospital.old.execute(OLD, case, Close(), by=WINDOW, on_newest=True)

    assert {"found": 2, "known": 1} == refused.value.facts
    assert "update the software" in refused.value.english
    assert before == storage.history(case.id)
    other = declare(hospital.house)
    assert other.state == now(hospital.house, other)
    assert Done(text="short", stars=0) == (
        hospital.new.execute(NEW, case, Close(), by=WINDOW).state
    )


def test_old_clockwork_passes_over_what_new_software_wrote(
    hospital: Hospital,
) -> None:
    newer, older = hospital.ask(hospital.new), hospital.ask(hospital.old)
    hospital.house.clock.forward(days=2)

    assert 1 == Clockwork(hospital.old).run_once()
    assert 1 == Clockwork(hospital.new).run_once()

    for case in (newer, older):
        assert isinstance(hospital.new.case(NEW, case.id, by=AUDITOR).state, Done)


def test_clockwork_of_a_release_without_the_service_goes_on(
    hospital: Hospital,
) -> None:
    case = hospital.ask(hospital.new)
    hospital.house.clock.forward(days=2)

    assert 0 == Clockwork(hospital.house.desk).run_once()
    assert 1 == Clockwork(hospital.new).run_once()
    assert isinstance(hospital.new.case(NEW, case.id, by=AUDITOR).state, Done)


def test_a_message_of_old_software_leaves_in_the_new_form(
    hospital: Hospital,
) -> None:
    hospital.ask(hospital.old)
    his = Outside()

    assert 1 == hospital_relay(hospital.new, his).run_once()

    (message,) = his.received
    assert ("note", Note(title="", words="short")) == (
        message.kind,
        Note.from_json(message.payload),
    )


def test_a_message_of_new_software_waits_for_its_relay(hospital: Hospital) -> None:
    hospital.ask(hospital.new)
    his = Outside()

    assert 0 == hospital_relay(hospital.old, his).run_once()
    assert [] == his.received
    assert [] == hospital.house.desk.storage.dead_letters()
    assert 0 == hospital_relay(hospital.new, his).run_once()
    hospital.house.clock.forward(minutes=1)
    assert 1 == hospital_relay(hospital.new, his).run_once()

    assert Note(title="", words="short") == Note.from_json(his.received[0].payload)


def test_a_version_that_somebody_changed_opens_nothing(hospital: Hospital) -> None:
    case = hospital.ask(hospital.new)
    storage = hospital.house.desk.storage
    (event,) = storage.history(case.id)
    work = hospital.new.office.work()

    for version in (0, 1, 3):
        with pytest.raises(StoredDataError):
            work.load(attrs.evolve(event, schema_version=version))


def test_a_person_of_newer_software_is_neither_read_nor_overwritten(
    house: House,
) -> None:
    card = house.card()
    storage, vault = house.desk.storage, house.desk.office.vault
    row, person = storage.subject(card.subject), vault.person(card.subject)
    assert row is not None
    assert person is not None
    sealed = vault.open(card.subject).seal(person.to_json(), "person/2")
    newer = attrs.evolve(row, person=sealed, schema_version=2)
    storage.put_subject(newer)

    with pytest.raises(StoredDataTooNewError):
        house.desk.masked(card, by=AUDITOR)
    with pytest.raises(StoredDataTooNewError):
        vault.put_person(card.subject, person)

    assert newer == storage.subject(card.subject)
    assert Person.from_stored(person.to_json(), 1) == person


def test_both_releases_leave_one_whole_trail(hospital: Hospital) -> None:
    first = hospital.ask(hospital.old)
    hospital.ask(hospital.new)
    hospital.new.execute(NEW, first, Close(), by=WINDOW)

    assert verify_audit(hospital.house.desk.storage, Suite.INTL).flaw is None


def hospital_relay(desk: ServiceDesk, his: Outside) -> OutboxRelay:
    return OutboxRelay(desk, {"his": his})
