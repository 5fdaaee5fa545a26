"""The head of a message, and its acknowledgement (MSH、MSA、应答)."""

from datetime import datetime
from hashlib import sha256
from typing import Literal

import attrs

from ehealthcard.codesets import SHANGHAI

from .charsets import UTF_8
from .er7 import PLAIN, Hl7Message, Segment, Value

Code = Literal["AA", "AE", "AR"]
ACCEPTING = ("AA", "CA")
REFUSING = ("AE", "AR", "CE", "CR")
MOST_ID = 20
"""Characters of MSH-10 before version 2.7."""


@attrs.frozen
class Side:
    """An application at an institution (MSH-3 to MSH-6)."""

    application: str
    facility: str = ""


@attrs.frozen
class Header:
    """What is the same in all messages from one side to another.

    Args:
        sender: This side.
        receiver: The other.
        version: Of HL7 v2.
        charset: Name in table 0211; the bytes are in it.
        processing: ``P`` in earnest, ``T`` for tests.

    """

    sender: Side
    receiver: Side
    version: str = "2.5.1"
    charset: str = UTF_8
    processing: Literal["P", "T", "D"] = "P"

    def segment(self, kind: tuple[str, ...], control_id: str, at: datetime) -> Segment:
        """Return MSH; *kind* is MSH-9 by components."""
        values: dict[int, Value] = {
            3: self.sender.application,
            4: self.sender.facility,
            5: self.receiver.application,
            6: self.receiver.facility,
            7: stamp(at),
            9: kind,
            10: control_id,
            11: self.processing,
            12: self.version,
            18: self.charset,
        }
        made = Segment.of("MSH", values)
        return Segment("MSH", (PLAIN.field, PLAIN.encoding, *made.fields[2:]))


@attrs.frozen
class Acknowledgement:
    """What MSA says, and why (MSA、ERR)."""

    code: str
    control_id: str
    error: str
    """ERR-3, table 0357; ERR-1.4 of old versions; empty where there is none."""

    @property
    def is_accepting(self) -> bool:
        """Whether it was done."""
        return self.code in ACCEPTING

    @property
    def is_refusing(self) -> bool:
        """Whether it was not done and will not be."""
        return self.code in REFUSING


def stamp(at: datetime) -> str:
    """Return a moment as HL7 writes it, on a Chinese wall clock."""
    return f"{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}+0800"


def control_id_of(key: str) -> str:
    """Return MSH-10 of an idempotency key: the same key, the same name."""
    return sha256(b"msh-10/" + key.encode()).hexdigest()[:MOST_ID].upper()


def acknowledgement_of(message: Hl7Message) -> Acknowledgement | None:
    """Return what a message acknowledges; ``None`` where it is no answer."""
    msa, err = message.first("MSA"), message.first("ERR")
    if not msa.fields:
        return None
    old = err.parts(1, 4)
    error = err.text(3) or (old[0] if old else "")
    return Acknowledgement(msa.text(1), msa.text(2), error)


def answer_to(
    asked: Hl7Message | None,
    code: Code,
    *,
    at: datetime,
    control_id: str,
    error: str = "",
    text: str = "",
    kind: tuple[str, ...] = (),
    more: tuple[Segment, ...] = (),
) -> Hl7Message:
    """Return an acknowledgement, in the characters of what it answers.

    Args:
        asked: What came; ``None`` where it could not be read.
        code: AA, AE or AR.
        at: Now.
        control_id: The acknowledgement's own name.
        error: ERR-3, table 0357.
        text: A sentence without anything private.
        kind: MSH-9 where it is no plain acknowledgement, such as RSP of a query.
        more: What follows MSA and ERR, such as what a query found.

    """
    head = asked.header if asked else Segment("MSH", ())
    header = Header(
        Side(head.text(5), head.text(6)),
        Side(head.text(3), head.text(4)),
        version=head.text(12) or "2.5.1",
    )
    event = asked.event if asked else ""
    kind = kind or (("ACK", event, "ACK") if event else ("ACK",))
    segments = [
        header.segment(kind, control_id, at),
        Segment.of("MSA", {1: code, 2: asked.control_id if asked else ""}),
    ]
    if code != "AA":
        values: dict[int, Value] = {3: error or "207", 4: "E", 8: text}
        segments.append(Segment.of("ERR", values))
    return Hl7Message((*segments, *more))
