"""What ambulance services share: the emergency data set and where somebody is.

The fifteen items are those of the resident health card's clinical files (DF02/EF05), as
four public implementations agree. The psychiatric flag lives in a protected file of its
own (EF06): it has no field here, so it cannot be sent by mistake.
"""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled, Sex
from ehealthcard.models import Moment
from ehealthcard.workflow import PRIVATE, Link, Model, State

from .links import CardLink

STALE_AFTER = timedelta(seconds=60)
"""How old a location may be; the project's own."""

MOST_CONTACTS = 3

PhoneLine = Annotated[str | None, Link("phone-line")]
"""A keyed digest of a telephone number; the number itself is never a link."""

Phone = Annotated[str, Field(pattern=r"^\+?[0-9]{3,15}$")]
"""A telephone number (联系电话): digits, with or without a plus."""


class Scope(Labelled):
    """What the holder lets the emergency centre see (授权范围)."""

    BASICS = "basics", "卡基本信息", "card ID, sex and age"
    RISK = "risk", "健康风险等级", "health-risk level"
    RECORD = "record", "急救基本数据(15项)与过敏史", "the 15 items and allergies"
    HISTORY = "history", "既往史", "past history"
    CONTACTS = "contacts", "紧急联系人", "emergency contacts"
    LOCATION = "location", "位置与地址", "located address"


class BloodGroup(Labelled):
    """ABO blood group (ABO血型); the codes are the project's own."""

    A = "A", "A型", "A"
    B = "B", "B型", "B"
    O = "O", "O型", "O"  # noqa: E741  # the group's name
    AB = "AB", "AB型", "AB"
    UNKNOWN = "?", "不详", "unknown"


class Rhesus(Labelled):
    """RH blood group (RH血型)."""

    POSITIVE = "+", "阳性", "positive"
    NEGATIVE = "-", "阴性", "negative"
    UNKNOWN = "?", "不详", "unknown"


Flag = bool | None
"""``True`` 有, ``False`` 无, ``None`` not known: never taken for 无."""


class EmergencyRecord(Model):
    """The fifteen items (two groups, twelve flags, one warning) and allergies."""

    abo: Annotated[BloodGroup, PRIVATE] = BloodGroup.UNKNOWN
    rh: Annotated[Rhesus, PRIVATE] = Rhesus.UNKNOWN
    asthma: Annotated[Flag, PRIVATE] = None
    """哮喘."""

    heart_disease: Annotated[Flag, PRIVATE] = None
    """心脏病."""

    cardiovascular_disease: Annotated[Flag, PRIVATE] = None
    """心脑血管病."""

    epilepsy: Annotated[Flag, PRIVATE] = None
    """癫痫."""

    coagulation_disorder: Annotated[Flag, PRIVATE] = None
    """凝血紊乱."""

    diabetes: Annotated[Flag, PRIVATE] = None
    """糖尿病."""

    glaucoma: Annotated[Flag, PRIVATE] = None
    """青光眼."""

    dialysis: Annotated[Flag, PRIVATE] = None
    """透析."""

    organ_transplant: Annotated[Flag, PRIVATE] = None
    """器官移植."""

    organ_missing: Annotated[Flag, PRIVATE] = None
    """器官缺失."""

    prosthesis: Annotated[Flag, PRIVATE] = None
    """可装卸义肢."""

    pacemaker: Annotated[Flag, PRIVATE] = None
    """心脏起搏器."""

    other_alert: Annotated[str, PRIVATE] = ""
    """其他医学警示."""

    allergies: Annotated[tuple[str, ...], PRIVATE] = ()
    history: Annotated[tuple[str, ...], PRIVATE] = ()
    """Past history (既往史)."""


ITEMS = tuple(EmergencyRecord.model_fields)[:15]
"""The names of the fifteen items."""


class Contact(Model):
    """Somebody to call (紧急联系人)."""

    name: Annotated[str, Field(min_length=1), PRIVATE]
    relation: str = Field(min_length=1)
    phone: Annotated[Phone, PRIVATE]


class CoordSystem(Labelled):
    """In which system coordinates are given; without it they may be 500 m off."""

    GCJ02 = "GCJ-02", "国测局坐标", "GCJ-02"
    WGS84 = "WGS-84", "GPS坐标", "WGS-84"
    BD09 = "BD-09", "百度坐标", "BD-09"


class Location(Model):
    """Where somebody is, and when that was known."""

    longitude: Annotated[float, Field(ge=-180, le=180), PRIVATE]
    latitude: Annotated[float, Field(ge=-90, le=90), PRIVATE]
    coord_system: CoordSystem
    region: Annotated[str | None, Field(pattern=r"^\d{6}$")] = None
    """Six digits of GB/T 2260."""

    address: Annotated[str, PRIVATE] = ""
    accuracy: Annotated[float | None, Field(ge=0)] = None
    """Metres."""

    at: Moment

    def is_stale(self, now: datetime, after: timedelta = STALE_AFTER) -> bool:
        """Whether it is older than *after*; exactly that old is not."""
        return now - self.at > after


class EmergencyDataSet(Model):
    """What a centre is sent: no more than the scope, no name, no document."""

    card_id: Annotated[str | None, PRIVATE] = None
    sex: Sex | None = None
    age: Annotated[int | None, PRIVATE] = None
    risk: str | None = None
    record: Annotated[EmergencyRecord | None, PRIVATE] = None
    contacts: Annotated[tuple[Contact, ...], PRIVATE] = ()
    location: Annotated[Location | None, PRIVATE] = None
    location_stale: bool = False
    patient_confirmed: bool = False
    """Whether the caller said that the patient is this card's holder."""

    consent: str | None
    """Version of the consent; ``None``: sent without one, to save a life."""

    missing: tuple[Scope, ...] = ()
    """What the scope allows and nobody could say in time."""


class ConsentStanding(State):
    """An emergency authorisation in force (有效急救授权)."""

    card: CardLink
    line: PhoneLine
    phone: Annotated[Phone, PRIVATE]
    consent: str
    scope: tuple[Scope, ...]
    contacts: Annotated[tuple[Contact, ...], PRIVATE]
