"""What happens beyond the clinic: stays, referrals, long care, records, births."""

from typing import Annotated, ClassVar

from ehealthcard.models import PRIVATE, Day, Moment
from ehealthcard.rules.chronic.codes import Disease
from ehealthcard.rules.health_records.base import BaseChange, RecordContent
from ehealthcard.rules.health_records.code import RecordNumber
from ehealthcard.rules.health_records.codes import CancelReason
from ehealthcard.rules.links import (
    AdmissionLink,
    CardLink,
    HealthFileLink,
    PassLink,
    ReferralLink,
    ScreeningLink,
)
from ehealthcard.rules.stays import CareNeed, StayEnd
from ehealthcard.workflow import Signal


class ScreeningBegun(Signal):
    """A holder is screened once more; the round before is over (再次筛查)."""

    screening: ScreeningLink


class DiseaseConfirmed(Signal):
    """A screening ended with a diagnosis (确诊慢病): care may begin."""

    anew: ClassVar[bool] = True

    card: CardLink
    disease: Annotated[Disease, PRIVATE]
    org: str
    """Who screened, and cares from now on."""

    org_name: str
    confirmed_on: Day


class StayMoved(Signal):
    """An inpatient lies in another ward or bed now (转科、转床)."""

    admission: AdmissionLink
    ward: str
    bed: str
    care: tuple[CareNeed, ...]


class StayEnded(Signal):
    """An inpatient stay is over (出院、转院、死亡、撤销)."""

    admission: AdmissionLink
    how: StayEnd


class SeatPassedOn(Signal):
    """A companion gave the place at the bedside to the next one (更换陪护人)."""

    successor: PassLink
    seat: int


class ReferralIssued(Signal):
    """A referral was issued (开具转诊单); it is followed up."""

    anew: ClassVar[bool] = True

    card: CardLink
    number: str
    origin: str
    """Code of the institution that referred."""

    illness: str
    """A digest of patient and diagnosis: the same illness is known again by it."""

    issued_at: Moment


class ReferralDropped(Signal):
    """The referral led to no care: withdrawn, cancelled, missed (转诊未成)."""

    referral: ReferralLink


class HealthRecordCancelled(Signal):
    """A health record was cancelled (健康档案注销); special records end with it."""

    card: CardLink
    reason: CancelReason


class HealthRecordCorrected(Signal):
    """The institution agreed that something in a record was wrong (同意更正)."""

    file: HealthFileLink
    change: Annotated[BaseChange, PRIVATE]


class HealthRecordMoved(Signal):
    """A record went to another institution, which keeps it from now on (迁入)."""

    anew: ClassVar[bool] = True

    card: CardLink
    file: str
    number: RecordNumber
    """The number that it has there."""

    org: str
    org_name: str
    is_open: bool
    content: Annotated[RecordContent, PRIVATE]


class HealthRecordOwnerDied(Signal):
    """The holder of a merged record has died: it is the same person."""

    file: HealthFileLink
    """The record that went on."""


class NewbornKnown(Signal):
    """A child whose birth is certified holds a card of its own (新生儿已建卡).

    The desk says it, which alone finds a card by the number of its document.
    """

    external: ClassVar[bool] = True

    card: CardLink
    """The child's."""

    born_on: Annotated[Day, PRIVATE]
    org: str
    """Code of the institution that issued the certificate."""

    org_name: str


class NewbornCertified(Signal):
    """A child's birth is certified and registered with the police (出生登记完成).

    Child health care begins with it: one signal for each child, once in its life,
    whatever becomes of the certificate later. The child has no card yet, so that it is
    found by the mother's.
    """

    anew: ClassVar[bool] = True

    card: CardLink
    """The mother's subject."""

    certificate: str
    """The number of the birth certificate that the police took (副页)."""

    child: int
    """Which of the children of this delivery, from 1."""

    sex: str
    """Of GB/T 2261.1: ``1`` or ``2``, and ``0`` or ``9`` where it is not certain."""

    born_on: Annotated[Day, PRIVATE]
    org: str
    """Code of the institution that issued the certificate."""

    org_name: str


class BirthNumberVoided(Signal):
    """A birth certificate's number was replaced and is void for ever (证件作废)."""

    anew: ClassVar[bool] = True

    card: CardLink
    number: str
    org: str
    reason: str
    by: str
