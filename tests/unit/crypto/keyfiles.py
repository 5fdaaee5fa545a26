"""Key files made by hand, from nothing but their documentation."""

import json
from base64 import b64decode, b64encode
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SHA256, SM3
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

PASSPHRASE = "correct horse battery"
ROUNDS = 600_000
RING, GATE = "ehealthcard-keys/1", "ehealthcard-gate-keys/1"

File = dict[str, Any]


def fields(file: bytes) -> File:
    outer: File = json.loads(file)
    return outer


def written(outer: object) -> bytes:
    return json.dumps(outer).encode()


def opened(file: bytes, passphrase: str = PASSPHRASE) -> Any:
    """Return what is inside a file."""
    outer = fields(file)
    sealed, head = b64decode(outer["sealed"]), _head(outer)
    key = _key(outer, passphrase)
    if outer["suite"] == "INTL":
        return json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], head))
    mode = modes.GCM(sealed[:12], sealed[-16:])
    context = Cipher(SM4(key[:16]), mode).decryptor()
    context.authenticate_additional_data(head)
    return json.loads(context.update(sealed[12:-16]) + context.finalize())


def forged(form: str, inside: object, passphrase: str = PASSPHRASE) -> bytes:
    """Return a file of the INTL suite that opens, whatever is inside."""
    outer: File = {"form": form, "suite": "INTL", "rounds": ROUNDS, "salt": "5a" * 16}
    plaintext = inside if isinstance(inside, bytes) else written(inside)
    nonce = bytes(12)
    key = AESGCM(_key(outer, passphrase))
    sealed = nonce + key.encrypt(nonce, plaintext, _head(outer))
    return written(outer | {"sealed": b64encode(sealed).decode()})


def _key(outer: File, passphrase: str) -> bytes:
    hashed = SM3() if outer["suite"] == "GM" else SHA256()
    kdf = PBKDF2HMAC(hashed, 32, bytes.fromhex(outer["salt"]), outer["rounds"])
    return kdf.derive(passphrase.encode())


def _head(outer: File) -> bytes:
    head = {name: value for name, value in outer.items() if name != "sealed"}
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
