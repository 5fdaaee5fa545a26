"""Orders and application forms in a payload (医嘱、申请单, WS/T 846.8 and 846.9).

Seen in a vendor's public templates. A layout says one order, or one item of a form, in
a message; the templates repeat them (``component2``).
"""

from .layouts import Kind, Known, Layout, Place
from .oids import (
    APPLICATION,
    DEPARTMENT,
    HEALTH_CARD,
    ID_CARD,
    INPATIENT,
    ORDER,
    ORDER_KIND,
    OUTPATIENT,
    PATIENT,
    SETTING,
    SPECIMEN,
    STAFF,
    VISIT,
)

R, A = Known.RECALLED, Known.ASSUMED


def _author(above: str) -> tuple[Place, ...]:
    who = f"{above}author/assignedEntity"
    where = f"{who}/representedOrganization/id/item"
    return (
        Place("at", f"{above}author/time", kind=Kind.MOMENT),
        Place("doctor", f"{who}/id/item", "extension", STAFF),
        Place("department", where, "extension", DEPARTMENT),
    )


def _visit(above: str) -> tuple[Place, ...]:
    visit = f"{above}componentOf1/encounter"
    patient = f"{visit}/subject/patient"
    person = f"{patient}/patientPerson"
    return (
        Place("outpatient", f"{visit}/id/item", "extension", OUTPATIENT),
        Place("admission", f"{visit}/id/item", "extension", INPATIENT),
        Place("visit", f"{visit}/id/item", "extension", VISIT),
        Place("setting", f"{visit}/code", "code", SETTING),
        Place("patient", f"{patient}/id/item", "extension", PATIENT),
        Place("document", f"{person}/id/item", "extension", ID_CARD),
        Place("name", f"{person}/name/item/part"),
        Place("card", f"{person}/asOtherIDs/id/item", "extension", HEALTH_CARD),
    )


def _order(above: str) -> tuple[Place, ...]:
    order = f"{above}substanceAdministrationRequest"
    term = f"{order}/effectiveTime"
    return (
        Place("order", f"{order}/id", "extension", ORDER),
        Place("kind", f"{order}/code", "code", ORDER_KIND),
        Place("text", f"{order}/text"),
        Place("status", f"{order}/statusCode", "code"),
        Place("starts", term, "validTimeLow", kind=Kind.MOMENT),
        Place("ends", term, "validTimeHigh", kind=Kind.MOMENT),
    )


_GROUP = "placerGroup/"
ORDERED = Layout(
    "subject",
    ("CACT", "EVN"),
    (*_author(_GROUP), *_order(f"{_GROUP}component2/"), *_visit(_GROUP)),
)
"""An order, new or changed (医嘱信息新增、更新)."""

ORDERS_FOUND = Layout("subject/placerGroup/component2", ("CACT", "EVN"), _order(""))
"""The orders that a query finds; whose they are stands in the question."""

_STATUS = "placerGroup/component2/observationRequest"
ORDER_STATUS = Layout(
    "subject",
    ("CACT", "RQO"),
    (
        Place("order", f"{_STATUS}/id/item", "extension", ORDER, known=R),
        Place("item", f"{_STATUS}/code", "code", known=R),
        Place("status", f"{_STATUS}/statusCode", "code", known=A),
        Place("at", f"{_STATUS}/effectiveTime", kind=Kind.MOMENT, known=A),
        *(
            Place(p.name, p.path, p.leaf, p.oid, known=R)
            for p in _visit(_GROUP)
            if p.name in ("visit", "patient")
        ),
    ),
)
"""What became of an order (医嘱执行状态); recalled and assumed."""

_FORM = "observationRequest/"
_ITEM = f"{_FORM}component2/observationRequest"
_SITE = f"{_ITEM}/location/serviceDeliveryLocation/serviceProviderOrganization"


def _form(*more: Place) -> tuple[Place, ...]:
    term = f"{_FORM}effectiveTime"
    return (
        Place("application", f"{_FORM}id/item", "extension", APPLICATION),
        Place("text", f"{_FORM}text"),
        Place("status", f"{_FORM}statusCode", "code"),
        Place("starts", f"{term}/low", kind=Kind.MOMENT),
        Place("ends", f"{term}/high", kind=Kind.MOMENT),
        Place("priority", f"{_FORM}priorityCode", "code"),
        *more,
        *_author(_FORM),
        Place("order", f"{_ITEM}/id/item", "extension", ORDER),
        Place("item", f"{_ITEM}/code", "code"),
        Place("executes", f"{_SITE}/id/item", "extension", DEPARTMENT),
        *_visit(_FORM),
    )


TEST_APPLIED = Layout(
    "subject",
    ("ACTN", "EVN"),
    _form(Place("specimen", f"{_FORM}specimen/specimen/id", "extension", SPECIMEN)),
)
"""A laboratory test applied for (检验申请); ``executes`` is 执行科室."""

EXAMINATION_APPLIED = Layout("subject", ("CACT", "EVN"), _form())
"""An examination applied for (检查申请)."""


def _wanted(*acts: tuple[str, str]) -> Layout:
    inside = "queryByParameterPayload"
    value = f"{inside}/effectiveTime/value"
    return Layout(
        "queryByParameter",
        ("CACT", "EVN"),
        (
            *(
                Place(name, f"{inside}/actId/value/item", "extension", oid)
                for name, oid in acts
            ),
            Place("doctor", f"{inside}/authorId/value/item", "extension", STAFF),
            Place("starts", f"{value}/low", kind=Kind.MOMENT),
            Place("ends", f"{value}/high", kind=Kind.MOMENT),
            Place("patient", f"{inside}/patientId/value/item", "extension", PATIENT),
        ),
    )


ORDERS_WANTED = _wanted(("order", ORDER))
"""Which orders a query is about."""

APPLICATIONS_WANTED = _wanted(
    ("application", APPLICATION),
    ("admission", INPATIENT),
    ("outpatient", OUTPATIENT),
    ("specimen", SPECIMEN),
)
"""Which application forms a query is about."""
