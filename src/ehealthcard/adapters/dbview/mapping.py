"""What a view's columns and codes mean (视图映射), declared."""

from datetime import timedelta
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from ehealthcard.errors import Phrase, ViewMappingError
from ehealthcard.models import Model

Name = str
"""A column's or a view's name, exactly as the database has it."""


class EventKind(StrEnum):
    """What a row may tell (事件)."""

    ADMISSION = "admission"
    """Taken in, with what an ordinary admission needs (入院)."""

    EMERGENCY_ADMISSION = "emergency-admission"
    """Taken in at once (急诊入院)."""

    TRANSFER = "transfer"
    """Another ward or bed (转科、转床)."""

    DISCHARGE_ORDERED = "discharge-ordered"
    """A doctor ordered the discharge (出院医嘱)."""

    DISCHARGE = "discharge"
    """The bill is closed, the patient has gone (出院结算)."""

    DEATH = "death"
    """The person has died (死亡)."""

    BED_FREE = "bed-free"
    """A bed is free (空床)."""

    REGISTRATION = "registration"
    """The holder of an appointment has registered at the counter (取号、报到)."""

    SESSION_SUSPENDED = "session-suspended"
    """A session is called off (停诊)."""

    REPORT_BEGUN = "report-begun"
    """A sample was collected or an examination begun (采集)."""

    REPORT_READY = "report-ready"
    """The printed report may be fetched (报告已出)."""

    INDEX_CHANGED = "index-changed"
    """The HIS merged or split a person's numbers (主索引变更)."""


class FieldMap(Model):
    """Which columns make one of our fields, and what their codes mean."""

    columns: tuple[Name, ...] = Field(min_length=1)
    """Several are joined by ``-``: such as 住院号 and 住院次数, where the HIS gives the
    same 住院号 again."""

    codes: dict[str, str] | None = None
    """The vendor's code -> ours. A code that is not here is set aside."""

    time: str | None = None
    """How a time is written, where it is text, as ``strptime`` has it."""


class EventMap(Model):
    """Which column says what happened."""

    column: Name
    codes: dict[str, EventKind] = Field(min_length=1)
    ignored: tuple[str, ...] = ()
    """Codes of what does not concern us."""


class Watermark(Model):
    """By what column new rows are known (水位)."""

    column: Name
    holds: Literal["time", "number"] = "time"
    """A moment of the last change, or the rising number of a change table."""

    time: str | None = None
    """How a time is written, where it is text; it must sort as it runs."""

    overlap_minutes: int = Field(default=10, ge=0, le=24 * 60)
    """How far back each look goes: longer than the HIS's longest transaction."""

    overlap_numbers: int = Field(default=1000, ge=0, le=1_000_000)
    """The same for numbers."""

    @property
    def overlap(self) -> timedelta:
        """How far back a look goes by the clock."""
        return timedelta(minutes=self.overlap_minutes)


NEEDED: dict[EventKind, tuple[str, ...]] = {
    EventKind.ADMISSION: ("patient", "number", "ward", "bed"),
    EventKind.EMERGENCY_ADMISSION: ("patient", "number", "ward", "bed"),
    EventKind.TRANSFER: ("patient", "number", "ward", "bed"),
    EventKind.DISCHARGE_ORDERED: ("patient", "number"),
    EventKind.DISCHARGE: ("patient", "number"),
    EventKind.DEATH: ("patient",),
    EventKind.BED_FREE: ("ward", "bed"),
    EventKind.REGISTRATION: ("patient", "appointment"),
    EventKind.SESSION_SUSPENDED: ("session",),
    EventKind.REPORT_BEGUN: ("patient", "report"),
    EventKind.REPORT_READY: ("patient", "report"),
    EventKind.INDEX_CHANGED: ("patient",),
}
"""What each event cannot do without; ``patient`` is ``card`` or ``document``."""

OPTIONAL = (
    "at",
    "episode",
    "identity_checked",
    "deposit",
    "receipt",
    "exemption",
    "paper",
)
FIELDS = {"card", "document", *OPTIONAL} | {
    name for some in NEEDED.values() for name in some if name != "patient"
}


class ViewMapping(Model):
    """A read-only view or table of a HIS, and what it means."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    """Under which the place in the view is kept; never change it."""

    org: str = Field(min_length=1, max_length=22)
    """The institution whose HIS it is."""

    view: Name
    owner: Name | None = None
    """The schema that the view is in."""

    key: tuple[Name, ...] = Field(min_length=1)
    """What names a row in the view."""

    natural: tuple[Name, ...] = ()
    """What tells two rows apart that were given the same key, one after the other."""

    charset: str = "gb18030"
    """How text is encoded that the driver returns as bytes."""

    misread_as: str | None = None
    """As what the driver has read it wrongly, such as ``latin-1``."""

    watermark: Watermark
    event: EventMap
    fields: dict[str, FieldMap]
    document_kind: str = "01"
    """The kind of the documents (CV02.01.101)."""

    @property
    def columns(self) -> tuple[Name, ...]:
        """All columns that are read, each once."""
        of_fields = (c for field in self.fields.values() for c in field.columns)
        named = (*self.key, *self.natural, self.watermark.column, self.event.column)
        return tuple(dict.fromkeys((*named, *of_fields)))

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name in self.fields:
            if name not in FIELDS:
                unknown = Phrase("there is no such field", "没有此字段")
                raise ViewMappingError(where=unknown.at(f"fields.{name}"))
        for kind in self.event.codes.values():
            for needed in NEEDED[kind]:
                if not self.has(needed):
                    lacking = Phrase(f"{kind} needs it", f"{kind} 需要此字段")
                    raise ViewMappingError(where=lacking.at(f"fields.{needed}"))
        _require_codec(self.charset, "charset")
        if self.misread_as:
            _require_codec(self.misread_as, "misread_as")
        return self

    def has(self, field: str) -> bool:
        """Return whether one of our fields is mapped."""
        if field == "patient":
            return "card" in self.fields or "document" in self.fields
        return field in self.fields


def _require_codec(name: str, where: str) -> None:
    try:
        "".encode(name)
    except LookupError:
        unknown = Phrase("no such encoding", "没有此编码")
        raise ViewMappingError(where=unknown.at(where)) from None
