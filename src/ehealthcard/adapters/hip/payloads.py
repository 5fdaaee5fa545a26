"""The payloads of each service (各服务载荷): persons, cards, visits and stays.

Each place says where it is known from. No schema of WS/T 846 could be read; a platform
that checks against one may want more than stands here.
"""

from .layouts import Kind, Known, Layout, Place
from .oids import (
    BED,
    CARD,
    DEPARTMENT,
    ID_CARD,
    INPATIENT,
    ORG,
    OUTPATIENT,
    PATIENT,
    ROOM,
    SETTING,
    SEX,
    STAFF,
    VISIT,
    WARD,
)
from .orders import (
    APPLICATIONS_WANTED,
    EXAMINATION_APPLIED,
    ORDER_STATUS,
    ORDERED,
    ORDERS_FOUND,
    ORDERS_WANTED,
    TEST_APPLIED,
)
from .services import HipService as S
from .slots import APPOINTED, SCHEDULED

R, A = Known.RECALLED, Known.ASSUMED
_REQUEST = "registrationRequest/subject1/patient"
_EVENT = "registrationEvent/subject1/patient"


def _person(patient: str) -> tuple[Place, ...]:
    person = f"{patient}/patientPerson"
    return (
        Place("patient", f"{patient}/id/item", "extension", PATIENT),
        Place("card", f"{patient}/id/item", "extension", CARD, known=A),
        Place("document", f"{person}/id/item", "extension", ID_CARD),
        Place("name", f"{person}/name/item/part"),
        Place("phone", f"{person}/telecom/item", known=R),
        Place("sex", f"{person}/administrativeGenderCode", "code", SEX, known=R),
        Place("born", f"{person}/birthTime", kind=Kind.DAY, known=R),
        Place("died", f"{person}/deceasedTime", kind=Kind.MOMENT, known=R),
        Place(
            "org",
            f"{patient}/providerOrganization/id/item",
            "extension",
            ORG,
            known=R,
        ),
    )


PERSON = Layout("subject", ("CACT", "EVN"), _person(_REQUEST))
"""A person or an encounter card is registered or changed; both have one interaction."""

PERSON_FOUND = Layout("subject", ("CACT", "EVN"), _person(_EVENT))
"""What a query of persons or cards finds; recalled as a whole (PRPA_IN201306UV02)."""

PERSON_WANTED = Layout(
    "queryByParameter",
    ("INFO", "EVN"),
    (
        Place("query", "queryId", "extension"),
        Place("card", "parameterList/id", "extension", CARD),
        Place(
            "document",
            "parameterList/livingSubjectId/value/item",
            "extension",
            ID_CARD,
        ),
        Place("name", "parameterList/livingSubjectName/value/item/part"),
    ),
)
"""Whom a query of persons or cards is about."""

_VISIT = "encounterEvent"
_PATIENT = f"{_VISIT}/subject/patient"
_SITE = f"{_VISIT}/location/serviceDeliveryLocation"
_PART = "locatedEntityHasParts/locatedPlace"
_TERM = f"{_VISIT}/effectiveTime"
_PROVIDER = f"{_SITE}/serviceProviderOrganization/id/item"


def _numbers() -> tuple[Place, ...]:
    return (
        Place("outpatient", f"{_VISIT}/id/item", "extension", OUTPATIENT),
        Place("admission", f"{_VISIT}/id/item", "extension", INPATIENT),
        Place("visit", f"{_VISIT}/id/item", "extension", VISIT),
    )


def _visit() -> tuple[Place, ...]:
    return (
        *_numbers(),
        Place("setting", f"{_VISIT}/code", "code", SETTING),
        Place("starts", f"{_TERM}/low", kind=Kind.MOMENT),
        Place("ends", f"{_TERM}/high", kind=Kind.MOMENT),
        Place("disposition", f"{_VISIT}/dischargeDispositionCode", "code", known=R),
        Place("patient", f"{_PATIENT}/id/item", "extension", PATIENT),
        Place("document", f"{_PATIENT}/patientPerson/id/item", "extension", ID_CARD),
        Place("name", f"{_PATIENT}/patientPerson/name/item/part"),
    )


def _place(location: str, before: str = "") -> tuple[Place, ...]:
    part = f"{location}/{_PART}"
    return (
        Place(f"{before}department", f"{location}/id/item", "extension", DEPARTMENT),
        Place(f"{before}ward", f"{part}/id/item", "extension", WARD),
        Place(f"{before}room", f"{part}/{_PART}/id/item", "extension", ROOM),
        Place(f"{before}bed", f"{part}/{_PART}/{_PART}/id/item", "extension", BED),
    )


ENCOUNTER = Layout(
    "subject",
    ("STC", "EVN"),
    (
        *_visit(),
        Place(
            "doctor", f"{_VISIT}/admitter/assignedPerson/id/item", "extension", STAFF
        ),
        *_place(f"{_SITE}/location"),
        Place("org", _PROVIDER, "extension", ORG),
    ),
)
"""A visit or a stay (门诊挂号、住院就诊), told or found."""

_LEFT = f"{_VISIT}/departedBy/transportationEvent/location/locatedEntity/location"
DISCHARGED = Layout(
    "subject",
    ("INFO", "PRP"),
    (
        *_visit(),
        Place(
            "doctor", f"{_VISIT}/discharger/assignedPerson/id/item", "extension", STAFF
        ),
        *_place(_LEFT)[:2],
        Place("org", _PROVIDER, "extension", ORG, known=A),
    ),
)
"""The end of a stay (出院登记). The templates have no place for 离院方式 and 机构: the
first is recalled of HL7 V3, the second is where a stay has it."""

