"""What services let one another know, without knowing one another."""

from typing import Annotated, ClassVar

from ehealthcard.models import PRIVATE, Day, Moment
from ehealthcard.workflow import Signal

from .chronic.codes import Disease
from .critical import CriticalFinding
from .links import (
    AdmissionLink,
    AppointmentLink,
    CardLink,
    HappeningLink,
    PassLink,
    ReferralLink,
    ReportLink,
    ScreeningLink,
    SessionLink,
)
from .stays import CareNeed, StayEnd
from .visits import Visit


class CardSuspended(Signal):
    """A card was reported lost (挂失): passes rest, care goes on."""

    card: CardLink


class CardRestored(Signal):
    """A lost card was found (解除挂失)."""

    card: CardLink


class CardCancelled(Signal):
    """A card was cancelled (注销)."""

    card: CardLink


class PersonDied(Signal):
    """The holder has died; what must end, ends."""

    external: ClassVar[bool] = True

    card: CardLink


class DeclarationSubmitted(Signal):
    """A health declaration came into force (健康申报生效)."""

    card: CardLink
    submitted_at: Moment


class EntryMade(Signal):
    """The holder entered an institution (入院)."""

    card: CardLink
    org: str
    place: str
    channel: str
    at: Moment


class HolderDiverted(Signal):
    """The holder was led to an isolated point or the fever clinic (分流)."""

    card: CardLink
    reasons: tuple[str, ...]
    at: Moment


class HappeningRecalled(Signal):
    """What a message told of is no longer so, such as a bill paid elsewhere (撤回)."""

    external: ClassVar[bool] = True

    event: HappeningLink


class SessionSuspended(Signal):
    """The hospital calls a session off (停诊); every booking in it is moved."""

    external: ClassVar[bool] = True

    session: SessionLink


class AppointmentMissed(Signal):
    """The holder neither came nor cancelled (爽约)."""

    card: CardLink
    on: Day
    """The day of the visit."""


class AppointmentDropped(Signal):
    """The holder cancelled (取消预约), or gave a ticket back (退号)."""

    card: CardLink
    on: Day
    """The day on which the holder did."""

    ticketed: bool
    """Whether it was a ticket, given back on the day of the visit."""


class AppointmentMoved(Signal):
    """The visit is at another time or with another doctor (改约)."""

    appointment: AppointmentLink
    visit: Visit


class DepartmentChanged(Signal):
    """The visit is in another department now; what was prepared is of no use."""

    appointment: AppointmentLink


class ConsultationBegun(Signal):
    """The doctor has called the holder in (开始就诊)."""

    appointment: AppointmentLink


class AppointmentEnded(Signal):
    """There will be no visit: cancelled, given back or missed (预约终止)."""

    appointment: AppointmentLink


class CriticalValueFound(Signal):
    """A verified report holds what cannot wait (危急值)."""

    anew: ClassVar[bool] = True

    card: CardLink
    reference: str
    """The report, ``org:number``."""

    version: int
    org: str
    department: str
    publisher: str
    """Who verified it."""

    findings: Annotated[tuple[CriticalFinding, ...], PRIVATE]


class ReportRetracted(Signal):
    """A report was taken back (报告撤回): nothing in it holds."""

    reference: ReportLink


class PatientIndexChanged(Signal):
    """The patient index merged or split the holder's HIS numbers (主索引合并、拆分)."""

    external: ClassVar[bool] = True

    card: CardLink


class RecordSealed(Signal):
    """A record was sealed in a dispute (病历封存)."""

    card: CardLink


class SeniorCodeBound(Signal):
    """A senior card's number belongs to the health card now (老年证与健康卡关联)."""

    card: CardLink
    number: str
    edition: int


class SeniorCodeVoided(Signal):
    """An edition of a senior card no longer holds (老年证失效)."""

    card: CardLink
    number: str
    edition: int


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


class CardFrozen(Signal):
    """A card was frozen because of a risk (风险冻结)."""

    card: CardLink


class CardThawed(Signal):
    """The risk is gone: a frozen card is good again (解除冻结)."""

    card: CardLink
