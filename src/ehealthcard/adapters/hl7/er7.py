"""ER7, the text with bars and hats (HL7 v2 竖线编码).

Source: HL7 v2.5.1 chapter 2 (delimiters, escapes; recalled). Characters are decoded
before anything is split: in GB18030 a bar or a backslash may be the second byte of a
Chinese character.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from ehealthcard.errors import MalformedHl7Error, Phrase

from .charsets import codec_of, decoded

Components = tuple[str, ...]
Value = str | Components | Sequence[Components]
"""A field: plain text, its components, or several repetitions of these."""

_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_ENCODING = 4
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@attrs.frozen
class Delimiters:
    """What separates, as MSH-1 and MSH-2 say (分隔符)."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    part: str = "&"

    @property
    def encoding(self) -> str:
        """MSH-2."""
        return self.component + self.repetition + self.escape + self.part

    def escaped(self, text: str) -> str:
        """Return *text* with nothing in it that separates."""
        names = {
            self.escape: "E",
            self.field: "F",
            self.component: "S",
            self.repetition: "R",
            self.part: "T",
        }
        e = self.escape
        marked = "".join(f"{e}{names[c]}{e}" if c in names else c for c in text)
        return _CONTROL.sub(lambda m: f"{e}X{ord(m[0]):02X}{e}", marked)

    def plain(self, text: str) -> str:
        """Return what *text* says; an escape that nobody knows stays as it is."""
        if self.escape not in text:
            return text
        e = re.escape(self.escape)
        return re.sub(f"{e}([^{e}]*){e}", self._said, text)

    def _said(self, found: re.Match[str]) -> str:
        names = {
            "E": self.escape,
            "F": self.field,
            "S": self.component,
            "R": self.repetition,
            "T": self.part,
            "H": "",
            "N": "",
            ".br": "\n",
        }
        body = found[1]
        if body in names:
            return names[body]
        if body.startswith("X"):
            try:
                return bytes.fromhex(body[1:]).decode()
            except ValueError:
                return found[0]
        return found[0]


PLAIN = Delimiters()


@attrs.frozen
class Segment:
    """One line of a message (段)."""

    name: str
    fields: tuple[str, ...] = attrs.field(repr=False)
    """Fields as they are written, beginning with field 1."""

    delimiters: Delimiters = attrs.field(default=PLAIN, repr=False)

    @classmethod
    def of(cls, name: str, values: Mapping[int, Value]) -> "Segment":
        """Return a segment with these fields, numbered as in the standard."""
        written = [""] * max(values, default=0)
        for number, value in values.items():
            written[number - 1] = _written(value)
        return cls(name, tuple(written))

    def raw(self, field: int) -> str:
        """Return a field as it is written; nothing where there is none."""
        return self.fields[field - 1] if field <= len(self.fields) else ""

    def repetitions(self, field: int) -> tuple[Components, ...]:
        """Return the field's repetitions, each by its components, in plain text."""
        raw, d = self.raw(field), self.delimiters
        if not raw:
            return ()
        return tuple(
            tuple(d.plain(c) for c in one.split(d.component))
            for one in raw.split(d.repetition)
        )

    def text(self, field: int, component: int = 1) -> str:
        """Return a component of the field's first repetition, in plain text."""
        first = next(iter(self.repetitions(field)), ())
        return first[component - 1] if component <= len(first) else ""

    def parts(self, field: int, component: int = 1) -> Components:
        """Return the subcomponents of a component, in plain text."""
        d = self.delimiters
        first = self.raw(field).split(d.repetition)[0].split(d.component)
        if component > len(first) or not first[component - 1]:
            return ()
        return tuple(d.plain(p) for p in first[component - 1].split(d.part))

    def written(self) -> str:
        """Return the line."""
        bar = self.delimiters.field
        if self.name == "MSH":
            return self.name + bar + bar.join(self.fields[1:])
        return bar.join((self.name, *self.fields))


