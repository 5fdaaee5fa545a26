"""One text per suite and form that never changes: a changed byte is a decision.

Ed25519 and HMAC give the same bytes every time, so their texts are made again. SM2
signatures are never the same twice, so their texts were made once and are read.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ehealthcard.crypto import Suite
from ehealthcard.errors import CodeError
from ehealthcard.qr import parse_code, verify_code
from ehealthcard.qr.types import Form

from .fixed import AT, CARD, ISSUER, NONCE, SECOND, make, parsed, ring

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "golden_codes.json").read_bytes()
)
CODES: list[dict[str, Any]] = GOLDEN["codes"]
golden = pytest.mark.parametrize(
    "code", CODES, ids=lambda c: f"{c['suite']}-{c['form']}-{c['audience']}"
)


def kind(code: dict[str, Any]) -> tuple[Suite, Form]:
    return Suite[code["suite"]], Form[code["form"]]


def test_the_texts_were_made_from_these_values() -> None:
    made = GOLDEN["made_of"]
    assert (ISSUER, CARD) == (made["issuer"], made["card_id"])
    assert datetime.fromisoformat(made["at"]) == AT
    assert NONCE.hex() == made["nonce"]
    assert made["lifetime"] == 60


def test_every_suite_and_form_has_its_text() -> None:
    wanted = {(s, f, bound) for s in Suite for f in Form for bound in (False, True)}
    assert wanted == {(*kind(c), c["audience"] is not None) for c in CODES}


@golden
def test_a_golden_text_is_read_and_believed(code: dict[str, Any]) -> None:
    suite, form = kind(code)
    audience: str | None = code["audience"]
    parsed_code = parsed(code["text"])
    assert (suite, form) == (parsed_code.suite, parsed_code.form)
    found = verify_code(
        parsed_code, keys=ring(suite), at=AT, expected_audience=audience
    )
    assert CARD == found.card_id
    assert form.tier is found.tier
    assert (code["key_id"], code["nonce"]) == (found.key_id.hex(), found.nonce.hex())
    assert (audience, suite) == (found.audience, found.suite)
    assert (AT, AT + timedelta(minutes=1)) == (found.issued_at, found.expires_at)
    assert code["device_id"] == (found.device_id.hex() if found.device_id else None)
    assert code["replay_key"] == found.replay_key.hex()


@golden
def test_a_golden_text_is_refused_when_it_is_over(code: dict[str, Any]) -> None:
    suite, _ = kind(code)
    with pytest.raises(CodeError) as refusal:
        verify_code(
            parse_code(code["text"]),
            keys=ring(suite),
            at=AT + 66 * SECOND,
            expected_audience=code["audience"],
        )
    assert refusal.value.code == "CODE_EXPIRED"


@golden
def test_a_golden_text_is_made_again_byte_for_byte(code: dict[str, Any]) -> None:
    suite, form = kind(code)
    again = make(form, ring(suite), audience=code["audience"])
    if suite is Suite.INTL or form is Form.MAC:
        assert code["text"] == again
        return
    # Not the signatures, but all that they sign.
    one, two = (
        verify_code(
            parsed(text), keys=ring(suite), at=AT, expected_audience=code["audience"]
        )
        for text in (code["text"], again)
    )
    assert one.signed == two.signed
