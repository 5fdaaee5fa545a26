"""XML that strangers wrote, and XML of our own (安全的 XML 读写).

Reading: no document type, so no entities; a cap on bytes, elements and depth; texts in
GB 18030 by their declaration. Whatever is wrong raises ``HipMessageError``.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError  # only defusedxml parses
from xml.sax.saxutils import escape, quoteattr  # it only writes

from ehealthcard.errors import HipMessageError, Phrase
from ehealthcard.extras import needs

with needs("soap"):
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring


MOST_BYTES = 4_000_000
"""No message is longer; a document's bytes go another way."""

MOST_ELEMENTS = 50_000
MOST_DEPTH = 64
_CHINESE = re.compile(
    rb"""^<\?xml[^>]{0,60}encoding=["'](?:gbk|gb2312|gb18030)["']""", re.IGNORECASE
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse(text: str | bytes) -> Element:
    """Return the root element.

    Raises:
        HipMessageError: Not XML, too long, too deep, or with a document type.

    """
    if len(text) > MOST_BYTES:
        raise HipMessageError(reason=Phrase("too long", "过长"))
    try:
        if isinstance(text, bytes) and _CHINESE.match(text):
            text = text.decode("gb18030")
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        raise HipMessageError(
            reason=Phrase("not readable as XML", "不是可读的 XML")
        ) from None
    _measure(root)
    return root


def local(element: Element) -> str:
    """Return the name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """Return the namespace, or nothing."""
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def node(name: str, attributes: dict[str, str] | None = None, *inside: str) -> str:
    """Return an element as text; *inside* is XML already."""
    written = "".join(
        f" {k}={quoteattr(_pure(v))}" for k, v in (attributes or {}).items()
    )
    content = "".join(inside)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(value: str) -> str:
    """Return a text as XML."""
    return escape(_pure(value))


def _pure(value: str) -> str:
    if _FORBIDDEN.search(value):
        raise HipMessageError(
            reason=Phrase("a character that XML does not have", "含有 XML 不允许的字符")
        )
    return value


def _measure(root: Element) -> None:
    level, seen = [root], 0
    for _ in range(MOST_DEPTH):
        seen += len(level)
        level = list(_below(level))
        if seen + len(level) > MOST_ELEMENTS:
            raise HipMessageError(reason=Phrase("too many elements", "元素过多"))
        if not level:
            return
    raise HipMessageError(reason=Phrase("too deep", "嵌套过深"))


def _below(level: list[Element]) -> Iterator[Element]:
    for element in level:
        yield from element
