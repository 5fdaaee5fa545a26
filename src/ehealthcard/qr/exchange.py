"""What card managers say to each other, signed (卡管间请求签名).

A request is signed over who asks whom, method, path, body, time and nonce; the answer
over the request's nonce, its status and its body. So neither can be sent to somebody
else, changed, or put in the place of another one. Mutual TLS may stand around both and
replaces neither. The scheme is our own.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from ehealthcard.crypto import KeyRing, PublicKey, Suite
from ehealthcard.errors import (
    IssuerAnswerError,
    RequestForgedError,
    RequestFormError,
    RequestTimeError,
)

from .directory import Directory, Member

SENDER = "ehc-manager"
TIME = "ehc-time"
NONCE = "ehc-nonce"
SIGNATURE = "ehc-signature"

WINDOW = 60
"""Seconds by which the clocks of two card managers may disagree, network included."""

_REQUEST, _ANSWER = b"EHRQ\x01", b"EHRS\x01"
_TIME = re.compile("[0-9]{1,10}", re.ASCII)
_NONCE = re.compile("[0-9a-f]{32}", re.ASCII)
_SIGNATURE = re.compile("[0-9a-f]{128}", re.ASCII)


def sign_request(
    keys: KeyRing,
    *,
    to: str,
    method: str,
    path: str,
    body: bytes,
    at: datetime,
    nonce: bytes,
) -> dict[str, str]:
    """Return the four headers of a request to the card manager *to*.

    Args:
        keys: The ring of who asks.
        to: Issuer code of who is asked.
        method: In capitals.
        path: What stands behind the gateway's own address, such as ``/v1/verify``.
        body: As it is sent.
        at: Now.
        nonce: 16 random bytes, never used before.

    """
    said = str(int(at.timestamp()))
    text = _request(keys.suite, keys.issuer, to, method, path, body, said, nonce.hex())
    return {
        SENDER: keys.issuer,
        TIME: said,
        NONCE: nonce.hex(),
        SIGNATURE: keys.trust.sign(text).hex(),
    }


def check_request(
    headers: Mapping[str, str],
    *,
    to: str,
    method: str,
    path: str,
    body: bytes,
    at: datetime,
    directory: Directory,
) -> Member:
    """Return who signed a request; the caller sees to it that its nonce is new.

    Raises:
        RequestFormError: A header is missing or of another form.
        CrossDomainError: The sender is not, or no longer, trusted to ask.
        RequestForgedError: It did not sign this request to *to*.
        RequestTimeError: Not signed just now.

    """
    sender, said = headers.get(SENDER, ""), headers.get(TIME, "")
    nonce, signature = headers.get(NONCE, ""), headers.get(SIGNATURE, "")
    if not (
        _TIME.fullmatch(said)
        and _NONCE.fullmatch(nonce)
        and _SIGNATURE.fullmatch(signature)
    ):
        raise RequestFormError
    member = directory.member(sender, at=at, use="asking")
    text = _request(member.keys.suite, sender, to, method, path, body, said, nonce)
    if not member.keys.trust.verify(bytes.fromhex(signature), text):
        raise RequestForgedError
    if abs(at.timestamp() - int(said)) > WINDOW:
        raise RequestTimeError
    return member


def sign_answer(keys: KeyRing, *, to: str, nonce: str, status: int, body: bytes) -> str:
    """Return the signature of an answer to the request with *nonce*, in hex."""
    text = _answer(keys.suite, keys.issuer, to, nonce, status, body)
    return keys.trust.sign(text).hex()


def check_answer(
    signature: str,
    trust: PublicKey,
    *,
    sender: str,
    to: str,
    nonce: str,
    status: int,
    body: bytes,
) -> None:
    """Refuse an answer that its sender did not give to this very request.

    Raises:
        IssuerAnswerError: It did not.

    """
    text = _answer(trust.suite, sender, to, nonce, status, body)
    if not _SIGNATURE.fullmatch(signature) or not trust.verify(
        bytes.fromhex(signature), text
    ):
        raise IssuerAnswerError


def _request(  # noqa: PLR0917  # what is signed, in its order
    suite: Suite,
    sender: str,
    to: str,
    method: str,
    path: str,
    body: bytes,
    said: str,
    nonce: str,
) -> bytes:
    texts = (sender, to, method, path, said, nonce)
    return _REQUEST + _framed(*texts) + suite.digest(body)


def _answer(  # noqa: PLR0917  # what is signed, in its order
    suite: Suite, sender: str, to: str, nonce: str, status: int, body: bytes
) -> bytes:
    return _ANSWER + _framed(sender, to, nonce, str(status)) + suite.digest(body)


def _framed(*texts: str) -> bytes:
    """Return *texts* with their lengths, so that no two sequences are alike."""
    parts = [text.encode() for text in texts]
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)
