"""Codes: parse and verify, beside the bare primitive and beside peers."""

import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import base45  # type: ignore[import-untyped]  # it has no types
import cwt
import jwt
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ehealthcard import CardId, KeyRing, Suite, Tier, issue_code
from ehealthcard import parse_code as parse
from ehealthcard import verify_code as verify
from ehealthcard.crypto import sm2
from ehealthcard.qr.drawing import draw
from ehealthcard.qr.envelope import CLAIMS, DOMAIN
from ehealthcard.qr.types import UnverifiedCode

NOW = datetime.now(UTC)
CARD = CardId("0123456789ABCDEF" * 4)
RINGS = {suite: KeyRing.generate(suite, issuer="330100000001") for suite in Suite}


def code(suite: Suite, tier: Tier) -> str:
    ring = RINGS[suite]
    return issue_code(CARD, keys=ring, tier=tier, nonce=b"8 bytes.", at=NOW)


def claims() -> dict[str, Any]:
    """Return what a MAC code says, as a JWT would."""
    return {
        "iss": "330100000001",
        "sub": CARD,
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(minutes=1)).timestamp()),
        "jti": "0123456789abcdef",
    }


def certificate() -> tuple[str, Any]:
    """Return a vaccination certificate in the shape of an EU DCC, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = cwt.COSEKey.from_pem(pem, kid=b"8bytekid")
    dose = {
        "tg": "840539006",
        "vp": "1119349007",
        "mp": "EU/1/20/1528",
        "ma": "ORG-100030215",
        "dn": 2,
        "sd": 2,
        "dt": "2021-05-29",
        "co": "XX",
        "is": "Ministry of Health of a made-up country",
        "ci": "URN:UVCI:01:XX:5D41402ABC4B2A76B9719D911017C592#X",
    }
    holder = {
        "fn": "Beispiel-Müller",
        "fnt": "BEISPIEL<MUELLER",
        "gn": "Anna",
        "gnt": "ANNA",
    }
    payload = {
        1: "XX",
        4: int(NOW.timestamp()) + 86_400,
        6: int(NOW.timestamp()),
        -260: {1: {"v": [dose], "dob": "1998-02-26", "nam": holder, "ver": "1.3.0"}},
    }
    token = cwt.encode(payload, key)
    text = "HC1:" + base45.b45encode(zlib.compress(token)).decode()
    return text, key


@pytest.mark.parametrize("suite", list(Suite), ids=lambda s: s.name)
def test_mac_codes_are_four_times_as_fast_as_pyjwt(suite: Suite, contest: Any) -> None:
    text, ring = code(suite, Tier.MAC), RINGS[suite]
    secret = "k" * 32
    token = jwt.encode(claims(), secret, "HS256")

    contest(
        f"MAC {suite.name} parse + verify",
        lambda: verify(parse(text), keys=ring, at=NOW),
        lambda: jwt.decode(token, secret, algorithms=["HS256"], issuer="330100000001"),
        beside="PyJWT HS256, the same claims",
        at_most=1 / 4,
    )


@pytest.mark.parametrize("suite", list(Suite), ids=lambda s: s.name)
def test_mac_codes_are_twenty_times_as_fast_as_an_eu_certificate(
    suite: Suite, contest: Any
) -> None:
    text, ring = code(suite, Tier.MAC), RINGS[suite]
    certified, key = certificate()

    def peer() -> object:
        packed = base45.b45decode(certified.removeprefix("HC1:"))
        return cwt.decode(zlib.decompress(packed), key)

    contest(
        f"MAC {suite.name} parse + verify",
        lambda: verify(parse(text), keys=ring, at=NOW),
        peer,
        beside="python-cwt + base45, EU DCC shape",
        at_most=1 / 20,
        batch=500,
    )


def test_signed_intl_codes_stay_near_bare_ed25519(contest: Any) -> None:
    text, ring = code(Suite.INTL, Tier.SIGNED), RINGS[Suite.INTL]
    public = ring.public()
    parsed = parse(text)
    assert isinstance(parsed, UnverifiedCode)
    bare = Ed25519PublicKey.from_public_bytes(ring.codes[0].public.data)
    signed, signature = DOMAIN + parsed.payload[:CLAIMS], parsed.payload[CLAIMS:]

    contest(
        "SIGNED INTL parse + verify",
        lambda: verify(parse(text), keys=public, at=NOW),
        lambda: bare.verify(signature, signed),
        beside="bare Ed25519 verify",
        at_most=1.2,
        batch=100,
        rounds=40,
    )


def test_signed_gm_codes_stay_near_bare_sm2(contest: Any) -> None:
    text, ring = code(Suite.GM, Tier.SIGNED), RINGS[Suite.GM]
    public = ring.public()
    parsed = parse(text)
    assert isinstance(parsed, UnverifiedCode)
    data = ring.codes[0].public.data
    digest = sm2.PublicKey(data).digest(DOMAIN + parsed.payload[:CLAIMS])
    bare = sm2.backend().public(data)
    signature = parsed.payload[CLAIMS:]

    contest(
        "SIGNED GM parse + verify",
        lambda: verify(parse(text), keys=public, at=NOW),
        lambda: bare.verify(signature, digest),
        beside="the backend's bare SM2 verify",
        at_most=1.2,
        batch=40,
        rounds=40,
    )


def test_drawing_takes_two_fifths_of_segno_by_default(contest: Any) -> None:
    text = code(Suite.INTL, Tier.SIGNED)

    contest(
        "draw to SVG",
        lambda: draw(text).svg(),
        lambda: segno.make_qr(text, error="m").svg_inline(),
        beside="segno's default make + SVG",
        at_most=0.4,
        batch=20,
    )
