"""A gate's memory on disk: whole after any power cut, and never silently shorter."""

import resource
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.adapters.gate import FileJournal, MemoryJournal, journal
from ehealthcard.errors import StorageUnavailableError
from ehealthcard.qr import GateJournal

NOW = 1_709_280_000.0
SIZE = 28
HOURS_6 = 6 * 3600

Entries = Sequence[tuple[bytes, float]]


def key(n: int) -> bytes:
    return n.to_bytes(16, "big")


def entries(count: int) -> list[tuple[bytes, float]]:
    return [(key(n), NOW + n / 8) for n in range(count)]


class Opener:
    """Opens journals as a gate does; a killed gate does not close them."""

    def __init__(self) -> None:
        self.made: list[FileJournal] = []

    def __call__(self, place: Path, found: Entries = ()) -> FileJournal:
        opened = FileJournal(place)
        self.made.append(opened)
        for name, moment in found:
            opened.note(name, moment)
        return opened

    def read(self, place: Path) -> list[tuple[bytes, float]]:
        """Return what a gate finds that starts now."""
        return self(place).entries()


@pytest.fixture
def start() -> Iterator[Opener]:
    opener = Opener()
    yield opener
    for opened in opener.made:
        opened.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "gate.used"


@contextmanager
def room_for(octets: int) -> Iterator[None]:
    """Let no file of this process grow beyond *octets*: a disk that is full."""
    kind = resource.RLIMIT_FSIZE
    before = resource.getrlimit(kind)
    resource.setrlimit(kind, (octets, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(kind, before)


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_what_was_noted_is_kept_in_order(start: Opener, place: Path, kind: str) -> None:
    kept: GateJournal = start(place) if kind == "file" else MemoryJournal()
    assert [] == kept.entries()
    for name, moment in entries(5):
        kept.note(name, moment)
    assert entries(5) == kept.entries()
    kept.reset()
    assert [] == kept.entries()
    kept.note(key(9), NOW)
    assert [(key(9), NOW)] == kept.entries()


def test_a_new_journal_makes_its_file(start: Opener, place: Path) -> None:
    start(place)
    assert place.read_bytes() == b""
    opened = FileJournal(str(place))
    opened.note(key(1), NOW)
    opened.close()
    assert SIZE == place.stat().st_size


def test_a_record_is_in_the_file_when_it_was_noted(start: Opener, place: Path) -> None:
    opened = start(place)
    for n, (name, moment) in enumerate(entries(5), start=1):
        opened.note(name, moment)
        assert n * SIZE == place.stat().st_size
        assert entries(n) == opened.entries()


def test_a_record_has_key_moment_and_checksum(start: Opener, place: Path) -> None:
    start(place, [(b"0123456789abcdef", 1.5)])
    body = b"0123456789abcdef" + bytes.fromhex("3ff8000000000000")
    assert body + zlib.crc32(body).to_bytes(4, "big") == place.read_bytes()


@pytest.mark.parametrize("close", [True, False], ids=["closed", "killed"])
def test_a_restart_finds_everything(start: Opener, place: Path, *, close: bool) -> None:
    opened = start(place, entries(5))
    if close:
        opened.close()
    again = start(place)
    assert entries(5) == again.entries()
    again.note(key(9), NOW + 9)
    assert [*entries(5), (key(9), NOW + 9)] == start.read(place)


@pytest.mark.parametrize("left", range(1, SIZE))
def test_a_half_written_last_record_is_cut_off(
    start: Opener, place: Path, left: int
) -> None:
    start(place, entries(4)).close()
    data = place.read_bytes()
    place.write_bytes(data[: 3 * SIZE + left])
    opened = start(place)
    assert entries(3) == opened.entries()
    opened.note(key(9), NOW + 9)
    assert [*entries(3), (key(9), NOW + 9)] == start.read(place)


GARBAGE = {"short": b"\0", "zeros": b"\0" * SIZE, "text": b"EHC1:" * 40}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_a_file_of_garbage_holds_no_records(
    start: Opener, place: Path, garbage: bytes
) -> None:
    place.write_bytes(garbage)
    opened = start(place)
    assert [] == opened.entries()
    opened.note(key(1), NOW)
    assert [(key(1), NOW)] == start.read(place)


@pytest.mark.parametrize("octet", [0, 15, 16, 23, 24, 27])
@pytest.mark.parametrize("record", [0, 1, 3])
def test_a_flipped_bit_costs_its_record_and_no_other(
    start: Opener, place: Path, record: int, octet: int
) -> None:
    start(place, entries(4)).close()
    data = bytearray(place.read_bytes())
    data[record * SIZE + octet] ^= 4
    place.write_bytes(data)
    whole = entries(4)
    assert whole[:record] + whole[record + 1 :] == start.read(place)


@given(data=st.binary(max_size=200))
def test_any_file_is_opened(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    place = tmp_path_factory.mktemp("any") / "used"
    place.write_bytes(data)
    opened = FileJournal(place)
    opened.note(key(1), NOW)
    opened.close()
    assert (key(1), NOW) == FileJournal(place).entries()[-1]


def test_closing_and_going_on_loses_nothing(start: Opener, place: Path) -> None:
    opened = start(place)
    for name, moment in entries(5):
        opened.note(name, moment)
        opened.close()
        opened.close()
    assert entries(5) == opened.entries()


def test_a_reset_survives_a_restart(start: Opener, place: Path) -> None:
    start(place, entries(5)).reset()
    opened = start(place)
    assert [] == opened.entries()
    opened.note(key(1), NOW)
    opened.reset()
    opened.note(key(2), NOW)
    assert [(key(2), NOW)] == start.read(place)


@pytest.mark.parametrize(("age", "kept"), [(HOURS_6, True), (HOURS_6 + 1, False)])
def test_a_restart_drops_what_is_older_than_six_hours(
    start: Opener, place: Path, age: int, *, kept: bool
) -> None:
    found = [(key(1), NOW - age), (key(2), NOW)]
    start(place, found).close()
    assert (found if kept else found[1:]) == start.read(place)


@pytest.mark.parametrize("grown", [0, 1, 10])
def test_a_file_that_has_grown_is_written_anew(
    start: Opener, place: Path, monkeypatch: pytest.MonkeyPatch, grown: int
) -> None:
    monkeypatch.setattr(journal, "GROWN", grown)
    opened = start(place, [(key(n), NOW) for n in range(grown + 1)])
    late = NOW + HOURS_6 + 1
    for n in range(100, 150):
        opened.note(key(n), late)
    expected = [(key(n), late) for n in range(100, 150)]
    assert expected == opened.entries()
    assert expected == start.read(place)
    assert [place] == list(place.parent.iterdir())


def test_a_busy_gate_does_not_rewrite_its_file_at_every_scan(
    start: Opener, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is still needed, so writing it anew makes it no shorter."""
    monkeypatch.setattr(journal, "GROWN", 10)
    opened, files = start(place), list[int]()
    for n in range(100):
        opened.note(key(n), NOW + n)
        files.append(place.stat().st_ino)
    assert [(key(n), NOW + n) for n in range(100)] == opened.entries()
    assert sum(a != b for a, b in pairwise(files)) <= 10


@pytest.mark.parametrize("left", [0, 1, 10, 27])
def test_a_full_disk_refuses_and_spoils_nothing(
    start: Opener, place: Path, left: int
) -> None:
    opened = start(place, entries(3))
    with room_for(3 * SIZE + left):
        for _ in range(2):
            with pytest.raises(StorageUnavailableError):
                opened.note(key(8), NOW + 8)
    opened.note(key(9), NOW + 9)
    expected = [*entries(3), (key(9), NOW + 9)]
    assert expected == opened.entries()
    assert expected == start.read(place)


def test_a_start_on_a_full_disk_is_refused_and_spoils_nothing(
    start: Opener, place: Path
) -> None:
    start(place, entries(3)).close()
    with room_for(2 * SIZE), pytest.raises(StorageUnavailableError):
        FileJournal(place)
    assert entries(3) == start.read(place)


def test_a_place_where_nothing_can_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for wrong in (tmp_path, tmp_path / "none" / "used", tmp_path / "file" / "used"):
        with pytest.raises(StorageUnavailableError):
            FileJournal(wrong)


@pytest.mark.parametrize("attempt", ["note", "reset", "entries"])
def test_a_place_that_went_away_is_unavailable(
    start: Opener, tmp_path: Path, attempt: str
) -> None:
    place = tmp_path / "disk" / "used"
    place.parent.mkdir()
    opened = start(place, entries(2))
    opened.close()
    place.rename(tmp_path / "elsewhere")
    place.mkdir()
    with pytest.raises(StorageUnavailableError):
        opened.note(key(1), NOW) if attempt == "note" else getattr(opened, attempt)()


def test_two_journals_side_by_side_do_not_meet(start: Opener, tmp_path: Path) -> None:
    """Also while they are written anew."""
    names = ("gate.new", "gate.north", "gate.south")
    for n, name in enumerate(names):
        start(tmp_path / name, [(key(n), NOW)]).close()
    found = [start.read(tmp_path / name) for name in names]
    assert [[(key(n), NOW)] for n in range(len(names))] == found
    assert sorted(names) == sorted(p.name for p in tmp_path.iterdir())
