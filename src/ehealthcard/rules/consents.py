"""What a holder consents to, beyond care itself (个人信息处理同意)."""

from ehealthcard.codesets import Purpose
from ehealthcard.models import Moment
from ehealthcard.rules.access import SensitiveClass
from ehealthcard.workflow import State


class ConsentStanding(State):
    """A consent in force (有效同意)."""

    purpose: Purpose
    scope: tuple[str, ...]
    """Which data, in the words of the text that was agreed to."""

    until: Moment | None
    """The last moment; ``None`` until it is withdrawn."""

    classes: tuple[SensitiveClass, ...] = ()
    """What is especially sensitive and opened as well, for this purpose (单独同意)."""
