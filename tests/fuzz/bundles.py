"""Trust bundles: altered, and altered before they were signed."""

import json
from functools import partial
from typing import Any

from ehealthcard.adapters.gate import MemoryJournal
from ehealthcard.crypto import KeyRing, Suite
from ehealthcard.errors import EHealthCardError
from ehealthcard.monitor.clients import (
    ListedBuild,
    build_key,
    make_builds,
    open_builds,
)
from ehealthcard.monitor.clients.lists import MAGIC as BUILDS
from ehealthcard.qr import Gate, GatePolicy, RevocationList, TrustStore
from ehealthcard.qr.bundle import Header, open_bundle
from ehealthcard.qr.signed import seal
from ehealthcard.qr.types import Form
from tests.unit.qr.bundles import bundle, header, signed
from tests.unit.qr.fixed import AT, CARD, OTHER_CARD, make, ring

from .mutator import Mutator
from .run import Make, Parse, Parser

LISTS = b"".join(sorted([CARD.prefix, OTHER_CARD.prefix, b"a phone."]))


def _headers(keys: KeyRing) -> list[bytes]:
    full = json.loads(Header.from_data(header(keys)).to_json())
    policy = json.loads(GatePolicy(leeway=0).to_json())
    made: list[dict[str, Any]] = [
        full,
        full | {"counts": [3, 0, 0, 0]},
        full | {"counts": [1, 0, 2, 0], "policy": policy},
        header(keys, sequence=9, counts=[0, 0, 3, 0]),
    ]
    return [json.dumps(one).encode() for one in made]


def _open(suite: Suite) -> tuple[Make, Parse]:
    keys = ring(suite)
    files = [
        bundle(keys, cards=[CARD.prefix]),
        bundle(keys.rotate_codes(), sequence=3, base=1, devices=[b"a phone."]),
    ]
    pinned = keys.public().trust
    return lambda m: m.octets(files), lambda data: open_bundle(data, pinned)


def _take(suite: Suite) -> tuple[Make, Parse]:
    """What the issuer signed by mistake, and a gate that believes it."""
    keys = ring(suite)
    headers, store = _headers(keys), TrustStore.pin(keys.public())
    text = make(Form.SIGNED, keys)

    def build(m: Mutator) -> bytes:
        lists = m.pick((b"", LISTS, LISTS, m.octets([LISTS])))
        length = m.below(1 << 11) if m.below(50) == 0 else None
        return signed(keys, m.json(headers), lists, length=length)

    def parse(data: bytes) -> object:
        taken = store.take(data)
        try:
            return Gate(taken, MemoryJournal()).check(
                text, AT
            ), CARD.prefix in taken.cards
        except EHealthCardError as error:
            msg = "A gate raised."
            raise AssertionError(msg) from error

    return build, parse


def _header() -> tuple[Make, Parse]:
    headers = _headers(ring(Suite.INTL))
    return lambda m: m.json(headers), Header.from_json


def _list() -> tuple[Make, Parse]:
    return lambda m: m.octets([LISTS, LISTS[:8], b""]), RevocationList.from_bytes


def _builds() -> tuple[Make, Parse]:
    """A list of builds that the keeper signed by mistake, and a desk that reads it."""
    keys = ring(Suite.INTL)
    key = build_key(Suite.INTL, keys.public().trust.data)
    build = ListedBuild(app="a", version="1", digests=("a" * 64,), keys=(key,))
    whole = make_builds([build], keys=keys, serial=1, at=AT, until=AT)
    headers, pinned = [whole.to_json()], (keys.public().trust,)

    def make_one(m: Mutator) -> bytes:
        return seal(BUILDS, m.json(headers), m.pick((b"", b"", b"x")), keys.trust)

    return make_one, lambda data: open_builds(data, pinned)


PARSERS = (
    Parser("bundle INTL", partial(_open, Suite.INTL), 0.5),
    Parser("bundle GM", partial(_open, Suite.GM), 0.1),
    Parser("signed altered bundle INTL", partial(_take, Suite.INTL), 0.3),
    Parser("signed altered bundle GM", partial(_take, Suite.GM), 0.05),
    Parser("bundle header", _header),
    Parser("revocation list", _list),
    Parser("signed altered list of builds", _builds, 0.3),
)
