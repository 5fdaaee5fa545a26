"""A regional platform that does not exist, and takes what is declared (模拟区域平台).

To try a declaration, and the desk's referrals, contracts and appointments over it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import Element  # only defusedxml parses

import attrs

from ehealthcard.adapters.hip import (
    STANDARD,
    Acknowledgement,
    DeclaredMessage,
    DeclaredPlatform,
    Dialect,
    Header,
    read_call,
    read_message,
    write_acknowledgement,
    write_fault,
    write_reply,
)
from ehealthcard.adapters.hip.messages import root_of
from ehealthcard.adapters.hip.xml import node
from ehealthcard.errors import (
    EHealthCardError,
    HipActionError,
    HipMessageError,
    OutsideBusyError,
)
from ehealthcard.ports import Accepted, Answer, Rejected, Unclear

Decides = Callable[[str, dict[str, str]], Answer]
"""Says what becomes of a message: its kind and its facts. The same message may come
again, and is the same act."""


def _taken(kind: str, facts: dict[str, str]) -> Answer:  # noqa: ARG001  # it decides
    return Accepted()


@attrs.define
class SimulatedRegion:
    """Takes declared messages; the same message id has the effect of once.

    Args:
        platform: What it takes.
        decides: What becomes of a message; everything is taken by default.
        dialect: How it spells the operation.

    """

    platform: DeclaredPlatform
    decides: Decides = attrs.field(default=_taken, repr=False)
    dialect: Dialect = STANDARD
    arrived: list[tuple[str, dict[str, str]]] = attrs.field(
        factory=list[tuple[str, dict[str, str]]], init=False, repr=False
    )
    """What was taken: kinds and facts, each message once."""

    _known: set[str] = attrs.field(factory=set[str], init=False, repr=False)
    """The ids of messages that were told."""

    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def receive(self, body: bytes) -> tuple[int, bytes]:
        """Return the HTTP status and the envelope that answer *body*.

        Raises:
            OutsideBusyError: It was decided that the platform is busy.

        """
        try:
            call = read_call(body, self.dialect)
            name, payload = read_message(call.message)
        except HipMessageError as error:
            says = error.chinese
            return 400, write_fault(by_sender=True, code=error.code, says=says)
        header = Header(uuid4().hex, datetime.now(UTC), "REGION", "")
        try:
            kind, declared = self._meant(call.action, payload)
            answer = self._decided(name, kind, declared.read(payload))
        except OutsideBusyError:
            raise
        except EHealthCardError as error:
            answer, declared = Rejected(code=error.code), None
        if isinstance(answer, Unclear):
            return 500, write_fault(by_sender=False, code="UNCLEAR", says="")
        given: list[str] = []
        if isinstance(answer, Rejected):
            ack = Acknowledgement(accepted=False, of=name, code=answer.code)
        else:
            ack = Acknowledgement(accepted=True, of=name)
            given = _given(declared, answer.data) if declared else []
        answered = write_acknowledgement(header, ack, *given)
        return 200, write_reply(answered, self.dialect)

    def _meant(self, action: str, payload: Element) -> tuple[str, DeclaredMessage]:
        for kind, declared in self.platform.messages.items():
            if (declared.action, declared.root) == (action, root_of(payload)):
                return kind, declared
        raise HipActionError

    def _decided(self, name: str, kind: str, facts: dict[str, str]) -> Answer:
        with self._lock:
            answer = self.decides(kind, facts)
            if isinstance(answer, Accepted) and name not in self._known:
                self._known.add(name)
                self.arrived.append((kind, facts))
            return answer


def _given(declared: DeclaredMessage, data: dict[str, Any]) -> list[str]:
    return [
        _chain(answer.at.split("/"), {answer.leaf: str(data[name])})
        for name, answer in declared.gives.items()
        if name in data
    ]


def _chain(steps: list[str], attributes: dict[str, str]) -> str:
    written = node(steps[-1], attributes)
    for step in reversed(steps[:-1]):
        written = node(step, None, written)
    return written
