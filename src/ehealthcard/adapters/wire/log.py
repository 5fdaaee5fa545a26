"""One line of JSON for each message that went or came."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from logging import getLogger
from pathlib import Path
from secrets import token_bytes
from threading import Lock
from typing import Literal

import attrs

from ehealthcard.adapters.hl7.er7 import Hl7Message

from .masking import Mask, mask_hl7

LOG = getLogger("ehealthcard.wire")
Way = Literal["sent", "received"]


@attrs.define
class WireLog:
    """Keeps what went over a wire.

    Everything that may say who somebody is, or what he has, is masked: the same value
    has the same mask throughout one log, so that a visit can be followed, and no mask
    can be turned back or compared with another log's, as its key is drawn anew and kept
    nowhere. Headers of HTTP, and with them credentials, are never kept. The file is
    readable by its owner only. What cannot be written is left out, with a warning.

    Args:
        path: Where to; lines are added.
        plain: Mask nothing. Only for made-up patients.
        clock: Who tells the time.

    """

    path: Path
    plain: bool = attrs.field(default=False, kw_only=True)
    clock: Callable[[], datetime] = attrs.field(
        default=lambda: datetime.now(UTC), kw_only=True, repr=False
    )
    _key: bytes = attrs.field(factory=lambda: token_bytes(32), init=False, repr=False)
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def note(self, wire: str, way: Way, what: str, text: str, mask: Mask) -> None:
        """Write one message down.

        Args:
            wire: Which protocol, such as ``hl7v2``.
            way: Whether it went or came.
            what: A word for it without anything private, such as ``ADT^A01``.
            text: All of it.
            mask: How its protocol is masked.

        """
        said = text if self.plain else mask(text, self.hidden)
        line = {
            "at": self.clock().isoformat(),
            "wire": wire,
            "way": way,
            "what": what,
            "masked": not self.plain,
            "text": said,
        }
        written = f"{json.dumps(line, ensure_ascii=False)}\n".encode()
        try:
            with self._lock:
                self._write(written)
        except OSError as error:  # a full disk is no reason to send a message again
            LOG.warning("the wire log is not written: %s", type(error).__name__)

    def _write(self, written: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        file = os.open(self.path, flags, 0o600)
        try:
            os.write(file, written)
        finally:
            os.close(file)

    def hl7(self, way: Way, message: Hl7Message) -> None:
        """Write an HL7 v2 message down; give this to an ``MllpClient`` as its log."""
        text = "\r".join(segment.written() for segment in message.segments)
        self.note("hl7v2", way, message.kind, text, mask_hl7)

    def hidden(self, value: str) -> str:
        """Return the mask of a value; nothing stays nothing."""
        if self.plain or not value:
            return value
        digest = blake2b(value.encode("utf-8", "replace"), key=self._key, digest_size=5)
        return f"#{digest.hexdigest()}"
