"""Gates for tests: one issuer, one bundle, any policy."""

from collections.abc import Iterable

from ehealthcard.adapters.gate import MemoryJournal
from ehealthcard.crypto import KeyRing, Suite
from ehealthcard.qr import (
    Decision,
    Gate,
    GateJournal,
    GatePolicy,
    TrustStore,
    Verdict,
    audience_hash,
)
from ehealthcard.qr.types import Form

from .bundles import POLICY, bundle
from .fixed import AT, ring

DAYS = range(int(AT.timestamp()) // 86_400 - 1, int(AT.timestamp()) // 86_400 + 3)

ACCEPTED = {
    Form.MAC: "accept OK",
    Form.SIGNED: "accept OK",
    Form.DEVICE_KEY: "accept-limited TIER_LIMITED",
    Form.DEVICE_CHAIN: "accept-limited TIER_LIMITED",
}
"""What is said to a genuine, fresh and unused code."""


def gate(
    suite: Suite,
    *,
    keys: KeyRing | None = None,
    policy: GatePolicy = POLICY,
    cards: Iterable[bytes] = (),
    devices: Iterable[bytes] = (),
    terms: dict[bytes, tuple[int, int]] | None = None,
    audience: str | None = None,
    armed: bool = True,
    journal: GateJournal | None = None,
) -> Gate:
    """Return a gate that took one bundle, made at ``AT``.

    Armed, it holds the keys of MAC codes bound to nobody, for four days.
    """
    keys = keys or ring(suite)
    secret = keys.for_gate(audience_hash(suite, None), DAYS)
    store = TrustStore.pin(keys.public(), secrets=secret if armed else None)
    made = bundle(keys, policy=policy, cards=cards, devices=devices, terms=terms)
    return Gate(store.take(made), journal or MemoryJournal(), audience)


def said(decision: Decision) -> str:
    """Return verdict and reason in one word, after checking that they fit."""
    refused = decision.verdict is Verdict.DENY
    assert refused == (decision.error is not None) == (decision.code is None)
    assert decision.error is None or decision.error.code == decision.reason
    assert (decision.code and decision.code.card_id) == decision.card_id
    return f"{decision.verdict.value} {decision.reason}"
