"""From a scanned text to a card, once."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Suite, Terminal, Tier, issue_code
from ehealthcard.adapters.simulator import document_of
from ehealthcard.crypto import KeyRing, LocalSigner, PublicKey, new_secret
from ehealthcard.desk import Proof, StaffPresence
from ehealthcard.errors import (
    BadSignatureError,
    CardCancelledError,
    CardLostError,
    CardNotActiveError,
    CardNotFoundError,
    CodeRequestError,
    EHealthCardError,
    ExpiredCodeError,
    NotIssuedHereError,
    ReplayedCodeError,
    RevokedDeviceError,
    RuleViolationError,
    SecondFactorFailedError,
    SecondFactorRequiredError,
    UnknownKeyError,
    UnrecognisedCodeError,
    WrongAudienceError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.ports import SecondFactor, Storage
from ehealthcard.qr import HashChain, device_id
from ehealthcard.services.foundation.card import (
    Cancel,
    ReportLost,
    Restore,
    card_life,
)

from .conftest import GATE, WINDOW, House, build, ring

STATUSES = ("Suspended", "Cancelled")
CODE_TIERS = [Tier.MAC, Tier.SIGNED, Tier.NATIONAL]


def change(house: House, command: Any) -> None:
    case = house.desk.case(card_life, house.card().case)
    house.desk.execute(card_life, case, command, by=WINDOW)


@pytest.mark.parametrize("tier", CODE_TIERS)
def test_a_shown_code_is_scanned_once(
    storage: Storage, suite: Suite, tier: Tier
) -> None:
    house = build(storage, suite)
    card = house.card()
    shown = house.desk.show(card.id, by=WINDOW, tier=tier)

    scan = house.desk.scan(shown.text, by=GATE)

    assert (scan.card, scan.tier) == (card, tier)
    with pytest.raises(ReplayedCodeError):
        house.desk.scan(shown.text, by=GATE)


@pytest.mark.parametrize("tier", CODE_TIERS)
def test_a_code_ends_with_its_minute_and_a_little_leeway(
    house: House, tier: Tier
) -> None:
    shown = house.desk.show(house.card().id, by=WINDOW, tier=tier)
    assert shown.expires_at is not None
    house.clock.now = shown.expires_at + timedelta(seconds=5)
    house.desk.scan(shown.text, by=GATE)

    late = house.desk.show(house.card().id, by=WINDOW, tier=tier)
    house.clock.forward(seconds=66)
    with pytest.raises(ExpiredCodeError):
        house.desk.scan(late.text, by=GATE)


def test_every_scan_leaves_a_record_good_or_not(house: House) -> None:
    card = house.card()
    shown = house.desk.show(card.id, by=WINDOW)
    scan = house.desk.scan(shown.text, by=GATE)
    for text in (shown.text, "hello"):
        with pytest.raises(EHealthCardError):
            house.desk.scan(text, by=GATE)

    _, record = house.desk.uses(card)
    assert (record.id, record.outcome, record.tier) == (scan.record, "OK", "signed")
    assert (record.terminal, record.org, record.place) == ("gate-1", "H1", "east")
    everything = house.desk.storage.uses(limit=9)
    outcomes = [(r.outcome, r.tier, r.subject) for r in everything]
    assert outcomes == [
        ("CODE_UNRECOGNISED", "-", None),
        ("CODE_REPLAYED", "signed", card.subject),
        ("OK", "signed", card.subject),
    ]


@pytest.mark.parametrize(
    ("commands", "error"),
    [
        ([ReportLost(reason="bus")], CardLostError),
        ([Cancel(reason="moved")], CardCancelledError),
    ],
    ids=["AS9 lost", "cancelled"],
)
def test_a_code_of_a_card_that_is_gone_is_refused_and_not_used_up(
    house: House, commands: list[Any], error: type[Exception]
) -> None:
    shown = house.desk.show(house.card().id, by=WINDOW)
    for command in commands:
        change(house, command)

    for _ in range(2):
        with pytest.raises(error):
            house.desk.scan(shown.text, by=GATE)
    with pytest.raises(error):
        house.desk.show(house.desk.storage.cards_in(STATUSES)[0], by=WINDOW)


def test_a_found_card_works_again_and_so_does_its_unused_code(house: House) -> None:
    shown = house.desk.show(house.card().id, by=WINDOW)
    change(house, ReportLost(reason="bus"))
    with pytest.raises(CardLostError):
        house.desk.scan(shown.text, by=GATE)
    change(house, Restore())

    assert house.desk.scan(shown.text, by=GATE).card == house.card()


def test_a_forged_code_and_one_of_another_issuer_are_told_apart(house: House) -> None:
    card = house.card()
    text = house.desk.show(card.id, by=WINDOW).text
    forged = text[:-1] + ("0" if text[-1] != "0" else "1")
    stranger = issue_code(
        card.id,
        keys=KeyRing.generate(Suite.INTL),
        nonce=b"12345678",
        at=house.clock.now,
    )

    with pytest.raises(BadSignatureError):
        house.desk.scan(forged, by=GATE)
    with pytest.raises(UnknownKeyError):
        house.desk.scan(stranger, by=GATE)


def test_a_genuine_code_of_an_unknown_card_is_refused(house: House) -> None:
    other = build(house.desk.storage, Suite.INTL)
    text = house.desk.show(house.card().id, by=WINDOW).text
    storage = house.desk.storage
    storage.drop_card(house.card().id)

    with pytest.raises(CardNotFoundError):
        other.desk.scan(text, by=GATE)


def test_a_code_bound_to_a_place_is_good_there_only(house: House) -> None:
    here = attrs.evolve(GATE, audience="H1/east")
    there = attrs.evolve(GATE, audience="H2")

    def show() -> str:
        return house.desk.show(house.card().id, by=WINDOW, audience="H1/east").text

    assert house.desk.scan(show(), by=here).card == house.card()
    for terminal in (there, GATE):
        with pytest.raises(WrongAudienceError):
            house.desk.scan(show(), by=terminal)
    free = house.desk.show(house.card().id, by=WINDOW).text
    assert house.desk.scan(free, by=here).card == house.card()


def test_one_code_at_many_gates_at_once_opens_one(house: House) -> None:
    text = house.desk.show(house.card().id, by=WINDOW).text

    def scan(number: int) -> bool:
        try:
            house.desk.scan(text, by=Terminal(f"gate-{number}"))
        except ReplayedCodeError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(scan, range(24))) == 1


def test_a_valid_tail_glued_to_another_card_is_refused(house: House) -> None:
    mine = house.desk.show(house.card(1).id, by=WINDOW, tier=Tier.NATIONAL).text
    yours = house.card(2).id

    with pytest.raises(NotIssuedHereError):
        house.desk.scan(yours + mine[64:], by=GATE)
    assert house.desk.scan(mine, by=GATE).card == house.card(1)


def test_two_national_texts_of_one_second_are_two_codes(house: House) -> None:
    card = house.card()
    one, two = (
        house.desk.show(card.id, by=WINDOW, tier=Tier.NATIONAL) for _ in range(2)
    )

    assert one.text != two.text
    for shown in (one, two):
        assert house.desk.scan(shown.text, by=GATE).card == card


def test_a_vendor_prefix_does_not_make_a_second_code(house: House) -> None:
    text = house.desk.show(house.card().id, by=WINDOW, tier=Tier.NATIONAL).text

    house.desk.scan("85:" + text, by=GATE)

    with pytest.raises(ReplayedCodeError):
        house.desk.scan(text, by=GATE)


def test_a_national_text_the_desk_never_issued_is_refused(house: House) -> None:
    card = house.card()
    text = issue_code(
        card.id,
        keys=ring(Suite.INTL),
        tier=Tier.NATIONAL,
        nonce=b"12345678",
        at=house.clock.now,
    )

    with pytest.raises(NotIssuedHereError):
        house.desk.scan(text, by=GATE)


@pytest.mark.parametrize("bare", [False, True])
def test_a_static_code_needs_a_second_proof_always(
    house: House,
    bare: bool,  # noqa: FBT001  # a table
) -> None:
    card = house.card()
    text = (
        str(card.id)
        if bare
        else house.desk.show(card.id, by=WINDOW, tier=Tier.STATIC).text
    )

    with pytest.raises(SecondFactorRequiredError):
        house.desk.scan(text, by=GATE)
    good: list[Proof] = [
        document_of(1),
        StaffPresence("7"),
        SecondFactor("sms", "246810"),
    ]
    for proof in good:
        assert house.desk.scan(text, by=GATE, second_factor=proof).card == card


@pytest.mark.parametrize(
    "proof",
    [document_of(2), SecondFactor("sms", "000000"), StaffPresence("")],
    ids=["another's document", "wrong SMS", "nobody"],
)
def test_a_second_proof_must_hold(house: House, proof: Any) -> None:
    house.card(2)
    text = house.desk.show(house.card().id, by=WINDOW, tier=Tier.STATIC).text

    with pytest.raises(SecondFactorFailedError):
        house.desk.scan(text, by=GATE, second_factor=proof)


def test_a_static_code_of_a_lost_card_is_refused_with_any_proof(house: House) -> None:
    text = house.desk.show(house.card().id, by=WINDOW, tier=Tier.STATIC).text
    change(house, ReportLost(reason="bus"))

    with pytest.raises(CardLostError):
        house.desk.scan(text, by=GATE, second_factor=StaffPresence("7"))


def test_a_temporary_card_is_good_by_record_until_its_term_ends(house: House) -> None:
    temporary = house.desk.register_temporary(by=WINDOW, term=timedelta(hours=12))

    assert temporary.text.endswith(":9")
    for _ in range(2):
        found = house.desk.scan(temporary.text, by=GATE)
        assert (found.card, found.tier) == (temporary.card, Tier.TEMPORARY)
    with pytest.raises(SecondFactorRequiredError):
        house.desk.scan(str(temporary.card.id), by=GATE)
    with pytest.raises(CardNotActiveError):
        house.desk.show(temporary.card.id, by=WINDOW)
    house.clock.forward(hours=12, seconds=6)
    with pytest.raises(ExpiredCodeError):
        house.desk.scan(temporary.text, by=GATE)
    house.desk.tick(temporary.card.case)
    assert house.desk.card(temporary.card.id).status is CardStatus.CANCELLED


def test_a_temporary_text_that_was_made_up_is_refused(house: House) -> None:
    card = house.card()

    with pytest.raises(NotIssuedHereError):
        house.desk.scan(f"{card.id}:9", by=GATE)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        house.desk.register_temporary(by=GATE)
    for tier in (Tier.TEMPORARY, Tier.DEVICE):
        with pytest.raises(CodeRequestError):
            house.desk.show(card.id, by=WINDOW, tier=tier)


def test_a_pool_of_codes_serves_a_phone_without_reception(house: House) -> None:
    card = house.card()
    pool = house.desk.show_pool(card.id, count=5, by=WINDOW)
    house.clock.forward(hours=1, minutes=59)

    for code in pool:
        assert house.desk.scan(code.text, by=GATE).card == card
    assert len({c.text for c in pool}) == 5
    for count in (0, 51):
        with pytest.raises(CodeRequestError):
            house.desk.show_pool(card.id, count=count, by=WINDOW)


def test_a_phone_makes_codes_until_it_is_blocked(
    storage: Storage, suite: Suite
) -> None:
    house = build(storage, suite)
    card = house.card()
    phone = LocalSigner(suite, new_secret())
    grant = house.desk.authorise_device(card.id, phone.public_key, by=WINDOW)
    name = device_id(suite, PublicKey(suite, phone.public_key).compact)

    def show() -> str:
        return grant.issue(phone, nonce=secrets.token_bytes(8), at=house.clock.now)

    assert house.desk.scan(show(), by=GATE).tier is Tier.DEVICE
    house.desk.revoke_device(name)
    with pytest.raises(RevokedDeviceError):
        house.desk.scan(show(), by=GATE)
    fresh = house.desk.show(card.id, by=WINDOW)
    assert house.desk.scan(fresh.text, by=GATE).card == card


def test_a_hash_chain_makes_one_code_a_slot(house: House) -> None:
    card = house.card()
    chain = HashChain.grow(secrets.token_bytes(16), card.id, Suite.INTL)
    grant = house.desk.authorise_chain(card.id, chain.anchor, by=WINDOW)
    house.clock.forward(minutes=10)
    text = grant.issue(chain, at=house.clock.now)

    assert house.desk.scan(text, by=GATE).card == card
    with pytest.raises(ReplayedCodeError):
        house.desk.scan(text, by=GATE)
    house.clock.forward(minutes=1)
    next_one = grant.issue(chain, at=house.clock.now)
    assert house.desk.scan(next_one, by=GATE).card == card


@pytest.mark.parametrize("text", ["", "EHC1:", "hello", "EHC1:" + "A" * 400, "\0"])
def test_rubbish_is_refused_with_our_own_error(house: House, text: str) -> None:
    with pytest.raises(EHealthCardError):
        house.desk.scan(text, by=GATE)


def test_anything_else_is_not_a_card(house: House) -> None:
    with pytest.raises(UnrecognisedCodeError):
        house.desk.scan("https://example.org", by=GATE)
