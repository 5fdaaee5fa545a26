"""A card of one region at a desk of another: online, offline, and refused."""

from datetime import timedelta

import attrs
import pytest

from ehealthcard import Actor, Card, IdDocument, KeyRing, Suite, Tier
from ehealthcard.adapters.simulator import (
    SimulatedCode,
    SimulatedIssuers,
    SimulatedNationalIndex,
    document_of,
    name_of,
)
from ehealthcard.desk import CrossDomain, ForeignVisitor, IssuerCounter, Scan
from ehealthcard.errors import (
    BadSignatureError,
    BundleRollbackError,
    CardLostError,
    CardRevokedError,
    EHealthCardError,
    ExpiredCodeError,
    ForeignRefusedError,
    IssuerAnswerError,
    IssuerOnlyError,
    IssuerRevokedError,
    IssuerSilentError,
    IssuerUsageError,
    MalformedCodeError,
    NotIssuedHereError,
    OutsideUnavailableError,
    ReplayedCodeError,
    RuleViolationError,
    SecondFactorRequiredError,
    TierNotAcceptedError,
    TrustTooOldError,
    UnknownIssuerError,
    UnknownKeyError,
    WrongAudienceError,
)
from ehealthcard.identity import CardId, CardStatus
from ehealthcard.identity.masks import mask_name
from ehealthcard.ports import (
    CodeQuestion,
    ForeignIdentity,
    ForeignRefusal,
    UseAct,
)
from ehealthcard.qr import HashChain, Verdict, base45, issue_code
from ehealthcard.rules.crossing import CrossPolicy, Limit
from ehealthcard.services.foundation.card import ReportLost, Restore, card_life
from ehealthcard.services.triage import Arrive, triage
from tests.actors import AUDITOR
from tests.regions import (
    GATE,
    NOW,
    RINGS,
    SICHUAN,
    STRANGER,
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


@attrs.define
class Stage:
    """A card of Zhejiang, and a desk in Sichuan."""

    clock: Clock
    zhejiang: Region
    sichuan: Region
    wire: Wire
    cross: CrossDomain
    card: Card

    def show(self, tier: Tier = Tier.SIGNED, audience: str | None = None) -> str:
        desk = self.zhejiang.desk
        return desk.show(self.card.id, by=WINDOW, tier=tier, audience=audience).text

    def scan(self, text: str | None = None) -> ForeignVisitor:
        found = self.cross.scan(text or self.show(), by=GATE)
        assert isinstance(found, ForeignVisitor)
        return found

    def policy(self, **changed: object) -> None:
        self.cross.policy = CrossPolicy.from_data(changed)

    def outcomes(self) -> list[str]:
        return [u.outcome for u in self.sichuan.desk.storage.uses(limit=50)]

    def lose(self) -> None:
        desk = self.zhejiang.desk
        life = desk.case(card_life, self.card.case, by=AUDITOR)
        desk.execute(card_life, life, ReportLost(reason="left on a bus"), by=WINDOW)

    def find(self) -> None:
        desk = self.zhejiang.desk
        life = desk.case(card_life, self.card.case, by=AUDITOR)
        desk.execute(card_life, life, Restore(), by=WINDOW)


@pytest.fixture
def stage() -> Stage:
    clock = Clock()
    zhejiang, sichuan = (region(RINGS[code], clock) for code in (ZHEJIANG, SICHUAN))
    for one in (zhejiang, sichuan):
        one.trust.take(both())
    wire = Wire(zhejiang, SICHUAN)
    index = SimulatedNationalIndex()
    cross = CrossDomain(sichuan.trust, wire, index)
    card = zhejiang.register()
    index.issuers[card.id] = ZHEJIANG
    return Stage(clock, zhejiang, sichuan, wire, cross, card)


STRANGER_GM = KeyRing.generate(Suite.GM, issuer="888888888888")
NURSE = Actor("nurse-7", {"triage"}, org="H1")
TIERS = [Tier.SIGNED, Tier.MAC, Tier.NATIONAL]


@pytest.mark.parametrize("tier", TIERS)
def test_a_foreign_card_is_known_by_its_issuer(stage: Stage, tier: Tier) -> None:
    visitor = stage.scan(stage.show(tier))

    assert (ZHEJIANG, Verdict.ACCEPT, ()) == (
        visitor.issuer,
        visitor.verdict,
        visitor.limits,
    )
    assert (tier, True, "window") == (visitor.tier, visitor.online, visitor.assurance)
    assert mask_name(name_of(1)) == visitor.name
    assert visitor.good_until == NOW + timedelta(hours=1)
    assert ["OK"] == stage.outcomes()


def test_a_device_code_is_known_by_its_issuer(stage: Stage) -> None:
    visitor = stage.scan(device_code(stage))
    assert (Tier.DEVICE, True) == (visitor.tier, visitor.online)


def test_the_least_crosses(stage: Stage) -> None:
    question = CodeQuestion(request_id="0" * 32, code=stage.show(), purpose="010101")
    said = IssuerCounter(stage.zhejiang.desk).answer(SICHUAN, question)

    assert isinstance(said, ForeignIdentity)
    text = said.to_json().decode()
    document, name = document_of(1), name_of(1)
    for private in (document.number, name, stage.card.id, stage.card.subject):
        assert private not in text
    assert "1935" not in text.replace(said.pseudonym, ""), "the year of birth"
    assert set(said.model_dump()) == {
        "kind",
        "pseudonym",
        "name",
        "assurance",
        "status",
        "tier",
        "good_until",
    }


def test_two_managers_are_told_two_pseudonyms(stage: Stage) -> None:
    counter = IssuerCounter(stage.zhejiang.desk)
    said = [
        counter.answer(
            asker,
            CodeQuestion(request_id="0" * 32, code=stage.show(), purpose="010101"),
        )
        for asker in (SICHUAN, "440000000001", SICHUAN)
    ]
    names = [s.pseudonym for s in said if isinstance(s, ForeignIdentity)]
    assert names[0] == names[2] != names[1]


def test_no_repr_names_the_holder(stage: Stage) -> None:
    visitor = stage.scan()
    said = repr(visitor) + repr(stage.wire.asked)
    assert visitor.name is not None
    for private in (visitor.name, visitor.pseudonym, visitor.visiting_id, "EHC1:"):
        assert str(private) not in said


def test_both_sides_leave_a_record(stage: Stage) -> None:
    visitor = stage.scan()

    here = stage.sichuan.desk.storage.use(visitor.record)
    there = stage.zhejiang.desk.uses(stage.card, by=AUDITOR)
    assert here is not None
    assert ("OK", "gate-1", None) == (here.outcome, here.terminal, here.subject)
    scans = [(u.outcome, u.terminal) for u in there if u.act is UseAct.SCAN]
    assert [("OK", f"manager:{SICHUAN}")] == scans


@pytest.mark.parametrize("tier", TIERS)
def test_a_code_is_used_once_on_either_side(stage: Stage, tier: Tier) -> None:
    text = stage.show(tier)
    stage.scan(text)
    with pytest.raises(ReplayedCodeError):
        stage.scan(text)
    with pytest.raises(ReplayedCodeError):
        stage.zhejiang.desk.scan(text, by=GATE)
    other = stage.show(tier)
    stage.zhejiang.desk.scan(other, by=GATE)
    with pytest.raises(ReplayedCodeError):
        stage.scan(other)


@pytest.mark.parametrize("tier", [Tier.MAC, Tier.NATIONAL])
def test_an_answer_that_got_lost_is_given_again(stage: Stage, tier: Tier) -> None:
    text, stage.wire.deaf = stage.show(tier), True
    with pytest.raises(IssuerSilentError):
        stage.scan(text)

    stage.wire.deaf = False
    assert stage.scan(text).online
    first, again = stage.wire.asked
    assert first == again
    uses = stage.zhejiang.desk.uses(stage.card, by=AUDITOR)
    assert [UseAct.SCAN] == [use.act for use in uses if use.act is UseAct.SCAN]


def test_a_lost_answer_is_not_given_again_of_a_card_that_was_lost_since(
    stage: Stage,
) -> None:
    text, stage.wire.deaf = stage.show(Tier.MAC), True
    with pytest.raises(IssuerSilentError):
        stage.scan(text)
    stage.lose()
    stage.wire.deaf = False
    with pytest.raises(CardLostError):
        stage.scan(text)


def test_own_codes_go_to_the_own_desk(stage: Stage) -> None:
    card = stage.sichuan.register(2)
    for tier in TIERS:
        text = stage.sichuan.desk.show(card.id, by=WINDOW, tier=tier).text
        found = stage.cross.scan(text, by=GATE)
        assert isinstance(found, Scan)
        assert card == found.card
    paper = stage.sichuan.desk.show(card.id, by=WINDOW, tier=Tier.STATIC).text
    with pytest.raises(SecondFactorRequiredError):
        stage.cross.scan(paper, by=GATE)
    proof: IdDocument = document_of(2)
    assert isinstance(stage.cross.scan(paper, by=GATE, second_factor=proof), Scan)
    assert stage.wire.asked == []


def test_a_code_bound_to_this_place_is_taken_here_only(stage: Stage) -> None:
    for tier in (Tier.SIGNED, Tier.MAC):
        assert stage.scan(stage.show(tier, "H1/east")).online
        with pytest.raises(WrongAudienceError):
            stage.scan(stage.show(tier, "H1/west"))


def test_a_static_code_of_another_region_is_refused(stage: Stage) -> None:
    with pytest.raises(SecondFactorRequiredError):
        stage.scan(stage.show(Tier.STATIC))
    with pytest.raises(SecondFactorRequiredError):
        stage.scan(str(stage.card.id))


def test_a_lost_card_is_refused_by_its_issuer(stage: Stage) -> None:
    text = stage.show()
    stage.lose()
    with pytest.raises(CardLostError):
        stage.scan(text)
    assert ["CARD_LOST"] == stage.outcomes()


def test_a_card_that_was_found_is_good_again_online(stage: Stage) -> None:
    stage.lose()
    stage.cross.refresh(ZHEJIANG)
    stage.find()
    assert stage.scan(stage.show()).online


def test_an_expired_or_forged_code_is_not_even_asked_about(stage: Stage) -> None:
    text = stage.show()
    payload = bytearray(base45.decode(text[5:]))
    payload[40] ^= 1
    with pytest.raises(BadSignatureError):
        stage.scan("EHC1:" + base45.encode(bytes(payload)))
    stage.clock.forward(minutes=2)
    with pytest.raises(ExpiredCodeError):
        stage.scan(text)
    assert stage.wire.asked == []


@pytest.mark.parametrize("text", ["", "EHC1:", "nonsense", "\ud800", "9" * 5000])
def test_what_is_no_code_is_refused_on_record(stage: Stage, text: str) -> None:
    with pytest.raises(MalformedCodeError) as caught:
        stage.cross.scan(text, by=GATE)
    assert [caught.value.code] == stage.outcomes()


def test_a_stranger_s_code_is_refused(stage: Stage) -> None:
    code = issue_code(stage.card.id, keys=STRANGER, nonce=b"8 bytes.", at=NOW)
    with pytest.raises(UnknownKeyError):
        stage.scan(code)
    with pytest.raises(UnknownIssuerError):
        stage.scan(f"{'A' * 64}:1::999999999999")


# Without the issuer.


def device_code(stage: Stage) -> str:
    suite = stage.zhejiang.desk.keys.suite
    chain = HashChain.grow(b"s" * 16, stage.card.id, suite)
    grant = stage.zhejiang.desk.authorise_chain(stage.card.id, chain.anchor, by=WINDOW)
    return grant.issue(chain, at=stage.clock.now)


def test_a_signed_code_is_believed_with_limits_while_the_issuer_is_down(
    stage: Stage,
) -> None:
    stage.wire.cut = True
    visitor = stage.scan()

    limits = (Limit.ISSUER_SILENT, Limit.REVOCATIONS_UNKNOWN)
    assert (Verdict.LIMITED, limits, False) == (
        visitor.verdict,
        visitor.limits,
        visitor.online,
    )
    assert (None, None, None) == (visitor.name, visitor.pseudonym, visitor.assurance)
    assert ["OK_LIMITED"] == stage.outcomes()


def test_a_device_code_is_believed_with_limits_while_the_issuer_is_down(
    stage: Stage,
) -> None:
    text, stage.wire.cut = device_code(stage), True
    assert stage.scan(text).limits[-1] is Limit.TIER_LIMITED


@pytest.mark.parametrize("tier", [Tier.MAC, Tier.NATIONAL])
def test_any_other_code_says_that_only_its_issuer_can_check_it(
    stage: Stage, tier: Tier
) -> None:
    text, stage.wire.cut = stage.show(tier), True
    with pytest.raises(IssuerSilentError):
        stage.scan(text)
    assert ["ISSUER_SILENT"] == stage.outcomes()


def test_a_code_that_was_used_offline_is_used(stage: Stage) -> None:
    text, stage.wire.cut = stage.show(), True
    stage.scan(text)
    stage.wire.cut = False
    with pytest.raises(ReplayedCodeError):
        stage.scan(text)


def test_a_silent_issuer_is_left_alone_for_a_while(stage: Stage) -> None:
    stage.wire.deaf = True
    for _ in range(5):
        stage.scan()
    assert len(stage.wire.asked) == 3
    stage.wire.deaf = False
    stage.clock.forward(seconds=11)
    assert stage.scan().online


@pytest.mark.parametrize(
    ("days", "limits"),
    [
        (0, ()),
        (2, (Limit.REVOCATIONS_STALE,)),
        (8, (Limit.REVOCATIONS_UNKNOWN,)),
    ],
)
def test_revocations_grow_old(
    stage: Stage, days: int, limits: tuple[Limit, ...]
) -> None:
    stage.cross.refresh(ZHEJIANG)
    stage.clock.forward(days=days)
    stage.policy(asking="when-needed")
    visitor = stage.scan()
    assert (limits, False) == (visitor.limits, visitor.online)
    assert visitor.verdict is (Verdict.LIMITED if limits else Verdict.ACCEPT)


def test_a_lost_card_is_refused_by_the_list(stage: Stage) -> None:
    text = stage.show()
    stage.lose()
    stage.cross.refresh(ZHEJIANG)
    stage.wire.cut = True
    with pytest.raises(CardRevokedError):
        stage.scan(text)


def test_a_strict_policy_believes_nothing_without_revocations(stage: Stage) -> None:
    stage.policy(asking="never", without_revocations=False)
    with pytest.raises(TrustTooOldError):
        stage.scan()


def test_a_policy_says_which_codes_are_believed_alone(stage: Stage) -> None:
    stage.policy(asking="never", offline_tiers=["signed"])
    with pytest.raises(TierNotAcceptedError):
        stage.scan(device_code(stage))
    with pytest.raises(IssuerOnlyError):
        stage.scan(stage.show(Tier.MAC))
    assert stage.wire.asked == []


def test_when_needed_asks_about_what_proves_nothing_here(stage: Stage) -> None:
    stage.policy(asking="when-needed")
    assert not stage.scan().online
    assert stage.scan(stage.show(Tier.MAC)).online


# The list.


def test_a_manager_that_was_struck_off_is_refused(stage: Stage) -> None:
    revoked = entry(RINGS[ZHEJIANG], revoked=int(NOW.timestamp()))
    stage.sichuan.trust.take(a_list(revoked, entry(RINGS[SICHUAN]), serial=2))
    for tier in (Tier.SIGNED, Tier.MAC):
        with pytest.raises(IssuerRevokedError):
            stage.scan(stage.show(tier))


def test_a_manager_does_what_the_list_lets_it_do(stage: Stage) -> None:
    offline = entry(RINGS[ZHEJIANG], use=["offline"])
    stage.sichuan.trust.take(a_list(offline, serial=2))
    assert not stage.scan().online
    with pytest.raises(IssuerOnlyError):
        stage.scan(stage.show(Tier.MAC))

    online = entry(RINGS[ZHEJIANG], use=["online"])
    stage.sichuan.trust.take(a_list(online, serial=3))
    assert stage.scan().online
    stage.wire.cut = True
    with pytest.raises(IssuerUsageError):
        stage.scan()


def test_a_restart_does_not_go_back(stage: Stage) -> None:
    older, newer = both(), a_list(entry(RINGS[ZHEJIANG]), serial=2)
    old_bundle = stage.wire.revocations(ZHEJIANG)
    stage.sichuan.trust.take(newer)
    stage.cross.refresh(ZHEJIANG)

    again = attrs.evolve(stage.sichuan.trust)
    with pytest.raises(BundleRollbackError):
        again.take(older)
    again.take(newer)
    with pytest.raises(BundleRollbackError):
        again.take_bundle(ZHEJIANG, old_bundle)
    again.take_bundle(ZHEJIANG, stage.wire.revocations(ZHEJIANG))
    assert again.age(ZHEJIANG, NOW) == timedelta(0)


def test_revocations_of_a_key_that_was_replaced_are_forgotten(stage: Stage) -> None:
    stage.cross.refresh(ZHEJIANG)
    other = entry(RINGS[ZHEJIANG], trust=STRANGER_GM.public().trust.data.hex())
    stage.sichuan.trust.take(a_list(other, serial=2))
    assert stage.sichuan.trust.age(ZHEJIANG, NOW) is None


# Routing.


def test_a_national_text_that_names_its_issuer_needs_no_index(stage: Stage) -> None:
    stage.cross.index = None
    static = stage.show(Tier.STATIC) + f"::{ZHEJIANG}"
    with pytest.raises(SecondFactorRequiredError):
        stage.scan(static)
    assert [static] == [q.code for q in stage.wire.asked]


def test_a_national_text_that_nobody_knows_is_refused(stage: Stage) -> None:
    with pytest.raises(NotIssuedHereError):
        stage.scan(f"{CardId('E' * 64)}:1")
    stage.cross.index = None
    with pytest.raises(NotIssuedHereError):
        stage.scan(stage.show(Tier.NATIONAL))


def test_an_index_that_is_down_is_said_so(stage: Stage) -> None:
    stage.cross.index = SimulatedNationalIndex(is_down=True)
    with pytest.raises(OutsideUnavailableError):
        stage.scan(stage.show(Tier.NATIONAL))
    assert ["OUTSIDE_UNAVAILABLE"] == stage.outcomes()


# An issuer that lies.


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ("unsigned", IssuerAnswerError),
        ("expired", IssuerAnswerError),
        ("other-tier", IssuerAnswerError),
        ("suspended", CardLostError),
        ("nonsense", ForeignRefusedError),
    ],
)
def test_a_lie_opens_no_door(
    stage: Stage, lie: str, error: type[EHealthCardError]
) -> None:
    liar = SimulatedIssuers(stage.clock, lies=lie)  # type: ignore[arg-type]  # a table
    text = stage.show()
    liar.add(ZHEJIANG, text, SimulatedCode("A" * 64, "张*"))
    stage.cross.gateway = liar
    with pytest.raises(error):
        stage.scan(text)
    assert [error.code] == stage.outcomes()


