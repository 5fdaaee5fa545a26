"""What is asked, and what happens."""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.identity import SubjectId
from ehealthcard.rules.emergency import Location, Phone
from ehealthcard.rules.vitals import Vitals
from ehealthcard.workflow import PRIVATE, Command, Notice

Patient = Literal["unknown", "self", "other"]
"""Whether the caller is the patient, as far as anybody has said."""

Criterion = Literal["nearest", "urgency", "specialty", "wish"]
"""就近、就急、满足专业需要、兼顾意愿."""

Text = Annotated[str, Field(min_length=1)]


class Dial(Command):
    """Call 120 (呼救)."""

    org: Text
    """Code of the emergency centre."""

    phone: Annotated[Phone, PRIVATE]
    line: str | None = None
    """The number's keyed digest; the desk makes it."""

    location: Annotated[Location | None, PRIVATE] = None
    patient: Patient = "unknown"


class NamePatient(Command):
    """Say whose card the patient's is (确认患者); ``None``: of none of them."""

    holder: SubjectId | None


class BreakGlass(Command):
    """Send the smallest set unasked, to save a life (紧急调阅; PIPL art. 13(4))."""

    holder: SubjectId
    reason: Text


class Relocate(Command):
    """A newer location (更新位置)."""

    location: Annotated[Location, PRIVATE]


class DropCall(Command):
    """The connection broke (掉线); the dispatcher calls back."""


class Accept(Command):
    """Take the call on (受理)."""

    number: Text
    """The centre's number of the case."""

    category: str = ""
    """Kind of emergency, in the centre's words."""


class Dispatch(Command):
    """Send a vehicle (派车)."""

    vehicle: Text


class Advise(Command):
    """No emergency (电话指导): advice instead of a vehicle."""

    advice: Annotated[Text, PRIVATE]


class FlagFalse(Command):
    """A false or harassing call (恶意呼救)."""

    evidence: Annotated[Text, PRIVATE]


class Merge(Command):
    """The same incident is another case already (重复呼救合并)."""

    into: Text
    """That case."""


class Cancel(Command):
    """The caller needs no ambulance any more (取消)."""


class ArriveScene(Command):
    """The crew is with the patient (到达现场)."""

    vitals: Vitals = Vitals()


class MeasureVitals(Command):
    """New vital signs (记录体征)."""

    vitals: Vitals


class Release(Command):
    """Treated on the spot; no transport needed (现场处置)."""

    record: Annotated[Text, PRIVATE]


class RefuseTransport(Command):
    """The patient will not go, and signs for it (拒绝转运)."""

    signed_by: Annotated[str, PRIVATE] = ""
    record: Annotated[Text, PRIVATE]


class Depart(Command):
    """On the way to a hospital (转运)."""

    hospital: Text
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)] = ("nearest",)


class Divert(Command):
    """To another hospital after all (改送)."""

    hospital: Text
    reason: Text
    risk_told: bool = False
    """Whether the risk was told to patient or family (上海条例 art. 22)."""


class ArriveHospital(Command):
    """At the emergency department (到达医院)."""


class ReportRefusal(Command):
    """The hospital would not take the patient in (上报拒收): a violation."""

    words: Annotated[Text, PRIVATE]


class SignHandover(Command):
    """One side signs the hand-over sheet (交接单)."""

    side: Literal["crew", "hospital"]
    sheet: Text
    """The sheet's number or digest; both sides sign the same."""


class CompleteRecord(Command):
    """The rescue record is complete (抢救记录)."""


class Close(Command):
    """All is settled (结案)."""


class ReviewBreakGlass(Command):
    """Somebody else looks whether the access was justified (事后审查)."""

    justified: bool
    note: Text


class InfoAccepted(Notice):
    """The centre has the data set."""


class InfoRefused(Notice):
    """The centre will not take it."""

    code: str


class InfoOverdue(Notice):
    """The centre has not answered in time."""


class DispatchOverdue(Notice):
    """The time in which a vehicle is sent has passed."""


class RecordOverdue(Notice):
    """The time for the rescue record has passed."""


class ReviewOverdue(Notice):
    """Nobody has reviewed the access in time."""
