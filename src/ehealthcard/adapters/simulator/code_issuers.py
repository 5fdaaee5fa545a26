"""An issuer of codes (模拟发码机构)."""

from datetime import datetime

import attrs

from ehealthcard.codes import RecognisedCode
from ehealthcard.identity import IdDocument
from ehealthcard.ports import CodeHolder, IssuerReading

from .faults import Faults


@attrs.define
class SimulatedCodeIssuer:
    """See :class:`ehealthcard.ports.CodeIssuer`: knows the codes that it is told of.

    One issuer gives out codes of one kind; where their text changes with each showing,
    several texts stand for one value.
    """

    faults: Faults = attrs.field(factory=Faults)
    _texts: dict[str, str] = attrs.field(factory=dict[str, str], init=False)
    _readings: dict[str, IssuerReading] = attrs.field(
        factory=dict[str, IssuerReading], init=False
    )
    _holders: dict[str, IdDocument] = attrs.field(
        factory=dict[str, IdDocument], init=False
    )

    def issue(
        self,
        value: str,
        holder: IdDocument,
        *,
        shown_as: str | None = None,
        valid_until: datetime | None = None,
    ) -> None:
        """Give a code out, or show it once more under another text."""
        self._texts[shown_as or value] = value
        self._readings[value] = IssuerReading(
            value=value, in_force=True, valid_until=valid_until
        )
        self._holders[value] = holder

    def void(self, value: str) -> None:
        """Take a code out of force."""
        reading = self._readings[value]
        self._readings[value] = reading.model_copy(update={"in_force": False})

    def read(self, code: RecognisedCode, /) -> IssuerReading | None:
        """See :class:`ehealthcard.ports.CodeIssuer`."""
        value = self._texts.get(code.value, "")
        return self.faults.read(lambda: self._readings.get(value))

    def belongs(self, code: RecognisedCode, holder: CodeHolder, /) -> bool:
        """See :class:`ehealthcard.ports.CodeIssuer`."""
        value = self._texts.get(code.value, "")
        return self.faults.read(lambda: self._holders.get(value) == holder.document)
