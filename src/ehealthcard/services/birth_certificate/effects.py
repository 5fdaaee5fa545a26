"""What each state brings about."""

from typing import Any

from ehealthcard.ports import Parcel
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables, is_plain
from ehealthcard.rules.signals import BirthNumberVoided, NewbornCertified
from ehealthcard.workflow import Claim, Erase, Order, Tell, Until

from .commands import EvidenceTimePassed, ParcelRefused, ParcelTaken
from .model import IssuedNote, RevokedNote
from .states import (
    Approved,
    Checked,
    Confirmed,
    Live,
    NeedEvidence,
    Posting,
    Revoked,
    Submitted,
    UnderReview,
    Withdrawn,
)

Known = NeedEvidence | UnderReview | Checked | Approved | Confirmed | Live


def evidence_ends(state: NeedEvidence) -> Until[EvidenceTimePassed]:
    """Missing papers are waited for so long, the last day included."""
    return Until(state.until, EvidenceTimePassed())


def one_per_record(state: Submitted | Known) -> Claim | None:
    """One child of a delivery record has one certificate."""
    if state.delivery is None:
        return None
    return Claim(f"birth-record:{state.org}:{state.delivery}:{state.child}")


def one_per_birth(state: Known) -> Claim:
    """One person, one certificate, whoever recorded the birth (一人一证)."""
    day = day_of(state.newborn.born_at)
    return Claim(f"birth:{state.card}:{day}:{state.child}")


def number_once(state: Live | Revoked) -> Claim:
    """One certificate, one number, for ever (一证一号)."""
    return Claim(f"birth-number:{state.number}")


def void_old(state: Live) -> BirthNumberVoided | None:
    """A number that was replaced is entered as void."""
    if not state.past:
        return None
    old = state.past[-1]
    return BirthNumberVoided(
        card=state.card,
        number=old.number,
        org=state.org,
        reason=old.reason.value,
        by=old.voided_by,
    )


def child_begins(state: Live) -> NewbornCertified | None:
    """Once the police have entered the child, its health care begins (§4.6.3)."""
    if state.household is None:
        return None
    return NewbornCertified(
        card=state.card,
        certificate=state.household.number,
        child=state.child,
        sex=state.newborn.sex.value,
        born_on=day_of(state.newborn.born_at),
        org=state.org,
        org_name=state.org_name,
    )


def hand_over(state: Posting) -> Order[ParcelTaken, ParcelRefused]:
    """The carrier takes the parcel; one parcel for each time it is mailed."""
    key = f"{state.number}:{state.mailings}"
    parcel = Parcel(key=key, sender=state.org, to=state.address)
    return Order("courier", "parcel", key, parcel)


def tell_mother(state: Live) -> Tell:
    """The mother hears of each certificate that is ready, once (证件办结)."""
    event = f"birth-certificate:{state.number}"
    org = state.org_name if is_plain(state.org_name) else "签发机构"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CERTIFICATE,
        event=event,
        variables=Variables(org=org),
    )
    return Tell("notifier", "message", f"{state.card}:{event}", told)


def tell_registry(state: Live) -> Tell:
    """The registry of certificates learns which number is whose."""
    told = IssuedNote(
        card=state.card,
        number=state.number,
        edition=state.edition,
        org=state.org,
        issued_at=state.issued_at,
        parts=state.parts,
        licence=state.licence,
        replaces=state.past[-1].number if state.past else None,
        warnings=state.warnings,
    )
    return Tell("birth-registry", "birth-certificate-issued", state.number, told)


def tell_police(state: Revoked) -> Tell:
    """The police learn that a certificate does not hold."""
    note = RevokedNote(**_noted(state))
    return Tell("police", "birth-certificate-revoked", state.number, note)


def revoke_in_registry(state: Revoked) -> Tell:
    """So does the registry."""
    note = RevokedNote(**_noted(state))
    return Tell("birth-registry", "birth-certificate-revoked", state.number, note)


def tell_monitor(state: Revoked) -> Tell:
    """A false certificate is a risk event."""
    note = RevokedNote(**_noted(state))
    return Tell("monitor", "birth-certificate-revoked", state.number, note)


def forget(state: Withdrawn) -> Erase:
    """What was said in the application is destroyed."""
    return Erase()


def _noted(state: Revoked) -> dict[str, Any]:
    kept = ("card", "number", "org", "cause", "registered")
    known = {name: getattr(state, name) for name in kept}
    return {**known, "by": state.revoked_by, "at": state.revoked_at}


EFFECTS = (
    evidence_ends,
    one_per_record,
    one_per_birth,
    number_once,
    void_old,
    child_begins,
    hand_over,
    tell_mother,
    tell_registry,
    tell_police,
    revoke_in_registry,
    tell_monitor,
    forget,
)
