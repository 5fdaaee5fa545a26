"""A line to a HIS on which acts are told, each under a name of its own (HL7 通道)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock

import attrs

from ehealthcard.errors import DefinitionError, OutsideUnavailableError
from ehealthcard.ports import Accepted, Answer, Rejected, Unclear

from .client import MllpClient
from .composing import Letter, Patient
from .er7 import Hl7Message
from .headers import Header, control_id_of

PATIENT_UNKNOWN = Rejected(code="PATIENT_UNKNOWN")
Make = Callable[[Letter, Patient], Hl7Message]


@attrs.define
class Hl7Line:
    """Tells acts; the same act always has the same MSH-10 and says the same.

    An act whose outcome is unclear is asked about by sending the same message under the
    same MSH-10: a receiver that knows repetitions answers it again and does nothing
    twice. Where it does not know them, say so: then the act stays ``Unclear`` here
    until :meth:`settle` says that a person has found out.

    Args:
        client: The connection.
        header: From whom to whom.
        patients: Whom a subject means there, with numbers of the receiver's own;
            ``None`` for somebody that it does not know.
        codes: A code of the port for each code that the receiver refuses with (ERR-3);
            others are passed on as they are.
        repeats: Whether the receiver knows repetitions by MSH-10.
        clock: Who tells the time of acts that have none.

    Raises:
        DefinitionError: *client* sends again what the receiver would do twice.

    """

    client: MllpClient
    header: Header
    patients: Callable[[str], Patient | None] = attrs.field(repr=False)
    codes: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    repeats: bool = attrs.field(default=True, kw_only=True)
    clock: Callable[[], datetime] = attrs.field(
        default=lambda: datetime.now(UTC), kw_only=True, repr=False
    )
    _unclear: dict[str, datetime] = attrs.field(
        factory=dict[str, datetime], init=False, repr=False
    )
    """Acts on their way, and when they were first told."""
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.repeats and self.client.resend:
            raise DefinitionError(
                "Give the client resend=0: repetitions are not known."
            )

    def tell(
        self, card: str, act: str, make: Make, *, at: datetime | None = None
    ) -> Answer:
        """Tell an act and return what became of it.

        Args:
            card: The subject whom it is about.
            act: Its name: kind and key.
            make: Makes the message of it.
            at: When it happened; now if not said, and the same at each repetition.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.

        """
        patient = self.patients(card)
        if patient is None:
            return PATIENT_UNKNOWN
        name = control_id_of(act)
        with self._lock:
            before = self._unclear.get(name)
            if before and not self.repeats:
                return Unclear()
            moment = at or before or self.clock()
            self._unclear[name] = moment
        try:
            answer = self.client.send(make(Letter(self.header, name, moment), patient))
        except OutsideUnavailableError:
            if before is None:  # else an earlier one may still have arrived
                self.settle(act)
            raise
        if not isinstance(answer, Unclear):
            self.settle(act)
        return self._said(answer)

    def settle(self, act: str) -> None:
        """Say that the outcome of an act is known now."""
        with self._lock:
            self._unclear.pop(control_id_of(act), None)

    def _said(self, answer: Answer) -> Answer:
        if isinstance(answer, Rejected):
            return Rejected(code=self.codes.get(answer.code, answer.code))
        return Accepted() if isinstance(answer, Accepted) else answer
