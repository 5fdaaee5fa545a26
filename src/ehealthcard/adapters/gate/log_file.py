"""A gate's log of decisions in a file that survives a power cut (判定日志文件).

A file of lines. The first says whose log it is and how far the desk has acknowledged
it; each other is a decision with a checksum before it, flushed to disk before anybody
is let in. A line that a power cut left half-written is cut off when the file is opened.
What is acknowledged is dropped by writing the file anew, whole or not at all.
"""

import os
import zlib
from io import FileIO
from pathlib import Path

from ehealthcard.crypto import Suite
from ehealthcard.errors import DamagedGateLogError, InvalidInputError
from ehealthcard.qr.gate_log import GateEntry

from .journal import disk, settle, write_all
from .log import ROOM, LogStart, MemoryLog


class FileLog(MemoryLog):
    """A log in a file, for one gate and one process.

    Args:
        path: The file; made if it is not there.
        issuer: Code of the card manager.
        suite: Its suite.
        org: The institution, as the terminal is registered.
        terminal: The terminal's number there.
        room: As of :class:`MemoryLog`.

    Raises:
        DamagedGateLogError: The file is another gate's log, or damaged in the middle.
        StorageUnavailableError: It cannot be opened or written.

    """

    def __init__(
        self,
        path: Path | str,
        issuer: str,
        suite: Suite,
        org: str,
        terminal: str,
        *,
        room: int = ROOM,
    ) -> None:
        super().__init__(issuer, suite, org, terminal, room=room)
        self._path, self._size = Path(path), 0
        self._file: FileIO | None = None
        with disk():
            data = self._path.read_bytes() if self._path.exists() else b""
        if data:
            self._read(data)
        else:
            self.renew(self.start, [])

    def close(self) -> None:
        """Close the file; the next decision opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _read(self, data: bytes) -> None:
        head, *lines = data.split(b"\n")[:-1] or [b""]  # behind the last: what is torn
        mine = self.start
        try:
            start = LogStart.from_json(_checked(head))
            if (start.issuer, start.suite) != (mine.issuer, mine.suite) or (
                start.org,
                start.terminal,
            ) != (mine.org, mine.terminal):
                raise DamagedGateLogError
            self.start = start
            for number, line in enumerate(lines, start.serial + 1):
                text = _checked(line)
                if GateEntry.from_json(text).serial != number:
                    raise DamagedGateLogError
                self.add(text)
        except InvalidInputError:
            raise DamagedGateLogError from None
        self._size = data.rfind(b"\n") + 1

    def keep(self, line: bytes) -> None:
        """Append a line and let it reach the disk."""
        spelt = _spelt(line)
        with disk():
            try:
                if self._file is None:
                    self._file = FileIO(self._path, "ab")
                    self._file.truncate(self._size)  # a failed write's remains
                write_all(self._file, spelt)
            except OSError:
                self.close()
                raise
        self._size += len(spelt)

    def renew(self, start: LogStart, lines: list[bytes]) -> None:
        """Write the file anew, whole or not at all."""
        data = b"".join(map(_spelt, (start.to_json(), *lines)))
        fresh = self._path.with_name(f"{self._path.name}.new")
        with disk():
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            self.close()
            fresh.replace(self._path)
            settle(self._path.parent)
        self._size = len(data)


def _spelt(line: bytes) -> bytes:
    return b"%08x %b\n" % (zlib.crc32(line), line)


def _checked(line: bytes) -> bytes:
    """Return the text of a line whose checksum holds."""
    if line[:9] != b"%08x " % zlib.crc32(line[9:]):
        raise DamagedGateLogError
    return line[9:]
