"""How a client signs what it says it is (版本声明签名).

The signature covers application, version and digest, and besides who acts, at which
desk and when, so that a claim that was overheard is worth nothing to another account,
elsewhere or later. It proves that the key was there. It does not prove that the
program around the key was not changed: that is what a device's own attestation is for,
which is not part of the SDK.
"""

from datetime import datetime
from functools import lru_cache

from ehealthcard.crypto import PublicKey, Signer, Suite
from ehealthcard.crypto.signing import key_id
from ehealthcard.errors import InvalidKeyError
from ehealthcard.models import Model
from ehealthcard.workflow import BuildClaim

_DOMAIN = b"ehealthcard/client-build/1\0"


class Statement(Model):
    """What is signed."""

    app: str
    version: str
    digest: str
    actor: str
    audience: str
    at: int


def sign_claim(
    claim: BuildClaim,
    *,
    actor: str,
    audience: str,
    at: datetime,
    signer: Signer,
    suite: Suite,
) -> BuildClaim:
    """Return *claim*, signed on the client.

    Args:
        claim: The build.
        actor: The account or terminal that acts; the desk's ``Actor.id``.
        audience: The desk's issuer code.
        at: Now, by the client's clock.
        signer: The client's key.
        suite: The key's algorithms.

    """
    moment = int(at.timestamp())
    signature = signer.sign(_message(claim, actor, audience, moment))
    return claim.model_copy(
        update={
            "at": moment,
            "key": key_id(suite, signer.public_key).hex(),
            "signature": signature.hex(),
        }
    )


def is_signed(
    claim: BuildClaim, *, suite: Suite, key: str, actor: str, audience: str
) -> bool:
    """Return whether the public *key* has signed *claim* for this actor and desk."""
    if claim.at is None or claim.signature is None:
        return False
    message = _message(claim, actor, audience, claim.at)
    return _verified(suite, key, claim.signature, message)


def _message(claim: BuildClaim, actor: str, audience: str, at: int) -> bytes:
    said = Statement(
        app=claim.app,
        version=claim.version,
        digest=claim.digest,
        actor=actor,
        audience=audience,
        at=at,
    )
    return _DOMAIN + said.to_json()


@lru_cache(maxsize=4096)
def _verified(suite: Suite, key: str, signature: str, message: bytes) -> bool:
    """Check a signature once; a client shows the same claim for some minutes."""
    try:
        public = PublicKey(suite, bytes.fromhex(key))
    except InvalidKeyError:
        return False
    return public.verify(bytes.fromhex(signature), message)
