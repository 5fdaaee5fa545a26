"""Visits and what was recorded at them (就医记录), as HISs tell of them.

The hospital's system is the truth; nothing here is ever edited. The same person may
have several numbers in one HIS, which are merged or split there (主索引合并、拆分).
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import PRIVATE, Day, Model, Moment
from ehealthcard.workflow import State

from .calendar import day_of

Money = Annotated[Decimal, Field(decimal_places=2, max_digits=14)]
"""An amount (元), in yuan and fen; a refund is below zero."""


class RecordKind(Labelled):
    """What is recorded (记录类别): the guide names all five."""

    CHECK_UP = "check-up", "体检记录", "a check-up"
    EXAMINATION = "examination", "检查记录", "an examination"
    LABORATORY = "laboratory", "检验记录", "a laboratory test"
    CONSULTATION = "consultation", "问诊记录", "a consultation"
    APPOINTMENT = "appointment", "预约记录", "an appointment"


class Setting(Labelled):
    """Where somebody was treated (就诊类别)."""

    OUTPATIENT = "outpatient", "门诊", "outpatient"
    INPATIENT = "inpatient", "住院", "inpatient"


class CostItem(Model):
    """One line of the cost details (费用明细)."""

    name: Annotated[str, PRIVATE]
    category: str
    quantity: Annotated[Decimal, Field(max_digits=12)]
    unit: str = ""
    unit_price: Annotated[Decimal, Field(max_digits=14)]
    amount: Money


class Entry(Model):
    """What visits and records have in common."""

    id: str = Field(min_length=1)
    """Its number in the HIS."""

    org: str
    patient: str
    """The HIS's number of the patient."""

    sensitive: bool = False
    """Especially sensitive (特别敏感), such as HIV, psychiatry, genetics."""

    restricted: bool = False
    """Of a person whose record is guarded closely (VIP)."""

    sealed: bool = False
    """Sealed in a dispute (病历封存, DSP art. 24)."""


class Visit(Entry):
    """One stay or visit (就诊)."""

    setting: Setting
    department: Annotated[str, PRIVATE]
    doctor: Annotated[str | None, PRIVATE] = None
    started_at: Moment
    ended_at: Moment | None = None
    costs: Annotated[tuple[CostItem, ...], PRIVATE] = ()

    @property
    def total(self) -> Decimal:
        """What it cost, in yuan; what the lines add up to."""
        return sum((c.amount for c in self.costs), Decimal(0))

    def lies_in(self, first: date, last: date) -> bool:
        """Whether any day of it lies between the two, both included."""
        ended = day_of(self.ended_at) if self.ended_at else None
        return day_of(self.started_at) <= last and (ended is None or ended >= first)


class Record(Entry):
    """One record (就医记录)."""

    kind: RecordKind
    visit: str | None = None
    """The number of the visit that it belongs to."""

    at: Moment
    title: Annotated[str, PRIVATE]
    text: Annotated[str, PRIVATE] = ""


class RecordsWanted(Model):
    """What a HIS is asked for; the days are both included."""

    card: str
    """The holder's subject."""

    patients: tuple[str, ...]
    """The holder's numbers in this HIS; empty where the HIS itself knows the card."""

    kinds: tuple[RecordKind, ...] = Field(min_length=1)
    first: Day
    last: Day


class RecordsFound(Model):
    """What a HIS answers."""

    visits: Annotated[tuple[Visit, ...], PRIVATE] = ()
    records: Annotated[tuple[Record, ...], PRIVATE] = ()
    total: int = Field(ge=0)
    """How many visits and records there are; a shorter answer is no whole one."""


class Outcome(Labelled):
    """How the question to an institution ended (查询结果)."""

    ANSWERED = "answered", "已返回", "answered"
    NOT_A_PATIENT = "not-a-patient", "无就诊信息", "no patient there"
    TIMED_OUT = "timed-out", "查询超时", "no answer in time"
    UNAVAILABLE = "unavailable", "系统不可用", "not to be reached"
    FAILED = "failed", "系统异常", "an error there"
    BUSY = "busy", "查询繁忙", "earlier questions are still unanswered"
    INCOMPLETE = "incomplete", "返回不完整", "only part of it came"
    FOREIGN = "foreign", "返回他人记录", "it holds somebody else's records"


WHOLE = (Outcome.ANSWERED, Outcome.NOT_A_PATIENT)


class OrgAnswer(Model):
    """What came of one institution."""

    org: str
    name: str
    outcome: Outcome
    patients: tuple[str, ...] = ()
    found: Annotated[RecordsFound | None, PRIVATE] = None


class SealStanding(State):
    """A record is sealed (病历已封存)."""

    org: str
    record: str
    """The number of the record, or of the visit with all that belongs to it."""