def test_a_slow_issuer_is_a_silent_one(stage: Stage) -> None:
    slow = SimulatedIssuers(stage.clock, is_slow=True, codes={ZHEJIANG: {}})
    stage.cross.gateway = slow
    assert stage.scan().limits[0] is Limit.ISSUER_SILENT


# Visitors.


def test_a_visitor_has_no_card_until_somebody_receives_him(stage: Stage) -> None:
    visitor = stage.scan()
    assert visitor.card is None

    card = stage.cross.receive(visitor, by=WINDOW)
    assert CardStatus.TEMPORARY is card.status
    assert card == stage.cross.receive(visitor, by=WINDOW)
    case = stage.sichuan.desk.start(triage, card, Arrive(org="H1"), by=NURSE)
    assert card.subject == case.subject


def test_a_visitor_is_known_again_online_and_offline(stage: Stage) -> None:
    card = stage.cross.receive(stage.scan(), by=WINDOW)
    for tier in TIERS:
        assert card == stage.scan(stage.show(tier)).card
    stage.wire.cut = True
    visitor = stage.scan()
    assert card == visitor.card
    record = stage.sichuan.desk.storage.use(visitor.record)
    assert record is not None
    assert card.subject == record.subject


def test_a_visiting_card_ends_with_its_term(stage: Stage) -> None:
    card = stage.cross.receive(stage.scan(), by=WINDOW, term=timedelta(days=1))
    stage.clock.forward(days=1, seconds=1)
    later = stage.scan()
    assert later.card is None
    again = stage.cross.receive(later, by=WINDOW)
    assert (card.id, card.subject != again.subject) == (again.id, True)


