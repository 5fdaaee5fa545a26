"""Slots and appointments in a payload (号源排班与门诊预约, WS/T 846.10).

Seen in one vendor's public code, which fills the schedule from its tables and the
appointment with sample values; no second vendor's could be compared.
"""

from .layouts import Kind, Layout, Place
from .oids import (
    APPOINTMENT,
    APPOINTMENT_STATUS,
    DEPARTMENT,
    ID_CARD,
    PATIENT,
    SLOT,
    SLOT_LEVEL,
    SLOT_WAY,
    SPECIALITY,
    STAFF,
)

_BOOKED = "encounterAppointment"
_PATIENT = f"{_BOOKED}/subject/patient"
_HOW = f"{_BOOKED}/reusableDevice"
_WHAT = f"{_BOOKED}/arrivedBy/transportationIntent"

APPOINTED = Layout(
    "subject",
    ("INFO", "APT"),
    (
        Place("appointment", f"{_BOOKED}/id/item", "extension", APPOINTMENT),
        Place("standing", f"{_BOOKED}/statusCode", "code"),
        Place("at", f"{_BOOKED}/effectiveTime/low", kind=Kind.MOMENT),
        Place("patient", f"{_PATIENT}/id/item", "extension", PATIENT),
        Place("document", f"{_PATIENT}/patientPerson/id/item", "extension", ID_CARD),
        Place("name", f"{_PATIENT}/patientPerson/name/item/part"),
        Place("status", f"{_HOW}/assignedDevice/code", "code", APPOINTMENT_STATUS),
        Place(
            "doctor",
            f"{_BOOKED}/performer/assignedPerson/id/item",
            "extension",
            STAFF,
        ),
        Place("slot", f"{_WHAT}/id/item", "extension", SLOT),
        Place("starts", f"{_WHAT}/effectiveTime/low", kind=Kind.MOMENT),
        Place("ends", f"{_WHAT}/effectiveTime/high", kind=Kind.MOMENT),
    ),
)
"""An outpatient appointment and its status (门诊预约状态). The table of statuses
(2.16.156.10011.2.5.1.30) could not be read."""

_SLOT = "schedule/resourceSlot"
_DOCTOR = f"{_SLOT}/directTarget/identifiedEntity"
_FRAME = f"{_SLOT}/timeFrame"

SCHEDULED = Layout(
    "subject",
    ("CACT", "EVN"),
    (
        Place("slot", f"{_SLOT}/id/item", "extension", SLOT),
        Place("speciality", f"{_SLOT}/profession", "code", SPECIALITY),
        Place("total", f"{_SLOT}/totalNumber"),
        Place("department", f"{_SLOT}/deptId/item", "extension", DEPARTMENT),
        Place("level", f"{_SLOT}/code", "code", SLOT_LEVEL),
        Place("doctor", f"{_DOCTOR}/id/item", "extension", STAFF),
        Place("name", f"{_DOCTOR}/person/name/item/part"),
        Place("way", f"{_FRAME}/code", "code", SLOT_WAY),
        Place("share", f"{_FRAME}/totalFrameNumber"),
        Place("starts", f"{_FRAME}/effectiveTime/low", kind=Kind.MOMENT),
        Place("ends", f"{_FRAME}/effectiveTime/high", kind=Kind.MOMENT),
        Place("left", f"{_FRAME}/remainNumber"),
    ),
)
"""One time slice of a doctor's or department's session (号源排班); ``level`` is 普通、
专家 and so on, ``way`` the way of booking that it is kept for, ``share`` its part."""