@attrs.frozen
class Hl7Message:
    """A message: its segments, MSH first (消息)."""

    segments: tuple[Segment, ...]

    @classmethod
    def parse(cls, content: bytes) -> "Hl7Message":
        """Return the message that *content* is.

        Raises:
            MalformedHl7Error: It is none.

        """
        return cls.read(decoded(content))

    @classmethod
    def read(cls, text: str) -> "Hl7Message":
        """Return the message that *text* is, its characters decoded already.

        Raises:
            MalformedHl7Error: It is none.

        """
        text = text.replace("\r\n", "\r").replace("\n", "\r")
        d = _delimiters(text)
        lines = [line for line in text.split("\r") if line]
        return cls(tuple(_segment(line, d) for line in lines))

    def to_bytes(self) -> bytes:
        """Return the message in the characters that its MSH-18 names.

        Raises:
            MalformedHl7Error: MSH-18 is not known, or lacks a character.

        """
        text = "".join(f"{s.written()}\r" for s in self.segments)
        try:
            return text.encode(codec_of(self.header.text(18)))
        except UnicodeEncodeError:
            raise MalformedHl7Error(
                what=Phrase(
                    "MSH-18 lacks one of its characters",
                    "MSH-18 的字符集不含其中某字符",
                )
            ) from None

    @property
    def header(self) -> Segment:
        """MSH."""
        return self.segments[0]

    @property
    def kind(self) -> str:
        """What it is, such as ``ADT^A01``."""
        return "^".join(self.header.repetitions(9)[0][:2]) if self.header.raw(9) else ""

    @property
    def event(self) -> str:
        """What happened, such as ``A01``; MSH-9.2, or EVN-1 where that is empty."""
        return self.header.text(9, 2) or self.first("EVN").text(1)

    @property
    def control_id(self) -> str:
        """MSH-10, the name that the sender gave it (消息控制 ID)."""
        return self.header.text(10)

    def first(self, name: str) -> Segment:
        """Return the first segment of this name; an empty one where there is none."""
        return next(self.every(name), Segment(name, ()))

    def every(self, name: str) -> Iterator[Segment]:
        """Yield the segments of this name."""
        return (s for s in self.segments if s.name == name)


def message_of(segments: Iterable[Segment]) -> Hl7Message:
    """Return a message of these segments.

    Raises:
        MalformedHl7Error: The first is not MSH.

    """
    found = tuple(segments)
    if not found or found[0].name != "MSH":
        raise MalformedHl7Error(
            what=Phrase("it does not begin with MSH", "不以 MSH 开头")
        )
    return Hl7Message(found)


def _written(value: Value) -> str:
    if isinstance(value, str):
        return PLAIN.escaped(value)
    if isinstance(value, tuple) and all(isinstance(v, str) for v in value):
        return "^".join(PLAIN.escaped(str(v)) for v in value)
    return "~".join("^".join(PLAIN.escaped(c) for c in one) for one in value)


def _delimiters(text: str) -> Delimiters:
    if not text.startswith("MSH") or len(text) < len("MSH") + 1 + _ENCODING:
        raise MalformedHl7Error(
            what=Phrase("it does not begin with MSH", "不以 MSH 开头")
        )
    bar, named = text[3], text[4:8]
    known = {bar, *named}
    odd = any(c.isalnum() or c.isspace() or not c.isprintable() for c in known)
    if len(known) != 1 + _ENCODING or odd:
        raise MalformedHl7Error(
            what=Phrase("MSH-2 does not name four separators", "MSH-2 未给出四个分隔符")
        )
    return Delimiters(bar, *named)


def _segment(line: str, d: Delimiters) -> Segment:
    name, *fields = line.split(d.field)
    if not _NAME.fullmatch(name):
        raise MalformedHl7Error(
            what=Phrase("a line begins with no segment's name", "有一行不以段名开头")
        )
    if name == "MSH":
        fields = [d.field, *fields]
    return Segment(name, tuple(fields), d)
