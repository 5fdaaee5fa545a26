"""How a gate's policy and the age of its trust data change what it says."""

from ehealthcard.adapters.gate import MemoryJournal
from ehealthcard.crypto import Suite
from ehealthcard.qr import Gate, GatePolicy, TrustStore
from ehealthcard.qr.types import Form

from .fixed import (
    AT,
    HOSPITAL,
    HOUR,
    MINUTE,
    SECOND,
    both_suites,
    each_form,
    make,
    ring,
)
from .gates import ACCEPTED, gate, said


@both_suites
@each_form
def test_a_policy_may_ask_for_bound_codes_only(suite: Suite, form: Form) -> None:
    policy = GatePolicy(unbound_accepted=False)
    keys = ring(suite)
    strict = gate(suite, audience=HOSPITAL, policy=policy)
    refused = said(strict.check(make(form, keys), AT))
    assert refused == "deny CODE_WRONG_AUDIENCE"
    if form is not Form.MAC:
        bound = make(form, keys, audience=HOSPITAL)
        assert ACCEPTED[form] == said(strict.check(bound, AT))


@both_suites
@each_form
def test_a_policy_says_which_tiers_are_taken_at_all(suite: Suite, form: Form) -> None:
    tier = form.tier.value
    others = [t for t in ("mac", "signed", "device") if t != tier]
    policy = GatePolicy.from_data({"tiers": others, "limited_tiers": []})
    refused = said(gate(suite, policy=policy).check(make(form, ring(suite)), AT))
    assert refused == "deny GATE_TIER_NOT_ACCEPTED"


@both_suites
@each_form
def test_a_policy_says_which_tiers_are_limited(suite: Suite, form: Form) -> None:
    text = make(form, ring(suite))
    limited = GatePolicy.from_data({"limited_tiers": [form.tier.value]})
    found = said(gate(suite, policy=limited).check(text, AT))
    assert found == "accept-limited TIER_LIMITED"
    free = GatePolicy(limited_tiers=())
    assert said(gate(suite, policy=free).check(text, AT)) == "accept OK"


@both_suites
@each_form
def test_old_trust_limits_and_too_old_trust_denies(suite: Suite, form: Form) -> None:
    policy = GatePolicy(fresh_for=3600, usable_for=7200)
    keys, entrance = ring(suite), gate(suite, policy=policy)
    for age, expected in (
        (HOUR, ACCEPTED[form]),
        (HOUR + SECOND, "accept-limited TRUST_STALE"),
        (2 * HOUR, "accept-limited TRUST_STALE"),
        (2 * HOUR + SECOND, "deny GATE_TRUST_TOO_OLD"),
    ):
        decision = entrance.check(make(form, keys, at=AT + age), AT + age)
        assert expected == said(decision)
        assert age == decision.trust_age


def test_trust_is_fresh_for_a_day_and_usable_for_a_week() -> None:
    policy = GatePolicy()
    assert (86_400, 604_800) == (policy.fresh_for, policy.usable_for)
    assert policy.limited_tiers == ("device",)


@both_suites
@each_form
def test_a_gate_without_trust_data_accepts_nobody(suite: Suite, form: Form) -> None:
    keys = ring(suite)
    entrance = Gate(TrustStore.pin(keys.public()), MemoryJournal())
    decision = entrance.check(make(form, keys), AT)
    assert said(decision) == "deny GATE_TRUST_TOO_OLD"
    assert decision.trust_age is None


@both_suites
def test_a_policys_leeway_is_kept(suite: Suite) -> None:
    text = make(Form.SIGNED, ring(suite))
    for leeway in (0, 30):
        policy = GatePolicy(leeway=leeway)
        end = AT + MINUTE + leeway * SECOND
        late = said(gate(suite, policy=policy).check(text, end + SECOND))
        assert late == "deny CODE_EXPIRED"
        assert said(gate(suite, policy=policy).check(text, end)) == "accept OK"
