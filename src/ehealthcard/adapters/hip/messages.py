"""The transmission wrapper of HL7 V3 (传输封装), and the acknowledgement."""

import re
from datetime import datetime
from xml.etree.ElementTree import Element  # only defusedxml parses

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import HipMessageError, Phrase

from .dialects import V3
from .xml import local, node, parse

MESSAGE, INTERACTION, DEVICE = (f"2.16.156.10011.2.5.1.{n}" for n in (1, 2, 3))
ACKNOWLEDGEMENT = "MCCI_IN000002UV01"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CODE = re.compile("[A-Z][A-Z0-9_]{2,39}")


@attrs.frozen
class Header:
    """What stands above every payload.

    Args:
        id: The message's own name; the same act has the same on every delivery.
        at: When it was made.
        sender: Code of the sending system.
        receiver: Code of the receiving one.

    """

    id: str
    at: datetime
    sender: str
    receiver: str


@attrs.frozen
class Acknowledgement:
    """What became of a message.

    Args:
        accepted: AA, or the refusal AE (AR).
        of: The id of the message that is answered.
        says: The platform's words; they may name a patient.
        code: Its code, where it has one of capitals and digits (assumed).

    """

    accepted: bool
    of: str
    says: str = attrs.field(default="", repr=False)
    code: str | None = None


def write_message(root: str, header: Header, *inside: str) -> str:
    """Return a payload: the wrapper around *inside*, which is XML already."""
    return node(
        root,
        {"ITSVersion": "XML_1.0", "xmlns": V3, "xmlns:xsi": _XSI},
        node("id", {"root": MESSAGE, "extension": header.id}),
        node(
            "creationTime", {"value": f"{header.at.astimezone(SHANGHAI):%Y%m%d%H%M%S}"}
        ),
        node("interactionId", {"root": INTERACTION, "extension": root}),
        node("processingCode", {"code": "P"}),
        node("processingModeCode"),
        node("acceptAckCode", {"code": "AL"}),
        node("receiver", {"typeCode": "RCV"}, _device(header.receiver)),
        node("sender", {"typeCode": "SND"}, _device(header.sender)),
        *inside,
    )


def write_acknowledgement(
    header: Header, ack: Acknowledgement, *inside: str, root: str = ACKNOWLEDGEMENT
) -> str:
    """Return an answer; *inside* is what a query found."""
    said = node("acknowledgementDetail", None, *_said(ack))
    target = node("id", {"root": MESSAGE, "extension": ack.of})
    kind = {"typeCode": "AA" if ack.accepted else "AE"}
    answer = node("acknowledgement", kind, node("targetMessage", None, target), said)
    return write_message(root, header, answer, *inside)


def read_message(payload: str) -> tuple[str, Element]:
    """Return the id of a message, and its root element.

    Raises:
        HipMessageError: It is none.

    """
    root = parse(payload)
    found = root.find("{*}id")
    name = found.get("extension", "") if found is not None else ""
    if not name:
        raise HipMessageError(reason=Phrase("a message without its id", "消息缺少标识"))
    return name, root


def read_acknowledgement(payload: str) -> tuple[Acknowledgement, Element]:
    """Return what became of a message, and the root of the answer.

    Raises:
        HipMessageError: It acknowledges nothing, or with a code of its own.

    """
    root = parse(payload)
    found = root.find("{*}acknowledgement")
    kind = found.get("typeCode") if found is not None else None
    if found is None or kind not in ("AA", "AE", "AR"):
        raise HipMessageError(reason=Phrase("no acknowledgement", "不是应答消息"))
    detail = "{*}acknowledgementDetail/{*}"
    code = _attribute(found, f"{detail}code", "code")
    ack = Acknowledgement(
        kind == "AA",
        _attribute(found, "{*}targetMessage/{*}id", "extension"),
        _attribute(found, f"{detail}text", "value"),
        code if _CODE.fullmatch(code) else None,
    )
    return ack, root


def root_of(payload: Element) -> str:
    """Return the interaction of a message."""
    return local(payload)


def _attribute(above: Element, path: str, name: str) -> str:
    found = above.find(path)
    return found.get(name, "") if found is not None else ""


def _said(ack: Acknowledgement) -> list[str]:
    code = [node("code", {"code": ack.code})] if ack.code else []
    return [*code, node("text", {"value": ack.says})]


def _device(code: str) -> str:
    item = node("item", {"root": DEVICE, "extension": code})
    return node(
        "device",
        {"classCode": "DEV", "determinerCode": "INSTANCE"},
        node("id", None, item),
    )
