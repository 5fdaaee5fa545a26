"""What a gate says to each kind of code, and why."""

from datetime import timedelta

import pytest

from ehealthcard.adapters.gate import MemoryJournal
from ehealthcard.crypto import Suite
from ehealthcard.errors import BundleRollbackError, StorageUnavailableError
from ehealthcard.qr import (
    Tier,
    Verdict,
    base45,
    device_id,
    issue_code,
)
from ehealthcard.qr.types import Form

from .bundles import bundle
from .fixed import (
    AT,
    CARD,
    HOSPITAL,
    MINUTE,
    NONCE,
    OTHER_CARD,
    SECOND,
    Phone,
    both_suites,
    each_form,
    make,
    parsed,
    ring,
)
from .gates import ACCEPTED, gate, said

NOW = int(AT.timestamp())


def altered(text: str, place: int) -> str:
    payload = bytearray(parsed(text).payload)
    payload[place] ^= 1
    return "EHC1:" + base45.encode(bytes(payload))


@both_suites
@each_form
def test_a_genuine_fresh_unused_code_is_accepted(suite: Suite, form: Form) -> None:
    decision = gate(suite).check(make(form, ring(suite)), AT)
    assert ACCEPTED[form] == said(decision)
    assert (AT, timedelta(0), CARD) == (
        decision.at,
        decision.trust_age,
        decision.card_id,
    )
    assert CARD not in repr(decision)


@both_suites
@each_form
def test_a_code_is_accepted_once(suite: Suite, form: Form) -> None:
    entrance, text = gate(suite), make(form, ring(suite))
    assert ACCEPTED[form] == said(entrance.check(text, AT))
    for later in (0, 1, 60, 65):
        refused = entrance.check(text, AT + later * SECOND)
        assert said(refused) == "deny CODE_REPLAYED"
        assert refused.card_id is None


@pytest.mark.parametrize("form", [f for f in Form if f is not Form.MAC])
def test_a_second_signature_does_not_make_a_used_code_new(form: Form) -> None:
    entrance, keys = gate(Suite.GM), ring(Suite.GM)
    assert ACCEPTED[form] == said(entrance.check(make(form, keys), AT))
    assert said(entrance.check(make(form, keys), AT)) == "deny CODE_REPLAYED"


@both_suites
@each_form
def test_a_refused_code_is_not_used_up(suite: Suite, form: Form) -> None:
    entrance, text = gate(suite), make(form, ring(suite))
    assert said(entrance.check(text, AT - 6 * SECOND)).startswith("deny")
    assert said(entrance.check(altered(text, -1), AT)) == "deny CODE_FORGED"
    assert ACCEPTED[form] == said(entrance.check(text, AT))


@both_suites
@each_form
def test_hostile_codes_are_denied_by_their_names(suite: Suite, form: Form) -> None:
    keys = ring(suite)
    other = ring(Suite.INTL if suite is Suite.GM else Suite.GM)
    text = make(form, keys)
    scans = {
        "CODE_TRUNCATED": text[:-3],
        "CODE_TOO_LONG": text + 340 * "0",
        "CODE_NOT_CANONICAL": text[:-1] + "a",
        "CODE_UNSUPPORTED": "EHC1:" + base45.encode(b"\xff" + bytes(100)),
        "CODE_UNRECOGNISED": "https://example.com",
        "CODE_WRONG_SUITE": make(form, other),
        "CODE_UNKNOWN_KEY": make(form, ring(suite, "stranger")),
        "CODE_FORGED": altered(text, -20 if form is Form.DEVICE_CHAIN else -1),
        "CODE_ISSUER_ONLY": f"{CARD}:1",
        "CODE_NOT_YET_VALID": make(form, keys, at=AT + 6 * SECOND),
        "CODE_EXPIRED": make(form, keys, at=AT - 66 * SECOND),
    }
    for reason, scan in scans.items():
        assert f"deny {reason}" == said(gate(suite).check(scan, AT))


@both_suites
@pytest.mark.parametrize("tier", [Tier.NATIONAL, Tier.STATIC, Tier.TEMPORARY])
def test_national_texts_are_for_their_issuer_alone(suite: Suite, tier: Tier) -> None:
    text = issue_code(CARD, keys=ring(suite), tier=tier, nonce=NONCE, at=AT)
    assert said(gate(suite).check(text, AT)) == "deny CODE_ISSUER_ONLY"


@both_suites
def test_a_mac_code_needs_a_gate_with_secrets(suite: Suite) -> None:
    text, plain = make(Form.MAC, ring(suite)), gate(suite, armed=False)
    assert said(plain.check(text, AT)) == "deny CODE_NEEDS_SECRET_KEY"


@both_suites
@each_form
def test_a_code_for_another_place_is_denied(suite: Suite, form: Form) -> None:
    bound = make(form, ring(suite), audience="another hospital")
    reason = "NEEDS_SECRET_KEY" if form is Form.MAC else "WRONG_AUDIENCE"
    for place in (None, HOSPITAL):
        entrance = gate(suite, audience=place)
        assert f"deny CODE_{reason}" == said(entrance.check(bound, AT))


