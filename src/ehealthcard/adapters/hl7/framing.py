"""MLLP frames from bytes and back, without a socket (最小下层协议).

Source: HL7 v2 Transport Specification, MLLP release 1: ``0B`` message ``1C 0D``
(recalled). What stands between frames is no message; it is dropped and reported.
"""

import attrs

START, END = b"\x0b", b"\x1c\x0d"
LONGEST = 4 * 1024 * 1024
"""Bytes of one message that a side takes unless it is told otherwise."""


@attrs.frozen
class Frame:
    """One message as it came."""

    content: bytes = attrs.field(repr=False)


@attrs.frozen
class Rubbish:
    """Bytes outside of any frame (帧外数据)."""

    length: int


@attrs.frozen
class Overlong:
    """A frame that does not end within the limit; the connection is of no more use."""

    limit: int


Piece = Frame | Rubbish | Overlong


def framed(content: bytes) -> bytes:
    """Return *content* between the marks of MLLP."""
    return START + content + END


@attrs.define
class FrameReader:
    """Puts frames together from pieces of any size, several in one piece too.

    Args:
        limit: The most bytes of one message.

    """

    limit: int = LONGEST
    _buffer: bytearray = attrs.field(factory=bytearray, init=False, repr=False)
    _inside: bool = attrs.field(default=False, init=False)
    _seen: int = attrs.field(default=0, init=False)
    """How much of the buffer has been searched for the end already."""

    def feed(self, data: bytes) -> list[Piece]:
        """Return what is complete now; nothing comes after ``Overlong``."""
        self._buffer += data
        found: list[Piece] = []
        while (one := self._next()) is not None:
            found.append(one)
            if isinstance(one, Overlong):
                self._buffer.clear()
                break
        return found

    @property
    def is_midway(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._inside

    def _next(self) -> Piece | None:
        return self._frame() if self._inside else self._skipped()

    def _skipped(self) -> Piece | None:
        """Go to the next start mark; line ends between frames are no rubbish."""
        if not self._buffer:
            return None
        at = self._buffer.find(START)
        dropped = bytes(self._buffer if at < 0 else self._buffer[:at])
        del self._buffer[: len(dropped) if at < 0 else at + 1]
        self._inside, self._seen = at >= 0, 0
        if dropped.strip(b"\r\n"):
            return Rubbish(len(dropped))
        return self._frame() if self._inside else None

    def _frame(self) -> Frame | Overlong | None:
        at = self._buffer.find(END, max(0, self._seen - 1))
        if at > self.limit or (at < 0 and len(self._buffer) > self.limit + 1):
            self._inside = False
            return Overlong(self.limit)
        if at < 0:
            self._seen = len(self._buffer)
            return None
        content = bytes(self._buffer[:at])
        del self._buffer[: at + len(END)]
        self._inside, self._seen = False, 0
        return Frame(content)