_OWNER = f"{_VISIT}/responsibleParty/assignedOrganization/id/item"
DISCHARGES_FOUND = Layout(
    "subject",
    ("ACTN", "PRMS"),
    (
        *_visit(),
        Place("org", _OWNER, "extension", ORG),
        Place(
            "doctor", f"{_VISIT}/admitter/assignedPerson/id/item", "extension", STAFF
        ),
        *_place(f"{_SITE}/location")[:2],
    ),
)
"""What a query of discharges finds: not where a discharge itself has it."""

_TO, _FROM = f"{_VISIT}/location1", f"{_VISIT}/location2"
TRANSFERRED = Layout(
    "subject",
    ("STC", "APT"),
    (
        *_numbers()[1:],
        Place("patient", f"{_PATIENT}/id/item", "extension", PATIENT),
        Place("starts", f"{_TO}/time/low", kind=Kind.MOMENT),
        *_place(f"{_TO}/serviceDeliveryLocation/location"),
        Place("left", f"{_FROM}/time/low", kind=Kind.MOMENT),
        *_place(f"{_FROM}/serviceDeliveryLocation/location", "from_"),
    ),
)
"""A move between departments (住院转科): where to and when, and where from."""

_WANTED = "patientId/value/item"
VISITS_WANTED = Layout(
    "queryByParameter",
    ("ACTN", "EVN"),
    (
        Place("query", "queryId", "extension"),
        Place("outpatient", "careEventID/value/item", "extension", OUTPATIENT),
        Place("admission", "careEventID/value/item", "extension", INPATIENT),
        Place("visit", "careEventID/value/item", "extension", VISIT),
        Place("starts", "encounterTimeframe/value/low", kind=Kind.MOMENT),
        Place("ends", "encounterTimeframe/value/high", kind=Kind.MOMENT),
        Place("patient", _WANTED, "extension", PATIENT),
        Place("document", _WANTED, "extension", ID_CARD),
        Place("department", "patientLocationID/value/item", "extension", DEPARTMENT),
        Place("ward", "patientLocationID/value/item", "extension", WARD),
        Place("org", "responsibleOrganization/value/item", "extension", ORG),
        Place("setting", "typeOfEncounter/value/item", "code", SETTING),
    ),
)
"""Which visits or stays a query is about (门诊挂号、住院就诊、出院登记查询)."""

LAYOUTS = {
    S.PERSON_REGISTER: PERSON,
    S.PERSON_UPDATE: PERSON,
    S.PERSON_QUERY: PERSON_WANTED,
    S.CARD_ADD: PERSON,
    S.CARD_UPDATE: PERSON,
    S.CARD_QUERY: PERSON_WANTED,
    S.SCHEDULE_ADD: SCHEDULED,
    S.SCHEDULE_UPDATE: SCHEDULED,
    S.OUTPATIENT_ADD: ENCOUNTER,
    S.OUTPATIENT_UPDATE: ENCOUNTER,
    S.OUTPATIENT_QUERY: VISITS_WANTED,
    S.INPATIENT_ADD: ENCOUNTER,
    S.INPATIENT_UPDATE: ENCOUNTER,
    S.INPATIENT_QUERY: VISITS_WANTED,
    S.TRANSFER_ADD: TRANSFERRED,
    S.TRANSFER_UPDATE: TRANSFERRED,
    S.DISCHARGE_ADD: DISCHARGED,
    S.DISCHARGE_UPDATE: DISCHARGED,
    S.DISCHARGE_QUERY: VISITS_WANTED,
    S.ORDER_ADD: ORDERED,
    S.ORDER_UPDATE: ORDERED,
    S.ORDER_QUERY: ORDERS_WANTED,
    S.TEST_ADD: TEST_APPLIED,
    S.TEST_UPDATE: TEST_APPLIED,
    S.TEST_QUERY: APPLICATIONS_WANTED,
    S.EXAMINATION_ADD: EXAMINATION_APPLIED,
    S.EXAMINATION_UPDATE: EXAMINATION_APPLIED,
    S.EXAMINATION_QUERY: APPLICATIONS_WANTED,
    S.APPOINTMENT_ADD: APPOINTED,
    S.APPOINTMENT_UPDATE: APPOINTED,
    S.ORDER_STATUS_UPDATE: ORDER_STATUS,
}
"""What is built. Merges, and the queries of slots and of appointments are named, but
have no layout: nothing could be read of theirs."""

FOUND = {
    S.PERSON_QUERY: PERSON_FOUND,
    S.CARD_QUERY: PERSON_FOUND,
    S.OUTPATIENT_QUERY: ENCOUNTER,
    S.INPATIENT_QUERY: ENCOUNTER,
    S.DISCHARGE_QUERY: DISCHARGES_FOUND,
    S.ORDER_QUERY: ORDERS_FOUND,
    S.TEST_QUERY: TEST_APPLIED,
    S.EXAMINATION_QUERY: EXAMINATION_APPLIED,
}
"""Where the facts of an answer stand. An answer about transfers has two locations that
only their type codes tell apart, which no layout here can say."""
