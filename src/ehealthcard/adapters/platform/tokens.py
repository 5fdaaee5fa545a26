"""The one live token of an application (appToken 共享).

A platform that gives out a token kills the one before it, so all processes of a
hospital must use one. :class:`StoredTokenShelf` keeps it, sealed, in the hospital's
own database, and lets one process at a time fetch a new one.
"""

import base64
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Event, Lock
from typing import Protocol

import attrs

from ehealthcard.crypto import SealKey
from ehealthcard.errors import (
    DecryptionError,
    OutsideUnavailableError,
    TransactionConflictError,
)
from ehealthcard.ports import Clock, Storage

EARLY = timedelta(seconds=60)
"""A token is not used in its last minute."""

LEASE = timedelta(seconds=30)
PIECE = 120
PIECES = 8
LOOKS, PAUSE = 100, 0.1
"""How often, and after how many seconds, somebody who waits looks again."""


@attrs.frozen
class Token:
    """A token, and until when it may be used."""

    value: str = attrs.field(repr=False)
    until: datetime


Fetch = Callable[[], Token]


class TokenShelf(Protocol):
    """Where the live token lies."""

    def token(self, fetch: Fetch, /) -> str:
        """Return the live token; *fetch* a new one if there is none.

        Raises:
            OutsideUnavailableError: Somebody else fetches one and does not finish.

        """
        ...

    def drop(self, value: str, /) -> None:
        """The platform does not take *value*; if it is still there, forget it."""
        ...


class MemoryTokenShelf:
    """For a hospital with one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._token: Token | None = None

    def token(self, fetch: Fetch, /) -> str:
        """See :class:`TokenShelf`."""
        with self._lock:
            if self._token is None or self._token.until - EARLY <= self._clock():
                self._token = fetch()
            return self._token.value

    def drop(self, value: str, /) -> None:
        """See :class:`TokenShelf`."""
        with self._lock:
            if self._token is not None and self._token.value == value:
                self._token = None


class StoredTokenShelf:
    """For any number of processes on one database.

    Args:
        storage: The database.
        seal: Seals the token where it lies, such as a ring's newest data key.
        name: Whose token: platform and application.
        clock: What time it is.

    """

    def __init__(
        self, storage: Storage, seal: SealKey, *, name: str, clock: Clock
    ) -> None:
        self._storage = storage
        self._seal = seal
        self._clock = clock
        self._place = "token/" + sha256(name.encode()).hexdigest()[:40]
        self._own = secrets.token_hex(8)
        self._lock = Lock()

    def token(self, fetch: Fetch, /) -> str:
        """See :class:`TokenShelf`."""
        with self._lock:
            for _ in range(LOOKS):
                found, mine = self._look()
                if found is not None:
                    return found
                if mine:
                    return self._fetch(fetch)
                Event().wait(PAUSE)  # another process is fetching one
            raise OutsideUnavailableError

    def drop(self, value: str, /) -> None:
        """See :class:`TokenShelf`."""

        def forget() -> None:
            token = self._read()
            if token is not None and token.value == value:
                self._storage.set_bookmark(f"{self._place}/0", None)

        self._atomically(forget)

    def _fetch(self, fetch: Fetch) -> str:
        try:
            token = fetch()
        except BaseException:
            self._atomically(self._release)
            raise
        self._atomically(lambda: self._write(token))
        return token.value

    def _look(self) -> tuple[str | None, bool]:
        """Return the live token, or whether it is ours to fetch one."""
        found: tuple[str | None, bool] = None, False

        def look() -> None:
            nonlocal found
            token, now = self._read(), self._clock()
            if token is not None and now < token.until - EARLY:
                found = token.value, False
                return
            held = self._storage.bookmark(f"{self._place}/lease")
            if held is not None and int(held.split(":")[1]) > now.timestamp():
                found = None, False
                return
            until = int((now + LEASE).timestamp())
            self._storage.set_bookmark(f"{self._place}/lease", f"{self._own}:{until}")
            found = None, True

        try:
            with self._storage.transaction():
                look()
        except TransactionConflictError:
            return None, False
        return found

    def _release(self) -> None:
        held = self._storage.bookmark(f"{self._place}/lease")
        if held is not None and held.startswith(self._own):
            self._storage.set_bookmark(f"{self._place}/lease", None)

    def _read(self) -> Token | None:
        pieces: list[str] = []
        for number in range(PIECES):
            piece = self._storage.bookmark(f"{self._place}/{number}")
            if piece is None:
                break
            pieces.append(piece.removesuffix("."))
            if piece.endswith("."):
                break
        try:
            sealed = base64.urlsafe_b64decode("".join(pieces))
            plain = self._seal.unseal(sealed, self._place.encode())
        except (ValueError, DecryptionError):
            return None  # none there, or sealed by a key that was retired
        until = datetime.fromtimestamp(int.from_bytes(plain[:8], "big"), UTC)
        return Token(plain[8:].decode(), until)

    def _write(self, token: Token) -> None:
        plain = int(token.until.timestamp()).to_bytes(8, "big") + token.value.encode()
        sealed = self._seal.seal(plain, self._place.encode())
        text = base64.urlsafe_b64encode(sealed).decode() + "."
        pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
        if len(pieces) > PIECES:
            raise OutsideUnavailableError  # no token is this long
        for number, piece in enumerate(pieces):
            self._storage.set_bookmark(f"{self._place}/{number}", piece)
        self._release()

    def _atomically(self, act: Callable[[], None]) -> None:
        for _ in range(LOOKS):
            try:
                with self._storage.transaction():
                    return act()
            except TransactionConflictError:
                Event().wait(PAUSE / 10)
        raise TransactionConflictError
