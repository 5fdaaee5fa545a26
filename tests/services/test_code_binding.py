"""A code and its card (码绑定)."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.codes import Assurance, Source
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.code_desk import CODE_DESK
from ehealthcard.rules.messages import MessageKind
from ehealthcard.rules.signals import (
    CardCancelled,
    CodeAwarded,
    CodeClaimDropped,
    CodeClaimUpheld,
    CodeContested,
)
from ehealthcard.services.foundation.code_binding import (
    Awarded,
    Bind,
    Bound,
    CardEnded,
    Contested,
    Disputed,
    Expired,
    Kept,
    Lost,
    Renew,
    TermEnded,
    Unbind,
    Unbinding,
    Unbound,
    code_binding,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, KnownBy, Tell, Until

DESK = Actor("window-3", {CODE_DESK})
UNTIL = NOW + timedelta(days=30)
CODE: dict[str, Any] = {"kind": "medical-record", "issuer": "H1", "value": "00004711"}
BIND = Bind(
    name="b-1",
    **CODE,
    source=Source.WINDOW,
    assurance=Assurance.SEEN,
    valid_from=NOW,
    valid_until=UNTIL,
)
AWARD = Awarded(name="k-1", **CODE, assurance=Assurance.CONFIRMED, valid_until=None)
BOUND = Bound(card=SUBJECT, **dict(BIND), bound_by="window-3", bound_at=NOW)
DISPUTED = BOUND.to(Disputed, conflict="k-1", disputed_at=NOW)
UNBOUND = BOUND.to(
    Unbound, reason=Unbinding.ASKED, unbound_by="window-3", unbound_at=NOW
)
RULED = UNBOUND.model_copy(update={"reason": Unbinding.RULING})
EXPIRED = BOUND.to(Expired, expired_at=NOW)
RENEW = Renew(
    source=Source.HIS, assurance=Assurance.ISSUED, valid_until=UNTIL + timedelta(1)
)
UNBIND = Unbind(reason=Unbinding.ASKED)


class TestContract(WorkflowContract):
    workflow = code_binding
    examples = (BOUND, DISPUTED, UNBOUND, EXPIRED, RULED)
    commands = (
        BIND,
        AWARD,
        RENEW,
        UNBIND,
        Contested(conflict="k-1"),
        Kept(),
        Lost(),
        TermEnded(),
        CardEnded(),
    )
    roles = frozenset({CODE_DESK})


def when(state: Any, command: Any, **more: Any) -> Any:
    return given(code_binding, state, **{"by": DESK} | more).when(command)


def found_by(state: Any) -> list[Any]:
    brought = code_binding.bring_about(None, state)
    return [value for _, value, _ in brought if isinstance(value, KnownBy)]


def test_a_bound_code_leads_to_the_card_and_is_nobody_else_s() -> None:
    assert BOUND == when(None, BIND)
    assert [KnownBy("medical-record", "H1", "00004711", NOW, UNTIL)] == found_by(BOUND)
    assert Until(UNTIL, TermEnded()) == code_binding.deadline(BOUND)
    assert "4711" not in repr(BOUND)
    assert "4711" not in repr(found_by(BOUND))


@pytest.mark.parametrize("state", [DISPUTED, UNBOUND, EXPIRED])
def test_only_a_bound_code_leads_anywhere(state: Any) -> None:
    held = [known.disputed for known in found_by(state)]
    assert ([True] if state is DISPUTED else []) == held


def test_a_better_word_and_a_longer_term_are_kept() -> None:
    after = when(BOUND, RENEW)

    assert (Source.HIS, Assurance.ISSUED) == (after.source, after.assurance)
    assert UNTIL + timedelta(1) == after.valid_until
    assert BOUND.bound_at == after.bound_at


@pytest.mark.parametrize(
    ("state", "command"), [(None, BIND), (BOUND, RENEW), (BOUND, UNBIND)]
)
def test_nobody_but_the_desk_s_room_for_codes_does_it(state: Any, command: Any) -> None:
    with pytest.raises(RuleViolationError) as refused:
        when(state, command, by=Actor("app", {"registrar", "staff"}))
    assert "ROLE_REQUIRED" == refused.value.code


@pytest.mark.parametrize("state", [None, BOUND])
def test_a_term_that_is_over_binds_nothing(state: Any) -> None:
    command = (RENEW if state else BIND).model_copy(update={"valid_until": NOW})
    with pytest.raises(RuleViolationError) as refused:
        when(state, command)
    assert "CODE_TERM_IS_OVER" == refused.value.code


def test_it_rests_while_somebody_looks_into_it() -> None:
    assert DISPUTED == when(BOUND, Contested(conflict="k-1"))
    assert BOUND == when(DISPUTED, Kept())
    lost = when(DISPUTED, Lost())
    assert (Unbound, Unbinding.RULING) == (type(lost), lost.reason)


@pytest.mark.parametrize("state", [BOUND, DISPUTED])
def test_it_ends_by_request_by_time_and_with_the_card(state: Any) -> None:
    assert UNBOUND == when(state, UNBIND)
    assert EXPIRED == when(state, TermEnded())
    assert Unbinding.CARD_ENDED == when(state, CardEnded()).reason


def test_a_ruling_gives_it_to_somebody_else() -> None:
    given_over = when(None, AWARD)

    assert (Source.RULING, Assurance.CONFIRMED, NOW) == (
        given_over.source,
        given_over.assurance,
        given_over.valid_from,
    )


def test_it_hears_of_conflicts_and_of_the_card() -> None:
    heard = {r.signal: r.call for r in code_binding.hears}
    code: dict[str, Any] = {"assurance": Assurance.CONFIRMED, "valid_until": None}
    awarded = CodeAwarded(card=SUBJECT, name="k-1", **CODE, **code)

    assert AWARD == heard[CodeAwarded](awarded)
    assert Contested(conflict="k-1") == heard[CodeContested](
        CodeContested(binding="b-1", conflict="k-1")
    )
    assert Kept() == heard[CodeClaimDropped](CodeClaimDropped(conflict="k-1"))
    assert Lost() == heard[CodeClaimUpheld](CodeClaimUpheld(conflict="k-1"))
    assert CardEnded() == heard[CardCancelled](CardCancelled(card=SUBJECT))


def test_the_holder_hears_that_a_code_rests_and_that_a_ruling_took_it() -> None:
    def said(before: Any, after: Any) -> list[Any]:
        found = code_binding.bring_about(before, after)
        return [v.payload for _, v, new in found if new and isinstance(v, Tell)]

    (rests,) = said(BOUND, when(BOUND, Contested(conflict="k-1")))
    (ruled,) = said(DISPUTED, when(DISPUTED, Lost()))
    assert {MessageKind.SAFETY} == {rests.kind, ruled.kind}
    assert rests.event != ruled.event
    for quiet in (BOUND, UNBOUND, EXPIRED):
        assert [] == said(DISPUTED, quiet)
