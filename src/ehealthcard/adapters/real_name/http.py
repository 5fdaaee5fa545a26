"""Asking a verifier of real names over HTTP: signed questions, signed answers.

The scheme is the one card managers use among each other (``ehealthcard.qr.exchange``):
the request is signed over who asks whom, path, body, time and nonce, the answer over
the nonce, its status and body. Public verifiers have forms of their own, none of them
published; a gateway in front of one speaks this one.

``POST /v1/real-name`` takes a :class:`~ehealthcard.ports.RealNameQuestion` and returns
a :class:`~ehealthcard.ports.RealNameReading`. ``POST /v1/real-name/outcome`` takes
``{"request_id": ...}`` and returns the reading, or 404 where the question never came.
"""

import json
from typing import Self

import attrs

from ehealthcard.adapters.signed_http import (
    Answered,
    Bounds,
    Peer,
    SignedHttp,
    new_client,
)
from ehealthcard.crypto import KeyRing, PublicKey
from ehealthcard.errors import (
    InvalidInputError,
    IssuerAnswerError,
    RealNameAnswerError,
)
from ehealthcard.extras import needs
from ehealthcard.ports import Clock, Outcome, RealNameQuestion, RealNameReading

with needs("http"):
    import httpx


VERIFY, OUTCOME = "/v1/real-name", "/v1/real-name/outcome"
LARGEST_ANSWER = 4096
_GOOD, _NEVER, _FAILED = 200, 404, 500
UNCLEAR = RealNameReading(outcome=Outcome.UNCLEAR, method="http")


@attrs.frozen
class TimeOuts:
    """How long somebody at a window is kept waiting, in seconds."""

    connect: float = 0.5
    answer: float = 3.0


@attrs.frozen(eq=False)
class HttpRealNameVerifier:
    """See :class:`ehealthcard.ports.RealNameVerifier`.

    Args:
        keys: The ring of who asks; its trust key signs.
        authority: What the verifier is called; it signs answers under this name.
        trust: The verifier's public trust key, pinned when it was set up.
        address: Where it is, such as ``https://real-name.example``.
        clock: What time it is.
        time_outs: How long is waited.
        client: An ``httpx.Client`` of yours, such as one with a client certificate;
            its own time-outs are not used.

    """

    keys: KeyRing = attrs.field(repr=False)
    authority: str
    trust: PublicKey = attrs.field(repr=False)
    address: str
    clock: Clock = attrs.field(repr=False)
    time_outs: TimeOuts = attrs.field(factory=TimeOuts)
    client: httpx.Client = attrs.field(factory=new_client, repr=False)

    def verify(self, question: RealNameQuestion, /) -> RealNameReading:
        """See :class:`ehealthcard.ports.RealNameVerifier`."""
        said = self._ask(VERIFY, question.to_json())
        if said is None or said.status >= _FAILED:
            return UNCLEAR
        return _reading(said)

    def outcome(self, request_id: str, /) -> RealNameReading | None:
        """See :class:`ehealthcard.ports.RealNameVerifier`."""
        said = self._ask(OUTCOME, json.dumps({"request_id": request_id}).encode())
        if said is None or said.status >= _FAILED:
            return UNCLEAR
        return None if said.status == _NEVER else _reading(said)

    def close(self) -> None:
        """Let go of connections."""
        self.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, path: str, body: bytes) -> Answered | None:
        """Return what the verifier itself answered; ``None`` if that is not known.

        Raises:
            OutsideUnavailableError: It was not reached, or does nothing now.
            RealNameAnswerError: Somebody else answered in its name.

        """
        peer = Peer(self.authority, self.trust, self.address)
        bounds = Bounds(LARGEST_ANSWER, self.time_outs.answer, self.time_outs.connect)
        way = SignedHttp(self.keys, self.client)
        try:
            return way.ask(peer, path, body, at=self.clock(), bounds=bounds)
        except IssuerAnswerError:
            raise RealNameAnswerError from None


def _reading(said: Answered) -> RealNameReading:
    if said.status != _GOOD:
        raise RealNameAnswerError
    try:
        return RealNameReading.from_json(said.body)
    except InvalidInputError:
        raise RealNameAnswerError from None
