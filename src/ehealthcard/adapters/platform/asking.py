"""What the envelopes of declared dialects share (声明式方言的报文公共部分).

The server's side: what a request said, and a spoilt envelope for trying a platform.
"""

import hmac
import secrets
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NoReturn, Protocol

import attrs

from ehealthcard.adapters.strict_json import (
    UnreadableJsonError,
    as_object,
    parse_object,
)
from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import (
    Fact,
    HipMessageError,
    Phrase,
    PlatformAnswerError,
    PlatformRefusedError,
    PlatformRequestError,
)
from ehealthcard.ports import Clock

from . import flaws
from .dialect import Act, Dialect
from .mapped import Envelope, MappedPlatform
from .transport import Transport
from .wires import Wire


@attrs.frozen
class Asked:
    """A request to our own server.

    Args:
        method: The call.
        fields: Its fields, in the dialect's names.
        at: When it was written; ``None`` where the dialect does not say.
        flaw: Why it is not taken, where the refusal must name the call.

    """

    method: str
    fields: Mapping[str, Any] = attrs.field(repr=False)
    at: datetime | None
    flaw: Phrase | None = None


class DeclaredEnvelope(Envelope, Protocol):
    """Wraps and unwraps, for either side."""

    def asked(self, method: str, body: bytes, /) -> Asked:
        """Return a request; *method* is what its path means, or nothing.

        Raises:
            PlatformRequestError: It is not from who may ask, or malformed.

        """
        ...

    def answered(self, method: str, fields: Mapping[str, Any], /) -> bytes:
        """Return our own server's answer."""
        ...

    def refused(self, method: str, said: str, /) -> bytes:
        """Return our own server's refusal."""
        ...


@attrs.frozen(eq=False)
class Declared:
    """A dialect as configured: all that a client, a server and a check need.

    Args:
        dialect: What is said.
        envelope: How that is wrapped.
        wire: How it travels.
        probe: The call that finds nobody when the platform is tried.
        spoilt: For each setting that lets the hospital in, an envelope with another
            value of it, in the order in which a platform looks at them.

    """

    dialect: Dialect
    envelope: DeclaredEnvelope
    wire: Wire
    probe: Act
    spoilt: Mapping[str, DeclaredEnvelope]

    def client(self, transport: Transport, path: str, clock: Clock) -> MappedPlatform:
        """Return a client of the platform at *path*."""
        return MappedPlatform(
            self.dialect, self.envelope, transport, path, clock, self.wire
        )


def new_number() -> str:
    """Return a number that no message had before (流水号)."""
    return secrets.token_hex(16)


@contextmanager
def answer_of(platform: str, operation: str) -> Generator[None]:
    """Turn what is wrong with an answer into our error."""
    try:
        yield
    except (HipMessageError, UnreadableJsonError) as error:
        flaw = _flaw(error)
        raise PlatformAnswerError(
            platform=platform, operation=operation, flaw=flaw
        ) from None


@contextmanager
def request_of() -> Generator[None]:
    """Turn what is wrong with a request into our error."""
    try:
        yield
    except (HipMessageError, UnreadableJsonError) as error:
        raise PlatformRequestError(flaw=_flaw(error)) from None


def data_in(
    answer: bytes, platform: str, operation: str, *, success: str
) -> dict[str, Any]:
    """Return the data of an answer ``{"code", "msg", "data"}``.

    Raises:
        PlatformRefusedError: The code is not that of *success*.
        PlatformAnswerError: It is no such answer.

    """
    with answer_of(platform, operation):
        found = parse_object(answer)
    code, data = found.get("code"), as_object(found.get("data"))
    if not isinstance(code, str | int):
        raise PlatformAnswerError(
            platform=platform, operation=operation, flaw=flaws.NO_CODE
        )
    if str(code) != success:
        refuse(platform, operation, str(code), str(found.get("msg", "")))
    if data is None:
        raise PlatformAnswerError(
            platform=platform, operation=operation, flaw=flaws.NO_DATA
        )
    return data


def refuse(platform: str, operation: str, result: str, message: str) -> NoReturn:
    """Raise the platform's refusal."""
    error = PlatformRefusedError(
        platform=platform, operation=operation, result=result, request="-"
    )
    error.message = message
    raise error


def same(expected: str, given: object) -> bool:
    """Compare without telling how much was right."""
    return hmac.compare_digest(expected.encode(), str(given or "").encode())


def require_same(expected: str, given: object, flaw: Phrase) -> None:
    """Compare as :func:`same` does.

    Raises:
        PlatformRequestError: It is another.

    """
    if not same(expected, given):
        raise PlatformRequestError(flaw=flaw)


def moment_of(text: object, form: str) -> datetime:
    """Read a request's moment, in China's time.

    Raises:
        PlatformRequestError: It is written otherwise.

    """
    try:
        return datetime.strptime(str(text), form).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise PlatformRequestError(flaw=flaws.NO_TIME) from None


def _flaw(error: HipMessageError | UnreadableJsonError) -> Fact:
    if isinstance(error, HipMessageError):
        return error.facts["reason"]
    return flaws.NO_OBJECT