@both_suites
@each_form
def test_a_gate_with_a_name_takes_its_own_and_unbound_codes(
    suite: Suite, form: Form
) -> None:
    keys = ring(suite)
    entrance = gate(suite, audience=HOSPITAL)
    assert ACCEPTED[form] == said(entrance.check(make(form, keys), AT))
    if form is not Form.MAC:
        own = entrance.check(make(form, keys, audience=HOSPITAL), AT)
        assert ACCEPTED[form] == said(own)
        assert own.code is not None
        assert HOSPITAL == own.code.audience


@both_suites
@each_form
def test_a_revoked_card_is_denied(suite: Suite, form: Form) -> None:
    entrance = gate(suite, cards=[CARD.prefix])
    assert said(entrance.check(make(form, ring(suite)), AT)) == "deny CARD_REVOKED"
    other = make(form, ring(suite), card=OTHER_CARD)
    assert ACCEPTED[form] == said(entrance.check(other, AT))


@both_suites
def test_a_phone_is_revoked_without_its_card(suite: Suite) -> None:
    keys, phone = ring(suite), Phone(suite)
    lost = [device_id(suite, phone.key), device_id(suite, phone.chain().anchor)]
    entrance = gate(suite, devices=lost)
    for form in (Form.DEVICE_KEY, Form.DEVICE_CHAIN):
        refused = said(entrance.check(make(form, keys), AT))
        assert refused == "deny CODE_DEVICE_REVOKED"
        other = entrance.check(make(form, keys, phone="new phone"), AT)
        assert ACCEPTED[form] == said(other)
    for form in (Form.MAC, Form.SIGNED):
        assert ACCEPTED[form] == said(entrance.check(make(form, keys), AT))


@both_suites
@each_form
def test_a_key_out_of_its_term_is_unknown(suite: Suite, form: Form) -> None:
    keys = ring(suite)
    ended = gate(suite, terms={keys.codes[0].id: (0, NOW - 1)})
    assert said(ended.check(make(form, keys), AT)) == "deny CODE_UNKNOWN_KEY"
    good = gate(suite, terms={keys.codes[0].id: (NOW, NOW)})
    assert ACCEPTED[form] == said(good.check(make(form, keys), AT))


@both_suites
def test_a_gate_takes_new_trust_and_refuses_old(suite: Suite) -> None:
    keys, entrance = ring(suite), gate(suite)
    later = AT + MINUTE
    entrance.take(bundle(keys, sequence=2, base=1, made=later, cards=[CARD.prefix]))
    decision = entrance.check(make(Form.SIGNED, keys, at=later), later)
    assert said(decision) == "deny CARD_REVOKED"
    believed = entrance.trust
    with pytest.raises(BundleRollbackError):
        entrance.take(bundle(keys, sequence=1, made=later + MINUTE))
    assert believed is entrance.trust


class FullDisk(MemoryJournal):
    """A journal that nothing can be written to, until there is room."""

    room = False

    def note(self, key: bytes, now: float, /) -> None:
        if not self.room:
            raise StorageUnavailableError
        super().note(key, now)


@both_suites
@each_form
def test_what_cannot_be_written_down_is_not_accepted(suite: Suite, form: Form) -> None:
    disk, text = FullDisk(), make(form, ring(suite))
    entrance = gate(suite, journal=disk)
    for _ in range(2):
        decision = entrance.check(text, AT)
        assert said(decision) == "deny STORAGE_UNAVAILABLE"
    disk.room = True
    assert ACCEPTED[form] == said(entrance.check(text, AT))
    assert said(entrance.check(text, AT)) == "deny CODE_REPLAYED"


def test_a_refusal_has_a_sentence_in_both_languages() -> None:
    decision = gate(Suite.INTL).check("nonsense", AT)
    assert decision.verdict is Verdict.DENY
    assert decision.error is not None
    assert decision.error.english
    assert decision.error.chinese


@pytest.mark.parametrize("before", [0, 1, 60, *range(130, 142)])
def test_the_longest_code_is_remembered_to_its_end(before: int) -> None:
    """Whenever the gate began to forget: another code came *before* it, in minutes."""
    keys, life, first = ring(Suite.INTL), 137 * MINUTE, AT + 200 * MINUTE
    entrance, begin = gate(Suite.INTL), first - before * MINUTE
    other = make(Form.SIGNED, keys, at=begin, nonce=bytes(8))
    text = make(Form.SIGNED, keys, at=first, lifetime=life)
    assert said(entrance.check(other, begin)) == "accept OK"
    assert said(entrance.check(text, first)) == "accept OK"
    for n in range(138):
        assert said(entrance.check(text, first + n * MINUTE)) == "deny CODE_REPLAYED"
    end = first + life + 5 * SECOND
    assert said(entrance.check(text, end)) == "deny CODE_REPLAYED"
    assert said(entrance.check(text, end + SECOND)) == "deny CODE_EXPIRED"
