"""Signed questions over HTTP, and answers that are signed and end in time (签名问答).

The scheme is that of :mod:`ehealthcard.qr.exchange`; card managers and verifiers of
real names are asked with it.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from time import monotonic

import attrs

from ehealthcard.adapters.retry_after import AWAY, BUSY, turned_away
from ehealthcard.adapters.strict_json import UnreadableJsonError, parse_object
from ehealthcard.crypto import KeyRing, PublicKey
from ehealthcard.errors import OutsideBusyError, OutsideUnavailableError
from ehealthcard.extras import needs
from ehealthcard.qr.exchange import NONCE, SIGNATURE, check_answer, sign_request

with needs("http"):
    import httpx


@attrs.frozen
class Bounds:
    """How much is taken, and how long it may take.

    Args:
        octets: Of the answer's body.
        seconds: For the answer as a whole.
        connect: Seconds until somebody listens.
        pause: Seconds in which nothing comes; as long as the whole if not said.

    """

    octets: int
    seconds: float
    connect: float
    pause: float | None = None


@attrs.frozen
class Answered:
    """What came back, signed by who was asked."""

    status: int
    body: bytes = attrs.field(repr=False)
    signature: str = attrs.field(repr=False)
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Not signed: good for a wait, and for nothing else."""

    @property
    def is_busy(self) -> bool:
        """Whether it was not done, and may be asked again.

        Of a 503 the signed body must say so: somebody else on the way may have put a
        ``Retry-After`` beside one that says something else.
        """
        if self.status != AWAY:
            return self.status == BUSY
        try:
            return parse_object(self.body).get("code") == OutsideBusyError.code
        except UnreadableJsonError:
            return False


@attrs.frozen
class Peer:
    """Whoever is asked.

    Args:
        name: What it is called; it signs answers under this name.
        trust: What its answers are checked with.
        address: Where it is.

    """

    name: str
    trust: PublicKey = attrs.field(repr=False)
    address: str


def new_client() -> httpx.Client:
    """Return a client that follows nobody and asks no environment."""
    return httpx.Client(follow_redirects=False, trust_env=False)


@attrs.frozen
class SignedHttp:
    """Asks in one name.

    Args:
        keys: The ring of who asks; its trust key signs.
        client: What the questions go through.

    """

    keys: KeyRing = attrs.field(repr=False)
    client: httpx.Client = attrs.field(repr=False)

    def ask(
        self, peer: Peer, path: str, body: bytes, *, at: datetime, bounds: Bounds
    ) -> Answered | None:
        """Return what *peer* itself answered; ``None`` if that is not known.

        A proxy on the way that says no signs nothing, and does not know.

        Raises:
            OutsideUnavailableError: It was not reached, or does nothing now.
            IssuerAnswerError: Somebody else answered in its name.

        """
        headers = sign_request(
            self.keys,
            to=peer.name,
            method="POST",
            path=path,
            body=body,
            at=at,
            nonce=secrets.token_bytes(16),
        )
        url = peer.address.rstrip("/") + path
        try:
            said = _post(self.client, url, body, headers, bounds)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise OutsideUnavailableError from None
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        if not said.signature:
            return None
        check_answer(
            said.signature,
            peer.trust,
            sender=peer.name,
            to=self.keys.issuer,
            nonce=headers[NONCE],
            status=said.status,
            body=said.body,
        )
        if said.is_busy:
            raise turned_away(said.headers)
        return said


def _post(
    client: httpx.Client, url: str, body: bytes, headers: dict[str, str], bounds: Bounds
) -> Answered:
    """Return an answer that ends in time; nothing in it may be believed yet.

    Raises:
        httpx.HTTPError: There is none; of ``ConnectError`` and ``ConnectTimeout`` it is
            certain that nothing arrived.
        httpx.InvalidURL: *url* is none.

    """
    latest = monotonic() + bounds.seconds
    limits = httpx.Timeout(bounds.pause or bounds.seconds, connect=bounds.connect)
    sent = {
        **headers,
        "content-type": "application/json",
        "accept-encoding": "identity",
    }
    with client.stream(
        "POST", url, content=body, headers=sent, timeout=limits
    ) as response:
        answer = bytearray()
        for part in response.iter_raw():
            answer += part
            if len(answer) > bounds.octets or monotonic() > latest:
                raise httpx.ReadTimeout("The answer does not end.")
        signature = response.headers.get(SIGNATURE, "")
        return Answered(
            response.status_code, bytes(answer), signature, response.headers
        )
