"""What the desk knows, at gates that are cut off from it."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ehealthcard import Gate, Suite, TrustStore
from ehealthcard.adapters.gate import FileJournal
from ehealthcard.crypto import EPOCH_SECONDS, LocalSigner, PublicKey, new_secret
from ehealthcard.ports import Storage
from ehealthcard.qr import GatePolicy, Tier, Verdict, audience_hash, device_id
from ehealthcard.services.foundation.card import ReportLost, Restore, card_life
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build, ring


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[FileJournal]:
    journal = FileJournal(tmp_path / "journal")
    yield journal
    journal.close()


def cut_off(house: House, journal: FileJournal) -> Gate:
    gate = Gate(TrustStore.pin(house.desk.keys.public()), journal)
    gate.take(house.desk.trust_bundle(by=AUDITOR))
    return gate


def show(house: House, seed: int = 1, tier: Tier = Tier.SIGNED) -> str:
    return house.desk.show(house.card(seed).id, by=WINDOW, tier=tier).text


def test_a_gate_decides_alone_and_once(
    storage: Storage, suite: Suite, journal: FileJournal
) -> None:
    house = build(storage, suite)
    gate = cut_off(house, journal)
    text, at = show(house), house.clock.now

    first, second = gate.check(text, at), gate.check(text, at)

    assert first.verdict is Verdict.ACCEPT
    assert first.card_id == house.card().id
    assert first.trust_age == timedelta(0)
    assert (second.verdict, second.reason) == (Verdict.DENY, "CODE_REPLAYED")
    restarted = cut_off(house, journal)
    assert restarted.check(text, at).reason == "CODE_REPLAYED"


def test_a_loss_reaches_the_gate_with_the_next_bundle_and_so_does_its_end(
    house: House, journal: FileJournal
) -> None:
    card = house.card()
    first = house.desk.trust_bundle(by=AUDITOR)
    gate = Gate(TrustStore.pin(house.desk.keys.public()), journal)
    gate.take(first)
    life = house.desk.case(card_life, card.case, by=AUDITOR)
    text = show(house)
    life = house.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)
    gate.take(house.desk.trust_bundle(base=first, by=AUDITOR))
    assert gate.check(text, house.clock.now).reason == "CARD_REVOKED"

    house.desk.execute(card_life, life, Restore(), by=WINDOW)
    lost = house.desk.trust_bundle(base=first, by=AUDITOR)
    gate.take(lost)

    assert gate.check(text, house.clock.now).verdict is Verdict.ACCEPT


def test_a_blocked_phone_is_refused_and_its_card_is_not(
    house: House, journal: FileJournal
) -> None:
    card, phone = house.card(), LocalSigner(Suite.INTL, new_secret())
    grant = house.desk.authorise_device(card.id, phone.public_key, by=WINDOW)
    gate = cut_off(house, journal)
    at = house.clock.now

    def make() -> str:
        return grant.issue(phone, nonce=secrets.token_bytes(8), at=at)

    assert gate.check(make(), at).reason == "TIER_LIMITED"
    key = PublicKey(Suite.INTL, phone.public_key).compact
    house.desk.revoke_device(device_id(Suite.INTL, key), by=AUDITOR)
    gate.take(house.desk.trust_bundle(by=AUDITOR))

    assert gate.check(make(), at).reason == "CODE_DEVICE_REVOKED"
    assert gate.check(show(house), at).verdict is Verdict.ACCEPT


def test_a_gate_with_derived_keys_checks_mac_codes_of_its_place(
    house: House, journal: FileJournal
) -> None:
    at = house.clock.now
    epoch = int(at.timestamp()) // EPOCH_SECONDS
    place = audience_hash(Suite.INTL, "H1/east")
    secrets_of_gate = ring(Suite.INTL).for_gate(place, [epoch])
    trust = TrustStore.pin(house.desk.keys.public(), secrets=secrets_of_gate)
    gate = Gate(trust, journal, audience="H1/east")
    gate.take(house.desk.trust_bundle(by=AUDITOR))

    def make(audience: str | None) -> str:
        shown = house.desk.show(
            house.card().id, by=WINDOW, tier=Tier.MAC, audience=audience
        )
        return shown.text

    assert gate.check(make("H1/east"), at).verdict is Verdict.ACCEPT
    assert gate.check(make("H2"), at).reason == "CODE_NEEDS_SECRET_KEY"
    assert gate.check(make(None), at).reason == "CODE_NEEDS_SECRET_KEY"


def test_a_national_text_is_for_its_issuer_only(
    house: House, journal: FileJournal
) -> None:
    gate = cut_off(house, journal)
    at = house.clock.now

    for tier in (Tier.NATIONAL, Tier.STATIC):
        assert gate.check(show(house, tier=tier), at).reason == "CODE_ISSUER_ONLY"


def test_old_keys_end_when_the_bundle_says_so(
    house: House, journal: FileJournal
) -> None:
    text, at = show(house), house.clock.now
    key = house.desk.keys.codes[0].id
    gate = cut_off(house, journal)
    ended = int((at - timedelta(days=1)).timestamp())

    gate.take(house.desk.trust_bundle(terms={key: (0, ended)}, by=AUDITOR))

    assert gate.check(text, at).reason == "CODE_UNKNOWN_KEY"


def test_a_gate_says_how_old_its_knowledge_is(
    house: House, journal: FileJournal
) -> None:
    gate = cut_off(house, journal)
    house.clock.forward(days=2)
    stale = gate.check(show(house), house.clock.now)
    house.clock.forward(days=6)
    dead = gate.check(show(house), house.clock.now)

    assert (stale.verdict, stale.reason) == (Verdict.LIMITED, "TRUST_STALE")
    assert stale.trust_age == timedelta(days=2)
    assert (dead.verdict, dead.reason) == (Verdict.DENY, "GATE_TRUST_TOO_OLD")


def test_the_policy_of_the_bundle_decides_what_is_accepted(
    house: House, journal: FileJournal
) -> None:
    gate = cut_off(house, journal)

    gate.take(house.desk.trust_bundle(policy=GatePolicy(tiers=("device",)), by=AUDITOR))

    reason = gate.check(show(house), house.clock.now).reason
    assert reason == "GATE_TIER_NOT_ACCEPTED"
