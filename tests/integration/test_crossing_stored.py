"""What cross-domain authentication keeps, it keeps alike in every database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ehealthcard import Tier
from ehealthcard.desk import CrossDomain, ForeignTrust, ForeignVisitor, IssuerCounter
from ehealthcard.errors import BundleRollbackError, RequestReplayedError
from ehealthcard.ports import (
    CodeQuestion,
    ForeignIdentity,
    ForeignRefusal,
    Storage,
    UseAct,
)
from tests.actors import AUDITOR
from tests.regions import (
    GATE,
    RINGS,
    ROOT,
    SICHUAN,
    WINDOW,
    ZHEJIANG,
    Clock,
    Region,
    Wire,
    a_list,
    both,
    entry,
    region,
)


@pytest.fixture
def zhejiang(storage: Storage) -> Region:
    return region(RINGS[ZHEJIANG], Clock(), storage)


def a_question(zhejiang: Region, tier: Tier = Tier.SIGNED) -> CodeQuestion:
    card = zhejiang.register()
    text = zhejiang.desk.show(card.id, by=WINDOW, tier=tier).text
    return CodeQuestion(request_id="0" * 32, code=text, purpose="010101")


@pytest.mark.parametrize("tier", [Tier.SIGNED, Tier.NATIONAL])
def test_a_question_is_answered_again_and_the_code_used_once(
    zhejiang: Region, tier: Tier
) -> None:
    counter, asked = IssuerCounter(zhejiang.desk), a_question(zhejiang, tier)
    first, again = (counter.answer(SICHUAN, asked) for _ in range(2))
    other = counter.answer(SICHUAN, asked.model_copy(update={"request_id": "1" * 32}))

    assert isinstance(first, ForeignIdentity)
    assert first == again
    assert other == ForeignRefusal(code="CODE_REPLAYED")
    uses = zhejiang.desk.uses(zhejiang.register(), by=AUDITOR)
    outcomes = [use.outcome for use in uses if use.act is UseAct.SCAN]
    assert 1 == outcomes.count("OK")


def test_the_same_question_at_the_same_moment_is_one(zhejiang: Region) -> None:
    counter, asked = IssuerCounter(zhejiang.desk), a_question(zhejiang)
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: counter.answer(SICHUAN, asked), range(4)))
    assert [said[0]] * 4 == said
    assert isinstance(said[0], ForeignIdentity)


def test_of_many_managers_at_the_same_moment_one_is_told(zhejiang: Region) -> None:
    counter, asked = IssuerCounter(zhejiang.desk), a_question(zhejiang)
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda n: counter.answer(f"51{n}", asked), range(4)))
    assert 1 == sum(isinstance(one, ForeignIdentity) for one in said)


def test_a_nonce_comes_once(zhejiang: Region) -> None:
    counter = IssuerCounter(zhejiang.desk)
    counter.accept_once(SICHUAN, "0" * 32)
    counter.accept_once("440000000001", "0" * 32)
    with pytest.raises(RequestReplayedError):
        counter.accept_once(SICHUAN, "0" * 32)


def test_a_visitor_and_the_list_outlive_a_restart(storage: Storage) -> None:
    clock = Clock()
    zhejiang, sichuan = (
        region(RINGS[ZHEJIANG], clock),
        region(RINGS[SICHUAN], clock, storage),
    )
    newer = a_list(entry(RINGS[ZHEJIANG]), serial=2)
    sichuan.trust.take(newer)
    card = zhejiang.register()

    def scan(trust: ForeignTrust) -> ForeignVisitor:
        text = zhejiang.desk.show(card.id, by=WINDOW).text
        found = CrossDomain(trust, Wire(zhejiang, SICHUAN)).scan(text, by=GATE)
        assert isinstance(found, ForeignVisitor)
        return found

    visiting = CrossDomain(sichuan.trust).receive(scan(sichuan.trust), by=WINDOW)
    again = ForeignTrust(sichuan.desk, ROOT.public().trust)
    with pytest.raises(BundleRollbackError):
        again.take(both())
    again.take(newer)
    assert visiting == scan(again).card
    clock.now += timedelta(days=8)
    assert scan(again).card is None
