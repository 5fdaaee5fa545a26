"""How the open platform signs (签名).

::

    text = "k=v" of commonIn (without sign) and req, sorted by key, joined by "&"
    sign = Base64(SHA-256(text + appSecret))

Empty values are left out. What programs in use disagree about is a setting: whether a
numeric 0 is left out, and in which order a nested value's keys stand.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

import attrs

from ehealthcard.adapters.strict_json import compact


class Zero(Enum):
    """What becomes of ``channelNum=0`` in the signed text."""

    SIGNED = "signed"
    """It stands there: programs in Go, PHP and C#."""

    LEFT_OUT = "left-out"
    """It counts as empty: the program in JavaScript."""


class Nested(Enum):
    """In which order the keys of a nested value stand in the signed text."""

    AS_SENT = "as-sent"
    SORTED = "sorted"


@attrs.frozen
class Reading:
    """One way to read the rule of signing."""

    zero: Zero
    nested: Nested

    def text(self, common: Mapping[str, Any], req: Mapping[str, Any]) -> str:
        """Return the text that is signed, without the secret."""
        values = {**common, **req}
        values.pop("sign", None)
        parts = [
            f"{key}={self._written(values[key])}"
            for key in sorted(values)
            if not self._is_empty(values[key])
        ]
        return "&".join(parts)

    def sign(
        self, common: Mapping[str, Any], req: Mapping[str, Any], secret: str
    ) -> str:
        """Return the signature."""
        text = self.text(common, req) + secret
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    def _is_empty(self, value: object) -> bool:
        if value is None or value == "":
            return True
        plain_zero = isinstance(value, int) and not isinstance(value, bool)
        return plain_zero and value == 0 and self.zero is Zero.LEFT_OUT

    def _written(self, value: object) -> str:
        if isinstance(value, str):
            return value
        return compact(value, sort=self.nested is Nested.SORTED)


READINGS = tuple(Reading(zero, nested) for zero in Zero for nested in Nested)
"""All ways in use."""


def holds(
    readings: Iterable[Reading],
    common: Mapping[str, Any],
    req: Mapping[str, Any],
    secret: str,
) -> bool:
    """Whether a request is signed with *secret* in one of *readings*."""
    given = common.get("sign")
    if not isinstance(given, str) or not given.isascii():
        return False
    good = False
    for reading in readings:
        expected = reading.sign(common, req, secret)
        good |= hmac.compare_digest(expected.encode(), given.encode())
    return good
