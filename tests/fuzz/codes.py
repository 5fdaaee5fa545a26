"""Scanned texts: parsed, verified, and decided on at a gate."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from ehealthcard.crypto import EPOCH_SECONDS, KeyRing, Suite, VerificationKeys
from ehealthcard.errors import EHealthCardError
from ehealthcard.qr import (
    Tier,
    audience_hash,
    base45,
    issue_code,
    national,
    parse_code,
    verify_code,
)
from ehealthcard.qr.types import Form
from tests.unit.qr.fixed import (
    AT,
    CARD,
    HOSPITAL,
    MINUTE,
    NONCE,
    Phone,
    make,
    parsed,
    ring,
)
from tests.unit.qr.gates import DAYS, gate

from .mutator import Mutator
from .run import Make, Parse, Parser

ALPHABET = base45.ALPHABET.decode()
FORMS = tuple(Form)
NATIONAL = (Tier.NATIONAL, Tier.STATIC, Tier.TEMPORARY)
DOMAIN = b"EHC1:"
GOLDEN = Path(__file__).parents[1] / "vectors" / "golden_codes.json"
MOMENTS = (AT, AT + MINUTE, AT - timedelta(days=1), AT + timedelta(days=400))


def _ours(keys: KeyRing) -> list[str]:
    if keys.suite is Suite.GM:  # whose signatures differ each time
        codes = json.loads(GOLDEN.read_bytes())["codes"]
        return [code["text"] for code in codes if code["suite"] == "GM"]
    return [
        make(form, keys, audience=audience, lifetime=lifetime)
        for form in Form
        for audience in (None, HOSPITAL)
        for lifetime in (MINUTE, 20 * MINUTE)
    ]


def _nationals(keys: KeyRing) -> list[str]:
    plain = [
        issue_code(CARD, keys=keys, tier=tier, nonce=NONCE, at=AT) for tier in NATIONAL
    ]
    tailed = [f"{plain[0]}::35020001001", f"{plain[1]}:PAY123:5100A0013"]
    return [*plain, *tailed, f"85:{plain[0]}", f"85:{plain[1]}", str(CARD)]


def _texts() -> list[str]:
    return [t for s in Suite for t in _ours(ring(s))] + _nationals(ring(Suite.GM))


def _base45() -> tuple[Make, Parse]:
    bodies = [text[5:] for text in _texts() if text.startswith("EHC1:")]
    return lambda m: m.text(bodies, ALPHABET), base45.decode


def _parse() -> tuple[Make, Parse]:
    texts = _texts()
    return lambda m: m.text(texts, ALPHABET), parse_code


def _holders(keys: KeyRing) -> list[VerificationKeys]:
    """Return everybody who may check a code."""
    armed = keys.for_gate(audience_hash(keys.suite, None), DAYS)
    return [keys, keys.public(), armed, gate(keys.suite).trust]


def _verify(suite: Suite) -> tuple[Make, Parse]:
    """Parsed codes with altered bytes, before everybody who may check them."""
    keys = ring(suite)
    payloads, holders = [parsed(t).payload for t in _ours(keys)], _holders(keys)
    return partial(_altered, payloads), partial(_verified, holders)


def _altered(payloads: list[bytes], m: Mutator) -> tuple[Any, ...]:
    text = "EHC1:" + base45.encode(m.flipped(m.pick(payloads), 1))
    return text, m.below(4), m.pick(MOMENTS), m.pick((None, HOSPITAL))


def _verified(holders: list[VerificationKeys], given: tuple[Any, ...]) -> object:
    text, holder, at, audience = given
    code = verify_code(
        parse_code(text), keys=holders[holder], at=at, expected_audience=audience
    )
    return repr(code), code.expires_at


def _genuine(suite: Suite) -> tuple[Make, Parse]:
    """Codes whose altered bytes the issuer signed, so that nothing stops them early."""
    keys, phone = ring(suite), Phone(suite)
    sign, payloads = _signers(keys, phone), [parsed(t).payload for t in _ours(keys)]

    def build(m: Mutator) -> tuple[Any, ...]:
        form = m.pick(FORMS)
        payload = m.pick([p for p in payloads if p[0] & 15 == form.number])
        text = "EHC1:" + base45.encode(sign[form](m, payload))
        return text, m.below(2), m.pick(MOMENTS), m.pick((None, HOSPITAL))

    return build, partial(_verified, _holders(keys))


def _signers(
    keys: KeyRing, phone: Phone
) -> dict[Form, Callable[[Mutator, bytes], bytes]]:
    issuer, mine = keys.codes[0], phone.signer
    end = 41 + len(phone.key)

    def mac(m: Mutator, payload: bytes) -> bytes:
        body = m.flipped(payload[:58], 5)
        day = int.from_bytes(body[37:41], "big") // EPOCH_SECONDS
        return body + keys.code_mac(issuer.id, body[-8:], day).tag(DOMAIN + body)[:16]

    def signed(m: Mutator, payload: bytes) -> bytes:
        body = m.flipped(payload[:58], 5)
        return body + issuer.signer.sign(DOMAIN + body)

    def chain(m: Mutator, payload: bytes) -> bytes:
        body = m.flipped(payload[:66], 5)
        tail = payload[-18:] if m.below(2) else m.flipped(payload[-18:])
        return body + issuer.signer.sign(DOMAIN + body) + tail

    def device(m: Mutator, payload: bytes) -> bytes:
        grant = payload[:end] if m.below(2) else m.flipped(payload[:end], 5)
        grant += issuer.signer.sign(DOMAIN + grant)
        body = grant + m.flipped(payload[end + 64 : -64])
        return body + mine.sign(DOMAIN + body)

    return {
        Form.MAC: mac,
        Form.SIGNED: signed,
        Form.DEVICE_CHAIN: chain,
        Form.DEVICE_KEY: device,
    }


def _national(suite: Suite) -> tuple[Make, Parse]:
    """National texts before their issuer; some with a validity it wrote itself."""
    keys = ring(suite)
    texts, held = _nationals(keys), keys.protection()
    now = bytes.fromhex(AT.strftime("%Y%m%d%H%M%S")) + bytes(9)

    def build(m: Mutator) -> tuple[str, datetime]:
        if m.below(2):
            return m.text(texts, "0123456789ABCDEF:"), m.pick(MOMENTS)
        block = m.flipped(now, 0, m.pick((7, 7, 7, 16)))
        return f"{CARD}:0:{held.encrypt(block).hex().upper()}", m.pick(MOMENTS)

    def parse(given: tuple[str, datetime]) -> object:
        text = parse_code(given[0])
        found = verify_code(text, keys=keys, at=given[1])
        return repr(found), str(text), found.expires_at

    return build, parse


def _expiry() -> tuple[Make, Parse]:
    valid = [national.validity("0123456789ABCDEFFEDCBA9876543210", AT)]
    return (
        lambda m: m.text(valid, "0123456789ABCDEF"),
        partial(national.expiry, "0123456789ABCDEFFEDCBA9876543210"),
    )


def _check(suite: Suite) -> tuple[Make, Parse]:
    """A gate, which may not even raise our own errors."""
    entrance, texts = gate(suite, audience=HOSPITAL), _texts()

    def build(m: Mutator) -> tuple[str, datetime]:
        at = datetime.fromtimestamp(m.below(1 << 33), UTC)
        return m.text(texts, ALPHABET), AT if m.below(4) else at

    def parse(given: tuple[str, datetime]) -> object:
        try:
            decision = entrance.check(*given)
        except EHealthCardError as error:
            msg = "A gate raised."
            raise AssertionError(msg) from error
        if decision.reason == "GATE_CLOCK_BACKWARDS":
            entrance.confirm_clock()
        if decision.error:
            raise decision.error
        return decision

    return build, parse


PARSERS = (
    Parser("base45", _base45),
    Parser("code", _parse),
    Parser("national text before its issuer", partial(_national, Suite.GM)),
    Parser("national validity", _expiry),
    Parser("altered code INTL", partial(_verify, Suite.INTL), 0.5),
    Parser("altered code GM", partial(_verify, Suite.GM), 0.1),
    Parser("signed altered code INTL", partial(_genuine, Suite.INTL), 0.2),
    Parser("signed altered code GM", partial(_genuine, Suite.GM), 0.05),
    Parser("gate INTL", partial(_check, Suite.INTL), 0.5),
    Parser("gate GM", partial(_check, Suite.GM), 0.5),
)
