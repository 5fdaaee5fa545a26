"""In which characters a message is written (MSH-18, HL7 table 0211; 字符集).

In Chinese hospitals MSH-18 is often empty or wrong. What does not read as it says is
tried as UTF-8 and as GB18030; text that is neither is refused.
"""

from ehealthcard.errors import MalformedHl7Error, Phrase

UTF_8 = "UNICODE UTF-8"
GB18030 = "GB 18030-2000"
CODECS = {
    UTF_8: "utf-8",
    "UNICODE": "utf-8",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    GB18030: "gb18030",
    "GB18030": "gb18030",
    "GBK": "gb18030",
    "GB2312": "gb18030",
    "ASCII": "ascii",
    "8859/1": "latin-1",
}
"""Names as they are written, and Python's codec; GB18030 reads GBK and GB 2312."""

TRIED = ("utf-8", "gb18030")
_CHARSET = 17
"""MSH-18 counted from MSH-1, which is the separator itself."""


def codec_of(charset: str) -> str:
    """Return Python's codec of a name in MSH-18; UTF-8 where it is empty.

    Raises:
        MalformedHl7Error: The name is not known.

    """
    if not charset:
        return "utf-8"
    codec = CODECS.get(charset.strip().upper())
    if codec is None:
        raise MalformedHl7Error(
            what=Phrase("MSH-18 names no known character set", "MSH-18 的字符集未知")
        )
    return codec


def decoded(content: bytes) -> str:
    """Return the text of a message.

    Raises:
        MalformedHl7Error: It is in no character set that is known.

    """
    said = CODECS.get(_declared(content))
    for codec in (said, *TRIED) if said else TRIED:
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise MalformedHl7Error(
        what=Phrase(
            "its characters are neither UTF-8 nor GB18030",
            "字符既不是 UTF-8 也不是 GB18030",
        )
    )


def _declared(content: bytes) -> str:
    """Return MSH-18, read before the characters are known."""
    header = content[:4096].split(b"\r", 1)[0].split(b"\n", 1)[0].decode("latin-1")
    fields = header.split(header[3]) if len(header) > len("MSH") else []
    if len(fields) <= _CHARSET:
        return ""
    first = fields[_CHARSET].split("~")[0]
    return first.strip().upper()
