"""XML that is a list of fields (平铺的 XML), and SOAP around texts of it.

Elements without attributes, each a text, none twice. Safe against strangers as
:mod:`ehealthcard.adapters.hip.xml` is; whatever is wrong raises ``HipMessageError``.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element  # only defusedxml parses

from ehealthcard.adapters.hip.envelope import (
    SOAP_11,
    enveloped,
    inside,
    part_text,
    unmarked,
)
from ehealthcard.adapters.hip.xml import local, namespace, node, parse, text
from ehealthcard.errors import HipMessageError, Phrase


def written(fields: Mapping[str, Any]) -> str:
    """Return *fields* as elements."""
    return "".join(node(name, None, text(str(v))) for name, v in fields.items())


def element(name: str, *content: str) -> str:
    """Return an element around *content*, which is XML already."""
    return node(name, None, *content)


def root(xml: str | bytes, name: str) -> Element:
    """Return the root element, which has this name."""
    found = parse(xml)
    if local(found) != name:
        raise HipMessageError(reason=Phrase("another root element", "根元素不符"))
    return found


def child(parent: Element, name: str) -> Element:
    """Return the one child of this name."""
    found = [one for one in parent if local(one) == name]
    if len(found) != 1:
        raise HipMessageError(
            reason=Phrase("an element is missing or there twice", "元素缺失或重复")
        )
    return found[0]


def fields_of(parent: Element) -> dict[str, str]:
    """Return the texts below *parent*, where there is nothing else."""
    return _once((local(one), _text(one)) for one in parent)


def leaves_of(top: Element) -> dict[str, str]:
    """Return the texts of all elements that hold no other, however deep."""
    return _once((local(one), _text(one)) for one in top.iter() if not len(one))


def write_call(names: tuple[str, str], parts: Mapping[str, str]) -> bytes:
    """Return a SOAP 1.1 call.

    Args:
        names: Namespace and operation.
        parts: Its parts, in no namespace, each a text.

    """
    space, operation = names
    return enveloped(
        node(f"p:{operation}", {"xmlns:p": space}, written(parts)), SOAP_11
    )


def read_call(body: bytes, space: str) -> tuple[str, dict[str, str]]:
    """Return the operation and parts of a SOAP call in namespace *space*."""
    found = inside(body)
    if namespace(found) != space:
        raise HipMessageError(
            reason=Phrase("another operation or namespace", "操作或命名空间不符")
        )
    return local(found), {
        local(one): unmarked(part_text(found, local(one))) for one in found
    }


def read_part(body: bytes, names: tuple[str, str], part: str) -> str:
    """Return one part of a SOAP answer."""
    operation, parts = read_call(body, names[0])
    if operation != names[1] or part not in parts:
        raise HipMessageError(
            reason=Phrase("another operation or part", "操作或部分不符")
        )
    return parts[part]


def _text(one: Element) -> str:
    if len(one):
        raise HipMessageError(
            reason=Phrase(
                "an element where a text was expected", "应为文本之处出现元素"
            )
        )
    return (one.text or "").strip()


def _once(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise HipMessageError(
                reason=Phrase("an element is there twice", "元素重复")
            )
        found[name] = value
    return found
