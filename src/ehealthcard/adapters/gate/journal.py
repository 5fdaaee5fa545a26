"""A gate's memory of used codes, in a file that survives a restart.

Each use is one record of 28 bytes: the replay key (16), the moment (8) and a checksum
(4), appended and flushed to disk before the code is accepted. A record that a power cut
left half-written, or that the disk spoilt, is left out when the file is opened. Records
older than any code lives are dropped at every start and whenever the file has grown
well beyond what is needed.
"""

import errno
import os
import struct
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from ehealthcard.errors import StorageUnavailableError

RECORD = struct.Struct(">16sdI")
KEEP_SECONDS = 6 * 3600
"""Longer than any code is accepted, twice over."""

GROWN = 100_000
"""The file is written anew after so many new records, or twice as many as were kept."""


class MemoryJournal:
    """A journal that ends with the process: for tests and trials."""

    def __init__(self) -> None:
        self._entries: list[tuple[bytes, float]] = []

    def note(self, key: bytes, now: float, /) -> None:
        """See :class:`ehealthcard.qr.GateJournal`."""
        self._entries.append((key, now))

    def entries(self) -> list[tuple[bytes, float]]:
        """See :class:`ehealthcard.qr.GateJournal`."""
        return list(self._entries)

    def reset(self) -> None:
        """See :class:`ehealthcard.qr.GateJournal`."""
        self._entries.clear()


class FileJournal:
    """A journal in a file, for one gate.

    Args:
        path: The file; made if it is not there.

    Raises:
        StorageUnavailableError: It cannot be opened or written.

    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._file: FileIO | None = None
        self._count = self._kept = 0
        with disk():
            self._rewrite(_whole_records(self._path))

    def note(self, key: bytes, now: float, /) -> None:
        """See :class:`ehealthcard.qr.GateJournal`; it is on disk when this returns.

        Raises:
            StorageUnavailableError: The disk is full or gone; do not accept the code.

        """
        with disk():
            try:
                self._append(_record(key, now))
            except OSError:
                self.close()
                raise
            if self._count - self._kept > max(GROWN, self._kept):
                self._rewrite(_whole_records(self._path))

    def entries(self) -> list[tuple[bytes, float]]:
        """See :class:`ehealthcard.qr.GateJournal`.

        Raises:
            StorageUnavailableError: The file cannot be read.

        """
        with disk():
            return _whole_records(self._path)

    def reset(self) -> None:
        """See :class:`ehealthcard.qr.GateJournal`.

        Raises:
            StorageUnavailableError: The file cannot be written.

        """
        with disk():
            self._rewrite([])

    def close(self) -> None:
        """Close the file; the next note opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _append(self, record: bytes) -> None:
        if self._file is None:
            self._file = FileIO(self._path, "ab")
            self._file.truncate(self._count * RECORD.size)  # a failed note's remains
        write_all(self._file, record)
        self._count += 1

    def _rewrite(self, entries: list[tuple[bytes, float]]) -> None:
        """Replace the file by what is still needed, whole or not at all."""
        latest = max((noted for _, noted in entries), default=0.0)
        kept = [(k, n) for k, n in entries if n >= latest - KEEP_SECONDS]
        fresh = self._path.with_name(f"{self._path.name}.new")
        with fresh.open("wb") as file:
            file.writelines(_record(key, noted) for key, noted in kept)
            file.flush()
            os.fsync(file.fileno())
        self.close()
        fresh.replace(self._path)
        settle(self._path.parent)
        self._count = self._kept = len(kept)


@contextmanager
def disk() -> Generator[None]:
    """Say of every failure of the disk that nothing can be kept.

    Raises:
        StorageUnavailableError: The disk failed.

    """
    try:
        yield
    except OSError as error:
        raise StorageUnavailableError from error


def write_all(file: FileIO, data: bytes) -> None:
    """Write *data* whole and let it reach the disk.

    Raises:
        OSError: It did not.

    """
    if file.write(data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file.fileno())


def settle(folder: Path) -> None:
    """Let a file's new name survive a power cut too, where the system knows how."""
    if hasattr(os, "O_DIRECTORY"):
        place = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


def _record(key: bytes, now: float) -> bytes:
    body = struct.pack(">16sd", key, now)
    return body + zlib.crc32(body).to_bytes(4, "big")


def _whole_records(path: Path) -> list[tuple[bytes, float]]:
    """Return the records of the file that are whole."""
    data = path.read_bytes() if path.exists() else b""
    found: list[tuple[bytes, float]] = []
    for start in range(0, len(data) - RECORD.size + 1, RECORD.size):
        key, noted, checksum = RECORD.unpack_from(data, start)
        if zlib.crc32(data[start : start + RECORD.size - 4]) == checksum:
            found.append((key, noted))
    return found
