"""What a forger may try against the trail's rows and checkpoints, and is seen at."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from sqlalchemy import (
    Connection,
    CursorResult,
    Table,
    func,
    insert,
    literal,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from ehealthcard import Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import AUDIT, EVENTS
from ehealthcard.errors import CheckpointError, StoredDataError
from ehealthcard.monitor import (
    CHAINS,
    Checkpoint,
    Flaw,
    FlawKind,
    make_checkpoint,
    open_checkpoint,
    verify_audit,
)
from ehealthcard.monitor.audit import entry_hash
from ehealthcard.ports import AuditEntry
from ehealthcard.services.health_declaration import Withdraw, health_declaration
from tests.servers import SERVERS

from .conftest import WINDOW, House, build
from .test_faults import COMMAND

T = TypeVar("T")
on_sql = pytest.mark.parametrize("storage", ["sqlite", *SERVERS], indirect=True)
on_sqlite = pytest.mark.parametrize("storage", ["sqlite"], indirect=True)


@pytest.fixture
def house(storage: SqlStorage) -> House:
    """Return a house with a case of two events and other cases."""
    house = build(storage, Suite.INTL)
    for seed in range(3):
        case = house.desk.start(
            health_declaration, house.card(seed), COMMAND, by=WINDOW
        )
    withdraw = Withdraw(reason="not coming")
    house.desk.execute(health_declaration, case, withdraw, by=WINDOW)
    return house


def forge(house: House, act: Callable[[Connection], T]) -> T:
    assert isinstance(house.desk.storage, SqlStorage)
    with house.desk.storage._db.engine.begin() as connection:  # noqa: SLF001  # behind its back
        return act(connection)


def said(house: House, sql: str, **values: object) -> Sequence[Any]:
    return forge(house, lambda c: _rows(c.execute(text(sql), values)))


def _rows(result: CursorResult[Any]) -> Sequence[Any]:
    return result.all() if result.returns_rows else ()


def flaw(house: House, *checkpoints: Checkpoint) -> Flaw | None:
    return verify_audit(house.desk.storage, Suite.INTL, checkpoints).flaw


def checkpoint(house: House) -> Checkpoint:
    keys = house.desk.keys
    data = make_checkpoint(house.desk.storage, keys, house.clock.now)
    return open_checkpoint(data, keys.public().trust, keys.suite)


def everything(house: House) -> list[AuditEntry]:
    store = house.desk.storage
    pages = (store.audit_trail(c, after=0, limit=999) for c in range(CHAINS))
    return [entry for page in pages for entry, _ in page]


def copy_first(house: House, **changed: int) -> AuditEntry:
    """Write the first entry of a chain once more, in another place."""
    first = everything(house)[0]
    values = {
        "chain": first.chain,
        "number": first.number,
        "case_id": first.case,
        "version": first.version,
        "content": first.content.hex(),
        "erases": int(first.erases),
        "hash": first.hash.hex(),
    }
    forge(house, lambda c: c.execute(insert(AUDIT).values({**values, **changed})))
    return first


def make_anew(connection: Connection, house: House) -> None:
    """Give every entry the hash it must have, as who knows the code can."""
    for chain in range(CHAINS):
        before = None
        for entry, event in house.desk.storage.audit_trail(chain, after=0, limit=999):
            assert event is not None
            good = entry_hash(entry, event, before, Suite.INTL)
            before = entry._replace(hash=good)
            place = (AUDIT.c.chain == chain) & (AUDIT.c.number == entry.number)
            connection.execute(update(AUDIT).where(place).values(hash=good.hex()))


@on_sql
@pytest.mark.parametrize(
    "values",
    [
        {"hash": func.upper(AUDIT.c.hash)},
        {"content": func.upper(AUDIT.c.content)},
        {"hash": "no hash at all"},
        {"content": "zz" * 32},
        {"erases": AUDIT.c.erases + 2},
    ],
    ids=["upper hash", "upper content", "no hash", "no hex", "erases"],
)
def test_another_spelling_is_a_change(house: House, values: dict[str, object]) -> None:
    forge(house, lambda c: c.execute(update(AUDIT).values(values)))

    found = flaw(house)
    assert found is not None
    assert (FlawKind.UNREADABLE, 1) == (found.kind, found.number)


@on_sql
@pytest.mark.parametrize("moment", [9 * 10**18, -9 * 10**18])
def test_a_moment_outside_every_calendar_is_a_change(house: House, moment: int) -> None:
    forge(house, lambda c: c.execute(update(EVENTS).values(at=moment)))

    found = flaw(house)
    assert found is not None
    assert FlawKind.UNREADABLE is found.kind


@on_sqlite
@pytest.mark.parametrize("table", [EVENTS, AUDIT], ids=["event", "entry"])
@pytest.mark.parametrize("value", ["x'00ff'", "'text'", "1.5", "77"])
def test_a_value_of_another_type_is_found_in_every_column(
    house: House, table: Table, value: str
) -> None:
    """SQLite keeps anything anywhere."""
    for name in (column.name for column in table.columns):
        first = f"from {table} where rowid = 1"
        put = f"update {table} set {name} = :new where rowid = 1"  # noqa: S608  # the same
        ((old,),) = said(house, f"select {name} {first}")
        said(house, put.replace(":new", value))
        found = flaw(house)
        said(house, put, new=old)
        assert found is not None, name
        assert flaw(house) is None


@on_sql
def test_a_blank_behind_a_name_is_found(house: House) -> None:
    """Some databases take two texts that differ by it for the same."""
    longer = EVENTS.c.case_id + literal(" ")
    forge(house, lambda c: c.execute(update(EVENTS).values(case_id=longer)))

    assert flaw(house) is not None


@on_sql
def test_nothing_is_built_on_an_unreadable_head(house: House) -> None:
    chain = everything(house)[0].chain
    forge(house, lambda c: c.execute(update(AUDIT).values(hash="nonsense")))

    with pytest.raises(StoredDataError):
        house.desk.storage.audit_head(chain)


@on_sql
def test_entries_that_changed_places_are_found(house: House) -> None:
    longest = max(everything(house), key=lambda entry: entry.number)

    def swap(connection: Connection) -> None:
        for old, new in ((1, 0), (2, 1), (0, 2)):
            place = (AUDIT.c.chain == longest.chain) & (AUDIT.c.number == old)
            connection.execute(update(AUDIT).where(place).values(number=new))

    forge(house, swap)
    found = flaw(house)
    assert found is not None
    assert (longest.chain, 1) == (found.chain, found.number)


@on_sql
def test_an_entry_in_a_chain_that_should_not_exist_is_found(house: House) -> None:
    copy_first(house, chain=CHAINS)
    found = flaw(house)
    assert found is not None
    assert (FlawKind.MISPLACED, CHAINS) == (found.kind, found.chain)


@on_sql
@pytest.mark.parametrize("number", [0, -5])
def test_an_entry_before_the_first_is_found(house: House, number: int) -> None:
    copied = copy_first(house, number=number)

    assert Flaw(FlawKind.GAP, copied.chain, number, copied.case, 1) == flaw(house)


@on_sql
def test_a_second_entry_for_the_same_place_cannot_be_written(house: House) -> None:
    with pytest.raises(IntegrityError):
        copy_first(house)


@on_sql
def test_a_later_checkpoint_does_not_take_back_an_earlier_one(house: House) -> None:
    """The trail is forged between two checkpoints; the second was signed in faith."""
    before = checkpoint(house)
    forge(house, lambda c: c.execute(update(EVENTS).values(actor="somebody-else")))
    assert flaw(house) is not None
    forge(house, lambda c: make_anew(c, house))
    house.clock.forward(minutes=1)
    after = checkpoint(house)

    assert flaw(house, after) is None
    for known in ((before,), (before, after), (after, before)):
        found = flaw(house, *known)
        assert found is not None
        assert FlawKind.REWRITTEN is found.kind


@on_sqlite
def test_a_checkpoint_of_more_chains_is_no_proof_of_fewer(house: House) -> None:
    known = checkpoint(house)
    strange = known.heads[0].model_copy(update={"chain": CHAINS, "number": 1})
    more = known.model_copy(update={"heads": (*known.heads, strange)})

    assert Flaw(FlawKind.CUT, CHAINS, 1) == flaw(house, more)


@on_sqlite
def test_a_checkpoint_in_another_spelling_is_refused(house: House) -> None:
    keys = house.desk.keys
    good = make_checkpoint(house.desk.storage, keys, house.clock.now)
    text, _, signature = good.partition(b"\n")
    spelt = [signature.upper(), b" " + signature, signature + b"\n", signature[:-1]]

    for other in spelt:
        with pytest.raises(CheckpointError):
            open_checkpoint(text + b"\n" + other, keys.public().trust, keys.suite)
