"""The audit trail: whole after everything, and not after any change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from ehealthcard import Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import AUDIT, EVENTS
from ehealthcard.crypto import KeyRing
from ehealthcard.errors import CheckpointError
from ehealthcard.monitor import (
    CHAINS,
    Flaw,
    FlawKind,
    chain_of,
    make_checkpoint,
    open_checkpoint,
    verify_audit,
)
from ehealthcard.ports import Storage
from ehealthcard.services.health_declaration import Withdraw, health_declaration
from tests.servers import SERVERS

from .conftest import WINDOW, House, build, ring
from .test_faults import COMMAND

PASSPHRASE = "correct horse battery"


def live(house: House) -> None:
    """Register, declare, withdraw, lose a card: some of everything."""
    for seed in range(3):
        card = house.card(seed)
        case = house.desk.start(health_declaration, card, COMMAND, by=WINDOW)
        house.clock.forward(minutes=1)
        if seed:
            withdraw = Withdraw(reason="not coming")
            house.desk.execute(health_declaration, case, withdraw, by=WINDOW)


def flaw(house: House, *checkpoints: bytes) -> Flaw | None:
    keys = house.desk.keys
    trust = keys.public().trust
    opened = [open_checkpoint(c, trust, keys.suite) for c in checkpoints]
    return verify_audit(house.desk.storage, keys.suite, opened).flaw


def kind(house: House, *checkpoints: bytes) -> FlawKind | None:
    found = flaw(house, *checkpoints)
    return found.kind if found else None


def test_every_event_is_in_the_trail(storage: Storage, suite: Suite) -> None:
    house = build(storage, suite)
    live(house)
    report = verify_audit(storage, suite)

    assert report.flaw is None
    assert storage.unaudited() is None
    assert 2 == report.erased


on_sql = pytest.mark.parametrize("storage", ["sqlite", *SERVERS], indirect=True)


@pytest.fixture
def tampered(storage: Storage) -> Callable[[Any], House]:
    """Return a house whose database somebody changed behind its back."""
    assert isinstance(storage, SqlStorage)
    house = build(storage, Suite.INTL)
    live(house)

    def change_it(act: Callable[[Connection], object]) -> House:
        with storage._db.engine.begin() as connection:  # noqa: SLF001  # behind its back
            act(connection)
        return house

    return change_it


ALTERED: list[tuple[str, object]] = [
    ("workflow", "card"),
    ("subject", "f" * 32),
    ("command", "Submit2"),
    ("state", "ValidClear2"),
    ("actor", "somebody-else"),
    ("at", 1),
    ("policy", "another"),
    ("cause", "another"),
    ("behind", "f" * 32),
    ("behind", ""),
]


@on_sql
@pytest.mark.parametrize(("column", "value"), ALTERED)
def test_a_changed_column_of_an_event_is_found(
    tampered: Any, column: str, value: object
) -> None:
    where = EVENTS.c.command == "Submit"
    house = tampered(
        lambda c: c.execute(update(EVENTS).where(where).values({column: value}))
    )

    found = flaw(house)
    assert found is not None
    assert FlawKind.ALTERED is found.kind
    event = house.desk.storage.history(found.case)[found.version - 1]
    assert event.command in ("Submit", value)


@on_sql
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("content", "00" * 32),
        ("erases", 1),
        ("hash", "00" * 32),
        ("version", 9),
        ("case_id", "another"),
    ],
)
def test_a_changed_column_of_an_entry_is_found(
    tampered: Any, column: str, value: object
) -> None:
    where = (AUDIT.c.number == 1) & (AUDIT.c.erases == 0)
    altered = update(AUDIT).where(where).values({column: value})
    house = tampered(lambda c: c.execute(altered))

    expected = {"version": FlawKind.NO_EVENT, "case_id": FlawKind.MISPLACED}
    assert expected.get(column, FlawKind.ALTERED) is kind(house)


@on_sql
def test_changed_content_is_found(tampered: Any) -> None:
    where = EVENTS.c.command == "Submit"
    content = update(EVENTS).where(where, EVENTS.c.data.is_not(None))
    house = tampered(lambda c: c.execute(content.values(data=b"another")))

    assert FlawKind.CONTENT is kind(house)


@on_sql
def test_content_that_nobody_erased_is_found(tampered: Any) -> None:
    blank = update(EVENTS).where(EVENTS.c.command == "Apply").values(data=None)
    house = tampered(lambda c: c.execute(blank))

    assert FlawKind.BLANKED is kind(house)


@on_sql
def test_a_missing_event_is_found(tampered: Any) -> None:
    house = tampered(
        lambda c: c.execute(delete(EVENTS).where(EVENTS.c.command == "Submit"))
    )

    assert FlawKind.NO_EVENT is kind(house)


@on_sql
def test_a_missing_entry_in_the_middle_is_found(tampered: Any) -> None:
    house = tampered(lambda c: c.execute(delete(AUDIT).where(AUDIT.c.number == 1)))

    assert FlawKind.GAP is kind(house)


@on_sql
def test_an_event_that_was_slipped_in_is_found(tampered: Any) -> None:
    def slip_in(connection: Connection) -> None:
        row = connection.execute(select(EVENTS).limit(1)).mappings().one()
        connection.execute(insert(EVENTS).values({**row, "version": 77}))

    house = tampered(slip_in)

    found = flaw(house)
    assert found is not None
    assert (FlawKind.UNAUDITED, 77) == (found.kind, found.version)
    assert house.desk.storage.unaudited() == (found.case, 77)


@on_sql
def test_a_tail_that_was_cut_is_seen_by_a_checkpoint_only(tampered: Any) -> None:
    house: House = tampered(lambda _: None)
    checkpoint = make_checkpoint(house.desk.storage, house.desk.keys, house.clock.now)
    assert kind(house, checkpoint) is None
    case = house.desk.cases(health_declaration, house.card(1), by=WINDOW)[0].id

    def cut(connection: Connection) -> None:
        for table in (AUDIT, EVENTS):
            connection.execute(
                delete(table).where(table.c.case_id == case, table.c.version == 2)
            )

    tampered(cut)
    last = flaw(house, checkpoint)
    assert last is not None
    assert last.kind in (FlawKind.CUT, FlawKind.GAP)  # GAP if another case shares it
    assert chain_of(case) == last.chain


@on_sql
def test_a_history_that_was_made_anew_is_seen_by_a_checkpoint(tampered: Any) -> None:
    house: House = tampered(lambda _: None)
    checkpoint = make_checkpoint(house.desk.storage, house.desk.keys, house.clock.now)

    def forget(connection: Connection) -> None:
        for table in (AUDIT, EVENTS):
            connection.execute(delete(table))

    tampered(forget)
    other = build(house.desk.storage, Suite.INTL)
    for seed in range(80):
        other.card(100 + seed)
    assert kind(house) is None
    assert kind(house, checkpoint) in (FlawKind.REWRITTEN, FlawKind.CUT)


def test_a_checkpoint_holds_as_the_trail_goes_on(storage: Storage) -> None:
    house = build(storage, Suite.GM)
    live(house)
    first = make_checkpoint(storage, house.desk.keys, house.clock.now)
    house.clock.forward(minutes=1)
    live(house)
    second = make_checkpoint(storage, house.desk.keys, house.clock.now)

    assert kind(house, first, second) is None


@pytest.mark.parametrize("place", range(0, 400, 37))
def test_a_changed_checkpoint_is_refused(place: int) -> None:
    keys = KeyRing.generate(Suite.INTL, issuer="3301")
    house = build(MemoryStorage(), Suite.INTL, keys=keys)
    live(house)
    good = make_checkpoint(house.desk.storage, keys, house.clock.now)
    bad = bytearray(good)
    bad[place % len(bad)] ^= 1

    with pytest.raises(CheckpointError):
        open_checkpoint(bytes(bad), keys.public().trust, keys.suite)


def test_another_rings_checkpoint_is_refused() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    checkpoint = make_checkpoint(house.desk.storage, ring(Suite.INTL), house.clock.now)
    stranger = KeyRing.generate(Suite.INTL).public().trust

    for trust, suite in (
        (stranger, Suite.INTL),
        (ring(Suite.GM).public().trust, Suite.GM),
    ):
        with pytest.raises(CheckpointError):
            open_checkpoint(checkpoint, trust, suite)


def test_writers_at_once_do_not_fork_a_chain(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    cards = [house.card(seed) for seed in range(4)]

    def declare(number: int) -> None:
        card = cards[number % len(cards)]
        house.desk.start(health_declaration, card, COMMAND, by=WINDOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(declare, range(24)))
    report = verify_audit(storage, Suite.INTL)

    assert report.flaw is None
    assert storage.unaudited() is None


def test_the_trail_is_whole_while_the_desk_works(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    cards = [house.card(seed) for seed in range(4)]

    def declare(number: int) -> None:
        house.desk.start(health_declaration, cards[number % 4], COMMAND, by=WINDOW)

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(declare, number) for number in range(24)]
        flaws = []
        while not all(future.done() for future in writing):
            flaws.append(verify_audit(storage, Suite.INTL).flaw)
        for future in writing:
            future.result()

    assert flaws
    assert {None} == set(flaws)


def test_cases_are_spread_over_the_chains() -> None:
    used = {chain_of(f"{n:032x}") for n in range(2000)}

    assert set(range(CHAINS)) == used
