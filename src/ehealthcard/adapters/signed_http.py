"""Posting what is signed, and taking an answer that ends in time (签名请求传输)."""

from collections.abc import Mapping
from time import monotonic

import attrs

from ehealthcard.extras import needs
from ehealthcard.qr.exchange import SIGNATURE

with needs("http"):
    import httpx


@attrs.frozen
class Bounds:
    """How much is taken, and how long it may take."""

    octets: int
    seconds: float


@attrs.frozen
class Answered:
    """What came back. Nothing in it may be believed yet."""

    status: int
    body: bytes = attrs.field(repr=False)
    signature: str = attrs.field(repr=False)
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Not signed: good for a wait, and for nothing else."""


def new_client() -> httpx.Client:
    """Return a client that follows nobody and asks no environment."""
    return httpx.Client(follow_redirects=False, trust_env=False)


def post(
    client: httpx.Client,
    url: str,
    body: bytes,
    headers: dict[str, str],
    *,
    bounds: Bounds,
    limits: httpx.Timeout,
) -> Answered:
    """Return status, body and signature of an answer that ends in time.

    Raises:
        httpx.HTTPError: There is none; of ``ConnectError`` and ``ConnectTimeout`` it is
            certain that nothing arrived.
        httpx.InvalidURL: *url* is none.

    """
    latest = monotonic() + bounds.seconds
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
