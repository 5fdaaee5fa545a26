"""Identifiers of electronic licences (电子证照标识, GB/T 36904-2018).

``1.2.156.3005.2.TYPE.ISSUER.SERIAL.VERSION.C``: the root, the kind of licence (the 18
characters of who defined it and three digits), the issuer's code, the serial, three
digits of version, and a check character by ISO 7064 MOD 37,36 over all parts between
the root and itself, without the dots.

The standard's text was not read. The form and the check were taken from a published
account of it and agree with six identifiers of four kinds of licence that independent
public systems print (kept as vectors). Issuers there also have codes of other lengths;
here the 18 characters of GB 32100 are asked for. Which code the birth certificate has
in the state's list of licences was not found: a place sets it.
"""

import re
from typing import Annotated

import attrs
from pydantic import Field

ROOT = "1.2.156.3005.2"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_M = 36
LicenceType = Annotated[str, Field(pattern="^[0-9A-Z]{18}[0-9]{3}$")]
"""The kind of a licence (证照类型代码)."""

CreditCode = Annotated[str, Field(pattern="^[0-9A-Z]{18}$")]
"""A unified social credit code (统一社会信用代码, GB 32100); its check is not looked
at."""

_FORM = re.compile(
    r"1\.2\.156\.3005\.2\.([0-9A-Z]{18}[0-9]{3})\.([0-9A-Z]{18})\.([0-9A-Z]{1,40})"
    r"\.([0-9]{3})\.([0-9A-Z])"
)


@attrs.frozen
class LicenceIdentifier:
    """An identifier, taken apart."""

    type: str
    issuer: str
    serial: str
    version: str = "001"

    def __str__(self) -> str:
        parts = (self.type, self.issuer, self.serial, self.version)
        return ".".join((ROOT, *parts, check_character("".join(parts))))


def check_character(text: str) -> str:
    """Return the check character of *text*: ISO 7064 MOD 37,36.

    Raises:
        ValueError: A character is neither a digit nor an upper-case letter.

    """
    product = _M
    for character in text:
        total = (product + ALPHABET.index(character)) % _M or _M
        product = total * 2 % (_M + 1)
    return ALPHABET[(_M + 1 - product) % _M]


def read_identifier(text: str) -> LicenceIdentifier | None:
    """Return the parts of an identifier; ``None`` if it is none or mistyped."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    kind, issuer, serial, version, check = found.groups()
    if check_character(kind + issuer + serial + version) != check:
        return None
    return LicenceIdentifier(kind, issuer, serial, version)
