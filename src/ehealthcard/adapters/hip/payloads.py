"""The payloads of each service (各服务载荷): persons, cards, encounters, orders.

Each place says where it is known from. No schema of WS/T 846 could be read; a platform
that checks against one may want more than stands here.
"""

from .layouts import Kind, Known, Layout, Place
from .services import HipService as S

ID_CARD = "2.16.156.10011.1.3"
"""居民身份证号."""

PATIENT = "2.16.156.10011.2.5.1.4"
"""患者本地标识: the number in the HIS."""

CARD = "2.16.156.10011.2.5.1.6"
"""就诊卡号: an encounter card's number, here the electronic health card's ID."""

INPATIENT = "2.16.156.10011.1.12"
"""住院号."""

VISIT = "2.16.156.10011.2.5.1.9"
"""就诊流水号."""

SEX = "2.16.156.10011.2.3.3.4"
"""GB/T 2261.1."""

ORG, DEPARTMENT = "2.16.156.10011.1.5", "2.16.156.10011.1.26"
WARD, BED = "2.16.156.10011.1.27", "2.16.156.10011.1.22"
STAFF = "2.16.156.10011.1.4"
SETTING = "2.16.156.10011.2.3.1.271"
"""患者类型代码: 1 outpatient, 2 emergency, 3 inpatient (recalled)."""

ORDER = "2.16.156.10011.1.28"
"""医嘱号 (recalled)."""

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
ENCOUNTER = Layout(
    "subject",
    ("STC", "EVN"),
    (
        Place("admission", f"{_VISIT}/id/item", "extension", INPATIENT),
        Place("visit", f"{_VISIT}/id/item", "extension", VISIT),
        Place("setting", f"{_VISIT}/code", "code", SETTING),
        Place("starts", f"{_VISIT}/effectiveTime/low", kind=Kind.MOMENT),
        Place("ends", f"{_VISIT}/effectiveTime/high", kind=Kind.MOMENT, known=R),
        Place("disposition", f"{_VISIT}/dischargeDispositionCode", "code", known=R),
        Place("patient", f"{_PATIENT}/id/item", "extension", PATIENT),
        Place("document", f"{_PATIENT}/patientPerson/id/item", "extension", ID_CARD),
        Place("name", f"{_PATIENT}/patientPerson/name/item/part"),
        Place(
            "doctor", f"{_VISIT}/admitter/assignedPerson/id/item", "extension", STAFF
        ),
        Place("department", f"{_SITE}/location/id/item", "extension", DEPARTMENT),
        Place("ward", f"{_SITE}/location/{_PART}/id/item", "extension", WARD),
        Place(
            "bed",
            f"{_SITE}/location/{_PART}/{_PART}/{_PART}/id/item",
            "extension",
            BED,
        ),
        Place("org", f"{_SITE}/serviceProviderOrganization/id/item", "extension", ORG),
    ),
)
"""A visit or a stay, also its end (门诊挂号、住院就诊、转科、出院登记)."""

_ORDER = "placerGroup/component2/observationRequest"
ORDERED = Layout(
    "subject",
    ("CACT", "RQO"),
    (
        Place(
            "patient",
            "placerGroup/subject/patient/id/item",
            "extension",
            PATIENT,
            known=R,
        ),
        Place("order", f"{_ORDER}/id/item", "extension", ORDER, known=R),
        Place("item", f"{_ORDER}/code", "code", known=R),
        Place("at", f"{_ORDER}/effectiveTime", kind=Kind.MOMENT, known=A),
        Place("status", f"{_ORDER}/statusCode", "code", known=A),
        Place(
            "visit",
            "placerGroup/componentOf1/encounter/id/item",
            "extension",
            VISIT,
            known=R,
        ),
    ),
)
"""An order, and what became of it (医嘱、医嘱执行状态); recalled and assumed."""

APPOINTED = Layout(
    "subject",
    ("STC", "EVN"),
    (
        Place("appointment", f"{_VISIT}/id/item", "extension", VISIT, known=A),
        Place("status", f"{_VISIT}/statusCode", "code", known=A),
        Place("starts", f"{_VISIT}/effectiveTime/low", kind=Kind.MOMENT, known=A),
        Place("ends", f"{_VISIT}/effectiveTime/high", kind=Kind.MOMENT, known=A),
        Place("patient", f"{_PATIENT}/id/item", "extension", PATIENT, known=A),
        Place(
            "department", f"{_SITE}/location/id/item", "extension", DEPARTMENT, known=A
        ),
    ),
)
"""An outpatient appointment and its status (门诊预约状态); assumed as a whole, by the
encounter's, with which it shares the family of interactions."""

LAYOUTS = {
    S.PERSON_REGISTER: PERSON,
    S.PERSON_UPDATE: PERSON,
    S.PERSON_QUERY: PERSON_WANTED,
    S.CARD_ADD: PERSON,
    S.CARD_UPDATE: PERSON,
    S.CARD_QUERY: PERSON_WANTED,
    S.OUTPATIENT_ADD: ENCOUNTER,
    S.OUTPATIENT_UPDATE: ENCOUNTER,
    S.INPATIENT_ADD: ENCOUNTER,
    S.INPATIENT_UPDATE: ENCOUNTER,
    S.DISCHARGE_ADD: ENCOUNTER,
    S.DISCHARGE_UPDATE: ENCOUNTER,
    S.ORDER_ADD: ORDERED,
    S.ORDER_UPDATE: ORDERED,
    S.APPOINTMENT_ADD: APPOINTED,
    S.APPOINTMENT_UPDATE: APPOINTED,
    S.ORDER_STATUS_UPDATE: ORDERED,
}
"""What is built. Merges, transfers and the queries of visits, orders and appointments
are named, but have no layout: nothing could be read of theirs."""
