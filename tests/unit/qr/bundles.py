"""Trust bundles for tests, well made and ill made."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ehealthcard.crypto import KeyRing
from ehealthcard.qr import GatePolicy, RevocationList, TrustBundle, TrustedKey
from ehealthcard.qr.bundle import MAGIC, Header, seal_bundle, trusted_keys

from .fixed import AT, ISSUER

POLICY = GatePolicy()


def bundle(
    keys: KeyRing,
    *,
    sequence: int = 1,
    base: int = 0,
    made: datetime = AT,
    cards: Iterable[bytes] = (),
    cards_removed: Iterable[bytes] = (),
    devices: Iterable[bytes] = (),
    devices_removed: Iterable[bytes] = (),
    policy: GatePolicy = POLICY,
    trusted: tuple[TrustedKey, ...] | None = None,
    terms: Mapping[bytes, tuple[int, int]] | None = None,
    issuer: str = ISSUER,
    suite: str | None = None,
) -> bytes:
    """Return a bundle that *keys* signed."""
    header = Header.from_data(
        {
            "issuer": issuer,
            "suite": suite or keys.suite.name,
            "sequence": sequence,
            "base": base,
            "made": int(made.timestamp()),
            "keys": trusted_keys(keys, terms) if trusted is None else trusted,
            "policy": policy,
            "counts": (0, 0, 0, 0),
        }
    )
    lists = (cards, cards_removed, devices, devices_removed)
    return seal_bundle(TrustBundle(header, *map(RevocationList.of, lists)), keys)


def header(issuer: KeyRing, **changed: object) -> dict[str, Any]:
    """Return a good header as JSON-like data, with some fields *changed*."""
    good: dict[str, Any] = {
        "issuer": ISSUER,
        "suite": issuer.suite.name,
        "sequence": 1,
        "base": 0,
        "made": int(AT.timestamp()),
        "keys": [{"id": k.id.hex(), "key": k.public.data.hex()} for k in issuer.codes],
        "counts": [0, 0, 0, 0],
    }
    return good | changed


def signed(
    keys: KeyRing, text: object, lists: bytes = b"", *, length: int | None = None
) -> bytes:
    """Sign whatever *text* is as a header, with a true length or another."""
    raw = text if isinstance(text, bytes) else json.dumps(text).encode()
    size = (len(raw) if length is None else length).to_bytes(4, "big")
    body = MAGIC + size + raw + lists
    return body + keys.trust.sign(body)
