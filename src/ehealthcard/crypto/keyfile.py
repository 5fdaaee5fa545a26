"""Key files: secrets on disk, always sealed with a passphrase.

A file is JSON text with the parameters in clear and the secrets sealed; the
parameters are bound to the seal. The passphrase becomes a key by PBKDF2 (RFC 8018)
with HMAC-SM3 or HMAC-SHA256 and 600,000 rounds, OWASP's figure of 2023 for SHA-256;
it is taken in Unicode NFC, so that every keyboard spells it alike.
"""

import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from typing import Any

from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from ehealthcard.errors import (
    DecryptionError,
    EHealthCardError,
    KeyFileError,
    KeyFilePassphraseError,
    KeyNotExportableError,
    WeakPassphraseError,
)

from . import sm2
from .keyring import KeyRing
from .local import SINGLE, LocalKeys, names
from .provider import KeyKind, Manifest
from .sealing import LocalSeal
from .signing import PublicKey
from .suite import Suite
from .verification import GateKeys

ROUNDS = 600_000
MOST_ROUNDS = 10_000_000
SALT = 16
SECRET = 32
LEAST_PASSPHRASE = 12
LARGEST_FILE = 4_000_000
RING, GATE = "ehealthcard-keys/1", "ehealthcard-gate-keys/1"


def save_keys(keys: KeyRing, passphrase: str) -> bytes:
    """Return *keys* as a key file.

    Raises:
        KeyNotExportableError: The keys live in a device.
        WeakPassphraseError: The passphrase has fewer than 12 characters.

    """
    store = keys.provider
    if not isinstance(store, LocalKeys):
        raise KeyNotExportableError
    inside = {
        "issuer": store.manifest.issuer,
        "generations": {k.name: g for k, g in store.manifest.generations.items()},
        "secrets": {name: secret.hex() for name, secret in store.secrets.items()},
    }
    return _seal(RING, store.manifest.suite, inside, passphrase)


def load_keys(
    file: bytes, passphrase: str, *, sm2_backend: str | None = None
) -> KeyRing:
    """Read what :func:`save_keys` returned.

    Raises:
        KeyFileError: *file* is no key file.
        KeyFilePassphraseError: Wrong passphrase, or the file was altered.
        BackendUnavailableError: It has SM2 keys and OpenSSL 3 is not there.

    """
    inside = _open(RING, file, passphrase)
    try:
        store = LocalKeys(
            _manifest(inside),
            {str(n): bytes.fromhex(s) for n, s in inside["secrets"].items()},
            sm2_backend,
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise KeyFileError from None
    if not (
        set(store.secrets) == _expected(store.manifest)
        and all(store.manifest.generations.values())
        and all(len(s) == SECRET for s in store.secrets.values())
    ):
        raise KeyFileError
    if store.manifest.suite is Suite.GM:
        sm2.backend(sm2_backend)
    return KeyRing(store)


def save_gate_keys(keys: GateKeys, passphrase: str) -> bytes:
    """Return *keys* as a key file for one gate.

    Raises:
        WeakPassphraseError: The passphrase has fewer than 12 characters.

    """
    inside = {
        "issuer": keys.issuer,
        "keys": {i.hex(): key.data.hex() for i, key in keys.keys.items()},
        "trust": keys.trust.data.hex(),
        "secrets": [
            [key.hex(), audience.hex(), epoch, secret.hex()]
            for (key, audience, epoch), secret in keys.secrets.items()
        ],
    }
    return _seal(GATE, keys.suite, inside, passphrase)


def load_gate_keys(file: bytes, passphrase: str) -> GateKeys:
    """Read what :func:`save_gate_keys` returned.

    Raises:
        KeyFileError: *file* is no key file of a gate.
        KeyFilePassphraseError: Wrong passphrase, or the file was altered.

    """
    inside = _open(GATE, file, passphrase)
    unhex = bytes.fromhex
    try:
        suite = Suite[inside["suite"]]
        keys = GateKeys(
            str(inside["issuer"]),
            suite,
            {unhex(i): PublicKey(suite, unhex(k)) for i, k in inside["keys"].items()},
            PublicKey(suite, unhex(inside["trust"])),
            {
                (unhex(key), unhex(audience), int(epoch)): unhex(secret)
                for key, audience, epoch, secret in inside["secrets"]
            },
        )
    except (KeyError, ValueError, TypeError, AttributeError, EHealthCardError):
        raise KeyFileError from None
    if not all(len(s) == SECRET for s in keys.secrets.values()):
        raise KeyFileError
    return keys


def _seal(form: str, suite: Suite, inside: object, passphrase: str) -> bytes:
    if len(passphrase) < LEAST_PASSPHRASE:
        raise WeakPassphraseError(least=LEAST_PASSPHRASE)
    salt = secrets.token_bytes(SALT)
    head = {"form": form, "suite": suite.name, "rounds": ROUNDS, "salt": salt.hex()}
    seal = _key(suite, passphrase, salt, ROUNDS)
    sealed = seal.seal(json.dumps(inside).encode(), _canonical(head))
    file = head | {"sealed": b64encode(sealed).decode()}
    return json.dumps(file, indent=1).encode()


def _open(form: str, file: bytes, passphrase: str) -> dict[str, Any]:
    """Return what is inside, its suite included."""
    head, sealed = _read(form, file)
    suite = Suite[head["suite"]]
    seal = _key(suite, passphrase, bytes.fromhex(head["salt"]), head["rounds"])
    try:
        inside: Any = json.loads(seal.unseal(sealed, _canonical(head)))
    except DecryptionError:
        raise KeyFilePassphraseError from None
    except (ValueError, RecursionError):
        raise KeyFileError from None
    if not isinstance(inside, dict):
        raise KeyFileError
    return {**inside, "suite": suite.name}


def _read(form: str, file: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the bound parameters and the sealed bytes of a well-formed file."""
    if len(file) > LARGEST_FILE:
        raise KeyFileError
    try:
        outer = json.loads(file)
        sealed = b64decode(outer.pop("sealed"), validate=True)
        head = {n: outer.pop(n) for n in ("form", "suite", "rounds", "salt")}
        rounds, salt = head["rounds"], bytes.fromhex(head["salt"])
        known = head["suite"] in Suite.__members__ and head["form"] == form
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise KeyFileError from None
    if not known or outer or len(salt) != SALT or type(rounds) is not int:
        raise KeyFileError
    if not ROUNDS <= rounds <= MOST_ROUNDS:
        raise KeyFileError
    return head, sealed


def _key(suite: Suite, passphrase: str, salt: bytes, rounds: int) -> LocalSeal:
    kdf = PBKDF2HMAC(suite.hash, 32, salt, rounds)
    plain = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return LocalSeal(suite, kdf.derive(plain))


def _canonical(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode()


def _manifest(inside: dict[str, Any]) -> Manifest:
    generations = inside["generations"]
    return Manifest(
        str(inside["issuer"]),
        Suite[inside["suite"]],
        {kind: tuple(map(str, generations[kind.name])) for kind in KeyKind},
    )


def _expected(manifest: Manifest) -> set[str]:
    generations = manifest.generations.items()
    return {n for kind, gs in generations for g in gs for n in names(kind, g)} | set(
        SINGLE
    )
