"""SOAP 1.2 around ``HIPMessageServer(action, message)`` (信封编解码).

A payload is written escaped; escaped and CDATA are read, also a CDATA mark that was
escaped once more. A payload that stands open in the envelope is refused.
"""

from xml.etree.ElementTree import Element  # only defusedxml parses

import attrs

from ehealthcard.errors import HipMessageError, Phrase

from .dialects import Dialect
from .xml import local, namespace, node, parse, text

SOAP = "http://www.w3.org/2003/05/soap-envelope"
SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
CONTENT_TYPE = "application/soap+xml; charset=utf-8"


@attrs.frozen
class Call:
    """A call: which service, and its payload."""

    action: str
    message: str = attrs.field(repr=False)


@attrs.frozen
class Fault:
    """The other side could not handle a call; its words are not kept.

    Args:
        by_sender: Whether the call itself was wrong, so that nothing was done.

    """

    by_sender: bool


def write_call(call: Call, dialect: Dialect) -> bytes:
    """Return the envelope of a call."""
    parts = ((dialect.action, call.action), (dialect.message, call.message))
    return enveloped(_wrapped(dialect, dialect.operation, *parts))


def read_call(body: bytes, dialect: Dialect) -> Call:
    """Read the envelope of a call.

    Raises:
        HipMessageError: It is none of this dialect.

    """
    wrapper = inside(body)
    _expect(wrapper, dialect, dialect.operation)
    action = part_text(wrapper, dialect.action).strip()
    return Call(action, unmarked(part_text(wrapper, dialect.message)))


def write_reply(payload: str, dialect: Dialect) -> bytes:
    """Return the envelope of an answer."""
    return enveloped(_wrapped(dialect, dialect.response, (dialect.result, payload)))


def read_reply(body: bytes, dialect: Dialect) -> str | Fault:
    """Return the payload of an answer, or that there is none.

    Raises:
        HipMessageError: It is no answer of this dialect.

    """
    wrapper = inside(body)
    if local(wrapper) == "Fault":
        code = wrapper.find("{*}Code/{*}Value")
        words = (code if code is not None else wrapper).findtext("faultcode") or ""
        said = (code.text or "") if code is not None else words
        return Fault(by_sender=said.rpartition(":")[2] in ("Sender", "Client"))
    _expect(wrapper, dialect, dialect.response)
    return unmarked(part_text(wrapper, dialect.result))


def write_fault(*, by_sender: bool, code: str, says: str) -> bytes:
    """Return the envelope of a fault; *says* holds nothing private."""
    who = "soap:Sender" if by_sender else "soap:Receiver"
    reason = node("soap:Text", {"xml:lang": "zh"}, text(f"{code}: {says}"))
    return enveloped(
        node(
            "soap:Fault",
            None,
            node("soap:Code", None, node("soap:Value", None, who)),
            node("soap:Reason", None, reason),
        )
    )


def enveloped(content: str, version: str = SOAP) -> bytes:
    """Return *content*, which is XML already, in an envelope of this version."""
    body = node("soap:Body", None, content)
    whole = node("soap:Envelope", {"xmlns:soap": version}, body)
    return f'<?xml version="1.0" encoding="UTF-8"?>{whole}'.encode()


def _wrapped(dialect: Dialect, name: str, *parts: tuple[str, str]) -> str:
    written = [node(part, None, text(value)) for part, value in parts]
    if dialect.style == "document":
        return node(name, {"xmlns": dialect.namespace}, *written)
    return node(f"p:{name}", {"xmlns:p": dialect.namespace}, *written)


def inside(body: bytes) -> Element:
    """Return the one element in the body of an envelope of either version.

    Raises:
        HipMessageError: It is no such envelope.

    """
    root = parse(body)
    if local(root) != "Envelope" or namespace(root) not in (SOAP, SOAP_11):
        raise HipMessageError(reason=Phrase("no SOAP envelope", "不是 SOAP 信封"))
    bodies = [child for child in root if local(child) == "Body"]
    if len(bodies) != 1 or len(bodies[0]) != 1:
        raise HipMessageError(
            reason=Phrase("not one call in one body", "消息体须恰有一个调用")
        )
    return bodies[0][0]


def _expect(wrapper: Element, dialect: Dialect, name: str) -> None:
    if (namespace(wrapper), local(wrapper)) != (dialect.namespace, name):
        raise HipMessageError(
            reason=Phrase("another operation or namespace", "操作或命名空间不符")
        )


def part_text(wrapper: Element, name: str) -> str:
    """Return the text of the one part of this name.

    Raises:
        HipMessageError: There is none, or it is no text.

    """
    found = [child for child in wrapper if local(child) == name]
    if len(found) != 1 or len(found[0]):
        raise HipMessageError(
            reason=Phrase("not one text in each part", "每个部分须恰有一段文本")
        )
    return found[0].text or ""


def unmarked(words: str) -> str:
    """Return what stands in a part, without a CDATA mark that was escaped once more."""
    words = words.strip()
    if words.startswith("<![CDATA[") and words.endswith("]]>"):
        words = words.removeprefix("<![CDATA[").removesuffix("]]>").strip()
    return words
