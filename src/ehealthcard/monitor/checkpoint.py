"""All heads of the audit trail, signed, to be kept elsewhere (审计检查点).

A checkpoint is a line of JSON and a line with a signature by the ring's trust key. Kept
on another machine it shows later that nothing before it was rewritten and that no tail
was cut off.
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from ehealthcard.crypto import KeyRing, PublicKey, Suite
from ehealthcard.errors import CheckpointError, InvalidInputError
from ehealthcard.models import Model, Moment
from ehealthcard.ports import AuditStore

from .audit import CHAINS

MAGIC = b"ehealthcard/audit-checkpoint/1\n"


class Head(Model):
    """The last entry of a chain."""

    chain: Annotated[int, Field(ge=0)]
    number: Annotated[int, Field(ge=1)]
    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Checkpoint(Model):
    """What the trail ended with at a moment."""

    issuer: str
    suite: str
    made_at: Moment
    heads: tuple[Head, ...]
    """The chains that have an entry, in order."""


def make_checkpoint(store: AuditStore, keys: KeyRing, at: datetime) -> bytes:
    """Return a signed checkpoint of all chains."""
    found = [store.audit_head(chain) for chain in range(CHAINS)]
    heads = tuple(
        Head(chain=h.chain, number=h.number, hash=h.hash.hex()) for h in found if h
    )
    text = Checkpoint(
        issuer=keys.issuer, suite=keys.suite.value, made_at=at, heads=heads
    ).to_json()
    return text + b"\n" + keys.trust.sign(MAGIC + text).hex().encode() + b"\n"


def open_checkpoint(data: bytes, trust: PublicKey, suite: Suite) -> Checkpoint:
    """Check the signature of a checkpoint and read it.

    Raises:
        CheckpointError: It is none, was altered, or another ring signed it.

    """
    text, _, spelt = data.partition(b"\n")
    try:
        signature = bytes.fromhex(spelt.decode("ascii"))
        signed = trust.verify(signature, MAGIC + text)
        checkpoint = Checkpoint.from_json(text)
    except (ValueError, InvalidInputError):
        raise CheckpointError from None
    one_spelling = signature.hex().encode() + b"\n" == spelt
    if not (signed and one_spelling) or checkpoint.suite != suite.value:
        raise CheckpointError
    return checkpoint
