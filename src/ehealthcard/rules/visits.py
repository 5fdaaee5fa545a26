"""What an appointment tells the services that prepare the visit (就诊安排)."""

from abc import abstractmethod
from typing import ClassVar

from ehealthcard.codesets import Labelled
from ehealthcard.models import Moment
from ehealthcard.workflow import Model, State


class VisitKind(Labelled):
    """What is booked (预约类别): guide §4.2.2 names all three."""

    REGISTRATION = "1", "挂号", "outpatient registration"
    EXAMINATION = "2", "检查", "examination"
    TREATMENT = "3", "治疗", "treatment"


class VisitStage(Labelled):
    """How far a visit has come (就诊进度)."""

    ASKED = "asked", "预约中", "asked for, not confirmed"
    BOOKED = "booked", "已预约", "confirmed"
    ARRIVED = "arrived", "已报到", "checked in"
    CONSULTING = "consulting", "就诊中", "with the doctor"
    SUSPENDED = "suspended", "停诊", "called off by the hospital"
    ENDED = "ended", "已结束", "over, or never to be"


class Visit(Model):
    """When, where and with whom (就诊信息)."""

    appointment: str
    """The appointment's own name; a change of slot keeps it."""

    org: str
    department: str
    doctor: str | None
    starts_at: Moment
    ends_at: Moment
    examination: str | None = None
    """The item's code in the HIS, where an examination or treatment is booked."""

    booker: str | None = None
    """The subject of whoever booked for the holder (代预约人)."""


class VisitStanding(State):
    """An appointment, as far as other services may know it."""

    stage: ClassVar[VisitStage]

    @property
    @abstractmethod
    def visit(self) -> Visit:
        """When, where and with whom."""
