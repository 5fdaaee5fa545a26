"""A row of a view -> an event of ours, or why not."""

import json
from collections.abc import Mapping
from datetime import datetime

import attrs

from ehealthcard.crypto import Suite

from .cleaning import Unfit, Why, moment, raw, text
from .mapping import NEEDED, EventKind, FieldMap, ViewMapping

Mark = datetime | int
"""A place in the view: a moment, or a number."""


@attrs.frozen
class HisEvent:
    """What a row tells."""

    kind: EventKind
    org: str
    digest: str
    """Of the row's content; the idempotency key of what is done about it."""

    fields: Mapping[str, str] = attrs.field(repr=False)
    at: datetime | None = None
    document_kind: str = "01"

    def get(self, name: str) -> str | None:
        """Return a field; ``None`` if it is empty or not mapped."""
        return self.fields.get(name) or None


@attrs.frozen
class ViewRow:
    """A row as it was read."""

    values: Mapping[str, object] = attrs.field(repr=False)
    mapping: ViewMapping = attrs.field(repr=False)

    @property
    def digest(self) -> str:
        """SM3 of all columns that are read, as they were read."""
        seen = {name: _canonical(value) for name, value in self.values.items()}
        told = json.dumps(seen, ensure_ascii=False, sort_keys=True)
        return Suite.GM.digest(told.encode()).hex()

    @property
    def key(self) -> tuple[str, ...]:
        """What names the row."""
        return tuple(_canonical(self.values[name]) for name in self.mapping.key)

    @property
    def generation(self) -> str:
        """A short digest of the natural key: of two rows with one id it differs."""
        told = "\0".join(_canonical(self.values[n]) for n in self.mapping.natural)
        return Suite.GM.digest(told.encode()).hex()[:16]

    @property
    def mark(self) -> Mark:
        """Where in the view the row stands.

        Raises:
            Unfit: Its watermark is no moment or number.

        """
        by = self.mapping.watermark
        value = self.values[by.column]
        if by.holds == "time":
            return moment(value, by.time, by.column)
        try:
            return int(str(value))
        except ValueError:
            raise Unfit(Why.TIME_UNREADABLE, by.column) from None

    def event(self) -> HisEvent | None:
        """Return what the row tells; ``None`` if it does not concern us.

        Raises:
            Unfit: It cannot be known, or lacks something.

        """
        mapping = self.mapping
        by = mapping.event
        code = self.text(by.column)
        if code in {_folded(c) for c in by.ignored}:
            return None
        known = {_folded(theirs): ours for theirs, ours in by.codes.items()}
        if code not in known:
            raise Unfit(Why.CODE_UNKNOWN, by.column, code)
        kind = known[code]
        fields = {n: self._field(f) for n, f in mapping.fields.items() if n != "at"}
        for needed in NEEDED[kind]:
            self._require(needed, fields)
        at = self._at(mapping.fields["at"]) if "at" in mapping.fields else None
        return HisEvent(
            kind, mapping.org, self.digest, fields, at, mapping.document_kind
        )

    def text(self, column: str) -> str:
        """Return a column as clean text.

        Raises:
            Unfit: It is not in the declared encoding.

        """
        mapping = self.mapping
        value = self.values[column]
        return text(value, column, mapping.charset, mapping.misread_as)

    def _field(self, field: FieldMap) -> str:
        parts = [self.text(column) for column in field.columns]
        told = "-".join(parts) if all(parts) else ""
        if field.codes is None or not told:
            return told
        known = {_folded(theirs): ours for theirs, ours in field.codes.items()}
        if told not in known:
            raise Unfit(Why.CODE_UNKNOWN, field.columns[0], told)
        return known[told]

    def _at(self, field: FieldMap) -> datetime | None:
        column = field.columns[0]
        if self.values[column] is None:
            return None
        value = self.text(column) if field.time else self.values[column]
        return moment(value, field.time, column)

    def _require(self, name: str, fields: Mapping[str, str]) -> None:
        names = ("card", "document") if name == "patient" else (name,)
        if not any(fields.get(n) for n in names):
            mapped = [self.mapping.fields[n] for n in names if n in fields]
            raise Unfit(Why.MISSING, mapped[0].columns[0])


def _folded(code: str) -> str:
    return text(code, "", "utf-8", None)


def _canonical(value: object) -> str:
    if (told := raw(value)) is not None:
        return told.hex()
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)
