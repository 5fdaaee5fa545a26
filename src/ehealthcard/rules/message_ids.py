"""Numbers of messages to the insurance (发送方报文ID, msgid).

Thirty characters: twelve of the institution, fourteen of the time in China
(yyyyMMddHHmmss), four of a sequence within that second (NHSA). A message is reversed by
the number it was sent under, so the number is chosen, and kept, before it is sent.
"""

import re
from collections.abc import Container
from datetime import datetime

from ehealthcard.codesets import SHANGHAI
from ehealthcard.workflow import Rule

LENGTH, SEQUENCES = 30, 10_000
FORM = r"^[0-9A-Za-z]{12}[0-9]{18}$"
MESSAGE_IDS_SPENT = Rule(
    "MESSAGE_IDS_SPENT",
    "Too many messages within one second; try again.",
    "同一秒内报文过多，请稍后重试。",
)


def second_of(institution: str, at: datetime) -> str:
    """Return the first 26 characters: where and when."""
    return f"{institution}{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}"


def message_id(institution: str, at: datetime, taken: Container[str] = ()) -> str:
    """Return the first number of this second that is not *taken*.

    Raises:
        RuleViolationError: All are (``MESSAGE_IDS_SPENT``).
        ValueError: The institution has not twelve letters and digits.

    """
    second = second_of(institution, at)
    for sequence in range(SEQUENCES):
        made = f"{second}{sequence:04d}"
        if made not in taken:
            if not re.fullmatch(FORM, made):
                raise ValueError(institution)
            return made
    raise MESSAGE_IDS_SPENT.broken()
