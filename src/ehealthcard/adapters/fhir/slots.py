"""Between FHIR's Slot and the SDK's (号源)."""

from datetime import datetime
from decimal import Decimal

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import FhirAnswerError, Phrase
from ehealthcard.ports import Fees, Slot, SlotOffer, SlotStanding, VisitKind

from .datatypes import CodeableConcept, Extension, Json, Reference
from .resources import FhirSlot
from .systems import BOOKING, DEPARTMENT, EXTENSION, VISIT_KIND

NOON = 12
_FIRST = "0000-01-01"
_DAY = len(_FIRST)
_PARTS = (len("2026"), len("2026-01"))
STANDING = EXTENSION + "slot-standing"
NUMBER = EXTENSION + "slot-number"
RELEASED = EXTENSION + "slot-released"
"""The last booking that was released here; written to fence off late writes."""

_WORDS = ("doctor", "title", "session")
_MARKS = ("is_expert", "for_referral", "needs_preparation", "uses_contrast")
_FEES = ("registration", "consultation", "expert")
_STATUS = {
    SlotStanding.FREE: "free",
    SlotStanding.BOOKED: "busy",
    SlotStanding.TICKETED: "busy",
    SlotStanding.VOID: "busy-unavailable",
    SlotStanding.SUSPENDED: "busy-unavailable",
}
_MEANT = {
    "free": SlotStanding.FREE,
    "busy": SlotStanding.BOOKED,
    "busy-tentative": SlotStanding.BOOKED,
    "busy-unavailable": SlotStanding.SUSPENDED,
    "entered-in-error": SlotStanding.VOID,
}


def slot_for(slot: Slot, *, number: int = 1) -> FhirSlot:
    """Return a free slot as the server is to keep it; the server gives the name."""
    words = {name: getattr(slot, name) for name in _WORDS}
    fees = {name: str(getattr(slot.fees, name)) for name in _FEES}
    told = [
        Extension(url=_url(name), value_string=value)
        for name, value in (words | fees).items()
        if value is not None
    ]
    marks = [
        Extension(url=_url(name), value_boolean=True)
        for name in _MARKS
        if getattr(slot, name)
    ]
    place = Extension(url=NUMBER, value_integer=number)
    return FhirSlot(
        extension=(*told, *marks, place),
        service_category=(CodeableConcept.of(VISIT_KIND, slot.kind.value),),
        specialty=(CodeableConcept.of(DEPARTMENT, slot.department),),
        schedule=Reference(type="Schedule", display=slot.session),
        status="free",
        start=slot.starts_at.isoformat(),
        end=slot.ends_at.isoformat(),
    )


def offer_from(
    raw: Json, *, org: str, org_name: str | None, departments: str = DEPARTMENT
) -> SlotOffer:
    """Return what a server's slot offers; *departments* is the system of their codes.

    Raises:
        FhirAnswerError: It lacks what FHIR requires, or a department.

    """
    read = FhirSlot.read(raw)
    starts, ends = moment_of(read.start), moment_of(read.end)
    slot = Slot(
        id=read.id or "",
        org=org,
        org_name=org_name,
        kind=_kind(read),
        department=_department(read, departments),
        doctor=_word(read, "doctor"),
        title=_word(read, "title"),
        session=_word(read, "session") or read.schedule.reference or "",
        period="1" if starts.astimezone(SHANGHAI).hour < NOON else "2",
        starts_at=starts,
        ends_at=ends,
        fees=Fees(**{name: Decimal(_word(read, name) or 0) for name in _FEES}),
        **{name: _mark(read, name) for name in _MARKS},
    )
    return SlotOffer(slot=slot, standing=standing_of(raw))


def standing_of(raw: Json) -> SlotStanding:
    """Return what has become of a server's slot; its status rules over our mark.

    Raises:
        FhirAnswerError: Its status is none of FHIR's.

    """
    read = FhirSlot.read(raw)
    if read.status not in _MEANT:
        raise FhirAnswerError(flaw=Phrase("the status of a slot", "号源状态有误"))
    marked = read.extended(STANDING)
    code = marked.value_code if marked else None
    ours = next((s for s in SlotStanding if s.value == code), None)
    if ours and _STATUS[ours] == read.status:
        return ours
    return _MEANT[read.status]


def holder_of(raw: Json) -> str | None:
    """Return the booking that holds a server's slot."""
    held = FhirSlot.read(raw).values(BOOKING)
    return held[0] if held else None


def number_of(raw: Json) -> int:
    """Return the number within the session (序号); 1 where the server has none."""
    place = FhirSlot.read(raw).extended(NUMBER)
    return place.value_integer or 1 if place else 1


def released_by(raw: Json) -> str | None:
    """Return the last booking that was released on a server's slot."""
    last = FhirSlot.read(raw).extended(RELEASED)
    return last.value_string if last else None


def left_as(
    raw: Json, standing: SlotStanding, *, key: str | None, released: str | None = None
) -> Json:
    """Return the slot's JSON with another standing and holder; all else stays."""
    ours = {STANDING: {"url": STANDING, "valueCode": standing.value}}
    if released:
        ours[RELEASED] = {"url": RELEASED, "valueString": released}
    kept = [e for e in raw.get("extension", ()) if e.get("url") not in ours]
    others = [i for i in raw.get("identifier", ()) if i.get("system") != BOOKING]
    if key:
        others.append({"system": BOOKING, "value": key})
    changed = {
        **raw,
        "status": _STATUS[standing],
        "extension": [*kept, *ours.values()],
        "identifier": others,
    }
    return {name: value for name, value in changed.items() if value != []}


def _url(name: str) -> str:
    return EXTENSION + "slot-" + name.replace("_", "-")


def _word(slot: FhirSlot, name: str) -> str | None:
    told = slot.extended(_url(name))
    return told.value_string if told else None


def _mark(slot: FhirSlot, name: str) -> bool:
    told = slot.extended(_url(name))
    return bool(told and told.value_boolean)


def _kind(slot: FhirSlot) -> VisitKind:
    codes = [c.code_in(VISIT_KIND) for c in slot.service_category or ()]
    told = [kind for kind in VisitKind if kind.value in codes]
    return told[0] if told else VisitKind.REGISTRATION


def _department(slot: FhirSlot, system: str) -> str:
    told = [c for s in slot.specialty or () for c in s.coding or () if c.code]
    codes = [c.code for c in told if c.system == system] or [c.code for c in told]
    if not codes or codes[0] is None:
        raise FhirAnswerError(
            flaw=Phrase("a slot without a department", "号源缺少科室")
        )
    return codes[0]


def moment_of(text: str) -> datetime:
    """Return a moment as FHIR writes it.

    A day, a month or a year alone begins at China's midnight.

    Raises:
        FhirAnswerError: It is no time, or has no zone.

    """
    whole = text + _FIRST[len(text) :] if len(text) in _PARTS else text
    try:
        moment = datetime.fromisoformat(whole)
    except ValueError:
        raise FhirAnswerError(flaw=Phrase("a time", "时间有误")) from None
    if len(whole) == _DAY:
        return moment.replace(tzinfo=SHANGHAI)
    if moment.tzinfo is None:
        raise FhirAnswerError(flaw=Phrase("a time without its zone", "时间缺少时区"))
    return moment
