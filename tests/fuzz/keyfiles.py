"""Key files of rings and gates.

A file whose parameters are good costs 600,000 rounds of HMAC, a tenth to a third of a
second. So most inputs are made to fail before, and only few go all the way: with the
seal broken, or whole around altered content.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from ehealthcard.crypto import (
    KeyRing,
    LocalSeal,
    Suite,
    load_gate_keys,
    load_keys,
    save_gate_keys,
    save_keys,
)
from tests.unit.qr.fixed import ring

from .mutator import Mutator
from .run import Make, Parse, Parser

PASSPHRASE = "a passphrase for tests"
ROUNDS = 600_000
SALT = bytes(range(16))
BAD_ROUNDS: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    6e5,
    599_999,
    10_000_001,
    10**400,
    "600000",
    [],
)
Load = Callable[[bytes, str], Any]
LOADERS: dict[str, Load] = {"ring": load_keys, "gate": load_gate_keys}


@cache
def _files(kind: str) -> list[bytes]:
    if kind == "ring":
        return [save_keys(ring(s), PASSPHRASE) for s in Suite]
    gates = [ring(s).for_gate(bytes(8), [1, 2]) for s in Suite]
    return [save_gate_keys(keys, PASSPHRASE) for keys in gates]


def _cheap(kind: str) -> tuple[Make, Parse]:
    """Files that are refused before the passphrase is looked at."""
    mine, other = _files(kind), _files("gate" if kind == "ring" else "ring")

    def make(m: Mutator) -> bytes:
        if m.below(2):
            return m.json(other) if m.below(2) else m.octets(other)
        file = json.loads(m.pick(mine))
        if m.below(2):
            file = m.tampered(file)
        if isinstance(file, dict):
            file["rounds"] = m.pick(BAD_ROUNDS)
        return json.dumps(file).encode()

    return make, lambda file: LOADERS[kind](file, PASSPHRASE)


def _whole(kind: str) -> tuple[Make, Parse]:
    """Files whose parameters are good."""
    seals = {suite: _seal(suite) for suite in Suite}
    insides = {suite: _inside(kind, suite) for suite in Suite}
    form = json.loads(_files(kind)[0])["form"]

    def make(m: Mutator) -> bytes:
        suite = m.pick(tuple(Suite))
        inside = json.loads(insides[suite])
        for _ in range(m.pick((0, 1, 1, 1, 2))):
            inside = m.tampered(inside)
        head = {
            "form": form,
            "suite": suite.name,
            "rounds": ROUNDS,
            "salt": SALT.hex(),
        }
        bound = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
        text = json.dumps(inside).encode()
        if m.below(4) == 0:
            text = m.octets([text])
        sealed = seals[suite].seal(text, bound)
        if m.below(4) == 0:
            sealed = m.octets([sealed])
        return json.dumps(head | {"sealed": b64encode(sealed).decode()}).encode()

    return make, lambda file: LOADERS[kind](file, PASSPHRASE)


def _seal(suite: Suite) -> LocalSeal:
    kdf = PBKDF2HMAC(suite.hash, 32, SALT, ROUNDS)
    return LocalSeal(suite, kdf.derive(PASSPHRASE.encode()))


def _inside(kind: str, suite: Suite) -> bytes:
    keys: KeyRing = ring(suite)
    if kind == "ring":
        generations = keys.provider.manifest.generations
        secrets = getattr(keys.provider, "secrets", {})
        found: dict[str, Any] = {
            "issuer": keys.issuer,
            "generations": {k.name: list(g) for k, g in generations.items()},
            "secrets": {name: value.hex() for name, value in secrets.items()},
        }
    else:
        gate = keys.for_gate(bytes(8), [1, 2])
        found = {
            "issuer": gate.issuer,
            "keys": {i.hex(): key.data.hex() for i, key in gate.keys.items()},
            "trust": gate.trust.data.hex(),
            "secrets": [
                [name.hex(), audience.hex(), epoch, secret.hex()]
                for (name, audience, epoch), secret in gate.secrets.items()
            ],
        }
    return json.dumps(found).encode()


PARSERS = tuple(
    parser
    for kind in LOADERS
    for parser in (
        Parser(f"key file of a {kind}", partial(_cheap, kind)),
        Parser(f"key file of a {kind}, opened", partial(_whole, kind), 0.0002),
    )
)
