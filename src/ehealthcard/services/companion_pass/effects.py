"""What each state brings about, and what other cases do to a pass."""

from ehealthcard.ports import GateEntry
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.rules.signals import (
    CardCancelled,
    CardRestored,
    CardSuspended,
    PersonDied,
    SeatPassedOn,
    StayEnded,
    StayMoved,
)
from ehealthcard.workflow import Claim, Tell, Until

from .commands import (
    CardFound,
    CardLost,
    EndingSoon,
    ExclusionEnded,
    HolderGone,
    PatientMoved,
    RetestDue,
    SeatFreed,
    StayOver,
    ValidityEnded,
)
from .model import CompanionSent, Hindrance, PassMisused, RevokeReason
from .states import (
    Active,
    Applied,
    Excluded,
    Expired,
    PendingReplacement,
    PendingWard,
    Replaced,
    Revoked,
    RevokedWithStay,
    Suspended,
    Temporary,
)


def validity(state: Temporary | Active | Suspended) -> Until[ValidityEnded]:
    """A pass holds to its last moment, also while it rests."""
    return Until(state.until, ValidityEnded())


def test_ages(state: Active) -> Until[RetestDue] | None:
    """So does the test, where it must be repeated."""
    return Until(state.tested_until, RetestDue()) if state.tested_until else None


def ends_soon(state: Active) -> Until[EndingSoon] | None:
    """Before the end there is a reminder."""
    return None if state.reminded else Until(state.remind_at, EndingSoon())


def exclusion(state: Excluded) -> Until[ExclusionEnded]:
    """An exclusion has an end."""
    return Until(state.excluded_until, ExclusionEnded())


def seat(state: PendingWard | Temporary | Active | Suspended) -> Claim:
    """One companion for each place at the bedside."""
    return Claim(f"companion-seat:{state.admission}:{state.seat}")


def person(
    state: Applied | PendingWard | PendingReplacement | Temporary | Active | Suspended,
) -> Claim:
    """Nobody accompanies two patients."""
    return Claim(f"companion:{state.card}")


def open_gate(state: Temporary | Active) -> Tell:
    """The gate's list has the companion, to the last moment (门禁名单)."""
    entry = GateEntry(
        key=f"{state.pass_id}:{state.ward}:{state.since.timestamp():.6f}"
        f":{state.until.timestamp():.6f}",
        pass_id=state.pass_id,
        card=state.card,
        admission=state.admission,
        org=state.org,
        ward=state.ward,
        until=state.until,
    )
    return Tell("his", "gate-grant", entry.key, entry)


def close_gate(
    state: Suspended | Revoked | Excluded | RevokedWithStay | Replaced | Expired,
) -> Tell:
    """The gate's list has him no more."""
    moment = state.since.timestamp() if isinstance(state, Suspended) else 0
    entry = GateEntry(
        key=f"{state.pass_id}:{type(state).__name__}:{moment:.6f}",
        pass_id=state.pass_id,
        card=state.card,
        admission=state.admission,
        org=state.org,
        ward=state.ward,
    )
    return Tell("his", "gate-revoke", entry.key, entry)


def tell_fever_clinic(state: Suspended) -> Tell | None:
    """Who has a fever or symptoms is led to the fever clinic (传染病防治法 art. 52)."""
    if not {Hindrance.FEVER, Hindrance.SYMPTOM}.intersection(state.reasons):
        return None
    told = CompanionSent(
        card=state.card, org=state.org, ward=state.ward, at=state.since
    )
    key = f"{state.pass_id}:fever:{state.since.timestamp():.6f}"
    return Tell("his", "companion-fever", key, told)


def tell_monitor(state: Excluded) -> Tell:
    """A misused pass is a risk event."""
    told = PassMisused(
        card=state.card,
        pass_id=state.pass_id,
        org=state.org,
        reason=RevokeReason(state.reason),
    )
    return Tell("monitor", "pass-misused", state.pass_id, told)


def tell_ready(state: Active) -> Tell:
    """The companion is told that the pass is good (陪护证已办结)."""
    event = f"pass-ready:{state.pass_id}:{state.edition}"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CERTIFICATE,
        event=event,
        variables=Variables(org=state.org[:40], at=state.until),
        expires_at=state.until,
    )
    return Tell("notifier", "message", event, told)


def tell_ending(state: Active) -> Tell | None:
    """The companion is told that it ends soon (陪护证到期提醒)."""
    if not state.reminded:
        return None
    event = f"pass-ending:{state.pass_id}:{state.edition}"
    day = day_of(state.until)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.PASS_ENDING,
        event=event,
        variables=Variables(org=state.org[:40], day=day, at=state.until),
        expires_at=state.until,
    )
    return Tell("notifier", "message", event, told)


def pass_seat_on(state: Replaced) -> SeatPassedOn:
    """The new companion takes the place in the same transaction."""
    return SeatPassedOn(successor=state.successor, seat=state.seat)


def on_stay_ended(signal: StayEnded) -> StayOver:
    """Every live pass of the stay falls."""
    return StayOver(how=signal.how)


def on_stay_moved(signal: StayMoved) -> PatientMoved:
    """Every live pass follows the patient."""
    return PatientMoved(ward=signal.ward, bed=signal.bed, care=signal.care)


def on_seat(signal: SeatPassedOn) -> SeatFreed:
    """The companion before has gone."""
    return SeatFreed(seat=signal.seat)


def on_lost(signal: CardSuspended) -> CardLost:
    """The companion's card is the pass."""
    return CardLost()


def on_found(signal: CardRestored) -> CardFound:
    """The card was found."""
    return CardFound()


def on_cancelled(signal: CardCancelled) -> HolderGone:
    """The companion's card was cancelled."""
    return HolderGone()


def on_death(signal: PersonDied) -> HolderGone:
    """The companion has died."""
    return HolderGone()


EFFECTS = (
    validity,
    test_ages,
    ends_soon,
    exclusion,
    seat,
    person,
    open_gate,
    close_gate,
    tell_fever_clinic,
    tell_monitor,
    tell_ready,
    tell_ending,
    pass_seat_on,
)
REACTIONS = (
    on_stay_ended,
    on_stay_moved,
    on_seat,
    on_lost,
    on_found,
    on_cancelled,
    on_death,
)