def test_only_a_registrar_receives(stage: Stage) -> None:
    with pytest.raises(RuleViolationError):
        stage.cross.receive(stage.scan(), by=Actor("guard-1", {"app"}))


def test_two_visitors_are_two(stage: Stage) -> None:
    other = attrs.evolve(stage, card=stage.zhejiang.register(2))
    assert stage.scan().visiting_id != other.scan().visiting_id


# The issuing side.


def test_the_same_question_of_two_managers_is_two_questions(stage: Stage) -> None:
    counter = IssuerCounter(stage.zhejiang.desk)
    asked = CodeQuestion(request_id="0" * 32, code=stage.show(), purpose="010101")
    assert isinstance(counter.answer(SICHUAN, asked), ForeignIdentity)
    refused = ForeignRefusal(code="CODE_REPLAYED")
    assert refused == counter.answer("440000000001", asked)


def test_a_question_may_be_repeated_for_ten_minutes(stage: Stage) -> None:
    counter = IssuerCounter(stage.zhejiang.desk)
    for tier in TIERS:
        asked = CodeQuestion(
            request_id="0" * 32, code=stage.show(tier), purpose="010101"
        )
        assert isinstance(counter.answer(SICHUAN, asked), ForeignIdentity)
        stage.clock.forward(minutes=9)
        assert isinstance(counter.answer(SICHUAN, asked), ForeignIdentity)
        stage.clock.forward(minutes=3)
        refused = ForeignRefusal(code="CODE_EXPIRED")
        assert refused == counter.answer(SICHUAN, asked)


def test_a_temporary_card_vouches_for_nobody(stage: Stage) -> None:
    desk = stage.zhejiang.desk
    text = desk.register_temporary(by=WINDOW).text
    asked = CodeQuestion(request_id="0" * 32, code=text, purpose="other")
    said = IssuerCounter(desk).answer(SICHUAN, asked)
    assert isinstance(said, ForeignIdentity)
    assert ("*", "none", "Temporary") == (said.name, said.assurance, said.status)
