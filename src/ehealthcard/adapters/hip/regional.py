"""A declared platform in front of the outbox (区域平台消息端口).

For the regional platform's services (WS/T 790.15-790.18) a hospital declares what its
platform takes; :func:`maps_of` fills it with what the desk's machines tell, for
:class:`ehealthcard.adapters.hip.HipPort`.
"""

import json
from collections.abc import Callable
from typing import Any

from ehealthcard.errors import HipMessageError, Phrase
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Message

from .declared import DeclaredMessage, DeclaredPlatform
from .messages import Header, write_message
from .outgoing import MessageMap

Patients = Callable[[SubjectId], str | None]
"""A holder's number there; ``None`` for somebody that it does not know."""

KINDS: dict[str, tuple[str, ...]] = {
    "WS/T 790.15": ("acquire", "query", "confirm", "release"),
    "WS/T 790.16": (
        "referral",
        "referral-accepted",
        "referral-result",
        "referral-return",
        "referral-note",
    ),
    "WS/T 790.17": ("contract-tasks", "contract-closed"),
    "WS/T 790.18": (),
}
"""Which messages of the desk belong to which part: appointments (预约挂号), referrals
(双向转诊) and family doctors' contracts (签约). Part 18 (提醒) reminds a doctor of
repeated examinations, tests and medicines; no message of the desk does that. What the
desk reminds a patient of is the kind ``text``, which can be declared too."""


def maps_of(platform: DeclaredPlatform, patients: Patients) -> dict[str, MessageMap]:
    """Return the maps of a declared platform; destinations ``scheduling``, ``his``.

    A message that a map cannot write is refused: ``HIP_MESSAGE``, or
    ``PATIENT_UNKNOWN`` where the holder has no number there.
    """
    return {
        kind: _map(message, patients) for kind, message in platform.messages.items()
    }


def _map(declared: DeclaredMessage, patients: Patients) -> MessageMap:
    wants_patient = any(p.fact == "@patient" for p in declared.places)

    def write(message: Message, header: Header) -> str:
        told = _told(message)
        if wants_patient:
            told["@patient"] = _number(patients(message.subject))
        return write_message(declared.root, header, declared.write(told))

    return MessageMap(
        declared.action,
        write,
        declared.repeats,
        reads=declared.given if declared.gives else None,
        asks=declared.asks,
    )


def _told(message: Message) -> dict[str, Any]:
    try:
        told = json.loads(message.payload)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise HipMessageError(
            reason=Phrase("a message that says nothing", "消息没有内容")
        )
    return {**told, "@key": message.key, "@kind": message.kind}


def _number(patient: str | None) -> str:
    if patient is None:
        error = HipMessageError(
            reason=Phrase("somebody without a number there", "该人在对方没有编号")
        )
        error.code = "PATIENT_UNKNOWN"
        raise error
    return patient
