"""Asking other card managers over HTTP: signed questions, signed answers.

The address of each stands on the trust list, and so does the key that its answers are
checked with. TLS protects what is read on the way; where the list's keepers want mutual
TLS, give the gateway a client of yours with a certificate.
"""

import json
from collections.abc import Callable
from typing import Any, Self

import attrs
from pydantic import TypeAdapter

from ehealthcard.adapters.signed_http import (
    Answered,
    Bounds,
    Peer,
    SignedHttp,
    new_client,
)
from ehealthcard.crypto import KeyRing
from ehealthcard.errors import (
    InvalidInputError,
    IssuerAnswerError,
    IssuerUsageError,
    OutsideUnavailableError,
)
from ehealthcard.extras import needs
from ehealthcard.ports import (
    Clock,
    CodeQuestion,
    ForeignIdentity,
    ForeignRefusal,
    IssuerAnswer,
    Unclear,
)
from ehealthcard.qr.directory import Directory

with needs("http"):
    import httpx


VERIFY, BUNDLE = "/v1/verify", "/v1/bundle"
LARGEST_ANSWER = 4096
_FAILED = 500
"""From here on the issuer itself does not know what it has done."""

LARGEST_BUNDLE = 64 * 1024 * 1024

_Said = TypeAdapter[ForeignIdentity | ForeignRefusal](ForeignIdentity | ForeignRefusal)
_GOOD = 200


@attrs.frozen
class TimeOuts:
    """How long somebody at a desk is kept waiting, in seconds."""

    connect: float = 0.5
    answer: float = 1.5
    bundle: float = 60.0
    """For a whole list of revocations, which nobody waits for."""

    attempts: int = 2
    """How often a question is asked that may not have been heard."""


@attrs.frozen(eq=False)
class HttpIssuerGateway:
    """The other card managers, at the addresses on the trust list.

    Args:
        keys: The ring of who asks; its trust key signs.
        directory: Returns the trust list as of now, such as ``ForeignTrust.current``.
        clock: What time it is.
        time_outs: How long is waited.
        client: An ``httpx.Client`` of yours, such as one with a client certificate;
            its own time-outs are not used.

    """

    keys: KeyRing = attrs.field(repr=False)
    directory: Callable[[], Directory] = attrs.field(repr=False)
    clock: Clock = attrs.field(repr=False)
    time_outs: TimeOuts = attrs.field(factory=TimeOuts)
    client: httpx.Client = attrs.field(factory=new_client, repr=False)

    def verify(self, issuer: str, question: CodeQuestion, /) -> IssuerAnswer:
        """See :class:`ehealthcard.ports.IssuerGateway`."""
        body, waits = question.to_json(), self.time_outs
        bounds = self._bounds(LARGEST_ANSWER, waits.answer)
        for attempt in range(waits.attempts):
            try:
                reply = self._ask(issuer, VERIFY, body, bounds)
            except OutsideUnavailableError:
                if attempt == 0:
                    raise
                break  # the attempt before may have been heard
            if reply is not None:
                return _said(reply)
        return Unclear()

    def revocations(self, issuer: str, /) -> bytes:
        """See :class:`ehealthcard.ports.IssuerGateway`."""
        bounds = self._bounds(LARGEST_BUNDLE, self.time_outs.bundle)
        reply = self._ask(issuer, BUNDLE, b"", bounds)
        if reply is None or reply.status >= _FAILED:
            raise OutsideUnavailableError
        if reply.status != _GOOD:
            raise IssuerAnswerError
        return reply.body

    def close(self) -> None:
        """Let go of connections."""
        self.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(
        self, issuer: str, path: str, body: bytes, bounds: Bounds
    ) -> Answered | None:
        """Return what the issuer itself answered; ``None`` if that is not known.

        Raises:
            OutsideUnavailableError: It was not reached, or does nothing now.
            IssuerAnswerError: Somebody else answered in its name.

        """
        now = self.clock()
        member = self.directory().member(issuer, at=now, use="online")
        if member.manager.gateway is None:
            raise IssuerUsageError
        peer = Peer(issuer, member.keys.trust, member.manager.gateway)
        way = SignedHttp(self.keys, self.client)
        return way.ask(peer, path, body, at=now, bounds=bounds)

    def _bounds(self, octets: int, seconds: float) -> Bounds:
        waits = self.time_outs
        return Bounds(octets, seconds, waits.connect, pause=waits.answer)


def _said(reply: Answered) -> IssuerAnswer:
    """Return what a signed answer says.

    Raises:
        IssuerAnswerError: It is none of the answers there are.

    """
    if reply.status >= _FAILED:
        return Unclear()
    try:
        if reply.status == _GOOD:
            return _Said.validate_json(reply.body)
        problem: Any = json.loads(reply.body)
        return ForeignRefusal.from_data({"code": problem["code"]})
    except (InvalidInputError, ValueError, LookupError, TypeError):
        raise IssuerAnswerError from None
